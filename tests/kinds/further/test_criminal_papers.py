"""刑事不予立案复议申请书, 立案监督申请书: after a report of a crime was refused, on request."""

from __future__ import annotations

import re

import pytest
from support.runs import Generated, generate_into, shipped_plugins

from anjuan.testing import Row, case, evidence, incident, institution, proceeding, write_workbook

REVIEW, SUPERVISION = KINDS = ("criminal-review", "filing-supervision")
POLICE = "虚构市公安局乙分局"


def rows(number: str, day: str, result: str = "", answered: str = "2026-05-08") -> list[Row]:
    found = [proceeding(案件编号=number, 日期=day, 事项="报案", 机构=POLICE, 文号="控1号")]
    if result:
        found.append(
            proceeding(
                案件编号=number, 日期=answered, 事项="收到答复", 机构=POLICE, 结果=result,
                文号="乙公（刑）不立字〔2026〕3号",
            )
        )  # fmt: skip
    return found


# On 2026-05-12: what was done, and which of the two there are.
CASES: dict[str, tuple[list[Row], tuple[str, ...]]] = {
    "refused": (rows("refused", "2026-05-01", "委托人所述没有犯罪事实，不予立案"), KINDS),
    "late": (
        rows("late", "2026-04-01", "不予立案", answered="2026-05-04"),
        KINDS,
    ),
    "silent": (rows("silent", "2026-04-01"), (SUPERVISION,)),
    "early": (rows("early", "2026-04-20"), ()),
    "filed": (rows("filed", "2026-04-01", "已决定立案侦查"), ()),
    "unreported": ([], ()),
}


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    folder = tmp_path_factory.mktemp("criminal")
    book = write_workbook(
        folder / "表.xlsx",
        cases=[case(案件编号=it, 落款日期="2026-05-12") for it in CASES],
        institutions=[institution()],
        incidents=[incident(案件编号=it) for it in CASES],
        evidence=[evidence(案件编号=it) for it in CASES],
        proceedings=[row for found, _ in CASES.values() for row in found],
    )
    return generate_into(folder / "out", book, kinds=KINDS)


def text_of(papers: Generated, kind: str, number: str) -> str:
    [path] = [it.path for it in papers.report.outcomes if (it.kind, it.case) == (kind, number)]
    return papers.read(papers.folder / path)


@pytest.mark.parametrize("number", CASES)
def test_a_refusal_opens_both_and_a_month_of_silence_the_prosecutors_alone(
    papers: Generated, number: str
) -> None:
    found = papers.report.outcomes
    written = [it.kind for it in found if it.case == number and it.state.value == "written"]

    assert tuple(written) == CASES[number][1]
    assert all(shipped_plugins().kinds[kind].on_request for kind in KINDS)


def test_the_review_attacks_the_notice_by_its_number(papers: Generated) -> None:
    text = text_of(papers, REVIEW, "refused")

    assert f"撤销{POLICE}乙公（刑）不立字〔2026〕3号不予立案决定" in text
    assert "理由为：申请人所述没有犯罪事实，不予立案。" in text
    assert "七日内向作出决定的公安机关申请复议" in text
    assert "《公安机关办理刑事案件程序规定》第一百七十九条" in text
    assert "《中华人民共和国刑事诉讼法》第一百一十二条" in text


def test_past_the_seven_days_it_is_told_and_room_is_left_for_the_reason(papers: Generated) -> None:
    told = {it.case: it for it in papers.report.problems if "刑事" in it.message}

    assert told["late"].code == "deadline-past"
    assert "《公安机关办理刑事案件程序规定》第一百七十九条" in told["late"].message
    assert "向上一级公安机关申请复核" in told["late"].remedy
    assert "申请期限如有耽误，理由是：＿＿" in text_of(papers, REVIEW, "late")
    assert told["refused"].code == "deadline-near"
    assert "如有耽误" not in text_of(papers, REVIEW, "refused")


def test_the_prosecutor_is_asked_for_what_it_can_do(papers: Generated) -> None:
    silent = text_of(papers, SUPERVISION, "silent")

    assert "要求上列公安机关说明对申请人2026年4月1日的报案不立案的理由" in silent
    assert "通知公安机关立案侦查" in silent
    assert "没有收到是否立案的通知，至今已41日" in silent
    assert "《中华人民共和国刑事诉讼法》第一百一十三条" in silent
    assert "人民检察院" in silent


def test_which_crime_it_may_be_is_ticked_and_none_is_asserted(papers: Generated) -> None:
    for kind in KINDS:
        text = text_of(papers, kind, "refused")

        assert "□侵犯公民个人信息　□寻衅滋事" in text
        assert "新的证据：＿＿＿" in text
        for words in ("已构成", "罪犯", "委托人", "立案决定书", "赔偿"):
            assert words not in text, words
        assert not re.search(r"第\d+条", text)
