"""Step `bundle`: all papers of a case as one file to print, with a cover and one numbering.

Papers whose PDF is missing or older than the Word file keep a bundle from being made: a lawyer
who prints it must be able to trust that it is whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from anjuan import (
    Case,
    Finished,
    FinishedCase,
    FinishedRun,
    Message,
    Problem,
    Rule,
    Severity,
    Step,
    StepFiles,
    hookimpl,
    public,
)
from anjuan_plugins.printing import chart, evidence_book, filing_sheet, pdf
from anjuan_plugins.printing.front_pages import Column, Front, Row
from anjuan_plugins.printing.libreoffice import (
    Converter,
    ConverterError,
    Source,
    converter,
    find_soffice,
    given,
)
from anjuan_plugins.printing.needs import (
    NEEDS,
    broken_office,
    lacks,
    missing_library,
    missing_office,
)
from anjuan_plugins.printing.pages import (
    broken_pdf,
    digest,
    key_of,
    opened,
    page_range,
    saved,
    shown_size,
)
from anjuan_plugins.printing.progress import Progress
from anjuan_plugins.printing.stamps import Stamp, lay_over, sheets

if TYPE_CHECKING:
    from pikepdf import Pdf

NAME, TITLE = "bundle", "合并打印"
_LIBRARIES = ("pdf", "pikepdf")
FILE = "合并打印.pdf"
INCOMPLETE = Rule("bundle-incomplete", "合并打印缺一份，没有做。")
OVERTAKEN = Rule("bundle-overtaken", "合并打印装的是手改的文书，案件表后来改了。", Severity.WARNING)
FAILED = Rule("bundle-failed", "合并打印没有做成。")
# Raised when the look of a bundle changes, so that those that stand are made anew.
_EDITION = 2
# Covers of so many cases go into one call of the office suite.
_CASES = 50
_COLUMNS = (
    Column("序号", 14, is_centred=True),
    Column("文书", 52),
    Column("收文单位（有关的人）", 70),
    Column("页码（起—止）", 30, is_centred=True),
)


class Part(NamedTuple):
    """One paper in a bundle.

    Attributes:
        title: as the cover lists it.
        recipient: likewise; empty where it has none.
        path: its PDF.
        content: digest of that file.
        shapes: width and height of each page as it is shown, in points.
        note: what the cover says of it in small print; empty where there is nothing to say.
    """

    title: str
    recipient: str
    path: Path
    content: str
    shapes: tuple[tuple[float, float], ...]
    note: str = ""


class Bundle(NamedTuple):
    """A bundle to be made."""

    case: Case
    parts: tuple[Part, ...]
    files: StepFiles
    key: str

    def ranges(self, front: int) -> Iterator[tuple[int, int]]:
        """First and last page of each part, after so many pages of the cover."""
        first = front + 1
        for part in self.parts:
            yield first, first + len(part.shapes) - 1
            first += len(part.shapes)

    def total(self, front: int) -> int:
        """Pages in all."""
        return front + sum(len(part.shapes) for part in self.parts)

    def stamps(self, front: int) -> list[Stamp]:
        """The number of each page of the parts."""
        shapes = (shape for part in self.parts for shape in part.shapes)
        total = self.total(front)
        return [
            Stamp(*shape, "", f"第{number}页 共{total}页", is_above=True)
            for number, shape in enumerate(shapes, start=front + 1)
        ]


class _UnfitError(Exception):
    """A part of a bundle is missing, out of date or broken; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def work(run: FinishedRun) -> Iterator[Problem]:
    """Make the bundles that are missing or out of date."""
    lacking = tuple(missing_library(TITLE, *_LIBRARIES))
    yield from lacking
    if lacking:
        return
    bundles: list[Bundle] = []
    for case in run.cases:
        try:
            if case.documents:
                yield from _planned(run, case, bundles)
        except _UnfitError as error:
            yield error.problem
    run.tell(Message("{}：要做 {} 份。", public(TITLE), public(len(bundles))))
    if bundles:
        yield from _make(run, bundles)


def _planned(run: FinishedRun, case: FinishedCase, bundles: list[Bundle]) -> Iterator[Problem]:
    """Add the bundle of a case to those to be made, unless it stands."""
    parts = _parts(run, case)
    files = case.files(NAME)
    for document in case.documents:
        if document.is_overtaken:
            yield _overtaken(files, document)
    contents = [(part.title, part.recipient, part.content, part.note) for part in parts]
    key = key_of(_EDITION, case.case.number, case.case.client.name, contents)
    told = files.standing(FILE, key)
    if told is None:
        bundles.append(Bundle(case.case, parts, files, key))
    else:
        yield from told


