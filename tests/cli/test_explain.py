"""`anjuan explain`: a finished paper, value by value, with what a person or time changed told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from support.runs import Cli

from anjuan.testing import case, incident, institution, write_workbook


def _workbook(folder: Path, **changed: str) -> None:
    write_workbook(
        folder / "表.xlsx",
        cases=[case(案件编号="A1", **changed)],
        institutions=[institution()],
        evidence=[],
        incidents=[incident(案件编号="A1", 次数=it, 证据编号="") for it in ("4", "3")],
    )


@pytest.fixture
def paper(cli: Cli, tmp_path: Path) -> str:
    """The path of a police statement that was generated."""
    _workbook(tmp_path)
    done = cli("generate", "表.xlsx", "-o", "文书", "-d", "platform-complaint")
    assert done.status == 0, done.err
    [found] = (tmp_path / "文书").glob("A1_*/*.docx")
    return found.relative_to(tmp_path).as_posix()


def _explained(cli: Cli, paper: str, *options: str) -> Any:
    done = cli("explain", paper, "--json", *options)
    assert done.status == 0, done.err
    return json.loads(done.out)


def _edit(path: Path) -> str:
    document = Document(str(path))
    document.paragraphs[-1].add_run("律师添的一句。")
    document.save(str(path))
    return document.paragraphs[-1].text


def test_values_are_told_with_their_cells(cli: Cli, paper: str) -> None:
    done = cli("explain", paper)

    assert done.status == 0, done.err
    assert "（委托人姓名）" in done.out
    assert "骚扰记录!H2、H3（次数）" in done.out or "（次数） 算出" in done.out
    assert "（模板原文）" in done.out
    assert "手改过" not in done.out


def test_the_shape_for_programs_is_this(cli: Cli, paper: str) -> None:
    found = _explained(cli, paper)

    assert set(found) == {
        *("workbook", "day", "case", "kind", "title", "recipient", "edited", "outdated"),
        "paragraphs",
    }
    assert (found["case"], found["kind"]) == ("A1", "platform-complaint")
    assert (found["edited"], found["outdated"]) == (False, False)
    for paragraph in found["paragraphs"]:
        assert set(paragraph) == {"number", "text", "state", "pieces"}
        assert paragraph["state"] == "explained"
        assert "".join(piece["text"] for piece in paragraph["pieces"]) == paragraph["text"]
    pieces = [piece for it in found["paragraphs"] for piece in it["pieces"]]
    assert all(
        set(it) == {"text", "origin", "name", "cells", "provisions", "found"} for it in pieces
    )
    [count] = {
        tuple(cell["cell"] for cell in it["cells"])
        for it in pieces
        if it["origin"] == "count" and it["text"] == "7"
    }
    assert len(count) == 2
    laws = [it for it in pieces if it["origin"] == "law"]
    assert laws
    for piece in laws:
        for provision in piece["provisions"]:
            assert set(provision) == {"key", "text", "edition", "from", "to", "days"}


def test_what_a_lawyer_wrote_is_told_as_his(cli: Cli, paper: str, tmp_path: Path) -> None:
    text = _edit(tmp_path / paper)

    found = _explained(cli, paper)

    assert found["edited"]
    assert not found["outdated"]
    edited = [it for it in found["paragraphs"] if it["state"] != "explained"]
    assert [(it["state"], it["text"], it["pieces"]) for it in edited] == [("edited", text, [])]
    assert "手改过的段落" in cli("explain", paper).out


def test_a_paper_that_the_workbook_has_overtaken_is_explained_as_far_as_it_still_holds(
    cli: Cli, paper: str, tmp_path: Path
) -> None:
    _workbook(tmp_path, 联系电话="13900000009")

    found = _explained(cli, paper)

    assert found["outdated"]
    assert not found["edited"]
    states = {it["state"] for it in found["paragraphs"]}
    assert states == {"explained", "outdated"}
    assert "案件表、模板或程序改过" in cli("explain", paper).out


def test_nothing_is_written_and_the_paper_stays(cli: Cli, paper: str, tmp_path: Path) -> None:
    before = {it: it.read_bytes() for it in tmp_path.rglob("*") if it.is_file()}

    cli("explain", paper)

    assert {it: it.read_bytes() for it in tmp_path.rglob("*") if it.is_file()} == before


def test_a_workbook_that_was_moved_is_named(cli: Cli, paper: str, tmp_path: Path) -> None:
    (tmp_path / "表.xlsx").rename(tmp_path / "旧表.xlsx")

    assert cli("explain", paper).status == 3
    assert _explained(cli, paper, "--from", "旧表.xlsx")["case"] == "A1"


def test_what_is_no_paper_of_ours_is_refused(cli: Cli, paper: str, tmp_path: Path) -> None:
    Document().save(str((tmp_path / paper).with_name("别的.docx")))

    other = cli("explain", str(Path(paper).with_name("别的.docx")))
    missing = cli("explain", "没有.docx")

    assert (other.status, missing.status) == (2, 2)
    assert "不是本程序生成的文书" in other.err
    assert "没有文件" in missing.err


def test_a_paper_that_was_broken_since_is_refused(cli: Cli, paper: str, tmp_path: Path) -> None:
    whole = (tmp_path / paper).read_bytes()
    (tmp_path / paper).write_bytes(whole[: len(whole) // 2])

    done = cli("explain", paper)

    assert done.status == 2
    assert "打不开，无从说明" in done.err


def test_a_draft_is_explained_and_a_gap_in_it_leads_to_its_cell(cli: Cli, tmp_path: Path) -> None:
    _workbook(tmp_path, 联系电话="")
    cli("generate", "表.xlsx", "-o", "文书", "-d", "platform-complaint", "--draft")
    [draft] = (tmp_path / "文书").glob("A1_*/草稿_*.docx")

    found = _explained(cli, str(draft))

    assert {it["state"] for it in found["paragraphs"]} == {"explained"}
    pieces = [piece for it in found["paragraphs"] for piece in it["pieces"]]
    gaps = [it for it in pieces if "待补" in it["text"]]
    assert gaps
    # It leads to the cell that is to be filled in.
    assert {cell["heading"] for it in gaps for cell in it["cells"]} == {"联系电话"}
    assert any(cell["heading"] == "委托人姓名" for it in pieces for cell in it["cells"])


def test_what_was_set_aside_is_explained_by_the_paper_that_took_its_place(
    cli: Cli, paper: str, tmp_path: Path
) -> None:
    _edit(tmp_path / paper)
    cli("generate", "表.xlsx", "-o", "文书", "-d", "platform-complaint", "--force")
    [aside] = (tmp_path / "文书").glob("A1_*/*_手改.docx")

    found = _explained(cli, str(aside))

    assert found["edited"]
    assert {it["state"] for it in found["paragraphs"]} == {"explained", "edited"}


def test_redacted_output_holds_cells_and_laws_but_no_text(cli: Cli, paper: str) -> None:
    done = cli("explain", paper, "--redact")

    assert done.status == 0, done.err
    assert "（委托人姓名）" in done.out
    for secret in ("A1", case()["委托人姓名"], case()["联系电话"], "表.xlsx"):
        assert secret not in done.out
