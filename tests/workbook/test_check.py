"""`anjuan check` finds everything at once, each at its cell."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet
from support.office import convert, needs_office
from support.runs import ROOT, Finished, Generated

from anjuan.config import find_config
from anjuan.plugin.codes import CODES
from anjuan.plugin.host import Plugins
from anjuan.problems import Problem
from anjuan.run.inspection import inspect
from anjuan.testing import (
    CASE,
    INCIDENT,
    INSTITUTION,
    TODAY,
    Row,
    case,
    contact,
    evidence,
    incident,
    institution,
    loss,
    write_workbook,
)

PLUGINS = Plugins.load(outside=False)


def problems(path: Path, config: Path | None = None, today: date = TODAY) -> tuple[Problem, ...]:
    return inspect(path, today, PLUGINS, find_config(path.parent, config).layout).problems


def found(path: Path) -> set[tuple[str, str]]:
    """Code and place of every problem."""
    return {(problem.code, f"{problem.sheet}!{problem.cell}") for problem in problems(path)}


def test_a_sound_workbook_has_no_problem(tmp_path: Path) -> None:
    book = write_workbook(tmp_path / "表.xlsx", cases=[case(文书="报案材料")], losses=[loss()])

    assert problems(book) == ()


# One row a rule: what is wrong, its code, its exact cell.
@pytest.mark.parametrize(
    ("rows", "code", "place"),
    [
        ({"cases": [case(身份证号=None)]}, "missing", "案件!身份证号2"),
        ({"cases": [case(身份证号="   ")]}, "missing", "案件!身份证号2"),
        ({"cases": [contact(债务人姓名=None)]}, "missing", "案件!债务人姓名2"),
        ({"cases": [case(住址="甲\n乙")]}, "line-break", "案件!住址2"),
        ({"cases": [case(备注="{{ 6*7 }}")]}, "template-mark", "案件!备注2"),
        ({"cases": [case(身份证号=110101199001011234)]}, "long-number", "案件!身份证号2"),
        ({"cases": [case(委托人身份="联系入")]}, "unknown-choice", "案件!委托人身份2"),
        ({"cases": [case(借款日期="去年")]}, "bad-date", "案件!借款日期2"),
        ({"incidents": [incident(时间="2026-03-05 25:00")]}, "bad-time", "骚扰记录!时间2"),
        ({"losses": [loss(金额="一千")]}, "bad-money", "损失!金额2"),
        ({"losses": [loss(金额=0)]}, "bad-money", "损失!金额2"),
        ({"incidents": [incident(次数="很多")]}, "bad-count", "骚扰记录!次数2"),
        ({"cases": [case(身份证号="000000199001010019")]}, "bad-identity", "案件!身份证号2"),
        (
            {"institutions": [institution(统一社会信用代码="91000000MA0000000X")]},
            "bad-credit-code",
            "机构!统一社会信用代码2",
        ),
        ({"cases": [case(联系电话="12345")]}, "bad-phone", "案件!联系电话2"),
        ({"cases": [case(性别="女")]}, "sex-mismatch", "案件!性别2"),
        ({"cases": [case(出生日期="1990-01-02")]}, "birth-mismatch", "案件!出生日期2"),
        (
            {"cases": [case(借款日期="2026-02-01", 逾期日期="2026-01-01")]},
            "date-order",
            "案件!逾期日期2",
        ),
        (
            {"cases": [case(借款日期="2026-01-01", 逾期日期="2026-01-01")]},
            "date-order",
            "案件!逾期日期2",
        ),
        ({"cases": [case(逾期日期="2026-03-06")]}, "date-order", "案件!逾期日期2"),
        ({"cases": [case(落款日期="2026-03-01")]}, "date-order", "案件!落款日期2"),
        ({"incidents": [incident(时间="2026-11-24")]}, "future-date", "骚扰记录!时间2"),
        ({"cases": [case(借款日期="2027-01-01")]}, "future-date", "案件!借款日期2"),
        ({"incidents": [INCIDENT, incident(案件编号="A01")]}, "unknown-case", "骚扰记录!案件编号3"),
        ({"cases": [case(债权人="甲货")]}, "unknown-institution", "案件!债权人2"),
        ({"incidents": [incident(证据编号="1、7")]}, "unknown-evidence", "骚扰记录!证据编号2"),
        ({"losses": [loss(证据编号="7")]}, "unknown-evidence", "损失!证据编号2"),
        ({"cases": [case(文书="报案才料")]}, "unknown-kind", "案件!文书2"),
        ({"cases": [CASE, CASE]}, "duplicate-case", "案件!案件编号3"),
        ({"institutions": [INSTITUTION, INSTITUTION]}, "duplicate-institution", "机构!名称3"),
        ({"evidence": [evidence(), evidence()]}, "duplicate-evidence", "证据!证据编号3"),
        ({"incidents": [INCIDENT, INCIDENT]}, "duplicate-row", "骚扰记录!案件编号3"),
        ({"incidents": [incident(内容="  ")]}, "blank-cell", "骚扰记录!内容2"),
        ({"incidents": [incident(对方号码=57100000011)]}, "text-as-number", "骚扰记录!对方号码2"),
        ({"losses": [loss(金额="1200")]}, "number-as-text", "损失!金额2"),
        ({"cases": [case(落款日期="2026-08-20")]}, "deadline-near", "案件!落款日期2"),
        ({"cases": [case(落款日期="2026-10-01")]}, "deadline-past", "案件!落款日期2"),
        ({"cases": [case(公安机关=None)]}, "left-open", "案件!公安机关2"),
        (
            {"cases": [case(精神损害抚慰金=100, 损害后果=None)]},
            "solatium-without-harm",
            "案件!损害后果2",
        ),
        ({"cases": [case(道歉方式="公开")]}, "apology-without-scope", "案件!道歉范围2"),
        ({"incidents": []}, "no-rows", "骚扰记录!"),
    ],
)
def test_every_fault_is_found_at_its_cell(
    tmp_path: Path, rows: dict[str, list[Row]], code: str, place: str
) -> None:
    book = write_workbook(tmp_path / "表.xlsx", **rows)

    assert (code, _address(book, place)) in found(book)


def _address(book: Path, place: str) -> str:
    """`案件!G2` for `案件!身份证号2`."""
    sheet, _, cell = place.partition("!")
    heading = cell.rstrip("0123456789")
    for column in openpyxl.load_workbook(book)[sheet][1]:
        if column.value == heading:
            return f"{sheet}!{column.column_letter}{cell.removeprefix(heading)}"
    return place


def edited(tmp_path: Path, change: Callable[[openpyxl.Workbook], None], **rows: object) -> Path:
    """A workbook changed by hand."""
    book = write_workbook(tmp_path / "表.xlsx", **rows)  # type: ignore[arg-type]
    workbook = openpyxl.load_workbook(book)
    change(workbook)
    workbook.save(book)
    return book


def test_error_cells_and_formulas_without_a_result_are_errors(tmp_path: Path) -> None:
    def change(workbook: openpyxl.Workbook) -> None:
        workbook["案件"]["J2"] = "#N/A"
        workbook["案件"]["J2"].data_type = "e"
        workbook["案件"]["K2"] = "=1+1"

    assert {("error-cell", "案件!J2"), ("formula-without-value", "案件!K2")} <= found(
        edited(tmp_path, change)
    )


def test_merged_cells_and_hidden_rows_are_told(tmp_path: Path) -> None:
    def change(workbook: openpyxl.Workbook) -> None:
        workbook["骚扰记录"].merge_cells("H2:H3")
        workbook["骚扰记录"].row_dimensions[3].hidden = True

    rows = [INCIDENT, incident(时间="2026-03-06")]
    assert {("merged-cells", "骚扰记录!H2"), ("hidden-row", "骚扰记录!A3")} <= found(
        edited(tmp_path, change, incidents=rows)
    )


def test_a_heading_that_looks_like_a_slip_is_told(tmp_path: Path) -> None:
    def change(workbook: openpyxl.Workbook) -> None:
        workbook["骚扰记录"]["F1"] = "与委托人的关系"

    problem = next(item for item in problems(edited(tmp_path, change)) if item.heading)
    assert (problem.code, problem.cell) == ("unknown-heading", "F1")
    assert "是不是“与委托人关系”" in problem.message


def test_no_problem_hides_another(tmp_path: Path) -> None:
    book = write_workbook(
        tmp_path / "表.xlsx",
        cases=[case(身份证号="1", 联系电话=None, 借款日期="x", 借款金额="y", 债权人="z")],
        incidents=[incident(时间="x", 方式="y", 次数="z")],
        losses=[loss(金额="x", 项目="y")],
    )

    codes = [problem.code for problem in problems(book)]
    assert codes.count("bad-date") == 2
    assert codes.count("bad-money") == 2
    assert {"bad-identity", "missing", "unknown-institution", "unknown-choice", "bad-count"} <= set(
        codes
    )


def test_row_numbers_are_those_of_excel_below_blank_rows_and_a_late_heading(tmp_path: Path) -> None:
    def change(workbook: openpyxl.Workbook) -> None:
        sheet = workbook["骚扰记录"]
        assert isinstance(sheet, Worksheet)
        sheet.insert_rows(1, 2)
        sheet.insert_cols(1, 1)
        sheet["B1"] = "某某律师事务所 催收骚扰登记表"
        sheet.insert_rows(4, 3)

    book = edited(tmp_path, change, incidents=[incident(次数="x")])

    assert ("bad-count", "骚扰记录!H7") in found(book)


def test_no_row_is_lost_however_many_there_are(tmp_path: Path) -> None:
    book = write_workbook(
        tmp_path / "表.xlsx",
        cases=[case(案件编号=f"A{number:03d}") for number in range(1, 81)],
        incidents=[incident(案件编号=f"A{number:03d}", 证据编号=None) for number in range(1, 81)],
        evidence=[],
    )

    # The heading row is sought among the first thirty: none of them may be swallowed.
    assert {problem.code for problem in problems(book)} <= {"channel-refuses-litigation"}


def test_full_width_forms_match_their_half_width_twins(tmp_path: Path) -> None:
    book = write_workbook(
        tmp_path / "表.xlsx",
        cases=[case(案件编号="Ａ００１", 债权人="虚构（甲）公司", 联系电话="１３８００００００１")],
        institutions=[institution(名称="虚构(甲)公司", 简称=None)],
        evidence=[evidence(证据编号="１")],
    )

    assert {problem.code for problem in problems(book)} <= {"channel-refuses-litigation"}


def test_check_groups_by_case_and_ends_with_a_count(
    cli: Callable[..., Finished], tmp_path: Path
) -> None:
    write_workbook(tmp_path / "表.xlsx", cases=[case(性别="女", 公安机关=None)])

    done = cli("check", "表.xlsx")

    assert done.status == 1
    assert "案件 A001" in done.out
    assert "错误  案件!D2（性别）" in done.out
    assert "共 1 处错误，" in done.out


def test_check_json_has_the_shape_of_the_contract(
    cli: Callable[..., Finished], tmp_path: Path
) -> None:
    write_workbook(tmp_path / "表.xlsx", cases=[case(性别="女")])

    result = json.loads(cli("check", "表.xlsx", "--json").out)

    assert result["documents"] == []
    [problem] = [item for item in result["problems"] if item["severity"] == "error"]
    shown = {key: problem[key] for key in ("sheet", "cell", "heading", "value", "code")}
    assert shown == {
        "sheet": "案件", "cell": "D2", "heading": "性别", "value": "女", "code": "sex-mismatch",
    }  # fmt: skip
    assert problem["message"]
    assert problem["remedy"]


def test_warnings_alone_are_exit_status_0(cli: Callable[..., Finished], tmp_path: Path) -> None:
    write_workbook(tmp_path / "表.xlsx", cases=[case(公安机关=None)])

    assert cli("check", "表.xlsx").status == 0


def test_mark_writes_a_copy_and_leaves_the_original(
    cli: Callable[..., Finished], tmp_path: Path
) -> None:
    book = write_workbook(tmp_path / "表.xlsx", cases=[case(性别="女")])
    before = book.read_bytes()

    done = cli("check", "表.xlsx", "--mark", "标记.xlsx")

    assert done.status == 1
    assert book.read_bytes() == before
    marked = openpyxl.load_workbook(tmp_path / "标记.xlsx")["案件"]
    note = marked["D2"].comment
    assert note is not None
    assert "性别写的是“女”" in note.text
    again = cli("check", "表.xlsx", "--mark", "表.xlsx")
    assert (again.status, book.read_bytes()) == (3, before)


# What a lawyer's slip does to a cell, and the code it must be found under.
SLIPS = st.sampled_from(
    [
        ("案件", "身份证号", None, "missing"),
        ("案件", "身份证号", "00000019900101001", "bad-identity"),
        ("案件", "身份证号", 110101199001011234, "long-number"),
        ("案件", "委托人身份", "本人", "unknown-choice"),
        ("案件", "债权人", "不存在的公司", "unknown-institution"),
        ("案件", "借款日期", "昨天", "bad-date"),
        ("案件", "借款金额", "两万", "bad-money"),
        ("案件", "备注", "坏\x0b了", "control-character"),
        ("案件", "备注", "{{ 7*7 }}", "template-mark"),
        ("机构", "机构类型", "银行", "unknown-choice"),
        ("机构", "统一社会信用代码", "1", "bad-credit-code"),
        ("骚扰记录", "时间", "晚上", "bad-date"),
        ("骚扰记录", "次数", -3, "bad-count"),
        ("骚扰记录", "案件编号", "B999", "unknown-case"),
        ("骚扰记录", "受扰人", "甲\n乙", "line-break"),
        ("证据", "证明事项", None, "missing"),
        ("损失", "金额", "1.005", "bad-money"),
    ]
)
NOISE = st.dictionaries(
    st.sampled_from([heading for heading in CASE if heading not in ("案件编号",)]),
    st.one_of(st.text(max_size=12), st.integers(), st.floats(), st.dates(), st.booleans()),
    max_size=3,
)


@settings(
    max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(SLIPS, min_size=1, max_size=3, unique_by=lambda slip: slip[:2]), NOISE)
def test_of_a_thousand_bad_workbooks_every_planted_fault_is_found(
    slips: list[tuple[str, str, object, str]], noise: dict[str, object]
) -> None:
    rows: dict[str, dict[str, object]] = {
        "案件": {**CASE, **noise},
        "机构": dict(INSTITUTION),
        "骚扰记录": dict(INCIDENT),
        "证据": dict(evidence()),
        "损失": dict(loss()),
    }
    for sheet, heading, value, _ in slips:
        rows[sheet][heading] = value
    with tempfile.TemporaryDirectory() as folder:
        book = _write_anything(Path(folder) / "表.xlsx", rows)
        codes = {(problem.sheet, problem.heading, problem.code) for problem in problems(book)}

    assert {(sheet, heading, code) for sheet, heading, _, code in slips} <= codes


def _write_anything(path: Path, rows: dict[str, dict[str, object]]) -> Path:
    """Write cells openpyxl would refuse, by XML escapes: files come from other programs too."""
    cleaned = {
        sheet: {key: _storable(value) for key, value in row.items()} for sheet, row in rows.items()
    }
    write_workbook(
        path,
        cases=[cleaned["案件"]],
        institutions=[cleaned["机构"]],
        incidents=[cleaned["骚扰记录"]],
        evidence=[cleaned["证据"]],
        losses=[cleaned["损失"]],
    )
    return path


def _storable(value: object) -> object:
    if isinstance(value, str):
        # Excel stores what XML can't as _xHHHH_ (ECMA-376 §22.4.2.4); readers turn it back.
        return re.sub(
            "[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]",
            lambda sign: f"_x{ord(sign[0]):04X}_",
            value,
        )
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return None
    return value


def test_every_code_in_use_is_explained_in_the_reference() -> None:
    used = set()
    for folder in ("core", "plugins"):
        for path in (ROOT / folder).rglob("*.py"):
            source = path.read_text(encoding="utf-8")
            used |= set(re.findall(r'code="([a-z-]+)"', source))
            used |= set(re.findall(r'CellError\(\s*"([a-z-]+)"', source))
            used |= set(re.findall(r'_unproved\("([a-z-]+)"', source))
            used |= set(re.findall(r'problem_at\(\s*\w+,\s*\w+,\s*"([a-z-]+)"', source))
            used |= set(re.findall(r'problem_at\(\s*\w+,\s*"\w+",\s*"([a-z-]+)"', source))
            used |= set(re.findall(r'_warning\([^"]*?"?[a-z_]*"?,? ?"([a-z]+-[a-z-]+)"', source))

    assert used <= set(CODES), used - set(CODES)
    assert len(used) > 35


# ---------------------------------------------------------------- own spreadsheets and formats


def own_workbook(path: Path) -> Path:
    """An office's own table: other sheet names, other headings, a title above the headings."""
    write_workbook(path, losses=[])
    workbook = openpyxl.load_workbook(path)
    sheet = workbook["案件"]
    assert isinstance(sheet, Worksheet)
    sheet.title = "客户台账"
    for cell in sheet[1]:
        cell.value = {"委托人姓名": "客户姓名", "身份证号": "证件号码", "联系电话": "手机"}.get(
            str(cell.value), cell.value
        )
    sheet.insert_rows(1, 1)
    sheet["A1"] = "某某律师事务所"
    incidents = workbook["骚扰记录"]
    assert isinstance(incidents, Worksheet)
    incidents["C2"] = "来电"
    del workbook["损失"]
    workbook.save(path)
    return path


