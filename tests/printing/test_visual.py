"""The pages as pictures: every sample page as it was, and extreme cases within their margins.

`make golden` rewrites the pictures; look at them before they are committed.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from support.office import Order, saved_as
from support.printing import copied, needs_pictures
from support.printing import pages as texts
from support.runs import ROOT, generate_into
from tools.pictures import pages, side_by_side

from anjuan.testing import Row, case, evidence, incident, institution, loss, write_workbook

PICTURES = ROOT / "tests/visual"
DPI = 40
# A block of pixels counts as changed from this difference of its mean grey on.
BLOCK, GREY = 8, 40
MOST_CHANGED = 0.005
CLOSING, OPENING = "，。；：、）》」”！？", "（《「“"
# Nothing but white nearer to the paper's edge than this, in millimetres.
EDGE = 15


def changed(one: Image.Image, other: Image.Image) -> float:
    """The share of blocks that differ; 1 where the sizes do."""
    if one.size != other.size:
        return 1.0
    size = (one.width // BLOCK, one.height // BLOCK)
    difference = ImageChops.difference(
        one.resize(size, Image.Resampling.BOX), other.resize(size, Image.Resampling.BOX)
    )
    histogram = difference.histogram()
    return sum(histogram[GREY:]) / (size[0] * size[1])


@pytest.fixture(scope="module")
def samples(sample_pdfs: dict[str, Path]) -> dict[str, Image.Image]:
    """Pictures of all sample documents, by file name."""
    return {f"{name}.png": side_by_side(pages(pdf, DPI)) for name, pdf in sample_pdfs.items()}


@needs_pictures
def test_every_sample_page_looks_as_it_did(
    samples: dict[str, Image.Image], request: pytest.FixtureRequest
) -> None:
    if request.config.getoption("--update-golden"):
        shutil.rmtree(PICTURES, ignore_errors=True)
        for name, picture in samples.items():
            (PICTURES / name).parent.mkdir(parents=True, exist_ok=True)
            picture.quantize(8).save(PICTURES / name, optimize=True)
    known = {path.relative_to(PICTURES).as_posix() for path in PICTURES.rglob("*.png")}

    assert set(samples) == known, "run: make golden"
    for name, picture in samples.items():
        share = changed(picture, Image.open(PICTURES / name).convert("L"))
        assert share <= MOST_CHANGED, f"{name}: {share:.1%} changed; look at it, then: make golden"


@needs_pictures
def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one(
    sample_pdfs: dict[str, Path],
) -> None:
    lines = 0
    for name, pdf in sample_pdfs.items():
        command = ["pdftotext", str(pdf), "-"]
        text = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
        # A mark by itself stands between blanks: （　　）.
        for line in (line.strip() for line in text.splitlines() if len(line.strip()) > 1):
            lines += 1
            assert line[0] not in CLOSING or line[1] == "＿", (name, line)
            assert line[-1] not in OPENING, (name, line)
    assert lines > 1000


def test_a_moved_line_is_seen_and_a_speck_is_not() -> None:
    page = Image.new("L", (331, 468), 255)
    line, speck = page.copy(), page.copy()
    line.paste(0, (40, 100, 280, 108))
    speck.paste(0, (40, 100, 43, 103))

    assert changed(page, line) > MOST_CHANGED
    assert changed(page, speck) <= MOST_CHANGED
    assert changed(page, page.crop((0, 0, 300, 468))) == 1


LONG_NAME = "欧阳" * 20
LONG_FIRM = f"虚构市{'超长名称' * 9}有限公司"
SIDES: Row = {"委托律师": "王律师", "律师事务所": "虚构律师事务所", "精神损害抚慰金": 5000}
EXTREMES: dict[str, Callable[[], dict[str, list[Row]]]] = {
    "one-incident": lambda: {
        "cases": [case(**SIDES)], "incidents": [incident(次数=1, 行为性质="威胁人身")],
    },
    "many-incidents": lambda: {
        "cases": [case(**SIDES)],
        "incidents": [incident(内容=f"第{number}次") for number in range(100)],
    },
    "long-names": lambda: {
        "cases": [case(**SIDES, 委托人姓名=LONG_NAME, 债权人=LONG_FIRM)],
        "institutions": [institution(名称=LONG_FIRM, 简称=None)],
        "incidents": [incident(受扰人=LONG_NAME), incident(受扰人="慕容" * 20)],
    },
    "many-losses": lambda: {
        "cases": [case(**SIDES)],
        "losses": [loss(项目="其他", 金额=100 + number) for number in range(12)],
    },
    "no-evidence": lambda: {
        "cases": [case(**SIDES)], "incidents": [incident(证据编号=None)], "evidence": [],
    },
    "long-words": lambda: {
        "cases": [case(**SIDES, 损害后果="彻夜难眠，" * 200)],
        "incidents": [incident(内容="「反复辱骂」" * 50, 对方号码="1069" + "0" * 16)],
        "evidence": [evidence(证明事项="来电的时间和次数，" * 30, 来源="营业厅" * 40)],
    },
}  # fmt: skip


def _make(extreme: str, folder: Path) -> None:
    book = write_workbook(folder.with_suffix(".xlsx"), **EXTREMES[extreme]())
    copied(generate_into(folder.with_suffix(".out"), book), folder)


ORDERS = {it: saved_as("pdf", it)(partial(_make, it)) for it in EXTREMES}


@needs_pictures
@pytest.mark.parametrize("extreme", EXTREMES)
def test_extreme_cases_keep_within_the_margins_and_lose_no_page_number(
    extreme: str, office_suite: Callable[[Order], Path]
) -> None:
    pdfs = list(office_suite(ORDERS[extreme]).iterdir())

    assert len(pdfs) >= 5
    for pdf in pdfs:
        images = pages(pdf, DPI)
        for number, (image, text) in enumerate(zip(images, texts(pdf), strict=True), start=1):
            assert _is_white_around(image), (pdf.name, number)
            assert text.endswith(f"第{number}页共{len(images)}页"), (pdf.name, number)
            # A heading or a signature alone would shame the sender.
            assert len(text) > 20, (pdf.name, number)


def _is_white_around(page: Image.Image) -> bool:
    edge = round(EDGE / 25.4 * DPI)
    inked = page.point(lambda grey: 255 if grey < 128 else 0).getbbox()
    if inked is None:
        return False
    left, top, right, bottom = inked
    return (
        left >= edge and top >= edge and right <= page.width - edge and bottom <= page.height - edge
    )
