"""Kinds without code: a folder with `kind.toml` (manifest.py) and a Word template is a plug-in.

Nothing here is code: no Python is imported from such a folder, and its template runs in the
sandbox like every other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from anjuan.case.own import value_of
from anjuan.case.records.case import Case
from anjuan.case.sheets import CASES, OURS, PROCEEDINGS, Table
from anjuan.chinese import split_list, suggestion
from anjuan.errors import ConfigError
from anjuan.files import safe_name
from anjuan.messages import Message, public
from anjuan.plugin.addressing import Addressing, addressing
from anjuan.plugin.by_hand import BY_HAND, ByHand, by_hand, own_place
from anjuan.plugin.column_files import COLUMNS_NAME, read_columns
from anjuan.plugin.columns import SheetColumns, extended
from anjuan.plugin.conditions import Condition, condition, first_unmet, told_course
from anjuan.plugin.facts import FACTS
from anjuan.plugin.hookspecs import hookimpl
from anjuan.plugin.kinds import NEEDED, Brief, Kind, Matter, Recipient
from anjuan.plugin.manifest import MANIFEST_NAME, Manifest, Wanted, read_manifest
from anjuan.plugin.references import (
    Named,
    NamedColumn,
    NamedCount,
    NamedSheet,
    NamedStep,
    named,
)
from anjuan.problems import Place, Problem, Rule

UNKNOWN_COLUMN = Rule("unknown-column", "文书种类要用的自有列，案件表里没有。")
# What files of Word and LibreOffice that are open begin with.
_LOCKS = ("~$", ".~")
# A column or sheet, what must stand there (something, nothing, or one of these), and as written.
_Condition = tuple[Named, bool | tuple[object, ...], tuple[str, ...]]


class FolderPlugin:
    """A folder with `kind.toml`, as a plug-in.

    Attributes:
        kind: the one kind it offers.
        columns: that it adds.
    """

    def __init__(self, kind: Kind, columns: Iterable[SheetColumns] = ()) -> None:
        self.kind = kind
        self.columns = tuple(columns)

    @hookimpl
    def anjuan_columns(self) -> Iterable[SheetColumns]:
        """Offer the columns."""
        return self.columns

    @hookimpl
    def anjuan_kinds(self) -> Iterable[Kind]:
        """Offer the kind."""
        return (self.kind,)


def load_folder(folder: Path, table: Table = OURS) -> FolderPlugin:
    """Read a folder.

    Args:
        folder: with `kind.toml`, and perhaps `columns.toml`.
        table: our sheets, with the columns that plug-ins have added so far.

    Raises:
        ConfigError: the manifest is wrong; names the file and the key.
        PluginError: a column is there already, or can't be one.
    """
    path = folder / MANIFEST_NAME
    columns = read_columns(folder)
    kind = _kind(path, read_manifest(path), extended(table, columns, {}))
    return FolderPlugin(kind, columns)


def kind_folders(root: Path) -> list[Path]:
    """The folders of kinds in a collection, or the folder itself where it is one.

    Raises:
        ConfigError: there is no such folder, or no kind in it.
    """
    if (root / MANIFEST_NAME).is_file():
        return [root]
    found = sorted(path.parent for path in root.glob(f"*/{MANIFEST_NAME}"))
    if not found:
        raise ConfigError(
            "文件夹 {} 里没有文书种类（含 {} 的文件夹）。请检查路径；新建一种用 anjuan kind new。",
            *(root, public(MANIFEST_NAME)),
        )
    return found


def refuse_unfit_name(name: str) -> None:
    """Refuse a name or title that can't be told apart in a list, or can't be a file name.

    Raises:
        ConfigError: says why.
    """
    if split_list(name) != (name,) or safe_name(name) != name:
        raise ConfigError(
            "“{}”不能作文书种类的名字：不能是空的，也不能有顿号、逗号、分号、斜杠等符号。", name
        )


def _kind(path: Path, manifest: Manifest, table: Table) -> Kind:
    name, place = path.parent.name, Message("配置文件 {} ", path)
    title = manifest.title or name
    refuse_unfit_name(name)
    refuse_unfit_name(title)
    where = Message("{}的 required 里的", place)
    required = [named(it, where, table) for it in manifest.required]
    if counts := [it.name for it in required if isinstance(it, NamedCount)]:
        raise ConfigError("{}{}是算出来的，不用填写；请写进 applies。", where, counts)
    conditions = _conditions(manifest.applies, place, table)
    any_of = _conditions(manifest.applies_any, place, table)
    lines = by_hand(title, manifest.by_hand, Message("{}的 by_hand 里的", place), table)
    to = addressing(manifest, place, table)
    things = [*required, *(it.thing for it in (*conditions, *any_of)), *to.things]
    own = [it for it in dict.fromkeys(things) if isinstance(it, NamedColumn) and it.is_own]
    gate = _Gate(tuple(own), conditions, any_of, to)
    return Kind(
        name=name,
        title=title,
        help=manifest.help or f"{title}。",
        template=_template(path.parent, manifest.template),
        also_called=manifest.also_called,
        recipients=gate.recipients,
        applies=gate.applies,
        prompted_by=gate.prompted_by,
        context=lambda brief: {**lines.names(brief.case), **to.context(brief)},
        needs=tuple(filter(None, map(_attribute, required))),
        check=lambda matter: _check(matter, title, own, required, lines),
        on_request=manifest.on_request,
        file_name=manifest.file_name,
        rules=(NEEDED, UNKNOWN_COLUMN, BY_HAND),
        handing_in=manifest.handing_in,
        edition=_edition(path.parent),
    )


def _edition(folder: Path) -> str:
    found = (folder / name for name in (MANIFEST_NAME, COLUMNS_NAME))
    texts = (path.read_bytes() for path in found if path.is_file())
    return hashlib.sha256(b"\0".join(texts)).hexdigest()


def _conditions(asked: Mapping[str, Wanted], place: Message, table: Table) -> tuple[Condition, ...]:
    return tuple(condition(name, wanted, place, table) for name, wanted in asked.items())


def _attribute(thing: Named) -> str:
    """The attribute of `Case` that the core itself looks at; empty where `_check` has to."""
    return thing.attribute if isinstance(thing, NamedColumn | NamedSheet) else ""


def _template(folder: Path, name: str) -> Path:
    if name:
        if Path(name).name != name:
            path = folder / MANIFEST_NAME
            raise ConfigError("{} 的 template 只写文件名，模板放在同一个文件夹里。", path)
        return folder / name
    found = [path for path in folder.glob("*.docx") if not path.name.startswith(_LOCKS)]
    if len(found) != 1:
        raise ConfigError(
            "{} 里有 {} 个 .docx，不知道哪个是模板。"
            '请只留一个，或在 {} 里写明 template = "….docx"。',
            *(folder, public(len(found)), public(MANIFEST_NAME)),
        )
    return found[0]


@dataclass(frozen=True, slots=True)
class _Gate:
    """For which cases a kind is, and to whom its papers go.

    Attributes:
        own: columns of the lawyer's own that are looked at.
        conditions: all have to hold.
        any_of: one of them has to, where there are any.
        to: the way that recipients are named.
    """

    own: tuple[NamedColumn, ...]
    conditions: tuple[Condition, ...]
    any_of: tuple[Condition, ...]
    to: Addressing

    def applies(self, matter: Matter) -> bool | str:
        """Whether the kind concerns the case; where it doesn't, the first condition that fails."""
        if _lacks(matter.case, self.own):
            return True
        asked = self.to.candidates(matter.case) or ("",)
        reasons = [self._unmet(matter, about) for about in asked]
        if reason := next((it for it in reasons if all(reasons)), None):
            return reason
        return self.to.nobody(matter.case) or True

    def recipients(self, matter: Matter) -> Iterable[Recipient]:
        """To whom the papers go."""
        # `_check` tells of a missing column; there has to be a document to refuse.
        if _lacks(matter.case, self.own):
            return (Recipient(),)
        return self.to.recipients(matter, lambda about: not self._unmet(matter, about))

    def prompted_by(self, brief: Brief) -> str:
        """What was done that a condition asks for, and what came of it; empty without any."""
        asked = self.to.candidates(brief.case)
        about = brief.recipient.name if brief.recipient.name in asked else ""
        for it in (*self.conditions, *self.any_of):
            done = it.course(brief, about)
            if done and it.holds(brief, about):
                return told_course(done)
        return ""

    def _unmet(self, matter: Matter, about: str) -> Message | None:
        return first_unmet(self.conditions, self.any_of, matter, about)


