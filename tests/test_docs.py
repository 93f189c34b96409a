"""The documentation tells the truth: it is made from the code, or run as it stands."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, Finished
from docx_text import docx_text
from reference import DOCS, PAGES

Cli = Callable[..., Finished]


@pytest.mark.parametrize("name", PAGES)
def test_pages_made_from_the_code_say_what_it_says(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == PAGES[name](), "run: make reference"


def commands(page: str) -> list[list[str]]:
    """Every `anjuan …` line of a page's code blocks, in order, split as a shell does."""
    text = (DOCS / page).read_text(encoding="utf-8")
    lines = re.findall(r"^    anjuan (.+)$", text, re.MULTILINE)
    return [shlex.split(line, comments=True) for line in lines]


def test_the_lawyers_page_works_as_it_stands(cli: Cli, tmp_path: Path) -> None:
    assert cli("new", "案件表.xlsx", "--sample").status == 0
    told = commands("write-a-kind.zh-CN.md")

    for words in told:
        done = cli(*words)
        assert done.status == 0, (words, done.out, done.err)
        # The page exports everything first, then one kind only: that one is there already.
        for exported in (tmp_path / "模板").glob("civil-complaint.docx"):
            exported.unlink()

    assert len(told) >= 5
    papers = list((tmp_path / "文书").rglob("*_催告函_*.docx"))
    assert len(papers) == 6
    assert "骚扰共计" in docx_text(papers[0])


def test_names_on_the_lawyers_page_are_real(cli: Cli, tmp_path: Path) -> None:
    """Every `{{ … }}` of its table prints something in a document of the samples."""
    page = (DOCS / "write-a-kind.zh-CN.md").read_text(encoding="utf-8")
    table = [line for line in page.splitlines() if line.startswith("| ") and "{{" in line]
    names = [name.replace("\\|", "|") for line in table for name in re.findall(r"`(\{\{.+?\}\})`", line)]
    cli("new", "案件表.xlsx", "--sample")
    cli("kind", "new", "种类/试")
    assert len(names) >= 15

    document = _document([f"{number}：{name}" for number, name in enumerate(names)])
    document.save(str(tmp_path / "种类" / "试" / "试.docx"))
    (tmp_path / "种类" / "试" / "kind.toml").write_text('recipients = ["债权人"]', encoding="utf-8")
    done = cli("generate", "案件表.xlsx", "-o", "out", "--kinds-dir", "种类", "-d", "试", "--draft")

    reasons = {line for line in done.err.splitlines() if "不存在" in line or "标签" in line}
    assert not {line for line in reasons if "经办人" not in line}, done.err


def _document(lines: list[str]):  # type: ignore[no-untyped-def]  # python-docx has no types
    from docx import Document

    document = Document()
    for line in lines:
        document.add_paragraph(line)
    return document
