"""Accounts of a library: a name, a role and units in; whoever may act with them, as a `Person`, out.

Who manages accounts is decided here: the operator and admins of every unit all of them, an admin of some units those
whose units are all among them.
"""

import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, insert, select, update

from mediator_bot.errors import LibraryError, QuestionError, RightsError
from mediator_bot.library.audit import append
from mediator_bot.library.catalogue import now
from mediator_bot.library.engine import writing
from mediator_bot.library.passwords import hashed
from mediator_bot.library.rights import require_admin
from mediator_bot.library.tables import accounts, sessions
from mediator_bot.settings import ROLES
from mediator_bot.types import Person, Role

LONGEST_NAME = 100


@dataclass(frozen=True)
class Account:
    """A person as the library knows them, without the password. `locked_until` is when the next attempt counts (UTC)."""

    name: str
    role: Role
    units: tuple[str, ...]
    every_unit: bool
    has_password: bool
    failed: int
    locked_until: str | None
    disabled: bool
    added_at: str

    @property
    def person(self) -> Person:
        """Whose rights this account gives."""
        return Person(self.name, self.role, frozenset(self.units), self.every_unit)


class People:
    """The accounts of one library. `reserved` are names that mean somebody already, such as those of the settings."""

    def __init__(self, engine: Engine, reserved: Collection[str] = ()) -> None:
        self._engine = engine
        self._reserved = frozenset(reserved)

    def find(self, name: str) -> Account | None:
        """An account that is not disabled."""
        with self._engine.connect() as connection:
            row = connection.execute(select(accounts).where(accounts.c.name == name)).first()
        return None if row is None or row.disabled else _account(row)

    def has_admin(self) -> bool:
        """Whether somebody can sign in who may manage every account."""
        able = select(accounts.c.name).where(
            accounts.c.role == "admin", accounts.c.every_unit, accounts.c.password != "", ~accounts.c.disabled
        )
        with self._engine.connect() as connection:
            return connection.execute(able).first() is not None

    def listed(self, by: Person) -> list[Account]:
        """The accounts that `by` may manage, and for an auditor all, by name. Raises RightsError for anyone else."""
        if by.role != "auditor":
            require_admin(by, "list accounts")
        with self._engine.connect() as connection:
            found = [_account(row) for row in connection.execute(select(accounts).order_by(accounts.c.name))]
        return [account for account in found if by.role == "auditor" or _may_manage(by, account.person)]

    def add(
        self,
        by: Person,
        name: str,
        role: str,
        units: Iterable[str] = (),
        *,
        every_unit: bool = False,
        password: str = "",
    ) -> Account:
        """Make an account; nobody can sign in to it before it has a password.

        Raises RightsError for anyone who may not manage it, QuestionError for a name, role or password that cannot be used.
        """
        person = Person(self._checked(name), _role(role), _units(units), every_unit)
        _require(by, person)
        secret = hashed(password, person.name) if password else ""
        with writing(self._engine) as connection:
            if _row(connection, person.name) is not None:
                raise QuestionError(
                    f"There is an account {person.name!r} already. Choose another name, or change that one."
                )
            row = {"name": person.name, "failed": 0, "disabled": False, "password": secret, "added_at": now()}
            connection.execute(insert(accounts).values(**row, **_rights(person)))
            append(connection, by, "add account", person.name, _told(person))
        return self._now(person.name)

    def change(
        self,
        by: Person,
        name: str,
        *,
        role: str | None = None,
        units: Iterable[str] | None = None,
        every_unit: bool | None = None,
    ) -> Account:
        """Give an account another role or other units; it has to sign in again. Raises as `add`, LibraryError for no account."""
        with writing(self._engine) as connection:
            before = _manageable(connection, by, name)
            person = Person(
                name,
                _role(role) if role is not None else before.role,
                _units(units) if units is not None else before.units,
                before.every_unit if every_unit is None else every_unit,
            )
            _require(by, person)
            connection.execute(update(accounts).where(accounts.c.name == name).values(_rights(person)))
            _sign_out_everywhere(connection, name)
            append(connection, by, "change account", name, _told(person))
        return self._now(name)

    def disable(self, by: Person, name: str, *, disabled: bool = True) -> Account:
        """Close an account, which ends its sessions, or open it again. Nothing of its own is erased."""
        with writing(self._engine) as connection:
            _manageable(connection, by, name)
            connection.execute(update(accounts).where(accounts.c.name == name).values(disabled=disabled))
            _sign_out_everywhere(connection, name)
            append(connection, by, "disable account" if disabled else "enable account", name)
        return self._now(name)

    def unlock(self, by: Person, name: str) -> Account:
        """Let someone try again who failed too often."""
        with writing(self._engine) as connection:
            _manageable(connection, by, name)
            connection.execute(update(accounts).where(accounts.c.name == name).values(failed=0, locked_until=None))
            append(connection, by, "unlock account", name)
        return self._now(name)

    def set_password(self, by: Person, name: str, password: str) -> Account:
        """Set a password, one's own or that of an account one manages; every session of the account ends.

        Raises QuestionError for a password that cannot be used.
        """
        secret = hashed(password, name)
        with writing(self._engine) as connection:
            if by.name != name:
                _manageable(connection, by, name)
            elif _row(connection, name) is None:
                raise _none(name)
            new = {"password": secret, "failed": 0, "locked_until": None}
            connection.execute(update(accounts).where(accounts.c.name == name).values(new))
            _sign_out_everywhere(connection, name)
            append(connection, by, "set password", name)
        return self._now(name)

    def _checked(self, name: str) -> str:
        cleaned = " ".join(unicodedata.normalize("NFC", name).split())
        if not cleaned or len(cleaned) > LONGEST_NAME or not cleaned.isprintable():
            raise QuestionError(f"{name!r} is no name for an account. Write up to {LONGEST_NAME} ordinary characters.")
        if cleaned in self._reserved:
            raise QuestionError(f"The name {cleaned!r} means somebody else already. Choose another.")
        return cleaned

    def _now(self, name: str) -> Account:
        with self._engine.connect() as connection:
            return _account(connection.execute(select(accounts).where(accounts.c.name == name)).one())


