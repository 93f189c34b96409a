"""A workbook of nothing but text, written row by row (ECMA-376 Part 1, chapter 18).

Rows of any number take no memory: each sheet is a file of the private room until all are packed.
Every cell says that it is text, so that none is a formula, whatever it holds (CWE-1236).
"""

from __future__ import annotations

import codecs
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from enum import IntEnum
from functools import lru_cache
from itertools import compress, starmap
from operator import ge
from pathlib import Path
from string import ascii_uppercase
from typing import IO, TypeAlias

from anjuan.chinese import spelled_out
from anjuan.opc import CORE_PROPERTIES, ILLEGAL, MOST_CHARACTERS, ZIP_TIME

# Points a line, and the most that a row may have (18.3.1.73).
_LINE, _MOST_HEIGHT = 17, 409
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"


class Look(IntEnum):
    """How a cell looks: the place of its format in the styles."""

    PLAIN = 1
    HEADING = 2
    BAD = 3
    QUIET = 4
    LINK = 5


Columns = Sequence[tuple[str, int]]
Looks: TypeAlias = tuple[tuple[int, Look], ...]
# Rows that are written at once.
_TOGETHER = 64


class TextSheet:
    """One sheet; its first row are the headings.

    Args:
        name: of the sheet.
        columns: heading and width in characters of each; up to 26.
        room: a private folder.

    Attributes:
        rows: how many there are, headings included.

    Raises:
        OSError: nothing can be written there.
    """

    def __init__(self, name: str, columns: Columns, room: Path) -> None:
        self.name = name
        self._columns = columns
        self._widths = tuple(width for _, width in columns)
        # Of so many signs a text may need a second line.
        self._roomy = tuple(-(-width // 2) for width in self._widths)
        self.rows = 0
        self._links: list[tuple[str, str]] = []
        self._waiting: list[tuple[Sequence[str], Looks, Look]] = []
        self._written = tempfile.TemporaryFile(dir=room)  # noqa: SIM115  # `close` does
        self.append([title for title, _ in columns], otherwise=Look.HEADING)

    def append(
        self,
        texts: Sequence[str],
        looks: Looks = (),
        otherwise: Look = Look.PLAIN,
    ) -> None:
        """A row more; it is written with some others.

        Args:
            texts: a text a column; where it is empty there is no cell.
            looks: of single columns, each with its place, counted from 0; a link leads to the
                file of its name.
            otherwise: how all others look.

        Raises:
            OSError: it can't be written.
        """
        self.rows += 1
        for at, look in looks:
            if look is Look.LINK:
                self._links.append((f"{ascii_uppercase[at]}{self.rows}", _address(texts[at])))
        self._waiting.append((texts, looks, otherwise))
        if len(self._waiting) == _TOGETHER:
            self._write_waiting()

    def _write_waiting(self) -> None:
        """Write the rows that wait; whether they have to be looked at closely is seen at once."""
        waiting, self._waiting = self._waiting, []
        are_plain = _is_plain([text for row in waiting for text in row[0]])
        numbered = enumerate(waiting, self.rows - len(waiting) + 1)
        rows = [self._row(it, *row, are_plain or _is_plain(row[0])) for it, row in numbered]
        self._written.write("".join(rows).encode())

    def _row(
        self, number: int, texts: Sequence[str], looks: Looks, otherwise: Look, is_plain: bool
    ) -> str:
        shown, spaced = texts, _NOWHERE
        if not is_plain:
            shown = [*map(_shown, texts)]
            spaced = tuple([at for at, text in enumerate(shown) if text != text.strip()])
        form = _row_form(tuple(map(bool, texts)), looks, otherwise, spaced)
        # Not every program makes a row as high as its text.
        return str(number).join(form) % (self._height(texts, is_plain), *filter(None, shown))

    def _height(self, texts: Sequence[str], are_lines: bool) -> int:
        """Points that a row needs.

        Args:
            texts: in its cells.
            are_lines: no text is broken into lines of its own.
        """
        cells: Iterable[tuple[str, int]] = zip(texts, self._widths, strict=True)
        if are_lines:
            # A cell is nearly always one line, of a few signs.
            cells = compress(cells, map(ge, map(len, texts), self._roomy))
        return min(max(starmap(_lines, cells), default=1) * _LINE, _MOST_HEIGHT)

    @property
    def area(self) -> str:
        """All that was written: `$A$1:$L$20`."""
        return f"$A$1:${ascii_uppercase[len(self._columns) - 1]}${self.rows}"

    @property
    def relationships(self) -> str:
        """What its links lead to; empty where there are none."""
        found = (
            _relationship(at, "hyperlink", target, ' TargetMode="External"')
            for at, (_, target) in enumerate(self._links, start=1)
        )
        return _relationships(found) if self._links else ""

    def pack(self, package: zipfile.ZipFile, part: str) -> None:
        """Put the finished sheet into a package; nothing is appended afterwards.

        Raises:
            OSError: it can't be written.
        """
        self._write_waiting()
        size = self._written.tell()
        self._written.seek(0)
        with package.open(_entry(part, size), "w") as target:
            target.write(self._top().encode())
            shutil.copyfileobj(self._written, target)
            target.write(self._bottom().encode())

    def close(self) -> None:
        """Let go of what was written."""
        with suppress(OSError):
            self._written.close()

    def _top(self) -> str:
        widths = "".join(
            f'<col min="{at}" max="{at}" width="{width}" customWidth="1"/>'
            for at, (_, width) in enumerate(self._columns, start=1)
        )
        return (
            f'{_HEAD}<worksheet xmlns="{_MAIN}" xmlns:r="{_KINDS}">'
            '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews>'
            '<sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2"'
            ' activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft"'
            ' activeCell="A2" sqref="A2"/></sheetView></sheetViews>'
            f'<sheetFormatPr defaultRowHeight="15"/><cols>{widths}</cols><sheetData>'
        )

    def _bottom(self) -> str:
        """What follows the rows: printed on as few pages as can be read, headings on each."""
        links = "".join(
            f'<hyperlink ref="{cell}" r:id="rId{at}"/>'
            for at, (cell, _) in enumerate(self._links, start=1)
        )
        return (
            f'</sheetData><autoFilter ref="{self.area.replace("$", "")}"/>'
            f"{f'<hyperlinks>{links}</hyperlinks>' if links else ''}"
            '<printOptions gridLines="1"/><pageMargins left="0.4" right="0.4" top="0.5"'
            ' bottom="0.75" header="0.5" footer="0.4"/>'
            '<pageSetup paperSize="9" fitToHeight="0" orientation="landscape"/>'
            f"<headerFooter><oddFooter>&amp;C{_escaped(self.name)} 第 &amp;P 页，共 &amp;N 页"
            "</oddFooter></headerFooter></worksheet>"
        )


def write_book(sheets: Sequence[TextSheet], out: IO[bytes]) -> None:
    """Pack sheets as a workbook: equal texts, equal bytes.

    Raises:
        OSError: it can't be written.
    """
    parts = [f"worksheets/sheet{at}.xml" for at, _ in enumerate(sheets, start=1)]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in _frame(sheets, parts):
            package.writestr(_entry(name), content)
        for sheet, part in zip(sheets, parts, strict=True):
            sheet.pack(package, f"xl/{part}")
            if targets := sheet.relationships:
                package.writestr(_entry(f"xl/worksheets/_rels/{Path(part).name}.rels"), targets)


def _entry(name: str, size: int = 0) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, ZIP_TIME)
    entry.compress_type = zipfile.ZIP_DEFLATED
    # Beyond two gigabytes its place in the package is written otherwise.
    entry.file_size = size
    return entry


def _frame(sheets: Sequence[TextSheet], parts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """All parts but the sheets, with their names."""
    types = {
        "xl/workbook.xml": f"{_TYPE}.sheet.main+xml",
        "xl/styles.xml": f"{_TYPE}.styles+xml",
        "xl/theme/theme1.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
        CORE_PROPERTIES: "application/vnd.openxmlformats-package.core-properties+xml",
        **{f"xl/{part}": f"{_TYPE}.worksheet+xml" for part in parts},
    }
    overrides = "".join(
        f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in types.items()
    )
    yield (
        "[Content_Types].xml",
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
        f' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
    )
    properties = _relationship(2, "core-properties", CORE_PROPERTIES).replace(
        _KINDS, f"{_PACKAGE}/relationships/metadata"
    )
    book = _relationship(1, "officeDocument", "xl/workbook.xml")
    yield "_rels/.rels", _relationships((book, properties))
    yield CORE_PROPERTIES, _PROPERTIES
    found = [_relationship(at, "worksheet", part) for at, part in enumerate(parts, start=1)]
    styles = _relationship(len(parts) + 1, "styles", "styles.xml")
    theme = _relationship(len(parts) + 2, "theme", "theme/theme1.xml")
    yield "xl/_rels/workbook.xml.rels", _relationships((*found, styles, theme))
    yield "xl/workbook.xml", _workbook(sheets)
    yield "xl/styles.xml", _STYLES
    yield "xl/theme/theme1.xml", _theme()


def _theme() -> str:
    """The least that a theme may hold: no style asks for it, but a workbook has one (ECMA-376)."""
    colours = "".join(
        f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in _COLOURS.items()
    )
    fonts = "".join(
        f'<a:{name}><a:latin typeface="Calibri"/><a:ea typeface=""/><a:cs typeface=""/></a:{name}>'
        for name in ("majorFont", "minorFont")
    )
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    return (
        f'{_HEAD}<a:theme xmlns:a="{_DRAWING}" name="Office">'
        f'<a:themeElements><a:clrScheme name="Office">{colours}</a:clrScheme>'
        f'<a:fontScheme name="Office">{fonts}</a:fontScheme><a:fmtScheme name="Office">'
        f"<a:fillStyleLst>{fill * 3}</a:fillStyleLst>"
        f"<a:lnStyleLst>{f'<a:ln>{fill}</a:ln>' * 3}</a:lnStyleLst>"
        f"<a:effectStyleLst>{effect * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )


def _workbook(sheets: Sequence[TextSheet]) -> str:
    listed = "".join(
        f'<sheet name="{_escaped(sheet.name)}" sheetId="{at}" r:id="rId{at}"/>'
        for at, sheet in enumerate(sheets, start=1)
    )
    names = "".join(
        f'<definedName name="_xlnm._FilterDatabase" localSheetId="{at}" hidden="1">'
        f"'{_escaped(sheet.name)}'!{sheet.area}</definedName>"
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{at}">'
        f"'{_escaped(sheet.name)}'!$1:$1</definedName>"
        for at, sheet in enumerate(sheets)
    )
    return (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_KINDS}">'
        f"<bookViews><workbookView/></bookViews><sheets>{listed}</sheets><definedNames>{names}</definedNames></workbook>"
    )


def _relationship(number: int, kind: str, target: str, more: str = "") -> str:
    return (
        f'<Relationship Id="rId{number}" Type="{_KINDS}/{kind}" Target="{_escaped(target)}"{more}/>'
    )


def _relationships(found: Iterator[str] | Sequence[str]) -> str:
    start = f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    return f"{start}{''.join(found)}</Relationships>"


_BETWEEN = "|"
# What XML, or a cell, needs itself, and blanks at either end: nearly no text has any of it.
_AWKWARD = ("&", "<", ">", '"', "_x", f" {_BETWEEN}", f"{_BETWEEN} ")


def _is_plain(texts: Sequence[str]) -> bool:
    """Whether texts are lines that stand in cells as they are; False where that isn't sure."""
    whole = _BETWEEN.join(("", *texts, ""))
    # What is printable has no sign that XML can't hold, and no blank but the usual one.
    is_plain = whole.isprintable() and not any(it in whole for it in _AWKWARD)
    return is_plain and max(map(len, texts), default=0) <= MOST_CHARACTERS


@lru_cache(maxsize=256)
def _row_form(
    filled: tuple[bool, ...],
    looks: Looks,
    otherwise: Look,
    spaced: tuple[int, ...],
) -> Sequence[str]:
    """A row that lacks its height and its texts, in the parts between which its number stands.

    Few rows are of another form.

    Args:
        filled: of each column, whether there is a cell.
        looks: of single columns.
        otherwise: how all others look.
        spaced: columns whose texts have blanks at either end, which are nobody's but for a mark.
    """
    own = dict(looks)
    cells = "".join(
        f'<c r="{ascii_uppercase[at]}{_NUMBER}" s="{own.get(at, otherwise):d}" t="inlineStr"><is>'
        f"<t{_SPACED if at in spaced else ''}>%s</t></is></c>"
        for at, is_filled in enumerate(filled)
        if is_filled
    )
    return f'<row r="{_NUMBER}" ht="%d" customHeight="1">{cells}</row>'.split(_NUMBER)


_NUMBER = "\0"
_SPACED = ' xml:space="preserve"'
_NOWHERE: tuple[int, ...] = ()


def _shown(text: str) -> str:
    return _escaped(spelled_out(text)[:MOST_CHARACTERS])


def _address(path: str) -> str:
    """A link is an address: there, these two begin a place inside the file, and a code."""
    return path.replace("%", "%25").replace("#", "%23")


def _escaped(text: str) -> str:
    """As it stands in XML; what XML can't hold is shown as a sign that stands for it."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = text.replace('"', "&quot;")
    if ILLEGAL.search(text):
        text = ILLEGAL.sub("\ufffd", text.replace("\r", "&#13;"))
    return text


def _lines(text: str, width: int) -> int:
    """Lines that a text takes in a column: a Chinese character is as wide as two others."""
    if "\n" in text:
        return sum(_lines(line, width) for line in text.split("\n"))
    # One column is left for words that are carried over whole.
    return -(-len(_IN_WIDTHS(text, "replace")[0]) // (width - 1)) or 1


# By its own function: to look it up by name takes longer than what it does.
_IN_WIDTHS = codecs.getencoder("gb18030")
_MOMENT = "1980-01-01T00:00:00Z"
_PROPERTIES = (
    f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:creator>anjuan</dc:creator>'
    f'<dcterms:created xsi:type="dcterms:W3CDTF">{_MOMENT}</dcterms:created>'
    f'<dcterms:modified xsi:type="dcterms:W3CDTF">{_MOMENT}</dcterms:modified>'
    "</cp:coreProperties>"
)


def _font(before: str = "", colour: str = "") -> str:
    shade = f'<color rgb="FF{colour}"/>' if colour else ""
    return f'<font>{before}<sz val="11"/>{shade}<name val="Calibri"/><family val="2"/></font>'


def _fill(colour: str) -> str:
    shade = f'<fgColor rgb="FF{colour}"/>'
    return f'<fill><patternFill patternType="solid">{shade}</patternFill></fill>'


# Font and fill of each look.
_FORMATS = {
    Look.PLAIN: (0, 0),
    Look.HEADING: (1, 2),
    Look.BAD: (0, 3),
    Look.QUIET: (2, 0),
    Look.LINK: (3, 0),
}
_COLOURS = {
    "dk1": "000000",
    "lt1": "FFFFFF",
    "dk2": "404040",
    "lt2": "F2F2F2",
    **{f"accent{it}": "7F7F7F" for it in range(1, 7)},
    "hlink": "0563C1",
    "folHlink": "7F7F7F",
}
_NO_FORMAT = 'numFmtId="0" fontId="0" fillId="0" borderId="0"'
_ALIGNED = '<alignment vertical="top" wrapText="1"/>'
_LOOKS = "".join(
    f'<xf numFmtId="0" fontId="{font}" fillId="{fill}" borderId="0" xfId="0" applyFont="1"'
    f' applyFill="1" applyAlignment="1">{_ALIGNED}</xf>'
    for font, fill in (_FORMATS[look] for look in Look)
)
_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}"><fonts count="4">{_font()}{_font("<b/>")}'
    f"{_font(colour='7F7F7F')}{_font('<u/>', '0563C1')}</fonts>"
    '<fills count="4"><fill><patternFill patternType="none"/></fill>'
    f'<fill><patternFill patternType="gray125"/></fill>{_fill("DDE6F0")}{_fill("F8D7DA")}</fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    f'<cellStyleXfs count="1"><xf {_NO_FORMAT}/></cellStyleXfs>'
    f'<cellXfs count="{len(Look) + 1}"><xf {_NO_FORMAT} xfId="0"/>{_LOOKS}</cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)
