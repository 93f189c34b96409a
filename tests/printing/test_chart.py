"""Step chart: counts as the papers tell them, in a font that shows Chinese."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image
from support.office import needs_office
from support.printing import finished, no_chinese_fonts, no_soffice, pages
from support.recordings import Recordings
from support.runs import Generate

from anjuan import Case
from anjuan.opc import parse_xml
from anjuan.testing import case, incident, write_workbook
from anjuan_plugins.printing import chart, libreoffice
from anjuan_plugins.printing.chart import counts_of
from anjuan_plugins.printing.chart_page import chart_page, notes
from anjuan_plugins.printing.fonts import fonts, is_embedded, shown

pytestmark = pytest.mark.usefixtures("recorded")
# Millimetres; numbers further left belong to an upright axis.
AXIS = 20
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="chooses fonts by fontconfig")


def case_with(folder: Path, *incidents: Any) -> Case:
    run = finished(folder / "out", write_workbook(folder / "表.xlsx", incidents=incidents))
    return run.cases[0].case


def test_runs_weigh_by_their_number_and_rows_without_a_clock_have_no_hour(tmp_path: Path) -> None:
    found = counts_of(
        case_with(
            tmp_path,
            incident(时间="2026-03-05 22:40", 次数=5),
            incident(时间="2026-03-05 00:10", 次数=None),
            incident(时间="2026-03-07", 次数=9),
            incident(时间="2026-03-07 08:00", 次数=2),
        )
    )

    assert {day.day: number for day, number in found.days.items()} == {5: 6, 7: 11}
    assert found.hours == {22: 5, 0: 1, 8: 2}
    assert found.without_clock == 9
    assert found.figures.total == sum(found.days.values()) == 17
    assert found.figures.at_night == sum(
        number for hour, number in found.hours.items() if hour >= 22 or hour < 8
    )
    told = "".join(notes(found))
    assert "共 17 次；单日最多 11 次（2026年3月7日）；22:00 至次日 8:00 共 6 次。" in told
    assert "另有 9 次未记时刻，计入图一，不计入图二。" in told


@needs_office
def test_the_chart_is_text_in_an_embedded_chinese_font_and_the_same_bytes_every_time(
    recorded: Recordings, generate: Generate, tmp_path: Path
) -> None:
    recorded.stop()
    book = write_workbook(tmp_path / "表.xlsx")
    done = generate(book, steps=("chart",))
    made, picture = (done.folder / "A001_张三" / name for name in (chart.FILE, chart.PICTURE))
    first = made.read_bytes(), picture.read_bytes()
    moment = made.stat().st_mtime_ns

    generate(book, steps=("chart",))
    untouched = made.stat().st_mtime_ns == moment
    made.unlink()
    picture.unlink()
    generate(book, steps=("chart",))

    assert untouched
    assert (made.read_bytes(), picture.read_bytes()) == first
    assert set("骚扰情况统计图委托人张三") <= shown(first[0])
    assert "共5次" in pages(made)[0]
    with pikepdf.open(made) as pdf:
        assert all(is_embedded(font) for font in fonts(pdf))
        assert "/CreationDate" not in pdf.docinfo
    with Image.open(picture) as page:
        # Nothing but grey: what is told by colour alone is lost on paper.
        assert all(abs(r - g) + abs(g - b) == 0 for _, (r, g, b) in colours(page))


def colours(page: Image.Image) -> list[tuple[int, tuple[int, int, int]]]:
    found = page.convert("RGB").getcolors(1 << 24)
    assert found
    return found  # type: ignore[return-value]  # of an RGB picture


@needs_office
def test_many_days_and_a_turn_of_the_year_fit_on_the_axis(
    generate: Generate, tmp_path: Path
) -> None:
    rows = [incident(时间="2025-06-01 09:00"), incident(时间="2026-06-30 09:00", 次数=3)]

    done = generate(write_workbook(tmp_path / "表.xlsx", incidents=rows), steps=("chart",))

    [text] = pages(next(done.folder.rglob("*.pdf")))
    assert "2025年6月1日至2026年6月30日" in text
    assert text.count("2026年") >= 2


@LINUX
@needs_office
def test_without_a_chinese_font_the_chart_is_not_drawn_and_that_is_told(
    recorded: Recordings, generate: Generate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded.stop()
    no_chinese_fonts(tmp_path, monkeypatch)

    done = generate(write_workbook(tmp_path / "表.xlsx"), steps=("chart",))

    [problem] = [it for it in done.report.problems if it.is_error]
    assert problem.code == "no-chinese-font"
    assert "请安装中文字体" in problem.remedy
    assert not list(done.folder.rglob("*.pdf"))


@needs_office
def test_a_name_that_the_font_cannot_show_is_told(generate: Generate, tmp_path: Path) -> None:
    name = "张\U00031350"
    book = write_workbook(
        tmp_path / "表.xlsx", cases=[case(委托人姓名=name)], incidents=[incident(受扰人=name)]
    )

    done = generate(book, steps=("chart",))

    assert "missing-glyph" in done.codes()


@needs_office
@pytest.mark.parametrize("at_once", [1, 2, 100])
def test_of_several_charts_those_are_drawn_that_the_font_can_show(
    at_once: int, generate: Generate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(libreoffice, "_AT_ONCE", at_once)
    names = ("张三", "张\U00031350", "李四", "王五")
    book = write_workbook(
        tmp_path / "表.xlsx",
        cases=[case(案件编号=f"A{it}", 委托人姓名=it, 文书="报案材料") for it in names],
        incidents=[incident(案件编号=f"A{it}", 受扰人=it, 证据编号=None) for it in names],
    )

    done = generate(book, steps=("chart",))

    drawn = {it.parent.name.rpartition("_")[2]: pages(it)[0] for it in done.folder.rglob("*.pdf")}
    assert sorted(drawn) == ["张三", "李四", "王五"]
    assert all(name in text for name, text in drawn.items())
    assert [it.case for it in done.report.problems if it.code == "missing-glyph"] == [
        "A张\U00031350"
    ]
    (done.folder / "A李四_李四" / chart.PICTURE).unlink()
    again = generate(book, steps=("chart",))
    assert {it.case for it in again.report.files if it.state == "written"} == {"A李四"}


def test_without_an_office_suite_the_papers_are_made_and_that_is_told(
    generate: Generate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_soffice(monkeypatch)

    done = generate(write_workbook(tmp_path / "表.xlsx"), steps=("chart",))

    assert [it.code for it in done.report.problems if it.is_error] == ["no-office"]
    assert list(done.folder.rglob("*.docx"))


@pytest.mark.parametrize("most", [1, 2, 5, 6, 31, 400, 5000])
def test_the_numbers_at_an_axis_are_whole_few_and_round(most: int, tmp_path: Path) -> None:
    drawn = case_with(tmp_path, incident(时间="2026-03-05 22:40", 次数=most))

    page = parse_xml(chart_page(drawn, counts_of(drawn)).encode())

    upright = [it for it in page.iter("{*}text") if float(it.get("x", "")) < AXIS]
    numbers = sorted({int(it.text or "") for it in upright if (it.text or "").isdecimal()})
    step = numbers[1]
    assert numbers == list(range(0, numbers[-1] + 1, step))
    assert most * 0.6 <= numbers[-1] <= most * 1.2
    assert len(numbers) <= 7
    assert str(step)[0] in "125"
    assert not str(step)[1:].strip("0")
