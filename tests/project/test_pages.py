"""Every page of the documentation names what is there, and is itself found."""

from __future__ import annotations

import inspect
import re
import shlex
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

import click
import pytest
from support.runs import ROOT
from tools.reference import DOCS

from anjuan.cli import anjuan
from anjuan.plugin import hookspecs
from anjuan.plugin.host import Plugins

PAGES = sorted(
    path for pattern in ("*.md", "docs/**/*.md", "sample_cases/*.md") for path in ROOT.glob(pattern)
)
PAGES_OF_TODAY = [path for path in PAGES if path.name != "CHANGELOG.md"]
HOOKS = [name for name, _ in inspect.getmembers(hookspecs, inspect.isfunction) if "anjuan_" in name]
# Where a path in backticks may begin.
PLACES = ("", "core/anjuan", "plugins", "plugins/anjuan_plugins", "tests", "docs")
PATH = re.compile(r"(?!DIR/|A001/|证据/|自有表格/)[\w.-]+/[\w./-]*|[\w/]+\.py")
# A command as it is written in a line of code, or inside one.
CALLED = re.compile(r"^(?:\S*[/\\])?anjuan (?=[a-z-])(.*)$")


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def code_of(text: str) -> Iterator[str]:
    """Lines of code blocks, and code within lines."""
    yield from (line.strip() for line in text.splitlines() if line.startswith("    "))
    yield from re.findall(r"`([^`\n]+)`", text)


def anchors(text: str) -> set[str]:
    """Of all headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", it.lower()).replace(" ", "-") for it in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", text_of(page)):
        place, _, anchor = target.partition("#")
        found = (page.parent / place).resolve() if place else page
        assert found.exists(), target
        if anchor:
            assert anchor in anchors(text_of(found)), target


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_commands_and_options_on_a_page_exist(page: Path) -> None:
    for line in code_of(text_of(page)):
        if called := CALLED.match(line.partition("#")[0].strip()):
            refuse_unknown(shlex.split(re.sub(r"[\[\]()|…，。]", " ", called.group(1))), line)


def refuse_unknown(words: list[str], line: str) -> None:
    command: click.Command = anjuan
    # A command keeps the option of help that it is first asked for.
    ctx = click.Context(command, info_name="anjuan", **command.context_settings)
    while isinstance(command, click.Group) and words and re.match("[a-z]", words[0]):
        below = command.get_command(ctx, words.pop(0))
        assert below, line
        command = below
    known = {name for option in command.get_params(ctx) for name in option.opts}
    assert {word for word in words if re.match("--?[a-z]", word)} <= known, line


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_targets_of_make_on_a_page_exist(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", text_of(ROOT / "Makefile"), re.MULTILINE))
    named = {
        target for line in code_of(text_of(page)) for target in re.findall(r"^make ([a-z-]+)", line)
    }
    assert named <= targets


@pytest.mark.parametrize("page", PAGES_OF_TODAY, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_modules_and_folders_on_a_page_exist(page: Path) -> None:
    for code in code_of(text_of(page)):
        # What is built stands only where it was built.
        if PATH.fullmatch(code) and not code.startswith("build/"):
            by_name = "/" not in code and any(ROOT.glob(f"[cpt]*/**/{code}"))
            assert by_name or any((ROOT / place / code).exists() for place in PLACES), code


def test_every_module_is_on_the_page_of_modules() -> None:
    page = text_of(DOCS / "modules.md")
    modules = [path for root in ("core", "plugins") for path in (ROOT / root).rglob("*.py")]

    assert len(modules) > 100
    for path in modules:
        if path.name != "__init__.py":
            folder = path.parent.relative_to(ROOT).as_posix()
            assert (
                f"| `{path.name}` |" in page.partition(f"## `{folder}/`")[2].partition("\n## ")[0]
            )


def test_both_readmes_lead_to_the_index() -> None:
    assert "index.md" in text_of(ROOT / "README.md")
    assert "index.md" in text_of(ROOT / "README.zh-CN.md")


@pytest.mark.parametrize("hook", HOOKS)
def test_every_hook_is_documented_tested_and_used_by_a_shipped_plugin(hook: str) -> None:
    tests = "".join(text_of(path) for path in (ROOT / "tests").rglob("test_*.py"))
    # Columns are in nobody's workbook unasked: who adds some is an example, run by tests.
    folders = (ROOT / "plugins", DOCS / "examples")
    plugins = "".join(text_of(path) for folder in folders for path in folder.rglob("*.py"))

    assert f"def {hook}(" in tests
    assert f"def {hook}(" in plugins
    assert f"### `{hook}(" in text_of(DOCS / "hooks.md")
    assert f"`{hook}`" in text_of(DOCS / "write-a-plugin.md")


def test_the_pages_for_lawyers_name_every_shipped_kind() -> None:
    page = text_of(ROOT / "README.zh-CN.md")

    for kind in Plugins.load(outside=False).kinds.values():
        assert kind.title in page


def test_the_workflow_tests_every_python_from_the_oldest_on() -> None:
    workflow = text_of(ROOT / ".github" / "workflows" / "ci.yml")
    project = text_of(ROOT / "pyproject.toml")
    [oldest] = re.findall(r'requires-python = ">=(3\.\d+)"', project)

    versions = re.findall(r"python: \[(.+)\]", workflow)[0].replace('"', "").split(", ")
    assert versions[0] == oldest
    minors = [int(version.partition(".")[2]) for version in versions]
    assert minors == list(takewhile(lambda minor: minor <= minors[-1], range(minors[0], 99)))