def test_problems_of_an_own_table_are_told_and_marked_under_its_own_names(
    cli: Callable[..., Finished], tmp_path: Path
) -> None:
    book = own_workbook(tmp_path / "台账.xlsx")
    (tmp_path / "anjuan.toml").write_text(CONFIG, encoding="utf-8")
    workbook = openpyxl.load_workbook(book)
    workbook["客户台账"]["G3"] = "1"
    workbook.save(book)

    done = cli("check", "台账.xlsx", "--mark", "标记.xlsx")
    generated = cli("generate", "台账.xlsx", "-o", "out", "--json")

    assert "错误  客户台账!G3" in done.out
    marked = openpyxl.load_workbook(tmp_path / "标记.xlsx")["客户台账"]
    assert marked["G3"].comment is not None
    assert [cell.value for cell in marked[2]][-1] == "检查结果"
    sheets = {item["sheet"] for item in json.loads(generated.out)["problems"]}
    assert "客户台账" in sheets
    assert "案件" not in sheets


CONFIG = """
[sheets]
"案件" = "客户台账"
"损失" = ""
[columns."案件"]
"委托人姓名" = "客户姓名"
"身份证号" = "证件号码"
"联系电话" = "手机"
[constants]
"律师事务所" = "虚构律所"
"委托律师" = "王律师"
[choices."骚扰记录"."方式"]
"来电" = "电话"
"""


