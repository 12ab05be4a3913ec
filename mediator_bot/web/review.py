"""A document and its record in; both side by side, each proposal with the words it was read from, as HTML, out."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from mediator_bot.cases.deidentify.finding import KINDS
from mediator_bot.cases.proposals.proposal import Proposal
from mediator_bot.cases.sheet import BY_NAME, FIELDS, Field, shown_value
from mediator_bot.cases.taxonomy import label
from mediator_bot.library.catalogue import Stored
from mediator_bot.library.names import Looked
from mediator_bot.types import Language
from mediator_bot.web.choose import select
from mediator_bot.web.desk import Desk
from mediator_bot.web.markup import button, marked
from mediator_bot.web.people import HTML_LANGUAGE
from mediator_bot.web.words import chosen, word


@dataclass(frozen=True)
class Reviewed:
    """What lies on the desk: one version with its pages, the other versions, what is typed so far, a picture where asked for."""

    stored: Stored
    pages: Mapping[int, str]
    versions: Sequence[Stored]
    typed: Mapping[str, str]
    names: Looked
    picture: bytes | None = None


def review_html(one: Reviewed, desk: Desk) -> str:
    """The whole review: head, document, form, versions."""
    language, stored = desk.language, one.stored
    facts = f"{stored.document_id} · v{stored.version} · {word(f'lib_{stored.status}', language)} · {stored.unit or ''}"
    back = button("select", word("lib_back", language), {"data-do": "go", "data-place": "list"})
    warnings = "".join(f'<p class="trouble">{escape(warning)}</p>' for warning in stored.warnings)
    return (
        f'<header class="session"><h2>{escape(stored.title)}</h2><p class="marks">{escape(facts)}</p><nav>{back}</nav></header>'
        f'{warnings}{_names(one.names, language)}<div class="two-ways review">{_document(one, desk)}{_form(one, desk)}</div>{_versions(one, language)}'
    )


def _names(looked: Looked, language: Language) -> str:
    """What may tell who somebody is, and waits for a word on it."""
    left = [finding for finding in looked.findings if finding.decision == "open"] if not looked.settled else []
    if not left:
        return ""
    lines = "".join(
        f"<li><b>{escape(finding.text)}</b> <span class='marks'>{escape(label(KINDS, finding.kind, language))}</span> "
        + button("select", word("lib_hide", language), {"data-do": "hide", "data-finding": finding.n})
        + " "
        + button("select", word("lib_leave", language), {"data-do": "leave", "data-finding": finding.n})
        + "</li>"
        for finding in left[:100]
    )
    all_of_them = button("select", word("lib_hide_all", language), {"data-do": "hide", "data-finding": "all"})
    head = escape(word("lib_names", language, n=len(left)))
    return f'<section class="names"><h3>{head}</h3><ul>{lines}</ul><p class="ways">{all_of_them}</p></section>'


def _document(one: Reviewed, desk: Desk) -> str:
    language, stored = desk.language, one.stored
    steps = "".join(
        button(
            "select",
            word("lib_page", language, n=number),
            {"data-do": "page", "data-page": number, "aria-current": "page" if number == desk.page else "false"},
        )
        for number in one.pages
        if number
    )
    image = button("select", word("lib_no_image" if desk.image else "lib_image", language), {"data-do": "image"})
    if one.picture is not None:
        body = (
            f'<img alt="{escape(stored.title)}" src="data:image/png;base64,{base64.b64encode(one.picture).decode()}">'
        )
    else:
        body = f'<div class="page" lang="{HTML_LANGUAGE[_tongue(stored)]}">{_page(one, desk)}</div>'
    head = escape(word("lib_text", language))
    return f'<section aria-label="{head}"><h3>{head}</h3><p class="ways">{steps}{image}</p>{body}</section>'


def _page(one: Reviewed, desk: Desk) -> str:
    text = one.pages.get(desk.page, "")
    if 0 <= desk.proposal < len(one.stored.proposals):
        span = one.stored.proposals[desk.proposal].span
        if span.page == desk.page:
            return marked(text, span.start, span.end)
    return escape(text)


def _tongue(stored: Stored) -> Language:
    return "zh" if stored.language == "zh" else "en"


# --- the form --------------------------------------------------------------------------------------------------------


def _form(one: Reviewed, desk: Desk) -> str:
    language = desk.language
    by_field: dict[str, list[tuple[int, Proposal]]] = {}
    for number, proposal in enumerate(one.stored.proposals):
        by_field.setdefault(proposal.field, []).append((number, proposal))
    fields = "".join(
        field_html(field, one.typed.get(field.name, ""), language)
        + "".join(_proposal(n, proposal, one, language) for n, proposal in by_field.get(field.name, ()))
        for field in FIELDS
    )
    save = button("select", word("lib_save", language), {"data-do": "save"})
    publish = button("select", word("lib_publish", language), {"data-do": "publish", "class": "chief"})
    sure = {"data-do": "remove", "data-sure": word("lib_remove_sure", language)}
    remove = button("select", word("lib_remove", language), sure) if one.stored.status == "published" else ""
    about = escape(word("lib_publish_about", language))
    head = escape(word("lib_fields", language))
    return (
        f'<form class="sheet" aria-label="{head}"><h3>{head}</h3>{fields}'
        f'<p class="marks">{about}</p><p class="ways">{publish}{save}{remove}</p></form>'
    )


def field_html(field: Field, text: str, language: Language) -> str:
    """One field of the form with its name, its hint and what stands in it."""
    name = chosen(field.label, language) + (" *" if field.needed else "")
    if field.shape == "choice" and field.words is not None:
        options = [("", word("lib_choose", language)), *((slug, chosen(said, language)) for slug, said in field.words.items())]  # fmt: skip
        return select(field.name, name, options, text)
    if field.shape == "text":
        box = f'<input name="{field.name}" value="{escape(text)}" maxlength="500" autocomplete="off">'
        return f'<label class="field"><span>{escape(name)}</span>{box}</label>'
    hint = word("lib_items_hint" if field.shape == "items" else "lib_lines_hint", language) if field.shape != "long" else ""  # fmt: skip
    example = f"{': '.join(field.leads)}" if field.leads else ""
    rows = min(max(text.count("\n") + 1, 2), 8)
    box = f'<textarea name="{field.name}" rows="{rows}" placeholder="{escape(example)}">{escape(text)}</textarea>'
    small = f' <small class="marks">{escape(hint)}</small>' if hint else ""
    return f'<label class="field"><span>{escape(name)}{small}</span>{box}</label>'


def _proposal(number: int, proposal: Proposal, one: Reviewed, language: Language) -> str:
    quote = proposal.quote(one.pages) if proposal.span.page in one.pages else ""
    value = shown_value(proposal.field, proposal.value, language)
    use = button("select", word("lib_use", language), {"data-do": "use", "data-proposal": number})
    words = quote if len(quote) <= 120 else f"{quote[:119]}…"
    show = button("select", f"“{words}”", {"data-do": "point", "data-proposal": number, "class": "quoted"})
    said = escape(word("lib_read_from", language))
    return f'<p class="proposal"><b>{escape(value)}</b> {use}<span class="marks">{said} {show} · {proposal.confidence:.0%}</span></p>'


def _versions(one: Reviewed, language: Language) -> str:
    lines = "".join(
        f"<li>{escape(word('lib_version', language, n=kept.version))} · {escape(word(f'lib_{kept.status}', language))} · "
        f"{escape(kept.added_at[:10])} {escape(kept.added_by)} {_restore(kept, language)}</li>"
        for kept in one.versions
    )
    return f'<section class="versions"><h3>{escape(word("lib_versions", language))}</h3><ul>{lines}</ul></section>'


def _restore(kept: Stored, language: Language) -> str:
    if kept.published_at is None or kept.status == "published":
        return ""
    return button("select", word("lib_restore", language), {"data-do": "restore", "data-version": kept.version})


# --- a new case ------------------------------------------------------------------------------------------------------


def case_html(texts: Mapping[str, str], language: Language) -> str:
    """The form in which a case is logged; it reports what is typed, to be kept."""
    fields = "".join(field_html(field, texts.get(field.name, ""), language) for field in FIELDS)
    story = escape(texts.get("story", ""))
    hand_in = button("select", word("lib_hand_in", language), {"data-do": "hand_in", "class": "chief"})
    sure = {"data-do": "forget", "data-sure": word("lib_forget_sure", language)}
    return (
        f"<h2>{escape(word('lib_case', language))}</h2><p>{escape(word('lib_case_about', language))}</p>"
        f'<form class="sheet" data-keep="input"><label class="field whole"><span>{escape(word("lib_story", language))} *</span>'
        f'<textarea name="story" rows="10">{story}</textarea><small class="marks">{escape(word("lib_private", language))}</small>'
        f'</label>{fields}<p class="ways">{hand_in}{button("select", word("lib_forget", language), sure)}</p></form>'
    )


def known(said: Mapping[str, object]) -> dict[str, str]:
    """What a browser says of the fields of a form; nothing else of what it sends."""
    return {name: str(value) for name, value in said.items() if name in BY_NAME or name == "story"}
