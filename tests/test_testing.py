"""What authors of plug-ins test them with tells of mistakes that nothing else would."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.own_paper import plugin_with
from support.runs import shipped_plugins

from anjuan import Rule
from anjuan.case.columns import MISSING
from anjuan.testing import MakePapers, make_papers

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
