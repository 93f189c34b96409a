"""Drafts: what is missing is marked, in the paper and in its name."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import openpyxl
import pytest
from support.cells import cell
from support.runs import Cli, Generate, shipped_plugins

from anjuan.resources import SAMPLE_WORKBOOK
from anjuan.run.inspection import judge_case
from anjuan.run.making import CaseJob
from anjuan.run.outcomes import State
from anjuan.run.papers import in_memory
from anjuan.run.preparing import prepare
from anjuan.run.request import Request
from anjuan.testing import TODAY, case, incident, institution, write_workbook


def test_a_draft_prints_marked_placeholders_and_says_so_in_its_name(
    cli: Cli, tmp_path: Path
) -> None:
    write_workbook(
        tmp_path / "表.xlsx", cases=[case(身份证号=None)], institutions=[institution(住所地=None)]
    )

    done = cli("generate", "表.xlsx", "-o", "out", "--draft")

    assert done.status == 1
    names = sorted(path.name for path in (tmp_path / "out").rglob("*.docx"))
    assert "草稿_05_报案材料_虚构市公安局甲派出所.docx" in names
    assert "草稿_06_民事起诉状_虚构市甲区人民法院.docx" in names
    # Nothing is missing in the letter to the platform: it is no draft.
    assert "01_平台投诉函_虚构甲网络借贷有限公司.docx" in names
    complaint = next((tmp_path / "out").rglob("草稿_06*.docx"))
    runs = _runs(complaint)
    assert ("【待补：身份证号】", True) in runs
    assert ("【待补：住所地】", True) in runs
    assert all(highlighted is text.startswith("【待补：") for text, highlighted in runs)


def test_a_draft_still_refuses_what_no_placeholder_can_stand_for(
    generate: Generate, tmp_path: Path
) -> None:
    book = write_workbook(tmp_path / "表.xlsx", cases=[case(委托人身份=None)])

    states = generate(book, draft=True).states()

    assert states["platform-complaint"] == ["refused"]


def test_a_draft_stands_in_for_a_creditor_who_is_not_known_yet(
    generate: Generate, tmp_path: Path
) -> None:
    who = case(债权人=None, 委托律师="王律师", 律师事务所=None)
    done = generate(write_workbook(tmp_path / "表.xlsx", cases=[who]), draft=True)

    assert {state for states in done.states().values() for state in states} == {"written"}
    for kind in ("platform-complaint", "civil-complaint", "evidence-list", "power-of-attorney"):
        assert "【待补：债权人】" in done.text(kind)
    assert "【待补：律师事务所】" in done.text("power-of-attorney")
    # What it can do without it does without.
    assert "【待补" not in done.text("police-statement")


def test_a_draft_calls_a_client_without_a_name_by_the_placeholder(
    generate: Generate, tmp_path: Path
) -> None:
    book = write_workbook(
        tmp_path / "表.xlsx", cases=[case(委托人姓名=None)], incidents=[incident(受扰人="本人")]
    )

    done = generate(book, draft=True)

    assert "witness-statement" not in done.states()
    assert "| 【待补：委托人姓名】 |" in done.text("civil-complaint")


def _runs(path: Path) -> list[tuple[str, bool]]:
    from docx import Document

    document = Document(str(path))
    return [
        (run.text, run.font.highlight_color is not None)
        for paragraph in document.paragraphs
        for run in paragraph.runs
        if run.text
    ]


PARTIES = ("债权人", "借款平台", "催收机构")


@cache
def states_of(book: Path, *, draft: bool) -> dict[tuple[str, str], list[State]]:
    """What would become of the documents of each case and kind."""
    plugins = shipped_plugins()
    job = prepare(Request(book, Path("unused"), TODAY, draft=draft), plugins)
    workshop = in_memory(job.request, plugins)
    found: dict[tuple[str, str], list[State]] = {}
    for each in job.cases:
        concerning = (*job.errors.get(each.number, ()), *job.errors.get("", ()))
        for it in judge_case(CaseJob(each, "", concerning), workshop)[0]:
            found.setdefault((it.case, it.kind), []).append(it.state)
    return found


@pytest.mark.parametrize("blanked", [*((it,) for it in PARTIES), PARTIES], ids="、".join)
def test_a_draft_stands_in_for_whatever_party_is_missing_in_the_samples(
    tmp_path: Path, blanked: tuple[str, ...]
) -> None:
    workbook = openpyxl.load_workbook(SAMPLE_WORKBOOK)
    table = workbook["案件"]
    for row in range(2, table.max_row + 1):
        for heading in blanked:
            table[cell("案件", heading, row)] = None
    workbook.save(tmp_path / "表.xlsx")

    before = states_of(SAMPLE_WORKBOOK, draft=False)
    drafts = states_of(tmp_path / "表.xlsx", draft=True)

    made = {key for key, states in before.items() if State.POSSIBLE in states}
    kinds = shipped_plugins().kinds.values()
    # Police who stay silent are in the workbook that follows one case.
    all_but_later = {it.name for it in kinds if not it.on_request} - {"review-application"}
    assert {kind for _, kind in made} == all_but_later
    assert {key: set(drafts[key]) for key in made} == {key: {State.POSSIBLE} for key in made}


def test_a_draft_makes_no_paper_that_nobody_asked_for(generate: Generate, tmp_path: Path) -> None:
    nobody = write_workbook(tmp_path / "没点名.xlsx", cases=[case(律师事务所=None)])
    named = write_workbook(tmp_path / "点名.xlsx", cases=[case(律师事务所=None, 文书="律师函")])

    assert "lawyer-letter" not in generate(nobody, draft=True).states()
    assert "【待补：律师事务所】" in generate(named, draft=True).text("lawyer-letter")
