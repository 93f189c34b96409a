"""No shipped paper fails for an empty cell: it is refused with the cell, or left open."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.great_four import COLLECTOR, FULL, HARSH, TOLD_MOTHER
from support.runs import Generate, shipped_plugins

from anjuan.case.sheets import CASES
from anjuan.run.outcomes import Outcome
from anjuan.testing import EVIDENCE, LOSS, Row, case, contact, institution, write_workbook

KINDS = tuple(shipped_plugins().kinds)
REFERENCES = (
    "债权人", "借款平台", "催收机构", "管辖法院", "公安机关", "委托律师", "律师事务所", "律师电话",
    "委托人姓名", "债务人姓名", "与债务人关系",
)  # fmt: skip
OTHERS = tuple(
    item.column.heading
    for item in CASES.fields
    if item.column.heading not in (*REFERENCES, "案件编号")
)
PLATFORM = institution(
    名称="虚构丙平台公司", 简称="丙台", 机构类型="助贷平台", 统一社会信用代码=None
)
EVERYTHING = {**FULL, "借款平台": "丙台", "催收机构": "乙催", "律师电话": "0571-00000099"}
DEBTOR = case(**EVERYTHING, 愿意协商还款="是")
CONTACT = contact(**EVERYTHING, 案件编号="B")
INCIDENTS = (HARSH, TOLD_MOTHER)


@pytest.mark.parametrize("draft", [False, True], ids=["", "draft"])
@pytest.mark.parametrize("empty", REFERENCES)
def test_no_paper_of_any_kind_fails_for_an_empty_reference(
    generate: Generate, tmp_path: Path, empty: str, draft: bool
) -> None:
    outcomes = assert_told(generate, tmp_path, empty, kinds=KINDS, draft=draft)

    assert {it.kind for it in outcomes} == {*KINDS}


@pytest.mark.parametrize("draft", [False, True], ids=["", "draft"])
@pytest.mark.parametrize("empty", OTHERS)
def test_no_paper_fails_for_any_other_empty_cell(
    generate: Generate, tmp_path: Path, empty: str, draft: bool
) -> None:
    assert_told(generate, tmp_path, empty, draft=draft)


def of(number: str, *rows: Row) -> list[Row]:
    return [{**row, "案件编号": number} for row in rows]


def assert_told(
    generate: Generate, tmp_path: Path, empty: str, **options: object
) -> tuple[Outcome, ...]:
    book = write_workbook(
        tmp_path / "表.xlsx",
        cases=[{**DEBTOR, empty: None}, {**CONTACT, empty: None}],
        institutions=[institution(), COLLECTOR, PLATFORM],
        incidents=[*of("A001", *INCIDENTS), *of("B", *INCIDENTS)],
        evidence=[*of("A001", EVIDENCE), *of("B", EVIDENCE)],
        losses=[*of("A001", LOSS), *of("B", LOSS)],
    )

    done = generate(book, **options)

    for outcome in done.report.outcomes:
        told = f"{outcome.kind}：{outcome.reason}"
        assert outcome.state != "failed", told
        if outcome.state.is_bad:
            assert all(problem.cell for problem in outcome.problems), told
            assert outcome.problems, told
        elif outcome.path and not options.get("draft"):
            assert "【待补" not in done.read(done.folder / outcome.path), told
    return done.report.outcomes


def test_a_power_of_attorney_without_creditor_is_refused_with_the_cell(
    generate: Generate, tmp_path: Path
) -> None:
    who = case(债权人=None, 委托律师="王律师", 律师事务所="虚构律所")
    book = write_workbook(tmp_path / "表.xlsx", cases=[who])

    [outcome] = generate(book, kinds=("power-of-attorney",)).report.outcomes

    assert outcome.state == "refused"
    assert [problem.heading for problem in outcome.problems] == ["债权人"]


def test_a_police_statement_does_without_a_creditor(generate: Generate, tmp_path: Path) -> None:
    book = write_workbook(
        tmp_path / "表.xlsx",
        cases=[case(债权人=None, 文书="报案材料"), case(案件编号="B", 债权人=None)],
    )

    done = generate(book, kinds=("police-statement",), cases=("A001",))

    assert done.report.is_clean
    text = done.text("police-statement")
    assert "有人以催收“甲贷借款”欠款为由" in text
    assert "违法嫌疑人：身份待查。使用的号码、账号：0571-00000011。\n" in text
    missing = [it for it in generate(book).report.problems if it.heading == "债权人"]
    assert [problem.case for problem in missing] == ["B"]
