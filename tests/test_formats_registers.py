"""Registers (CSV, XLSX, JSON): which field each column fills, a document for each row, a line for each bad one."""

import csv
import datetime
import io
import json
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
import yaml
from files import SENTENCE, packed, reason, texts, write

from mediator_bot.cases.schema import CaseNote
from mediator_bot.documents import ColumnMap, Limits, Reading, propose_columns, read, save_columns
from mediator_bot.documents.formats import parse
from mediator_bot.documents.headers import DATES, FIELDS, LISTS, NESTED, PROSE, target_of
from mediator_bot.errors import DocumentError

HEADERS = ["案号", "纠纷类型", "登记日期", "申请人", "简要案情", "调解结果"]
ROW = ["（2024）一号", "邻里纠纷", "2024/5/3", "张某", "楼上漏水，\n泡了天花板。", "当场赔付一千元。"]
PAGE = "申请人: 张某\n\n【基本案情】\n楼上漏水，\n泡了天花板。\n\n【处理结果】\n当场赔付一千元。"
RECORD = {"case_id": "（2024）一号", "type_l1": "邻里纠纷", "accepted_on": "2024-05-03"}


def quick(path: Path) -> Reading:
    return parse(path, Limits())


def table(path: Path, rows: list[list[str]], delimiter: str = ",", encoding: str = "utf-8") -> Path:
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter).writerows(rows)
    return write(path, file.getvalue().encode(encoding))


def book(path: Path, **sheets: list[list[object]]) -> Path:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path


# --- headers -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ("案号", "case_id"),
        (" 案 号＊：", "case_id"),
        ("Case No.", "case_id"),
        ("案件編號", "case_id"),
        ("纠纷类型（大类）", "type_l1"),
        ("糾紛類型", "type_l1"),
        ("Dispute Type", "type_l1"),
        ("登记\n日期", "accepted_on"),
        ("结案时间(年月日)", "closed_on"),
        ("简要案情", "facts"),
        ("【基本案情】", "facts"),
        ("Case_Summary", "facts"),
        ("调解过程", "method"),
        ("处理结果", "result"),
        ("法律依据", "basis"),
        ("正文", "text"),
        ("closedOn", "closed_on"),
        ("facts_disputed", "facts_disputed"),
        ("备注", None),
        ("申请人", None),
        ("", None),
    ],
)
def test_a_header_names_its_field(header: str, target: str | None) -> None:
    assert target_of(header) == target


def test_the_fields_are_those_of_the_schema() -> None:
    assert sorted(FIELDS) == sorted(CaseNote.model_fields)
    kinds = {name: str(field.annotation) for name, field in CaseNote.model_fields.items()}
    assert {name for name in FIELDS if "_as_date" in str(CaseNote.model_fields[name]) or "_as_date" in kinds[name]} == {
        *DATES
    }
    nested = {name for name, kind in kinds.items() if "mediator_bot" in kind}
    assert nested == {*NESTED}
    assert {name for name, kind in kinds.items() if kind.startswith("list")} - nested == {*LISTS}
    assert not {*PROSE} & {*FIELDS}


# --- CSV -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_row_is_a_document(tmp_path: Path, delimiter: str, encoding: str) -> None:
    (document,) = quick(table(tmp_path / "r.csv", [HEADERS, ROW], delimiter, encoding)).documents
    assert (document.name, document.pages, document.record) == ("r.csv:2", (PAGE,), RECORD)


def test_titles_above_empty_rows_and_repeated_headers_are_no_documents(tmp_path: Path) -> None:
    rows = [["2024年度调解登记表"], [], HEADERS, ROW, ["一月份"], [], HEADERS, [*ROW[:4], "", ""], ROW[:5]]
    reading = quick(table(tmp_path / "r.csv", rows))
    assert [document.name for document in reading.documents] == ["r.csv:4", "r.csv:9"]
    assert reading.problems == ("r.csv:8: has no text in 简要案情、调解结果",)
    assert reading.documents[1].pages == (PAGE.partition("\n\n【处理结果】")[0],)


