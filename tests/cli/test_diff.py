"""`anjuan diff`: what a run would change, paragraph by paragraph, and because of which cells."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from support.runs import Cli

from anjuan.testing import case, incident, institution, write_workbook

_PHONE = "13900000009"


def _workbook(folder: Path, *numbers: str, **changed: str) -> None:
    cases = numbers or ("A1",)
    write_workbook(
        folder / "表.xlsx",
        cases=[case(案件编号=number, 文书="平台投诉函", **changed) for number in cases],
        institutions=[institution()],
        evidence=[],
        incidents=[incident(案件编号=number, 次数="4", 证据编号="") for number in cases],
    )


def _generated(cli: Cli, folder: Path, *numbers: str) -> Path:
    _workbook(folder, *numbers)
    done = cli("generate", "表.xlsx", "-o", "文书")
    assert done.status == 0, done.err
    return next((folder / "文书").glob("A1_*/*.docx"))


def _told(cli: Cli, *options: str, status: int = 0) -> list[dict[str, Any]]:
    done = cli("diff", "表.xlsx", "-o", "文书", "--json", *options)
    assert done.status == status, done.err
    found: list[dict[str, Any]] = json.loads(done.out)["documents"]
    for it in found:
        assert set(it) == {
            *("case", "kind", "title", "recipient", "path", "state", "changes", "reason"),
        }
        for change in it["changes"]:
            assert set(change) == {"number", "old", "new", "cells"}
    return found


def test_a_folder_that_is_not_there_yet_gets_new_papers(cli: Cli, tmp_path: Path) -> None:
    _workbook(tmp_path)

    assert [it["state"] for it in _told(cli)] == ["new"]
    assert not (tmp_path / "文书").exists()


def test_nothing_changes_where_nothing_was_changed(cli: Cli, tmp_path: Path) -> None:
    _generated(cli, tmp_path)

    assert [it["state"] for it in _told(cli)] == ["unchanged"]
    assert "不变 1 份。什么也没有写。" in cli("diff", "表.xlsx", "-o", "文书").out


def test_a_changed_cell_is_told_with_the_paragraph_it_changes(cli: Cli, tmp_path: Path) -> None:
    _generated(cli, tmp_path)
    _workbook(tmp_path, 联系电话=_PHONE)

    [paper] = _told(cli)

    assert paper["state"] == "changed"
    [change] = paper["changes"]
    assert [cell["heading"] for cell in change["cells"]] == ["联系电话"]
    assert _PHONE in "".join(part["text"] for part in change["new"])
    # Only what differs is marked, and a number as a whole.
    assert [part["text"] for part in change["new"] if part["changed"]] == [_PHONE]
    shown = cli("diff", "表.xlsx", "-o", "文书").out
    assert "（联系电话）" in shown
    assert "［" in shown


def test_an_edited_paper_is_held_against_the_new_version(cli: Cli, tmp_path: Path) -> None:
    path = _generated(cli, tmp_path)
    document = Document(str(path))
    document.paragraphs[0].add_run("（律师改）")
    document.save(str(path))

    [paper] = _told(cli)

    assert paper["state"] == "edited"
    [change] = paper["changes"]
    assert (change["number"], change["cells"]) == (1, [])
    assert [part["text"] for part in change["old"] if part["changed"]] == ["（律师改）"]


def test_papers_and_cases_that_are_no_longer_made_are_told(cli: Cli, tmp_path: Path) -> None:
    _generated(cli, tmp_path, "A1", "A2")
    _workbook(tmp_path, "A2")

    assert sorted((it["case"], it["state"]) for it in _told(cli)) == [
        ("", "vanished"),
        ("A2", "unchanged"),
    ]


def test_only_the_cases_asked_for_are_compared(cli: Cli, tmp_path: Path) -> None:
    _generated(cli, tmp_path, "A1", "A2")

    assert {it["case"] for it in _told(cli, "-c", "A2")} == {"A2"}


@pytest.mark.parametrize("missing", ["债权人", "联系电话"])
def test_what_can_not_be_made_any_more_is_told_once_with_its_reason(
    cli: Cli, tmp_path: Path, missing: str
) -> None:
    path = _generated(cli, tmp_path, "A1", "A2")
    _workbook(tmp_path, "A1", "A2", **{missing: ""})

    first, second = _told(cli, status=1)

    assert (first["state"], second["state"]) == ("refused", "refused")
    assert missing in first["reason"]
    # What stands is never deleted, and is no paper of its own.
    assert first["path"] == path.relative_to(tmp_path / "文书").as_posix()
    assert first["kind"] == "platform-complaint"


def test_of_a_kind_that_is_refused_for_one_recipient_the_others_are_told_as_they_are(
    cli: Cli, tmp_path: Path
) -> None:
    _generated(cli, tmp_path)
    write_workbook(
        tmp_path / "表.xlsx",
        cases=[case(案件编号="A1", 文书="平台投诉函、报案材料", 联系电话="")],
        institutions=[institution()],
        evidence=[],
        incidents=[incident(案件编号="A1", 次数="4", 证据编号="")],
    )

    told = _told(cli, status=1)

    assert sorted((it["kind"], bool(it["path"])) for it in told if it["state"] == "refused") == [
        ("platform-complaint", True),
        ("police-statement", False),
    ]
    assert "vanished" not in {it["state"] for it in told}


def test_a_draft_is_held_against_the_next_draft(cli: Cli, tmp_path: Path) -> None:
    _workbook(tmp_path, 联系电话="")
    cli("generate", "表.xlsx", "-o", "文书", "--draft")
    [draft] = (tmp_path / "文书").glob("A1_*/草稿_*.docx")
    assert [it["state"] for it in _told(cli, "--draft", status=1)] == ["unchanged"]
    # Without drafts it is a paper that can't be made, and stands as one.
    [refused] = _told(cli, status=1)
    assert (refused["state"], refused["path"].endswith(draft.name)) == ("refused", True)

    _workbook(tmp_path, 联系电话="", 借款产品="乙贷分期")
    [changed] = _told(cli, "--draft", status=1)

    assert changed["state"] == "changed"
    headings = {cell["heading"] for it in changed["changes"] for cell in it["cells"]}
    assert headings == {"借款产品"}
    assert "待补" not in str(changed["changes"])


def test_a_draft_whose_gap_was_filled_is_no_longer_made(cli: Cli, tmp_path: Path) -> None:
    _workbook(tmp_path, 联系电话="")
    cli("generate", "表.xlsx", "-o", "文书", "--draft")
    _workbook(tmp_path)

    assert [it["state"] for it in _told(cli, "--draft")] == ["new", "vanished"]


def test_a_paper_that_can_not_be_opened_is_not_said_to_read_the_same(
    cli: Cli, tmp_path: Path
) -> None:
    path = _generated(cli, tmp_path)
    path.write_bytes(path.read_bytes()[:500])

    [paper] = _told(cli)

    assert (paper["state"], paper["changes"]) == ("edited", [])
    assert "打不开" in paper["reason"]


def test_nothing_is_written(cli: Cli, tmp_path: Path) -> None:
    _generated(cli, tmp_path)
    _workbook(tmp_path, 联系电话=_PHONE)
    before = {it: it.read_bytes() for it in tmp_path.rglob("*") if it.is_file()}

    cli("diff", "表.xlsx", "-o", "文书")

    assert {it: it.read_bytes() for it in tmp_path.rglob("*") if it.is_file()} == before


def test_redacted_output_tells_cells_but_no_text(cli: Cli, tmp_path: Path) -> None:
    _generated(cli, tmp_path)
    _workbook(tmp_path, 联系电话=_PHONE)

    done = cli("diff", "表.xlsx", "-o", "文书", "--redact")

    assert done.status == 0, done.err
    assert "（联系电话）" in done.out
    for secret in ("A1", _PHONE, case()["委托人姓名"]):
        assert secret not in done.out
