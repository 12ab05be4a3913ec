"""A practice talk as turns, and as JSON lines: `{speaker, text, mode, with?}`, one turn a line."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from mediator_bot.errors import SchemaError

MEDIATOR = "mediator"
Mode = Literal["joint", "caucus"]
_FIELDS = {"speaker", "text", "mode", "with"}


@dataclass(frozen=True)
class Turn:
    """What one person said; in a caucus only the mediator and the party `with_` hear it."""

    speaker: str
    text: str
    mode: Mode = "joint"
    with_: str | None = None

    @property
    def by_mediator(self) -> bool:
        """Whether the trainee said it."""
        return self.speaker == MEDIATOR

    def as_json(self) -> dict[str, str]:
        """The turn as the interfaces write it."""
        private = {"with": self.with_} if self.with_ else {}
        return {"speaker": self.speaker, "text": self.text, "mode": self.mode, **private}


def write_transcript(turns: Iterable[Turn]) -> str:
    """One JSON object a line."""
    return "".join(json.dumps(turn.as_json(), ensure_ascii=False) + "\n" for turn in turns)


def read_transcript(text: str, where: str = "transcript") -> list[Turn]:
    """The turns of JSON lines, empty lines skipped.

    Raises SchemaError that names the line and says what to write.
    """
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    return [read_turn(_object(line, f"{where}, line {number}"), f"{where}, line {number}") for number, line in lines]


def read_turn(record: Any, where: str = "turn") -> Turn:
    """One turn from its JSON object; SchemaError where it is none."""
    if not isinstance(record, dict):
        raise SchemaError(f'{where}: is no turn. Write {{"speaker": "mediator", "text": "…"}}.')
    if unknown := sorted(set(record) - _FIELDS):
        raise SchemaError(f"{where}: unknown field {unknown[0]!r}. Known: {', '.join(sorted(_FIELDS))}.")
    speaker, text = record.get("speaker"), record.get("text")
    if not isinstance(speaker, str) or not speaker or not isinstance(text, str):
        raise SchemaError(f"{where}: `speaker` and `text` are needed, both as text.")
    mode, partner = record.get("mode") or "joint", record.get("with")
    if mode not in ("joint", "caucus"):
        raise SchemaError(f"{where}: mode {mode!r} is neither joint nor caucus.")
    if mode == "caucus":
        partner = partner or (speaker if speaker != MEDIATOR else None)
        if not isinstance(partner, str) or not partner:
            raise SchemaError(f"{where}: a caucus needs `with`, the party who is in it.")
        return Turn(speaker, text, "caucus", partner)
    return Turn(speaker, text)


def party_ids(turns: Sequence[Turn]) -> tuple[str, ...]:
    """Everybody who speaks or is seen alone, but the mediator, in order of appearance."""
    named = [name for turn in turns for name in (turn.speaker, turn.with_) if name and name != MEDIATOR]
    return tuple(dict.fromkeys(named))


def _object(line: str, where: str) -> Any:
    try:
        return json.loads(line)
    except json.JSONDecodeError as error:
        raise SchemaError(f"{where}: is no JSON: {error.msg}. Write one object a line.") from error
