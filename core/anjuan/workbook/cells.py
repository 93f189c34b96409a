"""From one cell to one typed value: pure functions, one for each column type.

A cell arrives as the reader gives it (text, int, float, date, datetime, time, bool) and
leaves as the record's type. What can't be understood raises `CellError`; nothing is guessed.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TypeAlias

from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError

from anjuan.case.columns import Column, ColumnType
from anjuan.case.records import Moment
from anjuan.chinese import birth_date_of, date_text, split_list, suggestion
from anjuan.messages import Message, public
from anjuan.opc import ILLEGAL
from anjuan.problems import Rule
from anjuan.word.marks import BRACES, MARK

Cell: TypeAlias = str | int | float | bool | date | datetime | time | timedelta | None

# Excel keeps 15 significant digits; what a longer number cell shows is not what was typed.
EXACT_DIGITS = 10**15
EARLIEST_YEAR, LATEST_YEAR = 1900, 2100
LARGEST_COUNT = 100_000
LONGEST_GROUPED_NUMBER = 13

# What turns the order of writing round, or takes no room: a number can be printed backwards, two
# names can look the same. The joiners U+200C and U+200D stay: some scripts and emoji need them.
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
_DATE = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?")
_COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
# What Excel, WPS and LibreOffice show instead of a result, and of what is wider than its column.
ERROR_TEXT = re.compile(
    r"#(?:N/A|VALUE!|REF!|DIV/0!|NUM!|NAME\?|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|BUSY!"
    r"|UNKNOWN!|GETTING_DATA|#{2,})|(?:Err|错误):[0-9]{3}"
)
# How Excel shows a number too long for its column: saved as text, the other digits are gone.
_SCIENTIFIC = re.compile(r"[-+]?[0-9](?:\.[0-9]+)?E[-+][0-9]{2,3}", re.IGNORECASE)
# Signs by which a text that needs a closer look is told apart.
_SUSPECT = (*BRACES, "#", "E+", "e+", "E-", "e-", "Err:", "错误:")
_CLOCK = re.compile(r"(\d{1,2})(?::|时|点)(\d{1,2})?(?:(?::|分)(\d{1,2})?秒?)?")


CONTROL_CHARACTER = Rule("control-character", "有 Word 存不下的控制字符。")
INVISIBLE_CHARACTER = Rule(
    "invisible-character", "内容里有看不见的方向符或零宽字符，印出来会与看到的不一样。"
)
HOLDS_TEMPLATE_MARK = Rule("template-mark", "内容里有 {{ 之类的模板记号。")
ERROR_CELL = Rule("error-cell", "出错的单元格，如 #N/A。")
LONG_NUMBER = Rule("long-number", "超过 15 位或写成科学计数的数字，已丢掉几位。")
BAD_PHONE = Rule("bad-phone", "不像电话号码，或像是两个号码写在一起。")
LINE_BREAK = Rule("line-break", "只能写一行的列里有换行。")
UNKNOWN_CHOICE = Rule("unknown-choice", "不在可选值之中。")
BAD_DATE = Rule("bad-date", "不是能确定的日期。")
BAD_TIME = Rule("bad-time", "钟点看不懂。")
BAD_MONEY = Rule("bad-money", "不是大于零、最多两位小数的金额。")
BAD_COUNT = Rule("bad-count", "不是正整数。")
BAD_IDENTITY = Rule("bad-identity", "不是有效的居民身份证号（位数、生日、校验位）。")
BAD_CREDIT_CODE = Rule("bad-credit-code", "不是有效的统一社会信用代码。")


class CellError(ValueError):
    """A cell that can't be read: the `rule` it breaks, a Chinese `message` and a `remedy`."""

    def __init__(self, rule: Rule, message: str, remedy: str) -> None:
        super().__init__(message)
        self.rule = rule
        self.message = message
        self.remedy = remedy


