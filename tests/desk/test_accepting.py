"""Proposals on the page: shown beside their problems, ticked, and put into a copy."""

from __future__ import annotations

import re
import zipfile
from datetime import datetime
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
from playwright.sync_api import expect
from support.browser import Watched, kept_out_by, needs_browser
from support.desk import Answer, Desk, opened
from support.drawn import Drawn, ods
from support.processes import contents

from anjuan.run.embedding import check
from anjuan.testing import case, incident, write_workbook
from anjuan.workbook.marking.copying import is_marked, mark


def workbook(folder: Path) -> Path:
    """A sum, a moment and a nature that can be meant in one way only, and a wrong number."""
    return write_workbook(
        folder / "表.xlsx",
        cases=[case(借款金额="两万左右", 联系电话="123")],
        incidents=[incident(时间="2026.3.5 晚上10点", 行为性质="恐吓威胁")],
    )


def offered(desk: Desk) -> dict[str, str]:
    """What is proposed and can be ticked, and the number it is ticked by."""
    page = unescape(desk.get("check").text)
    found = re.findall(r'<input type="checkbox" id="a-(\d+)"[^>]*> 建议改为 <b>(.*?)</b>', page)
    return {proposal: number for number, proposal in found}


def accept(desk: Desk, *numbers: str) -> Answer:
    key = re.search(r'name="look" value="([^"]+)"', desk.get("check").text)
    asked = dict.fromkeys(numbers, "on")
    answer = desk.post("accept", {**asked, "look": unescape(key[1]) if key else ""})
    desk.idle()
    return answer


def cells(content: bytes) -> dict[str, Any]:
    """What stands below the three headings."""
    book = openpyxl.load_workbook(BytesIO(content))
    rows = (book[it].iter_rows(max_row=2, values_only=True) for it in ("案件", "骚扰记录"))
    found = {str(heading): value for sheet in rows for heading, value in zip(*sheet, strict=True)}
    return {it: found[it] for it in ("借款金额", "时间", "行为性质")}


def test_what_is_ticked_is_put_into_a_copy_beside_the_workbook_which_is_gone_on_with(
    tmp_path: Path,
) -> None:
    book = workbook(tmp_path)
    before = book.read_bytes()
    with opened(book) as desk:
        places = offered(desk)
        assert set(places) == {"20000", "2026-03-05 22:00", "威胁恐吓"}
        matrix = re.search(r'data-look="([^"]+)"', desk.get("papers").text)
        assert matrix
        ticked = {"look": unescape(matrix[1]), "changes": [[0, "evidence-list", False]]}
        assert desk.post("tick", ticked).status == 200

        assert accept(desk, places["20000"], places["2026-03-05 22:00"]).json == {"go": "check"}

        page = unescape(desk.get("check").text)
        assert "采用了 2 处建议。" in page and "两万左右 → 20000" in page
        assert set(offered(desk)) == {"威胁恐吓"}
        # What was chosen for its papers stays.
        papers = desk.get("papers").text
        assert re.search(r'data-column="evidence-list"(?! checked)[^>]*>', papers)
        assert accept(desk, offered(desk)["威胁恐吓"]).status == 200
        assert "表_采用2.xlsx" in desk.get("check").text
        # Only what nobody can know is left.
        assert not offered(desk)
        assert "联系电话" in desk.get("check").text

    assert book.read_bytes() == before
    copy = (tmp_path / "表_采用.xlsx").read_bytes()
    assert cells(copy) == {
        "借款金额": 20000,
        "时间": datetime(2026, 3, 5, 22),
        "行为性质": "恐吓威胁",
    }
    assert cells((tmp_path / "表_采用2.xlsx").read_bytes())["行为性质"] == "威胁恐吓"
    assert not is_marked(copy)
    # The sheets of the two cells and the formats, and nothing else.
    with zipfile.ZipFile(BytesIO(before)) as old, zipfile.ZipFile(BytesIO(copy)) as new:
        changed = {it for it in new.namelist() if new.read(it) != old.read(it)}
    assert len(changed) == 3 and "xl/styles.xml" in changed


