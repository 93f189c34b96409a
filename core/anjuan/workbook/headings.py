"""A heading as people write it: with stars and colons, with （必填）, with a unit behind it.

What stands beside a heading is passed over only where it is known to say nothing of what the
column holds: 金额（元） is 金额, but 金额（万元） is not, and 联系电话（紧急） is another number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from anjuan.case.columns import Column, ColumnType
from anjuan.case.keys import label_key
from anjuan.patterns import seldom

# By the key of the heading in the file.
Columns = Mapping[str, Column]

# What is longer is no heading.
_LONGEST = 60
_NUMBERED = re.compile(r"^[0-9]{1,2}[.、](?=\D)")
_BEHIND = re.compile(r"(.+?)(?:\(([^()]*)\)|[:/]([^:/()]+))")
_BEFORE = re.compile(r"\(([^()]*)\)(.+)")
# As `label_key` leaves them.
_HOW_TO_FILL_IN = seldom(
    "(?:必填|必须填写|必须|选填|可选|可不填|可空|可为空|非必填|不必填|没有不填|没有可不填|如有)项?"
    "|下拉选择|下拉|单选|多选|可多选|可填多项|用?顿号隔开|文本格式|文本|请?填写|(?:与|按)身份证(?:一致|填写)"
)
_DATES = seldom(
    "年[-/]?月[-/]?日|年月日时分|日期|yyyy[-/.]?mm[-/.]?dd(?:hh:mm(?::ss)?)?|24小时制|精确到分"
)
_OF_TYPES: Mapping[ColumnType, re.Pattern[str]] = {
    ColumnType.MONEY: re.compile("(?:单位[:为]?)?(?:人民币)?(?:元|rmb|cny|¥)|人民币"),
    ColumnType.DATE: _DATES,
    ColumnType.MOMENT: _DATES,
    ColumnType.IDENTITY: re.compile("18位"),
    ColumnType.CREDIT_CODE: re.compile("18位"),
    ColumnType.PHONE: seldom("手机|座机|手机或座机|手机号码?|11位"),
}


def column_of(heading: str, columns: Columns) -> Column | None:
    """The column that a heading means; None for one of the lawyer's own."""
    key = _trimmed(heading)
    if key in columns:
        return columns[key]
    base, addition = _apart(key)
    column = column_of(base, columns) if base else None
    return column if column and _says_nothing_else(addition, column) else None


def unclear_addition(heading: str, columns: Columns) -> tuple[Column, str] | None:
    """Of a heading that is one of ours but for what stands beside it: our column, and that."""
    base, addition = _apart(_trimmed(heading))
    column = column_of(base, columns) if base else None
    return (column, addition) if column and not _says_nothing_else(addition, column) else None


def has_additions(heading: str, columns: Columns) -> bool:
    """True for a heading beside which something stands that is passed over."""
    return label_key(heading).strip("*:") not in columns


def _trimmed(heading: str) -> str:
    return _NUMBERED.sub("", label_key(heading).strip("*:"))


def _apart(key: str) -> tuple[str, str]:
    """A heading and what stands behind or before it; both empty where nothing does."""
    if len(key) > _LONGEST:
        return "", ""
    behind = _BEHIND.fullmatch(key)
    if behind:
        return behind[1], behind[2] or behind[3] or ""
    before = _BEFORE.fullmatch(key)
    return (before[2], before[1]) if before else ("", "")


def _says_nothing_else(addition: str, column: Column) -> bool:
    if _HOW_TO_FILL_IN.fullmatch(addition) or addition.removeprefix("单位:") in column.units:
        return True
    of_type = _OF_TYPES.get(column.type)
    if of_type and of_type.fullmatch(addition):
        return True
    words = set(re.split("[/、,|或]", addition))
    return words <= set(map(label_key, column.choices))