def test_a_bad_row_costs_only_itself(tmp_path: Path) -> None:
    good = "1,平安无事\n"
    bad = '2,"没有关上\n3,"里面有"引号\n4,多,了一个\n'
    reading = quick(write(tmp_path / "r.csv", "案号,案情\n" + good + bad + '5,"带 ""引号"" 的"\n'))
    assert texts(reading) == {"r.csv:2": "【基本案情】\n平安无事", "r.csv:6": '【基本案情】\n带 "引号" 的'}
    unclosed = 'has a quotation mark that does not close, or a character after it. Write "" for one inside a value'
    assert sorted(reading.problems) == [
        f"r.csv:3: {unclosed}",
        f"r.csv:4: {unclosed}",
        "r.csv:5: has 3 values for 2 columns; put a value that holds the separator in quotation marks",
    ]


def test_a_value_longer_than_csv_expects(tmp_path: Path) -> None:
    long = "长" * 200_000
    assert texts(quick(table(tmp_path / "r.csv", [["facts"], [long]]))) == {"r.csv:2": f"【基本案情】\n{long}"}


def test_a_file_whose_header_says_nothing(tmp_path: Path) -> None:
    told = reason(write(tmp_path / "phones.csv", "姓名,电话\n张某,1\n"))
    assert told == (
        "phones.csv has no header row that names the columns of a case, such as 案号, 简要案情, facts. "
        "Add one, or say what each column is in phones.columns.yaml."
    )
    assert reason(write(tmp_path / "bare.csv", "案号,案情\n")).startswith("bare.csv has no rows below its header")


def test_lists_dates_and_what_the_schema_has_to_judge(tmp_path: Path) -> None:
    header = ["Title", "Tags", "closed_on", "受理日期", "登记日期", "parties", "outcome", "Body"]
    rows = [header, ["T", "a、b; c", "2024年5月", "20240503", "2024.6.1 10:30", "甲、乙", "成功", "x"]]
    (document,) = quick(table(tmp_path / "r.csv", rows)).documents
    assert document.record == {
        "title": "T", "tags": ["a", "b", "c"], "closed_on": "2024-05", "accepted_on": "2024-05-03", "outcome": "成功",
    }  # fmt: skip
    assert document.pages == ("x\n\n登记日期: 2024.6.1 10:30\nparties: 甲、乙",)


# --- the column map ------------------------------------------------------------------------------------------


def test_a_proposed_map_is_saved_changed_and_followed(tmp_path: Path) -> None:
    register = table(tmp_path / "r.csv", [["案号", "经办情况", "案情"], ["7", "谈了三次", "漏水"]])
    proposed = propose_columns(register)
    assert dict(proposed.targets) == {"案号": "case_id", "经办情况": None, "案情": "facts"}
    beside = save_columns(register, proposed)
    assert (beside.name, yaml.safe_load(beside.read_text("utf-8"))) == ("r.columns.yaml", dict(proposed.targets))
    write(beside, "案号: title\n经办情况: method\n")
    assert propose_columns(register) == ColumnMap({"案号": "title", "经办情况": "method"})
    (document,) = read(register).documents
    assert document.pages == ("案情: 漏水\n\n【处理方式方法】\n谈了三次",)
    assert document.record == {"title": "7"}


