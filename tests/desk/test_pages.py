"""What the screens show and do, over real connections."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import zipfile
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from support.batches import many
from support.blank import new_document
from support.desk import OURS, Desk, hold_the_first_run, opened
from support.runs import STORY_WORKBOOK, Cli

from anjuan.config import find_config
from anjuan.desk.pages import papers
from anjuan.opc import pulled_html
from anjuan.plugin.host import Plugins
from anjuan.resources import SAMPLE_WORKBOOK, shipped
from anjuan.run.batch import run
from anjuan.run.dossier import RenderedFile
from anjuan.run.embedding import check
from anjuan.run.inspection import inspect, preview
from anjuan.run.outcomes import State
from anjuan.run.output import only_run
from anjuan.run.preparing import prepare
from anjuan.run.request import Request
from anjuan.testing import CASE, TODAY, case, evidence, incident, write_workbook
from anjuan.workbook.heading_map import HeadingMap

FAULTY = shipped("sample_cases") / "有错的案件表.xlsx"
HOSTILE = (
    "<img src=x onerror=alert(1)></td></style><script>alert(2)</script>\"' onmouseover=alert(3) "
)
OUTSIDE = ("..", "../outside", "/etc", "link", "案件/../..", "..\\outside", "C:\\", "%00")
NO_WORKBOOKS = (
    *("../outside/别人的.xlsx", "link/别人的.xlsx", "案件/link.xlsx", "/etc/passwd"),
    *("案件/日记.txt", "案件", "", "案件/../../outside/别人的.xlsx", "\0"),
)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return write_workbook(tmp_path / "表.xlsx")


def make(desk: Desk, **asked: object) -> str:
    """Make what is ticked, to its end; the page with the results."""
    desk.make(**asked)
    return desk.get("result").text


def folders(root: Path) -> dict[str, bytes]:
    return {
        it.relative_to(root).as_posix(): it.read_bytes()
        for it in sorted(root.rglob("*"))
        if it.is_file() and it.suffix == ".docx"
    }


def test_every_problem_of_check_stands_beside_its_cell(tmp_path: Path) -> None:
    problems = check(FAULTY)
    with opened(FAULTY, tmp_path / "out") as desk:
        shown = desk.get("check").text
        pages = [desk.get(f"check?sheet={sheet}&only=1").text for sheet in range(8)]

    assert len(problems) > 20
    for it in problems:
        assert str(it.message) in unescape(shown)
        assert it.place in unescape(shown)
        if it.cell:
            marked = f'id="c-{it.cell}" class="{it.severity.value}"'
            worst = f'id="c-{it.cell}" class="error"'
            assert any(marked in page or worst in page for page in pages), it.place


def test_a_link_of_a_problem_leads_to_a_page_that_has_its_cell(tmp_path: Path) -> None:
    rows = [incident(备注=str(number)) for number in range(500)]
    rows[450] = incident(次数="十几次")
    book = write_workbook(tmp_path / "表.xlsx", incidents=rows)
    with opened(book, tmp_path / "out") as desk:
        for only in (0, 1):
            page = desk.get(f"check?only={only}").text
            links = [unescape(it) for it in re.findall(r'href="(check\?[^"]*#[^"]+)"', page)]
            assert links
            for link in links:
                address, _, place = link.partition("#")
                assert f'id="{place}"' in desk.get(address).text


def test_the_workbook_is_looked_at_again_when_it_is_saved(tmp_path: Path) -> None:
    book = write_workbook(tmp_path / "表.xlsx", cases=[case(联系电话="123")])
    with opened(book, tmp_path / "out") as desk:
        assert "没有发现问题" not in desk.get("check").text
        key = desk.get("state").json["key"]
        write_workbook(tmp_path / "新.xlsx").replace(book)
        desk.until(lambda: desk.get("state").json["key"] != key)
        desk.idle()
        assert "联系电话" not in desk.get("check").text.split("问题</h2>")[1]


def test_a_workbook_that_cannot_be_used_is_refused_in_the_words_of_check(tmp_path: Path) -> None:
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"PK\x03\x04nonsense")
    with opened(broken, tmp_path / "out") as desk:
        for page in ("check", "papers"):
            assert "这份案件表用不了" in desk.get(page).text
        assert desk.post("run").status == 409
        # And by dropping it.
        assert desk.put(b"\x00" * 100).status == 200
        desk.idle()
        assert "这份案件表用不了" in desk.get("check").text


def test_the_matrix_says_what_check_says(tmp_path: Path) -> None:
    with opened(SAMPLE_WORKBOOK, tmp_path / "out") as desk:
        page = unescape(desk.get("papers").text)
    plugins = Plugins.load(outside=False)
    config = find_config(SAMPLE_WORKBOOK.parent)
    found = inspect(SAMPLE_WORKBOOK, date.today(), plugins, config.headings)
    possible = sum(it.state is State.POSSIBLE for it in found.documents)
    assert f"选中 <b>{possible}</b> 份" in page
    for it in found.documents:
        assert it.title in page
        if it.spared:
            assert it.spared in page


def test_what_is_made_is_what_the_command_makes(tmp_path: Path) -> None:
    with opened(SAMPLE_WORKBOOK, tmp_path / "page") as desk:
        make(desk)
        zipped = desk.get("papers.zip").content
        summary = desk.get("summary.xlsx").content
    plugins = Plugins.load()
    run(prepare(Request(SAMPLE_WORKBOOK, tmp_path / "command", date.today()), plugins), plugins)

    made = folders(tmp_path / "page")
    assert made == folders(tmp_path / "command")
    assert len(made) > 20
    with zipfile.ZipFile(io.BytesIO(zipped)) as package:
        assert package.testzip() is None
        assert not any(name.startswith((".", "/")) or "\\" in name for name in package.namelist())
        inside = {name: package.read(name) for name in package.namelist()}
    assert {name: it for name, it in inside.items() if name.endswith(".docx")} == made
    assert inside["清单.xlsx"] == summary


def test_only_what_is_ticked_is_made(tmp_path: Path) -> None:
    cases = [case(), case(案件编号="A002")]
    rows = [incident(), incident(案件编号="A002")]
    proof = [evidence(), evidence(案件编号="A002")]
    book = write_workbook(tmp_path / "表.xlsx", cases=cases, incidents=rows, evidence=proof)
    out = tmp_path / "out"
    with opened(book, out) as desk:
        page = desk.get("papers").text
        look = re.search(r'data-look="([^"]+)"', page)
        assert look
        boxes = re.findall(r'data-row="(\d)" data-column="([\w-]+)" checked', page)
        kept = ("1", "police-statement")
        assert kept in boxes
        changes = [[int(row), kind, False] for row, kind in boxes if (row, kind) != kept]
        assert desk.post("tick", {"look": "of yesterday", "changes": changes}).status == 409
        assert desk.post("tick", {"look": look[1], "changes": [[9, "x", False]]}).status == 409
        assert desk.post("tick", {"look": look[1], "changes": changes}).status == 200
        assert "选中 <b>1</b> 份" in desk.get("papers").text
        make(desk)
        [only] = folders(out)
        assert only.startswith("A002") and "报案材料" in only

        desk.post("tick", {"look": look[1], "changes": [[1, "police-statement", False]]})
        told = desk.post("run")
        if told.status == 200:
            desk.idle()
        assert len(folders(out)) == 1


def test_a_run_that_is_stopped_is_finished_by_the_next_as_if_undisturbed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = many(tmp_path / "表.xlsx", 8)
    with opened(book, tmp_path / "once") as desk:
        make(desk)
    hold_the_first_run(monkeypatch)
    with opened(book, tmp_path / "twice") as desk:
        assert desk.post("run").status == 200
        desk.until(lambda: "已完成 0" not in desk.get("result").text)
        # One at a time, and no other workbook meanwhile.
        assert desk.post("run").status == 409
        assert desk.post("stop").status == 200
        desk.idle()
        page = desk.get("result").text
        assert "已停止" in page
        some = folders(tmp_path / "twice")
        assert 0 < len(some) < len(folders(tmp_path / "once"))
        make(desk)

    assert folders(tmp_path / "twice") == folders(tmp_path / "once")


def test_a_run_of_the_command_line_meanwhile_is_told(book: Path, tmp_path: Path) -> None:
    with opened(book, tmp_path / "out") as desk, only_run(tmp_path / "out"):
        assert "另一次运行正在" in make(desk)


def test_a_run_never_writes_the_workbook(book: Path, tmp_path: Path) -> None:
    before = book.read_bytes(), book.stat().st_mtime_ns
    with opened(book, tmp_path / "out") as desk:
        for page in ("check", "papers", "marked.xlsx", "preview?case=0&doc=0", "deadlines"):
            assert desk.get(page).status == 200, page
        make(desk)

    assert (book.read_bytes(), book.stat().st_mtime_ns) == before
    assert sorted(it.name for it in tmp_path.iterdir()) == ["out", "表.xlsx"]


def test_a_marked_copy_holds_the_problems(tmp_path: Path) -> None:
    with opened(FAULTY, tmp_path / "out") as desk:
        answer = desk.get("marked.xlsx")
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as package:
        assert any("comments" in name for name in package.namelist())


def test_a_workbook_whose_every_cell_is_hostile_is_text(tmp_path: Path) -> None:
    cells = dict.fromkeys(CASE, HOSTILE)
    book = write_workbook(
        tmp_path / "表.xlsx",
        cases=[case(**cells), case(委托人姓名=HOSTILE, 住址=HOSTILE, 损害后果=HOSTILE)],
        incidents=[incident(内容=HOSTILE, 备注=HOSTILE), incident(案件编号=HOSTILE)],
        evidence=[evidence(证据名称=HOSTILE)],
    )
    with opened(book, tmp_path / "out") as desk:
        pages = ["check?only=0", "check?only=1", "papers", "deadlines", "about", "preview?case=1"]
        pages += [f"check?only=0&sheet={it}" for it in range(8)]
        pages += [
            f"paper?case=1&doc={it}{traced}" for it in range(6) for traced in ("", "&trace=1")
        ]
        pages += [f"places?sheet={sheet}&cell=C3" for sheet in range(3)]
        pages += [f"law?q={HOSTILE}&on={HOSTILE}"]
        texts = [desk.get(page).text for page in pages]
        texts.append(make(desk))
        shown = "".join(texts)

    assert "onerror" in unescape(shown)
    for text in texts:
        assert [it.get("src") for it in elements(text, "script")] in (
            ["static/desk.js"], ["static/desk.js", "static/grid.js"],
            ["static/paper.js"], ["static/trace.js"],
        )  # fmt: skip
        assert len(elements(text, "style")) <= 1
        assert not [it for it in elements(text, "img") if not it.get("src", "").startswith("data:")]
        for name in ("td", "a", "p", "li", "button", "input", "span", "section", "iframe"):
            for it in elements(text, name):
                assert not [word for word in it.attrib if str(word).startswith("on")]
                assert not it.get("href", "").startswith("javascript:")


def elements(text: str, name: str) -> list[Any]:
    return [it for event, it in pulled_html([text], name) if event == "end"]


def test_a_case_is_never_mistaken_for_words_of_the_page(tmp_path: Path) -> None:
    book = write_workbook(tmp_path / "表.xlsx", cases=[case(委托人姓名="{{ 7*7 }}")])
    with opened(book, tmp_path / "out") as desk:
        page = desk.get("check?only=0").text
    assert "{{ 7*7 }}" in page
    assert "49" not in page.split("<main")[1]


def test_masked_pages_hold_no_number_and_no_name(tmp_path: Path) -> None:
    shutil.copytree(SAMPLE_WORKBOOK.parent, tmp_path / "甲律师的案件")
    book = tmp_path / "甲律师的案件" / SAMPLE_WORKBOOK.name
    with opened(book, tmp_path / "out") as desk:
        make(desk)
        pages = ["", "check?only=0", "check?only=1", "papers", "result", "deadlines", "about"]
        pages += ["law?case=0", "law?case=1", "printed?case=0&doc=1", "output"]
        pages += [f"check?only=0&sheet={it}" for it in range(8)]
        pages += [f"preview?case=0&doc={it}" for it in range(4)]
        pages += [f"places?sheet=1&cell={it}2" for it in "ACF"]
        papers = [f"paper?case=0&doc={it}{more}" for it in range(11) for more in ("", "&trace=1")]
        open_text = "".join(desk.get(page).text for page in (*pages, *papers))
        assert desk.post("mask", {"on": True}).status == 200
        shown = {page: desk.get(page).text for page in pages + papers}
        assert desk.get("nowhere").status == 404
        desk.post("mask", {"on": False})
        assert "陈示例" in desk.get("papers").text

    for secret in ("陈示例", "0571-00000012", "A001", "甲律师", "示例案件", "虚构市"):
        assert secret in open_text, secret
        for page, text in shown.items():
            assert secret not in unescape(text), (secret, page)
    for page, text in shown.items():
        # Laws and standards are nobody's secret, and have numbers of their own.
        heads = 'class="provision"><h2>.*?</h2>|"said">(?:引用法条|法条目录里的字句)：.*?</p>'
        laws = f'<div class="law">.*?</div>|{heads}'
        text = re.sub(laws, "", text, flags=re.S)
        inside = re.sub(r"<style.*?</style>|<[^>]*>", "", text, flags=re.S)
        assert not re.search(r"[0-9]{5}", inside.split("</header>")[-1]), page


def test_files_are_given_by_number_and_never_by_path(book: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (tmp_path / "秘密.docx").write_bytes(b"secret")
    with opened(book, out) as desk:
        assert desk.get("file.docx?n=0").status == 409
        make(desk)
        for number in ("-1", "999", "../../秘密.docx", "0/../../秘密", "１", "", "1e1", "0x1"):
            answer = desk.get(f"file.docx?n={number}")
            assert answer.status == 409, number
            assert b"secret" not in answer.content
        found = [it for it in range(30) if desk.get(f"file.docx?n={it}").status == 200]
        assert found
        # A link that leads out of the folder, and a file that is gone.
        first, *_ = sorted(out.rglob("*.docx"))
        first.unlink()
        first.symlink_to(tmp_path / "秘密.docx")
        left = [it for it in found if desk.get(f"file.docx?n={it}").status == 200]
        assert len(left) == len(found) - 1
        with zipfile.ZipFile(io.BytesIO(desk.get("papers.zip").content)) as package:
            assert first.name not in "".join(package.namelist())
            assert b"secret" not in b"".join(map(package.read, package.namelist()))
        assert desk.post("open", {"n": str(tmp_path)}).status == 409
        assert desk.post("open", {"n": 999}).status == 409


def test_opening_gives_the_systems_program_the_folder_and_nothing_else(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "; touch pwned $(id)"
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "xdg-open"
    program.write_text(f'#!/bin/sh\nprintf "%s|" "$#" "$@" >>"{tmp_path}/asked"\n', "utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    with opened(book, out) as desk:
        assert desk.post("open").status == 409
        make(desk)
        assert desk.post("open", {"path": "/etc", "n": None}).status == 200
        desk.until((tmp_path / "asked").exists)

    assert (tmp_path / "asked").read_text("utf-8") == f"1|{out.resolve()}|"


def test_what_is_dropped_is_bounded_and_its_name_is_no_path(book: Path, tmp_path: Path) -> None:
    with opened(None, tmp_path / "out") as desk:
        assert "还没有打开" in desk.get("check").text
        for name in ("..\\..\\x.xlsx", "CON.xlsx", "/etc/passwd", "长" * 300):
            answer = desk.ask(
                "PUT", f"/{desk.secret}/workbook?name={name}", book.read_bytes(), **OURS
            )
            assert answer.status == 200
            desk.idle()
            assert "这份案件表用不了" not in desk.get("check").text
        make(desk)
        assert desk.get("papers.zip").status == 200
        answer = desk.put(b"\x00" * ((50 << 20) + 1))
        assert answer.status == 409
        assert "50 MB" in answer.json["error"]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "home"
    (home / "案件" / "二").mkdir(parents=True)
    (tmp_path / "outside").mkdir()
    write_workbook(tmp_path / "outside" / "别人的.xlsx")
    write_workbook(home / "案件" / "表.xlsx")
    (home / "案件" / "日记.txt").write_text("x")
    (home / "案件" / "~$表.xlsx").write_text("x")
    (home / ".ssh").mkdir()
    (home / "link").symlink_to(tmp_path / "outside")
    (home / "案件" / "link.xlsx").symlink_to(tmp_path / "outside" / "别人的.xlsx")
    monkeypatch.setattr(Path, "home", lambda: home)
    return home


def test_folders_show_names_of_folders_and_workbooks_below_the_home(
    home: Path, tmp_path: Path
) -> None:
    with opened(None, tmp_path / "out") as desk:
        top, inside = desk.get("").text, desk.get("?folder=案件").text
        assert "案件/" in top and "ssh" not in top and "link/" not in top
        assert "打开 表.xlsx" in inside and "二/" in inside
        for unwanted in ("日记", "~$", "link.xlsx", "别人的"):
            assert unwanted not in inside
        for path in OUTSIDE:
            page = desk.get(f"?folder={path}").text
            assert "别人的" not in page and "passwd" not in page and "案件/" in page, path
        for path in NO_WORKBOOKS:
            assert desk.post("choose", {"path": path}).status == 409, path
        assert desk.post("choose", {"path": "案件/表.xlsx"}).json == {"go": "check"}
        desk.idle()
        assert "表.xlsx" in desk.get("check").text


def test_a_preview_is_of_the_bytes_that_are_written(book: Path, tmp_path: Path) -> None:
    plugins = Plugins.load(outside=False)
    found = inspect(book, TODAY, plugins, HeadingMap())
    request = Request(book, tmp_path / "out", TODAY)
    report = run(prepare(request, plugins), plugins)
    [judged] = found.cases
    compared = 0
    for place, outcome in enumerate(report.outcomes):
        made = preview(judged.job, place, request, plugins).made
        if outcome.path:
            assert isinstance(made, RenderedFile)
            assert made.content == (tmp_path / "out" / outcome.path).read_bytes()
            compared += 1
        else:
            assert not isinstance(made, RenderedFile)
    assert compared > 2


def test_law_and_deadlines_are_those_of_the_commands(book: Path, tmp_path: Path) -> None:
    with opened(book, tmp_path / "out") as desk:
        law = unescape(desk.get("law?q=骚扰&on=2025-12-31").text)
        assert "治安管理处罚法" in law and "有效" in law and "无效" in law
        assert "told error" in desk.get("law?on=某日").text
        assert "没有找到" in desk.get("law?q=量子力学").text


def test_each_case_has_its_next_steps_and_periods_as_the_commands_tell_them(
    tmp_path: Path, cli: Cli
) -> None:
    steps = json.loads(cli("check", STORY_WORKBOOK, "--json").out)["next_steps"]
    periods = json.loads(cli("deadlines", STORY_WORKBOOK, "--json").out)["deadlines"]
    told = cli("deadlines", STORY_WORKBOOK).out
    with opened(STORY_WORKBOOK, tmp_path / "out") as desk:
        check, matrix = (unescape(desk.get(it).text) for it in ("check", "papers"))
        by_case = [unescape(desk.get(f"deadlines?case={it}").text) for it in range(4)]
        everything = unescape(desk.get("deadlines").text)
        titles = {
            link: re.search("<h1>(.*?)</h1>", desk.get(link).text)
            for link in re.findall(r'<li><a href="(preview\?case=\d+&doc=\d+)">B00', check)
        }
        desk.post("mask", {"on": True})
        masked = "".join(desk.get(it).text for it in ("papers", "deadlines", "deadlines?case=1"))
    assert len(steps) > 5 and len(periods) > 3
    assert len(titles) == len(steps)
    for it, title in zip(steps, titles.values(), strict=True):
        assert f"{it['case']} {it['message']}" in check and it["message"] in matrix
        assert title and it["message"].rpartition("可出")[2].rstrip("。") in title[1]
    for it in periods:
        pages = [page for page in by_case if f"期限 · {it['case']} " in page]
        assert all(it["title"] in page for page in (matrix, everything, *pages)) and len(pages) == 1
    # What never lapses, and the expected fee.
    for line in re.findall("不适用诉讼时效：.*|.*预计受理费.*", told):
        assert line in everything
    assert not re.search(r"还有 \d|已过 \d|B00\d", masked)


def test_a_case_is_found_by_its_number_or_its_client_and_gets_a_paper_on_request(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(papers, "CASES_SHOWN", 4)
    names = ["张三"] * 10 + ["李 四", "张三"]
    cases = [case(案件编号=f"B{it:03}", 委托人姓名=name) for it, name in enumerate(names)]
    with opened(write_workbook(tmp_path / "表.xlsx", cases=cases), tmp_path / "out") as desk:

        def found(asked: str) -> list[str]:
            return re.findall(r'<option value="\d+">(.*?)</option>', desk.get(asked).text)[:-1]

        assert "B011" not in desk.get("papers").text
        by_name, by_number = desk.get("papers?q=李四").text, desk.get("papers?q=b01").text
        page = unescape(by_name)
        matrix = re.search(r'data-look="([^"]+)"', page)
        [place] = re.findall(r'<option value="(\d+)">B010', page)
        assert matrix and "B011" not in page
        assert "B010" in by_number and "B011" in by_number and "B009" not in by_number
        assert "没有编号或委托人里有“王五”" in desk.get("papers?q=王五").text
        asked = {"look": matrix[1], "case": place, "kind": "client-letter"}
        assert desk.post("request", asked).status == 200
        desk.idle()
        assert "不要 B010" in desk.get("papers").text
        assert "下一段" in desk.get("papers?q=张").text


def test_a_kind_of_an_office_is_shown_without_a_line_of_the_page(tmp_path: Path) -> None:
    for title in ("便条", "坏<script>"):
        folder = tmp_path / "种类" / f"note{len(title)}"
        folder.mkdir(parents=True)
        document = new_document()
        document.add_paragraph("致{{ 委托人.姓名 }}")
        document.save(str(folder / "便条.docx"))
        (folder / "kind.toml").write_text(f'title = "{title}"\nhelp = "<script>"\n', "utf-8")
    (tmp_path / "anjuan.toml").write_text('[kinds]\nfolders = ["种类"]\n', "utf-8")
    book = write_workbook(tmp_path / "表.xlsx")
    with opened(book, tmp_path / "out") as desk:
        page, about = desk.get("papers").text, desk.get("about").text
        last = re.findall(r'href="preview\?case=0&amp;doc=([0-9]+)" aria-label="[^"]*便条"', page)
        paper = desk.get(f"paper?case=0&doc={last[0]}").text

    assert ">便条<" in page
    assert "致张三" in paper
    assert "坏&lt;script&gt;" in about
    assert "<script>" not in page + about
