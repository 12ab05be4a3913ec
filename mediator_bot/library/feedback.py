"""What people say of an answer in; a list for admins, and a question for the evaluation set, out."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Engine, Row, insert, select

from mediator_bot.errors import LibraryError, QuestionError
from mediator_bot.library.audit import Audit, append
from mediator_bot.library.catalogue import now
from mediator_bot.library.conversations import Conversations
from mediator_bot.library.erasure import without_erased
from mediator_bot.library.rights import may_read, require_admin
from mediator_bot.library.tables import documents, feedback, writing
from mediator_bot.types import Person

VERDICTS = ("useful", "wrong", "unsafe")
LONGEST = 2000


@dataclass(frozen=True)
class Remark:
    """One verdict on one answer, in the words of the person who gave it."""

    id: int
    person: str
    verdict: str
    words: str
    question: str
    answer: Mapping[str, Any]
    at: str


class Feedback:
    """What people said of the answers of one library."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def give(self, conversation: str, n: int, by: Person, verdict: str, words: str = "") -> int:
        """Keep a verdict on turn `n` of one's own conversation, with a line of one's own; returns its number.

        Whoever gives it lets the admins read this one question with its answer. Raises QuestionError for an unknown verdict,
        LibraryError where there is no such turn, RightsError for someone else's conversation.
        """
        if verdict not in VERDICTS:
            raise QuestionError(f"{verdict!r} is no verdict. Choose one of: {', '.join(VERDICTS)}.")
        turn = next((turn for turn in Conversations(self._engine).turns(conversation, by) if turn.n == n), None)
        if turn is None:
            raise LibraryError(f"This conversation has no answer {n}. Count from 1.")
        said = " ".join(words.split())[:LONGEST]
        with writing(self._engine) as connection:
            answer = without_erased(connection, dict(turn.answer))
            row = {"person": by.name, "verdict": verdict, "words": said, "at": now()}
            kept = insert(feedback).values(question=turn.question, answer=answer, **row)
            number = int(connection.execute(kept.returning(feedback.c.id)).scalar_one())
            append(connection, by, "give feedback", str(number), {"verdict": verdict})
            return number

    def remarks(self, by: Person) -> list[Remark]:
        """Everything that was said, the newest first; an answer that quotes what `by` may not read comes without its words.

        Raises RightsError for anyone but an admin.
        """
        require_admin(by, "read feedback")
        Audit(self._engine).record(by, "read feedback")
        with self._engine.connect() as connection:
            readable = set(connection.execute(select(documents.c.document_id).where(may_read(by))).scalars())
            rows = connection.execute(select(feedback).order_by(feedback.c.id.desc()))
            return [_shown(_remark(row), readable) for row in rows]

    def as_question(self, number: int, by: Person) -> dict[str, Any]:
        """A remark as a line of an evaluation set, in the shape of `corpus/questions`.

        The cases that a useful answer showed are its relevant ones; after any other verdict a person fills them in. Raises
        RightsError for anyone but an admin, LibraryError for an unknown number.
        """
        remark = next((remark for remark in self.remarks(by) if remark.id == number), None)
        if remark is None:
            raise LibraryError(f"There is no feedback {number}. See `mediator-bot feedback list`.")
        answer, useful = remark.answer, remark.verdict == "useful"
        return {
            "id": f"feedback-{remark.id}",
            "language": answer["language"],
            "question": remark.question,
            "kind": answer["kind"],
            "relevant": {case["case_id"]: 2 for case in answer["cases"]} if useful else {},
            "unanswerable": useful and answer["abstained"],
            "note": remark.words,
        }


def _shown(remark: Remark, readable: Collection[str]) -> Remark:
    answer = remark.answer
    if all(citation["document_id"] in readable for citation in answer["citations"]):
        return remark
    empty: dict[str, Any] = {
        "text": "",
        "citations": [],
        "cases": [],
        "next_questions": [],
        "statistics": None,
        "removed": [],
    }
    return replace(remark, answer={**answer, **empty})


def _remark(row: Row[Any]) -> Remark:
    return Remark(**row._mapping)
