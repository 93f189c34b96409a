"""Periods are computed from the days of a case, each by the rule of the catalogue."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.runs import Cli, Generate

from anjuan.case.records.case import Case
from anjuan.law.deadlines import deadlines
from anjuan.law.loading import shipped_catalogue
from anjuan.law.records import Lapse
from anjuan.testing import case, contact, incident, institution, write_workbook
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


def test_the_deadlines_command_shows_dates_fees_and_what_never_lapses(
    cli: Cli, tmp_path: Path
) -> None:
    write_workbook(tmp_path / "表.xlsx", cases=[case(精神损害抚慰金=80000)])

    done = cli("deadlines", "表.xlsx")

    assert done.status == 0
    assert "2026年9月5日" in done.out
    assert "400—800 元（适用简易程序的 200—400 元），以法院核定为准" in done.out
    assert "停止侵害" in done.out
