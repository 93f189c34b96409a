"""文书: single papers are wanted or not, and refused ones are seen as drafts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from support.desk import Desk, opened

from anjuan.plugin.host import Plugins
from anjuan.resources import SAMPLE_WORKBOOK
from anjuan.run.batch import run
from anjuan.run.outcomes import State
from anjuan.run.preparing import prepare
from anjuan.run.request import Request
from anjuan.testing import case, write_workbook

ON_REQUEST = "client-letter"


def boxes(page: str) -> list[tuple[int, str, int]]:
    """Case, kind and place of the boxes of single papers."""
    found = re.findall(r'data-row="(\d+)" data-column="([\w-]+)" data-place="(\d+)"', page)
    return [(int(row), kind, int(place)) for row, kind, place in found]


def tick(desk: Desk, *changes: list[object]) -> int:
    look = re.search(r'data-look="([^"]+)"', desk.get("papers").text)
    assert look
    return desk.post("tick", {"look": look[1], "changes": list(changes)}).status


def made(root: Path) -> dict[str, bytes]:
    found = root.rglob("*.docx")
    return {it.relative_to(root).as_posix(): it.read_bytes() for it in found}


def test_a_single_recipient_is_left_out_and_the_other_papers_are_as_ever(tmp_path: Path) -> None:
    plugins = Plugins.load()
    request = Request(SAMPLE_WORKBOOK, tmp_path / "all", date.today(), cases=("A001",))
    report = run(prepare(request, plugins), plugins)
    with opened(SAMPLE_WORKBOOK, tmp_path / "out") as desk:
        page = desk.get("papers").text
        row, kind, place = next(it for it in boxes(page) if it[0] == 0)
        others = {(case, name) for case, name, _ in boxes(page) if case}
        assert others
        kinds = re.findall(r'data-row="(\d+)" data-column="([\w-]+)"', page)
        away: list[list[object]] = [[int(it), name, False] for it, name in set(kinds) if int(it)]
        assert tick(desk, [row, kind, False, place], *away) == 200
        page = unescape(desk.get("papers").text)
        count = sum((case, name) == (row, kind) for case, name, _ in boxes(page))
        assert f"可出 {count} 份，选 {count - 1} 份" in page
        desk.make()
        # Ticked again as a whole kind, it is made as well.
        left = made(tmp_path / "out")
        assert tick(desk, [row, kind, True]) == 200
        assert "，选 " not in desk.get("papers").text
    whole = made(tmp_path / "all")
    [missing] = set(whole) - set(left)
    assert left == {name: it for name, it in whole.items() if name != missing}
    assert report.outcomes[place].path == missing


@pytest.mark.parametrize(
    "change", [[], [0], [0, "x"], [0, "x", True], [0, "police-statement", True, 99], "abc", 1,
               [None, "police-statement", True], [-1, "police-statement", True]], ids=str,
)  # fmt: skip
def test_what_is_no_paper_is_not_ticked(desk: Desk, change: object) -> None:
    look = re.search(r'data-look="([^"]+)"', desk.get("papers").text)
    assert look
    assert desk.post("tick", {"look": look[1], "changes": [change]}).status == 409


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("lacking")
    book = write_workbook(folder / "表.xlsx", cases=[case(身份证号=None)])
    with opened(book, folder / "out") as desk:
        yield desk


def test_a_paper_that_can_not_be_made_is_seen_as_a_draft(desk: Desk) -> None:
    page = unescape(desk.get("papers").text)
    links = re.findall(r'href="(preview\?case=\d+&doc=\d+)&draft=1"', page)
    assert links
    seen = 0
    for link in links:
        assert "这份文书现在不能出" in desk.get(link).text
        paper = desk.get(link.replace("preview", "paper") + "&draft=1")
        if paper.status == 200 and "【待补" in unescape(paper.text):
            assert "这是草稿" in desk.get(link + "&draft=1").text
            seen += 1
    assert seen


def test_a_run_without_one_paper_calls_none_of_the_others_files_left_over(tmp_path: Path) -> None:
    book = write_workbook(tmp_path / "表.xlsx")
    plugins = Plugins.load()
    request = Request(book, tmp_path / "out", date.today())
    report = run(prepare(request, plugins), plugins)
    first = next(it for it in report.outcomes if it.path)
    left_out = frozenset({(first.case, first.kind, first.recipient)})
    again = Request(book, tmp_path / "out", date.today(), left_out=left_out)
    second = run(prepare(again, plugins), plugins)
    assert first.path not in [it.path for it in second.outcomes]
    assert not [it for it in second.problems if first.path.rpartition("/")[2] in it.message]


def ask_for(desk: Desk, kind: str, **more: object) -> int:
    look = re.search(r'data-look="([^"]+)"', desk.get("papers").text)
    assert look
    asked = {"look": look[1], "case": "0", "kind": kind, **more}
    status = desk.post("request", asked).status
    desk.idle()
    return status


def test_a_paper_on_request_is_made_besides_those_that_apply_and_as_d_makes_it(
    tmp_path: Path,
) -> None:
    book, plugins = write_workbook(tmp_path / "表.xlsx"), Plugins.load()
    today = date.today()
    for name, kinds in (("usual", ()), ("named", (ON_REQUEST,))):
        request = Request(book, tmp_path / name, today, kinds=kinds)
        run(prepare(request, plugins), plugins)
    before = book.read_bytes()
    with opened(book, tmp_path / "out") as desk:
        assert not places(desk, ON_REQUEST)
        assert ask_for(desk, ON_REQUEST) == 200
        [place] = places(desk, ON_REQUEST)
        assert plugins.kinds[ON_REQUEST].title in desk.get(f"preview?case=0&doc={place}").text
        assert desk.get(f"paper?case=0&doc={place}").status == 200
        desk.make()
        both = made(tmp_path / "out")
        # Unticked as any other, and no longer asked for at all.
        assert tick(desk, [0, ON_REQUEST, False]) == 200
        assert "不要了" in desk.get("papers").text
        assert ask_for(desk, ON_REQUEST, off=True) == 200
        assert not places(desk, ON_REQUEST)
        assert "不要了" not in desk.get("papers").text
    assert book.read_bytes() == before
    named = made(tmp_path / "named")
    assert len(named) == 1
    assert both == made(tmp_path / "usual") | named


def places(desk: Desk, kind: str) -> list[str]:
    """Where the papers of a kind that can be made are among those of their case."""
    page = unescape(desk.get("papers").text)
    boxed = rf'data-column="{kind}"[^>]*>[^<]*</label>\s*<a href="preview\?case=0&doc=(\d+)"'
    return re.findall(boxed, page)


@pytest.mark.parametrize(
    ("kind", "more"),
    [("police-statement", {}), ("no-such", {}), (ON_REQUEST, {"case": "9"}),
     (ON_REQUEST, {"case": "x"}), (ON_REQUEST, {"look": "2000-01-01"})],
)  # fmt: skip
def test_what_is_not_on_request_or_not_there_is_not_asked_for(
    desk: Desk, kind: str, more: dict[str, object]
) -> None:
    assert ask_for(desk, kind, **more) == 409
    assert "不要了" not in desk.get("papers").text


def test_what_a_paper_on_request_can_not_do_without_is_missed_though_no_other_needs_it(
    tmp_path: Path,
) -> None:
    book = write_workbook(tmp_path / "表.xlsx", cases=[case(文书="报案材料", 债权人=None)])
    plugins = Plugins.load()
    request = Request(book, tmp_path / "out", date.today())
    usual = run(prepare(request, plugins), plugins)
    assert not [it for it in usual.outcomes if it.state is State.REFUSED]
    asked = replace(request, besides=frozenset({("A001", ON_REQUEST)}))
    report = run(prepare(asked, plugins), plugins)
    [refused] = [it for it in report.outcomes if it.kind == ON_REQUEST]
    assert refused.state is State.REFUSED
    assert [it.heading for it in refused.problems if it.heading == "债权人"]


def test_a_paper_on_request_that_does_not_apply_is_no_fault_of_the_cell(tmp_path: Path) -> None:
    plugins = Plugins.load()
    book = write_workbook(tmp_path / "表.xlsx")
    every = frozenset(("A001", it.name) for it in plugins.kinds.values() if it.on_request)
    report = run(
        prepare(Request(book, tmp_path / "out", date.today(), besides=every), plugins), plugins
    )
    spared = [it for it in report.outcomes if it.spared and it.by_name]
    assert spared
    assert not [it for it in report.problems if it.heading == "文书"]
