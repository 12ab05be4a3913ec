"""What was said in private session never comes through, however the fence is written and the pages fall."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediator_bot.cases.confidences import cut_fences, cut_private

# A slow machine is no failure.
unhurried = settings(deadline=None)
SECRET, OPEN = "xyz密", "PQR公"

openings = st.sampled_from(
    [":::caucus A", "::: caucus 甲", "：：：caucus 甲方", ":::caucus甲", "：：：　caucus", "::::: Caucus A :::::", "  :::CAUCUS B", ":::\u200bcaucus A"]
)  # fmt: skip
closings = st.sampled_from([":::", "：：：", ":::::", ":::  "])
secret_lines = st.lists(st.text(SECRET, max_size=6), max_size=4)
inner = st.lists(secret_lines.map(lambda lines: [":::note", *lines, ":::"]), max_size=1)


@st.composite
def private_passages(draw: st.DrawFn) -> list[str]:
    """An opening fence, secrets, perhaps a fence of another kind among them, and a closing fence."""
    among = [line for block in draw(inner) for line in block]
    return [draw(openings), *draw(secret_lines), *among, *draw(secret_lines), draw(closings)]


@st.composite
def notes(draw: st.DrawFn) -> tuple[list[str], str]:
    """The pages of a note, split between any two of its lines, and the words that everybody may read."""
    blocks = draw(
        st.lists(st.one_of(st.text(OPEN, max_size=8).map(lambda text: [text]), private_passages()), max_size=8)
    )
    lines = [line for block in blocks for line in block]
    public = "".join(block[0] for block in blocks if len(block) == 1)
    pages: list[str] = []
    page: list[str] = []
    for line in lines:
        page.append(line)
        if draw(st.booleans()):
            pages.append("\n".join(page))
            page = []
    return [*pages, "\n".join(page)], public


def bare(pages: tuple[str, ...]) -> str:
    return "".join("".join(pages).split())


@unhurried
@given(notes())
def test_exactly_the_private_passages_go(note: tuple[list[str], str]) -> None:
    pages, public = note
    kept = cut_fences(pages)
    assert len(kept) == len(pages)
    assert bare(kept) == public


@unhurried
@given(notes(), openings, secret_lines)
def test_a_fence_that_is_never_closed_hides_all_that_follows(
    note: tuple[list[str], str], opening: str, secrets: list[str]
) -> None:
    pages, public = note
    kept = cut_fences([*pages, "\n".join([opening, *secrets]), "", "\n".join(secrets)])
    assert bare(kept) == public
    assert kept[-2:] == ("", "")


@unhurried
@given(st.lists(st.text("ab:： \n公开caucus", max_size=40)))
def test_cutting_twice_cuts_no_more(pages: list[str]) -> None:
    once = cut_fences(pages)
    assert cut_fences(once) == once


@pytest.mark.parametrize(
    ("pages", "kept"),
    [
        (["a\n\n:::caucus A\ns\n:::\n\nb"], ["a\n\nb"]),
        (["a\n:::caucus A\ns", "s\n\ns", "s\n:::\nb"], ["a\n", "", "b"]),
        ([":::caucus A\ns\n:::caucus B\ns\n:::\ns\n:::\nb"], ["b"]),  # each needs its own end
        ([":::caucus A s :::\ns\n:::\nb"], ["b"]),  # the opening fence takes its line
        ([":::\ncaucus A\ns\n:::\nb"], ["b"]),  # wrapped by printing
        (["a :::caucus A\ns\n:::"], ["a "]),
        (["a\n:::\nb"], ["a\n:::\nb"]),  # no fence without its opening
        (["The caucus was short.\n\n\n\n他说：好"], ["The caucus was short.\n\n\n\n他说：好"]),
        ([], []),
    ],
)
def test_fences(pages: list[str], kept: list[str]) -> None:
    assert cut_fences(pages) == tuple(kept)


# --- the record ------------------------------------------------------------------------------------------------------

marks = st.sampled_from(
    [True, False, "true", "Yes", "y", "1", 1, 1.0, "on", "perhaps", "是", "no", "False", "off", 0, None, ""]
)
OPEN_MARKS = ("false", "no", "off", "n", "f", "0", "none", "")
records = st.recursive(
    st.text("ab", max_size=3) | st.integers() | st.none(),
    lambda items: (
        st.lists(items, max_size=3)
        | st.dictionaries(st.sampled_from("pqr"), items, max_size=3)
        | st.builds(lambda entry, mark: {**entry, "caucus_only": mark}, st.dictionaries(st.just("text"), items), marks)
    ),
    max_leaves=12,
)


def private_entries(value: Any) -> list[Any]:
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    own = [value] if isinstance(value, dict) and str(value.get("caucus_only", "no")).lower() not in OPEN_MARKS else []
    return own + [entry for item in inside for entry in private_entries(item)]


@unhurried
@given(st.dictionaries(st.sampled_from("pqr"), records))
def test_no_private_entry_stays_and_a_second_cut_finds_none(record: dict[str, Any]) -> None:
    once = cut_private(record)
    assert private_entries(once) == []
    assert cut_private(once) == once
    if not private_entries(record):
        assert once == record


def test_only_the_marked_entries_go() -> None:
    record: dict[str, Any] = {
        "positions": [{"pid": "A", "text": "open"}, {"pid": "A", "text": "secret", "caucus_only": True}],
        "interests": [{"pid": "B", "text": "said later", "caucus_only": False}],
        "mood": {"before": "secret", "caucus_only": "yes"},
        "sessions": [{"n": 1, "notes": [{"text": "secret", "caucus_only": "y"}, "open"]}],
    }
    assert cut_private(record) == {
        "positions": [{"pid": "A", "text": "open"}],
        "interests": [{"pid": "B", "text": "said later", "caucus_only": False}],
        "sessions": [{"n": 1, "notes": ["open"]}],
    }
    assert len(record["positions"]) == 2  # the record given is left as it was


def test_no_control_character_comes_in_through_a_record() -> None:
    assert cut_private({"title": "a\x1b[2Jb", "tags": ["c\x00"], "n": 1}) == {"title": "a[2Jb", "tags": ["c"], "n": 1}
