"""One sandbox serves all threads: nothing of one rendering is seen by another."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
from docx import Document
from support.blank import new_document
from support.runs import shipped_plugins

from anjuan.case.text import typed_texts
from anjuan.documents.names import names_for
from anjuan.documents.planning import Document as Planned
from anjuan.documents.planning import plan
from anjuan.plugin.host import Plugins
from anjuan.problems import Place, Rule
from anjuan.resources import SAMPLE_WORKBOOK
from anjuan.run.preparing import prepare
from anjuan.run.request import Request
from anjuan.testing import TODAY
from anjuan.word.proving import prove
from anjuan.word.rendering import is_compiled, render
from anjuan.word.sandbox import PLAIN
from anjuan.word.views import Blank, Trace

THREADS = 8
EMPTY = Rule("empty", "是空的。")


@pytest.fixture(autouse=True)
def _threads_take_turns_often() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def test_many_threads_make_of_all_sample_cases_what_one_thread_makes() -> None:
    plugins = shipped_plugins()
    job = prepare(Request(SAMPLE_WORKBOOK, Path("unused"), TODAY), plugins)
    planned = [
        document
        for case in job.cases
        for document in plan(case, plugins, TODAY, job.errors)
        if not document.spared and not any(it.is_error for it in document.problems)
    ]
    make = partial(made, plugins=plugins)
    one_after_the_other = list(map(make, planned))

    with ThreadPoolExecutor(THREADS) as threads:
        at_once = list(threads.map(make, planned * 3))

    assert len({content for content, _ in one_after_the_other}) == len(planned) > THREADS
    assert at_once == one_after_the_other * 3


def made(document: Planned, plugins: Plugins) -> tuple[bytes, list[str]]:
    """The finished document, and what was printed."""
    case = document.case
    trace = Trace(about=case.number, typed=partial(typed_texts, case))
    names = names_for(document, trace, plugins)
    rendered = render(document.kind.template, names, trace, case.number, plugins.sandbox)
    assert prove(rendered, trace) == ()
    return rendered.content, trace.printed


@pytest.mark.parametrize("compiled", [True, False])
def test_blanks_and_breaks_of_one_document_stay_in_it(tmp_path: Path, compiled: bool) -> None:
    template = tmp_path / "模板.docx"
    document = new_document()
    for text in ("{{ 名 }}{{ 空 }}", "{% for 项 in 行 %}{{ 项 }}{% endfor %}{{ 行|join('、') }}"):
        document.add_paragraph(text)
    if not compiled:
        document.core_properties.subject = "{{ 名 }}"
    document.save(str(template))
    assert is_compiled(template) is compiled

    def filled(number: int) -> tuple[bytes, Trace]:
        trace = Trace(draft=number % 3 == 0)
        told = partial(EMPTY.on, Place("案件", heading=f"列{number}"), "是空的。", "请填写。")
        rows = tuple(f"第{n}项" for n in range(number % 7))
        names = {"名": f"甲{number}\n乙{number}", "空": Blank(told), "行": rows}
        return render(template, names, trace, "题").content, trace

    numbers = range(200 if compiled else 30)
    before = dict(vars(PLAIN))
    one_after_the_other = list(map(filled, numbers))
    with ThreadPoolExecutor(THREADS) as threads:
        at_once = list(threads.map(filled, numbers))

    assert at_once == one_after_the_other
    assert [[it.heading for it in trace.hits] for _, trace in at_once] == [
        [] if number % 3 == 0 else [f"列{number}"] for number in numbers
    ]
    assert vars(PLAIN) == before


def test_a_template_is_made_ready_once_for_all_threads(tmp_path: Path) -> None:
    document = new_document()
    document.add_paragraph("{{ 名 }}")
    template = tmp_path / "模板.docx"
    document.save(str(template))
    first = render(template, {"名": "甲"}, Trace(), "题")

    with ThreadPoolExecutor(1) as threads:
        second = threads.submit(render, template, {"名": "甲"}, Trace(), "题").result()

    # Only the first document of a template is read again as a whole.
    assert (first.parts is None, second.parts is None) == (True, False)
    assert Document(io.BytesIO(second.content)).paragraphs[0].text == "甲"
