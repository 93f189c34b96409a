"""The same tables, drawn once and written in every format that is read.

What a format can't hold (a .csv hides nothing) is left out there; `HOLDS` says which can.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from html import escape
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from anjuan.case.sheets import SHEETS
from anjuan.testing import CASE, EVIDENCE, INCIDENT, INSTITUTION, Row


@dataclass(frozen=True)
class Failed:
    """An error cell, as it shows."""

    shown: str = "#N/A"


@dataclass(frozen=True)
class Formula:
    """A formula that nobody has calculated."""

    text: str = "1+1"


@dataclass(frozen=True)
class Partly:
    """A text of which the second piece is struck through."""

    kept: str
    struck: str


@dataclass(frozen=True)
class Drawn:
    """A table.

    Attributes:
        rows: values from A1; None leaves a cell empty.
        hidden_rows, hidden_columns: by number and by letter.
        struck: addresses.
        merged: ranges.
        is_hidden: the table as a whole.
        formats: of numbers and days, by address; those of `ODS_FORMATS`.
    """

    rows: Sequence[Sequence[object]]
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[str] = frozenset()
    struck: frozenset[str] = frozenset()
    merged: tuple[str, ...] = ()
    is_hidden: bool = False
    formats: Mapping[str, str] = field(default_factory=dict)

    def cells(self) -> Iterator[tuple[str, int, int, object]]:
        """Address, row and column from 0, and value of every cell that holds anything."""
        for number, row in enumerate(self.rows):
            for column, value in enumerate(row):
                if value is not None:
                    yield f"{get_column_letter(column + 1)}{number + 1}", number, column, value

    def spans(self) -> Mapping[tuple[int, int], tuple[int, int]]:
        """Height and width of merged cells by the place of the first."""
        found = {}
        for it in self.merged:
            whole = CellRange(it)
            found[whole.min_row - 1, whole.min_col - 1] = (
                whole.size["rows"],
                whole.size["columns"],
            )
        return found


Book = Mapping[str, Drawn]


def drawn(**rows: Sequence[Row]) -> dict[str, Drawn]:
    """All sheets with all their headings; rows by sheet, as for `testing.write_workbook`."""
    defaults = {
        "cases": [CASE],
        "institutions": [INSTITUTION],
        "incidents": [INCIDENT],
        "evidence": [EVIDENCE],
        "losses": [],
        "witnesses": [],
        "proceedings": [],
    }
    tables = {}
    for sheet, given in zip(SHEETS, (defaults | rows).values(), strict=True):
        headings = [item.column.heading for item in sheet.fields]
        body = [[row.get(heading) for heading in headings] for row in given]
        tables[sheet.name] = Drawn([headings, *body])
    return tables


def changed(book: Book, sheet: str, **changes: object) -> dict[str, Drawn]:
    """The same with changes to one table."""
    return {**book, sheet: replace(book[sheet], **changes)}  # type: ignore[arg-type]


# Excel packages


def xlsx(folder: Path, book: Book) -> Path:
    """As Excel writes it."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, table in book.items():
        _fill(workbook.create_sheet(name), table)
    path = folder / "案件表.xlsx"
    workbook.save(path)
    return path


def _fill(sheet: Worksheet, table: Drawn) -> None:
    for address, _, _, value in table.cells():
        cell = sheet[address]
        match value:
            case Failed(shown):
                cell.value, cell.data_type = shown, "e"
            case Formula(text):
                cell.value = f"={text}"
            case Partly(kept, struck):
                cell.value = CellRichText(kept, TextBlock(InlineFont(strike=True), struck))
            case _:
                cell.value = value
        cell.number_format = table.formats.get(address, cell.number_format)
        if address in table.struck:
            cell.font = Font(strike=True)
    for number in table.hidden_rows:
        sheet.row_dimensions[number].hidden = True
    for letter in table.hidden_columns:
        sheet.column_dimensions[letter].hidden = True
    for it in table.merged:
        sheet.merge_cells(it)
    if table.is_hidden:
        sheet.sheet_state = "veryHidden"


Parts = dict[str, bytes]


def rewritten(*changes: Callable[[Parts], Parts]) -> Callable[[Path, Book], Path]:
    """The same package with other parts; the last change comes first."""

    return lambda folder, book: rewritten_file(xlsx(folder, book), *changes)


