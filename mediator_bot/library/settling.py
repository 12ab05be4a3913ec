"""A note whose every finding is decided in; the same without what was accepted out, ready to be published.

What was accepted is replaced in the text and in the record, and goes from every version before it that never was published:
the catalogue keeps no name. What leads back is sealed with a key in a file of its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from mediator_bot.cases.deidentify.apply import everywhere, in_record, in_text, replaced
from mediator_bot.cases.deidentify.finding import Finding
from mediator_bot.cases.deidentify.pseudonyms import Book, Replacement, new_book, replacements
from mediator_bot.cases.prepare import Prepared
from mediator_bot.errors import LibraryError
from mediator_bot.library.audit import append
from mediator_bot.library.catalogue import Catalogue, Stored, now
from mediator_bot.library.chunks import split
from mediator_bot.library.fingerprint import fingerprint
from mediator_bot.library.names import Looked, as_looked, look, row_of, texts_of, waiting
from mediator_bot.library.rights import may_read_version, require_admin
from mediator_bot.library.sealing import seal, unseal
from mediator_bot.library.tables import deidentified, documents, pages, passages, pseudonyms, versions, writing
from mediator_bot.types import Person, Span


def settle(catalogue: Catalogue, document_id: str, by: Person, version: int | None = None) -> None:
    """Make a version fit to be published: replace what was accepted, everywhere, and forget the findings.

    Does nothing for what was published before, and where the person may not publish: that is for `register.publish` to say.
    Raises LibraryError while a finding is undecided.
    """
    require_admin(by, "publish documents")
    number = _pending(catalogue, document_id, by, version)
    if number is None:
        return
    looked = look(catalogue, document_id, by, number)
    if looked.settled:
        return
    if looked.open:
        raise LibraryError(waiting(looked))
    stored = catalogue.document(document_id, by, number)
    texts = texts_of(catalogue, stored, by)
    with writing(catalogue.engine) as connection:
        row = row_of(connection, document_id, number)
        if row is None or row.settled_at or tuple(as_looked(row).findings) != looked.findings:
            raise LibraryError(
                f"Somebody else is deciding on {document_id!r} at this moment. Look again, then publish it."
            )
        _replace(connection, catalogue, stored, texts, looked)
        _forget_drafts(connection, document_id, number)
        counts = {word: sum(f.decision == word for f in looked.findings) for word in ("accepted", "rejected")}
        append(connection, by, "replace names", document_id, {"version": number, **counts})
    if catalogue.engine.dialect.name == "sqlite":
        with catalogue.engine.connect() as connection:
            # The old text also leaves the log that SQLite writes ahead.
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def reveal(catalogue: Catalogue, document_id: str, by: Person) -> Book:
    """Who is behind the pseudonyms of a note. It is written down before it is shown.

    Raises RightsError for anyone but an admin, LibraryError where nothing was replaced or the key is not at hand.
    """
    require_admin(by, "see who is behind a pseudonym")
    stored = catalogue.document(document_id, by)
    with writing(catalogue.engine) as connection:
        sealed = connection.execute(select(pseudonyms.c.sealed).filter_by(document_id=document_id)).scalar()
        append(connection, by, "reveal", document_id, {"version": stored.version})
    if sealed is None:
        raise LibraryError(f"Nothing was replaced in {document_id!r}.")
    return Book.of(unseal(sealed, catalogue.home))


# --- what is replaced ---------------------------------------------------------------------------------------------------


def _pending(catalogue: Catalogue, document_id: str, by: Person, version: int | None) -> int | None:
    """The version that would be published, if it never was and the person may read it."""
    query = (
        select(versions.c.version)
        .join(documents, documents.c.document_id == versions.c.document_id)
        .where(versions.c.document_id == document_id, documents.c.kind == "case", may_read_version(by))
        .order_by(versions.c.version.desc())
    )
    query = query.where(versions.c.version == version) if version else query
    with catalogue.engine.connect() as connection:
        number = connection.execute(query.limit(1)).scalar()
        unpublished = select(versions.c.version).filter_by(document_id=document_id, version=number, published_at=None)
        return connection.execute(unpublished).scalar()


def _replace(
    connection: Connection, catalogue: Catalogue, stored: Stored, texts: Mapping[int, str], looked: Looked
) -> None:
    by_decision: dict[str, list[tuple[int, Finding]]] = {"accepted": [], "rejected": []}
    for f in looked.findings:
        by_decision[f.decision].append((f.page, Finding(f.kind, f.start, f.end, f.text, f.confidence, f.why)))
    accepted = everywhere(texts, by_decision["accepted"], by_decision["rejected"])
    place = {"document_id": stored.document_id, "version": stored.version}
    if accepted:
        made, book = replacements(texts, accepted, _book(connection, catalogue, stored))
        prepared = _prepared(stored, texts, made, accepted, book)
        _store_again(connection, prepared, place)
        _seal(connection, catalogue, stored, book)
    connection.execute(update(deidentified).filter_by(**place).values(findings=[], settled_at=now()))


def _prepared(
    stored: Stored,
    texts: Mapping[int, str],
    made: Sequence[Replacement],
    accepted: Sequence[tuple[int, Finding]],
    book: Book,
) -> Prepared:
    """The version with everything replaced, each field and proposal still the words of its span."""
    new, moved = replaced(texts, made)
    at = {(item.page, item.start): item.words for item in made}
    words = {f.text: at[page, f.start] for page, f in accepted if f.kind != "date" or page == 0}
    days = book.days if any(finding.kind == "date" for _, finding in accepted) else None
    record = in_record(dict(stored.record), words, days)
    proposals = tuple(
        replace(item, span=moved(item.span), value=in_record(item.value, words, days, item.field))
        for item in stored.proposals
    )
    closed = str(record.get("closed_on") or record.get("accepted_on") or "")[:4]
    return Prepared(
        kind="case",
        key=stored.document_id,
        title=in_text(stored.title, words),
        language="zh" if stored.language == "zh" else "en",
        origin=stored.origin,
        pages=new,
        fields={name: moved(span) for name, span in stored.fields.items()},
        record=record,
        reviewed=stored.reviewed,
        filters={"year": int(closed) if closed.isdecimal() else None},
        proposals=proposals,
    )


def _store_again(connection: Connection, prepared: Prepared, place: Mapping[str, Any]) -> None:
    connection.execute(
        update(versions)
        .filter_by(**place)
        .values(
            title=prepared.title,
            record=dict(prepared.record),
            fields={name: _numbers(span) for name, span in prepared.fields.items()},
            proposals=[asdict(item) for item in prepared.proposals],
            year=prepared.filters["year"],
            sha256=fingerprint(prepared),
        )
    )
    for number, text in prepared.pages.items():
        connection.execute(update(pages).filter_by(**place, number=number).values(text=text))
    connection.execute(delete(passages).filter_by(**place))
    if chunks := split(prepared):
        connection.execute(insert(passages), [{**place, **vars(chunk)} for chunk in chunks])


def _numbers(span: Span) -> list[int]:
    return [span.page, span.start, span.end]


def _siblings(connection: Connection, stored: Stored) -> list[str]:
    """The documents of the same case, this one first: a note and its translation speak of the same people."""
    query = select(documents.c.document_id).where(
        documents.c.case_id == stored.case_id, documents.c.unit == stored.unit
    )
    others = [other for other in connection.execute(query).scalars() if other != stored.document_id]
    return [stored.document_id, *(others if stored.case_id else [])]


def _book(connection: Connection, catalogue: Catalogue, stored: Stored) -> Book:
    for document_id in _siblings(connection, stored):
        sealed = connection.execute(select(pseudonyms.c.sealed).filter_by(document_id=document_id)).scalar()
        if sealed:
            return Book.of(unseal(sealed, catalogue.home))
    return new_book()


def _seal(connection: Connection, catalogue: Catalogue, stored: Stored, book: Book) -> None:
    sealed = seal(book.as_json(), catalogue.home)
    family = _siblings(connection, stored)
    connection.execute(update(pseudonyms).where(pseudonyms.c.document_id.in_(family)).values(sealed=sealed))
    if not connection.execute(select(pseudonyms.c.document_id).filter_by(document_id=stored.document_id)).first():
        connection.execute(insert(pseudonyms).values(document_id=stored.document_id, sealed=sealed))


def _forget_drafts(connection: Connection, document_id: str, version: int) -> None:
    """Earlier versions that never were published hold the names still: their text goes, that they were there stays."""
    drafts = select(versions.c.version).where(
        versions.c.document_id == document_id, versions.c.version < version, versions.c.published_at.is_(None)
    )
    for number in connection.execute(drafts).scalars().all():
        place = {"document_id": document_id, "version": number}
        connection.execute(delete(pages).filter_by(**place))
        connection.execute(delete(passages).filter_by(**place))
        connection.execute(
            update(versions).filter_by(**place).values(title=document_id, record={}, fields={}, proposals=[])
        )
        connection.execute(update(deidentified).filter_by(**place).values(findings=[], settled_at=now()))
