"""A cell as the reader gives it: its text, what may not stand in it, and what is told of it.

Readings of single types stand beside this module: amounts.py, days.py, clocks.py, phones.py,
identities.py; values.py calls the one that the column asks for.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TypeAlias

from anjuan.chinese import date_text
from anjuan.frozen import frozen
from anjuan.messages import Message, public
from anjuan.opc import ILLEGAL
from anjuan.patterns import seldom
from anjuan.problems import Rule, Severity
from anjuan.word.marks import BRACES, MARK

Cell: TypeAlias = str | int | float | bool | date | datetime | time | timedelta | None

# Excel keeps 15 significant digits; what a longer number cell shows is not what was typed.
EXACT_DIGITS = 10**15
_SHOWN_IN_FULL = 10**21
# What Excel, WPS and LibreOffice show instead of a result, and of what is wider than its column.
ERROR_TEXT = seldom(
    r"#(?:N/A|VALUE!|REF!|DIV/0!|NUM!|NAME\?|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|BUSY!"
    r"|UNKNOWN!|GETTING_DATA|#{2,})|(?:Err|错误):[0-9]{3}"
)
# How Excel shows a number too long for its column: saved as text, the other digits are gone.
_SCIENTIFIC = re.compile(r"[-+]?[0-9](?:\.[0-9]+)?E[-+][0-9]{2,3}", re.IGNORECASE)
# A number whose digits from the 16th on are those of a number cell: all 0.
_ZEROS = re.compile(r"[0-9]{15}0{1,15}")
_LOOK_LIKE_DIGITS = str.maketrans("OoQlIL", "000111")
# Signs by which a text that needs a closer look is told apart.
_SUSPECT = re.compile(f"[{BRACES}#]|[Ee][-+]|Err:|错误:")

# What turns the order of writing round, or takes no room: a number can be printed backwards, two
# names can look the same. The joiners U+200C and U+200D stay: some scripts and emoji need them.
INVISIBLE = seldom(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)

CONTROL_CHARACTER = Rule("control-character", "有 Word 存不下的控制字符。")
INVISIBLE_CHARACTER = Rule(
    "invisible-character", "内容里有看不见的方向符或零宽字符，印出来会与看到的不一样。"
)
HOLDS_TEMPLATE_MARK = Rule("template-mark", "内容里有 {{ 之类的模板记号。")
ERROR_CELL = Rule("error-cell", "出错的单元格，如 #N/A。")
LONG_NUMBER = Rule("long-number", "超过 15 位或写成科学计数的数字，已丢掉几位。")
LINE_BREAK = Rule("line-break", "只能写一行的列里有换行。")
READ_AS = Rule("read-as", "写法不是规定的样子，但只有一种读法，已经照此读入。", Severity.WARNING)


class CellError(ValueError):
    """A cell that can't be read: the `rule` it breaks, a Chinese `message` and a `remedy`.

    What was meant, as one would type it, is `meant`; empty where nobody can know.
    """

    def __init__(self, rule: Rule, message: str, remedy: str, meant: str = "") -> None:
        super().__init__(message)
        self.rule = rule
        self.message = message
        self.remedy = remedy
        self.meant = meant


@frozen
class Remark:
    """What is told of a cell that was read all the same; fields as those of `CellError`."""

    rule: Rule
    message: str
    remedy: str
    meant: str = ""


@frozen
class Reading:
    """What a cell says.

    Attributes:
        value: of the record's type.
        remark: how it was read, or what is doubtful about it; None where there is nothing to say.
    """

    value: object
    remark: Remark | None = None


def read_as(value: object, typed: Cell, meant: str, remedy: str = "不对的话，请改写。") -> Reading:
    """A reading of what nobody can misread, with the word that it was read.

    Args:
        value: the value.
        typed: the cell.
        meant: the value as one would rather have typed it.
        remedy: what to do where it isn't meant.
    """
    message = Message("“{}”读作 {}。", as_typed(typed).strip(), meant)
    return Reading(value, Remark(READ_AS, message, remedy, meant))


def proposal(*values: str) -> str:
    """`是不是 …？`, of what can be misread: the lawyer types the one that is meant."""
    return Message("是不是 {}？", "，还是 ".join(dict.fromkeys(values)))


def sole(values: Iterable[str]) -> str:
    """The only one of what may be meant; empty where there is none, or another."""
    different = set(values)
    return different.pop() if len(different) == 1 else ""


def with_digits(text: str) -> str:
    """The text with digits for the letters that are taken for them: 1O → 10."""
    return text.translate(_LOOK_LIKE_DIGITS)


def is_empty(cell: Cell) -> bool:
    """True for no value at all and for blanks only."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def as_typed(cell: Cell) -> str:
    """The cell as the lawyer sees it, for messages; empty for an empty cell."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < _SHOWN_IN_FULL:
        # Not int(), which would make up the digits that Excel has lost.
        return format(Decimal(repr(cell)), ".0f")
    return str(cell)


def plain_text(cell: Cell) -> str:
    """Text of any cell, as typed, with line ends made uniform.

    Raises:
        CellError: a character Word can't hold, or a number whose digits Excel has lost.
    """
    if isinstance(cell, str):
        # The common case, told apart at C speed: nothing invisible and no sign to look at.
        if cell.isprintable() and not _SUSPECT.search(cell):
            return cell.strip()
        return _checked_text(cell)
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, int | float):
        return _number_text(cell)
    if isinstance(cell, datetime):
        return date_text(cell.date()) + (f"{cell:%H:%M}" if cell.time() != time.min else "")
    if isinstance(cell, date):
        return date_text(cell)
    return str(cell or "")


def called(cell: Cell) -> str:
    """What a cell calls a thing, with a fault or without: whose row it is has to be known."""
    try:
        return plain_text(cell)
    except CellError:
        return as_typed(cell).strip()


def _checked_text(cell: str) -> str:
    text = cell.replace("\r\n", "\n").replace("\r", "\n").strip()
    illegal = ILLEGAL.search(text)
    if illegal:
        raise CellError(
            CONTROL_CHARACTER,
            Message("第 {} 个字符是控制字符（{}），Word 存不下。", *_sign(illegal)),
            "请重新输入这个单元格的内容。",
        )
    invisible = INVISIBLE.search(text)
    if invisible:
        raise CellError(
            INVISIBLE_CHARACTER,
            Message(
                "第 {} 个字符是看不见的方向符或零宽字符（{}），印出来会与看到的不一样。",
                *_sign(invisible),
            ),
            "请清空这个单元格，手工重新输入；从聊天、通讯录里复制来的内容常带有这种字符。",
        )
    mark = MARK.search(text)
    if mark:
        raise CellError(
            HOLDS_TEMPLATE_MARK,
            Message("内容里的“{}”是模板记号，不能原样印在文书里。", public(mark[0])),
            "请改用单个的全角大括号｛｝。",
        )
    _refuse_display(text)
    return text


def _refuse_display(text: str) -> None:
    """Refuse what a program shows instead of a value, where that was saved as text."""
    if ERROR_TEXT.fullmatch(text):
        message = Message("“{}”是表格程序显示出错的样子，不是内容。", public(text))
        raise CellError(ERROR_CELL, message, "请填写真正的内容。")
    if _SCIENTIFIC.fullmatch(text):
        raise CellError(
            LONG_NUMBER,
            Message("“{}”是科学计数，其余几位数字已经丢了。", text),
            "请把这一列设为文本格式，再重新填写全部数字。",
        )


def _sign(found: re.Match[str]) -> tuple[Message, Message]:
    """The place of a character, from 1, and its code."""
    return public(found.start() + 1), public(f"U+{ord(found[0]):04X}")


def normal_text(cell: Cell) -> str:
    """Like `plain_text`, with full-width digits, letters and brackets made half-width.

    For what is reckoned with only: what is printed keeps the form in which it was typed.
    """
    text = plain_text(cell)
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def _number_text(number: float) -> str:
    if not math.isfinite(number):
        raise CellError(ERROR_CELL, "这个数字单元格没有有效的数值。", "请重新填写。")
    if abs(number) >= EXACT_DIGITS:
        raise CellError(
            LONG_NUMBER,
            "这是一个超过 15 位的数字单元格，Excel 已经丢掉了末尾几位。",
            "请把单元格设为文本格式，再重新输入全部数字。",
        )
    if number != int(number):
        return format(Decimal(repr(number)), "f")
    return str(int(number))


def one_line(text: str) -> str:
    """The text, which may not have a second line.

    Raises:
        CellError: it has one.
    """
    if "\n" in text:
        raise CellError(LINE_BREAK, "内容里有换行，这一列只能写一行。", "请删去换行（Alt+Enter）。")
    return text


def code_text(cell: Cell) -> str:
    """The text of a number or code: half-width, without any blank.

    Raises:
        CellError: it can't be one, or Excel has lost its last digits.
    """
    return "".join(one_line(normal_text(cell)).split())


def lost_digits(code: str) -> Remark | None:
    """The doubt about a code that ends in zeros where a number cell loses its digits."""
    if not _ZEROS.fullmatch(code):
        return None
    message = Message("“{}”从第 16 位起全是 0，末尾几位多半已经丢失。", code)
    return Remark(LONG_NUMBER, message, "请对照原件核对；确实如此，可以不管。")
