"""A name and a password in; a session out: a random token whose hash is kept here, so that it can be ended here."""

import datetime
import hashlib
import secrets

from sqlalchemy import Connection, Engine, delete, insert, select, update

from mediator_bot.errors import RightsError
from mediator_bot.library.audit import Audit, append
from mediator_bot.library.engine import writing
from mediator_bot.library.passwords import matches
from mediator_bot.library.people import People
from mediator_bot.library.tables import accounts, sessions
from mediator_bot.types import Person

IDLE = datetime.timedelta(hours=1)
LONGEST = datetime.timedelta(hours=12)
# Failures that are free; from then on each closes the account for twice as long as the one before.
ATTEMPTS = 5
FIRST_LOCK = datetime.timedelta(minutes=1)
LONGEST_LOCK = datetime.timedelta(hours=24)
# Writing down every request would be a change of the database for each.
_STEP = datetime.timedelta(minutes=1)
# Somebody of whom only a wrong name is known; the name is not kept, for people type their password there.
NOBODY = Person("(nobody)", "trainee")
_REFUSAL = (
    "This name and password open no account. After five failures an account stays closed for a while, each time longer; "
    "an admin can open it again."
)


class SignIn:
    """The door of one library."""

    def __init__(self, engine: Engine, people: People) -> None:
        self._engine = engine
        self._people = people

    def sign_in(self, name: str, password: str) -> str:
        """The token of a new session. Raises RightsError, in the same words and time, for every way to fail."""
        name = " ".join(name.split())
        kept = self._charge(name)
        account = self._people.find(name)
        if not matches(kept, password) or account is None:
            self._refuse(account.person if account else NOBODY, name if account else "")
            raise RightsError(_REFUSAL)
        token, at = secrets.token_urlsafe(32), _text(_now())
        with writing(self._engine) as connection:
            _forget_old(connection)
            connection.execute(update(accounts).where(accounts.c.name == name).values(failed=0, locked_until=None))
            connection.execute(insert(sessions).values(token=_kept(token), person=name, opened_at=at, seen_at=at))
            append(connection, account.person, "sign in", name)
        return token

    def person(self, token: str) -> Person | None:
        """Whose session this is, with the rights of this moment; None where it has ended."""
        with self._engine.connect() as connection:
            row = connection.execute(select(sessions).where(sessions.c.token == _kept(token))).first()
        if row is None or _ended(row.opened_at, row.seen_at):
            return None
        if _now() - datetime.datetime.fromisoformat(row.seen_at) > _STEP:
            with writing(self._engine) as connection:
                seen = update(sessions).where(sessions.c.token == row.token).values(seen_at=_text(_now()))
                connection.execute(seen)
        account = self._people.find(row.person)
        return account.person if account else None

    def sign_out(self, token: str) -> None:
        """End one session; nothing where it has ended already."""
        person = self.person(token)
        with writing(self._engine) as connection:
            connection.execute(delete(sessions).where(sessions.c.token == _kept(token)))
            if person:
                append(connection, person, "sign out", person.name)

    def _charge(self, name: str) -> str:
        """The hash to hold the password against; empty where no attempt is open.

        An attempt counts before it is looked at, so that many at once are not more than five.
        """
        with writing(self._engine) as connection:
            row = connection.execute(select(accounts).where(accounts.c.name == name)).first()
            if row is None or row.disabled or (row.locked_until and row.locked_until > _text(_now())):
                return ""
            failed = row.failed + 1
            until = _text(_now() + _lock(failed)) if failed >= ATTEMPTS else None
            changed = update(accounts).where(accounts.c.name == name)
            connection.execute(changed.values(failed=failed, locked_until=until))
            return str(row.password)

    def _refuse(self, by: Person, name: str) -> None:
        Audit(self._engine).record(by, "sign-in refused", name)


def _lock(failed: int) -> datetime.timedelta:
    """1, 2, 4 … minutes from the fifth failure in a row on, at most a day."""
    return min(FIRST_LOCK * (1 << min(failed - ATTEMPTS, 30)), LONGEST_LOCK)


def _forget_old(connection: Connection) -> None:
    """Sessions that have ended by themselves."""
    oldest, quiet = _text(_now() - LONGEST), _text(_now() - IDLE)
    connection.execute(delete(sessions).where((sessions.c.opened_at < oldest) | (sessions.c.seen_at < quiet)))


def _ended(opened_at: str, seen_at: str) -> bool:
    opened, seen = map(datetime.datetime.fromisoformat, (opened_at, seen_at))
    return _now() - opened >= LONGEST or _now() - seen >= IDLE


def _kept(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


def _text(moment: datetime.datetime) -> str:
    return moment.isoformat(timespec="seconds")
