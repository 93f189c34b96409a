"""当事人函: what a client without a lawyer signs, and what it must not look like."""

from __future__ import annotations

import pytest
from support.runs import Generated, generate_into

from anjuan.testing import Row, case, contact, evidence, incident, institution, write_workbook

COLLECTOR = institution(
    名称="虚构乙催收公司", 简称="乙催", 机构类型="催收机构", 统一社会信用代码=None
)
CLIENTS: dict[str, Row] = {
    "own": contact(案件编号="own", 催收机构="乙催", 要求停止日期="2026-03-04"),
    "lawyer": case(案件编号="lawyer", 委托律师="王律师", 律师事务所="虚构律师事务所"),
    "calm": case(案件编号="calm"),
    "quiet": case(案件编号="quiet"),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Generated]:
    """The letters of each client."""
    folder = tmp_path_factory.mktemp("letters")
    calm = {"次数": 1, "行为性质": None, "内容": "请还款"}
    book = write_workbook(
        folder / "表.xlsx",
        cases=list(CLIENTS.values()),
        institutions=[institution(), COLLECTOR],
        incidents=[
            incident(案件编号="own"),
            incident(案件编号="lawyer"),
            incident(案件编号="calm", **calm),
        ],
        evidence=[evidence(案件编号="own")],
    )
    kinds = ("client-letter",)
    return {it: generate_into(folder / it, book, kinds=kinds, cases=(it,)) for it in CLIENTS}


def test_it_tells_what_happened_and_fixes_the_demand_to_stop(made: dict[str, Generated]) -> None:
    done = made["own"]
    text = done.text("client-letter", "甲网络")

    assert [it.recipient for it in done.report.outcomes] == [
        "虚构甲网络借贷有限公司",
        "虚构乙催收公司",
    ]
    assert "本函送达即为本人明确要求停止的通知" in text
    assert "第一千零三十三条第一项" in text
    assert "第九百九十五条" in text
    assert "第四十七条" in text
    assert "电话5次" in text
    assert "单号＿＿＿" in text
    assert "附：骚扰记录明细、证据清单各一份。" in text


def test_it_never_looks_like_a_lawyers(made: dict[str, Generated]) -> None:
    text = made["own"].texts()

    for word in ("律师", "委托人", "本所", "函字第", "严正", "勿谓言之不预"):
        assert word not in text
    assert "发函人（签名）：" in text


def test_who_has_a_lawyer_sends_the_lawyers_letter(made: dict[str, Generated]) -> None:
    assert made["lawyer"].states()["client-letter"] == ["not-applicable"]


@pytest.mark.parametrize("client", ["calm", "quiet"])
def test_where_nothing_was_breached_there_is_no_letter(
    made: dict[str, Generated], client: str
) -> None:
    assert made[client].states()["client-letter"] == ["refused"]