def _row(connection: Connection, name: str) -> Row[Any] | None:
    return connection.execute(select(accounts).where(accounts.c.name == name)).first()


def _account(row: Row[Any]) -> Account:
    rights = {"role": row.role, "units": tuple(row.units), "every_unit": row.every_unit}
    state = {"failed": row.failed, "locked_until": row.locked_until, "disabled": row.disabled, "added_at": row.added_at}
    return Account(name=row.name, has_password=bool(row.password), **rights, **state)


def _rights(person: Person) -> dict[str, Any]:
    return {"role": person.role, "units": sorted(person.units), "every_unit": person.every_unit}


def _told(person: Person) -> dict[str, str | int]:
    return {"role": person.role, "units": "\n".join(sorted(person.units)), "every_unit": int(person.every_unit)}


def _role(role: str) -> Role:
    known = next((one for one in ROLES if one == role), None)
    if known is None:
        raise QuestionError(f"{role!r} is no role. Choose one of: {', '.join(ROLES)}.")
    return known


def _units(units: Iterable[str]) -> frozenset[str]:
    return frozenset(filter(None, (unit.strip() for unit in units)))


def _may_manage(by: Person, person: Person) -> bool:
    if by.every_unit:
        return True
    return not person.every_unit and bool(person.units) and person.units <= by.units


def _require(by: Person, person: Person) -> None:
    require_admin(by, "manage accounts")
    if person.every_unit and person.role != "admin":
        raise QuestionError("Only an admin stands for every unit. Name the units of this account.")
    if not _may_manage(by, person):
        raise RightsError(f"{by.name} manages accounts of the own units only. Ask an admin of every unit.")


def _manageable(connection: Connection, by: Person, name: str) -> Person:
    require_admin(by, "manage accounts")
    row = _row(connection, name)
    if row is None or not _may_manage(by, _account(row).person):
        raise _none(name)
    return _account(row).person


def _none(name: str) -> LibraryError:
    return LibraryError(f"There is no account {name!r} that you manage. See `mediator-bot users list`.")


def _sign_out_everywhere(connection: Connection, name: str) -> None:
    connection.execute(delete(sessions).where(sessions.c.person == name))
