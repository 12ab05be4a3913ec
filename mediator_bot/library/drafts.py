"""The draft of a case that a mediator writes after a session: saved while typing, then a pending document of the library."""

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, insert, select, update

from mediator_bot.cases.prepare import prepare_case
from mediator_bot.cases.sheet import missing, record_of
from mediator_bot.errors import LibraryError, RightsError, SchemaError
from mediator_bot.library import register
from mediator_bot.library.catalogue import Catalogue, now
from mediator_bot.library.engine import writing
from mediator_bot.library.fingerprint import fingerprint
from mediator_bot.library.tables import case_drafts, documents
from mediator_bot.types import Person, RawDocument

WRITERS = ("mediator", "admin")
# The longest a draft may grow, in letters: a story of some two hundred pages.
LONGEST = 400_000


@dataclass(frozen=True)
class Draft:
    """What somebody has written so far: the texts of the form by field, and the `story`. `revision` counts the savings."""

    person: str
    revision: int
    texts: Mapping[str, str]
    changed_at: str | None


class Drafts:
    """The drafts of one library: one a person, nobody else's to read."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def open(self, by: Person) -> Draft:
        """The person's draft, an empty one with a number of its own where there is none. Raises RightsError for trainees and auditors."""
        _require_writer(by)
        with self._engine.connect() as connection:
            row = _row(connection, by)
        if row is not None:
            return Draft(by.name, row.revision, row.texts, row.changed_at)
        number = f"{datetime.date.today():%Y%m%d}-{uuid.uuid4().hex[:4]}"
        return Draft(by.name, 0, {"case_id": number, "origin": "real_deidentified"}, None)

    def save(self, by: Person, revision: int, texts: Mapping[str, str]) -> Draft:
        """Keep what was typed. Raises LibraryError where the draft went on in another window since `revision`."""
        _require_writer(by)
        if sum(map(len, texts.values())) > LONGEST:
            raise LibraryError("The draft is longer than 400,000 letters. Save the story as a file and import that.")
        at = now()
        values = {"revision": revision + 1, "texts": dict(texts), "changed_at": at}
        with writing(self._engine) as connection:
            row = _row(connection, by)
            if (row.revision if row else 0) != revision:
                raise LibraryError(
                    "This draft went on in another window. Copy what you typed here last, then reload the page to go on from there."
                )
            mine = {"person": by.name}
            connection.execute(
                update(case_drafts).filter_by(**mine).values(values)
                if row
                else insert(case_drafts).values(**mine, **values)
            )
        return Draft(by.name, revision + 1, dict(texts), at)

    def forget(self, by: Person) -> None:
        """Throw the draft away."""
        with writing(self._engine) as connection:
            connection.execute(delete(case_drafts).filter_by(person=by.name))

    def hand_in(self, catalogue: Catalogue, by: Person, revision: int, unit: str, language: str) -> str:
        """Make the draft a document that waits to be published, its record reviewed by its author; returns its id.

        `unit` is that of a person who stands for none. Raises SchemaError naming what is missing, in the reader's language,
        and LibraryError where the draft went on elsewhere, or its number is another note's.
        """
        draft = self.open(by)
        if draft.revision != revision or not revision:
            raise LibraryError("This draft went on in another window. Reload the page to go on from there.")
        prepared = replace(prepare_case(_raw(draft, language)), unit=next(iter(sorted(by.units)), unit))
        with catalogue.engine.connect() as connection:
            taken = connection.execute(select(documents.c.document_id).filter_by(document_id=prepared.key)).first()
        if taken:
            raise LibraryError(f"The number {prepared.case_id!r} is another note's already. Choose another.")
        document_id, _, _ = register.store(
            catalogue.engine,
            prepared,
            sha256=fingerprint(prepared),
            source=f"form:{prepared.key}",
            original=None,
            by=by,
        )
        self.forget(by)
        return document_id


def _raw(draft: Draft, language: str) -> RawDocument:
    record = record_of(draft.texts)
    lacks = missing(record, language)
    if not draft.texts.get("story", "").strip():
        lacks.append("经过：还没有写" if language == "zh" else "What happened: is missing")
    if lacks:
        raise SchemaError("\n".join(lacks))
    return RawDocument(record["title"], (draft.texts["story"].replace("\r\n", "\n"),), record)


def _row(connection: Connection, by: Person) -> Row[Any] | None:
    return connection.execute(select(case_drafts).filter_by(person=by.name)).first()


def _require_writer(by: Person) -> None:
    if by.role not in WRITERS:
        raise RightsError(f"{by.name} ({by.role}) may not log cases. Ask a mediator of your unit.")
