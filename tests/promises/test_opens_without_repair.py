"""Promise 10: a document that is written opens without repair, whatever its conditions left out.

Looked at with our own checker and with an independent validator.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given
from support.audit import audit
from support.branching_templates import NAMES, templates

from anjuan.word.proofreading.template import find_faults
from anjuan.word.proving import prove
from anjuan.word.rendering import is_compiled, render
from anjuan.word.structure.soundness import flaws
from anjuan.word.views import Trace


def made(template: bytes, names: dict[str, object], *, is_compiled_as: bool) -> bytes:
    """What a template without faults makes of names; proved."""
    assert [fault for fault in find_faults(template) if fault.is_error] == []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "模板.docx"
        path.write_bytes(template)
        assert not is_compiled_as or is_compiled(path)
        # The first document of a template is proved as a whole, all others by what was printed.
        first, second = (proved(path, names) for _ in range(2))
    assert first == second
    return first


def proved(template: Path, names: dict[str, object]) -> bytes:
    trace = Trace()
    rendered = render(template, names, trace, "题")
    assert prove(rendered, trace) == ()
    return rendered.content


def assert_sound(document: bytes, template: bytes) -> None:
    assert [str(flaw) for flaw in flaws(document)] == []
    known = audit(template)
    assert [error for error in audit(document) if error not in known] == []


@given(templates(can_be_compiled=True), NAMES)
def test_any_combination_of_branches_is_sound(template: bytes, names: dict[str, object]) -> None:
    assert_sound(made(template, names, is_compiled_as=True), template)


@given(templates(can_be_compiled=False), NAMES)
def test_so_is_what_docxtpl_has_to_render(template: bytes, names: dict[str, object]) -> None:
    assert_sound(made(template, names, is_compiled_as=False), template)
