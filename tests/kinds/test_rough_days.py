"""Days known only roughly: papers print them as typed, and nothing is said of the days between."""

from __future__ import annotations

from pathlib import Path

from support.cases import loaded
from support.great_four import FULL, produce

from anjuan.testing import case, incident
from anjuan_plugins.kinds.facts.moments import Reason, worst

ROWS = [
    incident(时间="2026年3月上旬", 次数=9, 内容="「不还就骂到你还」", 行为性质="频繁拨打、辱骂"),
    incident(时间="2026-03-20 23:00", 次数=4, 行为性质="频繁拨打"),
]


def test_every_paper_prints_a_rough_day_as_it_was_typed(tmp_path: Path) -> None:
    made = produce(tmp_path, case(**{**FULL, "要求停止日期": None}), incidents=ROWS)

    texts = [made.text(kind) for kind in ("police-statement", "platform-complaint")]
    for text in texts:
        assert "2026年3月上旬" in text
        assert "2026年3月1日" not in text
    assert "2026年3月上旬至2026年3月20日" in texts[0]


def test_a_rough_day_is_no_busiest_day(tmp_path: Path) -> None:
    rows = [ROWS[0], incident(时间="2026-03-01 23:00", 次数=4)]
    found = {it.row.moment: it.reasons for it in worst(loaded(tmp_path, incidents=rows))}
    alone = worst(loaded(tmp_path, incidents=ROWS[:1]))

    assert [Reason.BUSIEST in reasons for reasons in found.values()] == [False, True]
    assert all(Reason.BUSIEST not in it.reasons for it in alone)
