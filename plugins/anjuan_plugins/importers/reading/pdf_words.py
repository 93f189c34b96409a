"""The words of a PDF and where they stand: by the places of their characters on the page.

The order in which a file holds its text is no order of lines: what mixes digits and Chinese often
comes last. And text laid out by blanks has no room for narrow columns.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from anjuan import Message, RecordError, RecordFile, install_command, public
from anjuan_plugins.pdfium import PDFIUM

ADVICE = "请改用 Excel 格式的详单；只有 PDF 的，请把它另存为 Excel，对照后再用。"
# FPDF_ERR_PASSWORD of PDFium.
_PASSWORD = 4
# In heights of a character: how far lines are apart, and cells.
_LINE, _CELL = 0.5, 0.35
_BLANK = " "
# An ideographic blank is as wide as two.
_WORDS = re.compile(r"\S+(?: \S+)*")


@dataclass(frozen=True, slots=True)
class Segment:
    """Words that stand together in a line, and from where to where, in points."""

    begin: float
    end: float
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line that holds anything: its page and its number there, from 1."""

    page: int
    number: int
    segments: tuple[Segment, ...]

    @property
    def text(self) -> str:
        """The line as it reads."""
        return _BLANK.join(it.text for it in self.segments)


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its lines from the top, and its text as the file holds it."""

    lines: tuple[Line, ...]
    text: str


@dataclass(frozen=True, slots=True)
class _Character:
    left: float
    bottom: float
    right: float
    top: float
    sign: str

    @property
    def height(self) -> float:
        return self.top - self.bottom

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def read_pages(file: RecordFile) -> list[Page]:
    """All pages, in memory; nothing is written anywhere.

    Raises:
        RecordError: a library is missing, the password is wrong, the file is broken or a scan.
    """
    try:
        import pypdfium2
    except ImportError:
        raise RecordError(
            "读 PDF 要先运行 {}；有 Excel 格式的详单就不用。", install_command("pdf")
        ) from None
    with PDFIUM:
        document = _opened(pypdfium2, file)
        try:
            return [_page(pypdfium2.raw, page, number) for number, page in enumerate(document, 1)]
        except pypdfium2.PdfiumError:
            raise _broken() from None
        finally:
            document.close()


def _opened(library: Any, file: RecordFile) -> Any:
    content = file.path.read_bytes()
    try:
        return library.PdfDocument(content)
    except library.PdfiumError as error:
        if error.err_code != _PASSWORD:
            raise _broken() from None
    try:
        return library.PdfDocument(content, password=file.password())
    except library.PdfiumError:
        raise RecordError(Message("PDF 的密码不对。")) from None


def _broken() -> RecordError:
    return RecordError(Message("PDF 已损坏，读不了。请重新下载。"))


def _page(raw: Any, page: Any, number: int) -> Page:
    words = page.get_textpage()
    signs = [chr(raw.FPDFText_GetUnicode(words.raw, it)) for it in range(words.count_chars())]
    found = [
        _character(sign, words.get_charbox(place, loose=True), page.get_rotation())
        for place, sign in enumerate(signs)
        if not raw.FPDFText_IsGenerated(words.raw, place) and sign.isprintable()
    ]
    has_pictures = any(it.type == raw.FPDF_PAGEOBJ_IMAGE for it in page.get_objects())
    if has_pictures and not found:
        raise RecordError(
            "第 {} 页里没有文字，是扫描件或图片，读不了。{}", public(number), public(ADVICE)
        )
    lines = enumerate(_lines(found), 1)
    return Page(
        tuple(Line(number, place, tuple(segments)) for place, segments in lines),
        unicodedata.normalize("NFKC", "".join(signs)),
    )


def _character(sign: str, box: tuple[float, float, float, float], turn: int) -> _Character:
    """A character where it is seen on a page that is shown turned clockwise by so many degrees."""
    left, bottom, right, top = box
    seen = {
        90: (bottom, -right, top, -left),
        180: (-right, -top, -left, -bottom),
        270: (-top, left, -bottom, right),
    }
    return _Character(*seen.get(turn, box), sign)


def _lines(characters: Iterable[_Character]) -> Iterator[list[Segment]]:
    """The characters as lines from the top, each as words from the left."""
    line: list[_Character] = []
    for it in sorted(characters, key=lambda it: -it.middle):
        if line and line[0].middle - it.middle > max(line[0].height, it.height) * _LINE:
            yield from filter(None, [_segments(line)])
            line = []
        line.append(it)
    yield from filter(None, [_segments(line)])


def _segments(line: Sequence[_Character]) -> list[Segment]:
    """Words that no gap keeps apart, nor two blanks."""
    groups: list[list[_Character]] = []
    for it in sorted(line, key=lambda it: it.left):
        if groups and it.left - groups[-1][-1].right <= it.height * _CELL:
            groups[-1].append(it)
        else:
            groups.append([it])
    return [segment for group in groups for segment in _words(group)]


def _words(group: Sequence[_Character]) -> Iterator[Segment]:
    text = "".join(_BLANK if it.sign == "\xa0" else it.sign for it in group)
    for found in _WORDS.finditer(text):
        inside = group[found.start() : found.end()]
        words = unicodedata.normalize("NFKC", found[0])
        yield Segment(inside[0].left, inside[-1].right, words)