def test_a_mapping_beside_the_workbook_makes_an_offices_own_table_readable(
    generate: Callable[..., Generated], tmp_path: Path
) -> None:
    book = own_workbook(tmp_path / "台账.xlsx")
    (tmp_path / "anjuan.toml").write_text(CONFIG, encoding="utf-8-sig")

    done = generate(book, kinds=("police-statement",))

    text = done.text("police-statement")
    assert "张三" in text
    assert "委托代理人：王律师，虚构律所律师" in text
    assert "以电话方式骚扰" in text


def test_the_deadlines_of_an_offices_own_table_are_shown(
    cli: Callable[..., Finished], tmp_path: Path
) -> None:
    own_workbook(tmp_path / "台账.xlsx")
    (tmp_path / "anjuan.toml").write_text(CONFIG, encoding="utf-8")

    done = cli("deadlines", "台账.xlsx")

    assert done.status == 0, done.err
    assert "治安处罚追究时效" in done.out


def test_a_mapping_named_on_the_command_line_is_used(
    cli: Callable[..., Finished], tmp_path: Path
) -> None:
    own_workbook(tmp_path / "台账.xlsx")
    (tmp_path / "本所.toml").write_text(CONFIG, encoding="utf-8")

    assert cli("check", "台账.xlsx").status == 3
    done = cli("check", "台账.xlsx", "--config", "本所.toml")
    assert done.status == 0, done.out


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[sheets", "写法不对"),
        ('[sheets]\n"案子" = "x"', "是不是“案件”"),
        ('[columns."案件"]\n"姓名" = "x"', "里没有工作表“案件”的标题“姓名”"),
        ('[constants]\n"律所" = "x"', "里没有标题“律所”"),
        ('sheets = "x"', "应当是一个小节"),
        ("[other]", "里没有小节“other”"),
    ],
)
def test_a_wrong_mapping_is_explained(
    cli: Callable[..., Finished], tmp_path: Path, text: str, words: str
) -> None:
    write_workbook(tmp_path / "表.xlsx")
    (tmp_path / "anjuan.toml").write_text(text, encoding="utf-8")

    done = cli("check", "表.xlsx")

    assert done.status == 3
    assert words in done.err


