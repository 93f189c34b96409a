"""anjuan (案卷): from a spreadsheet of cases to the Word papers a lawyer files.

What a plug-in or an embedding program may rely on stands in the stub beside this file, once. Each
name is imported on first use, so that `anjuan --help` answers at once.
"""

from functools import cache
from importlib import import_module
from pathlib import Path


@cache
def _homes() -> dict[str, str]:
    """The module of each public name, as the stub has it."""
    import ast

    stub = ast.parse(Path(__file__).with_suffix(".pyi").read_text(encoding="utf-8"))
    imports = (node for node in stub.body if isinstance(node, ast.ImportFrom))
    return {name.name: node.module or "" for node in imports for name in node.names}


def __dir__() -> list[str]:
    return sorted((*globals(), *_homes()))


def __getattr__(name: str) -> object:
    if name == "__all__":
        return sorted(_homes())
    # Python itself looks for such names; no public one is like them.
    home = "" if name.startswith("_") else _homes().get(name)
    if not home:
        raise AttributeError(f"module 'anjuan' has no attribute {name!r}")
    return getattr(import_module(home), name)
