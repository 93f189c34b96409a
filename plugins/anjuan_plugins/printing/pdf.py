"""Step `pdf`: beside every Word paper the same paper as a PDF.

Made from the digest of the Word file, so that a second run converts only what changed, and a
run that broke off goes on where it stopped.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from anjuan import FinishedRun, Problem, Step, hookimpl
from anjuan.files import digest
from anjuan.word.text import document_text
from anjuan_plugins.printing.filing import (
    PrintFiles,
    Progress,
    broken_office,
    missing_library,
    missing_office,
    without_moment,
)
from anjuan_plugins.printing.fonts import fault_of
from anjuan_plugins.printing.libreoffice import (
    PATIENCE,
    Converted,
    ConverterError,
    converter,
    find_soffice,
)

NAME, TITLE = "pdf", "PDF"
_FONTS = "请安装中文字体（如 思源宋体、Noto CJK），再运行同样的命令。"
_LOOK = "请用 Word 打开看看是否正常，或在 Word 里另存为 PDF；其余的已经转好。"


@dataclass(frozen=True, slots=True)
class _Paper:
    """A Word paper that has no PDF yet, or one of an older version."""

    path: Path
    files: PrintFiles

    @property
    def name(self) -> str:
        return self.path.with_suffix(".pdf").name


def work(run: FinishedRun, patience: float = PATIENCE) -> Iterator[Problem]:
    """Convert what has no PDF.

    Args:
        run: the run.
        patience: seconds without a further PDF after which LibreOffice is given up.
    """
    lacking = tuple(missing_library(TITLE, "pdf", "pypdf"))
    yield from lacking
    if lacking:
        return
    papers: list[_Paper] = []
    for paper, current in _papers(run):
        if not current:
            papers.append(paper)
        elif current != paper.name:
            yield from paper.files.kept(paper.name)
    total = sum(len(case.documents) for case in run.cases)
    run.tell(f"{TITLE}：要转 {len(papers)} 份，另有 {total - len(papers)} 份未变。")
    if papers:
        yield from _convert(run, papers, patience)


def _papers(run: FinishedRun) -> Iterator[tuple[_Paper, str]]:
    """Every paper, and the name of its PDF where that is up to date."""
    for case in run.cases:
        files = PrintFiles(run, case, NAME)
        for document in case.documents:
            paper = _Paper(document.path, files)
            yield paper, _current(paper)


def _current(paper: _Paper) -> str:
    try:
        return paper.files.current(paper.name, digest(paper.path.read_bytes()))
    except OSError:
        # It can't be read: the converter will say why.
        return ""


def _convert(run: FinishedRun, papers: Sequence[_Paper], patience: float) -> Iterator[Problem]:
    program = find_soffice()
    if program is None:
        yield missing_office(TITLE)
        return
    progress = Progress(TITLE, len(papers), run.tell)
    try:
        with converter(program, run.output, run.jobs, patience) as office:
            for result in office.convert([paper.path.read_bytes for paper in papers]):
                yield from _filed(papers[result.index], result)
                progress.advance()
    except ConverterError as error:
        yield broken_office(TITLE, error)


def _filed(paper: _Paper, result: Converted) -> Iterable[Problem]:
    """Put one PDF into its dossier, where it is sound."""
    if result.reason:
        message = f"没有转成 PDF：LibreOffice {result.reason}"
        return (paper.files.problem("pdf-failed", paper.path.name, message, _LOOK),)
    fault = fault_of(result.pdf, _text(result.source))
    if fault:
        return (paper.files.problem("pdf-faulty", paper.path.name, fault, _FONTS),)
    source = digest(result.source)
    return paper.files.put(paper.name, without_moment(result.pdf, source), source)


def _text(document: bytes) -> str:
    """What a PDF has to show; a file that only LibreOffice can read is not compared."""
    try:
        return document_text(document)
    except (zipfile.BadZipFile, etree.XMLSyntaxError, KeyError):
        return ""


STEP = Step(
    name=NAME,
    title=TITLE,
    help="把每份 Word 文书另转成 PDF，放在旁边（需要 LibreOffice）。",
    work=work,
)


@hookimpl
def anjuan_steps() -> Iterable[Step]:
    """Offer the step."""
    return (STEP,)
