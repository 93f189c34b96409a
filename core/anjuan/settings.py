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
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from anjuan.chinese import decoded, suggestion
from anjuan.errors import AnjuanError, ConfigError, why
from anjuan.frozen import frozen
from anjuan.messages import Message, public

_T = TypeVar("_T")


@frozen
class Setting:
    """What a field of a record says beyond its name and type.

    Attributes:
        help: what it is for, one Chinese sentence.
        example: what might be written, as TOML has it: the whole line, or those of a section.
        key: its name in the file, where Python can't use that one; empty = the field's.
        header: what the header of a section reads; empty = the key alone.
        most: the largest number that makes sense.
        may_be_empty: whether an empty text means something.
    """

    help: str = ""
    example: str = ""
    key: str = ""
    header: str = ""
    most: int = 10**9
    may_be_empty: bool = False


@frozen
class Key:
    """A key of a table.

    Attributes:
        name: as it stands in the file.
        attribute: the field of the record.
        required: it may not be left out.
        setting: what the field says beyond its name and type.
        shape: what may stand there.
    """

    name: Message
    attribute: str
    required: bool
    setting: Setting
    shape: _Shape

    @property
    def is_section(self) -> bool:
        """Whether it is the header of further keys."""
        return self.shape.word in (_TABLE, _TABLES)

    @property
    def record(self) -> type[Any] | None:
        """The record of a section's keys; None where they are not ours to know."""
        return self.shape.record

    @property
    def example(self) -> str:
        """How it might be written: lines of TOML."""
        header = self.setting.header or self.name
        return f"[{header}]\n{self.setting.example}" if self.is_section else self.setting.example


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
        yield Key(Message(setting.key or item.name), item.name, required, setting, shape)


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
    faults: list[Message] = []
    table = _table(path, what, error)
    read: _T = _table_of(record).read(table, ((f"{what} {{}}", path),), faults)
    refuse(faults, error)
    return read


def refuse(faults: Sequence[Message], error: type[AnjuanError] = ConfigError) -> None:
    """Raise an error that tells of all faults, a line each; without any, do nothing.

    Raises:
        AnjuanError: of the type asked for.
    """
    if faults:
        raise error("\n".join("{}" for _ in faults), *faults)


def unknown_names(
    place: Message, what: str, found: Iterable[str], known: Sequence[str]
) -> Iterator[Message]:
    """Say of each name that is not among those known which known one is nearest.

    Args:
        place: where they stand, as a message begins.
        what: what they are, e.g. 工作表.
        found: the names.
        known: those that there are; our own words.
    """
    for name in found:
        if name not in known:
            near = suggestion(name, tuple(known))
            parts = (place, public(what), name, near, public(known))
            yield Message("{}里没有{}“{}”。{}可以写：{}。", *parts)


def _table(path: Path, what: str, error: type[AnjuanError]) -> dict[str, Any]:
    try:
        content = path.read_bytes()
    except OSError as reason:
        raise error("读不了" + what + " {}（{}）。请检查路径。", path, why(reason)) from reason
    try:
        text = decoded(content)
    except UnicodeError as reason:
        message = "{}的文字编码认不出来。请用记事本打开，另存为 UTF-8 编码。"
        raise error(what + " " + message, Message("{} ", path)) from reason
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError) as reason:
        number = "".join(_LINE.findall(str(reason))[:1])
        place = Message(f"第 {number} 行" if number else "")
        lines = text.splitlines()[int(number) - 1 :] if number else []
        raise error(
            what + " {} {}的写法不对（{}）。{}", path, place, reason, _remedy("".join(lines[:1]))
        ) from reason


_LINE = re.compile(r"at line (\d+)")
# Signs that Chinese input methods write instead of those that the format knows.
_TWINS = dict(zip("“”＂‘’＝，［］【】｛｝＃．", '"""\'\'=,[][]{}#.', strict=True))
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")


def _remedy(line: str) -> Message:
    """What to do about a line that is written wrongly."""
    bare, _, unclosed = _QUOTED.sub("", line).rstrip().partition('"')
    # What was begun with a right sign may end with a wrong one.
    found = [sign for sign in dict.fromkeys(bare + unclosed[-1:]) if sign in _TWINS]
    if not found:
        return Message("左右两边的文字都要放在英文引号里。")
    pairs = [Message("{} 要改成 {}", public(sign), public(_TWINS[sign])) for sign in found]
    return Message("这一行有中文输入法的符号：{}。", pairs)


# Where something stands: one step into the file after the other, each a template and its part.
_Place = tuple[tuple[str, object], ...]


@frozen
class _Shape:
    """What may stand behind a key.

    Attributes:
        word: how that is said.
        fits: whether something is of this sort at all.
        read: the value of what fits, its place and the faults so far being given; where it adds
            to the faults, what it returns may not be used.
        record: what a table is read into; None where it is none, or its keys are anybody's.
    """

    word: str
    fits: Callable[[Any], bool]
    read: Callable[[Any, _Place, list[Message]], Any]
    record: type[Any] | None = None


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
    def read(found: str, place: _Place, faults: list[Message]) -> str:
        if not found.strip() and not setting.may_be_empty:
            faults.append(Message("{}不能是空的；没有内容就不要写这一项。", _said(place)))
        return found

    return _Shape("文字，放在英文引号里", lambda it: isinstance(it, str), read)


def _flag(setting: Setting) -> _Shape:
    return _Shape(" true 或 false，不加引号", lambda it: isinstance(it, bool), _as_it_is)


