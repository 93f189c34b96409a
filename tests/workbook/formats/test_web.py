"""Pages called .xls, and XML Spreadsheets: their tables are read as Excel would show them."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.checking import found, problems
from support.drawn import Drawn, drawn, page, xml_2003

from anjuan.errors import WorkbookError
from anjuan.testing import case
from anjuan.workbook.formats.source import Source
from anjuan.workbook.opening import opened
from anjuan.workbook.parsing import load_workbook


def written(folder: Path, body: str, encoding: str = "utf-8") -> Path:
    path = folder / "案件.xls"
    path.write_bytes(body.encode(encoding))
    return path


def rows(path: Path) -> list[list[object]]:
    source = opened(path)
    return [list(row) for row in source.rows("案件")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize(
    "head",
    [
        "<html><head><meta charset={}></head>",
        "<!DOCTYPE html PUBLIC '-//W3C//DTD HTML 4.01//EN'>\n<html>",
        "<!-- 导出 -->\n<table></table>",
        "<?xml version='1.0' encoding='{}'?><html xmlns:x='urn:schemas-microsoft-com'>",
        "  \n<style>td {{ color: red }}</style>",
    ],
)
def test_a_page_is_read_in_any_encoding_however_it_begins(
    head: str, encoding: str, tmp_path: Path
) -> None:
    # Many say gb2312 whatever they are in.
    body = head.format("gb2312") + "<table><tr><th>序号<th>对方号码<tr><td>1<td>𠮷</table>"

    assert rows(written(tmp_path, body, encoding)) == [["序号", "对方号码"], ["1", "𠮷"]]


CELLS = [
    ("甲&nbsp;", "甲"),
    ("  甲 \n  乙 ", "甲 乙"),
    ("甲<br>乙<br/>丙", "甲\n乙\n丙"),
    ("<p>甲</p> <p>乙</p>", "甲\n乙"),
    ("<div>甲<br><br>乙</div>", "甲\n\n乙"),
    ("A&amp;B&lt;c&gt;&quot;&#20108;", 'A&B<c>"二'),
    ("<font><b>甲</b></font><span>乙</span>", "甲乙"),
    ("甲<script>alert(1)</script><!-- 注 --><comment>批注</comment>", "甲"),
    ('="0571-00000011"', "0571-00000011"),
    ("<a href='file:///etc/passwd'>甲</a>", "甲"),
    ("&e;&#0;", "&e;\ufffd"),
]


@pytest.mark.parametrize(("typed", "read"), CELLS)
def test_a_cell_is_what_the_page_shows(typed: str, read: str, tmp_path: Path) -> None:
    assert rows(written(tmp_path, f"<table><tr><td>{typed}</td></tr></table>")) == [[read]]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ('<td x:num="13800000009">1.38E+10</td>', "13800000009"),
        ('<td align="right" sdval="13800000009" sdnum="1033;">1.38E+010</td>', "13800000009"),
        ('<td x:num="46086.9451">2026-03-05 22:41</td>', "2026-03-05 22:41"),
        ('<td x:num="x">1.38E+10</td>', "1.38E+10"),
    ],
)
def test_a_number_that_the_page_shortens_is_read_in_full(
    typed: str, read: str, tmp_path: Path
) -> None:
    assert rows(written(tmp_path, f"<table><tr>{typed}</tr></table>")) == [[read]]


def test_cells_over_several_rows_and_columns_push_the_others_aside(tmp_path: Path) -> None:
    body = (
        "<table><tr><td colspan=3>标题</td></tr>"
        "<tr><td rowspan=2>甲</td><td>乙</td><td rowspan=3>丙</td></tr>"
        "<tr><td>丁</td></tr><tr><td>戊</td><td>己</td></tr><tr><td>庚</td></tr></table>"
    )
    path = written(tmp_path, body)

    assert rows(path) == [["标题"], ["甲", "乙", "丙"], ["", "丁"], ["戊", "己"], ["庚"]]
    merged = {(it.letter, it.rows) for it in opened(path).merged("案件")}
    assert merged == {("A", range(1, 2)), ("A", range(2, 4)), ("C", range(2, 5))}


def test_tables_that_lay_a_page_out_are_no_tables(tmp_path: Path) -> None:
    body = "<table><tr><td>菜单</td><td><table><tr><td>甲</td></tr></table></td></tr></table>"

    assert rows(written(tmp_path, body)) == [["甲"]]


def named(body: str, folder: Path) -> Source:
    return opened(written(folder, body))


@pytest.mark.parametrize(
    "before",
    ["<h1>{}</h1>", "<a name='table0'><h1>工作表 1: <em>{}</em></h1></a>", "<h3> {}\n</h3>"],
)
def test_several_tables_are_called_what_stands_above_them(before: str, tmp_path: Path) -> None:
    table = "<table><tr><td>甲</td></tr></table>"
    body = "".join(before.format(name) + table for name in ("案件", "机构"))

    assert named(f"<html>{body}{table}", tmp_path).names == ["案件", "机构", "表3"]


def test_a_caption_names_its_table(tmp_path: Path) -> None:
    table = "<h1>无关</h1><table><caption> {} </caption><tr><td>甲</td></tr></table>"

    assert named(table.format("案件") + table.format("证据"), tmp_path).names == ["案件", "证据"]


def test_pages_with_one_table_are_tables_of_their_folder(tmp_path: Path) -> None:
    for name, table in drawn(cases=[case(委托人姓名="李四")]).items():
        page(tmp_path, {"结果": table}).rename(tmp_path / f"{name}.xls")

    [one] = load_workbook(tmp_path / "案件.xls").cases
    assert one.client.name == "李四"


@pytest.mark.parametrize("body", ["<html><body>请先登录</body></html>", "<table></table>", "<p>"])
def test_a_page_without_a_table_is_told(body: str, tmp_path: Path) -> None:
    with pytest.raises(WorkbookError, match="是网页，里面没有表格"):
        load_workbook(written(tmp_path, body))


def test_what_is_missing_on_a_page_is_told_with_what_it_is(tmp_path: Path) -> None:
    with pytest.raises(WorkbookError, match=r"缺少.*是按网页里的表格读的"):
        load_workbook(written(tmp_path, "<table><tr><td>名称</td></tr></table>"))


STRUCK = [
    "<s>{}</s>",
    "<span style='text-decoration: line-through'>{}</span>",
    "甲<del>{}</del>乙",
    "<font class='x'>{}</font>",
]


@pytest.mark.parametrize("how", STRUCK)
def test_struck_text_on_a_page_is_told(how: str, tmp_path: Path) -> None:
    head = "<style>.x {text-decoration:line-through}</style><table><tr><td>"

    for text, struck in (("催款", {"A1"}), ("", set())):
        path = written(tmp_path, f"{head}{how.format(text)}<td>丙</table>")
        assert opened(path).flaws("案件").struck == struck


@pytest.mark.parametrize(
    "how", ["height=0", "hidden", "style='display: none'", "style='visibility:collapse'"]
)
def test_hidden_rows_of_a_page_are_told(how: str, tmp_path: Path) -> None:
    path = written(tmp_path, f"<table><tr><td>甲</td></tr><tr {how}><td>乙</td></tr></table>")

    assert opened(path).flaws("案件").hidden_rows == {2}


def test_money_on_a_page_is_no_text_by_mistake(tmp_path: Path) -> None:
    """A page holds nothing but text: nobody could have written a number."""
    codes = {code for code, _ in found(page(tmp_path, drawn(cases=[case(借款金额="3,500.00")])))}

    assert "number-as-text" not in codes


def test_rows_of_an_xml_spreadsheet_stand_where_they_say(tmp_path: Path) -> None:
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    body = (
        f'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="{space}"'
        f' xmlns:ss="{space}"><Worksheet ss:Name="案件"><Table>'
        '<Column ss:Span="1" ss:Hidden="1"/><Column ss:Index="5" ss:Width="0"/>'
        '<Row ss:Index="3" ss:Span="1"><Cell ss:Index="2"><Data ss:Type="String">甲</Data></Cell>'
        '<Cell ss:MergeAcross="1"><Data ss:Type="Number">1200</Data></Cell>'
        '<Cell><Data ss:Type="DateTime">2026-03-05T22:41:00.000</Data></Cell></Row>'
        '<Row><Cell><Data ss:Type="DateTime">1899-12-31T09:12:00.000</Data></Cell></Row>'
        "</Table></Worksheet></Workbook>"
    )
    path = written(tmp_path, body)
    read = [["" if it == "" else str(it) for it in row] for row in rows(path)]

    assert read == [[], [], ["", "甲", "1200.0", "", "2026-03-05 22:41:00"], [], ["09:12:00"]]
    assert opened(path).flaws("案件").hidden_columns == {"A", "B", "E"}


@pytest.mark.parametrize("declared", ["<!DOCTYPE a [<!ENTITY b 'c'>]>", "<!DOCTYPE a SYSTEM 'x'>"])
def test_entities_in_an_xml_spreadsheet_are_refused(declared: str, tmp_path: Path) -> None:
    path = xml_2003(tmp_path, drawn())
    text = path.read_text("utf-8")
    path.write_text(text.replace("<Workbook", f"{declared}<Workbook", 1), "utf-8")

    with pytest.raises(WorkbookError, match="实体炸弹"):
        load_workbook(path)


def test_a_page_says_nothing_of_its_own(tmp_path: Path) -> None:
    assert not [it for it in problems(page(tmp_path, drawn())) if it.is_error]
    path = page(tmp_path, {"甲": Drawn([["乙"]]), "丙": Drawn([["丁"]])})
    assert opened(path).names == ["甲", "丙"]
