"""What a mediator writes down goes in, its terms come out: who does what, how much, by when, and what follows if not."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mediator_bot.practice.clauses import size
from mediator_bot.practice.sums import sums
from mediator_bot.text.numbers import MONTH
from mediator_bot.text.sentences import sentence_spans

_DUE = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {MONTH}\b|\b{MONTH} \d{{1,2}}\b|\d{{4}}-\d\d(?:-\d\d)?|\b\d{{1,2}}[:.]\d\d\b|\b\d{{1,2}} ?(?:am|pm)\b"
    r"|\b(?:by|before|until|on|every|each|from|after) (?:the )?(?:\d{1,2}(?:st|nd|rd|th)|first|fifteenth|thirtieth|monday|tuesday|wednesday|thursday|friday|saturday|sunday|end of|tomorrow|today|noon|midnight|next)"
    r"|\b(?:today|tomorrow|tonight)\b|\b(?:within|in) (?:\w+|\d+) (?:days?|weeks?|months?|hours?)\b|\bend of (?:the )?(?:month|week|\w+)\b"
    r"|\d{1,2}月(?:\d{1,2}[日号]|底|初)?|[一二三四五六七八九十]{1,3}月(?:[一二三四五六七八九十]{1,3}[日号]|底|初)?|(?:每月|本月|下个?月)\S{0,4}[日号底]|(?<!\d)\d{1,2}[号日]|(?:月底|年底|年前|今天|明天|当场|当天|周[一二三四五六日天])"
    r"|[一二两三四五六七八九十\d]+(?:天|日|个?月|周|小时)(?:内|之内|以内|前)|(?:早|晚|上午|下午|中午|夜里)?[一二三四五六七八九十\d]{1,3}点",
    re.IGNORECASE,
)
_ACT = re.compile(
    r"\b(?:pa(?:y|ys)|will|shall|agrees? to|undertakes? to|transfers?|returns?|gives?|lays?|fits?|repairs?|replaces?|sends?|keeps?|stops?|moves?|removes?|writes?|signs?|apologi[sz]es?|hands?|delivers?|cleans?|lets?|comes?|calls?|texts?|plays?|uses?|covers?|takes?|accepts?|withdraws?|visits?|looks?|provides?|installs?|refunds?|drops?|confirms?)\b"
    r"|付|给|赔|补|修|换|铺|装|搬|还|交|退|拆|清|停|做|送|写|道歉|照顾|接|看|撤|负责|承担|出(?!来)|垫|试水|发消息|打电话|建群|留|打扫|挪|关|发|派|带|刷|买|签|来人|不再|不在|不得|收",
    re.IGNORECASE,
)
_DEFAULT = re.compile(
    r"^\W*(?:and |but )?if\b|^\W*(?:要是|如果|万一)|\bif (?:\w+[ -]){0,6}(?:not|n't|late|fails?|misse[sd]|overdue|breaks?|by then|arrive)|\b(?:otherwise|failing (?:that|which)|on default|in default|late payment|or else the|if (?:he|she|they|it|either|this|that) (?:doesn't|does not|isn't|is not|don't|do not|fails?|has not|hasn't))\b"
    r"|逾期|否则|(?:晚|迟|超过|过)(?:了)?[^，。；]{0,6}(?:天|日|期|的)|(?:不|没|未)(?:按时|按期|付|给|修|做|办|履行|到账|还|换|来)[^，。；]{0,8}(?:的|就|，|由|按|剩|则|全)|违约|到期(?:没|不|未)|晚了",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"\b(?:as soon as possible|reasonabl[ey]|try|respect(?:ful)?|cooperat\w*|appropriate|properly|in future|sometime|soon|be nice|more considerate|keep in touch|do (?:his|her|their|your) best)\b"
    r"|尽快|尽量|争取|近期|以后注意|好好|互相(?:体谅|理解|尊重)|改善|适当|酌情|有钱(?:了)?再",
    re.IGNORECASE,
)
_SPLIT = re.compile(
    r"(?<=[;；])|(?:^|(?<=[。.：:，,；;\s]))(?=(?:\d{1,2}[.、)）]|[一二三四五六七八九十]是|[（(]\d[)）])\s*\D)|[,，]\s*(?=(?:and|then|while)\b)",
    re.I,
)


# A name, then a verb in the third person.
_DOES = re.compile(r"(?:\w+\.? ){1,3}?(?:also |then |each )?(?:will|[a-z]{2,}s)\b")
_EACH = re.compile(
    r"\b(?:each|both|either|all) (?:of (?:you|them) )?(?:part(?:y|ies) )?(?:pays?|will|shall|keeps?|stays?|sends?|gives?|brings?|agrees?|writes?|lets?|stops?|signs?|rings?)\b|(?:双方|两家|三家|各家|各自|两边|大家|各)(?:都|各)?",
    re.I,
)


@dataclass(frozen=True)
class TermRead:
    """One promise as read; `who` are pids, empty where nobody is named."""

    quote: str
    who: tuple[str, ...]
    acts: bool
    amount: float | None
    due: str | None
    default: bool
    vague: bool

    @property
    def is_whole(self) -> bool:
        """Whether a stranger could tell if it was kept: somebody, something, and a sum or a time."""
        return bool(self.who) and self.acts and not self.vague and (self.due is not None or self.amount is not None)


def read_terms(text: str, names: Mapping[str, Sequence[str]]) -> list[TermRead]:
    """The promises of a text, one a sentence or numbered part; what only says what follows a default is one too."""
    pieces = [piece for start, end in sentence_spans(text) for piece in _pieces(text[start:end], names)]
    terms = [_read(piece.strip(), names) for piece in pieces if size(piece) >= 3]
    return [term for term in terms if (term.who and term.acts) or term.default]


def _pieces(sentence: str, names: Mapping[str, Sequence[str]]) -> list[str]:
    """A sentence cut at numbers and semicolons, and before a comma or `and` that begins somebody else's duty."""
    known = sorted(
        (name for own in names.values() for name in own if len(name) > 1 or name.isupper()), key=len, reverse=True
    )
    parts = [part for part in _SPLIT.split(sentence) if part and part.strip()]
    if not known:
        return parts
    anyone = "|".join(re.escape(name) for name in known)
    next_duty = re.compile(
        rf"[,，]\s*(?:and\s+)?(?=(?:{anyone})\b)|[,，]\s*(?=(?:{anyone}))|\s+and\s+(?=(?:{anyone})\s)"
    )
    return [piece for part in parts for piece in next_duty.split(part) if piece and piece.strip()]


def _read(piece: str, names: Mapping[str, Sequence[str]]) -> TermRead:
    places = {}
    for pid, known in names.items():
        found = [place for name in known if (place := _place(name, piece)) >= 0]
        if found:
            places[pid] = min(found)
    # Whoever is named first acts; the others are acted towards.
    who: tuple[str, ...] = (min(places, key=lambda pid: places[pid]),) if places else ()
    acts = bool(_ACT.search(piece))
    if who:
        acts = acts or bool(_DOES.match(piece[places[who[0]] :]))
    elif _EACH.search(piece):
        who = tuple(names)
    amounts, due = sums(piece), _DUE.search(piece)
    return TermRead(
        piece,
        who,
        acts,
        amounts[0] if amounts else None,
        due.group() if due else None,
        bool(_DEFAULT.search(piece)),
        bool(_VAGUE.search(piece)),
    )


def _place(name: str, piece: str) -> int:
    if name.isascii():
        match = re.search(rf"(?<![A-Za-z]){re.escape(name)}(?![A-Za-z])", piece, 0 if len(name) < 3 else re.IGNORECASE)
        return match.start() if match else -1
    return piece.find(name)
