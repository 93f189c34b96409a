"""Step `evidence-book`: the exhibits' files as one book with its list, page by page marked.

A file that can't be used is told with its cell, and the list says so: the book is made of the
rest. The list tells the SHA-256 of each file, so that the original can be proved later.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from anjuan import (
    Case,
    Evidence,
    FinishedCase,
    FinishedRun,
    Problem,
    Rule,
    Severity,
    Step,
    StepFiles,
    date_text,
    hookimpl,
    problem_at,
)
from anjuan.case.evidence_files import evidence_files, missing_file
from anjuan_plugins.printing.binding import lettering, page_range, saved
from anjuan_plugins.printing.exhibits import Attachment, Leaf, UnusableError, attachment, numbers
from anjuan_plugins.printing.filing import (
    Progress,
    broken_office,
    key_of,
    missing_library,
    missing_office,
)
from anjuan_plugins.printing.fonts import broken_pdf
from anjuan_plugins.printing.fronts import Column, Front, Row
from anjuan_plugins.printing.lettering import Corner, Lettering, Mark
from anjuan_plugins.printing.libreoffice import (
    Converter,
    ConverterError,
    converter,
    find_soffice,
    given,
)

if TYPE_CHECKING:
    from pypdf import PageObject, PdfWriter

NAME, TITLE = "evidence-book", "证据册"
FILE = "证据册.pdf"
FAILED = Rule("book-failed", "证据册没有做成。")
# Raised when the look of a book changes, so that those that stand are made anew.
_EDITION = 1
# Lists of so many cases, or of so many bytes of exhibits, go into one call of the office suite.
_CASES, _BYTES = 40, 200 * 2**20
_COLUMNS = (
    Column("编号", 16, is_centred=True),
    Column("证据名称", 44),
    Column("来源", 30),
    Column("证明事项", 46),
    Column("页码（起—止）", 30, is_centred=True),
)
# A4 in points, and what is kept free at each side: above for the number of a bundle.
_SHORT, _LONG = 595.276, 841.89
_SIDE, _ABOVE, _BELOW = 34.0, 46.0, 50.0


@dataclass(frozen=True, slots=True)
class _Exhibit:
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
    def leaves(self) -> tuple[Leaf, ...]:
        """Its pages."""
        return tuple(leaf for file in self.files for leaf in file.leaves)


@dataclass(frozen=True, slots=True)
class _Book:
    """A book to be made."""

    case: Case
    exhibits: tuple[_Exhibit, ...]
    files: StepFiles
    key: str

    @property
    def size(self) -> int:
        """Bytes of its files."""
        return sum(file.size for exhibit in self.exhibits for file in exhibit.files)


def work(run: FinishedRun) -> Iterator[Problem]:
    """Make the books that are missing or out of date."""
    lacking = tuple(missing_library(TITLE, "pdf", "pypdf", "PIL"))
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
    progress = Progress(TITLE, len(run.cases), run.tell)
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
    exhibits = tuple(_exhibits(run, case.case, problems))
    yield from problems
    files = case.files(NAME)
    key = _key(case.case, exhibits)
    told = files.standing(FILE, key)
    if told is None:
        books.append(_Book(case.case, exhibits, files, key))
    else:
        yield from told


def key(run: FinishedRun, case: FinishedCase) -> str:
    """Stands for all that the book of a case is made from, as its files are now."""
    return _key(case.case, tuple(_exhibits(run, case.case, [])))


def _key(case: Case, exhibits: Iterable[_Exhibit]) -> str:
    told = [
        (
            (it.record.number, it.record.title, it.record.source, it.record.proves),
            [(file.path.name, file.digest) for file in it.files],
            it.unusable,
        )
        for it in exhibits
    ]
    return key_of(_EDITION, case.number, case.client.name, case.signing_date, told)


def _exhibits(run: FinishedRun, case: Case, problems: list[Problem]) -> Iterator[_Exhibit]:
    """Every exhibit in the order of its number, its files read; what is wrong is added."""
    for record in sorted(case.evidence, key=lambda row: natural(row.number)):
        files: list[Attachment] = []
        unusable: list[str] = []
        for path in evidence_files(record, run.workbook.parent):
            try:
                files.append(attachment(path))
            except FileNotFoundError:
                unusable.append(f"{path.name}（没有找到）")
                problems.append(missing_file(record, path, Severity.ERROR))
            except UnusableError as error:
                unusable.append(f"{path.name}（{error}）")
                problems.append(_unusable(record, case, path, error))
        yield _Exhibit(record, tuple(files), tuple(unusable))


def natural(number: str) -> tuple[tuple[int, int, str], ...]:
    """The order in which people count: 1, 2, 10; 证据2, 证据10."""
    pieces = re.findall(r"[0-9]+|[^0-9]+", number)
    return tuple((0, int(it), "") if it[0] in "0123456789" else (1, 0, it) for it in pieces)


def _unusable(record: Evidence, case: Case, path: Path, error: UnusableError) -> Problem:
    return problem_at(
        record, "file", error.code, f"证据文件 {path} {error}，没有编进证据册。",
        error.remedy, case=case, value=record.file,
    )  # fmt: skip


def _nothing_to_bind(case: Case) -> Problem:
    return problem_at(
        case.evidence[0], "file", "no-evidence-file", "本案的证据都没有写文件路径，没有做证据册。",
        "要做证据册，请填写证据文件的位置。", case=case, severity=Severity.WARNING,
    )  # fmt: skip


def _bound(books: Sequence[_Book], office: Converter) -> Iterator[Problem]:
    """Set the lists in one call, then bind and file each book."""
    if not books:
        return
    letters = lettering(office, (it.label for book in books for it in book.exhibits))
    from anjuan_plugins.printing.front_pages import front_pages

    fronts = [front_pages(_front(book)) for book in books]
    for result in office.convert([given(front) for front in fronts]):
        book = books[result.index]
        if result.reason:
            reason = f"没有做成（{result.reason}）"
            yield book.files.problem(FAILED, FILE, reason, "请再运行同样的命令。")
            continue
        try:
            yield from book.files.put(FILE, _pages(book, result.pdf, letters), book.key)
        except broken_pdf() as error:
            remedy = "请把 PDF 证据重新打印成 PDF；其他案件的已经做好。"
            yield book.files.problem(FAILED, FILE, f"没有做成（{error}）", remedy)


def _front(book: _Book) -> Front:
    """The list: pages of the book are counted from the first exhibit, whatever it takes."""
    case = book.case
    rows: list[Row] = []
    first = 1
    for exhibit in book.exhibits:
        record, count = exhibit.record, len(exhibit.leaves)
        pages = page_range(first, first + count - 1) if count else _without_pages(exhibit)
        cells = (record.number, record.title, record.source or "—", record.proves, pages)
        rows.append(Row(cells, tuple(_small(exhibit))))
        first += count
    note = (
        f"附件共 {first - 1} 页，页码印在每页右下角，从第一份证据算起。"
        "SHA-256 是原始文件的校验值，供核对文件未经改动。"
    )
    day = date_text(case.signing_date) if case.signing_date else "　　　　年　　月　　日"
    lines = (f"案件编号：{case.number}　　提交人：{case.client.name}",)
    signature = ("提交人（签名）：", f"日期：{day}")
    return Front("证据目录", lines, _COLUMNS, tuple(rows), (note,), signature)


def _without_pages(exhibit: _Exhibit) -> str:
    if exhibit.unusable:
        return "缺"
    return "另行提交" if exhibit.files else "未附文件"


def _small(exhibit: _Exhibit) -> Iterator[str]:
    for file in exhibit.files:
        kind = "" if file.leaves else "（录音录像，另行提交）"
        yield f"{file.path.name}{kind}"
        yield f"SHA-256：{file.digest}"
    for reason in exhibit.unusable:
        yield f"缺：{reason}"


def _pages(book: _Book, front: bytes, letters: Lettering) -> bytes:
    """The whole book."""
    from pypdf import PdfWriter
    from pypdf.constants import PageLabelStyle

    writer = PdfWriter()
    writer.append(io.BytesIO(front), "证据目录", import_outline=False)
    listed = len(writer.pages)
    for number, page in enumerate(writer.pages, start=1):
        letters.stamp(page, writer, [Mark(f"目录 第{number}页/共{listed}页", Corner.BOTTOM_RIGHT)])
    total = sum(len(exhibit.leaves) for exhibit in book.exhibits)
    for exhibit in book.exhibits:
        _add_exhibit(exhibit, total, listed, writer, letters)
    writer.set_page_label(0, listed - 1, PageLabelStyle.DECIMAL, "目录")
    if total:
        writer.set_page_label(listed, listed + total - 1, PageLabelStyle.DECIMAL)
    return saved(writer, f"证据册 {book.case.number}")


def _add_exhibit(
    exhibit: _Exhibit, total: int, listed: int, writer: PdfWriter, letters: Lettering
) -> None:
    leaves = exhibit.leaves
    for number, leaf in enumerate(leaves, start=1):
        page = _page(leaf, writer)
        running = len(writer.pages) - listed
        marks = (
            Mark(f"{exhibit.label} 第{number}页/共{len(leaves)}页", Corner.BOTTOM_LEFT),
            Mark(f"证据第{running}页/共{total}页", Corner.BOTTOM_RIGHT),
        )
        letters.stamp(page, writer, marks)
        if number == 1:
            title = f"{exhibit.label} {exhibit.record.title}"
            writer.add_outline_item(title=title, page_number=page)


def _page(leaf: Leaf, writer: PdfWriter) -> PageObject:
    """A sheet of A4, upright or across, with the leaf as large as it fits."""
    from pypdf.generic import DictionaryObject, NameObject, StreamObject

    is_wide = leaf.width > leaf.height
    width, height = (_LONG, _SHORT) if is_wide else (_SHORT, _LONG)
    wide, tall = width - 2 * _SIDE, height - _ABOVE - _BELOW
    scale = min(wide / leaf.width, tall / leaf.height, leaf.largest)
    left = (width - scale * leaf.width) / 2
    low = _BELOW + (tall - scale * leaf.height) / 2
    page = writer.add_blank_page(width, height)
    placed = numbers((scale, 0, 0, scale, left, low))
    content = StreamObject()
    content.set_data(f"q {placed} cm {numbers(leaf.matrix)} cm /Leaf Do Q".encode())
    objects = DictionaryObject({NameObject("/Leaf"): leaf.drawn(writer)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): objects})
    page[NameObject("/Contents")] = writer._add_object(content)
    return page


STEP = Step(
    name=NAME,
    title=TITLE,
    help="把证据文件（png、jpg、pdf）编成证据册，带目录、页码和校验值。",
    work=work,
    rules=(FAILED,),
)


@hookimpl
def anjuan_steps() -> Iterable[Step]:
    """Offer the step."""
    return (STEP,)
