"""Which workbook, and where its papers go: lists of what was opened, folders, settings."""

from __future__ import annotations

import re
import stat
from html import unescape
from pathlib import Path

import pytest
from support.blank import new_document
from support.desk import opened

from anjuan.desk.looking import Settings
from anjuan.desk.recent import MOST_KEPT, Recent, states
from anjuan.resources import SAMPLE_WORKBOOK
from anjuan.testing import write_workbook


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state" / "anjuan"


def test_what_was_opened_by_its_path_is_listed_and_forgotten_by_a_word(
    tmp_path: Path, state: Path
) -> None:
    books = [write_workbook(tmp_path / f"{it}.xlsx") for it in "一二"]
    for book in (*books, books[0]):
        with opened(book, tmp_path / "out"):
            pass
    with opened(None, tmp_path / "out") as desk:
        desk.put(books[0].read_bytes())
        desk.idle()
        desk.post("choose", {"sample": True})
        desk.idle()
        keys = re.findall(r'{"recent": "([0-9a-f]+)"}', desk.get("").text)
        assert [it.path for it in Recent(state).listed()] == [books[0], books[1]]
        assert len(keys) == 2
        assert "一" in (state / "recent.json").read_text("utf-8")
        assert stat.S_IMODE((state / "recent.json").stat().st_mode) == 0o600
        assert desk.post("choose", {"recent": keys[1]}).status == 200
        desk.idle()
        assert "二.xlsx" in desk.get("check").text
        books[0].unlink()
        for key in (keys[0], str(books[1]), "", None, 0):
            assert desk.post("choose", {"recent": key}).status == 409, key
        desk.post("mask", {"on": True})
        assert "二.xlsx" not in desk.get("").text
        desk.post("forget")
        assert "最近打开过的" not in desk.get("").text
    assert not (state / "recent.json").exists()


def test_the_list_is_short_and_what_is_wrong_with_it_stops_nothing(
    tmp_path: Path, state: Path
) -> None:
    recent = Recent(state)
    for number in range(MOST_KEPT + 5):
        recent.add(write_workbook(tmp_path / f"{number}.xlsx"))
    assert len(recent.listed()) == MOST_KEPT
    for said in ("", "[", "{}", "[1]", '[{"path": 1}]', '[{"path": "\\u0000", "when": ""}]'):
        recent.file.write_text(said, "utf-8")
        assert recent.listed() == ()
    (tmp_path / "file").write_text("x")
    Recent(tmp_path / "file").add(tmp_path / "0.xlsx")
    assert Recent(tmp_path / "file").listed() == ()


def test_a_folder_of_states_that_is_no_path_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", "relative")
    assert states() == Path.home() / ".local" / "state" / "anjuan"


def test_the_sample_is_a_copy_and_what_is_made_of_it_is_given_as_a_download() -> None:
    before = sorted(SAMPLE_WORKBOOK.parent.rglob("*"))
    with opened() as desk:
        assert desk.post("choose", {"sample": True}).status == 200
        desk.idle()
        assert "没有找到" not in desk.get("check").text
        desk.make()
        assert desk.get("papers.zip").content.startswith(b"PK")
    assert sorted(SAMPLE_WORKBOOK.parent.rglob("*")) == before


def test_papers_go_into_a_folder_below_the_home_that_was_chosen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    (home / "成果").mkdir(parents=True)
    (tmp_path / "outside").mkdir()
    (home / "link").symlink_to(tmp_path / "outside")
    monkeypatch.setattr(Path, "home", lambda: home)
    book = write_workbook(home / "表.xlsx")
    with opened(book) as desk:
        assert "成果/" in desk.get("output").text
        for path in ("../outside", "link", "/etc", "表.xlsx", "成果/..", "\0"):
            assert desk.post("output-choose", {"path": path}).status == 409, path
        desk.post("output-choose", {"path": "成果", "below": True})
        assert str(home / "成果" / "文书") in unescape(desk.get("papers").text)
        desk.make()
        assert list((home / "成果" / "文书").rglob("*.docx"))
        desk.post("output-choose", {"path": "成果"})
        assert f"放到 {home / '成果'} " in unescape(desk.get("papers").text)
        desk.post("output-choose", {"usual": True})
        assert f"放到 {home / '文书'} " in unescape(desk.get("papers").text)
    assert not (home / "文书").exists()


def test_the_law_of_a_case_is_what_its_papers_cite(tmp_path: Path) -> None:
    with opened(SAMPLE_WORKBOOK, tmp_path / "out") as desk:
        shown = unescape(desk.get("law?case=0").text)
        used = re.findall(r'<section class="provision"><h2>(.*?)</h2>.*?用在：(.*?)</p>', shown)
        text = "".join(
            re.sub("<[^>]+>", "", unescape(desk.get(f"paper?case=0&doc={it}").text))
            for it in range(12)
        )
        whole_law = desk.get("law").text
        assert "没有找到" not in whole_law and "看全部法条" not in whole_law
        assert "看全部法条" not in desk.get("law?case=999").text
        desk.post("mask", {"on": True})
        assert not re.search("行为日 [^＊]", desk.get("law?case=0").text)
    assert len(used) > 5
    assert any("行为日 2026年" in it for it in shown.split("<section"))
    titles = {title for _, papers in used for title in papers.split("、")}
    assert len(titles) > 5 and "报案材料" in titles
    # Each stands in a paper of the case; what only lends a figure is not printed there.
    laws = {name.split("》")[0] + "》" for name, _ in used}
    printed = [it for it in laws if it in text]
    assert len(printed) > len(laws) * 2 / 3, laws


def test_settings_and_kinds_of_the_command_line_count(tmp_path: Path) -> None:
    document = new_document()
    document.add_paragraph("致{{ 委托人.姓名 }}")
    (tmp_path / "种类" / "note").mkdir(parents=True)
    document.save(str(tmp_path / "种类" / "note" / "便条.docx"))
    kind = tmp_path / "种类" / "note" / "kind.toml"
    kind.write_text('title = "便条"\nhelp = "x"\n', "utf-8")
    elsewhere = tmp_path / "自己的.toml"
    elsewhere.write_text('[plugins]\noff = ["regulator_report"]\n', "utf-8")
    book = write_workbook(tmp_path / "表.xlsx")
    settings = Settings(elsewhere, (tmp_path / "种类",))
    with opened(book, tmp_path / "out", settings) as desk:
        papers, about = desk.get("papers").text, desk.get("about").text
        assert ">便条<" in papers and "监管举报" not in papers
        assert str(elsewhere) in about and str(tmp_path / "种类") in about
        key = desk.get("state").json["key"]
        elsewhere.write_text("", "utf-8")
        desk.until(lambda: desk.get("state").json["key"] != key)
        desk.idle()
        papers_after = desk.get("papers").text
    with opened(book, tmp_path / "out") as desk:
        assert "案件表旁边没有 anjuan.toml" in desk.get("about").text
        assert ">便条<" not in desk.get("papers").text
    assert len(re.findall("<th scope", papers_after)) == len(re.findall("<th scope", papers)) + 1