@pytest.mark.parametrize(
    ("saved", "expected"),
    [
        (
            "案号: case_id\n案情: fact\n",
            "r.columns.yaml: 案情: 'fact' is not a field. Use one of: keywords, facts, method,",
        ),
        ("案号: case_id\n案清: facts\n", "r.columns.yaml: '案清' is not a column of r.csv. Its columns: 案号, 案情."),
        ("案号:\n", "r.columns.yaml: no column fills a field. Write `header: field`, such as `案号: facts`."),
        ("案号: case_id\n  x: [", "r.columns.yaml: line 2 is not valid YAML"),
        ("- 案号\n", "r.columns.yaml: line 1 does not begin a record"),
    ],
)
def test_a_wrong_map_names_the_key(tmp_path: Path, saved: str, expected: str) -> None:
    register = table(tmp_path / "r.csv", [["案号", "案情"], ["7", "漏水"]])
    write(tmp_path / "r.columns.yaml", saved)
    assert reason(register).startswith(expected)


def test_a_map_for_headers_that_nobody_knows(tmp_path: Path) -> None:
    register = table(tmp_path / "r.csv", [["登记簿"], ["甲", "乙"], ["1", "漏水"]])
    write(tmp_path / "r.columns.yaml", "乙: text\n")
    assert texts(quick(register)) == {"r.csv:3": "漏水\n\n甲: 1"}


def test_headers_that_nobody_knows_are_proposed_for_a_person_to_name(tmp_path: Path) -> None:
    register = write(tmp_path / "b.csv", "登记簿\n甲,乙\n1,2\n")
    assert propose_columns(register) == ColumnMap({"甲": None, "乙": None})
    with pytest.raises(DocumentError, match="a.txt has no columns. Give a table"):
        propose_columns(write(tmp_path / "a.txt", SENTENCE))
    with pytest.raises(DocumentError, match="c.csv has no cells with anything in them"):
        propose_columns(write(tmp_path / "c.csv", "\n\n"))


# --- XLSX ----------------------------------------------------------------------------------------------------


