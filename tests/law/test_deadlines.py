"""Periods are computed from the days of a case, each by the rule of the catalogue."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.runs import Cli, Generate

from anjuan.case.records.case import Case
from anjuan.law.deadlines import deadlines, nearest_first, told_place
from anjuan.law.loading import shipped_catalogue
from anjuan.law.records import Confidence, Lapse
from anjuan.testing import (
    Row,
    case,
    contact,
    incident,
    institution,
    proceeding,
    write_workbook,
)
from anjuan.workbook.parsing import load_workbook

LAW = shipped_catalogue()


def load(tmp_path: Path, **rows: object) -> Case:
    return load_workbook(write_workbook(tmp_path / "表.xlsx", **rows)).cases[0]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("start", "period", "end"),
    [
        (date(2026, 1, 15), Lapse(months=6), date(2026, 7, 15)),
        (date(2025, 8, 31), Lapse(months=6), date(2026, 2, 28)),
        (date(2023, 8, 31), Lapse(months=6), date(2024, 2, 29)),
        (date(2024, 2, 29), Lapse(years=3), date(2027, 2, 28)),
        (date(2026, 12, 20), Lapse(days=15), date(2027, 1, 4)),
    ],
)
def test_periods_end_on_the_day_of_the_same_number(start: date, period: Lapse, end: date) -> None:
    assert period.after(start) == end


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, 60))
def test_a_longer_period_never_ends_earlier(start: date, months: int) -> None:
    sooner, later = Lapse(months=months).after(start), Lapse(months=months + 1).after(start)

    assert start < sooner <= later


def test_the_police_period_runs_from_the_end_of_the_acts(tmp_path: Path) -> None:
    rows = [incident(时间="2025-12-20"), incident(时间="2026-01-15")]
    found = {item.id: item for item in deadlines(load(tmp_path, incidents=rows), LAW)}

    assert found["police"].day == date(2026, 7, 15)
    assert found["police"].source.endswith("第二十五条")
    assert found["damages"].day == date(2028, 12, 20)
    assert found["police"].days_left(date(2026, 7, 16)) == -1


@pytest.mark.parametrize(
    ("lender", "product", "ids"),
    [
        ("网络借贷平台", "借款", {"police", "damages"}),
        ("商业银行", "信用卡", {"police", "damages", "card-recordings", "complaint-answer"}),
        ("商业银行", "消费贷", {"police", "damages", "complaint-answer"}),
        (
            "消费金融公司",
            "借款",
            {"police", "damages", "consumer-finance-recordings", "complaint-answer"},
        ),
    ],
)
def test_periods_follow_the_lender(
    tmp_path: Path, lender: str, product: str, ids: set[str]
) -> None:
    own = load(
        tmp_path, cases=[case(借款产品=product)], institutions=[institution(机构类型=lender)]
    )
    other = load(
        tmp_path, cases=[contact(借款产品=product)], institutions=[institution(机构类型=lender)]
    )

    assert {item.id for item in deadlines(own, LAW)} == ids
    # A contact is no customer: the institution's complaint period is not theirs.
    assert {item.id for item in deadlines(other, LAW)} == ids - {"complaint-answer"}


@pytest.mark.parametrize(
    ("signed", "code"), [("2026-08-20", "deadline-near"), ("2026-10-01", "deadline-past")]
)
def test_a_period_near_or_past_is_a_warning(
    generate: Generate, tmp_path: Path, signed: str, code: str
) -> None:
    # What the police can't take up any more still goes to the lender.
    book = write_workbook(tmp_path / "表.xlsx", cases=[case(落款日期=signed)])
    done = generate(book, kinds=("platform-complaint",))

    assert code in done.codes()
    assert done.report.is_clean


def test_a_reminder_names_the_cell_the_last_day_and_the_rule(tmp_path: Path) -> None:
    answer = proceeding(事项="收到答复", 日期="2026-04-20", 文号="1号", 结果="不予立案")
    own = load(tmp_path, proceedings=[REPORT, answer])
    [review] = deadlines(own, LAW, ("review-refused",))
    told = review.reminder(date(2026, 6, 22))

    assert told and told.place == "办理记录!B3（日期）"
    assert told.message == (
        "对不予立案、不予处理申请行政复议（甲分局）到 2026-06-19 为止，落款日期那天已过 3 天"
        "（《中华人民共和国行政复议法》第二十条）。"
    )
    near = review.reminder(date(2026, 6, 16))
    assert near and near.code == "deadline-near" and "只剩 3 天" in near.message
    last = review.reminder(date(2026, 6, 19))
    assert last and last.code == "deadline-near" and "，落款日期就是最后一天（" in last.message
    assert review.reminder(date(2026, 5, 1)) is None


def test_a_reminder_by_a_rule_that_is_known_from_summaries_says_so(tmp_path: Path) -> None:
    [silence] = deadlines(load(tmp_path, proceedings=[REPORT]), LAW, ("review-silence",))
    told = silence.reminder(date(2026, 9, 1))

    assert told and "仅见于通报或摘要" in told.message


def test_the_deadlines_command_shows_dates_fees_and_what_never_lapses(
    cli: Cli, tmp_path: Path
) -> None:
    write_workbook(tmp_path / "表.xlsx", cases=[case(精神损害抚慰金=80000)])

    done = cli("deadlines", "表.xlsx")

    assert done.status == 0
    assert "2026年9月5日" in done.out
    assert "400—800 元（适用简易程序的 200—400 元），以法院核定为准" in done.out
    assert "停止侵害" in done.out


REPORT = proceeding(事项="报案", 日期="2026-04-03", 机构="甲分局", 文号="1号")
REVIEW = proceeding(事项="申请复议", 日期="2026-07-01", 机构="甲区人民政府", 文号="2号")


def ends(tmp_path: Path, *rows: Row, **changes: object) -> dict[str, date]:
    """The last day of each period that is not there without 办理记录."""
    own = load(tmp_path, cases=[case(**changes)], proceedings=rows)
    return {item.id: item.day for item in deadlines(own, LAW)}


@pytest.mark.parametrize(
    ("rows", "period", "day"),
    [
        ([REPORT], "police-handling", date(2026, 5, 3)),
        # Sixty days of silence, and sixty to apply.
        ([REPORT], "review-silence", date(2026, 8, 1)),
        ([REPORT], "review-refused", None),
        (
            [REPORT, proceeding(事项="收到答复", 日期="2026-04-20", 文号="1号", 结果="不予立案")],
            "review-refused",
            date(2026, 6, 19),
        ),
        # Nobody says when: the day of the report is the careful one.
        ([{**REPORT, "结果": "口头拒绝"}], "review-refused", date(2026, 6, 2)),
        ([{**REPORT, "结果": "口头拒绝"}], "review-silence", None),
        ([REPORT, REVIEW], "review-silence", None),
        ([REVIEW], "court-after-silence", date(2026, 9, 14)),
        (
            [REVIEW, proceeding(事项="收到答复", 日期="2026-08-20", 文号="2号", 结果="维持")],
            "court-after-review",
            date(2026, 9, 4),
        ),
        (
            [
                REVIEW,
                proceeding(事项="收到答复", 日期="2026-08-20", 文号="2号", 结果="驳回"),
                proceeding(事项="提起行政诉讼", 日期="2026-08-30"),
            ],
            "court-after-review",
            None,
        ),
        # Who won has nothing to sue for.
        (
            [REVIEW, proceeding(事项="收到答复", 日期="2026-08-20", 文号="2号", 结果="责令履行")],
            "court-after-review",
            None,
        ),
        (
            [REPORT, proceeding(事项="收到答复", 日期="2026-04-20", 文号="1号", 结果="不予立案")],
            "criminal-review",
            date(2026, 4, 27),
        ),
        ([proceeding(事项="收到判决", 日期="2026-09-01")], "appeal", date(2026, 9, 16)),
        ([proceeding(事项="收到判决", 日期="2026-09-01")], "enforcement", date(2028, 9, 1)),
        (
            [
                proceeding(事项="收到判决", 日期="2026-09-01"),
                proceeding(事项="申请执行", 日期="2026-11-01"),
            ],
            "enforcement",
            None,
        ),
        ([proceeding(事项="举证期限", 日期="2026-09-30")], "proof", date(2026, 9, 30)),
        (
            [proceeding(事项="监管投诉", 机构="甲局", 答复期限="2026-05-05")],
            "own-answer",
            date(2026, 5, 5),
        ),
        (
            [proceeding(事项="监管投诉", 机构="甲局", 答复期限="2026-05-05", 结果="属实")],
            "own-answer",
            None,
        ),
        # No rule gives days for a request to delete.
        ([proceeding(事项="要求删除")], "own-answer", None),
    ],
)
def test_what_was_done_and_answered_begins_periods(
    tmp_path: Path, rows: list[Row], period: str, day: date | None
) -> None:
    assert ends(tmp_path, *rows).get(period) == day


def test_each_institution_that_was_asked_has_its_own_period(tmp_path: Path) -> None:
    rows = [
        proceeding(事项="监管投诉", 机构="甲局", 答复期限="2026-05-05"),
        proceeding(事项="监管投诉", 机构="乙局", 答复期限="2026-05-09"),
    ]
    found = [it for it in deadlines(load(tmp_path, proceedings=rows), LAW) if it.id == "own-answer"]

    assert [(it.title, it.day.day) for it in found] == [
        ("对方答复（监管投诉，甲局）", 5),
        ("对方答复（监管投诉，乙局）", 9),
    ]
    assert [told_place(it.place) for it in found] == ["办理记录 H2", "办理记录 H3"]


def test_a_period_names_its_rule_and_how_it_is_known(tmp_path: Path) -> None:
    found = {it.id: it for it in deadlines(load(tmp_path, proceedings=[REPORT]), LAW)}

    assert found["review-silence"].source == "《中华人民共和国行政复议法》第二十条"
    assert found["review-silence"].confidence is Confidence.SUMMARY
    assert found["police"].confidence is Confidence.FULL_TEXT
    assert told_place(found["police"].place) == "骚扰记录 B2"


def test_the_estimate_by_the_day_of_signing_goes_once_it_was_filed(tmp_path: Path) -> None:
    rows = {
        "cases": [case(落款日期="2026-03-10")],
        "institutions": [institution(机构类型="消费金融公司")],
    }
    before = {it.id for it in deadlines(load(tmp_path, **rows), LAW)}
    filed = [proceeding(日期="2026-03-08")]
    after = {it.id for it in deadlines(load(tmp_path, **rows, proceedings=filed), LAW)}

    assert before - after == {"complaint-answer"}
    assert after - before == {"complaint-answer-filed"}


def test_the_nearest_come_first_and_what_is_past_last(tmp_path: Path) -> None:
    found = deadlines(load(tmp_path, proceedings=[REPORT]), LAW)
    days = [it.days_left(date(2026, 6, 1)) for it in nearest_first(found, date(2026, 6, 1))]

    assert days == sorted(days, key=lambda left: (left < 0, abs(left)))
    assert days[0] > 0 > days[-1]
