"""The recipes are run as they stand: commands, files, programs; what a person does, in comments."""

from __future__ import annotations

import ast
import re
import shlex
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.runs import ROOT, Cli
from support.wheel import authors_python
from tools.reference import DOCS

RECIPES = sorted((DOCS / "recipes").glob("*.md"))
# A fence with its language and, of a file, its title; or what stands for a person's hands.
STEP = re.compile(
    r"^```(?P<sort>\w+)(?: title=\"(?P<title>[^\"]+)\")?\n(?P<text>.*?)^```$"
    r"|^<!-- by hand\n(?P<hand>.*?)^-->$",
    re.MULTILINE | re.DOTALL,
)
# What authors of code import: the door, Python itself, and what their project is called.
DOOR = re.compile(r"(anjuan|anjuan\.testing)$|(?!anjuan(_plugins)?\.)")
# Nothing is fetched, for what the author's project needs is there; and a warning is a fault.
ALSO = {
    "pip": ("--quiet", "--no-index", "--no-build-isolation"),
    "pytest": ("-W", "error"),
}
Run = Callable[[str, tuple[str, ...]], tuple[int, str]]


@pytest.fixture
def in_process(cli: Cli) -> Run:
    """Runs `anjuan` in the test's own process."""

    def run(program: str, words: tuple[str, ...]) -> tuple[int, str]:
        assert program == "anjuan", program
        done = cli(*words)
        return done.status, done.out + done.err

    return run


@pytest.fixture
def with_wheel(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Runs `anjuan`, `pip install` and `pytest` of an environment that has the wheel."""
    python: list[Path] = []

    def run(program: str, words: tuple[str, ...]) -> tuple[int, str]:
        if not python:
            python.append(authors_python(tmp_path_factory, tmp_path / "venv"))
        done = subprocess.run(
            [*python, "-m", program, *words, *ALSO.get(program, ())],
            capture_output=True, encoding="utf-8", cwd=tmp_path, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout + done.stderr

    return run


def told_by(line: str, run: Run) -> str:
    """What a command says, which ends as its comment tells."""
    program, *words = shlex.split(line, comments=True)
    status, out = run(program, tuple(words))
    assert status == (1 if "返回 1" in line else 0), (line, out)
    return out


def changed(text: str, diff: str) -> str:
    """A text with the one place changed that a diff shows."""
    lines = diff.splitlines(keepends=True)
    old = "".join(it[1:] for it in lines if it[0] in " -")
    new = "".join(it[1:] for it in lines if it[0] in " +")
    assert text.count(old) == 1, old
    return text.replace(old, new)


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda path: path.name)
def test_a_recipe_works_as_it_stands(
    recipe: Path, in_process: Run, with_wheel: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = recipe.read_text(encoding="utf-8")
    steps = list(STEP.finditer(text))
    here: dict[str, object] = {"ROOT": ROOT, "TOLD": ""}
    run = with_wheel if "\npip install " in text else in_process

    assert len(steps) == text.count("```") // 2 + text.count("<!--")
    for step in steps:
        if step["title"]:
            file = tmp_path / step["title"]
            file.parent.mkdir(exist_ok=True)
            before = file.read_text(encoding="utf-8") if file.exists() else ""
            if before and step["sort"] == "python":
                before += "\n\n"
            is_diff = step["sort"] == "diff"
            after = changed(before, step["text"]) if is_diff else before + step["text"]
            file.write_text(after, encoding="utf-8")
        elif step["hand"] or step["sort"] == "python":
            exec(step["hand"] or step["text"], here)
        else:
            assert step["sort"] == "sh"
            told = [told_by(line, run) for line in step["text"].splitlines()]
            here["TOLD"] = f"{here['TOLD']}{''.join(told)}"
    private = [*imported_from_below(tmp_path)]
    assert not private, "authors need nothing but the door"


def imported_from_below(folder: Path) -> Iterator[str]:
    """What the code in a folder imports of ours that is no part of the door."""
    for path in folder.rglob("*.py"):
        if "venv" not in path.parts:
            yield from (it for it in imports(path) if not DOOR.match(it))


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (it.name for it in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield str(node.module)


def test_examples_import_nothing_but_the_door() -> None:
    assert [*(DOCS / "examples").rglob("*.py")]
    assert not [*imported_from_below(DOCS / "examples")]


def test_there_are_recipes_for_lawyers_authors_and_programs() -> None:
    assert len(RECIPES) >= 7
