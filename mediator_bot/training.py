"""Practice for one library's people: what a trainee does in, their kept session, its score and their progress out.

It composes `practice` (which knows no people) with `library/practices.py` (which knows no scenarios).
"""

import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from mediator_bot.errors import ModelError, QuestionError, RightsError
from mediator_bot.library.library import corpus_folder
from mediator_bot.library.practices import Practice, Practices
from mediator_bot.models.embeddings import Encoder
from mediator_bot.practice import (
    Articles,
    Coached,
    Comparison,
    Played,
    Recogniser,
    Scenario,
    Score,
    Session,
    Skill,
    Suggestion,
    Turn,
    Voice,
    branch,
    coach,
    compare,
    load_scenarios,
    read_articles,
    score,
    skills,
    suggest_next,
)
from mediator_bot.practice.second_opinion import second_opinion
from mediator_bot.practice.transcript import Mode
from mediator_bot.types import Language, Person


@dataclass(frozen=True)
class Exercise:
    """A kept session, opened: the record of it and the talk itself."""

    kept: Practice
    session: Session

    @property
    def is_finished(self) -> bool:
        """Whether it has been scored; then nothing more is said in it."""
        return self.kept.score is not None


class Training:
    """The practice room of one library. It holds nobody's session: each call names whose it is."""

    def __init__(
        self,
        practices: Practices,
        encoders: Sequence[Encoder],
        voice: Callable[[Person], Voice | None] = lambda _: None,
    ) -> None:
        """`voice` opens the chat model that words what parties say to a person, where there is one that may, once they practise."""
        self.practices = practices
        self._encoders = encoders
        self._voice = voice

    @cached_property
    def scenarios(self) -> Mapping[str, Scenario]:
        """Every scenario by its id."""
        return load_scenarios(corpus_folder() / "scenarios")

    @cached_property
    def _recogniser(self) -> Recogniser:
        return Recogniser(self._encoders)

    @cached_property
    def _articles(self) -> Articles:
        return read_articles(corpus_folder() / "statutes")

    # --- a session ---------------------------------------------------------------------------------------------

    def begin(self, by: Person, scenario_id: str, profile: str | None = None, seed: int | None = None) -> Exercise:
        """A new session, kept from its first moment on. The same `seed` plays the same parties.

        Raises QuestionError for an unknown scenario, or a profile that it is not made for.
        """
        scenario = self._scenario(scenario_id)
        if profile is not None and profile not in scenario.profiles:
            raise QuestionError(
                f"{scenario_id} is made for {', '.join(scenario.profiles)}, not {profile!r}. Choose one.",
                zh=f"{scenario_id}适用的方式是{'、'.join(scenario.profiles)}，没有{profile}。请从中选一种。",
            )
        chosen = secrets.randbelow(1_000_000) if seed is None else seed
        session = Session.start(scenario, self._recogniser, profile=profile, seed=chosen, voice=self._voice(by))
        kept = self.practices.begin(by, scenario_id, session.profile, json.loads(session.state_json()))
        return Exercise(kept, session)

    def open(self, practice: str, by: Person) -> Exercise:
        """A session to go on with, or a shared one to read. Raises RightsError, SchemaError where its scenario is gone."""
        kept = self.practices.open(practice, by)
        stored = json.dumps(kept.state, ensure_ascii=False)
        return Exercise(kept, Session.resume(stored, self.scenarios, self._recogniser, voice=self._voice(by)))

    def say(
        self, exercise: Exercise, by: Person, text: str, mode: Mode = "joint", with_: str | None = None
    ) -> tuple[Exercise, list[Turn]]:
        """Say something and hear the answers; what was said is kept before they are shown.

        Raises QuestionError in a finished session, RightsError in someone else's, LibraryError where the session went on in
        another window.
        """
        self._require_going_on(exercise, by)
        answers = exercise.session.say(text, mode, with_)
        return self._kept(exercise, by, None), answers

    def finish(self, exercise: Exercise, by: Person) -> Exercise:
        """Score the session and close it."""
        self._require_going_on(exercise, by)
        return self._kept(exercise, by, self._scored(exercise.session).as_json())

    def _kept(self, exercise: Exercise, by: Person, score_: Mapping[str, Any] | None) -> Exercise:
        state = json.loads(exercise.session.state_json())
        return Exercise(self.practices.save(exercise.kept, by, state, score_), exercise.session)

    def _require_going_on(self, exercise: Exercise, by: Person) -> None:
        if exercise.kept.person != by.name:
            raise _not_yours()
        if exercise.is_finished:
            raise QuestionError(
                "This session is finished. Replay it from a turn, or start another.",
                zh="这次练习已经结束。可以从某一轮重来，或者另开一次。",
            )

    # --- learning from it --------------------------------------------------------------------------------------

    def replay(self, exercise: Exercise, by: Person, turn: int) -> Exercise:
        """A new session that goes on from before a turn of this one, for saying something else. Raises QuestionError."""
        other = branch(exercise.session, turn)
        state = json.loads(other.state_json())
        kept = self.practices.begin(by, exercise.kept.scenario, other.profile, state, (exercise.kept.id, turn))
        return Exercise(kept, other)

    def compared(self, replayed: Exercise, by: Person) -> Comparison:
        """A replayed session beside the one it came from. Raises QuestionError for a session that came from none."""
        if replayed.kept.branch_of is None:
            raise QuestionError(
                "This session was not replayed from another. Open a replayed one.",
                zh="这次练习不是从别的练习重来的。请打开一次重来的。",
            )
        return compare(self.open(replayed.kept.branch_of, by).session, replayed.session, self._articles)

    def coached(self, exercise: Exercise, turn: int) -> Coached:
        """What could have been said instead of a turn of the mediator. Raises QuestionError for any other turn."""
        session = exercise.session
        return coach(
            session.transcript,
            turn,
            session.profile,
            session.scenario,
            recogniser=self._recogniser,
            articles=self._articles,
        )

    def with_opinion(self, exercise: Exercise, by: Person) -> Exercise:
        """A finished session with a chat model's own points kept beside its score, which stays as it is.

        Raises QuestionError before the score, ModelError where no chat model is configured or none answers, RightsError in
        someone else's session.
        """
        if exercise.kept.score is None:
            raise QuestionError(
                "A second opinion comes after the score. Finish the session first.", zh="先结束、评分，再问模型的看法。"
            )
        if exercise.kept.person != by.name:
            raise _not_yours()
        if (voice := self._voice(by)) is None:
            raise ModelError(
                "There is no chat model that may be asked for you. Name one in the settings as `chat_model` and agree to it; the score needs none.",
                zh="没有可以替您问的模型。请在设置里写明 chat_model 并同意使用；评分本身用不着它。",
            )
        opinions = [asdict(one) for one in second_opinion(exercise.session.transcript, voice.model)]
        return self._kept(exercise, by, {**exercise.kept.score, "opinion": opinions})

    def has_model(self, by: Person) -> bool:
        """Whether there is a chat model that may be asked for this person."""
        return self._voice(by) is not None

    def score_of(self, transcript: Sequence[Turn], profile: str, scenario_id: str | None = None) -> Score:
        """Score any transcript; a scenario adds its secrets and its planted danger. Raises QuestionError."""
        scenario = self._scenario(scenario_id) if scenario_id else None
        return score(transcript, profile, scenario, recogniser=self._recogniser, articles=self._articles)

    def _scored(self, session: Session) -> Score:
        return score(
            session.transcript,
            session.profile,
            session.scenario,
            recogniser=self._recogniser,
            articles=self._articles,
        )

    # --- progress ----------------------------------------------------------------------------------------------

    def played(self, by: Person, owner: str | None = None) -> list[Played]:
        """Finished sessions of a person that `by` may see, one's own by default; replays do not count again."""
        kept = self.practices.of(by, owner or by.name)
        # The oldest first, so that two of one second keep their order.
        first = [one for one in reversed(kept) if one.score is not None and one.branch_of is None]
        return [Played(one.scenario, one.changed_at, one.score) for one in first if one.score is not None]

    def skills(self, by: Person, language: Language, owner: str | None = None) -> list[Skill]:
        """How each skill stands and has moved, the weakest first."""
        return skills(self.played(by, owner), language)

    def suggestion(self, by: Person, language: Language, profile: str | None = None) -> Suggestion | None:
        """The scenario to practise next."""
        return suggest_next(list(self.scenarios.values()), self.played(by), language, profile)

    def _scenario(self, scenario_id: str) -> Scenario:
        if scenario_id not in self.scenarios:
            raise QuestionError(
                f"There is no scenario {scenario_id!r}. See `mediator-bot practice scenarios`.",
                zh=f"没有“{scenario_id}”这个情景。请从列表里选一个。",
            )
        return self.scenarios[scenario_id]


def _not_yours() -> RightsError:
    return RightsError(
        "This practice session is not yours to change. Start one of your own.",
        zh="这次练习不是您的，不能改动。请自己开始一次。",
    )
