"""Pictures of the page's screens, as a lawyer's browser shows them; for `make pictures`."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page
from support.browser import browser
from support.call_records import COLLECTOR, MOTHER
from support.desk import Desk, opened
from support.record_files import csv_file

from anjuan.resources import SAMPLE_WORKBOOK, shipped
from anjuan.testing import write_workbook

FAULTY = shipped("sample_cases") / "有错的案件表.xlsx"
# What is shown instead of a folder of this machine, and of the moment.
_HOME, _MOMENT = "/home/律师", "14:02:11 核对过"
_COLOURS = 64
_TIDY = """([folder, home, moment]) => {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const it = walk.currentNode;
    it.data = it.data.replaceAll(folder, home).replace(/[0-9:]{8} 核对过/, moment);
  }
}"""


def _nothing(page: Page, desk: Desk) -> None:
    """It is shown as it comes."""


def _framed(page: Page, desk: Desk) -> None:
    page.frame_locator("iframe").locator("body[data-pages]").wait_for()


def _traced(page: Page, desk: Desk) -> None:
    _framed(page, desk)
    page.frame_locator("iframe").locator(".paper mark.count").first.click()


def _printed(page: Page, desk: Desk) -> None:
    page.get_by_role("button", name="查看打印效果").click()
    page.locator("figure img").first.wait_for()
    page.wait_for_load_state("networkidle")


def _made(page: Page, desk: Desk) -> None:
    desk.post("run")
    desk.idle()
    page.reload()


def _imported(page: Page, desk: Desk) -> None:
    rows = [
        (f"2026-03-0{day} 09:15:0{day}", "被叫", number, "1分5秒")
        for day in range(4, 7)
        for number in (COLLECTOR, MOTHER)
    ]
    folder = Path(os.environ["HOME"]) / "案件"
    write_workbook(folder / "客户案件.xlsx", incidents=[])
    desk.post("choose", {"path": "案件/客户案件.xlsx"})
    desk.idle()
    page.reload()
    bill = csv_file(folder / "详单.csv", [("起始时间", "通信方式", "对方号码", "时长"), *rows])
    page.locator("#file").set_input_files([bill])
    page.get_by_role("button", name="看里面有哪些号码").click()
    page.get_by_label(f"{COLLECTOR} 是催收").press("Space")
    page.get_by_label(f"{COLLECTOR} 的依据").fill("录音里自称某某公司")
    page.get_by_role("button", name="看会加进什么").click()
    page.get_by_role("region", name="新的行").scroll_into_view_if_needed()


@dataclass(frozen=True)
class Screen:
    """A screen: what its picture is called, its address, its workbook, and what is done there."""

    name: str
    address: str
    book: Path | None = SAMPLE_WORKBOOK
    done: Callable[[Page, Desk], None] = _nothing


SCREENS = (
    Screen("desk-open", "", None),
    Screen("desk-check", "check", FAULTY),
    Screen("desk-records", "records", None, _imported),
    Screen("desk-papers", "papers"),
    Screen("desk-preview", "preview?case=3&doc=6", done=_framed),
    Screen("desk-trace", "preview?case=3&doc=5&trace=1", done=_traced),
    Screen("desk-printed", "printed?case=3&doc=6", done=_printed),
    Screen("desk-result", "result", done=_made),
    Screen("desk-law", "law?q=骚扰"),
    Screen("desk-deadlines", "deadlines"),
    Screen("desk-about", "about"),
)


def desk_pictures(
    pictures: Path, folder: Path, width: int = 1280, height: int = 800, only: str = ""
) -> None:
    """A picture of every screen.

    Args:
        pictures: where they go.
        folder: an empty one, in which the page works.
        width, height: of the browser's window, in pixels.
        only: the name of one screen; empty = all.
    """
    with _home(folder) as home, browser() as started:
        page = started.new_page(viewport={"width": width, "height": height})
        for it in SCREENS:
            if only in it.name:
                book = it.book and Path(shutil.copy(it.book, home / "案件" / it.book.name))
                with opened(book, home / "案件" / "文书") as desk:
                    page.goto(desk.base + it.address)
                    it.done(page, desk)
                    page.evaluate(_TIDY, [str(home), _HOME, _MOMENT])
                    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
                    small = picture.quantize(_COLOURS)
                    small.save(pictures / f"{it.name}.png", optimize=True)


@contextmanager
def _home(folder: Path) -> Iterator[Path]:
    """A home of a lawyer's, for as long as pictures are made."""
    home, before = folder / "home", os.environ.get("HOME", "")
    (home / "案件").mkdir(parents=True)
    (home / "往年案件").mkdir()
    shutil.copy(SAMPLE_WORKBOOK, home / "甲律所案件.xlsx")
    os.environ["HOME"] = str(home)
    try:
        yield home
    finally:
        os.environ["HOME"] = before
