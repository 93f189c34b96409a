"""The documentation tells the truth: it is made from the code, or run as it stands."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
from support.blank import new_document
from support.runs import ROOT, Cli
from tools.docx_text import docx_text
from tools.reference import DOCS, PAGES, declared_rules
from tools.samples import rows

from anjuan.plugin import hookspecs
from anjuan.plugin.host import Plugins


@pytest.mark.parametrize("name", PAGES)
def test_pages_made_from_the_code_say_what_it_says(name: str) -> None:
    assert (ROOT / name).read_text(encoding="utf-8") == PAGES[name](), "run: make reference"


def test_every_hook_has_its_place_on_all_pages_for_authors() -> None:
    hooks = [name for name in vars(hookspecs) if name.startswith("anjuan_")]
    guide = (DOCS / "write-a-plugin.md").read_text(encoding="utf-8")
    recipe = (DOCS / "recipes" / "code-kind.zh-CN.md").read_text(encoding="utf-8")
    page = (DOCS / "hooks.md").read_text(encoding="utf-8")

    assert len(hooks) >= 4
    for name in hooks:
        assert f"\n### `{name}(" in page, name
        assert f"\n| `{name}` |" in guide, name
        assert f"`{name}`" in recipe, name


def test_every_hook_has_a_test() -> None:
    tests = "\n".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py")
    )

    for name in vars(hookspecs):
        assert not name.startswith("anjuan_") or f"def {name}(self)" in tests, name


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
    assert len(papers) == len(rows("示例案件")["案件"])
    assert "骚扰共计" in docx_text(papers[0])


def test_names_on_the_lawyers_page_are_real(cli: Cli, tmp_path: Path) -> None:
    page = (DOCS / "write-a-kind.zh-CN.md").read_text(encoding="utf-8")
    table = [line for line in page.splitlines() if line.startswith("| ") and "{{" in line]
    found = (name for line in table for name in re.findall(r"`(\{\{.+?\}\})`", line))
    names = [name.replace("\\|", "|") for name in found]
    document = new_document()
    for name in names:
        document.add_paragraph(f"甲{name}乙")
    document.save(str(tmp_path / "试.docx"))

    done = cli("template", "check", "试.docx", "--json")

    faults = json.loads(done.out)["templates"][0]["faults"]
    errors = [it["text"] for it in faults if it["severity"] == "error"]
    assert len(names) >= 15
    # The one column of the lawyer's own is known only with the workbook.
    assert errors == ["甲{{ 经办人 }}乙"]


def test_every_rule_has_a_code_of_its_own_and_stands_in_the_reference() -> None:
    rules = declared_rules()
    page = (DOCS / "reference.md").read_text(encoding="utf-8")

    assert len(rules) > 100
    assert len({rule.code for rule in rules}) == len(rules), "two rules have one code"
    missing = [it.code for it in rules if f"| `{it.code}` | {it.meaning} |\n" not in page]
    assert not missing


def test_the_shipped_kinds_and_steps_name_every_rule_of_theirs() -> None:
    named = Plugins.load(outside=False).rules
    declared = {it for it, module in declared_rules().items() if module.startswith("anjuan_p")}

    assert declared
    assert not {rule.code for rule in declared - set(named)}
