"""The versions that are named: each dependency has a lowest one, and the ones tested with fit."""

from __future__ import annotations

import re
import tomllib

from packaging.requirements import Requirement
from support.runs import ROOT
from tools.oldest import lowest


def test_every_dependency_names_the_lowest_version_it_works_with() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

    assert len(lowest()) == len(project["dependencies"])


def test_the_versions_that_are_pinned_are_allowed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = (item for items in project["optional-dependencies"].values() for item in items)
    pins = dict(re.findall(r"^(\S+)==(\S+)$", (ROOT / "constraints.txt").read_text(), re.MULTILINE))
    pinned = {name.lower(): version for name, version in pins.items()}

    for requirement in map(Requirement, (*project["dependencies"], *extras)):
        assert requirement.specifier.contains(pinned[requirement.name.lower()]), requirement
