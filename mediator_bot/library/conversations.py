"""What a person asked and was answered, kept per person; nobody else may open, list, search or delete it."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, insert, select

from mediator_bot.errors import LibraryError, RightsError
from mediator_bot.library.audit import append
from mediator_bot.library.catalogue import now
from mediator_bot.library.erasure import without_erased
from mediator_bot.library.tables import turns, writing
from mediator_bot.text.tokens import plain
from mediator_bot.types import Person


@dataclass(frozen=True)
class Conversation:
    """One line of a person's list: the first question stands for the whole."""

    id: str
    first_question: str
    turns: int
    began_at: str
    last_at: str


@dataclass(frozen=True)
class Turn:
    """One question with its answer as it was given then, as JSON."""

    n: int
    question: str
    answer: Mapping[str, Any]
    at: str


class Conversations:
    """The conversations of one library."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @staticmethod
    def new_id() -> str:
        """A fresh conversation's id, not to be guessed."""
        return uuid.uuid4().hex

    def questions(self, conversation: str, person: Person) -> list[str]:
        """The earlier questions, oldest first. Raises RightsError for someone else's conversation."""
        with self._engine.connect() as connection:
            return _own_questions(connection, conversation, person)

    def record(self, conversation: str, person: Person, question: str, answer: Mapping[str, Any]) -> None:
        """Keep one question with its answer. Raises RightsError for someone else's conversation."""
        with writing(self._engine) as connection:
            connection.execute(
                insert(turns).values(
                    conversation=conversation,
                    n=len(_own_questions(connection, conversation, person)) + 1,
                    person=person.name,
                    question=question,
                    answer=without_erased(connection, dict(answer)),
                    at=now(),
                )
            )

    def of(self, person: Person, words: str = "") -> list[Conversation]:
        """A person's conversations, the latest first; with `words` those whose questions or answers hold them."""
        query = select(turns).where(turns.c.person == person.name).order_by(turns.c.conversation, turns.c.n)
        kept: dict[str, list[Row[Any]]] = {}
        with self._engine.connect() as connection:
            for row in connection.execute(query):
                kept.setdefault(row.conversation, []).append(row)
        wanted = plain(words).strip()
        listed = [
            Conversation(id, rows[0].question, len(rows), rows[0].at, rows[-1].at)
            for id, rows in kept.items()
            if any(wanted in plain(f"{row.question}\n{row.answer.get('text', '')}") for row in rows)
        ]
        return sorted(listed, key=lambda conversation: (conversation.last_at, conversation.id), reverse=True)

    def turns(self, conversation: str, person: Person) -> list[Turn]:
        """A conversation from its first question on.

        Raises LibraryError where it was never kept or is deleted, RightsError for someone else's.
        """
        with self._engine.connect() as connection:
            _own_questions(connection, conversation, person)
            query = select(turns).where(turns.c.conversation == conversation).order_by(turns.c.n)
            kept = [Turn(row.n, row.question, row.answer, row.at) for row in connection.execute(query)]
        if not kept:
            raise LibraryError(f"There is no conversation {conversation!r}. It may have been deleted; start a new one.")
        return kept

    def delete(self, conversation: str, person: Person) -> int:
        """Erase a conversation; returns how many turns it had. Raises RightsError for someone else's."""
        with writing(self._engine) as connection:
            _own_questions(connection, conversation, person)
            gone = connection.execute(delete(turns).where(turns.c.conversation == conversation)).rowcount
            if gone:
                append(connection, person, "erase conversation", conversation, {"answers": gone})
            return gone


def _own_questions(connection: Connection, conversation: str, person: Person) -> list[str]:
    query = select(turns.c.person, turns.c.question).where(turns.c.conversation == conversation)
    rows = connection.execute(query.order_by(turns.c.n)).all()
    if any(row.person != person.name for row in rows):
        raise RightsError("This conversation belongs to someone else. Start a new one.")
    return [row.question for row in rows]
