"""The oldest versions that pyproject.toml allows, as pip wants them: `make oldest`."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

_LOWEST = re.compile(r"([A-Za-z0-9_.-]+)>=([0-9.]+)")


def lowest() -> list[str]:
    """`name==version` for every dependency of the program."""
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))
    found = (_LOWEST.match(it) for it in project["project"]["dependencies"])
    return [f"{it[1]}=={it[2]}" for it in found if it]


if __name__ == "__main__":
    print("\n".join(lowest()))  # noqa: T201
