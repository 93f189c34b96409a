"""Column numbers and the letters that Excel shows for them (1 is A, 27 is AA); rows of addresses.

Ours, because openpyxl has them too, but takes a third of a second to be loaded.
"""

from __future__ import annotations

from functools import lru_cache
from string import ascii_uppercase

_FIRST, _COUNT = ord("A"), 26


def column_letters(number: int) -> str:
    """`AB` for 28."""
    letters = ""
    while number:
        number, place = divmod(number - 1, _COUNT)
        letters = chr(_FIRST + place) + letters
    return letters


# All that Excel has.
@lru_cache(maxsize=16_384)
def column_number(letters: str) -> int:
    """28 for `AB` or `ab`."""
    number = 0
    for letter in letters.upper():
        number = number * _COUNT + ord(letter) - _FIRST + 1
    return number


def row_of(address: str) -> int:
    """4 for `C4`; 0 where a whole sheet is meant."""
    digits = address.lstrip(ascii_uppercase)
    return int(digits) if digits.isdecimal() else 0