def _parts(run: FinishedRun, case: FinishedCase) -> tuple[Part, ...]:
    """The filing sheet, the papers of a case, then what is annexed to them.

    Raises:
        _UnfitError: one of them can't be used.
    """
    papers = [_paper(case, document) for document in case.documents]
    place = _after_which(case.documents)
    papers[place:place] = _annexes(run, case, chart.STEP, chart.FILE, chart.key)
    book = evidence_book
    return (_sheet(case), *papers, *_annexes(run, case, book.STEP, book.FILE, book.key))


def _annexes(
    run: FinishedRun,
    case: FinishedCase,
    step: Step,
    name: str,
    key: Callable[[FinishedRun, FinishedCase], str],
) -> list[Part]:
    """What another step made of the case, where it stands.

    Raises:
        _UnfitError: it is out of date.
    """
    path = case.folder / name
    if not path.exists():
        return []
    if not case.files(step.name).usable(name, key(run, case)):
        remedy = Message("请加上 --then {} 再运行，或删除 {}。", public(step.name), name)
        raise _unfit(case, Message("没有做，因为 {} 已经过时", name), remedy)
    return [_part(case, step.title, "", path)]


def _after_which(documents: Sequence[Finished]) -> int:
    """The chart follows the police statement, or else the civil complaint, or else all."""
    kinds = [document.kind for document in documents]
    for kind in ("police-statement", "civil-complaint"):
        if kind in kinds:
            return kinds.index(kind) + 1
    return len(kinds)


def _sheet(case: FinishedCase) -> Part:
    return _part(case, filing_sheet.TITLE, "", _printed(case, case.folder / filing_sheet.FILE))


def _printed(case: FinishedCase, paper: Path) -> Path:
    """The PDF of a Word paper.

    Raises:
        _UnfitError: it is missing or out of date.
    """
    path = paper.with_suffix(".pdf")
    source = digest(paper.read_bytes()) if paper.is_file() else ""
    if not case.files(pdf.NAME).usable(path.name, source):
        raise _unfit(case, Message("没有做，因为缺 {}", path.name))
    return path


def _paper(case: FinishedCase, document: Finished) -> Part:
    path = _printed(case, document.path)
    draft = "（草稿，尚不能提交）" if document.is_draft else ""
    part = _part(case, document.title + draft, document.recipient, path)
    return part._replace(note=_note(document)) if document.is_overtaken else part


def _note(document: Finished) -> str:
    """What the cover says of a paper that the workbook has overtaken."""
    if document.beside:
        return f"手改的一份。案件表后来改了，按新内容生成的“{document.beside.name}”没有装入。"
    return "手改的一份。案件表后来改了，新内容没有装入。"


def _overtaken(files: StepFiles, document: Finished) -> Problem:
    newer = Message("，新的一份 {} 没有装入", document.beside.name) if document.beside else ""
    reason = Message("装的是手改的 {}；案件表后来改了{}", document.path.name, newer)
    return files.problem(OVERTAKEN, FILE, reason, "请核对用哪一份，再打印、签字。")


def _part(case: FinishedCase, title: str, recipient: str, path: Path) -> Part:
    try:
        content = path.read_bytes()
        with opened(content) as pdf:
            shapes = tuple(shown_size(page) for page in pdf.pages)
    except broken_pdf() as error:
        raise _unfit(case, Message("没有做，因为 {} 打不开", path.name)) from error
    return Part(title, recipient, path, digest(content), shapes)


def _unfit(
    case: FinishedCase, reason: str, remedy: str = Message("请改正后再运行同样的命令。")
) -> _UnfitError:
    told = Message("{}以前做的合并打印已经过时，请勿使用。", remedy)
    return _UnfitError(case.files(NAME).problem(INCOMPLETE, FILE, reason, told))


def _make(run: FinishedRun, bundles: Sequence[Bundle]) -> Iterator[Problem]:
    program = find_soffice()
    if program is None:
        yield missing_office(TITLE)
        return
    progress = Progress(len(bundles), run)
    try:
        with converter(program, run.output, run.jobs) as office:
            for at in range(0, len(bundles), _CASES):
                some = bundles[at : at + _CASES]
                set_pages = covers(office, some)
                for number, bundle in enumerate(some):
                    yield from _filed(bundle, set_pages.get(number, ()))
                    progress.advance()
    except ConverterError as error:
        yield broken_office(TITLE, error)