def rewritten_file(path: Path, *changes: Callable[[Parts], Parts]) -> Path:
    """A package with other parts; the last change comes first."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    for change in reversed(changes):
        parts = change(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            entry = zipfile.ZipInfo()
            # ZipInfo would turn backslashes round on some systems.
            entry.filename, entry.compress_type = name, zipfile.ZIP_DEFLATED
            package.writestr(entry, content)
    return path


def shared(parts: Parts) -> Parts:
    """Texts kept once for all sheets, as Excel does and openpyxl doesn't."""
    texts: list[bytes] = []

    def text(found: re.Match[bytes]) -> bytes:
        texts.append(found[2])
        return found[1] + b't="s"><v>%d</v>' % (len(texts) - 1)

    inline = re.compile(rb'(<c [^>]*)t="inlineStr"><is>(.*?)</is>', re.DOTALL)
    parts = {name: inline.sub(text, it) if "/sheet" in name else it for name, it in parts.items()}
    relation = (
        '<Relationship Id="rIdTexts" Target="sharedStrings.xml" Type="http://schemas.openxmlformats'
        '.org/officeDocument/2006/relationships/sharedStrings"/></Relationships>'
    )
    rels = "xl/_rels/workbook.xml.rels"
    parts[rels] = parts[rels].replace(b"</Relationships>", relation.encode())
    kind = (
        '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats'
        '-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
    )
    types = "[Content_Types].xml"
    parts[types] = parts[types].replace(b"</Types>", kind.encode())
    items = b"".join(b"<si>%b</si>" % it for it in texts)
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return {**parts, "xl/sharedStrings.xml": b'<sst xmlns="%b">%b</sst>' % (main, items)}


def in_all(parts: Parts, *pairs: tuple[str, str]) -> Parts:
    """Every part with texts put in place of others."""
    for old, new in pairs:
        parts = {it: content.replace(old.encode(), new.encode()) for it, content in parts.items()}
    return parts


def strict(parts: Parts) -> Parts:
    """Strict Open XML (ISO/IEC 29500-1 Annex A)."""
    office = "http://schemas.openxmlformats.org/"
    return in_all(
        parts,
        (f"{office}spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"),
        (f"{office}officeDocument/2006/", "http://purl.oclc.org/ooxml/officeDocument/"),
    )


def backslashes(parts: Parts) -> Parts:
    """Names of parts as a system writes them that has no slashes."""
    return {name.replace("/", "\\"): content for name, content in parts.items()}


def online(parts: Parts) -> Parts:
    """Another name for the main part, as Word Online gives."""
    names = {
        "xl/workbook.xml": "xl/workbook2.xml",
        "xl/_rels/workbook.xml.rels": "xl/_rels/workbook2.xml.rels",
    }
    parts = in_all(parts, ("xl/workbook.xml", "xl/workbook2.xml"))
    return {names.get(name, name): content for name, content in parts.items()}


def renamed(parts: Parts) -> Parts:
    """Another name for each part that matters, and other folders."""
    names = {
        "xl/workbook.xml": "content/workbook2.xml",
        "xl/_rels/workbook.xml.rels": "content/_rels/workbook2.xml.rels",
        "xl/sharedStrings.xml": "content/texts.xml",
        "xl/styles.xml": "content/looks.xml",
    }
    names |= {
        it: it.replace("xl/worksheets/sheet", "content/tables/t") for it in parts if "sheet" in it
    }
    targets = [(f"/{old}", f"/{new}") for old, new in names.items()]
    targets += [('"sharedStrings.xml"', '"texts.xml"'), ('"styles.xml"', '"looks.xml"')]
    targets += [('"xl/workbook.xml"', '"content/workbook2.xml"')]
    return {names.get(name, name): content for name, content in in_all(parts, *targets).items()}


def prefixed(parts: Parts) -> Parts:
    """Every element of sheets, texts and styles with a prefix, attributes in single quotes."""

    def change(name: str, content: bytes) -> bytes:
        if not re.fullmatch(r"xl/(worksheets/.*|sharedStrings|styles)\.xml", name):
            return content
        content = re.sub(rb"<(/?)(?=[A-Za-z])", rb"<\1x:", content).replace(b"xmlns=", b"xmlns:x=")
        return re.sub(rb'(\s[\w:]+=)"([^"\']*)"', rb"\1'\2'", content)

    return {name: change(name, content) for name, content in parts.items()}


