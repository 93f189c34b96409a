"""`anjuan deadlines`: what ends when, and what the court will ask for."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from icalendar import Calendar, Event
from support.runs import Cli

from anjuan.testing import case, loss, proceeding, write_workbook


def test_the_court_fee_is_told_where_money_is_claimed(cli: Cli, tmp_path: Path) -> None:
    write_workbook(
        tmp_path / "表.xlsx",
        cases=[case(案件编号="A1", 精神损害抚慰金="5000"), case(案件编号="A2")],
        losses=[loss(案件编号="A1", 金额="61000")],
    )

    done = cli("deadlines", "表.xlsx")

    assert done.status == 0, done.err
    # 500 yuan at most, and one per cent of what exceeds 50,000.
    assert "A1 主张赔偿 66000 元，预计受理费 260—660 元" in done.out.replace(",", "")
    assert "A2 主张赔偿" not in done.out


def test_periods_are_told_to_programs_with_the_cell_that_they_follow_from(
    cli: Cli, tmp_path: Path
) -> None:
    rows = [proceeding(事项="报案", 日期="2026-04-03", 机构="甲分局")]
    write_workbook(tmp_path / "表.xlsx", proceedings=rows)

    found = json.loads(cli("deadlines", "表.xlsx", "--json").out)["deadlines"]
    silence = next(it for it in found if it["id"] == "review-silence")

    assert (silence["case"], silence["client"], silence["day"]) == ("A001", "张三", "2026-08-01")
    assert (silence["sheet"], silence["cell"], silence["confidence"]) == ("办理记录", "B2", "B")


def test_a_calendar_has_an_event_for_each_period_that_keeps_its_name(
    cli: Cli, tmp_path: Path
) -> None:
    def events(day: str, name: str) -> dict[str, Event]:
        rows = [proceeding(事项="举证期限", 日期=day)]
        write_workbook(tmp_path / "表.xlsx", proceedings=rows)
        assert cli("deadlines", "表.xlsx", "--ics", name).status == 0
        found = Calendar.from_ical((tmp_path / name).read_bytes()).walk("VEVENT")
        return {str(it["uid"]): it for it in found if isinstance(it, Event)}

    first, again = events("2026-09-30", "一.ics"), events("2026-09-30", "二.ics")
    moved = events("2026-10-09", "三.ics")
    proof = next(key for key, it in first.items() if "举证期限" in str(it["summary"]))

    assert len(first) == 3
    assert (tmp_path / "一.ics").read_bytes() == (tmp_path / "二.ics").read_bytes()
    assert first.keys() == again.keys() == moved.keys()
    assert str(first[proof]["summary"]) == "A001 张三：举证期限 到期"
    assert first[proof].start == date(2026, 9, 30)
    assert moved[proof].start == date(2026, 10, 9)
