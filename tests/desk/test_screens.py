"""Every screen: for who sees little, works by keyboard, has an old browser, or very many rows."""

from __future__ import annotations

import csv
import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from support.browser import Watched, kept_out_by, needs_browser
from support.desk import Desk, opened, served

from anjuan.desk import session
from anjuan.desk.answers import SCREENS
from anjuan.desk.app import SHOWN
from anjuan.desk.looking import look_at
from anjuan.desk.pages.checking import ROWS_SHOWN
from anjuan.resources import SAMPLE_WORKBOOK, shipped
from anjuan.testing import case, evidence, incident, institution, write_workbook

FAULTY = shipped("sample_cases") / "有错的案件表.xlsx"
# Shown without being pages: data, pictures, files.
NO_PAGES = frozenset({"state", "static/{name}", "printed.png"})
# How a page is asked for that is about one paper, or one sheet.
ABOUT = ("preview", "printed", "paper", "changes")
MANY_ROWS = 20_000


def addresses() -> list[str]:
    """Every page there is, and some as they are asked for."""
    names = [it.lstrip("/") for it in SHOWN if it.lstrip("/") not in NO_PAGES]
    pages = [it for it in names if not Path(it).suffix]
    shown = [f"{it}?case=0&doc=1&kind=police-statement" if it in ABOUT else it for it in pages]
    more = ["paper?case=0&doc=6&trace=1", "check?only=0&sheet=2", "law?q=骚扰", "nowhere"]
    return [*shown, *more]


def is_wider_than_a_narrow_window(page: Page) -> bool:
    """Whether a page of ours has to be scrolled sideways on a telephone, or beside Word."""
    before = page.viewport_size
    assert before
    page.set_viewport_size({"width": 390, "height": 800})
    is_wider = page.evaluate(
        "!document.body.matches('.traced, :has(.paper)')"
        " && document.documentElement.scrollWidth > innerWidth"
    )
    page.set_viewport_size(before)
    return bool(is_wider)


