"""清单.xlsx: every document, every problem, every date, and nothing that computes."""

from __future__ import annotations

import io
import json
from pathlib import Path

import openpyxl
import pytest
from support.batches import many
from support.runs import Cli, Generate, generate_into

from anjuan.cli.commands import generate as generate_command
from anjuan.run.text_book import Look, TextSheet, write_book
from anjuan.testing import case, evidence, incident, proceeding, write_workbook


def test_summary_lists_every_document_with_a_link_and_no_formula(
    generate: Generate, tmp_path: Path
) -> None:
    book = write_workbook(
        tmp_path / "表.xlsx", cases=[case(委托人姓名="=1+1")], incidents=[incident(受扰人="=1+1")]
    )

    done = generate(book)

    summary = openpyxl.load_workbook(done.folder / "清单.xlsx")["文书"]
    rows = list(summary.iter_rows(min_row=2))
    assert len(rows) == len(done.report.outcomes)
    made = [row for row in rows if row[4].value != "不适用"]
    assert len(made) == sum(map(len, done.states().values())) > 5
    assert {row[1].value for row in rows} == {"=1+1"}
    assert {row[1].data_type for row in rows} == {"s"}
    links = [row[6].hyperlink for row in made]
    assert all(link is not None and (done.folder / str(link.target)).is_file() for link in links)


@pytest.mark.parametrize("typed", ["=1+1", "+1", "-1", "@SUM(A1)"])
def test_no_cell_of_the_summary_is_a_formula(
    generate: Generate, tmp_path: Path, typed: str
) -> None:
    book = write_workbook(
        tmp_path / "表.xlsx", cases=[case(委托人姓名=typed, 性别="未知")], incidents=[]
    )

    done = generate(book)

    summary = openpyxl.load_workbook(done.folder / "清单.xlsx")
    cells = [cell for sheet in summary for row in sheet.rows for cell in row if cell.value]
    assert {cell.data_type for cell in cells} == {"s"}
    assert typed in {cell.value for cell in cells}


def test_the_summary_tells_printed_dates_and_sums_and_deadlines(
    generate: Generate, tmp_path: Path
) -> None:
    book = write_workbook(
        tmp_path / "表.xlsx", cases=[case(精神损害抚慰金=5000, 文书="民事起诉状")]
    )

    for _ in range(2):
        done = generate(book)
        summary = openpyxl.load_workbook(done.folder / "清单.xlsx")
        heading, row = summary["文书"].values
        told = dict(zip(heading, row, strict=True))
        assert str(told["印出的日期"]).split("、")[:2] == ["1990年1月1日", "2026年3月5日"]
        assert told["印出的金额"] == "5000元"
        periods = {row[2]: row[3] for row in summary["时效"].values}
        assert periods["治安处罚追究时效"] == "2026年9月5日"
        assert periods["损害赔偿诉讼时效"] == "2029年3月5日"


def test_its_periods_are_those_of_the_command(generate: Generate, cli: Cli, tmp_path: Path) -> None:
    report = proceeding(事项="报案", 日期="2026-04-03", 机构="甲分局")
    book = write_workbook(tmp_path / "表.xlsx", proceedings=[report])
    sheet = openpyxl.load_workbook(generate(book).folder / "清单.xlsx")["时效"]
    heading, *rows = [[str(cell) for cell in row] for row in sheet.values]

    told = json.loads(cli("deadlines", book, "--json").out)["deadlines"]
    by_title = {row[2]: dict(zip(heading, row, strict=True)) for row in rows}
    assert set(by_title) == {it["title"] for it in told}
    for it in told:
        row = by_title[it["title"]]
        assert (row["算自"], row["说明"]) == (f"{it['sheet']} {it['cell']}", it["note"])
        assert row["依据"].startswith(it["source"])
    assert "仅见于通报或摘要" in by_title["对公安机关不答复申请行政复议（甲分局）"]["依据"]


