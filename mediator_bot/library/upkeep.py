"""The records of a library and a day in; what a person should see to by then, each with its reason and its date, out."""

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import or_, select

from mediator_bot.cases.taxonomy import Label
from mediator_bot.library.catalogue import Catalogue, Stored
from mediator_bot.library.holds import all_holds, kept_until, last_day, retention_days
from mediator_bot.library.rights import may_read_version
from mediator_bot.library.tables import documents, pages, versions
from mediator_bot.types import Filters, Language, Person

DueKind = Literal["visit", "confirmation", "superseded", "came_back", "unreviewed", "retention"]
# What is listed before its day comes.
SOON = datetime.timedelta(days=14)
RETENTION_NOTICE = datetime.timedelta(days=30)
# A visit that nobody wrote down is no longer asked for a year after its day.
LONG_AGO = datetime.timedelta(days=365)
# Guideline after-the-agreement: a first visit within a month, and one about six months later for disputes that last.
FIRST_VISIT, LATER_VISIT = datetime.timedelta(days=30), datetime.timedelta(days=182)
LASTING = ("neighbours", "elder_care")
# People's Mediation Law 33: thirty days from the day the agreement takes effect. Whether that day counts is for the court to
# say, so it is counted here, as the guideline judicial-confirmation advises.
CONFIRMATION = datetime.timedelta(days=29)

_SAYS: Mapping[str, tuple[Label, Label]] = {
    "visit": (
        Label("a follow-up was due", "到了约定的回访日子"),
        Label("visit or call, and write down what was found", "上门或打电话回访，把结果记下来"),
    ),
    "first_visit": (
        Label("no follow-up is written down a month after the agreement", "签约满一个月，没有回访记录"),
        Label("ask both sides separately what was done", "分开问两家：办了没有"),
    ),
    "later_visit": (
        Label("no follow-up is written down half a year after the agreement", "签约满半年，没有后期回访记录"),
        Label("ask whether the trouble has returned", "问一问有没有反复"),
    ),
    "confirmation": (
        Label("the time to ask the court for confirmation ends", "申请司法确认的期限快到了"),
        Label(
            "ask both sides whether they want to apply together, and write their answer down",
            "问两家要不要共同申请司法确认，把答复记下来",
        ),
    ),
    "superseded": (
        Label("cites {law} {old}; since {since} that article is {new}", "引用{law}第{old}条；{since}起改为第{new}条"),
        Label(
            "check the law of that time, then give the number of today or the date",
            "核对当时的法，再改成现行条号或注明日期",
        ),
    ),
    "chain": (
        Label("came back: {chain}", "反复：{chain}"),
        Label("read what did not hold the last time", "看看上一次哪一条没守住"),
    ),
    "came_back": (
        Label("a follow-up says that the trouble returned", "回访记着又闹起来了"),
        Label("screen again; link the new note with recurrence_of", "重新筛查；新卷里写上旧案号"),
    ),
    "pending": (
        Label("version {version} waits for review", "第{version}版等人审核"),
        Label("review it, correct it, publish it", "审核、改正、发布"),
    ),
    "unreviewed": (
        Label("is searched, but nobody has reviewed its record", "可以搜到，但要素没人审核过"),
        Label("fill in and check its record", "补全并核对要素"),
    ),
    "retention": (
        Label("is kept until {until}", "保存到{until}为止"),
        Label("erase it (remove --purge), or give it a later day", "清除（remove --purge），或者改一个更晚的日子"),
    ),
    "retention_held": (
        Label("was to be kept until {until}, and is on hold: {reason}", "保存到{until}为止，现被留存：{reason}"),
        Label("ask whether the hold is still needed", "问一问留存还要不要"),
    ),
}


@dataclass(frozen=True)
class Due:
    """One thing to see to: the document, why, by which day (empty where there is none), and what to do."""

    kind: DueKind
    document_id: str
    case_id: str | None
    title: str
    why: str
    due: str
    to_do: str


