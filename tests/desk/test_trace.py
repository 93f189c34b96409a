"""Where a paper's text comes from, in the page: from value to cell, and from cell to value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from lxml.html import fromstring
from playwright.sync_api import FrameLocator, expect
from support.browser import Watched, needs_browser
from support.desk import Desk, opened
from support.ledgers import FLAT, corrected
from support.runs import shipped_plugins

from anjuan.config import own_mapping
from anjuan.desk.paper.grounds import Grounds, marks_of
from anjuan.desk.paper.pages import PaperPages, paper_pages
from anjuan.documents.origins import Paragraph
from anjuan.resources import SAMPLE_WORKBOOK
from anjuan.run.dossier import RenderedFile
from anjuan.run.filing import case_jobs
from anjuan.run.papers import in_memory, papers
from anjuan.run.preparing import prepare
from anjuan.run.request import Request
from anjuan.run.tracing import traced
from anjuan.testing import TODAY, case, evidence, incident, institution, write_workbook
from anjuan.word.text import document_text
from anjuan.workbook.mapping.proposing import proposed
from anjuan.workbook.mapping.writing import mapping_workbook

HOSTILE = "<img src=x onerror=alert(1)></td></style><script>alert(2)</script>"


@pytest.fixture(scope="module")
def samples() -> list[tuple[bytes, tuple[Paragraph, ...]]]:
    """All sample papers, and what is known of their text."""
    plugins = shipped_plugins()
    job = prepare(Request(SAMPLE_WORKBOOK, SAMPLE_WORKBOOK.parent, TODAY), plugins)
    workshop = in_memory(job.request, plugins)
    made = [it for case_ in case_jobs(job) for it in papers(case_, workshop)]
    return [
        (it.made.content, traced(it.document, it.made.content, plugins, job.request.headings))
        for it in made
        if isinstance(it.made, RenderedFile)
    ]


def plain(pages: PaperPages) -> str:
    text = re.sub("<br>", "\n", str(pages.body))
    return re.sub(r"\s", "", unescape(re.sub("<[^>]*>", "", text)).replace("\u200b", ""))


def test_the_text_with_grounds_is_that_of_the_paper(
    samples: list[tuple[bytes, tuple[Paragraph, ...]]],
) -> None:
    assert len(samples) > 50
    for content, paragraphs in samples:
        pages = paper_pages(content, grounds=Grounds(content, paragraphs))

        assert plain(pages) == plain(paper_pages(content))
        assert plain(pages) == re.sub(r"\s", "", document_text(content))


def test_each_piece_stands_on_its_ground(
    samples: list[tuple[bytes, tuple[Paragraph, ...]]],
) -> None:
    for content, paragraphs in samples:
        grounds = Grounds(content, paragraphs)
        root = fromstring(str(paper_pages(content, grounds=grounds).body))
        drawn: dict[int, str] = {}
        sorts: dict[int, str] = {}
        for it in root.iter("mark"):
            number = int(it.get("data-piece", ""))
            drawn[number] = drawn.get(number, "") + "".join(map(str, it.itertext()))
            sorts[number] = it.get("class", "")
        known: dict[int, str] = {}
        for mark in marks_of(paragraphs):
            known[mark.number] = known.get(mark.number, "") + re.sub("[\n\t]", "", mark.text)
            assert sorts[mark.number] == mark.origin.sort.value

        assert drawn == known
        assert list(known) == list(range(len(known)))


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One case: 4 + 3 calls, cells that are hostile, and a client's own column."""
    return write_workbook(
        tmp_path_factory.mktemp("book") / "表.xlsx",
        cases=[case(案件编号="A1", 委托人姓名="独孤秘密", 损害后果=HOSTILE)],
        institutions=[institution()],
        evidence=[evidence(案件编号="A1")],
        incidents=[incident(案件编号="A1", 次数=it, 内容=HOSTILE) for it in ("4", "3")],
    )


