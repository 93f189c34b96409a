"""R28: exhibits in groups, each of its sort in law, and what is weak told at its cell."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

import pytest
from support.matters import matter_of, problems_of
from support.runs import Generate

from anjuan import EvidenceGroup, Matter
from anjuan.testing import Row, case, evidence, incident, institution, loss, write_workbook
from anjuan_plugins.kinds import evidence_list
from anjuan_plugins.kinds.facts import exhibits

LIST = evidence_list.KIND


class Make(Protocol):
    """A matter from rows by sheet."""

    def __call__(self, **rows: Sequence[Row]) -> Matter: ...


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """A matter from rows."""
    return partial(matter_of, tmp_path)


def second(**changes: object) -> Row:
    return evidence(证据编号="2", **changes)


@pytest.mark.parametrize(
    ("title", "sort"),
    [
        ("2026年6月3日发出的电子邮件", "电子数据"),
        ("委托代理合同和发票", "书证"),
        ("银行流水", "书证"),
        ("门口监控录像", "电子数据"),
        ("一段录音", "电子数据"),
        ("寄回的函", "书证"),
        ("一块砖", ""),
    ],
)
def test_r28_the_name_tells_the_sort_where_it_is_plain(make: Make, title: str, sort: str) -> None:
    (exhibit,) = make(evidence=[evidence(证据种类="其他", 证据名称=title)]).case.evidence

    assert exhibits.statutory_type(exhibit) == sort


@pytest.mark.parametrize(
    ("exhibit", "rows", "group"),
    [
        ({"证据种类": "通话记录"}, {"incidents": [incident(证据编号="2")]}, "侵扰事实"),
        ({"证据种类": "短信截图"}, {"cases": [case(要求停止证据编号="2")]}, "拒绝后仍继续"),
        ({"证据种类": "诊断证明"}, {}, "损害后果"),
        ({"证据种类": "票据"}, {"losses": [loss(项目="医疗费", 证据编号="2")]}, "损害后果"),
        ({"证据种类": "票据"}, {"losses": [loss(项目="律师费", 证据编号="2")]}, "费用"),
        ({"证据种类": "合同"}, {}, "主体与关联"),
        ({"证据种类": "合同", "分组": "费用"}, {}, "费用"),
    ],
)
def test_r28_the_rows_that_name_an_exhibit_tell_its_group(
    make: Make, exhibit: Row, rows: dict[str, Sequence[Row]], group: str
) -> None:
    found = make(evidence=[evidence(), second(**exhibit)], **rows).case

    assert exhibits.group(found, found.evidence[1]) == EvidenceGroup(group)


def test_r28_groups_stand_in_the_order_of_a_complaint_and_none_is_empty(
    generate: Generate, tmp_path: Path
) -> None:
    shown = [second(证据种类="诊断证明"), evidence()]
    book = write_workbook(tmp_path / "表.xlsx", evidence=shown)

    text = generate(book, kinds=("evidence-list",)).text("evidence-list")

    assert text.index("| 一、侵扰事实 |") < text.index("| 二、损害后果 |")
    assert "主体与关联" not in text
    assert text.count("| 1 |") == text.count("| 2 |") == 1


def test_r08_the_list_names_the_bank_whose_department_the_creditor_is(
    generate: Generate, tmp_path: Path
) -> None:
    rows = [
        institution(主体性质="内设部门", 所属法人="虚构甲银行"),
        institution(名称="虚构甲银行", 简称=None, 统一社会信用代码=None),
    ]
    book = write_workbook(tmp_path / "表.xlsx", institutions=rows, evidence=[evidence()])

    text = generate(book, kinds=("evidence-list",)).text("evidence-list")

    assert "对方当事人（被告）：虚构甲银行\n" in text


@pytest.mark.parametrize(("formed", "is_told"), [("2025-12-01", True), ("2026-03-20", False)])
def test_r28_a_diagnosis_before_the_first_act_is_told(
    make: Make, formed: str, is_told: bool
) -> None:
    found = problems_of(LIST, make(evidence=[evidence(证据种类="诊断证明", 形成时间=formed)]))

    assert ("exhibit-too-old" in found) is is_told
    assert not is_told or found["exhibit-too-old"].heading == "形成时间"


def test_r28_testimony_alone_is_told_and_with_a_record_it_is_not(make: Make) -> None:
    told = evidence(证据种类="证人证言")
    record = second(证据种类="通话记录")

    alone = problems_of(LIST, make(evidence=[told]))
    both = problems_of(LIST, make(evidence=[told, record], incidents=[incident(证据编号="1、2")]))

    assert alone["testimony-alone"].heading == "证据编号"
    assert "testimony-alone" not in both


@pytest.mark.parametrize(
    ("means", "type_", "is_told"),
    [
        ("电话", "短信截图", True),
        ("电话", "通话录音", False),
        ("短信", "短信截图", False),
        ("短信", "诊断证明", True),
        ("微信", "通话记录", True),
        ("上门", "照片录像", False),
        ("上门", "通话录音", True),
    ],
)
def test_r28_an_exhibit_of_another_sort_is_told(
    make: Make, means: str, type_: str, is_told: bool
) -> None:
    matter = make(evidence=[evidence(证据种类=type_)], incidents=[incident(方式=means)])

    assert ("exhibit-of-other-sort" in problems_of(LIST, matter)) is is_told