@dataclass(frozen=True)
class _Round:
    """What every look at a document needs."""

    today: datetime.date
    language: Language

    def due(self, kind: DueKind, stored: Stored, key: str, day: datetime.date | None = None, **blanks: object) -> Due:
        why, to_do = (label.zh if self.language == "zh" else label.en for label in _SAYS[key])
        said = why.format(**blanks)
        return Due(kind, stored.document_id, stored.case_id, stored.title, said, str(day or ""), to_do)


def upkeep(
    catalogue: Catalogue, by: Person, today: datetime.date, *, retention_years: int = 0, language: Language = "en"
) -> list[Due]:
    """Everything to see to in the notes that this person may read, the earliest day first, what has no day last.

    Visits due, confirmations running out, old article numbers, disputes that came back, notes nobody reviewed, and ends of
    retention. An auditor sees no records, and so only what needs none.
    """
    round_ = _Round(today, language)
    notes = [note for note in catalogue.list_documents(by, Filters(kind=("case",))) if note.status != "removed"]
    found = [due for note in notes for due in (*_visits(note, round_), *_confirmation(note, round_))]
    found += _superseded(catalogue, by, notes, round_)
    found += _returned(notes, round_)
    found += _unreviewed(catalogue, by, notes, round_)
    found += _retention(catalogue, notes, retention_years, round_)
    return sorted(found, key=lambda due: (due.due or "9999", due.kind, due.document_id))


# --- after the agreement ----------------------------------------------------------------------------------------------


def _visits(note: Stored, round_: _Round) -> Iterator[Due]:
    visits = note.record.get("followups") or []
    for visit in visits:
        day = last_day(str(visit["due"]))
        if not visit.get("done") and day and _first_day(str(visit["due"])) <= round_.today + SOON:
            yield round_.due("visit", note, "visit", day)
    agreed = _agreed_on(note)
    if agreed is None:
        return
    days = [day for visit in visits if (day := last_day(str(visit.get("done") or visit["due"])))]
    if not days and _is_near(agreed + FIRST_VISIT, round_.today):
        yield round_.due("visit", note, "first_visit", agreed + FIRST_VISIT)
    later = any(day > agreed + LATER_VISIT / 2 for day in days)
    if note.record.get("type_l1") in LASTING and not later and _is_near(agreed + LATER_VISIT, round_.today):
        yield round_.due("visit", note, "later_visit", agreed + LATER_VISIT)


def _agreed_on(note: Stored) -> datetime.date | None:
    record = note.record
    if record.get("outcome") not in ("full", "partial") or not record.get("terms"):
        return None
    return last_day(str(record.get("agreement_effective_on") or record.get("closed_on") or ""))


def _is_near(day: datetime.date, today: datetime.date) -> bool:
    return today - LONG_AGO <= day <= today + SOON


def _first_day(date: str) -> datetime.date:
    return datetime.date.fromisoformat(f"{date}-01-01"[:10])


def _confirmation(note: Stored, round_: _Round) -> Iterator[Due]:
    """Only for mainland China, for an agreement whose day is known, and as long as nothing was said about it."""
    record, agreed = note.record, _agreed_on(note)
    where = str(record.get("jurisdiction") or ("中国" if note.language == "zh" else ""))
    chinese = "中国" in where or "china" in where.lower()
    day = str(record.get("agreement_effective_on") or "")
    if agreed is None or not chinese or len(day) != 10 or record.get("confirmation_status"):
        return
    if agreed <= round_.today <= agreed + CONFIRMATION:
        yield round_.due("confirmation", note, "confirmation", agreed + CONFIRMATION)


# --- law that has moved -----------------------------------------------------------------------------------------------


def _superseded(catalogue: Catalogue, by: Person, notes: list[Stored], round_: _Round) -> Iterator[Due]:
    moved = _moved(catalogue, by)
    told = _passages_naming(catalogue, by, {law for law, _ in moved})
    for note in notes:
        cited = {}
        for basis in note.record.get("legal_basis") or []:
            key = (str(basis["law"]).removeprefix("中华人民共和国"), str(basis["article"]))
            if key in moved and str(basis.get("version_date") or "") < moved[key][1]:
                cited[key] = moved[key]
        for text in told.get(note.document_id, []):
            cited |= {key: new for key, new in moved.items() if _names(text, *key)}
        for (law, old), (new, since) in cited.items():
            yield round_.due("superseded", note, "superseded", law=law, old=old, new=new, since=since)