def is_empty(cell: Cell) -> bool:
    """True for no value at all and for blanks only."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def as_typed(cell: Cell) -> str:
    """The cell as the lawyer sees it, for messages; empty for an empty cell."""
    if cell is None:
        return ""
    if isinstance(cell, float) and abs(cell) < EXACT_DIGITS and cell.is_integer():
        return str(int(cell))
    return str(cell)


def parse(column: Column, cell: Cell) -> object:
    """The typed value of a non-empty cell.

    Raises:
        CellError: the cell does not hold what the column asks for.
    """
    return _PARSERS[column.type](column, cell)


def empty(column: Column) -> object:
    """The value that stands for an empty cell of this column."""
    return _EMPTY.get(column.type, "") if column.if_empty is None else column.if_empty


def plain_text(cell: Cell) -> str:
    """Text of any cell, as typed, with line ends made uniform.

    Raises:
        CellError: a character Word can't hold, or a number whose digits Excel has lost.
    """
    if isinstance(cell, str):
        # The common case, told apart at C speed: nothing invisible and no sign to look at.
        if cell.isprintable() and not any(sign in cell for sign in _SUSPECT):
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


def _checked_text(cell: str) -> str:
    text = cell.replace("\r\n", "\n").replace("\r", "\n").strip()
    illegal = ILLEGAL.search(text)
    if illegal:
        raise CellError(
            CONTROL_CHARACTER,
            Message("第 {} 个字符是控制字符（{}），Word 存不下。", *_sign(illegal)),
            "请重新输入这个单元格的内容。",
        )
    invisible = _INVISIBLE.search(text)
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


def _note(column: Column, cell: Cell) -> str:
    return plain_text(cell)


def _text(column: Column, cell: Cell) -> str:
    return _one_line(plain_text(cell))


def _code_text(column: Column, cell: Cell) -> str:
    return re.sub(r"\s", "", _one_line(normal_text(cell)))


def _phone(column: Column, cell: Cell) -> str:
    typed = _text(column, cell)
    # 13 digits hold any number typed in groups; more are two numbers in one cell.
    if re.search(r"\s", typed) and len(re.sub(r"\D", "", typed)) > LONGEST_GROUPED_NUMBER:
        raise CellError(
            BAD_PHONE, Message("“{}”像是两个号码。", typed), "请一个单元格只写一个号码。"
        )
    return typed


def _one_line(text: str) -> str:
    if "\n" in text:
        raise CellError(LINE_BREAK, "内容里有换行，这一列只能写一行。", "请删去换行（Alt+Enter）。")
    return text


def _choice(column: Column, cell: Cell) -> str:
    text = normal_text(cell)
    for choice in column.choices:
        if unicodedata.normalize("NFKC", choice) == text:
            return choice
    raise CellError(
        UNKNOWN_CHOICE,
        Message("“{}”不在可选值之中。{}", text, suggestion(text, column.choices)),
        Message("请从 {} 中选一项。", public(column.choices)),
    )


def _choices(column: Column, cell: Cell) -> tuple[str, ...]:
    return tuple(_choice(column, part) for part in split_list(plain_text(cell)))


def _flag(column: Column, cell: Cell) -> bool:
    return _choice(column, cell) == column.choices[0]


def _bad_date(cell: Cell) -> CellError:
    return CellError(
        BAD_DATE,
        Message("“{}”不是能确定的日期。", as_typed(cell)),
        "请写成 2026-03-05 这样的日期。",
    )


def _calendar_day(cell: Cell, year: str, month: str, day: str) -> date:
    try:
        parsed = date(int(year), int(month), int(day))
    except ValueError:
        raise _bad_date(cell) from None
    if not EARLIEST_YEAR <= parsed.year <= LATEST_YEAR:
        raise _bad_date(cell)
    return parsed


def _date(column: Column, cell: Cell) -> date:
    moment = _moment(column, cell)
    # Midnight is how programs write a day that they show with a clock.
    if moment.clock not in (None, time.min):
        raise CellError(
            BAD_DATE, Message("“{}”带有钟点，这一列只写日期。", as_typed(cell)), "请去掉几点几分。"
        )
    return moment.day


def _moment(column: Column, cell: Cell) -> Moment:
    if isinstance(cell, datetime):
        day = _calendar_day(cell, str(cell.year), str(cell.month), str(cell.day))
        clock = cell.time().replace(microsecond=0)
        return Moment(day, clock if clock != time.min else None)
    if isinstance(cell, date):
        return Moment(_calendar_day(cell, str(cell.year), str(cell.month), str(cell.day)))
    if not isinstance(cell, str):
        raise _bad_date(cell)
    text = normal_text(cell)
    found = _DATE.match(text) or _COMPACT_DATE.fullmatch(text)
    if not found:
        raise _bad_date(cell)
    day = _calendar_day(cell, *found.groups())
    rest = text[found.end() :].strip(" T")
    return Moment(day, _clock(cell, rest) if rest else None)


def _clock(cell: Cell, text: str) -> time:
    found = _CLOCK.fullmatch(text)
    try:
        if found:
            hour, minute, second = (int(part or 0) for part in found.groups())
            return time(hour, minute, second)
    except ValueError:
        pass
    raise CellError(
        BAD_TIME,
        Message("“{}”里的钟点看不懂。", as_typed(cell)),
        "请写成 2026-03-05 22:40，按 24 小时制。",
    )


def _money(column: Column, cell: Cell) -> Decimal:
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        raise _bad_money(cell)
    text = normal_text(cell).replace(",", "").strip("¥￥元 ")
    if not re.fullmatch(r"[0-9]{1,12}(\.[0-9]+)?", text):
        raise _bad_money(cell)
    amount = Decimal(text)
    cents = round(amount, 2)
    # A float cell such as 0.1+0.2 carries noise far below a cent; a typed third decimal does not.
    if not cents or abs(amount - cents) > Decimal("1e-6"):
        raise _bad_money(cell)
    return cents


def _bad_money(cell: Cell) -> CellError:
    return CellError(
        BAD_MONEY,
        Message("“{}”不是金额。", as_typed(cell)),
        "请只写大于零的数字，单位为元，最多两位小数，如 3500 或 3500.50。",
    )


def _count(column: Column, cell: Cell) -> int:
    text = normal_text(cell).removesuffix("次").strip()
    if isinstance(cell, bool) or not re.fullmatch(r"[0-9]{1,6}", text):
        raise _bad_count(cell)
    number = int(text)
    if not 1 <= number <= LARGEST_COUNT:
        raise _bad_count(cell)
    return number


def _bad_count(cell: Cell) -> CellError:
    return CellError(BAD_COUNT, Message("“{}”不是正整数。", as_typed(cell)), "请只写数字，如 12。")


def _identity(column: Column, cell: Cell) -> str:
    """A resident identity number (GB 11643-1999): a real birthday and the right check digit.

    Address codes are not looked up: they change, and cancelled ones stay valid for their owners.
    """
    number = _code_text(column, cell).upper()
    remedy = "请对照身份证原件核对；这里只接受 18 位居民身份证号。"
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        raise CellError(BAD_IDENTITY, Message("“{}”不是 18 位身份证号。", number), remedy)
    if birth_date_of(number) is None:
        raise CellError(BAD_IDENTITY, Message("“{}”里的出生日期不存在。", number), remedy)
    if ric.calc_check_digit(number) != number[-1]:
        raise CellError(BAD_IDENTITY, Message("“{}”的校验位不对，多半有一位抄错。", number), remedy)
    return number


def _credit_code(column: Column, cell: Cell) -> str:
    """A unified social credit code (GB 32100-2015) with its check character."""
    code = _code_text(column, cell).upper()
    try:
        return str(uscc.validate(code))
    except ValidationError:
        raise CellError(
            BAD_CREDIT_CODE,
            Message("“{}”不是有效的统一社会信用代码（18 位，校验位须相符）。", code),
            "请对照营业执照核对。",
        ) from None


_Parser: TypeAlias = Callable[[Column, Cell], object]
_PARSERS: dict[ColumnType, _Parser] = {
    ColumnType.TEXT: _text,
    ColumnType.NOTE: _note,
    ColumnType.KEY: _text,
    ColumnType.CHOICE: _choice,
    ColumnType.CHOICES: _choices,
    ColumnType.FLAG: _flag,
    ColumnType.DATE: _date,
    ColumnType.MOMENT: _moment,
    ColumnType.MONEY: _money,
    ColumnType.COUNT: _count,
    ColumnType.IDENTITY: _identity,
    ColumnType.CREDIT_CODE: _credit_code,
    ColumnType.PHONE: _phone,
    ColumnType.LINK: _text,
}
_EMPTY: dict[ColumnType, object] = {
    ColumnType.CHOICES: (),
    ColumnType.FLAG: None,
    ColumnType.DATE: None,
    ColumnType.MOMENT: None,
    ColumnType.MONEY: None,
    ColumnType.COUNT: None,
    ColumnType.LINK: None,
}
