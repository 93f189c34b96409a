"""The page in a real browser: the whole way, by mouse and by keyboard, and what others try."""

from __future__ import annotations

import re
import threading
import zipfile
from collections.abc import Iterator
from datetime import date
from html import unescape
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect
from support.batches import many
from support.browser import PROGRAM, Watched, kept_out_by, needs_browser
from support.call_records import COLLECTOR, MOTHER
from support.desk import Desk, hold_the_first_run, opened, served
from support.printing import needs_pictures
from support.record_files import csv_file
from support.runs import STORY_WORKBOOK

from anjuan import load_cases
from anjuan.plugin.host import Plugins
from anjuan.resources import SAMPLE_WORKBOOK, shipped
from anjuan.run.batch import run
from anjuan.run.preparing import prepare
from anjuan.run.request import Request
from anjuan.testing import TODAY, case, incident, write_workbook

pytestmark = needs_browser
FAULTY = shipped("sample_cases") / "有错的案件表.xlsx"
HOSTILE = "<img src=x onerror=alert(1)></td></style><script>alert(2)</script>"


def files(root: Path) -> dict[str, bytes]:
    found = sorted(root.rglob("*.docx"))
    return {it.relative_to(root).as_posix(): it.read_bytes() for it in found}


def test_the_whole_way_from_the_file_to_the_papers(watched: Watched, tmp_path: Path) -> None:
    page = watched.page
    with served(None, tmp_path / "out") as desk:
        page.goto(desk.address)
        desk.secret = page.url.split("/")[3]
        page.locator("#file").set_input_files(SAMPLE_WORKBOOK)
        page.get_by_role("heading", name="核对").wait_for()
        page.get_by_role("link", name="文书", exact=True).click()
        page.get_by_label("预览 A003 民事起诉状").click()
        paper = page.frame_locator("iframe")
        expect(paper.locator("#count")).to_contain_text("页（估计）")
        expect(paper.locator(".sheet").first).to_contain_text("第1页")
        expect(paper.locator("body")).to_contain_text("民事起诉状")
        page.get_by_role("link", name="回到文书").click()
        page.get_by_role("button", name="生成", exact=True).click()
        with page.expect_download() as download:
            page.get_by_text("下载全部（zip）").click()
        with zipfile.ZipFile(download.value.path()) as package:
            assert package.testzip() is None
            inside = [name for name in package.namelist() if name.endswith(".docx")]
        assert len(inside) > 40
        for name in ("法条", "期限", "关于"):
            page.get_by_role("link", name=name, exact=True).click()
            page.get_by_role("heading", name=name, level=1).wait_for()
        page.get_by_role("button", name="退出").click()
        page.get_by_text("案卷台已经退出").wait_for()
        page.goto("about:blank")
        desk.thread.join(20)
        assert not desk.thread.is_alive()


def test_what_would_change_is_looked_at_and_papers_are_signed_one_at_a_time(
    watched: Watched, tmp_path: Path
) -> None:
    page, book = watched.page, tmp_path / "表.xlsx"
    write_workbook(book, cases=[case(文书="报案材料、证据目录")])
    with opened(book, tmp_path / "out") as desk:
        desk.make()
        changed = write_workbook(
            tmp_path / "新.xlsx", cases=[case(文书="报案材料、证据目录", 住址="虚构市乙路2号")]
        )
        changed.replace(book)
        page.goto(desk.base + "papers")
        desk.until(lambda: "虚构市乙路2号" in desk.get("check?only=0").text)
        page.get_by_role("button", name="看会改什么").click()
        page.get_by_text("看每一份的改动").click()
        page.get_by_role("link", name="看改动 A001 报案材料").click()
        expect(page.locator("ins").first).to_contain_text("［")
        page.get_by_role("link", name=re.compile("^案件 ")).first.click()
        expect(page.locator("td:target")).to_have_text("虚构市乙路2号")

        desk.make()
        page.goto(desk.base + "result")
        page.get_by_role("button", name="已核对 A001 报案材料").click()
        expect(page.get_by_role("alert")).to_contain_text("姓名")
        # The refusal itself is no fault.
        watched.complaints.clear()
        page.get_by_label("核对人").fill("王律师")
        # What was signed makes room for the next: that one is not signed by the same hand's slip.
        page.get_by_role("button", name="已核对").last.dispatch_event("click", {"detail": 2})
        page.get_by_role("button", name="已核对").first.click()
        expect(page.locator(".seen.good")).to_have_count(1)
        expect(page.get_by_label("核对人")).to_have_value("王律师")
        page.reload()
        expect(page.locator(".seen.good")).to_have_count(1)
        expect(page.locator("tr:last-child .seen")).to_contain_text("王律师")


