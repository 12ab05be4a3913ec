"""A practice session: what the trainee says goes in, what the parties answer comes out; as JSON it survives a reload."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from mediator_bot.errors import SchemaError
from mediator_bot.practice.bargain import agreed_options
from mediator_bot.practice.moves import Recogniser
from mediator_bot.practice.scenario import Scenario
from mediator_bot.practice.state import Offer, State, first_state, state_as_json, state_from_json
from mediator_bot.practice.step import Spoken, step
from mediator_bot.practice.transcript import MEDIATOR, Mode, Turn, read_turn
from mediator_bot.practice.voice import Voice, in_their_words

FORMAT = 1
LONGEST = 10_000  # characters of one turn that are kept


@dataclass(frozen=True)
class Step:
    """One turn of the mediator, the answers, and the state after them."""

    said: Turn
    answers: tuple[Spoken, ...]
    state: State


class Session:
    """One trainee with one scenario. The same seed and the same turns give the same session, to the letter."""

    def __init__(
        self,
        scenario: Scenario,
        recogniser: Recogniser,
        *,
        profile: str,
        seed: int,
        steps: Sequence[Step] = (),
        voice: Voice | None = None,
    ) -> None:
        self.scenario = scenario
        self.recogniser = recogniser
        self.profile = profile
        self.seed = seed
        self.voice = voice
        self.steps = list(steps)

    @classmethod
    def start(
        cls,
        scenario: Scenario,
        recogniser: Recogniser,
        *,
        profile: str | None = None,
        seed: int = 0,
        voice: Voice | None = None,
    ) -> Self:
        """A session before its first word, in the scenario's first profile unless another is named.

        `voice` lets a chat model word the lines; such a session is the same again only as it was stored.
        """
        return cls(scenario, recogniser, profile=profile or scenario.profiles[0], seed=seed, voice=voice)

    @property
    def state(self) -> State:
        """Where the parties stand now."""
        return self.steps[-1].state if self.steps else first_state(self.scenario)

    @property
    def transcript(self) -> list[Turn]:
        """Everything said so far, in order, private talks included."""
        return [turn for done in self.steps for turn in (done.said, *(spoken.turn for spoken in done.answers))]

    @property
    def table(self) -> tuple[Offer, ...]:
        """The agreement being built: options on the table, with who can live with them."""
        return self.state.table

    @property
    def agreed(self) -> tuple[str, ...]:
        """The options that everybody concerned has said yes to."""
        return agreed_options(self.scenario, self.table)

    @property
    def known(self) -> dict[str, tuple[str, ...]]:
        """What the mediator has learned, for each party: ids of interests and secrets."""
        return {pid: standing.told for pid, standing in self.state.standings.items()}

    def say(self, text: str, mode: Mode = "joint", with_: str | None = None) -> list[Turn]:
        """Say something to everybody, or to one party alone, and hear the answers.

        Raises SchemaError where a caucus names no party of the scenario.
        """
        pids = [party.pid for party in self.scenario.parties]
        if mode == "caucus" and with_ not in pids:
            raise SchemaError(
                f"A caucus is with one party: name one of {', '.join(pids)}.",
                zh=f"单独谈只能和一方谈，请写明是哪一方：{'、'.join(pids)}。",
            )
        turn = Turn(MEDIATOR, text[:LONGEST], mode, with_ if mode == "caucus" else None)
        before = self.transcript
        state, answers = step(self.scenario, self.state, turn, before, self.recogniser, self.seed)
        worded = in_their_words(self.voice, self.scenario, state, turn, answers, self.recogniser.meaning)
        self.steps.append(Step(turn, tuple(worded), state))
        return [spoken.turn for spoken in worded]

    def state_json(self) -> str:
        """Everything needed to go on later, as one JSON object."""
        plain = {
            "format": FORMAT,
            "scenario_id": self.scenario.scenario_id,
            "profile": self.profile,
            "seed": self.seed,
            "steps": [_step_as_json(done) for done in self.steps],
        }
        return json.dumps(plain, ensure_ascii=False)

    @classmethod
    def resume(
        cls, stored: str, scenarios: Mapping[str, Scenario], recogniser: Recogniser, *, voice: Voice | None = None
    ) -> Self:
        """The session that `state_json` wrote.

        Raises SchemaError where it was written by another version or its scenario is gone.
        """
        try:
            plain = json.loads(stored)
            if plain["format"] != FORMAT:
                raise SchemaError(
                    "This session was stored by another version. Start the scenario again.",
                    zh="这次练习是别的版本保存的，请重新开始这个情景。",
                )
            name = plain["scenario_id"]
            if name not in scenarios:
                raise SchemaError(
                    f"The scenario {name!r} of this session is gone. Choose another one.",
                    zh=f"这次练习的情景“{name}”已经没有了，请另选一个。",
                )
            steps = [_step_from_json(one) for one in plain["steps"]]
            return cls(
                scenarios[name], recogniser, profile=plain["profile"], seed=plain["seed"], steps=steps, voice=voice
            )
        except (json.JSONDecodeError, KeyError, TypeError) as error:
            raise SchemaError(
                f"The stored session cannot be read: {error!r}. Start the scenario again.",
                zh="保存的练习读不出来，请重新开始这个情景。",
            ) from error


def _step_as_json(done: Step) -> dict[str, Any]:
    answers = [{**s.turn.as_json(), "situation": s.situation, "meant": s.meant} for s in done.answers]
    return {"said": done.said.as_json(), "answers": answers, "state": state_as_json(done.state)}


def _step_from_json(plain: Mapping[str, Any]) -> Step:
    answers = []
    for one in plain["answers"]:
        turn = read_turn({name: value for name, value in one.items() if name not in ("situation", "meant")})
        answers.append(Spoken(turn, one["situation"], one["meant"]))
    return Step(read_turn(plain["said"]), tuple(answers), state_from_json(plain["state"]))
