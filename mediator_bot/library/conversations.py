"""What a person asked and was answered, kept per person; nobody else may open it."""

import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Engine, func, insert, select

from mediator_bot.errors import RightsError
from mediator_bot.library.catalogue import now
from mediator_bot.library.tables import turns
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
            query = select(turns.c.person, turns.c.question).where(turns.c.conversation == conversation)
            rows = connection.execute(query.order_by(turns.c.n)).all()
        if any(row.person != person.name for row in rows):
            raise RightsError("This conversation belongs to someone else. Start a new one.")
        return [row.question for row in rows]

    def record(self, conversation: str, person: Person, question: str, answer: Mapping[str, Any]) -> None:
        """Keep one question with its answer."""
        with self._engine.begin() as connection:
            last = connection.execute(select(func.max(turns.c.n)).where(turns.c.conversation == conversation)).scalar()
            connection.execute(
                insert(turns).values(
                    conversation=conversation,
                    n=(last or 0) + 1,
                    person=person.name,
                    question=question,
                    answer=dict(answer),
                    at=now(),
                )
            )
