"""Comments and docstrings name modules that are there."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.runs import ROOT

SOURCES = sorted(path for root in ("core", "plugins") for path in (ROOT / root).rglob("*.py"))
_MODULE = re.compile(r"[\w/]+\.py\b")


def test_there_are_comments_that_name_modules() -> None:
    assert sum(len(list(_named(path))) for path in SOURCES) > 10


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_that_a_comment_names_is_there(path: Path) -> None:
    missing = [name for name in _named(path) if not _is_there(name)]

    assert missing == []


def _named(path: Path) -> Iterator[str]:
    for token in tokenize.generate_tokens(io.StringIO(path.read_text("utf-8")).readline):
        if token.type == tokenize.COMMENT or token.string.startswith('"""'):
            yield from _MODULE.findall(token.string)


def _is_there(name: str) -> bool:
    return any(f"/{path.as_posix()}".endswith(f"/{name}") for path in SOURCES)
