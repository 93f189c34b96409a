"""One cell as the reader of spreadsheets reads it: alone, in a workbook made for it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping

from python_calamine import CalamineWorkbook

from anjuan.workbook.cells.cell import Cell

_MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_KINDS = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = b"http://schemas.openxmlformats.org/package/2006/relationships"
_FORMAT = re.compile(rb"<(?:\w+:)?xf[\s>/]")
# Half a day long past, told apart from a number and from so many hours.
_SAMPLE = b"45356.5"


class SingleCells:
    """Reads cells that belong to no sheet.

    Args:
        styles: the part of the package that says how numbers are shown; empty = there is none.
    """

    def __init__(self, styles: bytes) -> None:
        self._styles = styles

    def value(self, content: bytes, text: bytes = b"") -> Cell:
        """What a cell holds; empty for one without a value.

        Args:
            content: of its element, from behind its address to its end.
            text: the element of the shared text 0 that it may refer to.

        Raises:
            CalamineError: the reader of spreadsheets does not take it.
        """
        rows = self._rows([b'<c r="A1"%b' % content], text)
        return rows[0] if rows else ""

    def formats(self) -> Mapping[bytes, type[Cell]]:
        """What each format makes of a number, by its number: float, datetime or timedelta."""
        count = len(_FORMAT.findall(self._styles))
        cells = [b'<c r="A%d" s="%d"><v>%b</v></c>' % (it + 1, it, _SAMPLE) for it in range(count)]
        found = self._rows(cells) if cells else []
        return {b"%d" % number: type(it) for number, it in enumerate(found)}

    def _rows(self, cells: Iterable[bytes], text: bytes = b"") -> list[Cell]:
        """What stands in column A, a row for each cell."""
        rows = b"".join(b'<row r="%d">%b</row>' % it for it in enumerate(cells, 1))
        book = CalamineWorkbook.from_filelike(io.BytesIO(self._package(rows, text)))
        return [row[0] for row in book.get_sheet_by_index(0).iter_rows()]

    def _package(self, rows: bytes, text: bytes) -> bytes:
        out = io.BytesIO()
        sheet = b'<worksheet xmlns="%b"><sheetData>%b</sheetData></worksheet>' % (_MAIN, rows)
        with zipfile.ZipFile(out, "w") as package:
            package.writestr("_rels/.rels", _related((b"officeDocument", b"xl/workbook.xml")))
            package.writestr("xl/workbook.xml", _BOOK)
            package.writestr("xl/_rels/workbook.xml.rels", _RELATED)
            package.writestr("xl/sheet.xml", sheet)
            package.writestr("xl/sharedStrings.xml", b'<sst xmlns="%b">%b</sst>' % (_MAIN, text))
            if self._styles:
                package.writestr("xl/styles.xml", self._styles)
        return out.getvalue()


def _related(*parts: tuple[bytes, bytes]) -> bytes:
    relations = b"".join(
        b'<Relationship Id="rId%d" Type="%b/%b" Target="%b"/>' % (number, _KINDS, *part)
        for number, part in enumerate(parts, 1)
    )
    return b'<Relationships xmlns="%b">%b</Relationships>' % (_RELATIONS, relations)


_RELATED = _related(
    (b"worksheet", b"sheet.xml"),
    (b"styles", b"styles.xml"),
    (b"sharedStrings", b"sharedStrings.xml"),
)
_BOOK = (
    b'<workbook xmlns="%b" xmlns:r="%b"><sheets><sheet name="1" sheetId="1" r:id="rId1"/></sheets>'
    b"</workbook>" % (_MAIN, _KINDS)
)