def covers(office: Converter, bundles: Sequence[Bundle]) -> dict[int, tuple[bytes, ...]]:
    """The cover and the stamps as PDF, by place, so far as LibreOffice made them.

    Where the cover takes more pages than thought both are made again.
    """
    fronts = dict.fromkeys(range(len(bundles)), 1)
    done: dict[int, tuple[bytes, ...]] = {}
    waiting = list(fronts)
    while waiting:
        made = _set(office, {number: (bundles[number], fronts[number]) for number in waiting})
        pages = {number: _count(cover) for number, (cover, _) in made.items()}
        # Only ever more pages: a cover that would shrink again must not go on for ever.
        waiting = [number for number in made if pages[number] > fronts[number]]
        fronts.update({number: pages[number] for number in waiting})
        done.update(made)
    return done


def _set(
    office: Converter, bundles: Mapping[int, tuple[Bundle, int]]
) -> dict[int, tuple[bytes, ...]]:
    """Cover and stamps of bundles, each with the number of pages that its cover is thought of."""
    from anjuan_plugins.printing.typesetting import blank_pages, front_pages

    sources: list[Source] = []
    for bundle, front in bundles.values():
        sources.append(given(front_pages(_cover(bundle, front))))
        sources.append(given(blank_pages(sheets(bundle.stamps(front)))))
    made = [result.pdf for result in office.convert(sources)]
    pairs = zip(bundles, made[::2], made[1::2], strict=True)
    return {number: (cover, blank) for number, cover, blank in pairs if cover and blank}


def _count(pdf: bytes) -> int:
    with opened(pdf) as cover:
        return len(cover.pages)


def _cover(bundle: Bundle, front: int) -> Front:
    case = bundle.case
    lines = [f"案件编号：{case.number}", f"委托人：{case.client.name}"]
    if lawyer := filing_sheet.lawyer_of(case):
        lines.append(f"承办律师：{lawyer}")
    rows = [
        Row(
            (str(number), part.title, part.recipient or "—", page_range(first, last)),
            (part.note,) if part.note else (),
        )
        for number, (part, (first, last)) in enumerate(
            zip(bundle.parts, bundle.ranges(front), strict=True), start=1
        )
    ]
    total = bundle.total(front)
    note = f"全册共 {total} 页（含本封面）；全册页码印在每页右上角。"
    number = f"第{{page}}页 共{total}页"
    title = "案件文书（合并打印）"
    return Front(title, tuple(lines), _COLUMNS, tuple(rows), (note,), above=number)


def _filed(bundle: Bundle, set_pages: Sequence[bytes]) -> Iterable[Problem]:
    """Put one bundle into its dossier; without a cover there is none."""
    if not set_pages:
        reason = Message("没有做成（LibreOffice 没有转出封面）")
        return (bundle.files.problem(FAILED, FILE, reason, "请再运行同样的命令。"),)
    try:
        return bundle.files.put(FILE, _bound(bundle, *set_pages), bundle.key)
    except broken_pdf():
        remedy = "请核对自行换上的 PDF，再运行同样的命令；其他案件的已经做好。"
        return (bundle.files.problem(FAILED, FILE, Message("没有做成，有 PDF 坏了"), remedy),)


def _bound(bundle: Bundle, cover: bytes, blank: bytes) -> bytes:
    """Cover and parts as one file, numbered through, with bookmarks."""
    from pikepdf import Pdf

    with Pdf.new() as bound:
        _append(bound, cover, "封面")
        front = len(bound.pages)
        for part in bundle.parts:
            name = f"{part.title}（{part.recipient}）" if part.recipient else part.title
            _append(bound, part.path.read_bytes(), name)
        lay_over(bound.pages[front:], bundle.stamps(front), blank)
        return saved(bound, f"合并打印 {bundle.case.number}")


def _append(bound: Pdf, content: bytes, name: str) -> None:
    """Add pages under a bookmark of their own."""
    from pikepdf import OutlineItem

    from anjuan_plugins.printing.trial import flatten

    first = len(bound.pages)
    with opened(content) as pdf:
        # Forms can't be bound together; what is written in them or sealed stays.
        flatten(pdf)
        bound.add_pages_from(pdf, forms="strip", outlines="ignore")
    with bound.open_outline() as outline:
        outline.root.append(OutlineItem(name, first))


STEP = Step(
    name=NAME,
    title=TITLE,
    help="每个案件另合成一份可打印的 PDF，带封面、目录和连续页码。",
    work=work,
    lacks=partial(lacks, TITLE, *_LIBRARIES),
    needs=(filing_sheet.NAME, pdf.NAME),
    follows=(evidence_book.NAME, chart.NAME),
    rules=(INCOMPLETE, OVERTAKEN, FAILED, *NEEDS),
)


@hookimpl
def anjuan_steps() -> Iterable[Step]:
    """Offer the step."""
    return (STEP,)
