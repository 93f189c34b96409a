"""Messages say which of their words are ours: held in the source, for nobody sees it on screen."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.runs import ROOT

from anjuan import errors
from anjuan.errors import AnjuanError

# Faults of templates, which hold nothing of a case, are never redacted.
FAULTS = ROOT / "core/anjuan/word/proofreading"
SOURCES = sorted(
    path
    for folder in ("core", "plugins")
    for path in (ROOT / folder).rglob("*.py")
    if FAULTS not in path.parents
)
ERRORS = {
    *("UnsoundError", "RefusedError"),
    *(n for n, it in vars(errors).items() if isinstance(it, type) and issubclass(it, AnjuanError)),
}
# Where texts of problems are put down before they are handed over.
NAMES = {"message", "remedy", "reason"}


def test_there_are_sources_to_be_looked_at() -> None:
    assert len(SOURCES) > 100
    assert AnjuanError.__name__ in ERRORS


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_is_put_into_a_message_is_handed_over_as_its_part(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))

    assert list(_hidden(tree)) == []


def _hidden(tree: ast.AST) -> Iterator[str]:
    """Places whose text `--redact` would hide as a whole, though we know which words are ours."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and _names(node) & NAMES:
            yield from _faults(node.value, is_literal_known=True)
        elif isinstance(node, ast.Call) and (called := _called(node)):
            yield from _call_faults(node, called)


def _call_faults(call: ast.Call, called: str) -> Iterator[str]:
    if called in ERRORS and call.args:
        yield from _faults(call.args[0], is_literal_known=len(call.args) > 1)
        yield from _miscounted(call)
    elif called == "Message":
        if isinstance(call.args[0], ast.JoinedStr):
            yield from _faults(call.args[0], is_literal_known=True)
        yield from _miscounted(call)
    elif called in ("at", "on", "CellError"):
        for argument in call.args:
            yield from _faults(argument, is_literal_known=True)


def _faults(node: ast.expr, *, is_literal_known: bool) -> Iterator[str]:
    if isinstance(node, ast.JoinedStr | ast.BinOp):
        yield f"line {node.lineno}: put together; hand its parts to Message"
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and not is_literal_known:
        yield f"line {node.lineno}: a text without parts; make it a Message"


def _miscounted(call: ast.Call) -> Iterator[str]:
    template, *parts = call.args
    is_text = isinstance(template, ast.Constant) and isinstance(template.value, str)
    if not is_text or not parts or any(isinstance(it, ast.Starred) for it in parts):
        return
    if str(ast.literal_eval(template)).count("{}") != len(parts):
        yield f"line {call.lineno}: as many parts as places"


def _called(call: ast.Call) -> str:
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _names(node: ast.Assign) -> set[str]:
    return {it.id for target in node.targets for it in ast.walk(target) if isinstance(it, ast.Name)}
