"""The recipes are run as they stand: commands, files, programs; what a person does, in comments."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from support.runs import ROOT, Cli
from tools.reference import DOCS

RECIPES = sorted((DOCS / "recipes").glob("*.md"))
# A fence with its language and, of a file, its title; or what stands for a person's hands.
STEP = re.compile(
    r"^```(?P<sort>\w+)(?: title=\"(?P<title>[^\"]+)\")?\n(?P<text>.*?)^```$"
    r"|^<!-- by hand\n(?P<hand>.*?)^-->$",
    re.MULTILINE | re.DOTALL,
)


def run(line: str, cli: Cli) -> str:
    """A command of the program, which ends as its comment says."""
    program, *words = shlex.split(line, comments=True)
    assert program == "anjuan", line
    done = cli(*words)
    assert done.status == (1 if "返回 1" in line else 0), (line, done.out, done.err)
    return done.out


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda path: path.name)
def test_a_recipe_works_as_it_stands(
    recipe: Path, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = recipe.read_text(encoding="utf-8")
    steps = list(STEP.finditer(text))
    here: dict[str, object] = {"ROOT": ROOT, "TOLD": ""}

    assert len(steps) == text.count("```") // 2 + text.count("<!--")
    for step in steps:
        if step["hand"] or step["sort"] == "python":
            exec(step["hand"] or step["text"], here)
        elif step["title"]:
            with (tmp_path / step["title"]).open("a", encoding="utf-8") as file:
                file.write(step["text"])
        else:
            assert step["sort"] == "sh"
            told = [run(line, cli) for line in step["text"].splitlines()]
            here["TOLD"] = f"{here['TOLD']}{''.join(told)}"


def test_there_are_recipes_for_lawyers_authors_and_programs() -> None:
    assert len(RECIPES) >= 4
