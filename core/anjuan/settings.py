"""TOML files read into records: what a record doesn't know, lacks or can't hold is refused.

A record is a frozen dataclass. Its fields are the keys of a table of the file, their types say
what may stand there, a default that the key may be left out; `Setting` says the rest. The reader,
its messages, and for files that lawyers write the scaffold and the page too come from it.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from anjuan.chinese import suggestion
from anjuan.errors import AnjuanError, ConfigError, why

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Setting:
    """What a field of a record says beyond its name and type.

    Attributes:
        help: what it is for, one Chinese sentence.
        example: what might stand there, as TOML has it.
        key: its name in the file, where Python can't use that one; empty = the field's.
        most: the largest number that makes sense.
        may_be_empty: whether an empty text means something.
    """

    help: str = ""
    example: str = ""
    key: str = ""
    most: int = 10**9
    may_be_empty: bool = False


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a table.

    Attributes:
        name: as it stands in the file.
        attribute: the field of the record.
        required: it may not be left out.
        setting: what the field says beyond its name and type.
        shape: what may stand there.
    """

    name: str
    attribute: str
    required: bool
    setting: Setting
    shape: _Shape


def keys_of(record: type[Any]) -> tuple[Key, ...]:
    """Every key that a record knows, in its order."""
    if record not in _KEYS:
        _KEYS[record] = tuple(_keys(record))
    return _KEYS[record]


# Reading type hints is slow, and a catalogue has a hundred entries of a sort.
_KEYS: dict[type[Any], tuple[Key, ...]] = {}


def _keys(record: type[Any]) -> Iterator[Key]:
    hints = get_type_hints(record, include_extras=True)
    for item in fields(record):
        setting = _setting(hints[item.name])
        required = item.default is MISSING and item.default_factory is MISSING
        shape = _shape(hints[item.name])
        yield Key(setting.key or item.name, item.name, required, setting, shape)


def read_record(
    path: Path,
    record: type[_T],
    what: str = "配置文件",
    error: type[AnjuanError] = ConfigError,
) -> _T:
    """A TOML file as a record.

    Args:
        path: the file.
        record: a frozen dataclass.
        what: what the file is, for messages.
        error: what to raise.

    Raises:
        AnjuanError: of the type asked for. The file can't be read, or has keys that are unknown,
            missing or of the wrong type: all of them are named, a line each.
    """
    faults: list[str] = []
    read: _T = _table_of(record).read(_table(path, what, error), f"{what} {path} ", faults)
    if faults:
        raise error("\n".join(faults))
    return read


def unknown_names(
    place: str, what: str, found: Mapping[str, object], known: tuple[str, ...]
) -> Iterator[str]:
    """Say of each name that is not among those known which known one is nearest.

    Args:
        place: where they stand, as a message begins.
        what: what they are, e.g. 工作表.
        found: by name.
        known: the names that there are.
    """
    for name in found:
        if name not in known:
            yield (
                f"{place}里没有{what}“{name}”。{suggestion(name, known)}"
                f"可以写：{'、'.join(known)}。"
            )


def _table(path: Path, what: str, error: type[AnjuanError]) -> dict[str, Any]:
    try:
        # Editors on Windows put a byte order mark in front.
        return tomllib.loads(path.read_text(encoding="utf-8-sig"), parse_float=Decimal)
    except OSError as reason:
        raise error(f"读不了{what} {path}（{why(reason)}）。请检查路径。") from reason
    except (ValueError, RecursionError) as reason:
        *_, line = ("", *_LINE.findall(str(reason)))
        where = f"第 {line} 行" if line else ""
        raise error(
            f"{what} {path} {where}的写法不对（{reason}）。左右两边的文字都要放在英文引号里。"
        ) from reason


_LINE = re.compile(r"at line (\d+)")


