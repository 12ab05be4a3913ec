"""The sample library keeps its own rules: every file follows the schema, invents its people and says nothing twice."""

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from mediator_bot.cases.prepare import Prepared, prepare_case, prepare_guideline, prepare_statutes
from mediator_bot.cases.schema import parse_note
from mediator_bot.cases.taxonomy import DISPUTE_TYPES
from mediator_bot.documents import Reader, find, record_beside
from mediator_bot.documents.records import split_front_matter
from mediator_bot.library.folder_check import check_examples
from mediator_bot.text.language import language_of
from mediator_bot.types import RawDocument

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "corpus"
CASES = find([CORPUS / "cases"])
NOTES = [path for path in CASES if path.suffix == ".md"]
GUIDELINES = sorted((CORPUS / "guidelines").glob("*.md"))
STATUTES = sorted((CORPUS / "statutes").glob("*.yaml"))
DOCUMENTATION = [*sorted((ROOT / "docs").rglob("*.md")), ROOT / "README.md", CORPUS / "README.md"]


@pytest.fixture(scope="module")
def cases() -> dict[str, Prepared]:
    """Every case by its file name, as the library would take it in."""
    with Reader() as reader:
        return {path.name: prepare_case(reader.read(path).documents[0]) for path in CASES}


@pytest.fixture(scope="module")
def statutes() -> list[Prepared]:
    """Every article of the statute files."""
    tables = [(path.name, yaml.safe_load(path.read_text(encoding="utf-8"))) for path in STATUTES]
    return [row for name, table in tables for row in prepare_statutes(table, name)]


def guideline(path: Path) -> Prepared:
    record, page = split_front_matter(path.read_text(encoding="utf-8"), path.name)
    return prepare_guideline(RawDocument(path.name, (page,), record))


