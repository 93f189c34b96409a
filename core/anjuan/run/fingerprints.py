"""What a document is made from, as one short text: equal keys, equal documents.

A second run need not render what was made from the same case, template, law and program.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path

from anjuan.plugin.host import Plugins
from anjuan.plugin.kinds import Kind

_SOURCES = (".py", ".toml")
# What they do shows in the document.
_LIBRARIES = ("docxtpl", "jinja2", "lxml", "python-docx")


class Fingerprints:
    """Makes keys for documents; one object serves a whole run.

    Args:
        plugins: offers the kinds and the law.
    """

    def __init__(self, plugins: Plugins) -> None:
        self._plugins = plugins
        self._program = _digest(
            _package_digest(__name__),
            repr(plugins.law),
            *(_package_digest(function.__module__) for function in plugins.filters.values()),
            *(_package_digest(it.value.__module__) for it, _ in plugins.names.values()),
            *map(version, _LIBRARIES),
        )
        self._kinds: dict[str, str] = {}

    def key(self, kind: Kind, *circumstances: object) -> str:
        """The key of a document.

        Args:
            kind: its kind: template, plug-in version and plug-in code count.
            circumstances: everything else that it depends on; their `repr` counts.
        """
        if kind.name not in self._kinds:
            info = self._plugins.infos[self._plugins.owners[kind.name]]
            template = hashlib.sha256(kind.template.read_bytes()).hexdigest()
            code = _package_digest(kind.context.__module__)
            own = (code, template, kind.file_name, kind.edition)
            self._kinds[kind.name] = _digest(self._program, info.name, info.version, *own)
        return _digest(self._kinds[kind.name], *map(repr, circumstances))


def _digest(*texts: str) -> str:
    """Of texts, each with its end marked."""
    return hashlib.sha256("\0".join(texts).encode("utf-8", "surrogatepass")).hexdigest()


@cache
def _package_digest(module: str) -> str:
    """Of all code and data of the package that a module belongs to, or of its one file."""
    content = hashlib.sha256()
    for path in _sources(module):
        content.update(path.name.encode() + b"\0" + path.read_bytes())
    return content.hexdigest()


def _sources(module: str) -> Iterator[Path]:
    package = sys.modules.get(module.partition(".")[0])
    folders = sorted(getattr(package, "__path__", ()))
    for folder in folders:
        yield from sorted(path for path in Path(folder).rglob("*") if path.suffix in _SOURCES)
    file = getattr(sys.modules.get(module), "__file__", None)
    if not folders and file:
        yield Path(file)
