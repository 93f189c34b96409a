"""Kinds without code: a folder with `kind.toml` (manifest.py) and a Word template is a plug-in.

Nothing here is code: no Python is imported from such a folder, and its template runs in the
sandbox like every other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from anjuan.case.sheets import OURS, Table
from anjuan.chinese import split_list, suggestion
from anjuan.errors import ConfigError
from anjuan.files import is_file, is_folder, safe_name
from anjuan.law.deadlines import DEADLINE_NEAR, DEADLINE_PAST
from anjuan.law.loading import shipped_catalogue
from anjuan.messages import Message, public
from anjuan.plugin.addressing import Addressing, addressing
from anjuan.plugin.by_hand import BY_HAND, by_hand
from anjuan.plugin.column_files import COLUMNS_NAME, read_columns
from anjuan.plugin.columns import Added, Owners, extended
from anjuan.plugin.conditions import Condition, condition
from anjuan.plugin.facts import STEPS_NAME
from anjuan.plugin.gate import Gate
from anjuan.plugin.guard import told_at
from anjuan.plugin.hookspecs import hookimpl
from anjuan.plugin.kinds import NEEDED, Kind
from anjuan.plugin.manifest import MANIFEST_NAME, Manifest, Wanted, read_manifest
from anjuan.plugin.needs import SIGNED_BEFORE, UNKNOWN_COLUMN, Needs
from anjuan.plugin.references import (
    Named,
    NamedColumn,
    NamedCount,
    NamedSheet,
    NamedStep,
    named,
)

# What files of Word and LibreOffice that are open begin with.
_LOCKS = ("~$", ".~")
# In templates: a period of `within` is past.
_LATE = "期限已过"


class FolderPlugin:
    """A folder with `kind.toml`, as a plug-in.

    Attributes:
        kind: the one kind it offers.
        columns: that it adds.
    """

    def __init__(self, kind: Kind, columns: Iterable[Added] = ()) -> None:
        self.kind = kind
        self.columns = tuple(columns)

    @hookimpl
    def anjuan_columns(self) -> Iterable[Added]:
        """Offer the columns."""
        return self.columns

    @hookimpl
    def anjuan_kinds(self) -> Iterable[Kind]:
        """Offer the kind."""
        return (self.kind,)


def load_folder(
    folder: Path, table: Table = OURS, owners: Owners = MappingProxyType({})
) -> FolderPlugin:
    """Read a folder.

    Args:
        folder: with `kind.toml`, and perhaps `columns.toml`.
        table: our sheets, with the columns that plug-ins have added so far.
        owners: who added them.

    Raises:
        ConfigError: the manifest is wrong; names the file and the key.
        PluginError: a column is there already, or can't be one.
    """
    path = folder / MANIFEST_NAME
    columns = read_columns(folder)
    with told_at(lambda: COLUMNS_NAME):
        whole = extended(table, columns, owners)
    return FolderPlugin(_kind(path, read_manifest(path), whole), columns)


def kind_folders(root: Path) -> list[Path]:
    """The folders of kinds in a collection, or the folder itself where it is one.

    Raises:
        ConfigError: there is no such folder, or no kind in it.
    """
    if is_file(root / MANIFEST_NAME):
        return [root]
    manifests = root.glob(f"*/{MANIFEST_NAME}") if is_folder(root) else ()
    found = sorted(path.parent for path in manifests)
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
    own = tuple(it for it in dict.fromkeys(things) if isinstance(it, NamedColumn) and it.is_own)
    steps = tuple(it for it in required if isinstance(it, NamedStep))
    gate = Gate(own, conditions, any_of, steps, to)
    needs = Needs(title, tuple(required), lines, _periods(manifest.within, to, place), gate)
    return Kind(
        name=name,
        title=title,
        help=manifest.help or f"{title}。",
        template=_template(path.parent, manifest.template),
        also_called=manifest.also_called,
        recipients=gate.recipients,
        applies=gate.applies,
        prompted_by=gate.prompted_by,
        context=lambda brief: {
            **lines.names(brief.case),
            **to.context(brief),
            **({_LATE: needs.is_late(brief)} if needs.within else {}),
        },
        needs=tuple(filter(None, map(_attribute, required))),
        check=needs.check,
        on_request=manifest.on_request,
        file_name=manifest.file_name,
        rules=(NEEDED, UNKNOWN_COLUMN, BY_HAND, SIGNED_BEFORE, DEADLINE_NEAR, DEADLINE_PAST),
        handing_in=manifest.handing_in,
        edition=_edition(path.parent),
    )


def _edition(folder: Path) -> str:
    found = (folder / name for name in (MANIFEST_NAME, COLUMNS_NAME))
    texts = (path.read_bytes() for path in found if path.is_file())
    return hashlib.sha256(b"\0".join(texts)).hexdigest()


def _conditions(asked: Mapping[str, Wanted], place: Message, table: Table) -> tuple[Condition, ...]:
    return tuple(condition(name, wanted, place, table) for name, wanted in asked.items())


def _periods(names: tuple[str, ...], to: Addressing, place: Message) -> tuple[str, ...]:
    if names and any(isinstance(it, NamedStep) for it in to.things):
        # One that is late would spare the papers to the others.
        raise ConfigError(
            "{}的 within：recipients 写的是“{}”里的机构，各家的期限不同。请删去其中一项。",
            *(place, public(STEPS_NAME)),
        )
    known = tuple(rule.id for rule in shipped_catalogue().courts.deadlines)
    for name in names:
        if name not in known:
            near = suggestion(name, known)
            raise ConfigError("{}的 within：没有“{}”这个期限。{}", place, name, near)
    return names


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