@pytest.fixture(scope="module")
def desk(book: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The page, for all tests that leave it as it is."""
    with opened(book, tmp_path_factory.mktemp("out")) as desk:
        yield desk


def paper_of(desk: Desk, kind: str) -> str:
    """The address of the preview of a kind's first paper, its grounds shown."""
    page = fromstring(desk.get("preview?case=0").text)
    [*found] = [it.get("href", "") for it in page.iter("a") if (it.text or "") == kind]
    assert found
    return f"{found[0]}&trace=1"


def framed(desk: Desk, address: str) -> str:
    """The paper of a preview."""
    return desk.get(address.replace("preview?", "paper?")).text


def test_every_link_of_a_value_leads_to_a_page_that_has_its_cell(desk: Desk) -> None:
    root = fromstring(framed(desk, paper_of(desk, "报案材料")))
    links = {it.get("href", "") for it in root.iter("a")}

    assert len(links) > 10
    for link in links:
        address, _, cell = link.partition("#")
        assert f'id="{cell}"' in desk.get(address).text
    # What each mark is described by is there.
    ids = {it.get("id") for it in root.iter() if it.get("id")}
    described = {it.get("aria-describedby") for it in root.iter("mark")} - {None}
    assert described
    assert described <= ids


def test_hostile_cells_are_text_beside_a_paper_and_in_it(desk: Desk) -> None:
    text = framed(desk, paper_of(desk, "报案材料"))

    assert "&lt;img src=x onerror" in text
    assert "<img" not in text
    assert "alert(2)</script>" not in text


def test_masked_neither_the_paper_nor_its_side_tells(desk: Desk) -> None:
    address = paper_of(desk, "报案材料")
    assert "独孤秘密" in framed(desk, address)
    desk.post("mask", {"on": True})
    try:
        text = unescape(framed(desk, address))
    finally:
        desk.post("mask", {"on": False})

    assert "＊" in text
    assert "独孤秘密" not in text
    assert "onerror" not in text
    assert "治安管理处罚法" in text
    body = fromstring(text)
    printed = [it for it in body.iterfind(".//mark[@data-piece]") if it.get("class") == "cell"]
    assert {sign for it in printed for sign in "".join(map(str, it.itertext()))} == {"＊"}
    for it in [*body.iter("mark"), *body.iterfind(".//span[@class='held']")]:
        assert not re.search("[0-9]", "".join(map(str, it.itertext())))


def cell_of(desk: Desk, sheet: int, row: int, heading: str) -> str:
    """The address of a cell by its heading, which stands in row 1."""
    page = fromstring(desk.get(f"check?sheet={sheet}&only=0").text)
    cells = {it.get("id", "")[2:]: "".join(map(str, it.itertext())) for it in page.iter("td")}
    [found] = [it for it, text in cells.items() if text == heading and it.endswith("1")]
    return f"{found.rstrip('1')}{row}"


def test_a_cell_leads_to_all_places_where_it_is_printed(desk: Desk) -> None:
    client = cell_of(desk, 0, 2, "委托人姓名")
    page = fromstring(desk.get(f"places?sheet=0&cell={client}").text)
    links = [it.get("href", "") for it in page.iterfind(".//ul[@class='found']//a")]

    assert len({it.partition("&trace")[0] for it in links}) > 2
    assert len(links) > 5
    for link in links:
        number = link.rpartition("=")[2]
        paper = fromstring(framed(desk, link))
        marks = [it for it in paper.iter("mark") if it.get("data-piece") == number]
        assert "独孤秘密" in "".join(text for it in marks for text in map(str, it.itertext()))


def test_a_counted_cell_leads_to_the_counts_and_a_cell_of_no_case_nowhere(desk: Desk) -> None:
    count = cell_of(desk, 2, 2, "次数")
    page = desk.get(f"places?sheet=2&cell={count}").text
    assert "算在里面" in page

    assert "不属于哪个案件" in desk.get("places?sheet=0&cell=A1").text
    for cell in ("", "A", "0", "A0", "A99999", "<b>1", "A1' onclick="):
        assert desk.get(f"places?sheet=0&cell={cell}").status == 409
    assert desk.get("places?sheet=99&cell=A1").status == 409


def test_a_row_of_several_cases_is_told_case_by_case(tmp_path: Path) -> None:
    book = write_workbook(
        tmp_path / "表.xlsx",
        cases=[case(案件编号="A1"), case(案件编号="A2", 委托人姓名="钱示例")],
        institutions=[institution()],
        evidence=[],
        incidents=[incident(案件编号=it, 证据编号="") for it in ("A1", "A2")],
    )
    with opened(book, tmp_path / "out") as desk:
        name = cell_of(desk, 1, 2, "名称")
        page = fromstring(desk.get(f"places?sheet=1&cell={name}").text)
        [other] = [it.get("href", "") for it in page.iter("a") if "钱示例" in (it.text or "")]
        text = desk.get(other).text

    assert "A2 钱示例" in text
    assert "preview?case=1&amp;doc=" in text
    assert "preview?case=0&amp;doc=" not in text


def test_masked_the_places_of_a_cell_do_not_tell(desk: Desk) -> None:
    client = cell_of(desk, 0, 2, "委托人姓名")
    desk.post("mask", {"on": True})
    try:
        text = desk.get(f"places?sheet=0&cell={client}").text
    finally:
        desk.post("mask", {"on": False})

    assert "第 " in text
    assert "独孤秘密" not in text
    assert "onerror" not in text


def test_a_draft_tells_its_origins_too_and_stays_one(tmp_path: Path) -> None:
    book = write_workbook(tmp_path / "表.xlsx", cases=[case(联系电话="")])
    with opened(book, tmp_path / "out") as desk:
        page = desk.get("preview?case=0&doc=0&draft=1").text
        [switch] = [
            it.get("href", "") for it in fromstring(page).iter("a") if it.text == "标出来源"
        ]
        traced_text = framed(desk, switch)

    assert "draft=1" in switch and "trace=1" in switch
    assert "【待补" in traced_text
    assert "data-origin" in traced_text


def traced_paper(watched: Watched, desk: Desk, kind: str) -> FrameLocator:
    watched.page.goto(desk.base + paper_of(desk, kind))
    paper = watched.page.frame_locator("iframe")
    paper.locator("body[data-traced]").wait_for()
    return paper


@needs_browser
def test_a_click_on_a_value_leads_to_its_cell(watched: Watched, desk: Desk) -> None:
    paper = traced_paper(watched, desk, "报案材料")
    paper.locator("mark.cell", has_text="独孤秘密").first.click()
    side = paper.get_by_role("complementary", name="来源")
    expect(side).to_contain_text("独孤秘密")
    expect(side).to_contain_text("委托人姓名")
    side.get_by_role("link", name="去这一格").click()

    cell = watched.page.locator("td:focus")
    expect(cell).to_have_text("独孤秘密")
    expect(cell).to_have_attribute("id", re.compile("^c-"))


@needs_browser
def test_a_click_on_a_count_shows_the_rows_and_each_leads_to_its_cell(
    watched: Watched, desk: Desk
) -> None:
    paper = traced_paper(watched, desk, "报案材料")
    paper.locator("mark.count", has_text=re.compile("^7$")).first.click()
    side = paper.get_by_role("complementary", name="来源")
    expect(side.get_by_role("heading", name="算进去的 2 格")).to_be_visible()
    links = side.get_by_role("link")
    expect(links).to_have_count(2)
    held = side.locator(".held:visible").all_inner_texts()
    assert sorted(held) == ["3", "4"]
    links.last.click()

    expect(watched.page.locator("td:focus")).to_have_text(re.compile("^[34]$"))


@needs_browser
def test_a_citation_tells_its_edition_and_why_it_is_this_one(watched: Watched, desk: Desk) -> None:
    paper = traced_paper(watched, desk, "报案材料")
    paper.locator("mark.law", has_text="治安管理处罚法").first.click()
    side = paper.get_by_role("complementary", name="来源")

    expect(side).to_contain_text("2025年修订")
    expect(side).to_contain_text("2026年1月1日起")
    expect(side).to_contain_text("那时有效的是这一版")
    expect(side).to_contain_text("全文核对")


@needs_browser
def test_from_value_to_cell_by_keyboard_alone(watched: Watched, desk: Desk) -> None:
    page = watched.page
    page.goto(desk.base + paper_of(desk, "报案材料").removesuffix("&trace=1"))
    page.get_by_role("link", name="标出来源").focus()
    page.keyboard.press("Enter")
    paper = page.frame_locator("iframe")
    paper.locator("body[data-traced]").wait_for()
    first = paper.locator("mark[data-origin]").first
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName") == "IFRAME":
            break
    expect(first).to_be_focused()
    expect(first).to_have_accessible_description(re.compile("."))
    page.keyboard.press("End")
    expect(first).not_to_be_focused()
    page.keyboard.press("Home")
    expect(first).to_be_focused()
    for _ in range(200):
        page.keyboard.press("ArrowRight")
        if paper.locator("mark.cell:focus").count():
            break
    value = paper.locator("mark.cell:focus")
    number = value.get_attribute("data-piece")
    page.keyboard.press("Enter")
    expect(paper.locator("#side a:focus")).to_be_visible()
    page.keyboard.press("Escape")
    expect(paper.locator("mark:focus")).to_have_attribute("data-piece", number or "")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")

    expect(page.locator("td:focus-within")).to_have_attribute("id", re.compile("^c-"))


@needs_browser
def test_from_a_cell_to_where_it_is_printed_by_keyboard_and_by_mouse(
    watched: Watched, desk: Desk
) -> None:
    page, client = watched.page, cell_of(desk, 0, 2, "委托人姓名")
    page.goto(f"{desk.base}check?sheet=0&only=0#c-{client}")
    expect(page.locator("td:focus")).to_have_text("独孤秘密")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("td:focus-within")).not_to_contain_text("独孤秘密")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="印在哪里").wait_for()
    link = page.locator(".found a").last
    address = link.get_attribute("href") or ""
    link.focus()
    page.keyboard.press("Enter")
    paper = page.frame_locator("iframe")

    here = paper.locator("mark:focus")
    expect(here).to_contain_text("独孤秘密")
    expect(here).to_have_attribute("data-piece", address.rpartition("=")[2])
    expect(here).to_be_in_viewport()
    expect(paper.locator("#side")).to_contain_text("委托人姓名")

    page.goto(f"{desk.base}check?sheet=0&only=0")
    page.locator("td", has_text="独孤秘密").click()
    page.get_by_role("link", name=f"{client} 印在哪里").click()
    page.get_by_role("heading", name="印在哪里").wait_for()


def test_the_cells_of_an_offices_own_table_are_its_own(tmp_path: Path) -> None:
    """Problems, values and cells lead to each other in the sheets of the file."""
    ledger = FLAT.write(tmp_path / "台账.xlsx")
    own_mapping(ledger).write_bytes(mapping_workbook(proposed(ledger)))
    corrected(own_mapping(ledger), FLAT)
    with opened(ledger, tmp_path / "out") as desk:
        page = desk.get("check?sheet=0&only=0").text
        assert "通话!J5（类别）" in page
        address = paper_of(desk, "平台投诉函")
        links = {it.get("href", "") for it in fromstring(framed(desk, address)).iter("a")}
        assert any("sheet=1" in it and "#c-" in it for it in links)
        # The day of the first call, and the name of its client.
        for cell in ("sheet=1&cell=C2", "sheet=0&cell=B4"):
            found = fromstring(desk.get(f"places?{cell}").text)
            assert [*found.iterfind(".//ul[@class='found']//a")], cell
