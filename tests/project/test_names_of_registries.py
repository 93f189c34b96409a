"""Nobody is told to install a package by this project's name: anybody might have registered it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support.runs import ROOT

SOURCES = ("core", "plugins", "launchers", "docs", "templates", "sample_cases")
SUFFIXES = {".py", ".pyi", ".md", ".txt", ".toml", ".html", ".js", ".cmd", ".sh", ".json"}
# `pip install "anjuan[pdf]"`, `uv tool install anjuan`, `uvx anjuan`; a path or a wheel is none.
BY_NAME = re.compile(
    r"(pipx?3?|uv pip|uv tool) +(install|upgrade|run)\b[^\n]*?[\s\"'`]anjuan(?=[\[\s\"'`=<>~]|$)"
    r"|uvx +anjuan\b|--with +anjuan\b"
)


def texts() -> list[Path]:
    inner = [path for name in SOURCES for path in (ROOT / name).rglob("*")]
    return [it for it in (*ROOT.glob("*.md"), *inner) if it.suffix in SUFFIXES]


def test_no_message_and_no_page_names_a_registry_that_is_not_ours() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in texts()
        for line in path.read_text("utf-8").splitlines()
        if BY_NAME.search(line)
    ]

    assert len(texts()) > 300
    assert found == []


@pytest.mark.parametrize(
    ("line", "is_by_name"),
    [
        ("pip install anjuan", True),
        ("python -m pip install 'anjuan[pdf,chart]'", True),
        ('`pip install -U "anjuan"`', True),
        ("uv tool install anjuan", True),
        ("pipx run anjuan", True),
        ("uvx anjuan check", True),
        ('pip install -e ".[pdf]"', False),
        ("pip install /path/to/anjuan", False),
        ("pip install anjuan-0.1.0-py3-none-any.whl", False),
        ("pip uninstall anjuan", False),
    ],
)
def test_the_search_finds_names_and_leaves_paths(line: str, is_by_name: bool) -> None:
    assert bool(BY_NAME.search(line)) is is_by_name
