"""An exported template remembers what it began as, and is told when that has changed."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from docx import Document
from support.runs import Cli

from anjuan.testing import case, incident, write_workbook
from anjuan.word.lineage import began_as, beginning_as

OWN = "模板/police-statement.docx"
REMINDER = "改自自带的模板，自带的后来改了"


@pytest.fixture
def own(cli: Cli, tmp_path: Path) -> Path:
    """A template of the office's own, exported and in use, and a workbook with two cases."""
    write_workbook(
        tmp_path / "表.xlsx",
        cases=[case(文书="报案材料"), case(案件编号="A002", 委托人姓名="李四", 文书="报案材料")],
        incidents=[incident(), incident(案件编号="A002", 受扰人="李四", 证据编号=None)],
    )
    assert cli("template", "export", "police-statement", "模板").status == 0
    (tmp_path / "anjuan.toml").write_text('[templates]\nfolder = "模板"\n', encoding="utf-8")
    return tmp_path / OWN


def outdated(template: Path) -> None:
    """As if the shipped one had been another when it was exported."""
    template.write_bytes(beginning_as(template.read_bytes(), "0" * 64))


def test_what_was_just_exported_is_up_to_date(cli: Cli, own: Path) -> None:
    told = cli("template", "diff", OWN).out

    assert "导出以后，自带的模板没有变。" in told
    assert "文字没有不同。" in told
    assert REMINDER not in cli("check", "表.xlsx").out


def test_a_shipped_template_that_moved_on_is_told_once_for_all_cases(cli: Cli, own: Path) -> None:
    outdated(own)

    done = cli("check", "表.xlsx", "--json")

    told = [it for it in json.loads(done.out)["problems"] if it["code"] == "template-overtaken"]
    assert [(it["severity"], REMINDER in it["message"]) for it in told] == [("warning", True)]
    assert f"anjuan template diff {own}" in told[0]["remedy"]
    assert done.status == 0


def test_both_are_shown_paragraph_by_paragraph(cli: Cli, own: Path) -> None:
    outdated(own)
    document = Document(str(own))
    last = next(it for it in reversed(document.paragraphs) if it.text.strip())
    last.add_run("（本所存档）")
    document.save(str(own))

    told = cli("template", "diff", OWN).out

    # Word, as python-docx here, keeps the property.
    assert "导出以后，自带的模板改过。" in told
    assert "［（本所存档）］" in told
    assert "共 1 段不同" in told
    [change] = json.loads(cli("template", "diff", OWN, "--json").out)["changes"]
    assert [it["text"] for it in change["new"] if it["changed"]] == ["（本所存档）"]


def test_a_copy_that_was_compared_is_reminded_of_no_more(
    cli: Cli, own: Path, tmp_path: Path
) -> None:
    outdated(own)

    assert cli("template", "diff", OWN, "--checked", "对照过.docx").status == 0
    (tmp_path / "对照过.docx").replace(own)

    assert REMINDER not in cli("check", "表.xlsx").out


def test_a_template_that_tells_nothing_is_compared_all_the_same(cli: Cli, own: Path) -> None:
    Document().save(str(own))

    told = cli("template", "diff", OWN).out

    assert "没有记着" in told
    assert REMINDER not in cli("check", "表.xlsx").out


def test_papers_have_nothing_of_it(cli: Cli, own: Path, tmp_path: Path) -> None:
    assert cli("generate", "表.xlsx").status == 0

    papers = list((tmp_path / "文书").rglob("*.docx"))
    assert len(papers) == 2
    for paper in papers:
        with zipfile.ZipFile(paper) as package:
            assert not [name for name in package.namelist() if "custom" in name]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"no package"])
def test_what_is_no_word_file_tells_nothing(content: bytes) -> None:
    assert began_as(content) == ""
