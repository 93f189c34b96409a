"""Step `pdf`: beside every Word paper the same paper as a PDF.

Made from the digest of the Word file, so that a second run converts only what changed, and a
run that broke off goes on where it stopped.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import compress
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from anjuan import (
    FinishedRun,
    Message,
    Problem,
    Rule,
    Step,
    StepFiles,
    document_text,
    hookimpl,
    public,
)
from anjuan_plugins.printing import filing_sheet
from anjuan_plugins.printing.fonts import fault_of
from anjuan_plugins.printing.libreoffice import (
    PATIENCE,
    SOFFICE,
    Converted,
    ConverterError,
    Driver,
    converter,
    find_soffice,
)
from anjuan_plugins.printing.needs import (
    FONTS,
    NEEDS,
    PDF_FAILED,
    broken_office,
    lacks,
    missing_library,
    missing_office,
)
from anjuan_plugins.printing.on_screen import VIEW
from anjuan_plugins.printing.pages import digest, without_moment
from anjuan_plugins.printing.progress import Progress
from anjuan_plugins.printing.word import WORD, find_word

NAME, TITLE = "pdf", "PDF"
_LIBRARIES = ("pdf", "pikepdf")
PDF_FAULTY = Rule("pdf-faulty", "转出的 PDF 打不开、没有页或没有嵌入中文字体。")
_LOOK = "请用 Word 打开看看是否正常，或在 Word 里另存为 PDF；其余的已经转好。"


class _Paper(NamedTuple):
    """A Word paper of which there is to be a PDF, where it is there."""

    path: Path
    files: StepFiles
    is_there: bool = True

    @property
    def name(self) -> str:
        return self.path.with_suffix(".pdf").name


def work(run: FinishedRun, patience: float = PATIENCE) -> Iterator[Problem]:
    """Convert what has no PDF.

    Args:
        run: the run.
        patience: seconds without a further PDF after which LibreOffice is given up.
    """
    lacking = tuple(missing_library(TITLE, *_LIBRARIES))
    yield from lacking
    if lacking:
        return
    # Of each paper whether it is to be converted: all papers of a long run would fill memory.
    due = bytearray()
    known = 0
    for paper in _papers(run):
        told = _standing(paper) if paper.is_there else ()
        due.append(told is None)
        known += paper.is_there
        yield from told or ()
    count = sum(due)
    counts = public(count), public(known - count)
    run.tell(Message("{}：要转 {} 份，另有 {} 份未变。", public(TITLE), *counts))
    if count:
        yield from _convert(run, compress(_papers(run), due), count, patience)


def _papers(run: FinishedRun) -> Iterator[_Paper]:
    """The same ones in the same order, whenever they are asked for."""
    for case in run.cases:
        if case.documents:
            files = case.files(NAME)
            yield from (_Paper(document.path, files) for document in case.documents)
            sheet = case.folder / filing_sheet.FILE
            yield _Paper(sheet, files, sheet.is_file())


def _standing(paper: _Paper) -> tuple[Problem, ...] | None:
    """What to say of a PDF that is up to date; None where there is none."""
    try:
        return paper.files.standing(paper.name, digest(paper.path.read_bytes()))
    except OSError:
        # It can't be read: the converter will say why.
        return None


def _convert(
    run: FinishedRun, papers: Iterator[_Paper], count: int, patience: float
) -> Iterator[Problem]:
    found = find_soffice()
    driver, program = (WORD, find_word()) if found is None else (SOFFICE, found)
    if program is None:
        yield missing_office(TITLE)
        return
    progress = Progress(count, run)
    try:
        with converter(program, run.output, run.jobs, patience, driver) as office:
            for paper, result in office.in_turn(papers, lambda it: it.path.read_bytes):
                yield from _filed(paper, result, driver)
                progress.advance()
    except ConverterError as error:
        yield broken_office(TITLE, error, driver)


def _filed(paper: _Paper, result: Converted, driver: Driver) -> Iterable[Problem]:
    """Put one PDF into its dossier, where it is sound."""
    if result.reason:
        message = Message("没有转成 PDF：{} {}", public(driver.title), result.reason)
        return (paper.files.problem(PDF_FAILED, paper.path.name, message, _LOOK),)
    fault = fault_of(result.pdf, _text(result.source))
    if fault:
        return (paper.files.problem(PDF_FAULTY, paper.path.name, fault, FONTS),)
    source = digest(result.source)
    return paper.files.put(paper.name, without_moment(result.pdf), source)


def _text(document: bytes) -> str:
    """What a PDF has to show; a file that only LibreOffice can read is not compared."""
    try:
        return document_text(document)
    except (zipfile.BadZipFile, etree.XMLSyntaxError, KeyError):
        return ""


STEP = Step(
    name=NAME,
    title=TITLE,
    help="把每份 Word 文书另转成 PDF，放在旁边（需要 LibreOffice；Windows 上没有它时用 Word "
    "或 WPS，还没有人试过）。",
    work=work,
    lacks=partial(lacks, TITLE, *_LIBRARIES, other=find_word),
    follows=(filing_sheet.NAME,),
    rules=(PDF_FAILED, PDF_FAULTY, *NEEDS),
    print_view=VIEW,
)


@hookimpl
def anjuan_steps() -> Iterable[Step]:
    """Offer the step."""
    return (STEP,)
