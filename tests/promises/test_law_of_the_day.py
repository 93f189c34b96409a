"""Promise 5: the law cited was in force on the day of the act it is cited for."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.great_four import FULL, Make, absent, produce

from anjuan.law.loading import shipped_catalogue
from anjuan.law.records import NotInForceError
from anjuan.testing import contact, incident

LAW = shipped_catalogue()
OLD, NEW = date(2025, 12, 31), date(2026, 1, 1)
ZHIAN = "《中华人民共和国治安管理处罚法》"


# Old and new 治安管理处罚法 side by side: key, old place (None: no such article), new place.
@pytest.mark.parametrize(
    ("key", "old", "new"),
    [
        ("security.threat", "第四十二条第一项", "第五十条第一款第一项"),
        ("security.insult", "第四十二条第二项", "第五十条第一款第二项"),
        ("security.harassment", "第四十二条第五项", "第五十条第一款第五项"),
        ("security.privacy", "第四十二条第六项", "第五十条第一款第六项"),
        ("security.penalty", "第四十二条", "第五十条第一款"),
        ("security.no-contact-order", None, "第五十条第二款"),
        ("security.personal-information", None, "第五十六条"),
        ("security.disorder", "第二十六条", "第三十条"),
        ("security.impersonation", "第五十一条", "第六十二条第一款"),
        ("security.impersonation-police", "第五十一条", "第六十二条第二款"),
        ("security.impersonation-name", "第五十一条", "第六十二条第三款"),
        ("security.intrusion", "第四十条第三项", "第四十七条第三项"),
        ("security.organisation", "第十八条", "第十八条"),
        ("security.retaliation", "第二十条第三项", "第二十二条第三项"),
        ("security.limitation", "第二十二条", "第二十五条"),
        ("security.case-filing", "第七十七条", "第九十条"),
        ("security.time-limit", "第九十九条", "第一百一十八条"),
        ("security.police-station", "第九十一条", "第一百零九条"),
        ("security.service-on-victim", "第九十七条第二款", "第一百一十六条第二款"),
        ("security.remedy", "第一百零二条", "第一百二十一条"),
        ("security.sole-statement", "第九十三条", "第一百一十一条"),
        ("security.civil-liability", "第八条", "第八条"),
        ("security.questioning-place", None, "第九十九条"),
        ("security.slow-response", "第一百一十六条", "第一百三十九条第一款第九项"),
        ("security.complaint", "第一百一十四条", "第一百三十三条"),
    ],
)
def test_public_security_articles_before_and_after_2026(
    key: str, old: str | None, new: str
) -> None:
    assert LAW.cite(key, NEW).text == ZHIAN + new
    if old is None:
        with pytest.raises(NotInForceError):
            LAW.cite(key, OLD)
    else:
        assert LAW.cite(key, OLD).text == ZHIAN + old


def test_fines_and_detention_follow_the_day_of_the_act() -> None:
    old, new = LAW.version("security.penalty", OLD), LAW.version("security.penalty", NEW)

    assert (old.figures["fine_limit"], new.figures["fine_limit"]) == (500, 1000)
    assert "五百元" in old.gist
    assert "一千元" in new.gist
    assert LAW.version("security.police-station", OLD).figures["fine_limit"] == 500
    assert LAW.version("security.police-station", NEW).figures["fine_limit"] == 1000


# First day in force, and the day before.
@pytest.mark.parametrize(
    ("key", "first"),
    [
        ("civil.privacy", date(2021, 1, 1)),
        ("pipl.liability", date(2021, 11, 1)),
        ("finance.standard-night", date(2025, 2, 28)),
        ("finance.loan-facilitation", date(2025, 10, 1)),
        ("finance.guide-night", date(2026, 1, 30)),
        ("finance.consumer-protection-manner", date(2023, 3, 1)),
        ("finance.consumer-finance-manner", date(2024, 4, 18)),
        ("finance.small-loan-manner", date(2024, 12, 31)),
        ("finance.credit-card-manner", date(2011, 1, 13)),
        ("procedure.tort-venue", date(2022, 1, 1)),
        ("procedure.tort-place", date(2022, 4, 10)),
        ("damages.amount-factors", date(2021, 1, 1)),
        ("police.jurisdiction", date(2020, 8, 6)),
        ("fees.personality", date(2007, 4, 1)),
    ],
)
def test_nothing_is_cited_before_its_first_day(key: str, first: date) -> None:
    assert LAW.cite_in_force((key,), first)
    assert not LAW.cite_in_force((key,), first - timedelta(days=1))
    with pytest.raises(NotInForceError, match="没有生效"):
        LAW.cite(key, first - timedelta(days=1))


@given(st.sampled_from(sorted(LAW.provisions)), st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_any_day_has_exactly_one_version_or_a_clear_answer(key: str, day: date) -> None:
    in_force = [version for version in LAW.provision(key).versions if version.law.covers(day)]

    assert len(in_force) <= 1
    if in_force:
        assert LAW.version(key, day) is in_force[0]
    else:
        with pytest.raises(NotInForceError):
            LAW.version(key, day)


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """All four kinds for one case."""
    return partial(produce, tmp_path)


def test_01_each_act_is_judged_by_the_law_of_its_day(make: Make) -> None:
    old = make(incidents=[incident(时间="2025-12-31 23:59", 次数=9)]).text("police-statement")
    new = make(incidents=[incident(时间="2026-01-01 00:00:01", 次数=9)]).text("police-statement")

    assert "第四十二条第五项" in old
    assert "2012年修正" in old
    absent(old, "第五十条", "2025年修订", "禁止接触")
    assert "第五十条第一款第五项" in new
    assert "2025年修订" in new
    absent(new, "第四十二条", "2012年修正")


def test_01_a_run_across_the_line_is_set_out_in_two_dated_parts(make: Make) -> None:
    rows = [incident(时间="2025-12-30 10:00", 次数=7), incident(时间="2026-01-02 10:00", 次数=8)]

    text = make(incidents=rows).text("police-statement")

    law = text.partition("六、法律依据")[2].partition("骚扰记录明细\n")[0]
    old, _, new = law.partition("（2025年修订）")
    assert "（2005年公布，2012年修正），2025年12月30日来电7次" in old
    assert "第四十二条第五项" in old
    assert "2026年1月2日来电8次" in new
    assert "第五十条第一款第五项" in new
    absent(new, "第四十二条")
    assert "追究时效自行为终了之日起计算" in new


def test_11_no_law_is_cited_for_acts_before_it(make: Make) -> None:
    text = make(incidents=[incident(时间="2021-10-31 10:00")]).texts()
    across = make(
        contact(**FULL),
        incidents=[incident(时间="2021-10-31 10:00"), incident(时间="2021-11-01 10:00")],
    ).text("civil-complaint")

    absent(text, "个人信息保护法")
    assert "对2021年11月1日以后的行为" in across
    before = make(incidents=[incident(时间="2020-12-31 10:00")])
    assert "law-not-covered" in before.codes()
    assert before.states()["civil-complaint"] == ["refused"]
