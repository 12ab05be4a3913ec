"""Practice sessions, kept per trainee: private to whoever practised and to those they allow, admins included in neither."""

import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, insert, or_, select, update

from mediator_bot.errors import LibraryError, RightsError
from mediator_bot.library.audit import append
from mediator_bot.library.catalogue import now
from mediator_bot.library.tables import practices, practices_shared, writing
from mediator_bot.types import Person


@dataclass(frozen=True)
class Practice:
    """One kept session; `state` is the session as JSON, `score` the one it was finished with."""

    id: str
    person: str
    scenario: str
    profile: str
    revision: int
    state: Mapping[str, Any]
    score: Mapping[str, Any] | None
    branch_of: str | None
    branch_turn: int | None
    started_at: str
    changed_at: str


class Practices:
    """The practice sessions of one library."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def begin(
        self,
        by: Person,
        scenario: str,
        profile: str,
        state: Mapping[str, Any],
        branch: tuple[str, int] | None = None,
    ) -> Practice:
        """Keep a new session; `branch` names the session and the turn that it replays differently."""
        kept, turn = branch or (None, None)
        if kept is not None:
            self.open(kept, by)
        # To the microsecond, so that sessions begun within one second keep their order.
        begun = datetime.now(UTC).isoformat(timespec="microseconds")
        practice = Practice(
            uuid.uuid4().hex, by.name, scenario, profile, 1, dict(state), None, kept, turn, begun, begun
        )
        with writing(self._engine) as connection:
            connection.execute(insert(practices).values(asdict(practice)))
        return practice

    def save(
        self, practice: Practice, by: Person, state: Mapping[str, Any], score: Mapping[str, Any] | None
    ) -> Practice:
        """Keep what a session has become.

        Raises RightsError for anyone but its owner, LibraryError where it went on in another window meanwhile.
        """
        with writing(self._engine) as connection:
            if _owned(connection, practice.id, by).revision != practice.revision:
                raise LibraryError(
                    "This practice session went on in another window. Reload the page to go on from there.",
                    zh="这次练习在另一个窗口里继续了。请重新载入页面，接着谈。",
                )
            changed = {
                "state": dict(state),
                "score": dict(score) if score is not None else None,
                "revision": practice.revision + 1,
                "changed_at": now(),
            }
            connection.execute(update(practices).where(practices.c.id == practice.id).values(changed))
            return _practice(_row(connection, practice.id))

    def open(self, practice: str, by: Person) -> Practice:
        """A session of one's own, or one that was shared. Raises RightsError for any other, known or not."""
        with self._engine.connect() as connection:
            query = select(practices).where(practices.c.id == practice, _may_see(by))
            row = connection.execute(query).first()
        if row is None:
            raise RightsError(
                "There is no such practice session among yours. Open one from your list.",
                zh="您这里没有这次练习。请从列表里打开一个。",
            )
        return _practice(row)

    def of(self, by: Person, owner: str | None = None) -> list[Practice]:
        """Sessions that `by` may see, the newest first; those of one owner where named."""
        query = select(practices).where(_may_see(by)).order_by(practices.c.started_at.desc(), practices.c.id)
        if owner is not None:
            query = query.where(practices.c.person == owner)
        with self._engine.connect() as connection:
            return [_practice(row) for row in connection.execute(query)]

    def share(self, practice: str, by: Person, reader: str) -> None:
        """Let one more person read a session. Raises RightsError for anyone but its owner."""
        with writing(self._engine) as connection:
            _owned(connection, practice, by)
            place = {"practice": practice, "person": reader}
            if not connection.execute(select(practices_shared).filter_by(**place)).first():
                connection.execute(insert(practices_shared).values(place))
                append(connection, by, "share practice", practice, {"with": reader})

    def readers(self, by: Person) -> dict[str, list[str]]:
        """Who else may read each of one's own sessions, by name; sessions that nobody else may read are left out."""
        own = select(practices.c.id).where(practices.c.person == by.name)
        query = select(practices_shared).where(practices_shared.c.practice.in_(own)).order_by(practices_shared.c.person)
        found: dict[str, list[str]] = {}
        with self._engine.connect() as connection:
            for row in connection.execute(query):
                found.setdefault(row.practice, []).append(row.person)
        return found

    def unshare(self, practice: str, by: Person, reader: str) -> None:
        """Take that back. Raises RightsError for anyone but the owner."""
        with writing(self._engine) as connection:
            _owned(connection, practice, by)
            if connection.execute(delete(practices_shared).filter_by(practice=practice, person=reader)).rowcount:
                append(connection, by, "unshare practice", practice, {"with": reader})

    def forget(self, practice: str, by: Person) -> None:
        """Erase a session. Raises RightsError for anyone but its owner."""
        with writing(self._engine) as connection:
            _owned(connection, practice, by)
            connection.execute(delete(practices_shared).filter_by(practice=practice))
            connection.execute(delete(practices).filter_by(id=practice))
            append(connection, by, "erase practice", practice)


def _may_see(by: Person) -> Any:
    shared = select(practices_shared.c.practice).where(practices_shared.c.person == by.name)
    return or_(practices.c.person == by.name, practices.c.id.in_(shared))


def _row(connection: Connection, practice: str) -> Row[Any]:
    return connection.execute(select(practices).where(practices.c.id == practice)).one()


def _owned(connection: Connection, practice: str, by: Person) -> Row[Any]:
    owned = select(practices).where(practices.c.id == practice, practices.c.person == by.name)
    row = connection.execute(owned).first()
    if row is None:
        raise RightsError(
            "This practice session is not yours to change. Start one of your own.",
            zh="这次练习不是您的，不能改动。请自己开始一次。",
        )
    return row


def _practice(row: Row[Any]) -> Practice:
    return Practice(**row._mapping)