def test_from_a_clients_bill_to_a_copy_that_is_gone_on_with(
    watched: Watched, tmp_path: Path
) -> None:
    page = watched.page
    rows = [("2026-03-04 09:15:04", "被叫", it, "1分5秒") for it in (COLLECTOR, MOTHER)]
    bill = csv_file(tmp_path / "详单.csv", [("起始时间", "通信方式", "对方号码", "时长"), *rows])
    book = write_workbook(tmp_path / "表.xlsx", incidents=[])
    with opened(book, tmp_path / "out") as desk:
        page.goto(desk.base + "records")
        other = page.context.new_page()
        other.goto(desk.base + "records")
        page.locator("#file").set_input_files([bill])
        page.get_by_label("密码").fill("不用")
        page.get_by_label("密码").press("Enter")
        expect(page.locator("#numbers")).to_contain_text(MOTHER)
        # By keyboard; what is typed last is known before the button is pressed.
        page.get_by_label(f"{COLLECTOR} 是催收").press("Space")
        page.get_by_label(f"{COLLECTOR} 的依据").fill("录音")
        page.get_by_role("button", name="看会加进什么").click()
        for it in (page, other):
            expect(it.get_by_role("region", name="新的行")).to_contain_text(COLLECTOR)
            expect(it.get_by_role("region", name="新的行")).not_to_contain_text(MOTHER)
            expect(it.get_by_label(f"{COLLECTOR} 的依据")).to_have_value("录音")
        assert page.evaluate(FAINT_OR_SMALL) == []
        assert kept_out_by(page) == []
        page.get_by_role("button", name="写入副本").click()
        expect(other.get_by_text("副本写好了")).to_be_visible()
        with page.expect_download() as download:
            page.get_by_text("下载副本").click()
        assert Path(download.value.path()).read_bytes() == (tmp_path / "表_导入.xlsx").read_bytes()
        page.get_by_role("button", name="用这份副本接着做").click()
        expect(page.locator(".workbook")).to_contain_text("表_导入.xlsx")
        expect(page.locator("main")).to_contain_text(COLLECTOR)


def test_a_problem_and_its_cell_lead_to_each_other_and_a_save_is_seen(
    watched: Watched, tmp_path: Path
) -> None:
    page, book = watched.page, tmp_path / "表.xlsx"
    write_workbook(book, cases=[case(联系电话="123")])
    with opened(book, tmp_path / "out") as desk:
        page.goto(desk.base + "check")
        page.locator(".problems a", has_text="联系电话").first.click()
        expect(page.locator("td:focus-within")).to_have_attribute("id", re.compile("^c-"))
        page.keyboard.press("Enter")
        expect(page.locator("li:target")).to_contain_text("联系电话")

        write_workbook(tmp_path / "新.xlsx").replace(book)
        expect(page.locator(".problems")).not_to_contain_text("联系电话")


def test_everything_can_be_done_by_keyboard(watched: Watched, tmp_path: Path) -> None:
    page = watched.page
    book = write_workbook(tmp_path / "表.xlsx")
    with opened(book, tmp_path / "out") as desk:
        page.goto(desk.base + "papers")
        stops: list[str] = []
        for _ in range(120):
            page.keyboard.press("Tab")
            told = page.evaluate(
                "(document.activeElement.tagName + ' ' + (document.activeElement.id || "
                "document.activeElement.textContent)).trim()"
            )
            if told == "INPUT t-0-police-statement":
                page.keyboard.press("Space")
                expect(page.locator("#t-0-police-statement")).not_to_be_checked()
                expect(page.locator("#t-0-police-statement")).to_be_focused()
            stops.append(told)
            if told == "BUTTON 生成":
                break
        else:
            raise AssertionError(stops)
        assert any(it.startswith("A 核对") for it in stops)
        assert any("遮屏" in it for it in stops) and any("退出" in it for it in stops)
        page.keyboard.press("Enter")
        page.get_by_text("下载全部（zip）").wait_for()

    assert files(tmp_path / "out")
    assert not [name for name in files(tmp_path / "out") if "报案材料" in name]


