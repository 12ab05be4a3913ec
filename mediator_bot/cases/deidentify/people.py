"""Names as a note writes them in; which of them mean one person, and what each is called from now on, out.

陈建国, 老陈 and 建国 are one person where no other 陈 is named in full; so are John Miller, Mr Miller and John. What could be
two people stays two: one name too many hides as well as one too few, and puts no words in the wrong mouth.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from mediator_bot.cases.deidentify.name_words import COMPOUND, KIN_ZH, SURNAMES, TITLES_EN
from mediator_bot.text.language import is_chinese

_FULL_ZH = re.compile(rf"^(?P<family>{COMPOUND}|[{SURNAMES}])(?P<given>[\u4e00-\u9fff]{{1,2}})$")
_FORM_ZH = re.compile(
    rf"^(?:(?P<before>[老小阿])(?P<a>[{SURNAMES}])|(?P<b>{COMPOUND}|[{SURNAMES}])(?P<after>{KIN_ZH}))$"
)
_TITLE = re.compile(rf"^(?P<title>{TITLES_EN})\b\.? ?", re.I)
# 老陈 and 小陈 are father and son more often than one man; Mr and Mrs Miller are two.
_SIDES = (
    (frozenset("老 大爷 大伯 爷爷 奶奶 老汉 老人 大妈 大娘 老伯 老爷子 爷 婆婆".split()), frozenset({"小"})),
    (
        frozenset(
            "先生 大爷 大伯 大叔 大哥 老汉 爷爷 叔叔 伯伯 叔 伯 哥 爷 mr sir uncle father lord grandpa grandad".split()
        ),
        frozenset(
            "女士 小姐 太太 夫人 阿姨 大妈 大娘 大姐 大嫂 奶奶 婆婆 姐 嫂 姨 婶 奶 妹 mrs ms miss aunt auntie aunty lady sister madam madame grandma granny".split()
        ),
    ),
)
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


@dataclass(frozen=True)
class Somebody:
    """One person of a case: the letter that stands for them, and every way their name was written."""

    letter: str
    written: tuple[str, ...]


def told_apart(names: Sequence[str], known: Sequence[Somebody] = (), taken: Iterable[str] = ()) -> tuple[Somebody, ...]:
    """The people that `names` (in order of appearance) mean, after those `known`; nobody gets a letter that is `taken`."""
    people = list(known)
    fresh = [name for name in dict.fromkeys(names) if not any(name in person.written for person in people)]
    # Full names first, so that a short form finds whom it belongs to; letters follow the order of the text.
    groups: list[list[str]] = [list(person.written) for person in people]
    for name in sorted(fresh, key=lambda name: (not _is_full(name), fresh.index(name))):
        fitting = [
            group for group in groups if any(_same(name, other) for other in group) and not _clashes(name, group)
        ]
        if len(fitting) == 1:
            fitting[0].append(name)
        else:
            groups.append([name])
    people = [replace(person, written=tuple(group)) for person, group in zip(people, groups, strict=False)]
    letters = _letters({person.letter for person in people} | set(taken))
    for group in sorted(groups[len(people) :], key=lambda group: min(map(fresh.index, group))):
        people.append(Somebody(next(letters), tuple(group)))
    return tuple(people)


def _letters(taken: set[str]) -> Iterator[str]:
    for turn in range(1, 1000):
        for letter in LETTERS:
            if (name := letter if turn == 1 else f"{letter}{turn}") not in taken:
                yield name


def _is_full(name: str) -> bool:
    if is_chinese(name[0]):
        return bool(_FULL_ZH.match(name)) and not _FORM_ZH.match(name)
    return len(_bare(name).split()) > 1


def _same(name: str, other: str) -> bool:
    """Whether one of two written names can be short for the other."""
    if is_chinese(name[0]) != is_chinese(other[0]):
        return False
    return _same_zh(name, other) if is_chinese(name[0]) else _same_en(name, other)


def _same_zh(name: str, other: str) -> bool:
    full = _FULL_ZH.match(other) if _is_full(other) else None
    if full is None:
        return False
    if form := _FORM_ZH.match(name):
        return (form["a"] or form["b"]) == full["family"]
    return name == full["given"] and len(name) > 1


def _same_en(name: str, other: str) -> bool:
    mine, theirs = _bare(name).lower().split(), _bare(other).lower().split()
    if mine == theirs:
        return True
    if len(theirs) < 2 or not mine:
        return False
    if len(mine) == 1:
        return mine[0] == theirs[-1] if _TITLE.match(name) else mine[0] in (theirs[0], theirs[-1])
    initial = len(mine[0].rstrip(".")) == 1 or len(theirs[0].rstrip(".")) == 1
    return mine[-1] == theirs[-1] and (mine[0][0] == theirs[0][0] if initial else mine[0] == theirs[0])


def _bare(name: str) -> str:
    return re.sub(r"['’]s?$", "", _TITLE.sub("", name))


def _clashes(name: str, group: Sequence[str]) -> bool:
    mine = _signs(name)
    return any(
        (mine & one and theirs & other) or (mine & other and theirs & one)
        for theirs in map(_signs, group)
        for one, other in _SIDES
    )


def _signs(name: str) -> frozenset[str]:
    """What a form of address says of age and sex."""
    if title := _TITLE.match(name):
        return frozenset({title["title"].lower()})
    form = _FORM_ZH.match(name)
    return frozenset(filter(None, (form["before"], form["after"]))) if form else frozenset()
