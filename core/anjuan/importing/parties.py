"""The other side of a contact: in one form, as all of the program has it, and of which class.

Nothing is derived from a number but the form that it has: whose it is, nobody can tell from it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from anjuan.case.keys import name_text, phone_key

_NUMBER = re.compile(r"[0-9]+(?:转[0-9]+)?")
# Numbering plan of 2017; what begins with 106 is a port for short messages.
_CLASSES = (
    (r"1[3-9][0-9]{9}", "手机号"),
    (r"106[0-9]{5,17}", "106 短信端口"),
    (r"[48]00[0-9]{7}", "400、800 号码"),
    (r"9[56][0-9]{3,11}", "95、96 号码"),
    (r"00[0-9]{4,}", "境外号码"),
    (r"0[0-9]{9,11}(?:转[0-9]+)?", "座机"),
    (r"[0-9]{3,5}", "三到五位的服务号码"),
)
NAME, OTHER = "昵称或账号", "其他号码"
# A landline without the 0 of its area: what a spreadsheet makes of it.
_WITHOUT_ZERO = range(9, 12)


def party_text(party: str) -> str:
    """A party as it is written into the workbook: numbers in their normal form."""
    key = phone_key(party)
    return key if _NUMBER.fullmatch(key) else name_text(party)


def party_class(party: str) -> str:
    """What sort of number it is by its form; never whose."""
    key = phone_key(party)
    if not _NUMBER.fullmatch(key):
        return NAME
    found = (name for pattern, name in _CLASSES if re.fullmatch(pattern, key))
    return next(found, OTHER)


def lost_zero(party: str, listed: Collection[str]) -> str:
    """The listed landline that a number would be if it had lost its 0; empty for none.

    Args:
        party: as written.
        listed: keys.
    """
    return next(_with_zero(phone_key(party), listed), "")


def _with_zero(key: str, listed: Collection[str]) -> Iterator[str]:
    if key.isdigit() and len(key) in _WITHOUT_ZERO and f"0{key}" in listed:
        yield f"0{key}"
