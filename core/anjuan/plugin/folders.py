"""Kinds without code: a folder with `kind.toml` (manifest.py) and a Word template is a plug-in.

Nothing here is code: no Python is imported from such a folder, and its template runs in the
sandbox like every other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from anjuan.case.columns import Column
from anjuan.case.keys import label_key
from anjuan.case.records.case import Case
from anjuan.case.sheets import CASES
from anjuan.case.text import value_text
from anjuan.chinese import split_list, suggestion
from anjuan.errors import ConfigError
from anjuan.files import safe_name
from anjuan.messages import Message, public
from anjuan.plugin.addressing import Addressing, addressing
from anjuan.plugin.hookspecs import hookimpl
from anjuan.plugin.kinds import NEEDED, Kind, Recipient
from anjuan.plugin.manifest import MANIFEST_NAME, Manifest, read_manifest
from anjuan.plugin.references import Named, NamedColumn, NamedSheet, column_of, named
from anjuan.plugin.sorts import seen, sort_of_column
from anjuan.problems import Place, Problem, Rule
from anjuan.word.comparing import compare, day_of, number_of
from anjuan.word.values import Sort

UNKNOWN_COLUMN = Rule("unknown-column", "文书种类要用的自有列，案件表里没有。")
# What files of Word and LibreOffice that are open begin with.
_LOCKS = ("~$", ".~")
# A column or sheet, what must stand there (something, nothing, or one of these), and as written.
_Condition = tuple[Named, bool | tuple[object, ...], tuple[str, ...]]
# What is no text → how it is read where it is written in quotes, and an example.
_READ: Mapping[Sort, tuple[Callable[[str], object], str]] = MappingProxyType(
    {Sort.NUMBER: (number_of, "9000"), Sort.DAY: (day_of, "2026-03-05")}
)


class FolderPlugin:
    """A folder with `kind.toml`, as a plug-in.

    Attributes:
        kind: the one kind it offers.
    """

    def __init__(self, kind: Kind) -> None:
        self.kind = kind

    @hookimpl
    def anjuan_kinds(self) -> Iterable[Kind]:
        """Offer the kind."""
        return (self.kind,)


def load_folder(folder: Path) -> FolderPlugin:
    """Read a folder.

    Raises:
        ConfigError: the manifest is wrong; names the file and the key.
    """
    path = folder / MANIFEST_NAME
    return FolderPlugin(_kind(path, read_manifest(path)))


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


def _kind(path: Path, manifest: Manifest) -> Kind:
    name, place = path.parent.name, Message("配置文件 {} ", path)
    title = manifest.title or name
    refuse_unfit_name(name)
    refuse_unfit_name(title)
    where = Message("{}的 required 里的", place)
    required = [named(it, where) for it in manifest.required]
    conditions = [_condition(it, wanted, place) for it, wanted in manifest.applies.items()]
    to = addressing(manifest, place)
    things = [*required, *(thing for thing, *_ in conditions), *to.things]
    own = [it for it in dict.fromkeys(things) if isinstance(it, NamedColumn) and it.is_own]
    return Kind(
        name=name,
        title=title,
        help=manifest.help or f"{title}。",
        template=_template(path.parent, manifest.template),
        also_called=manifest.also_called,
        recipients=lambda matter: _recipients(matter.case, own, to),
        applies=lambda matter: _applies(matter.case, own, conditions, to),
        context=to.context,
        needs=tuple(filter(None, (thing.attribute for thing in required))),
        check=lambda matter: _check(matter.case, title, own, required),
        file_name=manifest.file_name,
        rules=(NEEDED, UNKNOWN_COLUMN),
        edition=hashlib.sha256(path.read_bytes()).hexdigest(),
    )


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


def _condition(name: str, wanted: bool | tuple[str, ...], place: Message) -> _Condition:
    thing = named(name, Message("{}的 applies 里的", place))
    if isinstance(thing, NamedSheet) and not isinstance(wanted, bool):
        raise ConfigError("{}的 applies.{} 是工作表，只能写 true 或 false。", place, name)
    column = column_of(name)
    if isinstance(wanted, bool):
        is_flag = isinstance(thing, NamedColumn) and sort_of_column(column) is Sort.FLAG
        return thing, (seen(wanted),) if is_flag else wanted, (value_text(wanted),)
    return thing, tuple(_reading(column, name, word, place) for word in wanted), wanted


def _reading(column: Column, name: str, word: str, place: Message) -> object:
    """A word of a condition as what the column holds."""
    if column.choices and word not in column.choices:
        near = suggestion(word, column.choices)
        raise ConfigError(
            "{}的 applies.{}：“{}”不是“{}”的可选值。{}可以写：{}。",
            *(place, name, word, name, near, public(column.choices)),
        )
    sort = sort_of_column(column)
    read, example = _READ.get(sort, (str, ""))
    value = read(word)
    if value is None:
        raise ConfigError(
            '{}的 applies.{}：“{}”不是{}。请写成 "{}" 这样。',
            *(place, name, word, public(sort.value), public(example)),
        )
    return value


def _recipients(case: Case, own: Iterable[NamedColumn], to: Addressing) -> Iterable[Recipient]:
    # `_check` tells of a missing column; there has to be a document to refuse.
    return (Recipient(),) if _lacks(case, own) else to.recipients(case)


def _applies(
    case: Case, own: Iterable[NamedColumn], conditions: Iterable[_Condition], to: Addressing
) -> bool | str:
    """Whether the kind concerns the case; where it doesn't, the first condition that fails."""
    if _lacks(case, own):
        return True
    for thing, wanted, words in conditions:
        if not _holds(case, thing, wanted):
            return _unmet(thing, wanted, words)
    return to.nobody(case) or True