def test_a_sheet_with_a_title_dates_numbers_and_a_merged_row(tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.append(["2024年度调解登记表"])
    sheet.merge_cells("A1:E1")
    sheet.append(["案号", "受理日期", "结案时间", "金额", "案情"])
    sheet.append(
        [20240001, datetime.datetime(2024, 5, 3), datetime.datetime(2024, 6, 1, 10, 30), 1400.0, "漏水_x000D_\n赔付"]
    )
    sheet.append([])
    sheet.append(["一月份"])
    sheet.merge_cells("A5:E5")
    sheet.append(["b", None, "2024年7月1日", 12.5, "噪音"])
    made.save(path)
    reading = quick(path)
    assert [(d.name, d.pages[0], d.record) for d in reading.documents] == [
        ("r.xlsx:3", "金额: 1400\n\n【基本案情】\n漏水\n赔付",
         {"case_id": "20240001", "accepted_on": "2024-05-03", "closed_on": "2024-06-01"}),
        ("r.xlsx:6", "金额: 12.5\n\n【基本案情】\n噪音", {"case_id": "b", "closed_on": "2024-07-01"}),
    ]  # fmt: skip
    assert reading.problems == ()


def test_every_sheet_with_a_header_and_no_hidden_one(tmp_path: Path) -> None:
    path = book(
        tmp_path / "r.xlsx",
        一季度=[["案情"], ["漏水"]],
        说明=[["填表说明"]],
        二季度=[["正文"], ["噪音"]],
        空=[],
        密=[["案情"], ["x"]],
    )
    made = openpyxl.load_workbook(path)
    made["密"].sheet_state = "hidden"
    made.save(path)
    reading = quick(path)
    assert texts(reading) == {"r.xlsx:一季度:2": "【基本案情】\n漏水", "r.xlsx:二季度:2": "噪音"}
    (problem,) = reading.problems
    assert problem.startswith("r.xlsx:说明 has no header row")
    assert dict(propose_columns(path).targets) == {"案情": "facts", "正文": "text"}


def test_a_formula_without_its_value_is_told(tmp_path: Path) -> None:
    path = book(tmp_path / "r.xlsx", a=[["案情", "金额"], ["漏水", "=1+1"], ["噪音", 3]])
    reading = quick(path)
    assert texts(reading) == {"r.xlsx:2": "【基本案情】\n漏水", "r.xlsx:3": "金额: 3\n\n【基本案情】\n噪音"}
    assert reading.problems == (
        "r.xlsx:2: holds a formula whose value was not saved. Open it in a spreadsheet program and save it again as .xlsx.",
    )


def test_a_formula_that_gave_nothing_or_a_number_is_read_as_saved(tmp_path: Path) -> None:
    path = book(tmp_path / "r.xlsx", a=[["案情", "金额", "备注"], ["漏水", "=1+1", '=IF(B2>9,"大","")']])
    with zipfile.ZipFile(path) as package:
        parts: dict[str, str | bytes] = {name: package.read(name) for name in package.namelist()}
    cells = bytes(parts["xl/worksheets/sheet1.xml"])  # type: ignore[arg-type]
    cells = re.sub(rb"(<f>1\+1</f>)<v ?/?>(</v>)?", rb"\1<v>2</v>", cells)
    parts["xl/worksheets/sheet1.xml"] = cells.replace(b'<c r="C2">', b'<c r="C2" t="str">')
    reading = quick(packed(path, parts))
    assert texts(reading) == {"r.xlsx:2": "金额: 2\n\n【基本案情】\n漏水"}
    assert reading.problems == ()


def test_what_a_workbook_is_not(tmp_path: Path) -> None:
    path = book(tmp_path / "r.xlsx", a=[["案情"], ["漏水"]])
    whole = path.read_bytes()
    assert reason(write(tmp_path / "cut.xlsx", whole[: len(whole) // 2])).startswith("cut.xlsx is damaged or cut off (")
    assert reason(write(tmp_path / "r.csv", whole)) == "r.csv is really an Excel workbook; rename it to r.xlsx."
    bomb = packed(tmp_path / "bomb.xlsx", {"xl/workbook.xml": b" " * 10_000_001})
    assert reason(bomb, Limits(megabytes=1)) == "bomb.xlsx unfolds to more than 10 MB. Save its rows as .csv."


# --- JSON ----------------------------------------------------------------------------------------------------


def test_records_in_json_keep_what_is_nested(tmp_path: Path) -> None:
    records = [
        {"案号": 7, "简要案情": "漏水", "处理结果": ["赔付", "道歉"], "parties": [{"pid": "A", "role": "业主"}], "escalated": False, "来源": {"站": 1}},
        {"title": "T", "标题": "又一个", "正文": SENTENCE},
        {"案号": "9", "私下": [{"text": "x", "caucus_only": True}], "案情": "y"},
        {"案号": "10"},
    ]  # fmt: skip
    reading = quick(
        write(tmp_path / "r.jsonl", "\n".join(json.dumps(record, ensure_ascii=False) for record in records))
    )
    assert [(d.name, d.pages[0], d.record) for d in reading.documents] == [
        ("r.jsonl:1", '来源: {"站": 1}\n\n【基本案情】\n漏水\n\n【处理结果】\n赔付\n道歉',
         {"case_id": "7", "parties": [{"pid": "A", "role": "业主"}], "escalated": False}),
        ("r.jsonl:2", f"{SENTENCE}\n\n标题: 又一个", {"title": "T"}),
    ]  # fmt: skip
    assert reading.problems[0].startswith("r.jsonl:3: 私下 is not a field of the schema and holds private passages")
    assert reading.problems[1].startswith("r.jsonl:4: has no text in 简要案情")


def test_a_json_file_follows_its_saved_map(tmp_path: Path) -> None:
    path = write(tmp_path / "r.json", json.dumps([{"a": "漏水", "b": 1}]))
    assert reason(path).startswith("r.json:1: has none of the six sections")
    write(tmp_path / "r.columns.yaml", "a: facts\n")
    assert texts(quick(path)) == {"r.json:1": "b: 1\n\n【基本案情】\n漏水"}