def yaml_examples(markdown: Path) -> Iterator[dict[str, Any]]:
    """The fenced YAML blocks of a page that show a case note."""
    if not markdown.exists():
        return
    for block in re.findall(r"^```yaml\n(.*?)^```", markdown.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
        if re.search(r"^case_id:", block, re.MULTILINE):
            yield yaml.safe_load(block.strip().strip("-"))


# --- the cases -------------------------------------------------------------------------------------------------------


def test_every_case_follows_the_schema_and_is_named_after_itself(cases: dict[str, Prepared]) -> None:
    for name, case in cases.items():
        assert case.reviewed, name
        # A case told in a second language: nb-2023-080.zh.md beside nb-2023-080.md.
        assert case.case_id == Path(name).stem.removesuffix(f".{case.language}")
        parse_note(dict(case.record), name)
    assert {path.suffix for path in CASES} == {".md", ".pdf", ".docx"}


def test_all_cases_are_invented_and_say_so(cases: dict[str, Prepared]) -> None:
    assert {name: case.origin for name, case in cases.items() if case.origin != "synthetic"} == {}


def test_there_is_enough_of_every_kind(cases: dict[str, Prepared]) -> None:
    once = {case.case_id: case for name, case in sorted(cases.items(), reverse=True)}
    records = [case.record for case in once.values()]
    languages = Counter(case.language for name, case in cases.items() if not is_second_telling(name))
    assert len(once) >= 72
    assert abs(languages["zh"] - languages["en"]) <= 2
    assert sum(map(is_second_telling, cases)) >= 12
    assert {record["type_l1"] for record in records} == set(DISPUTE_TYPES)
    assert sum(len(record["parties"]) >= 3 for record in records) >= 12
    came_back = [any(visit.get("recurrence") for visit in record["followups"]) for record in records]
    unsettled = [record["outcome"] not in ("full", "partial") for record in records]
    assert sum(map(any, zip(came_back, unsettled, strict=True))) >= 0.2 * len(records)
    for suffix, least in ((".pdf", 12), (".docx", 8)):
        printed = [path for path in CASES if path.suffix == suffix]
        assert len(printed) >= least
        assert all(record_beside(path) for path in printed)


def is_second_telling(name: str) -> bool:
    return bool(re.search(r"\.(?:zh|en)\.\w+$", name))


def test_two_tellings_of_a_case_agree_in_what_is_counted(cases: dict[str, Prepared]) -> None:
    for name, case in cases.items():
        if not is_second_telling(name):
            continue
        (other,) = [c for n, c in cases.items() if c.case_id == case.case_id and n != name]
        assert other.language != case.language
        for field in (
            "outcome",
            "type_l1",
            "level",
            "venue_type",
            "accepted_on",
            "closed_on",
            "agreement_effective_on",
        ):
            assert case.record.get(field) == other.record.get(field), (name, field)
        assert sums(case) == sums(other), name
        assert [p["pid"] for p in case.record["parties"]] == [p["pid"] for p in other.record["parties"]], name


def sums(case: Prepared) -> list[tuple[object, ...]]:
    return [(term.get("amount"), term.get("currency"), term.get("due")) for term in case.record["terms"]]


def test_the_practices_the_project_comes_from_are_all_there(cases: dict[str, Prepared]) -> None:
    texts = ["\n".join(case.pages.values()) for name, case in cases.items() if not is_second_telling(name)]
    for practice in (
        r"议事会|consultation meeting|community meeting|police-community",
        r"说理堂|堂屋|reason hall|elders.{0,12}evening",
        r"一站式|one-stop",
        r"户长|楼长|楼组长|floor warden|household chief",
        r"志愿|volunteer",
        r"派出所|police station|community police",
        r"调解队|调解团队|团队|\bteam\b",
    ):
        assert sum(bool(re.search(practice, text, re.I)) for text in texts) >= 3, practice
    moods = [case for case in cases.values() if case.record.get("mood")]
    assert len(moods) >= 5
    chains = {case.record["recurrence_of"] for case in cases.values() if case.record.get("recurrence_of")}
    assert len(chains) >= 4
    with_customs = [case for case in cases.values() if case.record["customs"]]
    assert len(with_customs) >= 8
    fenced = [path for path in NOTES if ":::caucus" in path.read_text(encoding="utf-8")]
    assert len(fenced) >= 12


def test_printed_notes_read_back_as_text(cases: dict[str, Prepared]) -> None:
    for path in CASES:
        if path.suffix != ".md":
            text = "".join(page for number, page in cases[path.name].pages.items() if number)
            assert len(text) > 500, path.name
            assert not re.search(r"[\ue000-\uf8ff\ufffd\u2f00-\u2fd5]", text), path.name


def test_references_between_cases_lead_somewhere(cases: dict[str, Prepared]) -> None:
    known = {case.case_id for case in cases.values()}
    pointed = {case.record.get("recurrence_of") for case in cases.values()} - {None}
    assert pointed <= known
    assert pointed


def test_people_in_a_record_are_its_parties(cases: dict[str, Prepared]) -> None:
    for name, case in cases.items():
        parties = {party["pid"] for party in case.record["parties"]}
        speakers = {said["pid"] for field in ("positions", "interests", "emotions") for said in case.record[field]}
        assert speakers <= parties, name
        assert len(parties) == len(case.record["parties"]) >= 2, name


def test_private_passages_are_shown_and_closed(cases: dict[str, Prepared]) -> None:
    fenced = [path for path in CASES if path.suffix == ".md" and ":::caucus" in path.read_text(encoding="utf-8")]
    assert fenced
    for path in fenced:
        page = cases[path.name].pages[1]
        assert ":::" not in page
        # A fence that was never closed would have taken the end of the note with it.
        last = path.read_text(encoding="utf-8").rstrip().splitlines()[-1]
        assert page.rstrip().endswith(last) or last == ":::", path.name


# --- the reference material ------------------------------------------------------------------------------------------


def test_guidelines() -> None:
    prepared = {path.name: guideline(path) for path in GUIDELINES}
    assert len({document.record["guideline_id"] for document in prepared.values()}) >= 20
    assert len(prepared) >= 40
    for name, document in prepared.items():
        assert f"{document.key}.md" == name
        assert set(document.record["applies_to"]) <= set(DISPUTE_TYPES), name
        assert sum(field.startswith("steps.") for field in document.fields) >= 5, name
        assert document.record["sources"], name
    assert {document.language for document in prepared.values()} == {"zh", "en"}


def test_statutes(statutes: list[Prepared]) -> None:
    assert len(statutes) >= 150
    assert len({row.key for row in statutes}) == len(statutes)
    for row in statutes:
        assert set(row.record.get("topics") or []) <= set(DISPUTE_TYPES), row.key
        assert isinstance(row.record["verified"], bool), row.key
        assert re.fullmatch(r"\d+", row.record["article"]), row.key
        assert re.fullmatch(r"|\d{4}-\d{2}-\d{2}", row.record["in_force"]), row.key
        assert re.search(r"[\u4e00-\u9fff]", row.record["gist"]["zh"]), row.key
        assert re.search(r"[a-z]", row.record["gist"]["en"]), row.key


def test_what_a_case_calls_verified_is_a_verified_article(cases: dict[str, Prepared], statutes: list[Prepared]) -> None:
    verified = {
        (name, row.record["article"])
        for row in statutes
        if row.record["verified"]
        for name in row.record["law"].values()
    }
    cited = {
        (basis["law"].removeprefix("中华人民共和国"), basis["article"], name)
        for name, case in cases.items()
        for basis in case.record["legal_basis"]
        if basis.get("verified")
    }
    assert len(cited) >= 10
    assert {entry for entry in cited if entry[:2] not in verified} == set()


def test_numbers_that_moved(statutes: list[Prepared]) -> None:
    rows = {row.key: row.record for row in statutes}
    old = {key: {str(item["article"]) for item in record.get("superseded") or []} for key, record in rows.items()}
    for key, numbers in {
        "civil-procedure-law-205": {"194", "201"},
        "public-security-punishments-law-51": {"43"},
        "public-security-punishments-law-88": {"58"},
        "public-security-punishments-law-89": {"75"},
    }.items():
        assert numbers <= old[key], key


# --- examples that people copy ---------------------------------------------------------------------------------------


def test_every_example_of_a_note_can_be_copied() -> None:
    examples = [(path, record) for path in DOCUMENTATION for record in yaml_examples(path)]
    assert any(path == CORPUS / "README.md" for path, _ in examples)
    for path, record in examples:
        parse_note(record, str(path.relative_to(ROOT)))


# --- nobody real, nothing twice --------------------------------------------------------------------------------------

PERSONAL = {
    "telephone": r"(?<!\d)1[3-9]\d{9}(?!\d)",
    "identity card": r"(?<!\d)\d{17}[\dXx](?!\d)",
    "bank card": r"(?<!\d)\d{16,19}(?!\d)",
    "e-mail": r"[\w.]+@[\w-]+\.[a-z]{2,}",
    "number plate": r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤川青藏琼宁][A-Z][A-Z0-9]{5}",
    "full name": r"(?<![\u4e00-\u9fff])[张王李赵刘陈杨黄周吴][\u4e00-\u9fff]{1,2}(?:先生|女士|诉|与|（男|（女|，男|，女)",
}


