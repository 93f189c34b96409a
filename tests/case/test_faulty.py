"""A case with faulty cells: a look at one is noted and stopped, all else is as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from anjuan.case.faulty import Faults, FaultyCellError, faults_of, faulty_case, hole, sound
from anjuan.case.records.case import Case
from anjuan.problems import Place, Problem, Rule
from anjuan.testing import case, evidence, incident, institution, write_workbook
from anjuan.workbook.parsing import load_workbook

RULE = Rule("own-rule", "不对。")


@pytest.fixture
def parsed(tmp_path: Path) -> Case:
    """A case whose creditor is its collector too, with two incidents and a column of its own."""
    book = write_workbook(
        tmp_path / "表.xlsx",
        cases=[case(催收机构="甲贷", 自有="甲", 另一列="乙")],
        institutions=[institution()],
        incidents=[incident(次数=2), incident(时间="2026-03-06")],
        evidence=[evidence()],
    )
    [only] = load_workbook(book).cases
    return only


def faulty(parsed: Case, *problems: Problem) -> tuple[Case, list[Problem]]:
    """The case as it is handed out, and what is noted of it."""
    noted: list[Problem] = []
    return faulty_case(parsed, faults_of(parsed, problems), noted.append), noted


def at(record: object, attribute: str) -> Problem:
    return RULE.at(record, attribute, "看不懂。")  # type: ignore[arg-type]  # any row


def test_a_sound_case_is_handed_as_it_is(parsed: Case) -> None:
    elsewhere = RULE.on(Place("案件", "C99", "性别", "A099"), "看不懂。", "请改正。")

    assert faulty(parsed)[0] is parsed
    assert faulty(parsed, elsewhere)[0] is parsed


def test_sound_cells_of_a_faulty_row_are_as_they_were(parsed: Case) -> None:
    seen, noted = faulty(parsed, at(parsed, "court"))

    assert seen.client.name == parsed.client.name
    assert seen.incidents == parsed.incidents
    assert seen.figures == parsed.figures
    assert seen.place("court") == parsed.place("court")
    assert isinstance(seen, Case)
    assert noted == []


def test_a_look_at_a_faulty_cell_is_noted_and_stopped(parsed: Case) -> None:
    problem = at(parsed, "court")
    seen, noted = faulty(parsed, problem)

    with pytest.raises(FaultyCellError) as caught:
        _ = seen.court

    assert caught.value.problem == problem
    assert noted == [problem]


def test_nobody_can_look_past_it(parsed: Case) -> None:
    problem = at(parsed, "court")
    seen, noted = faulty(parsed, problem)

    for look in (
        lambda: getattr(seen, "court", ""),
        lambda: hasattr(seen, "court"),
        lambda: repr(seen),
        lambda: object.__getattribute__(seen, "court"),
    ):
        with pytest.raises((FaultyCellError, AttributeError)):
            look()

    assert noted == [problem] * 3
    assert hole(seen, "court") == problem
    assert len(noted) == 3


@pytest.mark.parametrize("attribute", ["phone", "name"])
def test_a_cell_of_the_client_is_the_clients(parsed: Case, attribute: str) -> None:
    seen, noted = faulty(parsed, at(parsed, attribute))

    with pytest.raises(FaultyCellError):
        getattr(seen.client, attribute)

    assert seen.client.role == parsed.client.role
    assert len(noted) == 1


def test_a_row_without_a_heading_to_its_problem_is_faulty_as_a_whole(parsed: Case) -> None:
    row = parsed.incidents[0].origin.row
    merged = RULE.on(Place("骚扰记录", f"C{row}", case="A001"), "合并了。", "请取消。")
    seen, noted = faulty(parsed, merged)

    for attribute in ("moment", "method", "count", "content"):
        with pytest.raises(FaultyCellError):
            getattr(seen.incidents[0], attribute)
    assert seen.incidents[1].count == parsed.incidents[1].count
    assert len(noted) == 4


def test_a_problem_of_the_case_without_a_cell_concerns_its_whole_row(parsed: Case) -> None:
    seen, _ = faulty(parsed, RULE.on(Place("证据", case="A001"), "没有这张表。", "请补上。"))

    with pytest.raises(FaultyCellError):
        _ = seen.number


def test_a_column_of_the_lawyers_own_is_watched_too(parsed: Case) -> None:
    cell = parsed.origin.cell("自有")
    problem = RULE.on(Place("案件", cell, "自有", "A001"), "出错了。", "请改正。")
    seen, noted = faulty(parsed, problem)

    assert seen.extra["另一列"] == "乙"
    assert "自有" in seen.extra
    with pytest.raises(FaultyCellError):
        _ = seen.extra["自有"]
    with pytest.raises(FaultyCellError):
        dict(seen.extra)
    assert noted == [problem] * 2


def test_which_row_it_is_can_be_told_without_a_look(parsed: Case) -> None:
    assert parsed.creditor
    seen, noted = faulty(parsed, at(parsed.creditor, "region"))

    assert seen.creditor == seen.collector == parsed.creditor
    assert parsed.creditor == seen.creditor
    assert seen.creditor != object()
    assert sound(seen.creditor) is parsed.creditor
    assert noted == []


def test_a_narrower_case_keeps_what_is_faulty(parsed: Case) -> None:
    seen, noted = faulty(parsed, at(parsed, "court"), at(parsed.incidents[0], "moment"))

    narrowed = seen.with_incidents(seen.incidents[:1])

    assert len(narrowed.incidents) == 1
    with pytest.raises(FaultyCellError):
        _ = narrowed.figures
    with pytest.raises(FaultyCellError):
        _ = narrowed.court
    assert len(noted) == 2


def test_faults_of_other_cases_and_institutions_are_left_out(parsed: Case) -> None:
    others = (
        RULE.on(Place("案件", "C99", "性别", "A099"), "看不懂。", "请改正。"),
        RULE.on(Place("机构", "C99", "机构类型"), "看不懂。", "请改正。"),
        RULE.on(Place("骚扰记录", "B99", "时间"), "看不懂。", "请改正。"),
    )
    own = at(parsed, "court")

    found: Faults = faults_of(parsed, (*others, own))

    assert found == {("案件", parsed.origin.row): [own]}