@dataclass(frozen=True, slots=True)
class _Shape:
    """What may stand behind a key.

    Attributes:
        word: how that is said.
        fits: whether something is of this sort at all.
        read: the value of what fits, its place and the faults so far being given; where it adds
            to the faults, what it returns may not be used.
    """

    word: str
    fits: Callable[[Any], bool]
    read: Callable[[Any, str, list[str]], Any]


def _setting(hint: Any) -> Setting:
    return next((it for it in getattr(hint, "__metadata__", ()) if isinstance(it, Setting)), _NONE)


_NONE = Setting()


def _shape(hint: Any) -> _Shape:
    """What a field's type lets stand; None in it stands for a key that is left out."""
    setting = _setting(hint)
    bare = get_args(hint)[0] if hasattr(hint, "__metadata__") else hint
    choices = get_args(bare) if isinstance(bare, UnionType) else (bare,)
    shapes = [_plain(choice, setting) for choice in choices if choice is not NoneType]
    return shapes[0] if len(shapes) == 1 else _either(shapes)


def _plain(hint: Any, setting: Setting) -> _Shape:
    if is_dataclass(hint):
        return _table_of(hint)
    if get_origin(hint) is Mapping:
        return _names_of(_shape(get_args(hint)[1]))
    if get_origin(hint) is tuple:
        item = get_args(hint)[0]
        return _tables_of(item) if is_dataclass(item) else _texts_of(_shape(item))
    return _choice_of(hint) if issubclass(hint, Enum) else _SCALARS[hint](setting)


def _text(setting: Setting) -> _Shape:
    def read(found: str, place: str, faults: list[str]) -> str:
        if not found.strip() and not setting.may_be_empty:
            faults.append(f"{place}不能是空的；没有内容就不要写这一项。")
        return found

    return _Shape("文字，放在英文引号里", lambda it: isinstance(it, str), read)


def _flag(setting: Setting) -> _Shape:
    return _Shape(" true 或 false，不加引号", lambda it: isinstance(it, bool), _as_it_is)


def _day(setting: Setting) -> _Shape:
    # A moment is a day to Python.
    return _Shape("日期，不加引号，如 2026-01-31", lambda it: type(it) is date, _as_it_is)


def _as_it_is(found: Any, place: str, faults: list[str]) -> Any:
    return found


def _number(setting: Setting) -> _Shape:
    # A truth value is a number to Python.
    return _Shape("正整数，不加引号", lambda it: type(it) is int and it > 0, _at_most(setting, int))


def _amount(setting: Setting) -> _Shape:
    def fits(found: Any) -> bool:
        return type(found) in (int, Decimal) and Decimal(found).is_finite() and found > 0

    return _Shape("大于零的数，不加引号", fits, _at_most(setting, Decimal))


def _at_most(setting: Setting, made: type[Any]) -> Callable[[Any, str, list[str]], Any]:
    def read(found: Any, place: str, faults: list[str]) -> Any:
        if found > setting.most:
            faults.append(f"{place}太大：最大是 {setting.most}，现在写的是 {found}。")
        return made(found)

    return read


_SCALARS: Mapping[type[Any], Callable[[Setting], _Shape]] = {
    str: _text,
    bool: _flag,
    date: _day,
    int: _number,
    Decimal: _amount,
}


def _choice_of(choices: type[Enum]) -> _Shape:
    words = tuple(str(choice.value) for choice in choices)

    def read(found: str, place: str, faults: list[str]) -> Enum | None:
        if found in words:
            return choices(found)
        faults.append(
            f"{place}不能是“{found}”。{suggestion(found, words)}可以写：{'、'.join(words)}。"
        )
        return None

    return _Shape("文字，放在英文引号里", lambda it: isinstance(it, str), read)


def _texts_of(item: _Shape) -> _Shape:
    def read(found: Any, place: str, faults: list[str]) -> tuple[Any, ...]:
        listed = [found] if isinstance(found, str) else found
        return tuple(
            _value(item, each, f"{place}第 {number} 项", faults)
            for number, each in enumerate(listed, 1)
        )

    return _Shape('文字，或文字的列表：["…", "…"]', lambda it: isinstance(it, list | str), read)


