"""Loading plug-ins: the only module that talks to the pluggy manager.

Built-ins are a literal list, outside plug-ins come by entry point or are files in a folder that
the user names, kinds without code come from folders. Each is loaded and called inside one guard,
so that a broken one is named and never stops another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, lru_cache, partial
from importlib import import_module
from itertools import islice
from pathlib import Path
from threading import Event
from types import FunctionType, MethodType, ModuleType
from typing import TYPE_CHECKING, Any

import pluggy

from anjuan.case.keys import label_key
from anjuan.case.sheets import CASE_ATTRIBUTES, CASES, OURS, Table
from anjuan.chinese import suggestion
from anjuan.errors import ConfigError, PluginError, UsageError
from anjuan.frozen import frozen
from anjuan.installed import NAME, entry_points_of, version_of
from anjuan.law.catalogue import Catalogue
from anjuan.law.loading import build_catalogue, shipped_catalogue
from anjuan.messages import Message, public
from anjuan.plugin import answers, hookspecs
from anjuan.plugin.column_files import COLUMNS_NAME, ColumnsPlugin, read_columns
from anjuan.plugin.columns import Added, OwnSheet, extended, names_of, owned
from anjuan.plugin.files import edition, load_file, plugin_files
from anjuan.plugin.folders import FolderPlugin, kind_folders, load_folder
from anjuan.plugin.guard import MOST_RECORDS, bounded, guard, place_of, sealed, telling, told_at
from anjuan.plugin.importers import Found, Importer, RecordFile
from anjuan.plugin.kinds import API_VERSION, Kind, TemplateName
from anjuan.plugin.office import Office
from anjuan.plugin.steps import PrintView, Step
from anjuan.plugin.timing import timed
from anjuan.problems import Rule
from anjuan.resources import shipped
from anjuan.word.lines import refuse_faulty_line
from anjuan.word.patched import Patched, stored
from anjuan.word.sandbox import PLAIN, Sandbox

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

ENTRY_POINT_GROUP = "anjuan.plugins"
_SHIPPED = "内置"
_BY_SETTINGS = "配置"
_OWN_KINDS = Message("自己的文书种类要用 --kinds-dir 指明文件夹。")
_UNTRUSTED = (
    "anjuan.toml 要载入插件文件夹 {}。插件是程序，能做任何事，所以只在您指明时才载入："
    "确实是自己的，请加 --config anjuan.toml，或 --plugins-dir 和这个文件夹。",
)
_ASCII_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_HOOK = "anjuan_"
# By which pluggy knows a function that `hookimpl` was put before.
_MARK = f"{hookspecs.PROJECT}_impl"
# So many records of a file pass the guard at once.
_AT_ONCE = 500
# Sandboxes and filters of plug-ins that were loaded before.
_MOST_KEPT, _MOST_FILTERS = 8, 256
# A guess at a kind is made only where the word is nearly its name.
_SURE = 0.7


@frozen
class BuiltIn:
    """A plug-in that comes with the program.

    Attributes:
        place: a module; or a folder below templates/.
        is_folder: a kind without code.
    """

    place: str
    is_folder: bool = False

    @property
    def name(self) -> str:
        """By which it can be left out."""
        return self.place.rpartition(".")[2]

    def load(self) -> object:
        """The plug-in; what comes with the program is read once, as modules are."""
        return _shipped_folder(self.place) if self.is_folder else import_module(self.place)


@cache
def _shipped_folder(name: str) -> FolderPlugin:
    return load_folder(shipped("templates") / name)


# In the order in which a dossier numbers its documents.
SHIPPED_KINDS = (
    BuiltIn("anjuan_plugins.kinds.platform_complaint"),
    BuiltIn("anjuan_plugins.kinds.regulator_report"),
    BuiltIn("anjuan_plugins.kinds.police_statement"),
    BuiltIn("anjuan_plugins.kinds.civil_complaint"),
    BuiltIn("anjuan_plugins.kinds.evidence_list"),
    BuiltIn("anjuan_plugins.kinds.witness_statement"),
    BuiltIn("anjuan_plugins.kinds.witness_application"),
    BuiltIn("anjuan_plugins.kinds.unit_certificate"),
    BuiltIn("power-of-attorney", is_folder=True),
    BuiltIn("out-of-court-power", is_folder=True),
    BuiltIn("anjuan_plugins.kinds.lawyer_letter"),
    BuiltIn("anjuan_plugins.kinds.repayment_proposal"),
    BuiltIn("information-request", is_folder=True),
    BuiltIn("document-production", is_folder=True),
    BuiltIn("evidence-collection", is_folder=True),
    BuiltIn("investigation-order", is_folder=True),
    BuiltIn("anjuan_plugins.kinds.recording_transcript"),
    BuiltIn("client-letter", is_folder=True),
    BuiltIn("kinship-certificate", is_folder=True),
    BuiltIn("address-confirmation", is_folder=True),
    BuiltIn("risk-notice", is_folder=True),
    BuiltIn("client-interview", is_folder=True),
    BuiltIn("evidence-preservation", is_folder=True),
    BuiltIn("added-defendant", is_folder=True),
    BuiltIn("settlement-agreement", is_folder=True),
    BuiltIn("withdrawal", is_folder=True),
    BuiltIn("enforcement-application", is_folder=True),
    BuiltIn("fee-relief", is_folder=True),
    BuiltIn("review-application", is_folder=True),
    BuiltIn("administrative-complaint", is_folder=True),
    BuiltIn("anjuan_plugins.kinds.injunctions"),
    BuiltIn("complaint-review", is_folder=True),
    BuiltIn("report-reminder", is_folder=True),
    BuiltIn("cyberspace-report", is_folder=True),
    BuiltIn("credit-complaint", is_folder=True),
    BuiltIn("criminal-review", is_folder=True),
    BuiltIn("filing-supervision", is_folder=True),
)
SHIPPED_REST = (
    BuiltIn("anjuan_plugins.kinds.filters"),
    BuiltIn("anjuan_plugins.kinds.names"),
    BuiltIn("anjuan_plugins.printing.filing_sheet"),
    BuiltIn("anjuan_plugins.printing.pdf"),
    BuiltIn("anjuan_plugins.printing.chart"),
    BuiltIn("anjuan_plugins.printing.evidence_book"),
    BuiltIn("anjuan_plugins.printing.bundle"),
)
# A file is read by the first that recognises it: what takes many sorts comes last.
SHIPPED_READERS = (
    BuiltIn("anjuan_plugins.importers.android_xml"),
    BuiltIn("anjuan_plugins.importers.wechat"),
    BuiltIn("anjuan_plugins.importers.qq"),
    BuiltIn("anjuan_plugins.importers.iphone"),
    BuiltIn("anjuan_plugins.importers.file_names"),
    BuiltIn("anjuan_plugins.importers.table"),
)
BUILT_IN = (*SHIPPED_KINDS, *SHIPPED_REST, *SHIPPED_READERS)
# The templates of these are checked by our own tests, and need not be at every start.
_TESTED = frozenset(it.name for it in BUILT_IN)
# Lists them, below templates/, by their digests: whoever changes one has it proofread again.
PROOFREAD = "PROOFREAD.json"


@frozen
class PluginInfo:
    """One plug-in as `anjuan plugins` shows it.

    Attributes:
        name: by which it can be left out.
        version: of the distribution it came in; empty for a folder.
        source: where it came from.
        reason: why it failed; empty unless it did.
        is_off: the user left it out.
    """

    name: str
    version: str
    source: str
    reason: str = ""
    is_off: bool = False

    @property
    def state(self) -> str:
        """`ok`, `failed` or `off`."""
        return "off" if self.is_off else "failed" if self.reason else "ok"


@dataclass
class Plugins:
    """The loaded plug-ins and what they offer.

    Attributes:
        infos: every plug-in that was tried, failed ones included.
        kinds: kind by name, in dossier order.
        owners: plug-in name by kind name.
        law: the shipped catalogue with the plug-ins' own provisions.
        table: the sheets of the workbook, with the columns that plug-ins add.
        column_owners: who added which of them.
        filters: template filters by name, each inside its plug-in's guard.
        names: further names for all templates, likewise, with the plug-in of each.
        replaced: templates in whose place the office has put its own, by kind.
        steps: what can follow a run, by name, likewise guarded.
        importers: readers of call records, by name, likewise; whoever recognises a file first
            reads it.
        rules: what kinds and steps may find, each with the plug-in that brought it first.
        office: what the user added and left out.
        can_be_reloaded: True where another process comes to the same by loading them itself.
        has_guests: True where a program handed over some, of which its code need not tell all.
    """

    infos: dict[str, PluginInfo] = field(default_factory=dict)
    kinds: dict[str, Kind] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    law: Catalogue = field(default_factory=shipped_catalogue)
    table: Table = OURS
    column_owners: dict[tuple[str, str], str] = field(default_factory=dict)
    filters: dict[str, Callable[[str], str]] = field(default_factory=dict)
    names: dict[str, tuple[TemplateName, str]] = field(default_factory=dict)
    replaced: dict[str, Path] = field(default_factory=dict)
    steps: dict[str, Step] = field(default_factory=dict)
    importers: dict[str, Importer] = field(default_factory=dict)
    rules: dict[Rule, str] = field(default_factory=dict)
    office: Office = field(default_factory=Office)
    can_be_reloaded: bool = True
    has_guests: bool = False

    @cached_property
    def sandbox(self) -> Sandbox:
        """What templates run in, with all filters; asked for when every plug-in is loaded."""
        # A shipped template may ask for what any of these offers.
        is_whole = all(it.state == "ok" for name, it in self.infos.items() if name in _TESTED)
        return _sandbox(tuple(self.filters.items()), is_whole)

    @property
    def broken(self) -> tuple[str, ...]:
        """Plug-ins that failed, and could be left out."""
        others = {_BY_SETTINGS, *map(str, self.office.untrusted)}
        failed = (it for it in self.infos.values() if it.state == "failed")
        return tuple(it.name for it in failed if it.source not in others)

    @property
    def print_view(self) -> PrintView | None:
        """What shows papers as they print; None where nobody offers it."""
        return next((it.print_view for it in self.steps.values() if it.print_view), None)

    @classmethod
    def load(
        cls,
        office: Office | None = None,
        *,
        outside: bool = True,
        extra: Iterable[tuple[str, object]] = (),
        faulty_templates: bool = False,
    ) -> Plugins:
        """Load all plug-ins.

        Args:
            office: what the user adds, and leaves out.
            outside: whether installed plug-ins (entry points) are loaded too.
            extra: further (name, module or object) pairs, for tests and embedding programs.
            faulty_templates: take kinds whose template can't be used too, to look for its faults.

        Raises:
            ConfigError: the user named a folder of kinds or templates that can't be used.
        """
        office = office or Office()
        loader = _Loader(office, faulty_templates)
        own_version = version_of(NAME)
        for it in BUILT_IN:
            loader.add(it.name, _SHIPPED, own_version, it.load)
        for entry in entry_points_of(ENTRY_POINT_GROUP) if outside else ():
            loader.add(entry.name, _source(entry), _version(entry), entry.load)
        for path in (it for root in office.plugin_folders for it in plugin_files(root)):
            loader.add(f"file:{path.stem}", str(path), edition(path), partial(load_file, path))
        for folder in office.untrusted:
            loader.leave(folder)
        for root in office.kind_folders:
            loader.add_folders(root)
        given = tuple(extra)
        for name, plugin in given:
            loader.add(name, "程序传入", "", _given(plugin))
        loader.finish()
        loader.plugins.has_guests = bool(given)
        loader.plugins.can_be_reloaded = outside and not given
        return loader.plugins

    def kind(self, name: str) -> Kind:
        """A kind by its name or Chinese title.

        Raises:
            UsageError: nobody offers it; names the nearest one, and plug-ins that failed.
        """
        for kind in self.kinds.values():
            if label_key(name) in map(label_key, (kind.name, kind.title)):
                return kind
        failed = [info.name for info in self.infos.values() if info.state == "failed"]
        also = Message("另有插件未能加载，原因见上面的提醒：{}。", failed) if failed else ""
        own = "" if self.office.kind_folders else _OWN_KINDS
        known = {word for kind in self.kinds.values() for word in (kind.name, kind.title)}
        titles = [Message("{}（{}）", it.title, it.name) for it in self.kinds.values()]
        near = suggestion(name, tuple(sorted(known)), _SURE)
        raise UsageError("没有“{}”这种文书。{}{}{}现有：{}。", name, near, also, own, titles)

    def step(self, name: str) -> Step:
        """A step that can follow a run, by its name or Chinese title.

        Raises:
            UsageError: nobody offers it; names the nearest one.
        """
        for step in self.steps.values():
            if label_key(name) in map(label_key, (step.name, step.title)):
                return step
        words = {word for step in self.steps.values() for word in (step.name, step.title)}
        near = suggestion(name, tuple(sorted(words)))
        known = [Message("{}（{}）", it.title, it.name) for it in self.steps.values()]
        told = known or Message("（没有）")
        raise UsageError("没有“{}”这个后续步骤。{}现有：{}。", name, near, told)


# Templates are kept ready for a sandbox: with the same filters as before, it is the same one.
@lru_cache(maxsize=_MOST_KEPT)
def _sandbox(filters: tuple[tuple[str, Callable[[str], str]], ...], is_whole: bool) -> Sandbox:
    return Sandbox(dict(filters), _proofread_templates() if is_whole else {})


@cache
def _proofread_templates() -> Mapping[str, Patched]:
    """The shipped templates, as our own tests have proofread them."""
    return stored(shipped("templates") / PROOFREAD)


class _Manager(pluggy.PluginManager):
    """Looks for hooks only where one can be; a module has many more names, each of which costs."""

    def parse_hookimpl_opts(self, plugin: object, name: str) -> pluggy.HookimplOpts | None:
        """What a hook says of itself; None of what is none."""
        return super().parse_hookimpl_opts(plugin, name) if _may_be_hook(plugin, name) else None


def _may_be_hook(plugin: object, name: str) -> bool:
    if not isinstance(plugin, ModuleType):
        return not name.startswith("__")
    given = vars(plugin).get(name)
    return isinstance(given, FunctionType | MethodType) and hasattr(given, _MARK)


@frozen
class _Offered:
    """What one plug-in offers, looked at and not yet kept."""

    filters: Mapping[str, Any]
    columns: Sequence[Added]
    table: Table
    names: Sequence[TemplateName]
    kinds: Sequence[Kind]
    law: Catalogue
    steps: Sequence[Step]
    importers: Sequence[Importer]
    rules: Sequence[Rule]


class _Loader:
    """Registers plug-ins one by one and collects what they return."""

    def __init__(self, office: Office, faulty_templates: bool) -> None:
        self.plugins = Plugins(office=office)
        self._faulty_templates = faulty_templates
        self._manager = _Manager(hookspecs.PROJECT)
        self._manager.add_hookspecs(hookspecs)

    def add(self, name: str, source: str, version: str, load: Callable[[], object]) -> None:
        """Load one plug-in and take in its records; a failure is kept as its reason."""
        infos = self.plugins.infos
        if name in self.plugins.office.off:
            infos[name] = PluginInfo(name, version, source, is_off=True)
            return
        free = name if name not in infos else f"{name}#{sum(it.startswith(name) for it in infos)}"
        reason = ""
        try:
            with guard(free):
                plugin = load()
                _refuse_newer(plugin)
                self._refuse_misspelt(plugin)
                self._manager.register(plugin, free)
                self._manager.check_pending()
                self._take(free, plugin)
        except PluginError as error:
            reason = error.message
            if self._manager.has_plugin(free):
                self._manager.unregister(name=free)
        infos[free] = PluginInfo(free, version, source, reason)

    def add_folders(self, root: Path) -> None:
        """Load the kinds of a folder, and before them the columns that they share.

        A folder that is one kind shares the columns of the folder above it. What was loaded
        already, since the user named both, is not loaded again.

        Raises:
            ConfigError: there is no such folder, or no kind in it.
        """
        folders = kind_folders(root)
        home = root.parent if root in folders else root
        shared = home / COLUMNS_NAME
        if shared.is_file() and self._is_new(shared):
            name = f"columns:{home.name}"
            self.add(name, str(shared), "", lambda: ColumnsPlugin(read_columns(home)))
        for folder in filter(self._is_new, folders):
            self.add(f"folder:{folder.name}", str(folder), "", partial(self._folder, folder))

    def _is_new(self, path: Path) -> bool:
        return not any(info.source == str(path) for info in self.plugins.infos.values())

    def _folder(self, folder: Path) -> FolderPlugin:
        return load_folder(folder, self.plugins.table, self.plugins.column_owners)

    def leave(self, folder: Path) -> None:
        """Say of a folder that is not trusted that its plug-ins were left out."""
        name = f"file:{folder.name}"
        self.plugins.infos[name] = PluginInfo(name, "", str(folder), Message(*_UNTRUSTED, folder))

    def finish(self) -> None:
        """Put the office's own templates in place, and tell of names that nothing answers to.

        Raises:
            ConfigError: an own template belongs to no kind.
        """
        office, plugins = self.plugins.office, self.plugins
        for name in office.off:
            if name not in plugins.infos:
                near = suggestion(name, tuple(plugins.infos))
                reason = Message("要关闭的插件“{}”不存在。{}", name, near)
                plugins.infos[name] = PluginInfo(name, "", _BY_SETTINGS, reason)
        for path in _templates(office.templates):
            if path.stem not in plugins.kinds:
                near = suggestion(path.stem, tuple(plugins.kinds))
                raise ConfigError(
                    "{} 不是任何一种文书的模板：文件名应当是文书种类的名称。{}可以是：{}。",
                    *(path, near, [*plugins.kinds]),
                )
            kind = plugins.kinds[path.stem]
            plugins.replaced[kind.name] = kind.template
            plugins.kinds[kind.name] = replace(kind, template=path)

    def _refuse_misspelt(self, plugin: object) -> None:
        """Refuse a hook that there is not, and one that nobody would call."""
        hooks = tuple(name for name in vars(hookspecs) if name.startswith(_HOOK))
        for name in dir(plugin):
            options = self._manager.parse_hookimpl_opts(plugin, name)
            if options is None and name not in hooks:
                continue
            with told_at(place_of, getattr(plugin, name)):
                _refuse_hook(name, options, hooks)

    def _take(self, name: str, plugin: object) -> None:
        # Everything is collected before anything is kept: a plug-in is taken whole or not at all.
        self._keep(name, self._offered(name, plugin))

    def _offered(self, name: str, plugin: object) -> _Offered:
        """What a plug-in returns from its hooks, looked at."""
        plugins = self.plugins
        with told_at(self._place, plugin, "anjuan_filters"):
            filters = self._filters(plugin)
        is_looked_at = not (name in _TESTED or self._faulty_templates)
        sandbox = Sandbox({**plugins.filters, **filters}) if is_looked_at else None
        with self._told_of(plugin, "anjuan_columns") as returned:
            columns = [_checked_columns(answers.columns(it), plugins) for it in returned]
            table = extended(plugins.table, columns, plugins.column_owners)
        with self._told_of(plugin, "anjuan_names") as returned:
            names = [_checked_name(answers.template_name(it), plugins, sandbox) for it in returned]
        with self._told_of(plugin, "anjuan_kinds") as returned:
            kinds = [_checked(answers.kind(it), plugins, table, sandbox) for it in returned]
        with self._told_of(plugin, "anjuan_catalogue_files") as returned:
            files = [Path(path) for path in returned]
            law = build_catalogue(files, plugins.law) if files else plugins.law
        with self._told_of(plugin, "anjuan_steps") as returned:
            steps = [_checked_step(answers.step(it), plugins) for it in returned]
        with self._told_of(plugin, "anjuan_importers") as returned:
            importers = [_checked_importer(answers.importer(it), plugins) for it in returned]
        rules = _distinct_rules((*kinds, *steps), plugins)
        return _Offered(filters, columns, table, names, kinds, law, steps, importers, rules)

    def _keep(self, name: str, offered: _Offered) -> None:
        plugins = self.plugins
        plugins.law, plugins.table = offered.law, offered.table
        plugins.column_owners |= owned(name, offered.columns)
        plugins.kinds |= {kind.name: kind for kind in offered.kinds}
        plugins.owners |= {kind.name: name for kind in offered.kinds}
        plugins.names |= {it.name: (it, name) for it in offered.names}
        for word, function in offered.filters.items():
            plugins.filters[word] = _guarded_filter(name, word, function)
        plugins.steps |= {step.name: _guarded_step(name, step) for step in offered.steps}
        added = {it.name: _sealed(name, it) for it in offered.importers}
        # An office knows its own files better than the shipped readers do.
        known = plugins.importers
        plugins.importers = {**known, **added} if name in _TESTED else {**added, **known}
        for rule in offered.rules:
            plugins.rules.setdefault(rule, name)

    def _filters(self, plugin: object) -> dict[str, Any]:
        found: dict[str, Any] = {}
        with self._timed("anjuan_filters", plugin):
            for mapping in self._results("anjuan_filters", plugin):
                named = mapping.items()
                found.update((answers.text(word, "过滤器的名字是"), it) for word, it in named)
        taken = {*PLAIN.filter_names, *self.plugins.filters}
        for word in found:
            if word in taken:
                raise PluginError("过滤器“{}”已经有了。请换一个名字。", word)
        return found

    @contextmanager
    def _told_of(self, plugin: object, hook: str) -> Iterator[tuple[Any, ...]]:
        """What a plug-in returns from a hook; a fault of it is told with the place of the hook."""
        with told_at(self._place, plugin, hook):
            yield self._call(hook, plugin)

    def _place(self, plugin: object, hook: str) -> str:
        callers = getattr(self._manager.hook, hook).get_hookimpls()
        return next((place_of(it.function) for it in callers if it.plugin is plugin), "")

    def _call(self, hook: str, plugin: object) -> tuple[Any, ...]:
        if not self._has(hook, plugin):
            return ()
        # A lazy generator is exhausted here, inside the guard, where its owner is known.
        with self._timed(hook, plugin):
            results = self._results(hook, plugin)
            items = (item for result in results for item in result)
            return bounded(items, MOST_RECORDS, f"{hook} 返回的")

    def _results(self, hook: str, plugin: object) -> list[Any]:
        others = self._manager.get_plugins() - {plugin}
        results: list[Any] = self._manager.subset_hook_caller(hook, others)()
        return results

    def _timed(self, hook: str, plugin: object) -> AbstractContextManager[None]:
        """Times a hook where the plug-in has it; one that it lacks is not called."""
        name = str(self._manager.get_name(plugin))
        return timed(name, hook) if self._has(hook, plugin) else nullcontext()

    def _has(self, hook: str, plugin: object) -> bool:
        callers = self._manager.get_hookcallers(plugin) or ()
        return any(caller.name == hook for caller in callers)


def _refuse_hook(name: str, options: Mapping[str, Any] | None, hooks: tuple[str, ...]) -> None:
    """Refuse a function that is called as a hook is, or marked as one."""
    if options is None:
        raise PluginError("钩子“{}”前面缺 @hookimpl，不会被调用。请加上。", public(name))
    hook = options["specname"] or name
    if hook not in hooks and not options["optionalhook"]:
        near = suggestion(hook, hooks)
        raise PluginError("没有“{}”这个钩子。{}现有：{}。", hook, near, public(hooks))


def _checked(kind: Kind, plugins: Plugins, table: Table, sandbox: Sandbox | None) -> Kind:
    """A kind that can be kept; its template is looked at in the sandbox, where there is one."""
    if kind.name in plugins.kinds:
        owner = plugins.owners[kind.name]
        raise PluginError("文书种类“{}”已由插件 {} 提供。请换一个名字。", kind.name, owner)
    titles = {other.title: other.name for other in plugins.kinds.values()}
    if kind.title in titles:
        other = titles[kind.title]
        raise PluginError("文书名“{}”已经用于文书种类 {}。请换一个。", kind.title, other)
    if not kind.template.is_file():
        raise PluginError("文书种类“{}”的模板 {} 不存在。请核对路径。", kind.name, kind.template)
    added = {".".join(item.path) for item in table.like(CASES).added}
    known = {*CASE_ATTRIBUTES, *added, *table.row_sheets}
    if unknown := sorted(set(kind.needs) - known):
        near = suggestion(unknown[0], tuple(sorted(known)))
        raise PluginError(
            "文书种类“{}”要用的“{}”不是案件的属性。{}请改正 needs。", kind.name, unknown, near
        )
    if sandbox:
        # Who has no kind of his own needs nothing that proofreads.
        from anjuan.word.proofreading.template import refuse_faulty

        refuse_faulty(kind.template.name, kind.template.read_bytes(), sandbox)
    return kind


def _checked_columns(it: Added, plugins: Plugins) -> Added:
    asked = [(it.sheet, "工作表"), (it.name, "工作表")] if isinstance(it, OwnSheet) else []
    for attribute, column in it.columns.items() if it.sheet == CASES.name else ():
        asked += [(column.heading, "列"), (attribute, "列")]
    for name, what in asked:
        if name in plugins.names:
            owner = plugins.names[name][1]
            raise PluginError(
                "{}“{}”与插件 {} 的模板变量同名。请换一个。", *map(public, (what, name, owner))
            )
    return it


def _checked_name(it: TemplateName, plugins: Plugins, sandbox: Sandbox | None) -> TemplateName:
    """A name that can be kept; its phrase is looked at likewise."""
    if it.name in {*names_of(plugins.table), *plugins.names}:
        raise PluginError("模板变量“{}”已经有了。请换一个名字。", it.name)
    if sandbox:
        refuse_faulty_line(it.phrase, sandbox)
    return it


def _checked_step(step: Step, plugins: Plugins) -> Step:
    _refuse_name(step.name, "后续步骤", plugins.steps)
    return step


def _checked_importer(importer: Importer, plugins: Plugins) -> Importer:
    _refuse_name(importer.name, "读取器", plugins.importers)
    return importer


def _refuse_name(name: str, what: str, taken: Container[str]) -> None:
    if not _ASCII_NAME.fullmatch(name):
        raise PluginError("{}的名字“{}”要用小写英文字母、数字和连字符。", public(what), name)
    if name in taken:
        raise PluginError("{}“{}”已经有了。请换一个名字。", public(what), name)


def _distinct_rules(things: Iterable[Kind | Step], plugins: Plugins) -> tuple[Rule, ...]:
    """The rules of kinds and steps; no code stands for two of them."""
    rules = tuple(rule for thing in things for rule in thing.rules)
    known = {rule.code: (rule, owner) for rule, owner in plugins.rules.items()}
    for rule in rules:
        other, owner = known.setdefault(rule.code, (rule, ""))
        if other != rule:
            where = f"插件 {owner}" if owner else "它自己的另一条规则"
            raise PluginError(
                "规则的代码“{}”已经用于{}：那里是“{}”，这里是“{}”。请换一个代码。",
                # Said before any case is read.
                *map(public, (rule.code, where, other.meaning, rule.meaning)),
            )
    return rules


def _guarded_filter(plugin: str, word: str, function: Any) -> Callable[[str], str]:
    # The same one for the same function: see `_sandbox`.
    guarded = _guarded_function if isinstance(function, FunctionType) else _guarded_callable
    return guarded(plugin, word, function)


def _guarded_callable(plugin: str, word: str, function: Any) -> Callable[[str], str]:
    return telling(plugin, function, partial(answers.text, what=f"过滤器“{word}”返回了"))


_guarded_function = lru_cache(maxsize=_MOST_FILTERS)(_guarded_callable)


def _guarded_step(plugin: str, step: Step) -> Step:
    return replace(
        step,
        work=_guarded_work(plugin, step),
        lacks=_guarded_lacks(plugin, step),
        print_view=step.print_view and _guarded_view(plugin, step.print_view),
    )


def _guarded_work(plugin: str, step: Step) -> Callable[[Any], Any]:
    def work(run: Any) -> Any:
        with guard(plugin):
            return answers.problems(step.work(run), f"后续步骤 {step.name}")

    return work


def _guarded_lacks(plugin: str, step: Step) -> Callable[[], str]:
    def lacks() -> str:
        with guard(plugin):
            return answers.text(step.lacks(), f"后续步骤 {step.name} 的 lacks 返回了")

    return lacks


def _guarded_view(plugin: str, view: PrintView) -> PrintView:
    def lacks() -> str:
        with guard(plugin):
            return answers.text(view.lacks(), "print_view 的 lacks 返回了")

    def pages(document: bytes, folder: Path, stopped: Event) -> tuple[bytes, ...] | Message:
        with guard(plugin):
            return answers.printed(view.pages(document, folder, stopped))

    return PrintView(lacks=lacks, pages=pages)


def _sealed(plugin: str, importer: Importer) -> Importer:
    """A reader whose files stay its own: nothing but records of ours comes out."""

    def recognise(start: bytes, name: str) -> bool:
        with sealed(plugin):
            return bool(importer.recognise(start, name))

    def read(file: RecordFile) -> Iterator[Found]:
        with sealed(plugin):
            items = iter(importer.read(file))
        while True:
            with sealed(plugin):
                taken = [answers.found(it) for it in islice(items, _AT_ONCE)]
            if not taken:
                return
            yield from taken

    return replace(importer, recognise=recognise, read=read)


def _refuse_newer(plugin: object) -> None:
    """A plug-in may say which version of hooks and records it was built for."""
    built_for = getattr(plugin, "ANJUAN_API", API_VERSION)
    if not isinstance(built_for, int) or built_for > API_VERSION:
        raise PluginError(
            "它是为接口版本 {} 编写的，本程序只到 {}。请升级 anjuan。",
            *(built_for, public(API_VERSION)),
        )


def _templates(folder: Path | None) -> list[Path]:
    if folder is None:
        return []
    return sorted(path for path in folder.glob("*.docx") if not path.name.startswith((".", "~")))


def _given(plugin: object) -> Callable[[], object]:
    return lambda: plugin


def _source(entry: EntryPoint) -> str:
    return entry.dist.name if entry.dist else entry.value


def _version(entry: EntryPoint) -> str:
    return entry.dist.version if entry.dist else ""
