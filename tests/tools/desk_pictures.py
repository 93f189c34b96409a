"""What the page in the browser shows of the sample cases, for the documentation."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

from PIL import Image
from support.browser import browser
from support.desk import served

from anjuan.resources import SAMPLE_WORKBOOK

# A small window, as the picture is shown smaller than it is.
_WIDTH, _HEIGHT = 1160, 640
_FAULTY = SAMPLE_WORKBOOK.with_name("有错的案件表.xlsx")
# Where the workbook lies and what time it is would differ from call to call.
_ALIKE = """folder => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode())
        texts.currentNode.data = texts.currentNode.data.replace(folder, "案件")
            .replace(/\\d\\d:\\d\\d:\\d\\d/, "10:00:00");
}"""
# Of each picture: its name, the workbook, the screen.
_SCREENS = (
    ("desk-check", _FAULTY, "check"),
    ("desk-papers", SAMPLE_WORKBOOK, "papers"),
    ("desk-preview", SAMPLE_WORKBOOK, "preview?case=0&doc=0"),
)


def desk_pictures(folder: Path) -> Iterator[tuple[str, Image.Image]]:
    """Name and picture of each screen.

    Args:
        folder: where the workbook lies that is opened.
    """
    folder.mkdir()
    with browser() as started:
        for name, workbook, screen in _SCREENS:
            own = shutil.copy(workbook, folder / "案件表.xlsx")
            with served(Path(own)) as desk:
                page = started.new_page(viewport={"width": _WIDTH, "height": _HEIGHT})
                page.goto(desk.address)
                # Any address of it holds the secret under which the page is served.
                desk.secret = page.url.split("/")[3]
                desk.idle()
                page.goto(f"{desk.base}{screen}")
                page.wait_for_load_state("networkidle")
                page.evaluate(_ALIKE, str(folder))
                shown = page.screenshot()
                page.close()
            yield name, Image.open(io.BytesIO(shown)).convert("RGB")