def _tables_of(record: Any) -> _Shape:
    table = _table_of(record)

    def read(found: Any, place: str, faults: list[str]) -> tuple[Any, ...]:
        return tuple(
            _value(table, each, place.rstrip() + _called(each, number), faults)
            for number, each in enumerate(found, 1)
        )

    return _Shape("用 [[…]] 写的小节", lambda it: isinstance(it, list), read)


def _names_of(item: _Shape) -> _Shape:
    def read(found: Any, place: str, faults: list[str]) -> dict[str, Any]:
        return {
            name: _value(item, each, f"{place}的 {name} ", faults) for name, each in found.items()
        }

    return _Shape(_TABLE, lambda it: isinstance(it, dict), read)


_TABLE = "一个小节"


def _table_of(record: Any) -> _Shape:
    def read(found: Any, place: str, faults: list[str]) -> Any:
        keys = keys_of(record)
        faults += unknown_names(place, _word_for(keys), found, tuple(key.name for key in keys))
        missing = [key.name for key in keys if key.required and key.name not in found]
        faults += (f"{place}里缺少“{name}”这一项。" for name in missing)
        given = {
            key.attribute: _value(key.shape, found[key.name], f"{place}的 {key.name} ", faults)
            for key in keys
            if key.name in found
        }
        return None if missing else record(**given)

    return _Shape(_TABLE, lambda it: isinstance(it, dict), read)


def _either(shapes: Sequence[_Shape]) -> _Shape:
    def read(found: Any, place: str, faults: list[str]) -> Any:
        return next(shape for shape in shapes if shape.fits(found)).read(found, place, faults)

    word = "，也可以是".join(shape.word for shape in shapes)
    return _Shape(word, lambda it: any(shape.fits(it) for shape in shapes), read)


def _value(shape: _Shape, found: object, place: str, faults: list[str]) -> Any:
    if shape.fits(found):
        return shape.read(found, place, faults)
    faults.append(f"{place}应当是{shape.word}。现在写的是{_said(found)}。")
    return None


def _word_for(keys: Iterable[Key]) -> str:
    """What the keys of a table are called: sections where each of them holds a table."""
    return "小节" if all("小节" in key.shape.word for key in keys) else "设置"


def _called(table: object, number: int) -> str:
    """How a message calls one of several tables: by its name, else by its number."""
    names = [table.get(key) for key in ("id", "name")] if isinstance(table, dict) else []
    name = next((name for name in names if name and isinstance(name, str)), "")
    return f"“{name}”" if name else f" 第 {number} 项"


def _said(found: object) -> str:
    """What stands in the file, much as it stands there."""
    if isinstance(found, dict):
        return _TABLE
    quoted = isinstance(found, str | bool | list)
    return f" {json.dumps(found, ensure_ascii=False, default=str) if quoted else found}"


def read_toml(path: Path) -> dict[str, Any]:
    """A TOML file.

    Raises:
        ConfigError: it can't be read as one.
    """
    return _table(path, "配置文件", ConfigError)


def texts(path: Path, key: str, value: object) -> tuple[str, ...]:
    """A setting that is a list of texts, or one text.

    Raises:
        ConfigError: it is something else.
    """
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list) or not all(isinstance(item, str) for item in listed):
        raise ConfigError(f'配置文件 {path} 的 {key} 应当是文字，或文字的列表：["…", "…"]。')
    return tuple(listed)


def refuse_unknown(path: Path, what: str, found: object, known: tuple[str, ...]) -> None:
    """Refuse a table of a configuration file with a key that is not among those known.

    Raises:
        ConfigError: names the key, the nearest known one, and all of them.
    """
    if not isinstance(found, dict):
        raise ConfigError(f"配置文件 {path} 里“{what}”的写法不对。")
    for fault in unknown_names(f"配置文件 {path} ", what, found, known):
        raise ConfigError(fault)
