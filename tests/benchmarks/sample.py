"""The civil complaint of a sample case: its plan, and the names its template asks for."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

from anjuan.case.text import typed_texts
from anjuan.documents.names import Names, names_for
from anjuan.documents.planning import Document, plan
from anjuan.plugin.host import Plugins
from anjuan.resources import SAMPLE_WORKBOOK
from anjuan.run.preparing import prepare
from anjuan.run.request import Request
from anjuan.word.sandbox import Sandbox
from anjuan.word.views import Trace

KIND, CASE = "civil-complaint", "A004"


def sample_names() -> tuple[Document, Names, Sandbox]:
    """The planned document, its names, made ready as in a run, and what it runs in."""
    plugins = Plugins.load(outside=False)
    request = Request(SAMPLE_WORKBOOK, Path("unused"), date.today(), kinds=(KIND,))
    job = prepare(request, plugins)
    case = next(case for case in job.cases if case.number == CASE)
    [document] = plan(case, plugins, date.today(), job.errors, (KIND,))
    trace = Trace(about=case.number, typed=partial(typed_texts, case))
    names = names_for(document, trace, plugins)
    return document, names, plugins.sandbox
