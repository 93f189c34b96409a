"""A paper that a lawyer edited and that the workbook has overtaken: told, and which one counts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document
from support.dossiers import paper
from support.runs import Cli

from anjuan.run.dossier import Dossier
from anjuan.run.outcomes import State
from anjuan.testing import case, write_workbook

COMPLAINT = "06_民事起诉状_虚构市甲区人民法院.docx"
NEW = "06_民事起诉状_虚构市甲区人民法院_新.docx"
CODE = "overtaken"


def workbook(folder: Path, solatium: int) -> Path:
    return write_workbook(folder / "表.xlsx", cases=[case(精神损害抚慰金=solatium)])


def edit(path: Path) -> None:
    document = Document(str(path))
    document.add_paragraph("另补：请求赔偿交通费77元。")
    document.save(str(path))


def generate(cli: Cli, book: Path) -> dict[str, Any]:
    """What is told of the complaint, with the codes of all problems."""
    told = json.loads(cli("generate", book, "-o", "out", "--json").out)
    [found] = [it for it in told["documents"] if it["kind"] == "civil-complaint"]
    return {**found, "codes": [it["code"] for it in told["problems"]]}


def test_an_overtaken_paper_is_told_with_both_files_and_the_sums_of_each(
    cli: Cli, tmp_path: Path
) -> None:
    generate(cli, workbook(tmp_path, 5000))
    edit(tmp_path / "out" / "A001_张三" / COMPLAINT)

    told = generate(cli, workbook(tmp_path, 8000))
    shown = cli("generate", tmp_path / "表.xlsx", "-o", "out")

    assert (told["state"], told["path"]) == ("kept", f"A001_张三/{COMPLAINT}")
    assert told["beside"] == f"A001_张三/{NEW}"
    assert CODE in told["codes"]
    assert f"手改的：{COMPLAINT}" in shown.out
    assert f"新的：{NEW}" in shown.out
    assert f"A001_张三/{COMPLAINT} 手改过，没有动" in shown.err
    assert NEW in shown.err
    sheet = openpyxl.load_workbook(tmp_path / "out" / "清单.xlsx")["文书"]
    rows = [row for row in sheet.iter_rows(min_row=2) if row[2].value == "民事起诉状"]
    assert [row[4].value for row in rows] == ["手改过，未动", "新的一份，备对照"]
    assert "案件表后来改了" in str(rows[0][5].value)
    links = [row[6].hyperlink for row in rows]
    assert [it and it.target for it in links] == [f"A001_张三/{it}" for it in (COMPLAINT, NEW)]
    sums = [set(str(row[8].value).split("、")) for row in rows]
    assert {"77元", "5000元"} <= sums[0]
    assert "8000元" not in sums[0]
    assert sums[1] == {"8000元"}


def test_a_paper_that_was_edited_while_nothing_else_changed_is_not_overtaken(
    cli: Cli, tmp_path: Path
) -> None:
    book = workbook(tmp_path, 5000)
    generate(cli, book)
    place = tmp_path / "out" / "A001_张三" / COMPLAINT
    edit(place)

    told = generate(cli, book)

    assert (told["state"], told["beside"]) == ("kept", "")
    assert CODE not in told["codes"]
    assert not place.with_name(NEW).exists()


def test_where_the_new_version_was_edited_too_nothing_is_written_and_that_is_told(
    cli: Cli, tmp_path: Path
) -> None:
    generate(cli, workbook(tmp_path, 5000))
    folder = tmp_path / "out" / "A001_张三"
    edit(folder / COMPLAINT)
    generate(cli, workbook(tmp_path, 8000))
    edit(folder / NEW)
    before = (folder / NEW).read_bytes()

    told = generate(cli, workbook(tmp_path, 9000))

    assert (told["state"], told["beside"]) == ("kept", "")
    assert CODE in told["codes"]
    assert (folder / NEW).read_bytes() == before


def test_an_edit_that_cannot_be_read_stops_nothing(cli: Cli, tmp_path: Path) -> None:
    generate(cli, workbook(tmp_path, 5000))
    (tmp_path / "out" / "A001_张三" / COMPLAINT).write_bytes(b"no Word file")

    assert generate(cli, workbook(tmp_path, 8000))["state"] == "kept"


def edited(folder: Path) -> Path:
    """The new version that will stand beside an edited paper."""
    (folder / "案" / "甲.docx").write_bytes(b"mine")
    return folder / "案" / "甲_新.docx"


def test_an_edit_of_an_older_version_is_overtaken_though_the_newer_one_is_on_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Dossier(tmp_path, "案", 1).write([paper(b"one")])
    with monkeypatch.context() as patched:
        # The paper can't be written while it is open in Word; the record can.
        patched.setattr(Dossier, "_put", lambda *args: PermissionError(13, "open in Word"))
        [failed] = Dossier(tmp_path, "案", 2).write([paper(b"two")])
    assert isinstance(failed, PermissionError)
    beside = edited(tmp_path)

    dossier = Dossier(tmp_path, "案", 3)

    assert dossier.write([paper(b"two")]) == [State.KEPT]
    assert dossier.overtaken == {"甲.docx": "甲_新.docx"}
    assert beside.read_bytes() == b"two"


def test_what_a_broken_off_run_noted_down_is_not_taken_for_what_was_edited(tmp_path: Path) -> None:
    Dossier(tmp_path, "案", 1).write([paper(b"one")])
    Dossier(tmp_path, "案", 2).write([paper(b"two")])
    edited(tmp_path)

    for run in (2, 3, 4):
        # The second run broke off, so that nobody knows which version was edited.
        dossier = Dossier(tmp_path, "案", run)
        assert dossier.write([paper(b"two")]) == [State.KEPT]
        assert dossier.overtaken == {"甲.docx": "甲_新.docx"}


def test_a_new_version_that_lies_there_stays_the_newest(tmp_path: Path) -> None:
    Dossier(tmp_path, "案", 1).write([paper(b"one")])
    beside = edited(tmp_path)
    Dossier(tmp_path, "案", 2).write([paper(b"two")])

    dossier = Dossier(tmp_path, "案", 3)
    dossier.write([paper(b"one")])

    assert beside.read_bytes() == b"one"
    assert dossier.overtaken == {}
