"""Step `evidence-book`: the exhibits' files as one book with its list, page by page marked.

A file that can't be used is told with its cell, and the list says so: the book is made of the
rest. The list tells the SHA-256 of each file, so that the original can be proved later.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from anjuan import (
    Case,
    Evidence,
    FinishedCase,
    FinishedRun,
    Message,
    Problem,
    Rule,
    Severity,
    Step,
    StepFiles,
    date_text,
    evidence_files,
    hookimpl,
    masked_numbers,
    missing_file,
    number_key,
    public,
)
from anjuan_plugins.printing.front_pages import Column, Front, Row
from anjuan_plugins.printing.leaves import (
    MENDED_FILE,
    RULES,
    Attachment,
    UnusableError,
    attachment,
    fingerprint,
)
from anjuan_plugins.printing.libreoffice import (
    Converted,
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
from anjuan_plugins.printing.pages import broken_pdf, key_of, opened, page_range, saved
from anjuan_plugins.printing.progress import Progress
from anjuan_plugins.printing.stamps import Stamp, lay_over, sheets

if TYPE_CHECKING:
    from pikepdf import Pdf

NAME, TITLE = "evidence-book", "证据册"
_LIBRARIES = ("pdf", "pikepdf", "img2pdf")
FILE = "证据册.pdf"
FAILED = Rule("book-failed", "证据册没有做成。")
NO_FILE = Rule("no-evidence-file", "要做证据册，而本案的证据都没有写文件路径。", Severity.WARNING)
# Raised when the look of a book changes, so that those that stand are made anew.
_EDITION = 2
# Lists of so many cases, or of so many bytes of exhibits, go into one call of the office suite.
_CASES, _BYTES = 40, 200 * 2**20
_COLUMNS = (
    Column("编号", 16, is_centred=True),
    Column("证据名称", 44),
    Column("来源", 30),
    Column("证明事项", 46),
    Column("页码（起—止）", 30, is_centred=True),
)
# A number is shortened to so many characters in a mark.
_MOST_SIGNS = 24


class _Exhibit(NamedTuple):
    """An exhibit with what became of its files."""

    record: Evidence
    files: tuple[Attachment, ...]
    unusable: tuple[str, ...]

    @property
    def label(self) -> str:
        """`证据3`."""
        number = self.record.number
        return number if number.startswith(TITLE[:2]) else f"证据{number}"

    @property
    def shapes(self) -> tuple[tuple[float, float], ...]:
        """Width and height of its pages, in points."""
        return tuple(shape for file in self.files for shape in file.shapes)


class _Book(NamedTuple):
    """A book to be made."""

    case: Case
    exhibits: tuple[_Exhibit, ...]
    files: StepFiles
    key: str

    @property
    def size(self) -> int:
        """Bytes of its files."""
        return sum(file.size for exhibit in self.exhibits for file in exhibit.files)

    @property
    def total(self) -> int:
        """Pages of its exhibits."""
        return sum(len(exhibit.shapes) for exhibit in self.exhibits)

    def stamps(self) -> list[Stamp]:
        """The mark of each page of its exhibits."""
        numbers = count(1)
        return [
            Stamp(*shape, mark, f"证据第{next(numbers)}页/共{self.total}页")
            for exhibit in self.exhibits
            for shape, mark in zip(exhibit.shapes, _marks(exhibit), strict=True)
        ]


def work(run: FinishedRun) -> Iterator[Problem]:
    """Make the books that are missing or out of date."""
    lacking = tuple(missing_library(TITLE, *_LIBRARIES))
    yield from lacking
    if lacking:
        return
    program = find_soffice()
    if program is None:
        yield missing_office(TITLE)
        return
    try:
        with converter(program, run.output, run.jobs) as office:
            yield from _made(run, office)
    except ConverterError as error:
        yield broken_office(TITLE, error)


def _made(run: FinishedRun, office: Converter) -> Iterator[Problem]:
    progress = Progress(len(run.cases), run)
    waiting: list[_Book] = []
    for case in run.cases:
        yield from _planned(run, case, waiting)
        if len(waiting) >= _CASES or sum(book.size for book in waiting) > _BYTES:
            yield from _bound(waiting, office)
            waiting.clear()
        progress.advance()
    yield from _bound(waiting, office)


def _planned(run: FinishedRun, case: FinishedCase, books: list[_Book]) -> Iterator[Problem]:
    """Add the book of a case to those to be made, unless it stands; tell of bad files."""
    rows = case.case.evidence
    if not any(row.file for row in rows):
        if rows:
            yield _nothing_to_bind(case.case)
        return
    problems: list[Problem] = []
    # Before the files are read: one that changes meanwhile makes the next run bind anew.
    made_from = key(run, case)
    exhibits = tuple(_exhibits(run, case.case, problems))
    yield from problems
    files = case.files(NAME)
    told = files.standing(FILE, made_from)
    if told is None:
        books.append(_Book(case.case, exhibits, files, made_from))
    else:
        yield from told


def key(run: FinishedRun, case: FinishedCase) -> str:
    """Stands for all that the book of a case is made from, as its files are now."""
    told = [
        (
            (row.number, row.title, row.source, row.proves),
            [(path.name, fingerprint(path)) for path in _paths(run, row)],
        )
        for row in _in_order(case.case)
    ]
    it = case.case
    return key_of(_EDITION, it.number, it.client.name, it.signing_date, told)


def _in_order(case: Case) -> list[Evidence]:
    """The exhibits as they are bound."""
    return sorted(case.evidence, key=lambda row: natural(row.number))


def _paths(run: FinishedRun, record: Evidence) -> tuple[Path, ...]:
    return evidence_files(record, run.workbook.parent)


def _exhibits(run: FinishedRun, case: Case, problems: list[Problem]) -> Iterator[_Exhibit]:
    """Every exhibit in the order of its number, its files read; what is wrong is added."""
    for record in _in_order(case):
        files: list[Attachment] = []
        unusable: list[str] = []
        for path in _paths(run, record):
            try:
                files.append(attachment(path))
                problems += _doubts(record, files[-1])
            except FileNotFoundError:
                unusable.append(f"{path.name}（没有找到）")
                problems.append(missing_file(record, path, Severity.ERROR))
            except UnusableError as error:
                unusable.append(f"{path.name}（{error}）")
                problems.append(_unusable(record, path, error))
        yield _Exhibit(record, tuple(files), tuple(unusable))


def natural(number: str) -> tuple[tuple[int, int, str], ...]:
    """The order in which people count: 1, 2, 10; 证据2, 证据10."""
    pieces = re.findall(r"[0-9]+|[^0-9]+", number_key(number))
    return tuple((0, int(it), "") if it[0] in "0123456789" else (1, 0, it) for it in pieces)


def _unusable(record: Evidence, path: Path, error: UnusableError) -> Problem:
    message = Message("证据文件 {} {}，没有编进证据册。", path, public(error))
    return error.rule.at(record, "file", message, error.remedy, value=record.file)


def _doubts(record: Evidence, file: Attachment) -> Iterator[Problem]:
    """What to say of a file that is bound in nevertheless."""
    if file.is_mended:
        yield MENDED_FILE.at(
            record, "file",
            Message("证据文件 {} 的结构有误，已按读得出的内容编进证据册，可能有缺。", file.path),
            "请对照原件核对页数和内容；缺了的，请重新保存或打印成 PDF。",
            value=record.file,
        )  # fmt: skip


def _nothing_to_bind(case: Case) -> Problem:
    message = "本案的证据都没有写文件路径，没有做证据册。"
    return NO_FILE.at(case.evidence[0], "file", message, "要做证据册，请填写证据文件的位置。")


def _bound(books: Sequence[_Book], office: Converter) -> Iterator[Problem]:
    """Set the lists in one call, then bind and file each book."""
    if not books:
        return
    from anjuan_plugins.printing.typesetting import blank_pages, front_pages

    sources: list[Source] = []
    for book in books:
        sources.append(given(front_pages(_front(book))))
        if book.total:
            sources.append(given(blank_pages(sheets(book.stamps()))))
    results = office.convert(sources)
    for book in books:
        front, blank = next(results), next(results) if book.total else None
        yield from _filed(book, front, blank)


def _filed(book: _Book, front: Converted, blank: Converted | None) -> Iterable[Problem]:
    """Put one book into its dossier."""
    reason = front.reason or (blank.reason if blank else "")
    if reason:
        told = Message("没有做成（LibreOffice {}）", reason)
        return (book.files.problem(FAILED, FILE, told, "请再运行同样的命令。"),)
    try:
        content = _pages(book, front.pdf, blank.pdf if blank else b"")
    except broken_pdf():
        remedy = "请把 PDF 证据重新打印成 PDF；其他案件的已经做好。"
        return (book.files.problem(FAILED, FILE, Message("没有做成，有 PDF 坏了"), remedy),)
    return book.files.put(FILE, content, book.key)


def _front(book: _Book) -> Front:
    """The list: pages of the book are counted from the first exhibit, whatever it takes."""
    case = book.case
    rows: list[Row] = []
    first = 1
    for exhibit in book.exhibits:
        record, number = exhibit.record, len(exhibit.shapes)
        pages = page_range(first, first + number - 1) if number else _without_pages(exhibit)
        told = map(masked_numbers, (record.title, record.source or "—", record.proves))
        cells = (record.number, *told, pages)
        rows.append(Row(cells, tuple(_small(exhibit))))
        first += number
    note = (
        f"附件共 {book.total} 页，页码印在每页右下角，从第一份证据算起。"
        "SHA-256 是原始文件的校验值，供核对文件未经改动。"
    )
    day = date_text(case.signing_date) if case.signing_date else "　　　　年　　月　　日"
    lines = (f"案件编号：{case.number}　　提交人：{case.client.name}",)
    signature = ("提交人（签名）：", f"日期：{day}")
    below = "目录 第{page}页/共{pages}页"
    return Front("证据目录", lines, _COLUMNS, tuple(rows), (note,), signature, below=below)


def _without_pages(exhibit: _Exhibit) -> str:
    if exhibit.unusable:
        return "缺"
    return "另行提交" if exhibit.files else "未附文件"


def _small(exhibit: _Exhibit) -> Iterator[str]:
    for file in exhibit.files:
        kind = "" if file.shapes else "（录音录像，另行提交）"
        yield f"{masked_numbers(file.path.name)}{kind}"
        yield f"SHA-256：{file.digest}"
    for reason in exhibit.unusable:
        yield f"缺：{reason}"


def _marks(exhibit: _Exhibit) -> Iterator[str]:
    """What each page of an exhibit tells of it."""
    label, pages = exhibit.label, len(exhibit.shapes)
    short = label if len(label) <= _MOST_SIGNS else f"{label[:_MOST_SIGNS]}…"
    return (f"{short} 第{number}页/共{pages}页" for number in range(1, pages + 1))


def _pages(book: _Book, front: bytes, blank: bytes) -> bytes:
    """The whole book."""
    from pikepdf import Dictionary, Name, OutlineItem, Pdf

    with Pdf.new() as bound:
        bookmarks = [OutlineItem("证据目录", 0)]
        _append(bound, front)
        listed = len(bound.pages)
        for exhibit in book.exhibits:
            if exhibit.shapes:
                title = f"{exhibit.label} {masked_numbers(exhibit.record.title)}"
                bookmarks.append(OutlineItem(title, len(bound.pages)))
            for file in exhibit.files:
                if file.leaves:
                    _append(bound, file.leaves)
        if book.total:
            lay_over(bound.pages[listed:], book.stamps(), blank)
        with bound.open_outline() as outline:
            outline.root.extend(bookmarks)
        numbers = Dictionary(S=Name.D)
        bound.Root.PageLabels = Dictionary(
            Nums=[0, Dictionary(S=Name.D, P="目录"), listed, numbers]
        )
        return saved(bound, f"证据册 {book.case.number}")


def _append(bound: Pdf, content: bytes) -> None:
    with opened(content) as pdf:
        bound.add_pages_from(pdf, outlines="ignore")


STEP = Step(
    name=NAME,
    title=TITLE,
    help="把证据文件（png、jpg、pdf）编成证据册，带目录、页码和校验值。",
    work=work,
    lacks=partial(lacks, TITLE, *_LIBRARIES),
    rules=(FAILED, NO_FILE, *RULES, *NEEDS),
)


@hookimpl
def anjuan_steps() -> Iterable[Step]:
    """Offer the step."""
    return (STEP,)
