"""The folders are the architecture: whoever steps out of line is found by `make lint`."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from support.runs import ROOT

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]


def linted(folder: Path, **modules: str) -> str:
    """What lint-imports says of the project with further modules.

    Args:
        folder: where a copy of the project is made.
        modules: source by path, with `__` for `/`.
    """
    for root in ("core", "plugins"):
        only_code = shutil.ignore_patterns("__pycache__", "data", "scaffolds")
        shutil.copytree(ROOT / root, folder / root, ignore=only_code)
    shutil.copy(ROOT / "pyproject.toml", folder)
    for path, source in modules.items():
        (folder / f"{path.replace('__', '/')}.py").write_text(source, encoding="utf-8")
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(("core", "plugins")), "COLUMNS": "200"},
        check=False,
    )
    assert (done.returncode == 1) is ("BROKEN" in done.stdout), done.stdout + done.stderr
    return done.stdout


def broken(report: str) -> set[str]:
    return set(re.findall(r"^(.+) BROKEN", report, re.MULTILINE))


@pytest.fixture(scope="module")
def strayed(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The report on a project in which every contract is broken once."""
    return linted(
        tmp_path_factory.mktemp("strayed"),
        core__anjuan__case__climbing="from anjuan.run import batch\n",
        core__anjuan__word__knowing="from anjuan.settings import Setting\n",
        core__anjuan__law__favouring="from anjuan_plugins.kinds import facts\n",
        core__anjuan__run__hosting="import pluggy\n",
        core__anjuan__run__serving="import starlette\n",
        plugins__anjuan_plugins__kinds__facts__saying="import anjuan_plugins.kinds.prose\n",
        plugins__anjuan_plugins__kinds__reaching="from anjuan.case.records.case import Case\n",
    )


def test_every_contract_can_be_broken(strayed: str) -> None:
    assert broken(strayed) == {contract["name"] for contract in CONTRACTS["contracts"]}


@pytest.mark.parametrize(
    "told",
    [
        "anjuan.case.climbing -> anjuan.run",
        "anjuan.word.knowing -> anjuan.settings",
        "anjuan.law.favouring -> anjuan_plugins.kinds",
        "anjuan.run.hosting -> pluggy",
        "anjuan.run.serving -> starlette",
        "anjuan_plugins.kinds.facts.saying -> anjuan_plugins.kinds.prose",
        "anjuan_plugins.kinds.reaching -> anjuan.case.records",
    ],
)
def test_the_line_that_steps_out_is_named(strayed: str, told: str) -> None:
    assert told in strayed


def test_a_module_without_a_place_is_found(tmp_path: Path) -> None:
    report = linted(tmp_path, core__anjuan__stray="")

    assert broken(report) == {"the way of the data"}
    assert "anjuan.stray" in report


def test_what_a_plug_in_may_import_is_anjuan_and_nothing_below(tmp_path: Path) -> None:
    report = linted(tmp_path, plugins__anjuan_plugins__kinds__polite="from anjuan import Case\n")

    assert not broken(report), report
