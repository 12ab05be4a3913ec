"""A note as it was read in; what in it may tell who somebody is, with a reviewer's word on each, out.

A note that people bring is looked through before anything else; while one finding is undecided it cannot be published.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from sqlalchemy import Connection, Row, insert, select, update

from mediator_bot.cases.deidentify.find import find_in_pages
from mediator_bot.cases.deidentify.finding import KINDS, Finding
from mediator_bot.errors import LibraryError
from mediator_bot.library.audit import append
from mediator_bot.library.catalogue import Catalogue, Stored, now, unknown
from mediator_bot.library.rights import require_admin
from mediator_bot.library.tables import deidentified, pages, versions, writing
from mediator_bot.types import Person

Decision = Literal["open", "accepted", "rejected"]
# Wrote and reviewed the sample library and the reference material; not a person who can sign in.
AUTHORS = Person("authors of the sample library", "admin", every_unit=True)
# Invented cases have nobody to hide.
_INVENTED = "synthetic"
# Whose note it is stays on its first page: the library is ordered by it.
_KEPT_FIELDS = ("unit", "team")


@dataclass(frozen=True)
class Proposed:
    """Finding `n` (from 1) of a version: the words, where they stand, and what a reviewer decided."""

    n: int
    page: int
    start: int
    end: int
    kind: str
    text: str
    confidence: float
    why: str
    decision: Decision
    decided_by: str | None = None


@dataclass(frozen=True)
class Looked:
    """The findings of one version. `settled` says that they are replaced, and so no longer kept."""

    document_id: str
    version: int
    settled: bool
    findings: tuple[Proposed, ...]

    @property
    def open(self) -> int:
        """How many nobody has decided."""
        return sum(finding.decision == "open" for finding in self.findings)


def look(catalogue: Catalogue, document_id: str, by: Person, version: int | None = None) -> Looked:
    """The findings of a version (the newest by default), looked for now where nobody has yet.

    Raises RightsError for anyone but an admin, LibraryError where there is no such document.
    """
    require_admin(by, "see the names in a note")
    stored = catalogue.document(document_id, by, version) if version else catalogue.versions(document_id, by)[-1]
    with catalogue.engine.connect() as connection:
        row = row_of(connection, document_id, stored.version)
        known = _settled_text(connection, document_id)
    if row is None:
        texts = texts_of(catalogue, stored, by)
        # What a reviewer has let stand in this document before is decided.
        found = [row for row in _found(stored, texts) if row["text"] not in known] if _is_brought(stored) else []
        with writing(catalogue.engine) as connection:
            row = row_of(connection, document_id, stored.version) or _remember(connection, stored, found)
    return as_looked(row)


def decide(
    catalogue: Catalogue,
    document_id: str,
    by: Person,
    version: int | None = None,
    *,
    accept: Collection[int] | Literal["all"] = (),
    reject: Collection[int] | Literal["all"] = (),
) -> Looked:
    """Accept findings, which will be replaced, and reject others, which will stand; `all` means those still open.

    What is decided can be decided anew until the note is published. Raises LibraryError for a number that is not there, or
    for one that is both.
    """
    looked = _undone(look(catalogue, document_id, by, version))
    numbers = {finding.n for finding in looked.findings}
    still_open = {finding.n for finding in looked.findings if finding.decision == "open"}
    given = {"accepted": accept, "rejected": reject}
    chosen = {word: set(some) for word, some in given.items() if some != "all"}
    named = set().union(*chosen.values())
    if wrong := sorted(named - numbers) or sorted(chosen.get("accepted", set()) & chosen.get("rejected", set())):
        raise LibraryError(
            f"Finding {wrong[0]} is not there, or is both accepted and rejected. There are {len(numbers)}."
        )
    chosen |= {word: still_open - named for word, some in given.items() if some == "all"}
    decisions: dict[int, str] = {n: word for word, some in chosen.items() for n in some}
    rows = [
        {**_value(finding), "decision": decisions[finding.n], "decided_by": by.name}
        if finding.n in decisions
        else _value(finding)
        for finding in looked.findings
    ]
    return _keep(catalogue, looked, rows, by, {word: len(some) for word, some in chosen.items()})


def mark(
    catalogue: Catalogue, document_id: str, by: Person, kind: str, words: str, version: int | None = None
) -> Looked:
    """Add what was missed: every place where `words` stand, accepted at once.

    Raises LibraryError for a kind nobody knows, or words that the note does not hold.
    """
    if kind not in KINDS:
        raise LibraryError(f"{kind!r} is no kind of finding. Use one of: {', '.join(KINDS)}.")
    looked = _undone(look(catalogue, document_id, by, version))
    texts = texts_of(catalogue, catalogue.document(document_id, by, looked.version), by)
    new = [(page, item) for page, item in _standing(texts, kind, words) if words.strip()]
    if not new:
        raise LibraryError(f"{words!r} does not stand in {document_id!r}. Write it as the text does.")
    taken = {(page, place) for page, item in new for place in range(item.start, item.end)}
    rows = [_value(f) for f in looked.findings if not taken & {(f.page, place) for place in range(f.start, f.end)}]
    rows += [{"page": page, **asdict(item), "decision": "accepted", "decided_by": by.name} for page, item in new]
    return _keep(catalogue, looked, rows, by, {"marked": len(new)})


def waiting(looked: Looked) -> str:
    """Why a note is not published yet, and what to do."""
    return (
        f"{looked.document_id} waits for a person: {looked.open} findings may tell who somebody is. Accept or reject each with"
        f" `mediator-bot library names {looked.document_id}`, then publish it."
    )


# --- what is found ------------------------------------------------------------------------------------------------------


def _is_brought(stored: Stored) -> bool:
    """Whether people brought it: neither samples nor invented, and not published before there was anything to decide."""
    is_ours = stored.kind != "case" or stored.origin == _INVENTED or stored.added_by == AUTHORS.name
    return not is_ours and stored.published_at is None


def texts_of(catalogue: Catalogue, stored: Stored, by: Person) -> dict[int, str]:
    """The pages of a version, by number."""
    numbers = catalogue.page_numbers(stored.document_id, stored.version)
    return {number: catalogue.page(stored.document_id, stored.version, number, by) for number in numbers}


def _found(stored: Stored, texts: Mapping[int, str]) -> list[dict[str, Any]]:
    kept = [span for name, span in stored.fields.items() if name in _KEPT_FIELDS]
    return [
        {"page": page, **asdict(finding), "decision": "open", "decided_by": None}
        for page, finding in find_in_pages(texts)
        if not any(span.page == page and span.start < finding.end and finding.start < span.end for span in kept)
    ]


def _standing(texts: Mapping[int, str], kind: str, words: str) -> Iterable[tuple[int, Finding]]:
    for number, text in texts.items():
        start = text.find(words) if words else -1
        while start >= 0:
            yield number, Finding(kind, start, start + len(words), words, 1.0, "marked by a reviewer")
            start = text.find(words, start + len(words))


def _settled_text(connection: Connection, document_id: str) -> str:
    """The newest text of the document that a reviewer has been through, all pages as one; empty where there is none."""
    last = (
        select(versions.c.version)
        .where(versions.c.document_id == document_id, versions.c.published_at.is_not(None))
        .order_by(versions.c.version.desc())
        .limit(1)
    )
    query = select(pages.c.text).where(pages.c.document_id == document_id, pages.c.version == last.scalar_subquery())
    return "\n".join(connection.execute(query).scalars())


# --- what is kept of it ---------------------------------------------------------------------------------------------------


def row_of(connection: Connection, document_id: str, version: int) -> Row[Any] | None:
    """What is kept of the findings of a version, if anybody has looked."""
    return connection.execute(select(deidentified).filter_by(document_id=document_id, version=version)).first()


def _remember(connection: Connection, stored: Stored, found: Sequence[Mapping[str, Any]]) -> Row[Any]:
    place = {"document_id": stored.document_id, "version": stored.version}
    settled = now() if stored.published_at else None
    connection.execute(
        insert(deidentified).values(**place, findings=list(found), settled_at=settled, sha256_before=stored.sha256)
    )
    row = row_of(connection, stored.document_id, stored.version)
    if row is None:
        raise unknown(stored.document_id, stored.version)
    return row


def as_looked(row: Row[Any]) -> Looked:
    """The findings of a row of the catalogue."""
    found = tuple(Proposed(n, **value) for n, value in enumerate(row.findings, start=1))
    return Looked(row.document_id, row.version, row.settled_at is not None, found)


def _value(finding: Proposed) -> dict[str, Any]:
    return {name: value for name, value in asdict(finding).items() if name != "n"}


def _undone(looked: Looked) -> Looked:
    if looked.settled:
        raise LibraryError(
            f"Version {looked.version} of {looked.document_id!r} is published or ready for it. To take more out, correct it."
        )
    return looked


def _keep(
    catalogue: Catalogue, seen: Looked, rows: Sequence[Mapping[str, Any]], by: Person, counts: Mapping[str, int]
) -> Looked:
    in_order = sorted(rows, key=lambda row: (row["page"], row["start"]))
    place = {"document_id": seen.document_id, "version": seen.version}
    with writing(catalogue.engine) as connection:
        row = row_of(connection, seen.document_id, seen.version)
        if row is None or as_looked(row) != seen:
            raise LibraryError(f"Somebody else is deciding on {seen.document_id!r} at this moment. Look again.")
        connection.execute(update(deidentified).filter_by(**place).values(findings=in_order))
        append(connection, by, "decide names", seen.document_id, {"version": seen.version, **counts})
        kept = row_of(connection, seen.document_id, seen.version)
    if kept is None:
        raise unknown(seen.document_id, seen.version)
    return as_looked(kept)