def _lacks(case: Case, own: Iterable[NamedColumn]) -> bool:
    return any(not case.own_heading(column.name) for column in own)


def _check(
    matter: Matter,
    title: str,
    own: Iterable[NamedColumn],
    required: Iterable[Named],
    lines: ByHand,
) -> Iterator[Problem]:
    """What is required and neither a column of the case's row nor a sheet, and what is written on.

    What is required is missing or empty; what is to be written by hand is only told.
    """
    case = matter.case
    yield from lines.check(matter)
    for column in own:
        heading = case.own_heading(column.name)
        if not heading:
            known = (*(item.column.heading for item in CASES.fields), *case.extra)
            near = suggestion(column.name, known)
            yield UNKNOWN_COLUMN.on(
                own_place(case, column),
                Message("没有“{}”这一列，{}要用到它。{}", column.name, title, near),
                Message("请在“{}”表里加上这一列，或改正 {}。", CASES.name, public(MANIFEST_NAME)),
            )
        elif column in required and not case.extra[heading]:
            yield NEEDED.on(own_place(case, column), *_needed(title))
    for thing in required:
        if isinstance(thing, NamedColumn) and ".".join(thing.path) not in (thing.attribute, ""):
            owner = value_of(case, thing.attribute)
            if owner is not None and not thing.text(case):
                yield NEEDED.at(owner, thing.path[-1], *_needed(title), case=case.number)
        if isinstance(thing, NamedStep):
            yield from _step_needed(thing, matter, title)


def _step_needed(thing: NamedStep, matter: Matter, title: str) -> Iterator[Problem]:
    done = thing.course(matter)
    if done is None:
        place = Place(PROCEEDINGS.name, case=matter.case.number)
        message = Message("没有“{}”这一项，{}必须写明。", public(thing.step.value), title)
        yield NEEDED.on(place, message, "请补上。")
    elif thing.fact and thing.value(matter) in (None, ""):
        yield NEEDED.at(done.last, FACTS[thing.fact].attribute, *_needed(title))


def _needed(title: str) -> tuple[str, str]:
    return Message("没有填写，{}必须写明。", title), "请补上。"
