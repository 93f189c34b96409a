"""What authors of plug-ins test them with tells of mistakes that nothing else would."""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from dataclasses import replace

import pytest
from support.own_paper import plugin_with
from support.runs import shipped_plugins

from anjuan import Brief, Rule
from anjuan.case.columns import MISSING
from anjuan.testing import MakePapers, incident, make_papers

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
