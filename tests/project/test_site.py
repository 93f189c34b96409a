"""The site is made of the pages as they stand: its list, its links, and nothing from elsewhere."""

from __future__ import annotations

import re

import pytest
from support.runs import shipped_plugins
from tools.papers_page import MOMENTS
from tools.reference import DOCS
from tools.website.gallery import SHEET, gallery
from tools.website.pages import AT_THE_ROOT, as_page, foreign, navigation


def test_the_index_lists_every_page_once_in_three_parts() -> None:
    parts = navigation((DOCS / "index.md").read_text(encoding="utf-8"))
    pages = [
        page
        for part in parts
        for entries in part.values()
        for it in entries
        for page in it.values()
    ]

    assert len(parts) == 3
    there = {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")} - {"index.md"}
    assert sorted(pages) == sorted({*there, *AT_THE_ROOT}), "docs/index.md lists every page"


@pytest.mark.parametrize(
    ("text", "source", "shown"),
    [
        ("[a](../SECURITY.md#versions)", "releasing.md", "[a](SECURITY.md#versions)"),
        ("[a](../hooks.md)", "recipes/embed.md", "[a](../hooks.md)"),
        ("[a](docs/hooks.md#x) ![b](docs/pictures/b.png)", "README.md",
         "[a](hooks.md#x) ![b](pictures/b.png)"),
        ("[MIT](LICENSE)", "README.md", "MIT"),
        ("写成\n一句。\n\n另一段", "why.md", "写成一句。\n\n另一段"),
        ("```\n一行\n又一行\n```", "why.md", "```\n一行\n又一行\n```"),
        ("| `{{ 甲\\|大写 }}` |", "why.md", "| `{{ 甲|大写 }}` |"),
    ],
)  # fmt: skip
def test_a_page_becomes_one_of_the_site(text: str, source: str, shown: str) -> None:
    assert as_page(text, source) == shown


@pytest.mark.parametrize(
    "text",
    [
        '<script defer src="https://cdn.invalid/a.js"></script>',
        "<img alt=x src=//cdn.invalid/a.png>",
        '<link rel="stylesheet" href="https://cdn.invalid/a.css">',
        "@font-face { src: url(https://cdn.invalid/a.woff2) }",
        "@import 'https://cdn.invalid/a.css';",
    ],
)
def test_what_a_browser_would_fetch_from_elsewhere_is_found(text: str) -> None:
    assert "//cdn.invalid/a" in foreign(text)[0]


def test_each_kind_of_paper_has_its_moment_of_the_case() -> None:
    listed = [name for names in MOMENTS.values() for name in names]

    assert sorted(listed) == sorted(shipped_plugins().kinds)


def test_the_sheet_of_all_papers_becomes_pictures_that_lead_to_their_kinds() -> None:
    page = (DOCS / "papers.zh-CN.md").read_text(encoding="utf-8")
    kinds = re.findall(r"^## (.+)$", page, re.MULTILINE)

    assert SHEET in page
    assert re.findall(r'href="#([^"]+)"', gallery()) == kinds


def test_a_link_that_somebody_follows_is_not_fetched() -> None:
    assert not foreign('<a href="https://law.invalid/">x</a><img src="pictures/a.png">')
