"""Kinds without code: a folder with `kind.toml` and a Word template is a plug-in.

    api = 1
    title = "律师函"                     # optional; else the folder's name
    help = "寄给债权人和催收机构。"       # optional; who gets it
    template = "律师函.docx"             # optional; else the only .docx in the folder
    recipients = ["债权人", "催收机构"]   # columns of 案件: a document for each that is filled
    addressee = "某某仲裁委员会"          # or one recipient, the same for every case
    each = "骚扰记录.受扰人"              # or a document for each distinct value of a row column
    except = ["委托人姓名"]               #    that does not stand in these columns
    required = ["律师事务所"]             # columns and sheets without which it is refused
    file_name = "{{ 文书名 }}_{{ 收文单位 }}"  # optional
    [applies]                           # all must hold
    "律师事务所" = true                   # filled; false = empty
    "债权人.机构类型" = ["商业银行"]        # one of these
    "证据" = true                        # the sheet has rows for the case

Headings are those of the workbook, the lawyer's own included. Nothing here is code: no Python is
imported from such a folder, and its template runs in the sandbox like every other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from anjuan.case.columns import Field
from anjuan.case.records import Case, Institution
from anjuan.case.sheets import CASES, INSTITUTIONS, ROW_SHEETS, Sheet
from anjuan.case.text import value_text
from anjuan.chinese import split_list, suggestion
from anjuan.errors import ConfigError
from anjuan.files import safe_name
from anjuan.plugin.hookspecs import hookimpl
from anjuan.plugin.kinds import API_VERSION, NEEDED, Brief, Kind, Recipient
from anjuan.problems import Place, Problem, Rule
from anjuan.settings import read_toml, refuse_unknown, texts

MANIFEST_NAME = "kind.toml"
_KEYS = (
    "api", "title", "help", "template", "recipients", "addressee", "each", "except",
    "required", "file_name", "applies",
)  # fmt: skip
UNKNOWN_COLUMN = Rule("unknown-column", "文书种类要用的自有列，案件表里没有。")
_ADDRESSING = ("recipients", "addressee", "each")
_RELATED = "相关记录"
# What files of Word and LibreOffice that are open begin with.
_LOCKS = ("~$", ".~")


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
    return FolderPlugin(_Manifest(path, read_toml(path)).kind())


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
            f"文件夹 {root} 里没有文书种类（含 {MANIFEST_NAME} 的文件夹）。"
            "请检查路径；新建一种用 anjuan kind new。"
        )
    return found


def refuse_unfit_name(name: str) -> None:
    """Refuse a name or title that can't be told apart in a list, or can't be a file name.

    Raises:
        ConfigError: says why.
    """
    if split_list(name) != (name,) or safe_name(name) != name:
        raise ConfigError(
            f"“{name}”不能作文书种类的名字：不能是空的，也不能有顿号、逗号、分号、斜杠等符号。"
        )


@dataclass(frozen=True, slots=True)
class _Column:
    """A column named in a manifest: of the case's row, of an institution it names, or one's own.

    Attributes:
        name: as written, e.g. `债权人.机构类型`.
        path: attributes from the case to the value; empty for a column of the lawyer's own.
    """

    name: str
    path: tuple[str, ...]

    def value(self, case: Case) -> object:
        """What stands there; None where nothing does.

        Raises:
            KeyError: it is the lawyer's own, and the sheet has no such column.
        """
        if not self.path:
            return case.extra[self.name]
        value: Any = case
        for part in self.path:
            value = getattr(value, part) if value is not None else None
        return value

    def text(self, case: Case) -> str:
        """What stands there, as it is printed; empty where nothing does."""
        value = self.value(case)
        return value.name if isinstance(value, Institution) else value_text(value)


class _Manifest:
    """Turns the settings of one folder into a kind."""

    def __init__(self, path: Path, table: Mapping[str, Any]) -> None:
        self._path = path
        self._table = table
        refuse_unknown(path, "设置", table, _KEYS)
        _refuse_newer(path, table.get("api", API_VERSION))
        given = [key for key in _ADDRESSING if key in table]
        if len(given) > 1:
            raise ConfigError(f"{path} 里的 {'、'.join(given)} 只能写其中一项。")

    def kind(self) -> Kind:
        """The kind."""
        folder = self._path.parent
        required = [self._thing(name) for name in self._texts("required")]
        conditions = self._conditions()
        name, title = folder.name, self._text("title") or folder.name
        refuse_unfit_name(name)
        refuse_unfit_name(title)
        addressing = self._addressing()
        columns = [*required, *(thing for thing, _ in conditions), *addressing.things]
        own = {thing for thing in columns if isinstance(thing, _Column) and not thing.path}
        return Kind(
            name=name,
            title=title,
            help=self._text("help") or f"{title}。",
            template=self._template(),
            recipients=lambda matter: _recipients(matter.case, own, addressing),
            applies=lambda matter: _applies(matter.case, own, conditions),
            context=addressing.context,
            needs=tuple(filter(None, map(_attribute, required))),
            reads=tuple(dict.fromkeys(filter(None, map(_attribute, columns)))),
            reads_only=True,
            check=lambda matter: _check(matter.case, title, sorted(own, key=repr), required),
            file_name=self._text("file_name"),
            rules=(NEEDED, UNKNOWN_COLUMN),
            edition=hashlib.sha256(self._path.read_bytes()).hexdigest(),
        )

    def _text(self, key: str) -> str:
        value = self._table.get(key, "")
        if not isinstance(value, str):
            raise ConfigError(f'{self._path} 的 {key} 应当是文字：{key} = "…"。')
        return value

    def _texts(self, key: str) -> tuple[str, ...]:
        return texts(self._path, key, self._table.get(key, []))

    def _template(self) -> Path:
        folder = self._path.parent
        if named := self._text("template"):
            if Path(named).name != named:
                raise ConfigError(f"{self._path} 的 template 只写文件名，模板放在同一个文件夹里。")
            return folder / named
        found = [path for path in folder.glob("*.docx") if not path.name.startswith(_LOCKS)]
        if len(found) != 1:
            raise ConfigError(
                f"{folder} 里有 {len(found)} 个 .docx，不知道哪个是模板。"
                f'请只留一个，或在 {MANIFEST_NAME} 里写明 template = "….docx"。'
            )
        return found[0]

    def _conditions(self) -> list[tuple[_Column | Sheet, bool | tuple[str, ...]]]:
        table = self._table.get("applies", {})
        if not isinstance(table, dict):
            raise ConfigError(f"{self._path} 的 applies 应当是一个小节：[applies]。")
        return [(self._thing(name), self._wanted(name, value)) for name, value in table.items()]

    def _wanted(self, name: str, value: object) -> bool | tuple[str, ...]:
        wanted = value if isinstance(value, bool) else texts(self._path, f"applies.{name}", value)
        thing = self._thing(name)
        if isinstance(thing, Sheet) and not isinstance(wanted, bool):
            raise ConfigError(f"{self._path} 的 applies.{name} 是工作表，只能写 true 或 false。")
        choices = _choices(name)
        for word in wanted if choices and not isinstance(wanted, bool) else ():
            if word not in choices:
                raise ConfigError(
                    f"{self._path} 的 applies.{name}：“{word}”不是“{name}”的可选值。"
                    f"{suggestion(word, choices)}可以写：{'、'.join(choices)}。"
                )
        return wanted

    def _addressing(self) -> _Addressing:
        if "each" in self._table:
            sheet, field = self._row_column(self._text("each"))
            others = tuple(self._column(name) for name in self._texts("except"))
            return _EachValue(sheet, field, others)
        if "except" in self._table:
            raise ConfigError(f"{self._path} 的 except 要和 each 一起用。")
        columns = tuple(self._column(name) for name in self._texts("recipients"))
        return _Columns(columns, self._text("addressee"))

    def _row_column(self, name: str) -> tuple[Sheet, Field]:
        title, _, heading = name.partition(".")
        sheets = {sheet.name: sheet for sheet in ROW_SHEETS.values()}
        known = tuple(
            f"{sheet.name}.{item.column.heading}"
            for sheet in sheets.values()
            for item in sheet.fields
        )
        if name not in known:
            raise ConfigError(
                f"{self._path} 的 each = “{name}”不是一列。{suggestion(name, known)}"
                "写成 工作表.标题，如 骚扰记录.受扰人。"
            )
        fields = sheets[title].fields
        return sheets[title], next(item for item in fields if item.column.heading == heading)

    def _thing(self, name: str) -> _Column | Sheet:
        sheets = {sheet.name: sheet for sheet in ROW_SHEETS.values()}
        return sheets.get(name) or self._column(name)

    def _column(self, name: str) -> _Column:
        owner, dot, heading = name.partition(".")
        if not dot:
            return _Column(name, _paths().get(name, ()))
        known = {item.column.heading: item.path for item in INSTITUTIONS.fields}
        if owner not in _parties() or heading not in known:
            all_known = tuple(f"{party}.{item}" for party in _parties() for item in known)
            raise ConfigError(
                f"{self._path} 里的“{name}”不是一列。{suggestion(name, all_known)}"
                "机构的内容写成 债权人.机构类型 这样。"
            )
        return _Column(name, (*_paths()[owner], *known[heading]))


@dataclass(frozen=True, slots=True)
class _Columns:
    """Recipients that stand in columns of the case, or one that is the same for every case."""

    columns: tuple[_Column, ...]
    fixed: str

    @property
    def things(self) -> tuple[_Column | Sheet, ...]:
        """What it reads."""
        return self.columns

    def recipients(self, case: Case) -> Iterator[Recipient]:
        """One for each that is filled, without repeats; an open one where none is."""
        found = {}
        for column in self.columns:
            if text := column.text(case):
                value = column.value(case)
                found[text] = value if isinstance(value, Institution) else None
        for name, institution in found.items():
            yield Recipient(name=name, institution=institution)
        if not found:
            yield Recipient(name=self.fixed)

    def context(self, brief: Brief) -> Mapping[str, object]:
        """No names of its own."""
        return {}


@dataclass(frozen=True, slots=True)
class _EachValue:
    """A recipient for each distinct value of a column of a row sheet, with its rows."""

    sheet: Sheet
    field: Field
    others: tuple[_Column, ...]

    @property
    def things(self) -> tuple[_Column | Sheet, ...]:
        """What it reads."""
        return (self.sheet, *self.others)

    def recipients(self, case: Case) -> Iterator[Recipient]:
        """One for each value that stands in none of the other columns."""
        left_out = {"", *(column.text(case) for column in self.others)}
        for value in dict.fromkeys(map(self._text, _rows(case, self.sheet))):
            if value not in left_out:
                yield Recipient(name=value)

    def context(self, brief: Brief) -> Mapping[str, object]:
        """The rows of this recipient."""
        rows = _rows(brief.case, self.sheet)
        return {_RELATED: [row for row in rows if self._text(row) == brief.recipient.name]}

    def _text(self, row: object) -> str:
        return value_text(getattr(row, self.field.attribute))


_Addressing = _Columns | _EachValue


def _recipients(case: Case, own: Iterable[_Column], addressing: _Addressing) -> Iterable[Recipient]:
    # `_check` tells of a missing column; there has to be a document to refuse.
    return (Recipient(),) if _lacks(case, own) else addressing.recipients(case)


def _applies(
    case: Case,
    own: Iterable[_Column],
    conditions: Iterable[tuple[_Column | Sheet, bool | tuple[str, ...]]],
) -> bool:
    return _lacks(case, own) or all(_holds(case, thing, wanted) for thing, wanted in conditions)


def _lacks(case: Case, own: Iterable[_Column]) -> bool:
    return any(column.name not in case.extra for column in own)


def _holds(case: Case, thing: _Column | Sheet, wanted: bool | tuple[str, ...]) -> bool:
    found = bool(_rows(case, thing)) if isinstance(thing, Sheet) else thing.text(case)
    return found in wanted if isinstance(wanted, tuple) else bool(found) == wanted


def _check(
    case: Case, title: str, own: Iterable[_Column], required: Iterable[_Column | Sheet]
) -> Iterator[Problem]:
    """Columns of the lawyer's own that are missing, or empty where they are required."""
    for column in own:
        if column.name not in case.extra:
            near = suggestion(column.name, (*_paths(), *case.extra))
            yield UNKNOWN_COLUMN.on(
                _own_place(case, column),
                f"没有“{column.name}”这一列，{title}要用到它。{near}",
                f"请在“{CASES.name}”表里加上这一列，或改正 {MANIFEST_NAME}。",
            )
        elif column in required and not case.extra[column.name]:
            yield NEEDED.on(_own_place(case, column), *_needed(title))
    for thing in required:
        if isinstance(thing, _Column) and ".".join(thing.path) not in (_attribute(thing), ""):
            owner = getattr(case, thing.path[0])
            if owner is not None and not thing.text(case):
                yield NEEDED.at(owner, thing.path[-1], *_needed(title), case=case.number)