def test_map_writes_a_first_mapping_that_works_after_correction(
    cli: Callable[..., Finished], tmp_path: Path
) -> None:
    own_workbook(tmp_path / "台账.xlsx")

    done = cli("map", "台账.xlsx")

    assert done.status == 0, done.err
    text = (tmp_path / "anjuan.toml").read_text(encoding="utf-8")
    assert '"委托人姓名" = "客户姓名"' in text
    assert '"损失" = ""' in text
    assert cli("map", "台账.xlsx").status == 3


@pytest.mark.parametrize("suffix", [".xlsm", ".csv-utf8", ".csv-bom", ".csv-gb18030"])
def test_other_formats_give_the_same_papers(
    generate: Callable[..., Generated], tmp_path: Path, suffix: str
) -> None:
    reference_text = generate(write_workbook(tmp_path / "表.xlsx")).texts()
    folder = tmp_path / "other"
    folder.mkdir()

    if suffix == ".xlsm":
        book = folder / "表.xlsm"
        book.write_bytes((tmp_path / "表.xlsx").read_bytes())
    else:
        encoding = {"utf8": "utf-8", "bom": "utf-8-sig", "gb18030": "gb18030"}[suffix[5:]]
        book = _as_csv(tmp_path / "表.xlsx", folder, encoding)

    assert generate(book).texts() == reference_text


