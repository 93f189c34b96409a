"""docs/architecture.md follows one row through the program; what it shows there is so."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from support.runs import ROOT, Generate
from tools.docx_text import docx_text

from anjuan.case.records.case import Case
from anjuan.case.records.incident import Incident
from anjuan.case.sheets import INCIDENTS, SHEETS
from anjuan.documents.planning import Document, plan
from anjuan.law.loading import shipped_catalogue
from anjuan.plugin.host import Plugins
from anjuan.resources import SAMPLE_WORKBOOK
from anjuan.word.rendering import is_compiled
from anjuan.workbook.heading_map import HeadingMap
from anjuan.workbook.parsing import load_workbook
from anjuan.workbook.rows import read_sheets

PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
BOXES = [" ".join(line.split()) for line in PAGE.splitlines() if line.startswith("    ")]
ROW = 4


@pytest.fixture(scope="module")
def case() -> Case:
    return load_workbook(SAMPLE_WORKBOOK).cases[0]


@pytest.fixture
def row(case: Case) -> Incident:
    [found] = (row for row in case.incidents if row.origin.row == ROW)
    return found


@pytest.fixture(scope="module")
def paper(case: Case) -> Document:
    documents = plan(case, Plugins.load(outside=False), date(2026, 11, 25), {}, ())
    assert len(documents) == 11
    [found] = (it for it in documents if it.kind.name == "police-statement")
    return found


def test_the_row_as_it_is_read() -> None:
    sheet = read_sheets(SAMPLE_WORKBOOK, SHEETS, HeadingMap())[INCIDENTS.name]
    [raw] = (it for it in sheet.rows if it.number == ROW)

    told = {heading: raw.cells[at] for heading, at in sheet.columns.items()}
    shown = ("案件编号", "时间", "方式", "对方号码", "受扰人", "次数", "证据编号")
    assert told["时间"] == datetime(2026, 3, 5, 22, 41)
    cells = (told[heading] for heading in shown)
    numbers = (int(cell) if isinstance(cell, float) else cell for cell in cells)
    pairs = zip(shown, numbers, strict=True)
    assert f"row {ROW} " + " · ".join(f"{it} {cell}" for it, cell in pairs) in BOXES


def test_the_row_as_it_is_parsed(row: Incident) -> None:
    assert row.moment
    assert row.moment.clock
    told = (
        f"moment {row.moment.day} {row.moment.clock:%H:%M}",
        f"method {row.method}",
        f"victim {row.victim}",
        f"count {row.count}",
        f"natures {'、'.join(row.natures)}",
        f"evidence_numbers {row.evidence_numbers}",
    )
    assert f"Incident {' · '.join(told)}" in BOXES


def test_the_figures(case: Case) -> None:
    names = ("total", "first", "last", "busiest_day", "highest_per_day", "at_night")
    told = " · ".join(f"{name} {getattr(case.figures, name)}" for name in names)

    assert f"figures {told}" in BOXES


@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2026, 3, 5)])
def test_the_law_of_the_day(day: date) -> None:
    [citation] = shipped_catalogue().cite_in_force(("security.harassment",), day)

    assert f"security.harassment on {day} {citation.text}" in BOXES


def test_the_paper_that_is_planned(paper: Document) -> None:
    assert f"{paper.number:02d} {paper.title} → {paper.recipient.name}" in BOXES
    assert is_compiled(paper.kind.template, Plugins.load(outside=False).sandbox)
    template = paper.kind.template.relative_to(ROOT).as_posix()
    assert f"proved {template}, compiled · 0 problems" in BOXES


def test_the_sentence_and_the_file(generate: Generate, paper: Document) -> None:
    done = generate(SAMPLE_WORKBOOK, cases=("A001",), kinds=())

    [outcome] = (it for it in done.report.outcomes if it.kind == paper.kind.name)
    [sentence] = (it for it in BOXES if it.startswith("2026年3月5日22时41分"))
    assert sentence in docx_text(done.folder / outcome.path)
    assert f"{outcome.path} {outcome.state.value}" in BOXES
    assert not [it for it in outcome.problems if it.is_error]
