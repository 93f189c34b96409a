"""A sheet that is read as it is inflated is the sheet that the reader of spreadsheets lays out."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import pytest
from python_calamine import CalamineError, CalamineWorkbook

from anjuan.resources import SAMPLE_WORKBOOK
from anjuan.workbook.blank import blank_workbook
from anjuan.workbook.formats.bounds import Archive
from anjuan.workbook.formats.excel import ExcelBook
from anjuan.workbook.formats.parts import laid_out
from anjuan.workbook.formats.scan import scanned
from anjuan.workbook.formats.source import UnsoundError

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
# General, days, moments, times, hours beyond 24, Chinese days, sums, and one of an office's own.
FORMATS = (0, 14, 22, 20, 46, 31, 57, 4, 49, 164)
NUMBERS = [
    *("0", "1", "5", "5.0", "-3", "0.1", "59", "60", "61", "45356", "45356.75", "2958465"),
    *("45356.999999", "2958466", "1E+3", "1e-7", "+5", ".5", "5.", "123456789012345678", ""),
    *(" 5 ", "abc", "inf", "1_0", "0.9999999", "-1", "45356.9999999999", "45356.0000000001"),
    *("-99999999", "-1e8", "0.1000000000000000055511151231257827", "3e300", "1E-320"),
]
TEXTS = [
    *("甲", " 两边 ", "a&amp;b&lt;", "&#20538;&#x52A1;", "_x000D_", "_x4E2D_", "&#32;x&#10;", ""),
    *("_x005F_x000D_", " _x0020_", "\u3000全角\u3000", "a\nb\tc", "&#1;", "𠮷", "]]&gt;"),
    *("&foo;", "&", "&#0;", "&#xD800;", "&amp", "&;", "&#20538 ;"),
    *("&amp;lt;", "&#20538;&#20538;务&amp;"),
]
SHARED = tuple(f"<si><t>{it}</t></si>" for it in TEXTS[:15])
SHARED += (
    '<si><t xml:space="preserve"> 留着 </t></si>',
    '<si><t>拼音</t><phoneticPr fontId="1" type="noConversion"/></si>',
    '<si><r><t>一</t></r><r><rPr><b/></rPr><t xml:space="preserve"> 二</t></r></si>',
    '<si><r><t>字</t></r><rPh sb="0" eb="1"><t>ZI</t></rPh></si>',
    *("<si/>", "<si><t/></si>", "<si><t>一\r\n二\r三</t></si>"),
)


def cells() -> Iterator[str]:
    """Cells of all forms, each from behind its address."""
    for number in NUMBERS:
        yield from (f"><v>{number}</v></c>", f' t="n"><v>{number}</v></c>')
        yield from (f' s="{it}"><v>{number}</v></c>' for it in (*range(len(FORMATS)), 99))
        yield f' s="1"><f>A1+1</f><v>{number}</v></c>'
    for text in TEXTS:
        yield f' t="str"><v>{text}</v></c>'
        yield f' t="inlineStr"><is><t>{text}</t></is></c>'
        yield f' t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
        yield f' s="2" t="str"><f t="shared" si="0"/><v>{text}</v></c>'
    yield from (f' t="s"><v>{it}</v></c>' for it in (*range(len(SHARED)), 999, ""))
    yield from (f"{it}><v>2</v></c>" for it in (' t="s" s="1"', ' s="1" t="s" ph="1"', ' t="s" '))
    yield from (' t="n" s="1"><v>45356</v></c>', ' vm="1" t="s"><f>A1</f><v>17</v></c>')
    for rest in ('b"><v>1', 'b"><v>0', 'b"><v>true', 'e"><v>#N/A', 'd"><v>2024-01-02', 'q"><v>5'):
        yield f' t="{rest}</v></c>'
    yield from ("/>", ' s="3"/>', "></c>", ' s="1"><f>A1</f></c>', ' cm="1"><v>3</v></c>')
    yield from ("><is><t>x</t></is></c>", ' t="inlineStr"><v>7</v></c>')


def book(path: Path, sheet: str, texts: Sequence[str] = SHARED, day_zero: str = "0") -> Path:
    """A package of one sheet.

    Args:
        path: of the file.
        sheet: what stands in its part, from the head of `worksheet` on.
        texts: the shared ones.
        day_zero: whether days are counted from 1904.
    """
    formats = "".join(f'<xf numFmtId="{it}"/>' for it in FORMATS)
    own = '<numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m"/></numFmts>'
    styles = f"{own}<cellXfs>{formats}</cellXfs>"
    kinds = enumerate(("worksheet", "styles", "sharedStrings"), 1)
    related = "".join(
        f'<Relationship Id="rId{number}" Type="{KINDS}/{kind}" Target="{target}"/>'
        for (number, kind), target in zip(
            kinds, ("worksheets/sheet1.xml", "styles.xml", "sharedStrings.xml"), strict=True
        )
    )
    parts = {
        "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" '
        f'Type="{KINDS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{KINDS}">'
        f'<workbookPr date1904="{day_zero}"/><sheets>'
        '<sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATIONS}">{related}'
        "</Relationships>",
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{"".join(texts)}</sst>',
        "xl/worksheets/sheet1.xml": sheet,
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


ROW = '<row r="2"><c r="A2"><v>1</v></c></row>'


def sheet(rows: str, behind: str = "") -> str:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{behind}</worksheet>'


def opened(path: Path) -> ExcelBook:
    with path.open("rb") as stream:
        return ExcelBook(path, Archive(stream))


def is_streamed(path: Path) -> bool:
    with path.open("rb") as stream:
        archive = Archive(stream)
        return all(it.is_streamed for it in scanned(archive, laid_out(archive)))


def told(rows: Iterator[Sequence[object]]) -> list[list[str]]:
    """Rows by types and values, without what is empty at their ends."""
    found = [[repr(it) if it != "" else "" for it in row] for row in rows]
    for row in found:
        while row and not row[-1]:
            row.pop()
    while found and not found[-1]:
        found.pop()
    return found


def laid_out_by_the_reader(path: Path) -> Iterator[Sequence[object]]:
    table = CalamineWorkbook.from_path(path).get_sheet_by_index(0)
    left = ("",) * (table.start[1] if table.start else 0)
    return ((*left, *row) for row in table.iter_rows())


def test_each_form_of_a_cell_is_read_as_the_reader_reads_it(tmp_path: Path) -> None:
    for number, cell in enumerate(cells()):
        path = book(tmp_path / f"{number}.xlsx", sheet(f'<row r="2"><c r="B2"{cell}</row>'))
        assert is_streamed(path), cell
        try:
            expected = told(laid_out_by_the_reader(path))
        except CalamineError:
            with pytest.raises(UnsoundError):
                list(opened(path).rows("表"))
        except OverflowError:
            [(*_, value)] = filter(None, opened(path).rows("表"))
            assert isinstance(value, float), cell
        else:
            assert told(opened(path).rows("表")) == expected, cell


@pytest.mark.parametrize("number", ["-123456789012345678", "-1e12", "-1E300", "-inf"])
def test_so_many_days_that_the_reader_breaks_down_are_a_number(tmp_path: Path, number: str) -> None:
    for style, _ in enumerate(FORMATS):
        cell = f'<c r="A1" s="{style}"><v>{number}</v></c>'
        path = book(tmp_path / f"{style}.xlsx", sheet(f'<row r="1">{cell}</row>'))

        assert list(opened(path).rows("表")) == [[float(number)]]


def test_what_is_no_number_of_a_shared_text_is_not_taken_for_the_first(tmp_path: Path) -> None:
    path = book(tmp_path / "表.xlsx", sheet('<row r="1"><c r="A1" t="s"><v>x</v></c></row>'))

    assert told(laid_out_by_the_reader(path)) == [["'甲'"]]
    with pytest.raises(UnsoundError, match="已损坏"):
        list(opened(path).rows("表"))


def test_any_moment_is_read_to_the_thousandth_of_a_second(tmp_path: Path) -> None:
    random = Random(5)
    moments = [random.uniform(61, 2_958_465) for _ in range(2000)]
    moments += [
        random.randint(30_000, 60_000) + random.randint(0, 86_399) / 86_400 for _ in moments
    ]
    rows = (
        f'<row r="{row}"><c r="A{row}" s="{row % 3 + 1}"><v>{it!r}</v></c></row>'
        for row, it in enumerate(moments, 1)
    )
    path = book(tmp_path / "表.xlsx", sheet("".join(rows)))

    assert is_streamed(path)
    assert told(opened(path).rows("表")) == told(laid_out_by_the_reader(path))


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="3"><c r="C3"><v>1</v></c></row><row r="7" ht="15"><c r="AB7"><v>2</v></c></row>',
        '<row r="2"><c r="D2"><v>1</v></c><c r="B2"><v>2</v></c><c r="B2"><v>3</v></c></row>',
        '<row r="2"><c r="A2"><v>1</v></c></row><row r="4" spans="1:3"><c r="C4" s="1"/></row>',
        '<row r="1" hidden="1"/><row r="2"><c r="A2"><v>1</v></c></row>',
        '<row r="5" spans="1:5" s="5"><c r="A5" s="5" t="str"><v>5" A5" 15"</v></c>'
        '<c r="XF5" s="5"/><c r="BC5"><v>5</v></c><c r="D5"><f>A5&amp;"5"</f><v>5</v></c></row>',
        '<row r="1" ht="1"/><row r="11"><c r="K11" t="inlineStr"><is><t>111"</t></is></c></row>',
        "",
    ],
    ids=[
        *("gaps", "order in a row", "nothing at the end", "an empty row"),
        *("its own number in a row", "its own number in another one", "no row"),
    ],
)
def test_rows_stand_where_they_stand(rows: str, tmp_path: Path) -> None:
    path = book(tmp_path / "表.xlsx", sheet(rows))

    assert is_streamed(path)
    assert told(opened(path).rows("表")) == told(laid_out_by_the_reader(path))


@pytest.mark.parametrize(
    "content",
    [
        sheet('<row r="3"><c r="A3"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>'),
        sheet('<row r="2"><c r="A3"><v>1</v></c></row>'),
        sheet("<row><c><v>1</v></c></row>"),
        sheet('<row r="2"><!-- <c r="B2"><v>9</v></c> --><c r="A2"><v>1</v></c></row>'),
        sheet('<row r="2"><c r="A2" t="str"><v><![CDATA[<v>9</v>]]></v></c></row>'),
        sheet('<row r="2"><c r="A2" t="inlineStr"><is><r><t>a</t></r></is></c></row>'),
        sheet('<row r="2">\n<c r="A2"><v>1</v></c></row>'),
        sheet('<row r="2"><c r="A2" t="str"><v>a\r\nb</v></c></row>'),
        sheet("<row r='2'><c r='A2'><v>1</v></c></row>"),
        sheet(ROW).replace("<", "<x:").replace("<x:/", "</x:"),
        '<?xml version="1.0" encoding="GBK"?>' + sheet(ROW),
        sheet(ROW, '<mergeCells><mergeCell ref="A2"/></mergeCells>'),
        "<!-- <sheetData> -->" + sheet(ROW),
    ],
    ids=[
        *("rows out of order", "a cell of another row", "no addresses", "a comment", "CDATA"),
        *("formats in a text", "blanks between", "line ends", "single quotes", "prefixes"),
        *("another encoding", "half a range", "a comment before"),
    ],
)  # fmt: skip
def test_what_is_written_in_another_way_is_left_to_the_reader(content: str, tmp_path: Path) -> None:
    assert not is_streamed(book(tmp_path / "表.xlsx", content))


def test_days_counted_from_1904_are_left_to_the_reader(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1" s="1"><v>45356</v></c></row>'
    path = book(tmp_path / "表.xlsx", sheet(rows), day_zero="1")

    assert told(opened(path).rows("表")) == told(laid_out_by_the_reader(path))


def test_shared_texts_with_a_comment_are_left_to_the_reader(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1" t="s"><v>1</v></c></row>'
    texts = ("<!-- <si><t>无</t></si> -->", "<si><t>甲</t></si>", "<si><t>乙</t></si>")
    path = book(tmp_path / "表.xlsx", sheet(rows), texts)

    assert not is_streamed(path)
    assert told(opened(path).rows("表")) == [["'乙'"]]


def test_merged_ranges_are_known_without_the_reader(tmp_path: Path) -> None:
    behind = '<mergeCells count="2"><mergeCell ref="A2:A4"/><mergeCell ref="C2:D2"/></mergeCells>'
    path = book(tmp_path / "表.xlsx", sheet(ROW, behind))

    assert is_streamed(path)
    found = opened(path).merged("表")
    assert [(it.letter, it.rows) for it in found] == [("A", range(2, 5)), ("C", range(2, 3))]


def test_a_range_from_below_upwards_is_left_to_the_reader(tmp_path: Path) -> None:
    behind = '<mergeCells><mergeCell ref="A4:A2"/></mergeCells>'

    assert not is_streamed(book(tmp_path / "表.xlsx", sheet(ROW, behind)))


def test_what_stands_behind_the_rows_is_no_row(tmp_path: Path) -> None:
    odd = '<c r="A1"><v>9</v></c>'
    for number, content in enumerate((sheet(ROW, odd), sheet("", odd))):
        for written in (content, content.replace("<sheetData></sheetData>", "<sheetData/>")):
            path = book(tmp_path / f"{number}{len(written)}.xlsx", written)
            assert is_streamed(path)
            assert told(opened(path).rows("表")) == told(laid_out_by_the_reader(path))


def test_the_workbooks_that_we_give_out_are_streamed(tmp_path: Path) -> None:
    blank = tmp_path / "案件表.xlsx"
    blank.write_bytes(blank_workbook())

    assert is_streamed(blank)
    assert is_streamed(SAMPLE_WORKBOOK)


@pytest.mark.parametrize(
    ("last", "is_refused"), [(90_000, False), (96_153, False), (96_154, True), (199_999, True)]
)
def test_a_wide_sheet_is_refused_where_it_is_too_long_as_well(
    last: int, is_refused: bool, tmp_path: Path
) -> None:
    rows = '<row r="1"><c r="CZ1"><v>1</v></c></row>{}<row r="{}"><c r="A{}"><v>1</v></c></row>'
    for between in ("", '<row r="2"><c r="BA2"><f>1+1</f><v>2</v></c></row>'):
        path = book(tmp_path / "表.xlsx", sheet(rows.format(between, last, last)))
        if is_refused:
            with pytest.raises(UnsoundError, match="CZ 列"):
                opened(path)
        else:
            assert len(list(opened(path).rows("表"))) == last
