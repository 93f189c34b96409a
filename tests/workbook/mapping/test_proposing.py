"""What `anjuan map` proposes of headings, by their names and by what stands below them."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from support.ledgers import FLAT, Row, fill
from support.runs import Cli

from anjuan.case.sheets import OURS, SHEETS
from anjuan.resources import SAMPLE_WORKBOOK
from anjuan.workbook.mapping.draft import Draft
from anjuan.workbook.mapping.model import Sure
from anjuan.workbook.mapping.proposing import proposed
from anjuan.workbook.mapping.targets import targets
from anjuan.workbook.mapping.thesaurus import NAME, Thesaurus


def written(path: Path, *rows: Row, title: str = "台账", above: Any = ()) -> Path:
    """A file with one sheet."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.remove(book.active)
    fill(book, title, above, rows)
    book.save(path)
    return path


def found(draft: Draft) -> dict[str, tuple[str, str]]:
    """What each heading is, and how sure that is."""
    return {it.pair.heading: (str(it.pair.target or ""), it.sure.value) for it in draft.pairs}


# Enough of a client for a sheet to be one of cases.
CLIENT = {"姓名": "张示例", "身份证号": "000000199307080019", "住址": "虚构市甲路1号"}


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("当事人", "委托人姓名"),
        ("客户", "委托人姓名"),
        ("1、您的姓名是？", "委托人姓名"),
        ("手机号码", "联系电话"),
        ("手机", "联系电话"),
        ("身份证号码（必填）", "身份证号"),
        ("家庭住址", "住址"),
        ("欠款机构", "债权人"),
        ("承办律师", "委托律师"),
        ("受理法院", "管辖法院"),
        ("放款日期", "借款日期"),
        ("证件号码", "身份证号"),
        ("委托人身份证号", "身份证号"),
        ("合同号", "合同编号"),
        ("APP名称", "平台App"),
        ("您与借款人的关系：", "与债务人关系"),
        ("Q3.您的职业", "职业"),
    ],
)
def test_what_offices_and_forms_call_a_column_is_known(theirs: str, ours: str) -> None:
    sure = [str(it.target) for it in Thesaurus(OURS).matches(theirs) if it.level >= NAME]

    assert f"案件：{ours}" in sure


@pytest.mark.parametrize(
    "heading",
    [
        *("立案日期", "诉讼日期", "收案时间", "律师费金额", "法院电话", "还款日期", "微信昵称"),
        *("银行账号", "案由", "案件类型", "代理费", "律师费", "收案人", "紧急联系人电话"),
        *("紧急联系人姓名", "配偶姓名", "催收公司名称电话簿", "联系电话1"),
    ],
)
def test_a_heading_that_only_shares_a_part_is_nothing_of_ours(heading: str) -> None:
    assert Thesaurus(OURS).matches(heading) == ()


def test_the_creditor_is_never_taken_for_the_collector(tmp_path: Path) -> None:
    row = {**CLIENT, "欠款机构": "虚构甲银行", "催收公司": "虚构乙催收公司"}

    draft = found(proposed(written(tmp_path / "表.xlsx", row)))

    assert draft["欠款机构"] == ("案件：债权人", "有把握")
    assert draft["催收公司"] == ("案件：催收机构", "有把握")


@pytest.mark.parametrize(
    ("heading", "value", "kept"),
    [
        ("出生日期", date(1990, 1, 1), True),
        ("出生日期", date(2026, 3, 5), False),
        ("借款日期", date(2025, 3, 5), True),
        ("借款日期", date(1990, 1, 1), False),
        ("手机", "13800000021", True),
        ("手机", "000000199307080019", False),
        ("借款金额", "两万元", True),
        ("借款金额", "甲路1号", False),
        ("职业", "教师", True),
        ("职业", date(2026, 3, 5), False),
        ("联系电话", "wx_abc", False),
    ],
)
def test_what_stands_below_a_heading_has_a_say(
    tmp_path: Path, heading: str, value: Any, *, kept: bool
) -> None:
    draft = found(proposed(written(tmp_path / "表.xlsx", {**CLIENT, heading: value})))

    target, sure = draft[heading]
    assert (sure == "有把握") is kept, target
    assert bool(target) is kept


