"""What a document is made from, as one short text: equal keys, equal documents.

A second run need not render what was made from the same case, template, law and program.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import fields
from functools import cache, cached_property, partial
from io import FileIO

from anjuan.installed import version_of
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
            _code_digest(__name__),
            repr(plugins.law),
            *(_code_digest(function.__module__) for function in plugins.filters.values()),
            *(_code_digest(it.value.__module__) + it.phrase for it, _ in plugins.names.values()),
            *map(version_of, _LIBRARIES),
        )
        self._kinds: dict[str, str] = {}

    def key(self, kind: Kind, *circumstances: object) -> str:
        """The key of a document.

        Args:
            kind: its kind: template, plug-in version and plug-in code count.
            circumstances: everything else that it depends on; their `repr` counts.
        """
        return _digest(self._kind(kind), *map(repr, circumstances))

    def _kind(self, kind: Kind) -> str:
        if kind.name not in self._kinds:
            info = self._plugins.infos[self._plugins.owners[kind.name]]
            template = hashlib.sha256(kind.template.read_bytes()).hexdigest()
            code = _code_digest(kind.context.__module__)
            own = (code, template, kind.file_name, kind.edition)
            self._kinds[kind.name] = _digest(self._program, info.name, info.version, *own)
        return self._kinds[kind.name]

    @cached_property
    def everything(self) -> str:
        """The key of whatever kinds there are and say of a case; empty where nobody can know.

        Code stands for what it says, all of it; what a program hands over may be put together
        anew each time by the same code.

        Raises:
            OSError: a template can't be read.
        """
        if self._plugins.has_guests:
            return ""
        kinds = self._plugins.kinds.values()
        told = (text for kind in kinds for text in (self._kind(kind), *_told(kind)))
        return _digest(self._program, repr(self._plugins.table), *told)


def _told(kind: Kind) -> Iterator[str]:
    """What a kind says of itself, and the code of all that it is asked."""
    for it in fields(kind):
        value = getattr(kind, it.name)
        yield _code_digest(_module(value)) if callable(value) else repr(value)


def _module(function: Callable[..., object]) -> str:
    """The module of what a plug-in wrote, in whatever it is wrapped."""
    while isinstance(function, partial):
        function = function.func
    return function.__module__


def _digest(*texts: str) -> str:
    """Of texts, each with its end marked."""
    return hashlib.sha256("\0".join(texts).encode("utf-8", "surrogatepass")).hexdigest()


def _code_digest(module: str) -> str:
    """Of all code and data of the package that a module belongs to, or of its one file."""
    package = module.partition(".")[0]
    is_package = hasattr(sys.modules.get(package), "__path__")
    return _sources_digest(package if is_package else module)


@cache
def _sources_digest(name: str) -> str:
    content = hashlib.sha256()
    # Texts and not `Path`s, which make up half of the time: each start reads all files.
    for path in _sources(name):
        with FileIO(path) as file:
            content.update(path.rpartition(os.sep)[2].encode() + b"\0" + file.read())
    return content.hexdigest()


def _sources(name: str) -> Iterator[str]:
    """The files of a package, or the file of a module that is none."""
    module = sys.modules.get(name)
    folders = sorted(getattr(module, "__path__", ()))
    for folder in folders:
        found = (f"{at}{os.sep}{file}" for at, _, files in os.walk(folder) for file in files)
        yield from sorted(path for path in found if path.endswith(_SOURCES))
    file = getattr(module, "__file__", None)
    if not folders and file:
        yield file
