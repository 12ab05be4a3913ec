"""What a person asked and was answered, kept per person; nobody else may open it."""

import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Engine, insert, select

from mediator_bot.errors import RightsError
from mediator_bot.library.catalogue import now
from mediator_bot.library.tables import turns, writing
from mediator_bot.types import Person


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
                    answer=dict(answer),
                    at=now(),
                )
            )


def _own_questions(connection: Connection, conversation: str, person: Person) -> list[str]:
    query = select(turns.c.person, turns.c.question).where(turns.c.conversation == conversation)
    rows = connection.execute(query.order_by(turns.c.n)).all()
    if any(row.person != person.name for row in rows):
        raise RightsError("This conversation belongs to someone else. Start a new one.")
    return [row.question for row in rows]
