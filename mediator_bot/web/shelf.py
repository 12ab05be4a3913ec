"""Documents, import jobs and files that were not taken in, in; their lists on the Library page, as HTML, out."""

from collections.abc import Mapping, Sequence
from html import escape

from mediator_bot.cases.taxonomy import CONFIDENTIALITY, label
from mediator_bot.library.catalogue import Stored
from mediator_bot.library.jobs import ImportFile, Job
from mediator_bot.types import Language
from mediator_bot.web.choose import select
from mediator_bot.web.desk import Desk
from mediator_bot.web.markup import button
from mediator_bot.web.people import HTML_LANGUAGE
from mediator_bot.web.words import word

SHOWN = 200
STATUSES = ("pending", "published", "removed", "replaced")


def desk_html(desk: Desk, inside: str) -> str:
    """The column that every place of the page stands in: the ways between them, and what is said of the last click."""
    language = desk.language
    places = ("list", "imports", "case", "quarantine") if desk.by.role == "admin" else ("case",)
    ways = "".join(
        button(
            "select",
            word(f"lib_{place}", language),
            {
                "data-do": "go",
                "data-place": "upkeep" if place == "quarantine" else place,
                "aria-current": "page" if desk.place == ("upkeep" if place == "quarantine" else place) else "false",
            },
        )
        for place in places
    )
    said = "".join(f'<p class="trouble" role="alert">{escape(line)}</p>' for line in desk.trouble.splitlines())
    said += f'<p class="notice" role="status">{escape(desk.notice)}</p>' if desk.notice else ""
    name = escape(word("library", language))
    return (
        f'<div class="column shelf" data-view="library" data-address="{escape(desk.address)}" lang="{HTML_LANGUAGE[language]}">'
        f'<nav class="places" aria-label="{name}">{ways}</nav>{said}{inside}</div>'
    )


def list_html(stored: Sequence[Stored], desk: Desk) -> str:
    """The documents that fit, with their status, level and unit; each opens its review."""
    language, words = desk.language, desk.words.casefold()
    fitting = [
        one
        for one in stored
        if one.kind == "case"
        and desk.status in ("", one.status)
        and words in f"{one.title}\n{one.document_id}".casefold()
    ]
    options = [("", word("lib_all", language)), *((one, word(f"lib_{one}", language)) for one in STATUSES)]
    act = {"data-act": "select", "data-do": "narrow"}
    find = escape(word("lib_find", language))
    fields = select("status", word("lib_status", language), options, desk.status, act)
    fields += f'<label class="field"><span>{find}</span><input name="words" value="{escape(desk.words)}" maxlength="100"></label>'
    fields += button("select", word("find", language), {"data-do": "narrow"})
    rows = "".join(_document(one, language) for one in fitting[:SHOWN])
    heads = "".join(
        f"<th>{escape(word(key, language))}</th>"
        for key in ("lib_title", "lib_status", "lib_level", "lib_unit", "lib_added")
    )
    table = f'<div class="wide" tabindex="0"><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'
    more = len(fitting) - SHOWN
    left = f'<p class="marks">{escape(word("lib_more", language, n=more))}</p>' if more > 0 else ""
    body = table + left if fitting else f"<p>{escape(word('lib_none', language))}</p>"
    return f'<form class="narrow">{fields}</form>{body}'


def _document(one: Stored, language: Language) -> str:
    opens = button("select", one.title, {"data-do": "review", "data-document": one.document_id})
    level = label(CONFIDENTIALITY, one.confidentiality, language)
    facts = (word(f"lib_{one.status}", language), level, one.unit or "", f"{one.added_at[:10]} {one.added_by}")
    cells = "".join(f"<td>{escape(fact)}</td>" for fact in facts)
    return f'<tr><td>{opens}<span class="marks">{escape(one.document_id)} · v{one.version}</span></td>{cells}</tr>'


# --- imports ---------------------------------------------------------------------------------------------------------


def imports_html(jobs: Sequence[Job], files: Mapping[str, Sequence[ImportFile]], desk: Desk) -> str:
    """The import jobs, the newest first; `files` are those of the jobs whose report lies open."""
    language = desk.language
    about = f"<p>{escape(word('lib_import_about', language))}</p>"
    listed = "".join(_job(job, files.get(job.id), language) for job in jobs[:20])
    return about + (listed or f'<p class="marks">{escape(word("lib_no_jobs", language))}</p>')


def _job(job: Job, files: Sequence[ImportFile] | None, language: Language) -> str:
    facts = [word(f"job_{job.state}", language), word("lib_progress", language, done=job.done, total=job.total)]
    facts += [f"{count} {word(f'file_{status}', language)}" for status, count in sorted(job.counts.items()) if status != "waiting"]  # fmt: skip
    if job.state == "running" and job.per_minute and job.seconds_left is not None:
        facts += [word("lib_pace", language, n=round(job.per_minute)), word("lib_left", language, n=round(job.seconds_left))]  # fmt: skip
    ways = button("select", word("lib_report", language), {"data-do": "report", "data-job": job.id})
    if job.state in ("running", "waiting"):
        ways += button("select", word("lib_cancel", language), {"data-do": "cancel", "data-job": job.id})
    elif job.may_go_on:
        ways += button("select", word("lib_resume", language), {"data-do": "resume", "data-job": job.id})
    reason = f'<p class="trouble">{escape(job.reason)}</p>' if job.reason else ""
    bar = f'<progress max="{max(job.total, 1)}" value="{job.done}" aria-label="{escape(facts[1])}"></progress>'
    report = _report(files, language) if files is not None else ""
    return (
        f'<section class="job"><h3>{escape(job.created_at[:16].replace("T", " "))} <span class="marks">{job.id}</span></h3>'
        f'{bar}<p>{escape(" · ".join(facts))}</p>{reason}<p class="ways">{ways}</p>{report}</section>'
    )


def _report(files: Sequence[ImportFile], language: Language) -> str:
    """Every file; what was not simply taken in comes first, with the reason."""
    first = sorted(files, key=lambda file: (file.status in ("added", "updated") and not file.reason, file.n))
    rows = "".join(_file(file, language) for file in first[:SHOWN])
    heads = "".join(f"<th>{escape(word(key, language))}</th>" for key in ("lib_file", "lib_outcome", "lib_why"))
    more = len(first) - SHOWN
    left = f'<p class="marks">{escape(word("lib_more", language, n=more))}</p>' if more > 0 else ""
    return f'<div class="wide" tabindex="0"><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>{left}'


def _file(file: ImportFile, language: Language) -> str:
    there = " ".join(
        button("select", f"{document} v{version}", {"data-do": "review", "data-document": document})
        for document, version in file.documents[:20]
    )
    return (
        f"<tr><td>{escape(file.name)}</td><td>{escape(word(f'file_{file.status}', language))}</td>"
        f"<td>{escape(file.reason or '')} {there}</td></tr>"
    )


def quarantine_html(rows: Sequence[Mapping[str, str]], language: Language) -> str:
    """Files that could not be taken in, each with the reason."""
    if not rows:
        return f"<p>{escape(word('lib_no_quarantine', language))}</p>"
    heads = "".join(f"<th>{escape(word(key, language))}</th>" for key in ("lib_file", "lib_why", "lib_added"))
    body = "".join(
        f"<tr><td>{escape(row['path'])}</td><td>{escape(row['reason'])}</td>"
        f"<td>{escape(row['at'][:10])} {escape(row['added_by'])}</td></tr>"
        for row in rows[:SHOWN]
    )
    return f'<div class="wide" tabindex="0"><table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>'
