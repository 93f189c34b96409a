"""R2: words follow counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from support.cases import MOTHER, loaded

from anjuan import Moment, Precision, Span
from anjuan.testing import Row, case, incident
from anjuan_plugins.kinds.facts import counts
from anjuan_plugins.kinds.prose import wording
from anjuan_plugins.kinds.prose.reasons import by_manner
from anjuan_plugins.kinds.prose.voices import LETTER

ONE = incident(次数=1, 行为性质=None)
MESSAGE = incident(方式="短信", 次数=1)
VISIT = incident(方式="上门", 次数=1)


def test_r02_calls_messages_and_visits_are_counted_apart(tmp_path: Path) -> None:
    rows = [VISIT, incident(次数=30), MESSAGE, incident(次数=11), incident(方式="其他", 次数=2)]

    counted = counts.by_method(loaded(tmp_path, incidents=rows).incidents)

    assert counted == "电话41次、短信1条、上门1次、其他方式2次"


@pytest.mark.parametrize(
    ("rows", "answered"),
    [
        ([(30, 12), (11, 0)], "（其中接通12次、未接29次）"),
        ([(3, 3)], "（其中接通3次）"),
        ([(3, 0)], "（其中未接3次）"),
        ([(30, 12), (11, None)], "（其中已知接通12次、未接18次）"),
        ([(41, None)], ""),
    ],
)
def test_r02_answered_calls_are_told_apart_only_where_they_are_known(
    tmp_path: Path, rows: list[tuple[int, int | None]], answered: str
) -> None:
    typed = [incident(次数=count, 接通次数=connected) for count, connected in rows]
    total = sum(count for count, _ in rows)

    found = counts.by_method(loaded(tmp_path, incidents=typed).incidents)

    assert found == f"电话{total}次{answered}"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (ONE, "向本人来电一次。"),
        (MESSAGE, "向本人发送短信一条。"),
        (VISIT, "上门找本人一次。"),
        ({**MOTHER, "次数": 1}, "向本人的母亲李兰来电一次。"),
    ],
)
def test_r02_one_contact_is_told_as_one(tmp_path: Path, row: Row, said: str) -> None:
    text = wording.summary(loaded(tmp_path, incidents=[row]), LETTER, "贵司")

    assert text.endswith(said)
    for word in ("骚扰", "多次", "反复", "频繁", "共计"):
        assert word not in text


def on_days(*times: int) -> list[Row]:
    return [
        incident(时间=f"2026-03-{day:02d} 10:00", 次数=count)
        for day, count in enumerate(times, start=1)
    ]


@pytest.mark.parametrize(
    ("rows", "word"),
    [
        (on_days(2), ""),
        (on_days(1, 1), ""),
        (on_days(3), "多次"),
        (on_days(1, 1, 1), "多次"),
        (on_days(3, 1), "多次"),
        (on_days(3, 2), "反复"),
        (on_days(4), "频繁"),
        ([incident(时间=day, 次数=3) for day in ("2026年3月", "2026-03-05")], "多次"),
        ([incident(时间=day, 次数=3) for day in ("2026年3月上旬", "2026年3月")], "多次"),
        ([incident(时间=day, 次数=3) for day in ("2026年3月上旬", "2026年3月下旬")], "反复"),
        ([incident(时间=day, 次数=3) for day in ("2026年2月", "2026-03-05")], "反复"),
        ([incident(次数=2), {**MOTHER, "次数": 2}], "多次"),
    ],
)
def test_r02_adverbs_have_thresholds(tmp_path: Path, rows: list[Row], word: str) -> None:
    it = loaded(tmp_path, incidents=rows)

    assert counts.adverb(it.incidents) == word
    assert f"，{word}联系本人" in wording.summary(it, LETTER, "贵司")


def test_r02_frequent_calls_are_not_said_because_a_cell_says_so(tmp_path: Path) -> None:
    it = loaded(tmp_path, incidents=[incident(次数=1, 行为性质="频繁拨打")])

    assert "频繁" not in by_manner(it)


@pytest.mark.parametrize(
    ("rows", "exceeds"),
    [
        ([incident(次数=6, 行为性质="频繁拨打")], False),
        ([incident(次数=7)], True),
        ([incident(次数=2, 时间="2026-03-05 23:00")], False),
        ([incident(次数=3, 时间="2026-03-05 23:00")], True),
        ([incident(次数=1, 行为性质="辱骂")], True),
    ],
)
def test_r02_what_clearly_exceeds_has_a_threshold(
    tmp_path: Path, rows: list[Row], exceeds: bool
) -> None:
    assert counts.clearly_exceeds(loaded(tmp_path, incidents=rows)) is exceeds


def test_r02_what_went_on_after_the_refusal_is_counted_by_method(tmp_path: Path) -> None:
    rows = [*on_days(2, 3), {**MESSAGE, "时间": "2026-03-03 09:00"}]
    who = case(要求停止日期="2026-03-01", 要求停止方式="委托人致电客服", 要求停止证据编号="1")

    text = wording.objection(loaded(tmp_path, cases=[who], incidents=rows), LETTER)

    assert text == (
        "本人已于2026年3月1日明确要求停止（方式：本人致电客服）（证据1），此后仍有电话3次、短信1条。"
    )


def test_r02_days_that_are_not_known_make_no_frequency_and_are_printed_as_typed(
    tmp_path: Path,
) -> None:
    it = loaded(tmp_path, incidents=[incident(次数=9)])
    rough = Moment(date(2026, 3, 1), span=Span(Precision.TEN_DAYS, date(2026, 3, 10), "3月上旬"))
    it = it.with_incidents(replace(row, moment=rough) for row in it.incidents)

    assert counts.adverb(it.incidents) == "多次"
    assert wording.summary(it, LETTER, "贵司").startswith("3月上旬，")
    assert wording.incident_sentences(it, LETTER)[0].startswith("3月上旬，")


def test_r02_whole_hours_have_no_minutes(tmp_path: Path) -> None:
    rows = [incident(时间=f"2026-03-0{day} 11:0{minute}") for day, minute in ((1, 0), (2, 5))]

    first, second = wording.incident_sentences(loaded(tmp_path, incidents=rows), LETTER)

    assert first.startswith("2026年3月1日11时起，")
    assert second.startswith("2026年3月2日11时05分起，")
