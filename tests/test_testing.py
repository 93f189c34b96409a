"""What authors of plug-ins test them with tells of mistakes that nothing else would."""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from support.own_paper import plugin_with
from support.runs import shipped_plugins

from anjuan import Brief, FinishedRun, Kind, Problem, Rule, Step, hookimpl
from anjuan.case.columns import MISSING
from anjuan.opc import BODY, Package
from anjuan.testing import MakePapers, case, incident, make_papers

papers = make_papers


def test_a_code_that_anjuan_itself_uses_is_refused(papers: MakePapers) -> None:
    police = shipped_plugins().kinds["police-statement"]
    kind = replace(police, name="own", title="自有", rules=(Rule(MISSING.code, "缺一样东西。"),))

    with pytest.raises(AssertionError, match=f"under-test: .*'missing'.*{MISSING.meaning}"):
        papers(plugin_with(kind))


def test_a_rule_of_anjuan_itself_may_be_used(papers: MakePapers) -> None:
    police = shipped_plugins().kinds["police-statement"]
    kind = replace(police, name="own", title="自有", rules=(MISSING,))

    papers(plugin_with(kind)).assert_nothing_lost()


def test_who_wrote_the_line_that_failed_sees_it(papers: MakePapers) -> None:
    def broken(brief: Brief) -> Mapping[str, object]:
        return {"天数": brief.case.figures.total / 0}

    police = shipped_plugins().kinds["police-statement"]
    made = papers(plugin_with(replace(police, name="own", title="自有", context=broken)))

    with pytest.raises(AssertionError, match="division by zero") as failed:
        made.text("own")
    cause = failed.value.__cause__
    assert isinstance(cause, ZeroDivisionError)
    assert traceback.extract_tb(cause.__traceback__)[-1].name == "broken"


def test_a_paper_that_was_refused_has_no_other_error_behind_it(papers: MakePapers) -> None:
    police = shipped_plugins().kinds["police-statement"]
    own = replace(police, name="own", title="自有")

    made = papers(plugin_with(own), incidents=[incident(次数=1, 行为性质=None)])

    with pytest.raises(AssertionError, match="够不上") as failed:
        made.text("own")
    assert failed.value.__cause__ is None


def own_kind() -> Kind:
    return replace(shipped_plugins().kinds["police-statement"], name="own", title="自有")


def test_the_day_of_the_run_is_the_tests_own(papers: MakePapers) -> None:
    def told(brief: Brief) -> Mapping[str, object]:
        seen.append(brief.filing_date)
        return kind.context(brief)

    seen: list[date] = []
    kind = own_kind()
    rows = [case(落款日期=None)]

    made = papers(
        plugin_with(replace(kind, context=told)), today=date(2026, 4, 20), draft=True, cases=rows
    )

    assert set(seen) == {date(2026, 4, 20)}
    assert made.report.outcomes


def test_a_kind_that_does_not_concern_the_case_is_told_with_its_reason(papers: MakePapers) -> None:
    made = papers(plugin_with(replace(own_kind(), applies=lambda matter: "没有威胁恐吓的记录。")))

    with pytest.raises(AssertionError, match=r"(?s)planned: .*没有威胁恐吓"):
        made.assert_nothing_lost()


def test_a_text_is_told_with_its_cells(papers: MakePapers) -> None:
    made = papers(plugin_with(own_kind()), incidents=[incident(次数=4), incident(次数=5)])

    assert {"骚扰记录!J2", "骚扰记录!J3"} <= {*made.cells("own", "9次")}
    with pytest.raises(AssertionError, match="does not stand"):
        made.cells("own", "没有的话")


def test_a_plugin_that_cannot_be_loaded_shows_the_line_of_its_author(papers: MakePapers) -> None:
    class Broken:
        @hookimpl
        def anjuan_kinds(self) -> list[Kind]:
            raise ValueError("mine")

    with pytest.raises(AssertionError, match="mine") as failed:
        papers(Broken())
    cause = failed.value.__cause__
    assert isinstance(cause, ValueError)
    assert [it.name for it in traceback.extract_tb(cause.__traceback__)] == ["anjuan_kinds"]


def test_the_traceback_begins_at_the_line_of_the_author(papers: MakePapers) -> None:
    def broken(brief: Brief) -> Mapping[str, object]:
        return {"天数": brief.case.figures.total / 0}

    made = papers(plugin_with(replace(own_kind(), context=broken)))

    with pytest.raises(AssertionError) as failed:
        made.assert_nothing_lost()
    cause = failed.value.__cause__
    assert cause
    assert [it.name for it in traceback.extract_tb(cause.__traceback__)] == ["broken"]


def test_a_step_of_the_plugin_follows_where_it_is_named(papers: MakePapers) -> None:
    def work(run: FinishedRun) -> Iterator[Problem]:
        for it in run.cases:
            yield from it.files("note").put("便条.txt", b"x", "1")

    class Noting:
        @hookimpl
        def anjuan_kinds(self) -> tuple[Kind]:
            return (own_kind(),)

        @hookimpl
        def anjuan_steps(self) -> tuple[Step]:
            return (Step(name="note", title="便条", help="写便条。", work=work),)

    made = papers(Noting(), steps=["note"])

    assert [it.path for it in made.report.files] == ["A001_张三/便条.txt"]


def test_golden_texts_are_written_when_asked_and_compared_otherwise(
    papers: MakePapers, tmp_path: Path
) -> None:
    made = papers(plugin_with(own_kind()))
    golden = tmp_path / "golden"

    with pytest.raises(AssertionError, match="--update-papers"):
        made.assert_as_before(golden)
    made.assert_as_before(golden, update=True)
    made.assert_as_before(golden)
    [text] = golden.rglob("*.txt")
    text.write_text("别的\n", encoding="utf-8")
    with pytest.raises(AssertionError, match=text.name):
        made.assert_as_before(golden)


def test_a_paper_that_word_would_repair_is_lost(papers: MakePapers) -> None:
    made = papers(plugin_with(own_kind()))
    path = made.path("own")
    package = Package(path.read_bytes())
    body = package.parts[BODY]
    package.parts[BODY] = body.replace(b"<w:sectPr", b"<w:tbl/><w:sectPr", 1)
    path.write_bytes(package.packed())

    with pytest.raises(AssertionError, match=path.name):
        made.assert_nothing_lost()
