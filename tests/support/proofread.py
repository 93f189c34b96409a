"""What proofreading says of a template, as tests ask for it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from anjuan.documents.vocabulary import Vocabulary
from anjuan.errors import TemplateError
from anjuan.word.proofreading.faults import Fault
from anjuan.word.proofreading.shapes import Shape
from anjuan.word.proofreading.template import find_faults
from anjuan.word.rendering import render
from anjuan.word.views import Trace
from support.runs import shipped_plugins

# What every template may ask for, whatever it is for.
KNOWN = Vocabulary(shipped_plugins())
CORE = KNOWN.core
NAMES: dict[str, object] = {"名": "张三", "址": "某路1号"}


def told(source: bytes) -> list[tuple[str, bool]]:
    """Code and gravity of each fault, whatever names there are."""
    return [(it.code, it.is_error) for it in find_faults(source)]


def codes(source: bytes, known: Shape | None = CORE) -> list[str]:
    return [fault.code for fault in find_faults(source, known)]


def only(source: bytes, known: Shape | None = CORE) -> Fault:
    """The one fault that there is."""
    faults = find_faults(source, known)
    assert len(faults) == 1, [str(fault) for fault in faults]
    return faults[0]


def assert_refused(source: bytes, folder: Path) -> None:
    """Generate says of it what template check says."""
    first = next(it for it in find_faults(source) if it.is_error)
    path = folder / "模板.docx"
    path.write_bytes(source)
    with pytest.raises(TemplateError, match=re.escape(str(first))):
        render(path, NAMES, Trace(), "题")
