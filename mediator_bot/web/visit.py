"""What one browser tab holds: its language, its conversation, the page that lies open. Nothing is shared between tabs."""

from dataclasses import dataclass, replace

from mediator_bot.library.consent import Standing
from mediator_bot.library.conversations import Conversations
from mediator_bot.text.glossary import Word
from mediator_bot.types import Answer, Citation, Language, Person
from mediator_bot.web.identity import NOBODY


@dataclass(frozen=True)
class Turn:
    """One question with its answer, or with the one line that says why there is none; with neither it is on its way.

    `understood` are the words of the question that notes and law say otherwise, `verdict` what was said of the answer.
    `standing` is set where the person has yet to agree that a chat model elsewhere gets their words, or just has.
    """

    question: str
    answer: Answer | None = None
    trouble: str = ""
    understood: tuple[Word, ...] = ()
    verdict: str = ""
    standing: Standing | None = None


@dataclass(frozen=True)
class Opened:
    """The source that lies open in the Evidence panel; `whole` shows every page of its document."""

    turn: int
    n: int
    whole: bool = False


@dataclass(frozen=True)
class Visit:
    """Everything a tab remembers between two clicks. It is `by`'s: for anybody else it begins anew."""

    language: Language = "en"
    conversation: str = ""
    turns: tuple[Turn, ...] = ()
    opened: Opened | None = None
    find: str = ""
    by: Person = NOBODY

    def for_person(self, by: Person) -> "Visit":
        """The same visit with the rights of this moment; an empty one where it was somebody else's."""
        return replace(self, by=by) if self.by.name == by.name else Visit(self.language, Conversations.new_id(), by=by)

    def place(self, turn: int) -> int:
        """Which answer of the kept conversation a turn is, counted from 1; 0 where it got none."""
        answered = [number for number, one in enumerate(self.turns) if one.answer is not None]
        return answered.index(turn) + 1 if turn in answered else 0

    def with_turn(self, number: int, turn: Turn) -> "Visit":
        """The visit with another turn at a place."""
        return replace(self, turns=(*self.turns[:number], turn, *self.turns[number + 1 :]))

    def with_last(self, turn: Turn) -> "Visit":
        """The visit with another last turn."""
        return replace(self, turns=(*self.turns[:-1], turn))

    def citations(self, turn: int) -> tuple[Citation, ...]:
        """The sources of a turn; none where there is no such turn or no answer."""
        answer = self.turns[turn].answer if 0 <= turn < len(self.turns) else None
        return answer.citations if answer else ()

    def citation(self, opened: Opened) -> Citation | None:
        """The source that is meant; None where the browser names one that this visit never got."""
        return next((citation for citation in self.citations(opened.turn) if citation.n == opened.n), None)
