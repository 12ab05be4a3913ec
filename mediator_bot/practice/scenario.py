"""A YAML file goes in, a checked `Scenario` comes out: the dispute, its parties, ways out, a planted danger."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import Field, ValidationError, model_validator

from mediator_bot.answers.screen import RULES
from mediator_bot.cases import taxonomy
from mediator_bot.cases.taxonomy import Vocabulary
from mediator_bot.errors import SchemaError
from mediator_bot.practice.cast import Cue, Date, Lines, Part, ScenarioParty, Secret, Slug, Words, one_of
from mediator_bot.practice.phrases import holds
from mediator_bot.practice.vocabulary import ITEMS, PROFILES, STAGES
from mediator_bot.types import Language, ScreenAction

SIGNS: Vocabulary = {rule.id: rule.reason for rule in RULES}


class Option(Part):
    """A way out that the parties can find; `cues` are several ways of saying it."""

    id: Slug
    text: Words
    cues: Annotated[list[Cue], Field(min_length=2)]


class SafetyCue(Part):
    """A planted sign of danger: `party` says one of `lines` in `where`, at the mediator's turn `turn` or soon after."""

    party: Words
    kind: Annotated[str, one_of(SIGNS)]
    where: Literal["joint", "caucus"] = "caucus"
    turn: Annotated[int, Field(ge=1, le=30)] = 4
    lines: Lines
    right: ScreenAction
    routed: Annotated[list[Cue], Field(min_length=2)]  # ways of saying the right thing
    because: Words


class Coaching(Part):
    """What could have been said for one item of the score, and where it is taught."""

    say: Words
    guideline: Words | None = None
    case: Words | None = None


class Scenario(Part):
    """Everything a practice session plays from."""

    scenario_id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    title: Words
    language: Language
    type_l1: Annotated[str, one_of(taxonomy.DISPUTE_TYPES)]
    difficulty: Annotated[int, Field(ge=1, le=3)]
    minutes: Annotated[int, Field(ge=10, le=120)]
    profiles: Annotated[list[Annotated[str, one_of(PROFILES)]], Field(min_length=1)]
    today: Date
    currency: Words | None = None
    brief: Words
    common_facts: Annotated[list[Words], Field(min_length=2)]
    issues: Annotated[list[Words], Field(min_length=1)]
    stages: list[Annotated[str, one_of(STAGES)]] = list(STAGES)
    parties: Annotated[list[ScenarioParty], Field(min_length=2)]
    options: Annotated[list[Option], Field(min_length=2)]
    safety: SafetyCue | None = None
    guidelines: list[Words] = []
    cases: list[Words] = []
    coaching: dict[Annotated[str, one_of(ITEMS)], Coaching] = {}

    def party(self, pid: str) -> ScenarioParty:
        """The party of that letter; KeyError where there is none."""
        return {party.pid: party for party in self.parties}[pid]

    @model_validator(mode="after")
    def _names_exist(self) -> "Scenario":
        pids = [party.pid for party in self.parties]
        if len(set(pids)) < len(pids):
            raise ValueError("two parties have the same pid")
        if self.safety and self.safety.party not in pids:
            raise ValueError(f"safety.party {self.safety.party!r} is none of the parties {', '.join(pids)}")
        options = {option.id for option in self.options}
        for party in self.parties:
            for acceptance in party.accepts:
                if unknown := {acceptance.option, *acceptance.needs} - options:
                    raise ValueError(f"{party.pid}.accepts: {min(unknown)!r} is none of the options")
        return self

    @model_validator(mode="after")
    def _secrets_stay_secret(self) -> "Scenario":
        for party in self.parties:
            for secret in party.secrets:
                for line in secret.said:
                    if not holds(line, secret.key_phrases):
                        raise ValueError(f"{party.pid}.secrets.{secret.id}.said: no key phrase occurs in {line!r}")
                for place, text in self._open_texts():
                    if phrase := holds(text, secret.key_phrases):
                        raise ValueError(
                            f"{place}: the key phrase {phrase!r} of the secret {secret.id!r} occurs in {text!r}, "
                            "which others hear"
                        )
                self._others_do_not_tell(party.pid, secret)
        return self

    def _others_do_not_tell(self, pid: str, secret: Secret) -> None:
        told = [
            (f"{party.pid}.secrets.{other.id}.said", line)
            for party in self.parties
            for other in party.secrets
            if (party.pid, other.id) != (pid, secret.id)
            for line in other.said
        ]
        for place, line in told:
            if phrase := holds(line, secret.key_phrases):
                raise ValueError(f"{place}: the key phrase {phrase!r} of the secret {secret.id!r} occurs in {line!r}")

    def _open_texts(self) -> Iterator[tuple[str, str]]:
        yield "title", self.title
        yield "brief", self.brief
        yield from ((f"common_facts.{n}", text) for n, text in enumerate(self.common_facts))
        yield from ((f"issues.{n}", text) for n, text in enumerate(self.issues))
        yield from ((f"options.{option.id}", option.text) for option in self.options)
        for party in self.parties:
            yield from ((f"{party.pid}.{place}", text) for place, text in party.open_texts())
        if self.safety:
            yield from (("safety.lines", line) for line in self.safety.lines)


def read_scenario(path: Path) -> Scenario:
    """One scenario file.

    Raises SchemaError with one line a problem: `file: field: what is wrong`.
    """
    try:
        record = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        reason = " ".join(str(error).split())
        raise SchemaError(f"{path.name}: cannot be read as YAML: {reason}. Mend that line first.") from error
    if not isinstance(record, dict):
        raise SchemaError(f"{path.name}: is no scenario. Begin with `scenario_id: {path.stem}`.")
    scenario = parse_scenario(record, path.name)
    if scenario.scenario_id != path.stem:
        raise SchemaError(
            f"{path.name}: scenario_id is {scenario.scenario_id!r}. Name the file {scenario.scenario_id}.yaml."
        )
    return scenario


def parse_scenario(record: dict[str, Any], where: str = "scenario") -> Scenario:
    """Check a record; raises SchemaError as `read_scenario` does."""
    try:
        return Scenario.model_validate(record)
    except ValidationError as error:
        raise SchemaError("\n".join(f"{where}: {line}" for line in _plain(error, record))) from error


def load_scenarios(folder: Path) -> dict[str, Scenario]:
    """Every `*.yaml` of a folder by its id, in the order of their ids; SchemaError where one does not follow."""
    scenarios = [read_scenario(path) for path in sorted(folder.glob("*.yaml"))]
    return {scenario.scenario_id: scenario for scenario in scenarios}


_SAID = {
    "missing": "is missing",
    "string_too_short": "is empty",
    "extra_forbidden": "is not a field of the schema",
    "string_pattern_mismatch": "has characters that are not allowed there",
    "string_type": "must be text: put it in quotes",
}


def _plain(error: ValidationError, record: dict[str, Any]) -> Iterator[str]:
    for problem in error.errors():
        message = _SAID.get(problem["type"], problem["msg"].removeprefix("Value error, "))
        field = ".".join(_named(problem["loc"], record))
        yield f"{field}: {message}" if field else message


def _named(loc: tuple[int | str, ...], record: Any) -> Iterator[str]:
    """The way to a field, with a party's letter or a part's id instead of its number."""
    for step in loc:
        if step == "[key]":
            return
        try:
            record = record[step]
        except (KeyError, IndexError, TypeError):
            record = None
        name = record.get("pid") or record.get("id") if isinstance(record, dict) else None
        yield str(name or step)
