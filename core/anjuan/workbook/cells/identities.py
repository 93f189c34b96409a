"""Numbers of people and firms: identity cards, passports and permits, credit codes."""

from __future__ import annotations

import re
from collections.abc import Mapping

from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError

from anjuan.case.choices import IdentityDocument
from anjuan.case.columns import Column
from anjuan.chinese import birth_date_of
from anjuan.messages import Message, public
from anjuan.problems import Rule
from anjuan.workbook.cells.cell import (
    LONG_NUMBER,
    Cell,
    CellError,
    Reading,
    Remark,
    code_text,
    proposal,
    with_digits,
)

BAD_IDENTITY = Rule("bad-identity", "不是有效的身份证件号码（位数、生日、校验位）。")
BAD_CREDIT_CODE = Rule("bad-credit-code", "不是有效的统一社会信用代码。")

_LENGTH = 18
_CARD = re.compile(r"[0-9]{17}[0-9X]")
# What an identity number shows whose last digits a number cell has lost.
_LOST = re.compile(r"[0-9]{15}000")
_COMPARE = "请对照证件原件核对；不是居民身份证的，请填写“证件种类”。"
# The forms of other documents, and what is told of another one.
_FORMS: Mapping[IdentityDocument, tuple[re.Pattern[str], str]] = {
    IdentityDocument.PASSPORT: (
        re.compile(r"(?=.*[0-9])[0-9A-Z]{5,12}"),
        "护照号码是 5 到 12 位字母和数字",
    ),
    IdentityDocument.HONG_KONG_AND_MACAO: (
        re.compile(r"[HM][0-9]{8}(?:[0-9]{2})?"),
        "号码是 H 或 M 和 8 位数字（旧证再加 2 位）",
    ),
    IdentityDocument.TAIWAN: (
        re.compile(r"[0-9]{8}|[0-9]{10}(?:[A-Z]|\([A-Z]\))?"),
        "号码是 8 位数字（旧证 10 位，可带一个字母）",
    ),
    IdentityDocument.PERMANENT_RESIDENCE: (
        re.compile(r"[A-Z]{3}[0-9]{12}"),
        "号码是 18 位，以 9 开头（旧证是 3 个字母和 12 位数字）",
    ),
}


def read_identity(document: IdentityDocument, cell: Cell) -> Reading:
    """The number of an identity card, a passport or a permit.

    Address codes are not looked up: they change, and cancelled ones stay valid for their owners.

    Raises:
        CellError: it can't be one of that document.
    """
    number = code_text(cell).upper()
    form, told = _FORMS.get(document, (None, ""))
    if form is None or (
        document is IdentityDocument.PERMANENT_RESIDENCE and len(number) == _LENGTH
    ):
        return _numbered_card(document, number)
    if not form.fullmatch(number):
        message = Message("“{}”不像{}的号码：{}。", number, public(document), public(told))
        raise CellError(BAD_IDENTITY, message, "请对照证件原件核对，也请核对证件种类。")
    return Reading(number)


def _numbered_card(document: IdentityDocument, number: str) -> Reading:
    """A number of 18 digits (GB 11643-1999): a real birthday and the right check digit.

    Cards of permanent residents have had such numbers since December 2023, and only theirs begin
    with 9.
    """
    message = _fault(document, number)
    if message:
        meant = with_digits(number)
        if meant != number and not _fault(document, meant):
            raise CellError(BAD_IDENTITY, message, proposal(meant), meant)
        raise CellError(BAD_IDENTITY, message, _COMPARE)
    lost = _LOST.fullmatch(number)
    return Reading(number, Remark(LONG_NUMBER, *_lost(number)) if lost else None)


def _fault(document: IdentityDocument, number: str) -> str:
    if not _CARD.fullmatch(number):
        return Message("“{}”不是 18 位{}号。", number, public(document.short))
    if birth_date_of(number) is None:
        return Message("“{}”里的出生日期不存在。", number)
    if ric.calc_check_digit(number) != number[-1]:
        if _LOST.fullmatch(number):
            return _lost(number)[0]
        return Message("“{}”的校验位不对，多半有一位抄错。", number)
    is_foreign = document is IdentityDocument.PERMANENT_RESIDENCE
    if number.startswith("9") != is_foreign:
        return Message("“{}”：以 9 开头的是外国人永久居留身份证，其他号码不是。", number)
    return ""


def _lost(number: str) -> tuple[str, str]:
    message = Message("“{}”的末三位是 000，多半是 Excel 丢掉了末尾几位。", number)
    return message, "请对照证件原件核对；确实如此，可以不管。"


def read_credit_code(column: Column, cell: Cell) -> Reading:
    """A unified social credit code (GB 32100-2015) with its check character.

    Raises:
        CellError: it is none.
    """
    code = code_text(cell).upper()
    try:
        return Reading(str(uscc.validate(code)))
    except ValidationError:
        message = Message("“{}”不是有效的统一社会信用代码（18 位，校验位须相符）。", code)
        raise CellError(BAD_CREDIT_CODE, message, "请对照营业执照核对。") from None
