"""R6: how long papers may be, in lines of the page that their template sets."""

from __future__ import annotations

import math
import unicodedata
from pathlib import Path

import pytest
from support.runs import Generate, Generated

from anjuan.resources import SAMPLE_WORKBOOK
from anjuan.testing import evidence, incident, write_workbook

# The body of the statement is set in 12 points on lines of 22 points, between margins of one inch
# above and below: so many signs a line, and points a page.
_SIGNS, _LINE, _PAGE = 36.5, 22, 698
_HEADING, _TITLE, _SIGNATURE = 34, 70, 28
_MOST_PAGES = 2.5


def pages_of_body(text: str) -> float:
    """How many pages the text before the first table takes."""
    body = text.partition("\n[表题]")[0].split("\n")
    return sum(map(_points, body)) / _PAGE


def _points(line: str) -> float:
    style, _, words = line.partition("] ")
    if style in ("[heading 1", "[Title", "[落款"):
        return {"[heading 1": _HEADING, "[Title": _TITLE}.get(style, _SIGNATURE)
    return math.ceil((_width(words) + 2) / _SIGNS) * _LINE


def _width(words: str) -> float:
    return sum(1 if unicodedata.east_asian_width(sign) in "WFA" else 0.5 for sign in words)


@pytest.fixture
def samples(generate: Generate) -> Generated:
    return generate(SAMPLE_WORKBOOK, kinds=("police-statement",))


def test_r06_statements_of_the_samples_keep_to_two_and_a_half_pages(samples: Generated) -> None:
    paths = [outcome.path for outcome in samples.report.documents if outcome.path]
    lengths = {path: pages_of_body(samples.read(samples.folder / path)) for path in paths}

    assert len(lengths) > 3
    assert {path: pages for path, pages in lengths.items() if pages > _MOST_PAGES} == {}


def test_r06_a_statement_grows_with_the_worst_moments_and_not_with_the_table(
    generate: Generate, tmp_path: Path
) -> None:
    rows = [
        incident(
            时间=f"2026-03-{day:02} 22:10", 对方号码=f"0571-000000{day:02}", 行为性质="辱骂",
            受扰人=f"亲友{day}", 与委托人关系="朋友", 内容="“今天不还就骂到你还”",
        )
        for day in range(1, 28)
    ]  # fmt: skip
    book = write_workbook(tmp_path / "表.xlsx", incidents=rows, evidence=[evidence()])

    text = generate(book, kinds=("police-statement",)).text("police-statement")

    assert pages_of_body(text) <= _MOST_PAGES
    assert "| 27 |" in text