def _as_csv(book: Path, folder: Path, encoding: str) -> Path:
    import csv

    for sheet in openpyxl.load_workbook(book):
        with (folder / f"{sheet.title}.csv").open("w", encoding=encoding, newline="") as stream:
            csv.writer(stream).writerows(sheet.iter_rows(values_only=True))
    return folder / "案件.csv"


@needs_office
@pytest.mark.parametrize("suffix", ["xls", "ods"])
def test_older_and_open_formats_give_the_same_papers(
    generate: Callable[..., Generated], tmp_path: Path, suffix: str
) -> None:
    book = write_workbook(tmp_path / "表.xlsx")
    reference_text = generate(book).texts()
    convert(suffix, tmp_path, book)

    assert generate(book.with_suffix(f".{suffix}")).texts() == reference_text


# ---------------------------------------------------------------- drafts


def test_a_draft_prints_marked_placeholders_and_says_so_in_its_name(
    cli: Callable[..., Finished], tmp_path: Path
) -> None:
    write_workbook(
        tmp_path / "表.xlsx", cases=[case(身份证号=None)], institutions=[institution(住所地=None)]
    )

    done = cli("generate", "表.xlsx", "-o", "out", "--draft")

    assert done.status == 1
    names = sorted(path.name for path in (tmp_path / "out").rglob("*.docx"))
    assert "草稿_05_报案材料_虚构市公安局甲派出所.docx" in names
    assert "草稿_06_民事起诉状_虚构市甲区人民法院.docx" in names
    # Nothing is missing in the letter to the platform: it is no draft.
    assert "01_平台投诉函_虚构甲网络借贷有限公司.docx" in names
    complaint = next((tmp_path / "out").rglob("草稿_06*.docx"))
    runs = _runs(complaint)
    assert ("【待补：身份证号】", True) in runs
    assert ("【待补：住所地】", True) in runs
    assert all(highlighted is text.startswith("【待补：") for text, highlighted in runs)


def test_a_draft_still_refuses_what_no_placeholder_can_stand_for(
    generate: Callable[..., Generated], tmp_path: Path
) -> None:
    book = write_workbook(tmp_path / "表.xlsx", cases=[case(债权人=None)])

    states = generate(book, draft=True).states()

    assert states["platform-complaint"] == ["refused"]


def _runs(path: Path) -> list[tuple[str, bool]]:
    from docx import Document

    document = Document(str(path))
    return [
        (run.text, run.font.highlight_color is not None)
        for paragraph in document.paragraphs
        for run in paragraph.runs
        if run.text
    ]