def unplaced(parts: Parts) -> Parts:
    """Rows and cells that don't say where they stand, where that goes by counting."""

    def change(name: str, content: bytes) -> bytes:
        return re.sub(rb'(<(?:row|c)) r="\w+"', rb"\1", content) if "/sheet" in name else content

    return {name: change(name, content) for name, content in parts.items()}


# Old workbooks


_ERROR_CODES = {"#NULL!": 0, "#DIV/0!": 7, "#VALUE!": 15, "#REF!": 23, "#NAME?": 29, "#NUM!": 36}


def xls(folder: Path, book: Book) -> Path:
    """As Excel 97 to 2003 write it."""
    # Here, because tests with the oldest libraries do without.
    import xlwt

    workbook = xlwt.Workbook()
    for name, table in book.items():
        _fill_xls(workbook.add_sheet(name), table)
    path = folder / "案件表.xls"
    workbook.save(str(path))
    return path


def _fill_xls(sheet: Any, table: Drawn) -> None:
    import xlwt

    spans = table.spans()
    for address, row, column, value in table.cells():
        style = xlwt.XFStyle()
        style.font.struck_out = address in table.struck
        match value:
            case Failed(shown):
                sheet.row(row).set_cell_error(column, _ERROR_CODES.get(shown, 42), style)
            case Formula(text):
                sheet.write(row, column, xlwt.Formula(text), style)
            case Partly(kept, struck):
                font = xlwt.Font()
                font.struck_out = True
                sheet.write_rich_text(row, column, [kept, (struck, font)])
            case time():
                style.num_format_str = "hh:mm:ss"
                sheet.write(row, column, value, style)
            case datetime() | date():
                is_day = not isinstance(value, datetime)
                plain = "yyyy-mm-dd" if is_day else "yyyy-mm-dd hh:mm:ss"
                style.num_format_str = table.formats.get(address, plain)
                sheet.write(row, column, value, style)
            case _:
                style.num_format_str = table.formats.get(address, "General")
                sheet.write(row, column, value, style)
        if (row, column) in spans:
            height, width = spans[row, column]
            sheet.merge(row, row + height - 1, column, column + width - 1)
    for number in table.hidden_rows:
        sheet.row(number - 1).hidden = True
    for letter in table.hidden_columns:
        sheet.col(column_index_from_string(letter) - 1).hidden = True
    sheet.visibility = 2 if table.is_hidden else 0


def java(folder: Path, book: Book) -> Path:
    """As Java systems write it: the record of the code page says 1252, whatever the text is."""
    path = xls(folder, book)
    content = path.read_bytes()
    assert b"\x42\0\2\0\xb0\4" in content
    path.write_bytes(content.replace(b"\x42\0\2\0\xb0\4", b"\x42\0\2\0\xe4\4"))
    return path


# OpenDocument

_SPACES = (
    "".join(
        f' xmlns:{it}="urn:oasis:names:tc:opendocument:xmlns:{it}:1.0"'
        for it in ("office", "table", "text", "style")
    )
    + ' xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"'
)
_YEAR, _MONTH, _DAY = (f"<number:{it}/>" for it in ("year", "month", "day"))
# Formats as this one writes them, by those of Excel.
ODS_FORMATS = {
    'yyyy"年"m"月"': ("date", f"{_YEAR}<number:text>年</number:text>{_MONTH}"),
    'yyyy"年"m"月"d"日"': ("date", f"{_YEAR}<number:text>年</number:text>{_MONTH}{_DAY}"),
    'm"月"d"日"': ("date", f"{_MONTH}<number:text>月</number:text>{_DAY}"),
    "h:mm": ("time", "<number:hours/><number:minutes/>"),
    '0"万"': ("number", "<number:number/><number:text>万</number:text>"),
    "0%": ("percentage", "<number:number/><number:text>%</number:text>"),
    "[$$-409]0": ("currency", "<number:currency-symbol>$</number:currency-symbol>"),
    '0"元"': ("number", "<number:number/><number:text>元</number:text>"),
}
_ODS_SHOWN = "".join(
    f'<number:{kind}-style style:name="N{number}">{inner}</number:{kind}-style>'
    f'<style:style style:name="shown{number}" style:family="table-cell"'
    f' style:data-style-name="N{number}"/>'
    for number, (kind, inner) in enumerate(ODS_FORMATS.values())
)
_STYLES = (
    '<style:style style:name="struck" style:family="table-cell"><style:text-properties'
    ' style:text-line-through-style="solid"/></style:style>'
    '<style:style style:name="inner" style:family="text" style:parent-style-name="deleted"/>'
    '<style:style style:name="away" style:family="table"><style:table-properties'
    ' table:display="false"/></style:style>'
)
_COMMON_STYLES = (
    f"<office:document-styles{_SPACES}><office:styles>"
    '<style:style style:name="deleted" style:family="text"><style:text-properties'
    ' style:text-line-through-type="single"/></style:style></office:styles>'
    "</office:document-styles>"
)