def test_past_the_most_links_a_file_is_still_named(
    generate: Generate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("anjuan.run.summary.MOST_LINKS", 1)

    done = generate(write_workbook(tmp_path / "表.xlsx"))

    cells = [row[6] for row in openpyxl.load_workbook(done.folder / "清单.xlsx")["文书"].rows][1:]
    cells = [cell for cell in cells if cell.value]
    assert [cell.value for cell in cells] == [it.path for it in done.report.outcomes if it.path]
    assert [cell.hyperlink is not None for cell in cells] == [True] + [False] * (len(cells) - 1)


def test_a_sheet_that_is_full_is_followed_by_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = many(tmp_path / "表.xlsx", 5, 文书="报案材料")
    generate_into(tmp_path / "whole", book)
    monkeypatch.setattr("anjuan.run.summary.LAST_ROW", 3)
    generate_into(tmp_path / "cut", book)

    whole, cut = (openpyxl.load_workbook(tmp_path / it / "清单.xlsx") for it in ("whole", "cut"))

    names = [it for it in cut.sheetnames if it.startswith("文书")]
    heading, *rows = whole["文书"].values
    parts = [list(cut[name].values) for name in names]
    assert names == ["文书", "文书（2）", "文书（3）"]
    assert cut.sheetnames.index("问题") > cut.sheetnames.index("文书（3）")
    assert [part[0] for part in parts] == [heading] * 3
    assert [row for part in parts for row in part[1:]] == rows


def test_a_problem_stands_in_the_summary_once_whatever_the_screen_shows(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # More than the screen shows, and than a report keeps for it.
    monkeypatch.setattr(generate_command, "MOST_ROWS", 3)
    book = many(tmp_path / "表.xlsx", 5, 公安机关=None, 文书="报案材料")
    texts = []
    for options in ([], ["--json"]):
        cli("generate", book, "-o", f"out{len(options)}", *options)
        summary = openpyxl.load_workbook(tmp_path / f"out{len(options)}" / "清单.xlsx")
        texts.append(list(summary["问题"].values))

    assert texts[0] == texts[1]
    assert len(set(texts[0])) == len(texts[0])


def test_a_link_in_the_summary_leads_to_the_file_whatever_it_is_called(
    generate: Generate, tmp_path: Path
) -> None:
    from urllib.parse import unquote, urlsplit

    number = "A#1 100%25"
    book = write_workbook(
        tmp_path / "表.xlsx",
        cases=[case(案件编号=number)],
        incidents=[incident(案件编号=number)],
        evidence=[evidence(案件编号=number)],
    )  # fmt: skip

    done = generate(book, kinds=("police-statement",))

    sheet = openpyxl.load_workbook(done.folder / "清单.xlsx")["文书"]
    link = sheet.cell(2, 7).hyperlink
    assert link is not None
    assert link.target is not None
    assert (done.folder / unquote(urlsplit(link.target).path)).is_file()


def test_a_row_is_as_high_as_its_text_and_a_page_can_be_read(
    generate: Generate, tmp_path: Path
) -> None:
    done = generate(write_workbook(tmp_path / "表.xlsx", cases=[case(文书="投诉信")]))

    [sheet] = [it for it in openpyxl.load_workbook(done.folder / "清单.xlsx") if it.title == "问题"]
    heights = {
        len(str(row[-1])): sheet.row_dimensions[number].height
        for number, row in enumerate(sheet.values, start=1)
    }
    # The titles of all kinds take several lines, a heading takes one.
    assert heights[max(heights)] > 2 * heights[min(heights)] > 0
    widths = [it.width for it in sheet.column_dimensions.values()]
    # At full size a sheet of A4 on its side holds some 130 characters.
    assert sum(widths) < 1.5 * 130


def test_what_a_sheet_can_not_hold_is_seen_and_all_else_is_as_it_was(tmp_path: Path) -> None:
    texts = ["a<b>&\"'", " 两头空格 ", "一行\n又一行", "_x0041_", "回车\r换行", "坏\x0b\udc80字"]
    sheet = TextSheet("表 & 一", [(str(number), 10) for number, _ in enumerate(texts)], tmp_path)
    sheet.append(texts, ((0, Look.LINK),))

    with (tmp_path / "book.xlsx").open("wb") as out:
        write_book([sheet], out)
    sheet.close()

    book = openpyxl.load_workbook(tmp_path / "book.xlsx")
    [_, cells] = book["表 & 一"].rows
    expected = [*texts[:3], "_x005F_x0041_", "回车\r换行", "坏\ufffd\ufffd字"]
    assert [cell.value for cell in cells] == expected
    assert cells[0].hyperlink is not None
    assert cells[0].hyperlink.target == texts[0]


def test_rows_of_any_number_stand_in_their_order_whatever_one_of_them_holds(tmp_path: Path) -> None:
    texts = [f"第 {number} 行" for number in range(150)]
    texts[70], texts[71] = "a&b | c", " 两头空格|"
    sheet = TextSheet("表", [("标题", 10)], tmp_path)
    for text in texts:
        sheet.append([text])

    with (tmp_path / "book.xlsx").open("wb") as out:
        write_book([sheet], out)
    sheet.close()

    rows = openpyxl.load_workbook(tmp_path / "book.xlsx")["表"].values
    assert [cell for (cell,) in rows] == ["标题", *texts]


def test_equal_texts_make_equal_workbooks(tmp_path: Path) -> None:
    made = []
    for _ in range(2):
        sheet = TextSheet("表", [("标题", 10)], tmp_path)
        sheet.append(["同样的"])
        out = io.BytesIO()
        write_book([sheet], out)
        sheet.close()
        made.append(out.getvalue())

    assert made[0] == made[1]
