"""docs/modules.md, made from what every module says of itself: `make reference`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
# In the way of the data, each with the folders in it; the small modules all stand on come last.
FOLDERS = (
    "core/anjuan/workbook",
    "core/anjuan/case",
    "core/anjuan/law",
    "core/anjuan/plugin",
    "core/anjuan/documents",
    "core/anjuan/word",
    "core/anjuan/run",
    "core/anjuan/cli",
    "core/anjuan",
    "plugins/anjuan_plugins",
    "plugins/anjuan_plugins/kinds",
    "plugins/anjuan_plugins/printing",
)


def modules() -> str:
    """The page: every folder and every module with its first sentence."""
    return "\n".join((*_head(), *(line for name in _folders() for line in _folder(name)))) + "\n"


def _folders() -> Iterator[str]:
    for name in FOLDERS:
        yield name
        within = (it.parent.relative_to(ROOT).as_posix() for it in (ROOT / name).rglob("*.py"))
        yield from (it for it in sorted(set(within)) if it not in FOLDERS and _home(it) == name)


def _home(name: str) -> str:
    """The innermost of the named folders around another one."""
    return max((it for it in FOLDERS if name.startswith(f"{it}/")), key=len)


def _head() -> Iterator[str]:
    yield "# Every module"
    yield ""
    yield (
        "Made from the code (`make reference`). [Architecture](architecture.md) tells how they work"
        " together."
    )


def _folder(name: str) -> Iterator[str]:
    yield from ("", f"## `{name}/`", "", _says(ROOT / name / "__init__.py"), "")
    yield "| module | what it holds |"
    yield "|---|---|"
    for path in sorted((ROOT / name).glob("*.py")):
        if path.name != "__init__.py":
            yield f"| `{path.name}` | {_says(path)} |"


def _says(path: Path) -> str:
    """The first paragraph of a module's docstring, on one line."""
    said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert said, path
    return " ".join(said.partition("\n\n")[0].split()).replace("|", "\\|")