def test_a_run_goes_on_over_a_reload_and_in_another_tab_and_is_stopped_and_finished(
    watched: Watched, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book, page = many(tmp_path / "表.xlsx", 8), watched.page
    hold_the_first_run(monkeypatch)
    with opened(book, tmp_path / "out") as desk:
        page.goto(desk.base + "papers")
        other = page.context.new_page()
        other.goto(desk.base + "result")
        page.get_by_role("button", name="生成", exact=True).click()
        page.get_by_text("已完成").wait_for()
        page.reload()
        page.get_by_role("progressbar").wait_for()
        # The other tab was told of nothing, and shows the same.
        other.get_by_role("button", name="停止").click()
        for it in (page, other):
            it.get_by_text("已停止").wait_for()
        some = files(tmp_path / "out")
        assert some
        page.goto(desk.base + "papers")
        page.get_by_role("button", name="生成", exact=True).click()
        for it in (page, other):
            it.get_by_text("下载全部（zip）").wait_for()
    plugins = Plugins.load()
    request = Request(book, tmp_path / "undisturbed", date.today())
    run(prepare(request, plugins), plugins)

    finished = files(tmp_path / "out")
    undisturbed = files(tmp_path / "undisturbed")
    assert 0 < len(some) < len(finished)
    assert finished == undisturbed


def test_a_workbook_of_hostile_cells_runs_nothing(watched: Watched, tmp_path: Path) -> None:
    book = write_workbook(
        tmp_path / "表.xlsx",
        cases=[case(委托人姓名=HOSTILE, 住址=HOSTILE, 损害后果=HOSTILE)],
        incidents=[incident(内容=HOSTILE, 备注=HOSTILE), incident(次数=HOSTILE)],
    )
    page = watched.page
    with opened(book, tmp_path / "out") as desk:
        for path in ("check?only=0", "check?only=1&sheet=2", "papers", "deadlines"):
            page.goto(desk.base + path)
            expect(page.locator("main")).to_contain_text("<")
        for place in range(4):
            page.goto(f"{desk.base}preview?case=0&doc={place}&trace={place % 2}")
            page.wait_for_load_state("networkidle")
        page.goto(desk.base + "papers")
        page.get_by_role("button", name="生成", exact=True).click()
        page.get_by_text("下载全部（zip）").wait_for()


def test_masked_nothing_of_a_case_is_in_the_page(watched: Watched, tmp_path: Path) -> None:
    page = watched.page
    with opened(SAMPLE_WORKBOOK, tmp_path / "out") as desk:
        page.goto(desk.base + "papers")
        page.get_by_role("button", name="遮屏").click()
        expect(page.get_by_role("button", name="遮屏：开")).to_be_visible()
        expect(page.locator("main")).not_to_contain_text("陈示例")
        page.goto(desk.base + "preview?case=0&doc=0")
        expect(page.frame_locator("iframe").locator("body")).to_contain_text("＊")
        assert "陈示例" not in page.frames[1].content()


class _Foreign(BaseHTTPRequestHandler):
    """A site of somebody else's, on another port of this machine."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write("<!doctype html><title>别处</title>".encode())

    def log_message(self, *arguments: object) -> None:
        """Nothing is logged."""


@pytest.fixture
def foreign() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), _Foreign) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture
def stranger(chromium: Browser) -> Iterator[Page]:
    """A page of somebody else's, in a browser that complains as it should."""
    context = chromium.new_context()
    page = context.new_page()
    page.set_default_timeout(30_000)
    yield page
    context.close()


def test_another_site_reads_nothing_and_does_nothing(
    stranger: Page, foreign: str, tmp_path: Path
) -> None:
    book = write_workbook(tmp_path / "表.xlsx")
    with opened(book, tmp_path / "out") as desk:
        stranger.goto(foreign)
        read = """async (address) => {
            const got = [];
            for (const mode of ["cors", "no-cors"]) {
                try { got.push(await (await fetch(address, {mode})).text()); } catch { }
            }
            return got.join("");
        }"""
        for path in ("", "check", "papers", "state", "static/desk.js"):
            assert stranger.evaluate(read, desk.base + path) == ""
        write = """async (address) => {
            const sent = {method: "POST", mode: "no-cors", body: "{}"};
            try { await fetch(address, sent); } catch { /* refused */ }
            const form = document.createElement("form");
            form.method = "post"; form.action = address; form.enctype = "text/plain";
            document.body.append(form); form.submit();
        }"""
        for path in ("leave", "run", "mask"):
            with stranger.expect_navigation(url=f"**/{path}"):
                stranger.evaluate(write, desk.base + path)
            assert "打不开" in stranger.content()
            stranger.goto(foreign)
        framed = """(address) => new Promise((done) => {
            const frame = document.createElement("iframe");
            frame.src = address; frame.onload = () => {
                let inside = "";
                try { inside = frame.contentDocument.body.textContent; } catch { /* opaque */ }
                done(inside);
            };
            document.body.append(frame);
        })"""
        assert stranger.evaluate(framed, desk.base) == ""
        assert desk.thread.is_alive()
        assert not (tmp_path / "out").exists()
        assert "遮屏：开" not in desk.get("").text


def test_a_name_that_is_pointed_here_is_refused(stranger: Page, tmp_path: Path) -> None:
    with opened(None, tmp_path / "out") as desk:
        answer = stranger.goto(f"http://rebind.test:{desk.port}/{desk.secret}/")
        assert answer
        assert answer.status == 421
        assert "打不开" in stranger.content()


def test_no_text_of_a_case_stays_in_the_browser(tmp_path: Path, chromium: Browser) -> None:
    book = write_workbook(tmp_path / "表.xlsx", cases=[case(委托人姓名="独孤秘密")])
    profile = tmp_path / "profile"
    with opened(book, tmp_path / "out") as desk:
        context = chromium.browser_type.launch_persistent_context(
            str(profile), executable_path=PROGRAM, args=["--no-sandbox", "--disable-gpu"]
        )
        page = context.pages[0]
        for path in ("check?only=0", "papers", "paper?case=0&doc=1"):
            page.goto(desk.base + path)
        assert "独孤秘密" in desk.get("papers").text
        context.close()

    stored = [it for it in profile.rglob("*") if it.is_file()]
    assert stored
    for name in ("独孤秘密".encode(), "独孤秘密".encode("utf-16-le")):
        assert not [it for it in stored if name in it.read_bytes()]


def test_letters_are_large_enough_and_stand_out(watched: Watched, tmp_path: Path) -> None:
    page = watched.page
    with opened(FAULTY, tmp_path / "out") as desk:
        for path in ("", "check", "records", "papers", "result", "law", "deadlines", "about"):
            page.goto(desk.base + path)
            assert page.evaluate(FAINT_OR_SMALL) == [], path


# Every text of a page: its size in pixels, and the contrast of its colour (WCAG 2.2, 1.4.3).
FAINT_OR_SMALL = """() => {
  const parts = (it) => (it.match(/[0-9.]+/g) || [0, 0, 0, 0]).map(Number);
  const light = (it) => { const [r, g, b] = parts(it).map((v) => { v /= 255;
    return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const ground = (it) => { for (; it; it = it.parentElement) {
    const colour = getComputedStyle(it).backgroundColor;
    if (parts(colour)[3] !== 0) return colour; } return "rgb(255,255,255)"; };
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const it = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || !it.getClientRects().length) continue;
    const style = getComputedStyle(it);
    const [a, b] = [light(style.color), light(ground(it))].sort((x, y) => y - x);
    const contrast = (a + 0.05) / (b + 0.05);
    if (parseFloat(style.fontSize) < 16 || contrast < 4.5)
      found.push([walk.currentNode.data.trim(), style.fontSize, contrast]);
  }
  return found;
}"""


@needs_pictures
def test_pages_are_as_many_as_those_of_an_office_suite(
    watched: Watched, sample_pdfs: dict[str, Path], tmp_path: Path
) -> None:
    counts: dict[str, tuple[int, int]] = {}
    for book in (SAMPLE_WORKBOOK, STORY_WORKBOOK):
        with opened(book, tmp_path / book.stem) as desk:
            for place, each in enumerate(load_cases(book, today=TODAY)):
                own = {
                    it: pdf for it, pdf in sample_pdfs.items() if it.startswith(f"{each.number}/")
                }
                addresses = _possible(desk, place)
                assert len(addresses) == len(own), each.number
                for address, (name, file) in zip(addresses, own.items(), strict=True):
                    with pypdfium2.PdfDocument(file) as document:
                        counts[name] = _shown(watched.page, address), len(document)

    assert len(counts) == len(sample_pdfs) > 40
    wrong = {name: both for name, both in counts.items() if abs(both[0] - both[1]) > 1}
    assert wrong == {}
    assert sum(one == other for one, other in counts.values()) > len(counts) * 2 / 3, counts


def _shown(page: Page, address: str) -> int:
    """How many pages the preview of a paper has."""
    page.goto(address)
    page.wait_for_selector("body[data-pages]")
    return int(page.get_attribute("body", "data-pages") or 0)


def _possible(desk: Desk, place: int) -> list[str]:
    page = desk.get(f"preview?case={place}").text.split('class="papers"')[1].split("</ul>")[0]
    links = re.findall(r'href="preview\?([^"]+)"', page)
    return [f"{desk.base}paper?{unescape(it)}" for it in links]
