"""The civil complaint of a sample case: its plan, and the names its template asks for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from anjuan.batch import Request, prepare
from anjuan.making import names_for
from anjuan.planning import Document, plan
from anjuan.plugins import Plugins
from anjuan.rendering import Filters
from anjuan.resources import SAMPLE_WORKBOOK
from anjuan.views import Names, Trace

KIND, CASE = "civil-complaint", "A004"


def sample_names() -> tuple[Document, Names, Filters]:
    """The planned document, its names, made ready as in a run, and the filters."""
    plugins = Plugins.load(outside=False)
    request = Request(SAMPLE_WORKBOOK, Path("unused"), date.today(), kinds=(KIND,))
    job = prepare(request, plugins)
    case = next(case for case in job.cases if case.number == CASE)
    [document] = plan(case, plugins, job.errors, (KIND,))
    names = names_for(document, Trace({}, case=case), plugins, date.today())
    return document, names, plugins.filters
