"""Loading plug-ins: the only module that talks to the pluggy manager.

Built-ins are a literal list, outside plug-ins come by entry point. Each is loaded and called
inside one guard, so that a broken one is named and never stops another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points, version
from pathlib import Path
from typing import Any

import pluggy

from anjuan import hookspecs
from anjuan.errors import AnjuanError, PluginError, UsageError
from anjuan.kinds import Kind
from anjuan.law import Catalogue, build_catalogue, shipped_catalogue
from anjuan.records import CASE_ATTRIBUTES
from anjuan.values import suggestion

ENTRY_POINT_GROUP = "anjuan.plugins"
# In the order in which a dossier numbers its documents.
BUILT_IN = (
    "anjuan_plugins.platform_complaint",
    "anjuan_plugins.regulator_report",
    "anjuan_plugins.police_statement",
    "anjuan_plugins.civil_complaint",
)


@dataclass(frozen=True, slots=True)
class PluginInfo:
    """One plug-in as `anjuan plugins` shows it; `reason` is empty unless it failed."""

    name: str
    version: str
    source: str
    reason: str = ""

    @property
    def state(self) -> str:
        """`ok` or `failed`."""
        return "failed" if self.reason else "ok"


@dataclass
class Plugins:
    """The loaded plug-ins and what they offer.

    Attributes:
        infos: every plug-in that was tried, failed ones included.
        kinds: kind by name, in dossier order.
        owners: plug-in name by kind name.
        law: the shipped catalogue with the plug-ins' own provisions.
        can_be_reloaded: True where another process comes to the same by loading them itself.
    """

    infos: dict[str, PluginInfo] = field(default_factory=dict)
    kinds: dict[str, Kind] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    law: Catalogue = field(default_factory=shipped_catalogue)
    can_be_reloaded: bool = True

    @classmethod
    def load(cls, *, outside: bool = True, extra: Iterable[tuple[str, object]] = ()) -> Plugins:
        """Load all plug-ins.

        Args:
            outside: whether installed plug-ins (entry points) are loaded too.
            extra: further (name, module or object) pairs, for tests and embedding programs.
        """
        loader = _Loader()
        for module in BUILT_IN:
            loader.add(module.rpartition(".")[2], "内置", version("anjuan"), _importer(module))
        for entry in _entry_points() if outside else ():
            loader.add(entry.name, _source(entry), _version(entry), entry.load)
        given = tuple(extra)
        for name, plugin in given:
            loader.add(name, "程序传入", "", _given(plugin))
        loader.plugins.can_be_reloaded = outside and not given
        return loader.plugins

    def kind(self, name: str) -> Kind:
        """A kind by its name or Chinese title.

        Raises:
            UsageError: nobody offers it; names the nearest one, and plug-ins that failed.
        """
        for kind in self.kinds.values():
            if name in (kind.name, kind.title):
                return kind
        failed = [info.name for info in self.infos.values() if info.reason]
        also = f"（另有插件未能加载：{'、'.join(failed)}，见 anjuan plugins）" if failed else ""
        raise UsageError(
            f"没有“{name}”这种文书。{suggestion(name, tuple(self.kinds))}"
            f"现有：{'、'.join(self.kinds)}{also}。"
        )


@contextmanager
def guard(plugin: str) -> Iterator[None]:
    """Turn whatever a plug-in's code raises into a `PluginError` that names the plug-in.

    This is the one place that catches `Exception`: plug-in code may do anything, and one
    plug-in must never stop another or the batch.
    """
    try:
        yield
    except AnjuanError as error:
        raise PluginError(f"插件 {plugin}：{error}") from error
    except Exception as error:
        raise PluginError(f"插件 {plugin} 出错：{type(error).__name__}：{error}") from error


class _Loader:
    """Registers plug-ins one by one and collects what they return."""

    def __init__(self) -> None:
        self.plugins = Plugins()
        self._manager = pluggy.PluginManager(hookspecs.PROJECT)
        self._manager.add_hookspecs(hookspecs)

    def add(self, name: str, source: str, version: str, load: Callable[[], object]) -> None:
        """Load one plug-in and take in its records; a failure is kept as its reason."""
        reason = ""
        try:
            with guard(name):
                plugin = load()
                self._manager.register(plugin, name)
                self._manager.check_pending()
                self._take(name, plugin)
        except PluginError as error:
            reason = str(error)
            if self._manager.has_plugin(name):
                self._manager.unregister(name=name)
        self.plugins.infos[name] = PluginInfo(name, version, source, reason)

    def _take(self, name: str, plugin: object) -> None:
        # Everything is collected before anything is kept: a plug-in is taken whole or not at all.
        kinds = [_checked(kind, self.plugins) for kind in self._call("anjuan_kinds", plugin)]
        files = [Path(path) for path in self._call("anjuan_catalogue_files", plugin)]
        if files:
            self.plugins.law = build_catalogue(files, self.plugins.law)
        for kind in kinds:
            self.plugins.kinds[kind.name] = kind
            self.plugins.owners[kind.name] = name

    def _call(self, hook: str, plugin: object) -> tuple[Any, ...]:
        others = self._manager.get_plugins() - {plugin}
        results = self._manager.subset_hook_caller(hook, others)()
        # A lazy generator is exhausted here, inside the guard, where its owner is known.
        return tuple(item for result in results for item in result)


def _checked(kind: object, plugins: Plugins) -> Kind:
    if not isinstance(kind, Kind):
        raise PluginError(f"anjuan_kinds 返回了 {type(kind).__name__}，应当是 Kind。")
    if kind.name in plugins.kinds:
        raise PluginError(f"文书种类“{kind.name}”已由插件 {plugins.owners[kind.name]} 提供。")
    if not kind.template.is_file():
        raise PluginError(f"文书种类“{kind.name}”的模板 {kind.template} 不存在。")
    unknown = {*kind.needs, *kind.reads} - CASE_ATTRIBUTES
    if unknown:
        raise PluginError(
            f"文书种类“{kind.name}”要用的“{'、'.join(sorted(unknown))}”不是案件的属性。"
        )
    return kind


def _given(plugin: object) -> Callable[[], object]:
    return lambda: plugin


def _importer(module: str) -> Callable[[], object]:
    return lambda: import_module(module)


def _entry_points() -> list[EntryPoint]:
    return sorted(entry_points(group=ENTRY_POINT_GROUP), key=lambda entry: entry.name)


def _source(entry: EntryPoint) -> str:
    return entry.dist.name if entry.dist else entry.value


def _version(entry: EntryPoint) -> str:
    return entry.dist.version if entry.dist else ""
