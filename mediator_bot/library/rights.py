"""A person in; the condition out that a document must meet for that person, as part of the search itself.

The table (architecture: roles and rights): everyone but the auditor reads `public` and `training`; mediators and admins
also their own units' `unit` notes and the `restricted` ones that name them. An auditor sees metadata and the log only,
and one text at a time for a reason that is logged.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, false, func, or_, select, true

from mediator_bot.errors import RightsError
from mediator_bot.library.tables import documents, named_people, versions
from mediator_bot.types import Person

OPEN_LEVELS = ("public", "training")


@dataclass(frozen=True)
class Inspector(Person):
    """An auditor who gave a reason for opening one text; only `reading.read`, which writes that down, makes one."""


def may_read(person: Person) -> ColumnElement[bool]:
    """The condition on `documents` under which its text may be searched, shown or counted for this person.

    A withdrawn document is an admin's alone: it may have been withdrawn for what can be read in it.
    """
    allowed = _allows(person, documents.c.confidentiality)
    return (
        allowed
        if person.role == "admin" or isinstance(person, Inspector)
        else and_(allowed, documents.c.removed_at.is_(None))
    )


def may_read_version(person: Person) -> ColumnElement[bool]:
    """The same for one of its `versions`: its level counts too, for a draft, or what was only fit for the unit, stays
    there when another version is opened to others."""
    draft = case((versions.c.confidentiality == "restricted", "restricted"), else_="unit")
    return and_(may_read(person), _allows(person, func.coalesce(versions.c.published_as, draft)))


def may_list(person: Person) -> ColumnElement[bool]:
    """The condition under which metadata may be listed: what may be read, and everything for an auditor."""
    return true() if person.role == "auditor" else may_read_version(person)


def _allows(person: Person, level: ColumnElement[str]) -> ColumnElement[bool]:
    if isinstance(person, Inspector):
        return true()
    if person.role == "auditor":
        return false()
    readable = level.in_(OPEN_LEVELS)
    if person.role == "trainee":
        return readable
    named = select(named_people.c.document_id).where(named_people.c.person == person.name)
    restricted = and_(level == "restricted", documents.c.document_id.in_(named))
    return or_(readable, and_(level == "unit", _own_unit(person)), restricted)


def _own_unit(person: Person) -> ColumnElement[bool]:
    return true() if person.every_unit else documents.c.unit.in_(person.units)


def require_admin(person: Person, action: str) -> None:
    """Raises RightsError unless the person may manage documents."""
    if person.role != "admin":
        raise RightsError(f"{person.name} ({person.role}) may not {action}. Ask an admin of your unit.")