def _unmet(thing: Named, wanted: bool | tuple[object, ...], words: Iterable[str]) -> Message:
    if isinstance(thing, NamedSheet):
        there = "没有" if wanted else "有"
        return Message("“{}”表里{}本案的内容。", thing.sheet.name, public(there))
    if isinstance(wanted, bool):
        there = "没有填写" if wanted else "填写了"
        return Message("{}“{}”。", public(there), thing.name)
    return Message("“{}”不是{}。", thing.name, [Message("“{}”", word) for word in words])


def _lacks(case: Case, own: Iterable[NamedColumn]) -> bool:
    return any(not case.own_heading(column.name) for column in own)


def _holds(case: Case, thing: Named, wanted: bool | tuple[object, ...]) -> bool:
    if isinstance(thing, NamedSheet):
        return bool(thing.rows(case)) is wanted
    if isinstance(wanted, bool):
        return bool(thing.text(case)) is wanted
    value = seen(thing.value(case))
    return any(_is_same(value, word) for word in wanted)


def _is_same(value: object, word: object) -> bool:
    if type(value) is str and type(word) is str:
        return label_key(value) == label_key(word)
    return compare("eq", value, word)


def _check(
    case: Case, title: str, own: Iterable[NamedColumn], required: Iterable[Named]
) -> Iterator[Problem]:
    """Columns of the lawyer's own that are missing, or empty where they are required."""
    for column in own:
        heading = case.own_heading(column.name)
        if not heading:
            known = (*(item.column.heading for item in CASES.fields), *case.extra)
            near = suggestion(column.name, known)
            yield UNKNOWN_COLUMN.on(
                _own_place(case, column),
                Message("没有“{}”这一列，{}要用到它。{}", column.name, title, near),
                Message("请在“{}”表里加上这一列，或改正 {}。", CASES.name, public(MANIFEST_NAME)),
            )
        elif column in required and not case.extra[heading]:
            yield NEEDED.on(_own_place(case, column), *_needed(title))
    for thing in required:
        if isinstance(thing, NamedColumn) and ".".join(thing.path) not in (thing.attribute, ""):
            owner = getattr(case, thing.path[0])
            if owner is not None and not thing.text(case):
                yield NEEDED.at(owner, thing.path[-1], *_needed(title), case=case.number)


def _needed(title: str) -> tuple[str, str]:
    return Message("没有填写，{}必须写明。", title), "请补上。"


def _own_place(case: Case, column: NamedColumn) -> Place:
    heading = case.own_heading(column.name) or column.name
    cell = case.origin.cell(heading) or f"A{case.origin.row}"
    return Place(CASES.name, cell, heading, case.number)