def _day(setting: Setting) -> _Shape:
    # A moment is a day to Python.
    return _Shape("日期，不加引号，如 2026-01-31", lambda it: type(it) is date, _as_it_is)


def _as_it_is(found: Any, place: _Place, faults: list[Message]) -> Any:
    return found


def _number(setting: Setting) -> _Shape:
    # A truth value is a number to Python.
    return _Shape("正整数，不加引号", lambda it: type(it) is int and it > 0, _at_most(setting, int))


def _amount(setting: Setting) -> _Shape:
    def fits(found: Any) -> bool:
        return type(found) in (int, Decimal) and Decimal(found).is_finite() and found > 0

    return _Shape("大于零的数，不加引号", fits, _at_most(setting, Decimal))


def _at_most(setting: Setting, made: type[Any]) -> Callable[[Any, _Place, list[Message]], Any]:
    def read(found: Any, place: _Place, faults: list[Message]) -> Any:
        if found > setting.most:
            most = public(setting.most)
            faults.append(Message("{}太大：最大是 {}，现在写的是 {}。", _said(place), most, found))
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

    def read(found: str, place: _Place, faults: list[Message]) -> Enum | None:
        if found in words:
            return choices(found)
        told = (_said(place), found, suggestion(found, words), public(words))
        faults.append(Message("{}不能是“{}”。{}可以写：{}。", *told))
        return None

    return _Shape("文字，放在英文引号里", lambda it: isinstance(it, str), read)


def _texts_of(item: _Shape) -> _Shape:
    def read(found: Any, place: _Place, faults: list[Message]) -> tuple[Any, ...]:
        listed = [found] if isinstance(found, str) else found
        return tuple(
            _value(item, each, (*place, ("第 {} 项", number)), faults)
            for number, each in enumerate(listed, 1)
        )

    return _Shape('文字，或文字的列表：["…", "…"]', lambda it: isinstance(it, list | str), read)


def _tables_of(record: Any) -> _Shape:
    table = _table_of(record)

    def read(found: Any, place: _Place, faults: list[Message]) -> tuple[Any, ...]:
        return tuple(
            _value(table, each, (*place, _called(each, number)), faults)
            for number, each in enumerate(found, 1)
        )

    return _Shape(_TABLES, lambda it: isinstance(it, list), read)


def _names_of(item: _Shape) -> _Shape:
    def read(found: Any, place: _Place, faults: list[Message]) -> dict[str, Any]:
        return {
            name: _value(item, each, (*place, ("的 {}", name)), faults)
            for name, each in found.items()
        }

    return _Shape(_TABLE, lambda it: isinstance(it, dict), read)


_TABLE = "一个小节"
_TABLES = "用 [[…]] 写的小节"


def _table_of(record: Any) -> _Shape:
    def read(found: Any, place: _Place, faults: list[Message]) -> Any:
        keys = keys_of(record)
        names = [key.name for key in keys]
        if unknown := [name for name in found if name not in names]:
            faults += unknown_names(_said(place), _word_for(keys), unknown, names)
        missing = [key.name for key in keys if key.required and key.name not in found]
        faults += (Message("{}里缺少“{}”这一项。", _said(place), name) for name in missing)
        given = {
            key.attribute: _value(key.shape, found[key.name], (*place, ("的 {}", key.name)), faults)
            for key in keys
            if key.name in found
        }
        return None if missing else record(**given)

    return _Shape(_TABLE, lambda it: isinstance(it, dict), read, record)


def _either(shapes: Sequence[_Shape]) -> _Shape:
    def read(found: Any, place: _Place, faults: list[Message]) -> Any:
        return next(shape for shape in shapes if shape.fits(found)).read(found, place, faults)

    word = "，也可以是".join(shape.word for shape in shapes)
    return _Shape(word, lambda it: any(shape.fits(it) for shape in shapes), read)


def _value(shape: _Shape, found: object, place: _Place, faults: list[Message]) -> Any:
    if shape.fits(found):
        return shape.read(found, place, faults)
    told = (_said(place), public(shape.word), _as_written(found))
    faults.append(Message("{}应当是{}。现在写的是{}。", *told))
    return None


def _word_for(keys: Iterable[Key]) -> str:
    """What the keys of a table are called: sections where each of them holds a table."""
    return "小节" if all(key.is_section for key in keys) else "设置"


def _called(table: object, number: int) -> tuple[str, object]:
    """How a message calls one of several tables: by its name, else by its number."""
    names = [table.get(key) for key in ("id", "name")] if isinstance(table, dict) else []
    name = next((name for name in names if name and isinstance(name, str)), "")
    return ("“{}”", name) if name else ("第 {} 项", number)


def _said(place: _Place) -> Message:
    """A place as a message begins: `法条目录 劳动.toml 的 law“a”的 rank `."""
    words, last = "", ""
    for step, part in place:
        gap = "" if step.startswith("“") else _gap(last)
        words, last = words + gap + step, step.replace("{}", str(part))
    parts = (public(part) if isinstance(part, int) else part for _, part in place)
    return Message(words + _gap(last), *parts)


def _gap(before: str) -> str:
    """The blank that stands between Latin letters and Chinese."""
    return " " if before[-1:].isascii() and before else ""


def _as_written(found: object) -> str:
    """What stands in the file, much as it stands there."""
    if isinstance(found, dict):
        return _TABLE
    quoted = isinstance(found, str | bool | list)
    return f" {json.dumps(found, ensure_ascii=False, default=str) if quoted else found}"