def table(folder: Path, name: str, rows: Sequence[Mapping[str, object]]) -> Path:
    headings = list(dict.fromkeys(it for row in rows for it in row))
    path = folder / f"{name}.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, headings)
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture(scope="module")
def very_many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The page with a case of very many incidents, one of which nobody can read."""
    folder = tmp_path_factory.mktemp("many")
    rows = [incident(备注=f"第{number}次") for number in range(MANY_ROWS)]
    rows[MANY_ROWS - 10] = incident(次数="十几次")
    table(folder, "骚扰记录", rows)
    table(folder, "证据", [evidence()])
    table(folder, "机构", [institution()])
    with opened(table(folder, "案件", [case()]), folder / "out") as desk:
        yield desk


@needs_browser
@pytest.mark.parametrize("book", [SAMPLE_WORKBOOK, FAULTY], ids=["sound", "faulty"])
def test_no_screen_keeps_out_who_sees_little_or_uses_no_mouse(
    watched: Watched, book: Path, tmp_path: Path
) -> None:
    page, found = watched.page, {}
    with opened(book, tmp_path / "out") as desk:
        assert {it for it, _ in SCREENS} <= {"./", *addresses()}
        for address in addresses():
            if address == "nowhere" or (book == FAULTY and "doc=" in address):
                watched.complaints.clear()
            page.goto(desk.base + address)
            found[address] = kept_out_by(page)
            if is_wider_than_a_narrow_window(page):
                found[address].append(("serious", "too wide", address))
        desk.post("mask", {"on": True})
        page.goto(desk.base + "papers")
        found["masked"] = kept_out_by(page)
        desk.post("mask", {"on": False})
        if book == SAMPLE_WORKBOOK:
            desk.make()
            page.goto(desk.base + "result")
            page.get_by_text("下载全部（zip）").wait_for()
            found["after a run"] = kept_out_by(page)
        # What is not there is no fault of the page.
        watched.complaints[:] = [it for it in watched.complaints if "status of 4" not in it]

    assert {address: it for address, it in found.items() if it} == {}
    assert len(found) > 10


@needs_browser
def test_a_page_with_nothing_open_keeps_out_nobody_either(watched: Watched) -> None:
    page = watched.page
    with served() as desk:
        desk.open()
        for address in ("", "check", "papers", "result"):
            page.goto(desk.base + address)
            assert kept_out_by(page) == [], address


@needs_browser
def test_an_old_browser_is_told_and_a_new_one_is_not(watched: Watched, tmp_path: Path) -> None:
    page = watched.page
    with opened(None, tmp_path / "out") as desk:
        page.goto(desk.base)
        expect(page.locator(".old")).to_be_hidden()
        style = desk.get("static/desk.css").text
        assert style.count("accent-color") == 1
        unknown = style.replace("accent-color", "unheard-of")
        page.route("**/desk.css", lambda it: it.fulfill(body=unknown, content_type="text/css"))
        page.reload()
        expect(page.locator(".old")).to_be_visible()
        expect(page.locator(".old")).to_contain_text("太旧")


@needs_browser
def test_a_hidden_tab_asks_nothing_and_one_that_is_seen_again_does(
    watched: Watched, tmp_path: Path
) -> None:
    page = watched.page
    asked: list[str] = []
    page.on("request", lambda it: asked.append(it.url))
    book = write_workbook(tmp_path / "表.xlsx")
    with opened(book, tmp_path / "out") as desk:
        page.clock.install()
        page.add_init_script(
            "window.isAway = false;"
            "Object.defineProperty(document, 'hidden', { get: () => window.isAway });"
        )
        page.goto(desk.base + "papers")
        page.evaluate("window.isAway = true")
        # One may be under way.
        page.clock.run_for(10_000)
        page.wait_for_load_state("networkidle")
        asked.clear()
        page.clock.run_for(10 * 60_000)
        assert asked == []
        page.evaluate("window.isAway = false")
        with page.expect_request("**/state"):
            page.clock.run_for(10_000)


def test_while_very_many_rows_are_read_the_page_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = threading.Event()

    def slow(*arguments: object) -> object:
        assert held.wait(60)
        return look_at(*arguments)  # type: ignore[arg-type]  # handed on as they are

    monkeypatch.setattr(session, "look_at", slow)
    book = write_workbook(tmp_path / "表.xlsx")
    with served(book, tmp_path / "out") as desk:
        desk.open()
        for address in ("check", "papers"):
            assert "正在读案件表" in desk.get(address).text
        held.set()
        desk.idle()
        assert 'class="grid"' in desk.get("check").text


def test_of_very_many_rows_a_window_is_shown_and_every_problem_leads_to_its_own(
    very_many: Desk,
) -> None:
    first = very_many.get("check").text
    # Rows with problems first: the one, below the headings.
    assert "次数" in first and first.count('<th scope="row">') <= 2
    links: list[str] = []
    for only in (0, 1):
        page = unescape(very_many.get(f"check?only={only}").text)
        links = re.findall(r'href="(check\?[^"]*#c-[A-Z]+19992)"', page)
        assert links
        address, _, place = links[0].partition("#")
        window = very_many.get(address).text
        assert f'id="{place}"' in window
        assert window.count('<th scope="row">') <= ROWS_SHOWN
    sheet = re.search(r"sheet=(\d+)", links[0])
    assert sheet
    seen: set[str] = set()
    for begin in range(0, MANY_ROWS + 1, MANY_ROWS // 4):
        window = very_many.get(f"check?only=0&sheet={sheet[1]}&from={begin}").text
        rows = set(re.findall(r'<th scope="row">(\d+)<', window))
        assert 0 < len(rows) <= ROWS_SHOWN
        assert not rows & seen
        seen |= rows
    assert str(MANY_ROWS + 1) in seen


@needs_browser
def test_very_many_rows_are_walked_through_in_the_browser(
    watched: Watched, very_many: Desk
) -> None:
    page = watched.page
    page.goto(very_many.base + "check")
    page.locator(".problems a").first.click()
    expect(page.locator("td:focus-within")).to_have_attribute("id", re.compile("19992$"))
    page.get_by_role("link", name="显示全部行").click()
    page.get_by_role("link", name="下一段").click()
    expect(page.locator(".pages")).to_contain_text(f"第 {ROWS_SHOWN + 1}—{ROWS_SHOWN * 2} 行")
    assert page.locator(".grid tbody tr").count() == ROWS_SHOWN
