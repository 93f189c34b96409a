"""What `template check` finds no fault with, `generate` fills, and refuses what it refuses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from support.asking_templates import LINES, TEMPLATES
from support.proofread import KNOWN
from support.runs import STORY_WORKBOOK, shipped_plugins

from anjuan.case.text import typed_texts
from anjuan.documents.names import names_for
from anjuan.documents.planning import Document, plan
from anjuan.documents.shapes import core
from anjuan.errors import TemplateError
from anjuan.resources import SAMPLE_WORKBOOK
from anjuan.run.preparing import Job, prepare
from anjuan.run.request import Request
from anjuan.testing import TODAY
from anjuan.word.proofreading.names import UNKNOWN_NAME
from anjuan.word.proofreading.template import find_faults
from anjuan.word.proving import prove
from anjuan.word.rendering import render
from anjuan.word.views import Trace

PLUGINS = shipped_plugins()
# Warnings that say that some cases will have no paper.
FOREWARNED = {"doubtful-value", "doubtful-item", "doubtful-name"}
Filled = Callable[[bytes], Iterator[str]]


@cache
def job(workbook: Path = SAMPLE_WORKBOOK) -> Job:
    """The cases of a workbook, read once for all kinds."""
    request = Request(workbook, Path("unused"), TODAY, kinds=tuple(PLUGINS.kinds))
    return prepare(request, PLUGINS)


@cache
def documents() -> tuple[Document, ...]:
    """One of each sample case: with all cells, with few, without losses, without evidence."""
    kinds = ("police-statement",)
    return tuple(plan(case, PLUGINS, TODAY, job().errors, kinds)[0] for case in job().cases)


def names_of(document: Document) -> tuple[Mapping[str, object], Trace]:
    case = document.case
    trace = Trace(about=case.number, typed=partial(typed_texts, case))
    return names_for(document, trace, PLUGINS), trace


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """Why a template fails, for each case in which it does; an empty cell is no reason of its."""
    folder, numbers = tmp_path_factory.mktemp("templates"), count()

    def reasons(source: bytes) -> Iterator[str]:
        path = folder / f"{next(numbers)}.docx"
        path.write_bytes(source)
        for document in documents():
            names, trace = names_of(document)
            try:
                found = prove(render(path, names, trace, "题", PLUGINS.sandbox, core), trace)
                reason = "".join(problem.message for problem in found)
            except TemplateError as error:
                reason = str(error.message)
            if reason and not trace.hits:
                yield reason

    return reasons


def assert_agreed(source: bytes, filled: Filled) -> None:
    faults = find_faults(source, KNOWN.core, sandbox=PLUGINS.sandbox)
    # Names hang on the workbook: whether one is unknown shows in the end.
    errors = [it for it in faults if it.is_error and it.rule is not UNKNOWN_NAME]
    reasons = list(filled(source))
    if errors:
        assert len(reasons) == len(documents())
        assert all(str(errors[0]) in reason for reason in reasons)
    elif not any(it.is_error or it.code in FOREWARNED for it in faults):
        assert reasons == []


@given(LINES)
def test_a_line_without_a_fault_never_fails_for_a_reason_of_the_template(
    filled: Filled, source: bytes
) -> None:
    assert_agreed(source, filled)


@given(TEMPLATES)
def test_nor_does_a_template_with_tags_in_all_its_parts(filled: Filled, source: bytes) -> None:
    assert_agreed(source, filled)


@pytest.mark.parametrize("kind", PLUGINS.kinds)
def test_the_shipped_templates_without_a_fault_are_filled(kind: str) -> None:
    template, known = PLUGINS.kinds[kind].template, KNOWN.of(PLUGINS.kinds[kind])
    # What is made on request is for cases that have gone further than most samples: the story's.
    made = (
        it
        for read in map(job, (SAMPLE_WORKBOOK, STORY_WORKBOOK))
        for case in read.cases
        for it in plan(case, PLUGINS, TODAY, read.errors, (kind,))
    )

    assert find_faults(template.read_bytes(), known, sandbox=PLUGINS.sandbox) == ()
    wanted = (it for it in made if not it.spared)
    sound = (it for it in wanted if not any(problem.is_error for problem in it.problems))
    document = next(sound)
    names, trace = names_of(document)
    rendered = render(template, names, trace, "题", PLUGINS.sandbox, core)
    assert not trace.hits
    assert prove(rendered, trace) == ()