def _moved(catalogue: Catalogue, by: Person) -> dict[tuple[str, str], tuple[str, str]]:
    """(law, old number) → (number now, since when), as the statute table of the library says."""
    moved = {}
    for row in catalogue.list_documents(by, Filters(kind=("statute",))):
        for old in row.record.get("superseded") or []:
            for law in old["law"].values():
                for number in str(old["article"]).split("–"):
                    name = re.sub(r"（[^）]*）|\s*\([^)]*\)", "", law)
                    moved[name, number] = (str(row.record["article"]), str(row.record["in_force"]))
    return moved


def _passages_naming(catalogue: Catalogue, by: Person, laws: set[str]) -> dict[str, list[str]]:
    """The pages of published notes that name one of the laws, by document."""
    told: dict[str, list[str]] = {}
    if not laws:
        return told
    query = (
        select(pages.c.document_id, pages.c.text)
        .join(documents, documents.c.document_id == pages.c.document_id)
        .join(versions, (versions.c.document_id == pages.c.document_id) & (versions.c.version == pages.c.version))
        .where(documents.c.kind == "case", documents.c.live_version == pages.c.version, pages.c.number > 0)
        .where(may_read_version(by), or_(*(pages.c.text.contains(law, autoescape=True) for law in sorted(laws))))
    )
    with catalogue.engine.connect() as connection:
        for row in connection.execute(query):
            told.setdefault(row.document_id, []).append(row.text)
    return told


def _names(text: str, law: str, number: str) -> bool:
    """Whether a text gives this article of this law, in the ways both languages write it."""
    return bool(re.search(rf"{re.escape(law)}》?(?:\W{{0,3}}(?:第|Art(?:icle|\.)?s?)?\W{{0,3}}){number}(?!\d)", text))


# --- what came back, and what nobody looked at ------------------------------------------------------------------------


def _returned(notes: list[Stored], round_: _Round) -> Iterator[Due]:
    before = {note.case_id: str(note.record["recurrence_of"]) for note in notes if note.record.get("recurrence_of")}
    earlier = set(before.values())
    for note in notes:
        if note.case_id in before and note.case_id not in earlier:
            yield round_.due("came_back", note, "chain", chain=" → ".join(_chain(str(note.case_id), before)))
        visits = note.record.get("followups") or []
        if any(visit.get("recurrence") for visit in visits) and note.case_id not in earlier:
            yield round_.due("came_back", note, "came_back")


def _chain(case_id: str, before: Mapping[str | None, str]) -> list[str]:
    """From the first case to this one."""
    chain = [case_id]
    while (earlier := before.get(chain[0])) and earlier not in chain:
        chain.insert(0, earlier)
    return chain


def _unreviewed(catalogue: Catalogue, by: Person, notes: list[Stored], round_: _Round) -> Iterator[Due]:
    waiting = catalogue.pending(by)
    for stored in waiting:
        yield round_.due("unreviewed", stored, "pending", version=stored.version)
    pending = {stored.document_id for stored in waiting}
    for note in notes:
        if note.status == "published" and not note.reviewed and note.document_id not in pending:
            yield round_.due("unreviewed", note, "unreviewed")


def _retention(catalogue: Catalogue, notes: list[Stored], years: int, round_: _Round) -> Iterator[Due]:
    days, held = retention_days(catalogue.engine), all_holds(catalogue.engine)
    for note in notes:
        day = kept_until(note, days, years)
        if day is None or day > round_.today + RETENTION_NOTICE:
            continue
        if hold := held.get(note.document_id):
            yield round_.due("retention", note, "retention_held", day, until=day, reason=hold.reason)
        else:
            yield round_.due("retention", note, "retention", day, until=day)