def _needed(title: str) -> tuple[str, str]:
    return f"没有填写，{title}必须写明。", "请补上。"


def _own_place(case: Case, column: _Column) -> Place:
    cell = case.origin.cell(column.name) or f"A{case.origin.row}"
    return Place(CASES.name, cell, column.name, case.number)


def _rows(case: Case, sheet: Sheet) -> tuple[object, ...]:
    attribute = next(name for name, known in ROW_SHEETS.items() if known is sheet)
    rows: tuple[object, ...] = getattr(case, attribute)
    return rows


def _attribute(thing: _Column | Sheet) -> str:
    """The attribute of `Case` by which a kind names it; empty for the lawyer's own."""
    if isinstance(thing, Sheet):
        return next(name for name, known in ROW_SHEETS.items() if known is thing)
    path = ".".join(thing.path)
    known = (".".join(item.path) for item in CASES.fields)
    return next((name for name in known if f"{path}.".startswith(f"{name}.")), "")


def _paths() -> dict[str, tuple[str, ...]]:
    return {item.column.heading: item.path for item in CASES.fields}


def _parties() -> tuple[str, ...]:
    return tuple(CASES.heading(name) for name in ("creditor", "platform", "collector"))


def _choices(name: str) -> tuple[str, ...]:
    """Allowed values of a column; empty where anything may stand."""
    owner, dot, heading = name.partition(".")
    fields, sought = (INSTITUTIONS.fields, heading) if dot else (CASES.fields, owner)
    found = (item.column.choices for item in fields if item.column.heading == sought)
    return next(found, ())


def _refuse_newer(path: Path, api: object) -> None:
    if not isinstance(api, int) or isinstance(api, bool) or not 1 <= api <= API_VERSION:
        raise ConfigError(
            f"{path} 的 api = {api}，本程序只到 {API_VERSION}。"
            f"请升级 anjuan，或改成 {API_VERSION}。"
        )
