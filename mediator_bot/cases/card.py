"""The pages of a published six-field card go in; where each of its sections stands comes out."""

import re
from collections.abc import Iterator, Sequence

from mediator_bot.types import Span

_NAMES = {
    "keywords": "关键词 关键字 關鍵詞 Keywords",
    "facts": "基本案情 案情简介 案情介绍 案情簡介 Facts",
    "method": "处理方式方法 处理方式、方法 处理方式 处理方法 调解过程 调解经过 调解方法 "
    "處理方式方法 調解過程 調解方法 Method Methods",
    "result": "处理结果 调解结果 處理結果 調解結果 Result Results",
    "basis": "解纷依据 法律依据 依据 解紛依據 法律依據 Basis",
    "gist": "解纷要旨 案例点评 案例评析 案例启示 要旨 启示 解紛要旨 案例點評 啟示 Gist",
}
_SECTIONS = {name.lower(): section for section, names in _NAMES.items() for name in names.split()}
# The longest name first, so that 处理方式方法 is not read as 处理方式 and something else.
_ANY_NAME = "|".join(sorted(map(re.escape, _SECTIONS), key=len, reverse=True))
_HEADING = re.compile(
    rf"""^[ \t\u3000]*
    (?:\#{{1,6}}[ \t]*)? (?:\*\*|__)?
    (?:(?:[一二三四五六七八九十]{{1,2}}|\d{{1,2}})[、.．)）][ \t]* | [（(][一二三四五六七八九十\d]{{1,2}}[)）][ \t]*)?
    (?P<bracket>[【\[〔［])? [ \t]* (?P<name>{_ANY_NAME}) [ \t]*
    # After a closed bracket the body may follow at once; a bare name needs a colon, a table's bar or the line's end.
    (?(bracket) [】\]〕］](?!\() (?:\*\*|__)? [ \t]*[:：]?
              | (?:\*\*|__)? [ \t]* (?: [:：|](?:\*\*|__)? | $ ))""",
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)


def card_sections(pages: Sequence[str]) -> dict[str, Span]:
    """Where the body of each section stands, without its heading and the white space around it.

    Keys are `keywords`, `facts`, `method`, `result`, `basis` and `gist`; pages count from 1.
    Headings are read at line starts only, in any of the usual forms: 【关键词】, 关键词：, [关键词], 一、关键词,
    ## 关键词, **关键词**, Keywords: and the like.
    A section ends at the next heading of the card. Of one that runs over a page break the span covers the first
    page it has text on; of two under one name the first counts.
    Empty unless `facts` and another section were found: it is no card then.
    """
    found: dict[str, Span] = {}
    for section, span in _bodies(pages):
        found.setdefault(section, span)
    return found if "facts" in found and len(found) > 1 else {}


def _bodies(pages: Sequence[str]) -> Iterator[tuple[str, Span]]:
    """Each section's body, page by page; what opens a page belongs to the heading before it."""
    section = None
    for number, page in enumerate(pages, start=1):
        start = 0
        for heading in _HEADING.finditer(page):
            if section and (span := _trimmed(number, page, start, heading.start())):
                yield section, span
            section, start = _SECTIONS[heading["name"].lower()], heading.end()
        if section and (span := _trimmed(number, page, start, len(page))):
            yield section, span


def _trimmed(number: int, page: str, start: int, end: int) -> Span | None:
    body = page[start:end]
    if not body.strip():
        return None
    return Span(number, start + len(body) - len(body.lstrip()), end - len(body) + len(body.rstrip()))