@pytest.mark.parametrize("kind", PERSONAL)
def test_no_personal_data(cases: dict[str, Prepared], kind: str) -> None:
    texts = {name: "\n".join(case.pages.values()) for name, case in cases.items()}
    texts |= {path.name: path.read_text(encoding="utf-8") for path in [*CORPUS.rglob("*.md"), *CORPUS.rglob("*.yaml")]}
    texts |= {path.name: path.read_text(encoding="utf-8") for path in CORPUS.rglob("*.jsonl")}
    assert {name: found for name, text in texts.items() if (found := re.findall(PERSONAL[kind], text))} == {}


def test_the_checks_for_personal_data_find_some() -> None:
    text = "13812345678 110101199003077758 6222021234567890123 a@b.cn 京A12345 王小明先生"
    assert all(re.search(pattern, text) for pattern in PERSONAL.values())


def runs(text: str) -> set[str]:
    """Every run of 12 Chinese characters and, in an English text, of 8 words, punctuation aside."""
    characters = "".join(re.findall(r"[\u3400-\u9fff]", text))
    words = re.findall(r"[a-z]+(?:['’][a-z]+)?", text.lower()) if language_of(text) == "en" else []
    return {characters[start : start + 12] for start in range(len(characters) - 11)} | {
        " ".join(words[start : start + 8]) for start in range(len(words) - 7)
    }


def test_runs() -> None:
    assert runs("一二三四五六，七八九十甲乙丙") == {"一二三四五六七八九十甲乙", "二三四五六七八九十甲乙丙"}
    assert runs("The cat sat on A's mat, it is said.") == {
        "the cat sat on a's mat it is",
        "cat sat on a's mat it is said",
    }


def test_no_two_notes_say_the_same(cases: dict[str, Prepared], statutes: list[Prepared]) -> None:
    of_law = set().union(*(runs("\n".join(row.pages.values())) for row in statutes))
    texts = {name: "\n".join(page for n, page in case.pages.items() if n) for name, case in cases.items()}
    texts |= {path.name: guideline(path).pages[1] for path in GUIDELINES}
    said = {name: runs(text) - of_law for name, text in texts.items()}
    shared = {(a, b): said[a] & said[b] for a, b in itertools.combinations(said, 2)}
    assert {pair: found for pair, found in shared.items() if found} == {}


def shingles(case: Prepared, words: int, characters: int) -> set[str]:
    """Runs of words (English) or characters (Chinese) of a note's own text."""
    text = "\n".join(page for number, page in case.pages.items() if number)
    if case.language == "zh":
        flat = "".join(re.findall(r"[\u4e00-\u9fff]", text))
        return {flat[n : n + characters] for n in range(len(flat) - characters + 1)}
    said = re.findall(r"[a-z']+", text.lower())
    return {" ".join(said[n : n + words]) for n in range(len(said) - words + 1)}


def test_no_two_notes_are_told_alike(cases: dict[str, Prepared]) -> None:
    # Measured: the closest two share 0.7 % of their runs of three words or four characters.
    runs_of = {name: shingles(case, 3, 4) for name, case in cases.items()}
    alike = {(a, b): len(x & y) / len(x | y) for (a, x), (b, y) in itertools.combinations(runs_of.items(), 2)}
    assert {pair: share for pair, share in alike.items() if share > 0.02} == {}


def test_no_turn_of_phrase_goes_through_the_library(cases: dict[str, Prepared]) -> None:
    holding = Counter(run for case in cases.values() for run in shingles(case, 5, 7))
    assert {run: notes for run, notes in holding.items() if notes > 3} == {}


def test_examples_of_the_documentation_follow_the_schema() -> None:
    shown = [path for path in DOCUMENTATION for _ in yaml_examples(path)]
    assert check_examples(DOCUMENTATION) == (len(shown), [])