def test_a_day_and_a_time_of_day_make_one_moment(tmp_path: Path) -> None:
    row = {"客户": "张示例", "日期": date(2026, 3, 5), "时间": "晚上10点", "内容": "催款"}

    draft = found(proposed(written(tmp_path / "表.xlsx", {**row, "接听人": "本人"}, title="通话")))

    assert draft["日期"] == draft["时间"] == ("骚扰记录：时间", "有把握")


def test_two_days_do_not_make_one_moment(tmp_path: Path) -> None:
    days = {"日期": date(2026, 3, 5), "登记日期": date(2026, 3, 6)}
    row = {"客户": "张示例", **days, "来电时间": datetime(2026, 3, 5, 9), "内容": "催款"}

    draft = found(proposed(written(tmp_path / "表.xlsx", row)))

    moments = [it for it, (target, _) in draft.items() if target == "骚扰记录：时间"]
    assert len(moments) == 1


def test_their_words_are_proposed_and_unknown_ones_left_open(tmp_path: Path) -> None:
    rows = [{**CLIENT, "客户类型": word} for word in ("欠款人", "家属", "VIP", "债务人本人")]

    words = {it.word.theirs: it for it in proposed(written(tmp_path / "表.xlsx", *rows)).words}

    assert (words["欠款人"].word.ours, words["欠款人"].sure) == ("债务人本人", Sure.GUESS)
    assert (words["家属"].word.ours, words["家属"].sure) == ("联系人", Sure.GUESS)
    assert (words["VIP"].word.ours, words["VIP"].sure) == ("", Sure.OPEN)
    assert "债务人本人" not in words


def test_a_required_column_that_is_nowhere_is_asked_for(tmp_path: Path) -> None:
    draft = proposed(written(tmp_path / "表.xlsx", {**CLIENT, "手机": "13800000021"}))

    assert {str(it.target) for it in draft.constants} == {"案件：委托人身份", "案件：债权人"}


def test_map_tells_what_it_did_not_understand(cli: Cli, tmp_path: Path) -> None:
    FLAT.write(tmp_path / "台账.xlsx")

    done = cli("map", "台账.xlsx")

    assert done.status == 0, done.err
    assert "没有对应（留作自己的列）：跟进人" in done.out
    assert "请核对 3 列" in done.out
    assert (tmp_path / "台账_对应.xlsx").is_file()


def test_map_leaves_a_mapping_alone_that_is_there(cli: Cli, tmp_path: Path) -> None:
    FLAT.write(tmp_path / "台账.xlsx")
    (tmp_path / "台账_对应.xlsx").write_bytes(b"mine")

    assert cli("map", "台账.xlsx").status == 3
    assert (tmp_path / "台账_对应.xlsx").read_bytes() == b"mine"


def test_a_sheet_that_says_nothing_is_told_as_left_open(cli: Cli, tmp_path: Path) -> None:
    written(tmp_path / "表.xlsx", {"a": 1, "b": 2, "c": 3})
    assert cli("map", "表.xlsx").status == 0

    done = cli("check", "表.xlsx")

    assert done.status == 3
    assert "没有一列对应到“案件”" in done.err


def test_a_workbook_of_our_make_is_found_to_be_one() -> None:
    draft = proposed(SAMPLE_WORKBOOK)

    found = {(it.pair.sheet, it.pair.heading): str(it.pair.target) for it in draft.pairs}
    own = {(sheet.name, it.column.heading) for sheet in SHEETS for it in sheet.fields}
    assert {it: name for it, name in found.items() if it in own and name != "：".join(it)} == {}
    assert own <= found.keys()
    assert [it.used.name for it in draft.sheets if not it.used.heading_rows] == ["说明"]


def test_every_name_of_the_thesaurus_is_one_of_a_column_of_ours() -> None:
    """And every word of it one of the column's choices."""
    from anjuan.workbook.mapping.thesaurus import data

    for sheet, columns in data()["headings"].items():
        for heading in columns:
            assert f"{sheet}：{heading}" in targets()
    for sheet, columns in data()["words"].items():
        for heading, words in columns.items():
            choices = targets()[f"{sheet}：{heading}"].column.choices
            assert set(words.values()) <= set(choices)