def test_a_marked_workbook_gives_a_copy_that_is_marked_anew(tmp_path: Path) -> None:
    book = workbook(tmp_path)
    book.write_bytes(mark(book.read_bytes(), check(book)))
    with opened(book, tmp_path / "out") as desk:
        assert accept(desk, *offered(desk).values()).status == 200

    copy = tmp_path / "表_采用.xlsx"
    assert is_marked(copy.read_bytes())
    listed = openpyxl.load_workbook(copy)["问题"]
    told = {str(row[7]) for row in listed.iter_rows(min_row=2, values_only=True)}
    assert len(told) == len(check(copy)) and not any("两万" in it for it in told)


def test_a_workbook_that_was_dropped_gives_its_copy_as_a_download(tmp_path: Path) -> None:
    content = workbook(tmp_path).read_bytes()
    before = contents(tmp_path)
    with opened() as desk:
        assert desk.get("accepted.xlsx").status == 409
        assert desk.put(content).status == 200
        desk.idle()
        assert accept(desk, offered(desk)["20000"]).status == 200
        assert 'href="accepted.xlsx"' in desk.get("check").text
        assert cells(desk.get("accepted.xlsx").content)["借款金额"] == 20000
    assert contents(tmp_path) == before


def test_what_is_not_ticked_not_offered_or_no_longer_so_is_refused_and_nothing_written(
    tmp_path: Path,
) -> None:
    book = workbook(tmp_path)
    with opened(book, tmp_path / "out") as desk:
        sound = offered(desk)
        key = re.search(r'name="look" value="([^"]+)"', desk.get("check").text)
        before = contents(tmp_path)
        assert key
        errors = [
            accept(desk).json["error"],
            accept(desk, "999", "-1", "x").json["error"],
            desk.post("accept", {"look": "", sound["20000"]: "on"}).json["error"],
        ]
        # Saved since, and perhaps not yet looked at again.
        workbook(tmp_path)
        stale = desk.post("accept", {"look": unescape(key[1]), sound["20000"]: "on"})
        desk.post("mask", {"on": True})
        assert not offered(desk) and "两万" not in desk.get("check").text
        desk.post("mask", {"on": False})
    assert [it[:4] for it in errors] == ["还没有勾", "还没有勾", "案件表刚"]
    assert stale.status == 409 and "案件表刚刚" in stale.json["error"]
    assert set(contents(tmp_path)) == set(before)


def test_in_what_is_no_package_a_proposal_is_told_and_not_offered(tmp_path: Path) -> None:
    rows = list(openpyxl.load_workbook(workbook(tmp_path))["案件"].iter_rows(values_only=True))
    table = tmp_path / "案件.csv"
    table.write_text("\n".join(",".join(str(it or "") for it in row) for row in rows), "utf-8-sig")
    for file in (table, ods(tmp_path, {"案件": Drawn(rows)})):
        with opened(file, tmp_path / "out") as desk:
            assert "建议改为 <b>20000</b>" in desk.get("check").text
            assert not offered(desk)
            assert "请先另存为" in desk.get("marked.xlsx").text


@needs_browser
def test_by_keyboard_alone_a_proposal_is_ticked_and_taken_over(
    watched: Watched, tmp_path: Path
) -> None:
    page = watched.page
    with opened(workbook(tmp_path), tmp_path / "out") as desk:
        page.goto(desk.base + "check")
        page.get_by_label("建议改为 20000").focus()
        page.keyboard.press("Space")
        # What is shown anew meanwhile keeps the tick.
        with page.expect_response("**/check"):
            desk.post("mask", {"on": False})
        page.get_by_role("button", name="采用勾上的建议").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("region", name="采用的建议")).to_contain_text("采用了 1 处建议。")
        expect(page.locator(".workbook")).to_contain_text("表_采用.xlsx")
        page.get_by_role("button", name="全选或不选").press("Enter")
        expect(page.locator("#accept input:checked")).to_have_count(2)
        assert kept_out_by(page) == []
