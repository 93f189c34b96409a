"""Nothing means nothing: 无, /, — and 不详 are an empty cell, wherever that can be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.checking import problems
from support.readings import read, refusal
from support.runs import Generate
from tools.docx_text import docx_text

from anjuan.case.columns import Column, ColumnType
from anjuan.case.sheets import SHEETS
from anjuan.testing import Row, case, contact, evidence, incident, institution, loss, write_workbook
from anjuan.workbook.cells.cell import CellError
from anjuan.workbook.cells.values import empty, parse
from anjuan.workbook.parsing import load_workbook

SIGNS = ("/", "／", "\\", "—", "——", "－", "-", "--", "*", "＊＊", "/ /", "…", "×", "？")
UNKNOWN = ("不详", "未知", "待补充", "N/A", "n/a", "NA", "（不详）", "不 详", "不详。", "不清楚")
NONE = ("无", "没有", "暂无", "空", "(无)", "【无】", "无。")
EVERYTHING = (*SIGNS, *UNKNOWN, *NONE)

OPTIONAL = [
    item.column
    for sheet in SHEETS
    for item in sheet.fields
    if not item.column.required and not item.column.nothing_is_meant
]
# Where 无 itself may be the answer: no consent, no call.
ANSWERS = [
    column for column in OPTIONAL if column.type is ColumnType.FLAG or column.if_empty is not None
]


@pytest.mark.parametrize("column", OPTIONAL, ids=lambda column: column.heading)
def test_a_word_for_nothing_is_an_empty_cell_in_every_optional_column(column: Column) -> None:
    for word in EVERYTHING:
        is_choice = word in column.choices or word in column.also
        if is_choice or (word in NONE and column in ANSWERS):
            continue
        reading = parse(column, word)
        assert reading.value == empty(column)
        assert reading.remark
        assert reading.remark.rule.code == "written-nothing"
        assert reading.remark.message.startswith(f"“{word}”按没有填写处理")


def test_none_is_an_answer_where_there_is_something_to_count_or_to_consent_to() -> None:
    assert {column.heading for column in ANSWERS} == {"次数", "愿意协商还款"}
    for column in ANSWERS:
        for word in NONE:
            assert "请" in refusal(column, word).remedy


def test_nothing_where_it_is_one_of_the_choices_is_that_choice() -> None:
    [liability] = [column for column in OPTIONAL if column.heading == "债务责任"]

    assert read(liability, "无") == "无"


def test_the_columns_in_which_nothing_is_meant_are_few() -> None:
    columns = [item.column for sheet in SHEETS for item in sheet.fields]

    # Empty, it means all documents; 无 may mean none.
    assert [it.heading for it in columns if it.nothing_is_meant] == ["文书"]


@pytest.mark.parametrize(
    "typed", ["无业", "一", "没有工作", "无锡市", "空军", "张无", "-1", "/天", "不详细", "A/B"]
)
def test_a_word_that_only_holds_one_for_nothing_stays(typed: str) -> None:
    assert read(Column("职业"), typed) == typed


@given(st.text(min_size=5).filter(lambda text: any(sign.isalnum() for sign in text)))
def test_no_longer_text_is_taken_for_nothing(text: str) -> None:
    try:
        reading = parse(Column("职业", ColumnType.NOTE), text)
    except CellError:
        return
    assert reading.value or not text.strip() or "未" in text or "不" in text or "无" in text


@pytest.mark.parametrize("word", ["无", "/", "不详"])
def test_a_word_for_nothing_is_missing_where_something_is_required(
    tmp_path: Path, word: str
) -> None:
    rows: dict[str, list[Row]] = {
        "cases": [case(住址=word), contact(案件编号="A002", 债务人姓名=word)],
        "institutions": [institution(机构类型=word)],
        "incidents": [incident(受扰人=word)],
        "evidence": [evidence(证明事项=word)],
        "losses": [loss(金额=word)],
    }

    found = problems(write_workbook(tmp_path / "表.xlsx", **rows))

    missing = {it.heading: it.message for it in found if it.code == "missing"}
    assert set(missing) == {"住址", "债务人姓名", "机构类型", "受扰人", "证明事项", "金额"}
    assert missing["住址"] == f"“{word}”等于没有填写，这一列必填。"


def test_an_empty_cell_that_is_told_is_no_error_and_is_told_once(tmp_path: Path) -> None:
    book = write_workbook(tmp_path / "表.xlsx", cases=[case(职业="/", 工作单位="无")])

    told = [(it.heading, it.code) for it in problems(book) if it.heading in ("职业", "工作单位")]
    assert told == [("职业", "written-nothing"), ("工作单位", "written-nothing")]
    assert not any(it.is_error for it in problems(book))


def test_signs_in_columns_of_ones_own_are_nothing_and_words_are_the_lawyers(
    tmp_path: Path,
) -> None:
    book = write_workbook(tmp_path / "表.xlsx", cases=[case(有无子女="无", 担保="／", 备用="  ")])

    [read_case] = load_workbook(book).cases
    assert read_case.extra == {"有无子女": "无", "担保": "", "备用": ""}
    assert [it.heading for it in problems(book) if it.code == "written-nothing"] == ["担保"]


def test_no_paper_prints_a_word_for_nothing(generate: Generate, tmp_path: Path) -> None:
    own = {"受扰人": "张三", "与委托人关系": "本人", "时间": "2026-03-06 22:41"}
    rows: dict[str, Any] = {
        "cases": [
            case(职业="/", 工作单位="无", 民族="不详", 备注="无", 借款平台="无", 合同编号="—")
        ],
        "institutions": [
            institution(住所地="不详", 法定代表人="无", 联系电话="/", 所在地区="—", 职务="／")
        ],
        "incidents": [
            incident(受扰人="张父", 与委托人关系="无", 对方号码="无", 内容="/", 证据编号="-"),
            incident(**own, 对方号码="-", 内容="无", 行为性质="频繁拨打"),
        ],
        "evidence": [evidence(来源="不详", 原始载体="无", 形成时间="/", 页数="-")],
    }
    done = generate(write_workbook(tmp_path / "表.xlsx", **rows))

    texts = [docx_text(path) for path in sorted(done.folder.rglob("*.docx"))]
    assert len(texts) >= 5
    for text in texts:
        for trace in ("，无，", "/，", "：/", "| / |", "，—", "不详", "无的", "号码无", "—地方"):
            assert trace not in text, (trace, text)