def ods(folder: Path, book: Book) -> Path:
    """As LibreOffice writes it; hidden rows as a filter hides them, hidden columns in a group."""
    tables = "".join(_ods_table(name, table) for name, table in book.items())
    content = (
        f"<office:document-content{_SPACES}><office:automatic-styles>{_STYLES}{_ODS_SHOWN}"
        f"</office:automatic-styles><office:body><office:spreadsheet>{tables}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    path = folder / "案件表.ods"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("META-INF/manifest.xml", "<manifest/>")
        package.writestr("styles.xml", _COMMON_STYLES)
        package.writestr("content.xml", content)
    return path


def _ods_table(name: str, table: Drawn) -> str:
    width = max(map(len, table.rows))
    columns = "".join(
        '<table:table-column-group table:display="false"><table:table-column/>'
        "</table:table-column-group>"
        if get_column_letter(number) in table.hidden_columns
        else "<table:table-column/>"
        for number in range(1, width + 1)
    )
    rows = "".join(_ods_row(table, number) for number in range(len(table.rows)))
    style = ' table:style-name="away"' if table.is_hidden else ""
    return f'<table:table table:name="{name}"{style}>{columns}{rows}</table:table>'


def _ods_row(table: Drawn, number: int) -> str:
    hidden = ' table:visibility="filter"' if number + 1 in table.hidden_rows else ""
    values = {column: (it, value) for it, row, column, value in table.cells() if row == number}
    cells = (_ods_cell(table, number, column, *values.get(column, ("", None)))
             for column in range(len(table.rows[number])))  # fmt: skip
    return f"<table:table-row{hidden}>{''.join(cells)}</table:table-row>"


def _ods_cell(table: Drawn, row: int, column: int, address: str, value: object) -> str:
    height, width = table.spans().get((row, column), (1, 1))
    more = ' table:style-name="struck"' if address in table.struck else ""
    if address in table.formats:
        number = list(ODS_FORMATS).index(table.formats[address])
        more = f' table:style-name="shown{number}"'
    if (height, width) != (1, 1):
        more += f' table:number-rows-spanned="{height}" table:number-columns-spanned="{width}"'
    kind, text = _ods_value(value)
    return f"<table:table-cell{more}{kind}>{text}</table:table-cell>"


def _ods_value(value: object) -> tuple[str, str]:
    """Attributes and content of a cell."""
    match value:
        case None:
            return "", ""
        case Failed(shown):
            return ' table:formula="of:=x"' + _value("float", "0"), f"<text:p>{shown}</text:p>"
        case Formula(text):
            return f' table:formula="of:={text}"', ""
        case Partly(kept, struck):
            span = f'<text:span text:style-name="inner">{escape(struck)}</text:span>'
            return _value("string"), f"<text:p>{escape(kept)}{span}</text:p>"
        case bool():
            return _value("boolean", str(value).lower()), f"<text:p>{value}</text:p>"
        case int() | float():
            return _value("float", str(value)), f"<text:p>{value}</text:p>"
        case date():
            return _value("date", value.isoformat()), f"<text:p>{value}</text:p>"
        case _:
            lines = (f"<text:p>{_blanks(line)}</text:p>" for line in str(value).split("\n"))
            return _value("string"), "".join(lines)


def _value(kind: str, value: str = "") -> str:
    attribute = "value" if kind == "float" else f"{kind}-value"
    return f' office:value-type="{kind}"' + (f' office:{attribute}="{value}"' if value else "")


def _blanks(line: str) -> str:
    """Blanks that would be taken for one, written out."""
    return re.sub("  +", lambda it: f'<text:s text:c="{len(it[0])}"/>', escape(line))


# Text


def text(separator: str = ",", encoding: str = "utf-8-sig") -> Callable[[Path, Book], Path]:
    """A folder of .csv files."""

    def write(folder: Path, book: Book) -> Path:
        for name, table in book.items():
            out = io.StringIO(newline="")
            rows = ([shown(value) for value in row] for row in table.rows)
            csv.writer(out, delimiter=separator).writerows(rows)
            (folder / f"{name}.csv").write_bytes(out.getvalue().encode(encoding))
        return folder / "案件.csv"

    return write


def shown(value: object) -> str:
    """A value as Excel shows it."""
    match value:
        case None:
            return ""
        case Failed(word):
            return word
        case Formula(formula):
            return f"={formula}"
        case Partly(kept, struck):
            return kept + struck
        case datetime():
            return f"{value:%Y/%m/%d %H:%M:%S}" if value.time() != time.min else f"{value:%Y/%m/%d}"
        case date():
            return f"{value:%Y/%m/%d}"
        case bool():
            return "是" if value else "否"
        case _:
            return str(value)


# Pages


def page(folder: Path, book: Book) -> Path:
    """One page with a table for each sheet, as systems export it under the name .xls."""
    tables = "".join(_page_table(name, table) for name, table in book.items())
    head = "<style>.a { text-decoration: line-through } .b { display : none }</style>"
    path = folder / "案件表.xls"
    path.write_text(f"<html><head>{head}</head><body>{tables}</body></html>", "utf-8")
    return path


def _page_table(name: str, table: Drawn) -> str:
    width = max(map(len, table.rows))
    letters = map(get_column_letter, range(1, width + 1))
    hidden = (letter in table.hidden_columns for letter in letters)
    columns = "".join("<col style='display:none'>" if it else "<col width=80>" for it in hidden)
    rows = "".join(_page_row(table, number) for number in range(len(table.rows)))
    style = " style='display:none'" if table.is_hidden else ""
    return f"<h2>{name}</h2><table{style}>{columns}{rows}</table>"


def _page_row(table: Drawn, number: int) -> str:
    start = '<tr class="x b">' if number + 1 in table.hidden_rows else "<tr>"
    row = table.rows[number]
    covered = set(_covered(table))
    cells = (
        _page_cell(table, number, column, value)
        for column, value in enumerate(row)
        if (number, column) not in covered
    )
    return f"{start}{''.join(cells)}</tr>"


def _covered(table: Drawn) -> Iterator[tuple[int, int]]:
    """Cells that merged ones lie over."""
    for (row, column), (height, width) in table.spans().items():
        every = ((row + y, column + x) for y in range(height) for x in range(width))
        yield from (it for it in every if it != (row, column))


def _page_cell(table: Drawn, row: int, column: int, value: object) -> str:
    height, width = table.spans().get((row, column), (1, 1))
    text = escape(shown(value)).replace("\n", "<br>") or "&nbsp;"
    if isinstance(value, Partly):
        text = f"{escape(value.kept)}<font><s>{escape(value.struck)}</s></font>"
    style = ' class="a"' if f"{get_column_letter(column + 1)}{row + 1}" in table.struck else ""
    return f"<td rowspan={height} colspan={width}{style}>\n  {text} </td>"


# XML Spreadsheet 2003


def xml_2003(folder: Path, book: Book) -> Path:
    """As Excel 2003 writes it."""
    spaces = 'xmlns="{0}spreadsheet" xmlns:ss="{0}spreadsheet" xmlns:x="{0}excel"'.format(
        "urn:schemas-microsoft-com:office:"
    )
    sheets = "".join(_xml_sheet(name, table) for name, table in book.items())
    styles = (
        '<Styles><Style ss:ID="s1"><Font ss:StrikeThrough="1"/></Style>'
        '<Style ss:ID="s2" ss:Parent="s1"><Alignment/></Style>'
        + "".join(
            f'<Style ss:ID="n{number}"><NumberFormat ss:Format="{escape(code)}"/></Style>'
            for number, code in enumerate(ODS_FORMATS)
        )
        + "</Styles>"
    )
    path = folder / "案件表.xls"
    text = f'<?xml version="1.0"?>\n<Workbook {spaces}>{styles}{sheets}</Workbook>'
    path.write_text(text, encoding="utf-8")
    return path


def _xml_sheet(name: str, table: Drawn) -> str:
    hidden = sorted(map(column_index_from_string, table.hidden_columns))
    columns = "".join(f'<Column ss:Index="{it}" ss:Hidden="1"/>' for it in hidden)
    rows = "".join(_xml_row(table, number) for number in range(len(table.rows)))
    options = (
        "<x:WorksheetOptions><x:Visible>SheetVeryHidden</x:Visible></x:WorksheetOptions>"
        if table.is_hidden
        else ""
    )
    return f'<Worksheet ss:Name="{name}"><Table>{columns}{rows}</Table>{options}</Worksheet>'


def _xml_row(table: Drawn, number: int) -> str:
    hidden = ' ss:Hidden="1"' if number + 1 in table.hidden_rows else ""
    cells = (
        _xml_cell(table, address, number, column, value)
        for address, row, column, value in table.cells()
        if row == number
    )
    return f'<Row ss:Index="{number + 1}"{hidden}>{"".join(cells)}</Row>'


def _xml_cell(table: Drawn, address: str, row: int, column: int, value: object) -> str:
    height, width = table.spans().get((row, column), (1, 1))
    more = ' ss:StyleID="s2"' if address in table.struck else ""
    if address in table.formats:
        more = f' ss:StyleID="n{list(ODS_FORMATS).index(table.formats[address])}"'
    if (height, width) != (1, 1):
        more += f' ss:MergeDown="{height - 1}" ss:MergeAcross="{width - 1}"'
    if isinstance(value, Formula):
        more += f' ss:Formula="={value.text}"'
    return f'<Cell ss:Index="{column + 1}"{more}>{_xml_data(value)}</Cell>'


def _xml_data(value: object) -> str:
    html = "http://www.w3.org/TR/REC-html40"
    match value:
        case Formula():
            return ""
        case Failed(word):
            return f'<Data ss:Type="Error">{word}</Data>'
        case Partly(kept, struck):
            text = f"{escape(kept)}<S>{escape(struck)}</S>"
            return f'<ss:Data ss:Type="String" xmlns="{html}">{text}</ss:Data>'
        case bool():
            return f'<Data ss:Type="Boolean">{value:d}</Data>'
        case int() | float():
            return f'<Data ss:Type="Number">{value}</Data>'
        case date():
            moment = f"{value.isoformat():T<19}".replace("T" * 9, "T00:00:00")
            return f'<Data ss:Type="DateTime">{moment}.000</Data>'
        case _:
            return f'<Data ss:Type="String">{escape(str(value)).replace(chr(10), "&#10;")}</Data>'


Write = Callable[[Path, Book], Path]
PACKAGES: dict[str, Write] = {
    "inline": xlsx,
    "xlsx": rewritten(shared),
    "strict": rewritten(strict, shared),
    "backslashes": rewritten(backslashes, shared),
    "workbook2": rewritten(online, shared),
    "renamed": rewritten(renamed, shared),
    "prefixed": rewritten(prefixed, shared),
    "prefixed inline": rewritten(prefixed),
    "strict and renamed": rewritten(renamed, strict, shared),
}
BOOKS: dict[str, Write] = {
    **PACKAGES,
    "xls": xls,
    "java": java,
    "ods": ods,
    "xml 2003": xml_2003,
    "page": page,
}
TEXTS: dict[str, Write] = {
    "comma": text(),
    "semicolon": text(";", "gb18030"),
    "tab": text("\t", "utf-16"),
    "bar": text("|", "utf-8"),
}
EVERY: dict[str, Write] = {**BOOKS, **TEXTS}
