"""What was written in a message, as the workbook can hold it: whole, in quotation marks."""

from __future__ import annotations

import re

from anjuan.case.keys import person_key
from anjuan.opc import ILLEGAL
from anjuan.word.marks import MARK
from anjuan.workbook.cells.cell import INVISIBLE

_BRACES = str.maketrans("{}", "｛｝")
_LINE_END = re.compile(r"\r\n?|[\u2028\u2029]")
# As `person_key` has brackets and quotation marks.
_MEDIA = re.compile(r'"*(\((?:图片|照片|photo|视频|video|语音|表情|动画表情)\))')
_DOUBLE = re.compile("｛｛+|｝｝+")


def words_key(text: str) -> str:
    """What tells whether two texts are the same message.

    A picture is named in one export and not in another: that it is one, all of them say.
    """
    key = person_key(text)
    media = _MEDIA.match(key)
    return media[1] if media else key.strip('"')


def cleaned(text: str) -> str:
    """The words without what the workbook refuses: signs that can't be seen, marks of templates."""
    lines = _LINE_END.sub("\n", text)
    seen = INVISIBLE.sub("", ILLEGAL.sub("", lines)).strip()
    while MARK.search(seen):
        seen = MARK.sub(lambda found: _single(found[0]), seen)
    return seen


def _single(mark: str) -> str:
    """A mark with single full-width braces: {{ → ｛, %} → ％｝."""
    wide = mark.replace("_", "").translate(_BRACES)
    return _DOUBLE.sub(lambda found: found[0][0], wide).replace("%", "％").replace("#", "＃")


def quoted(text: str) -> str:
    """The words in quotation marks; nothing for no words."""
    words = cleaned(text)
    return f"“{words}”" if words else ""


def is_changed(text: str) -> bool:
    """Whether anything but ends of lines had to be changed in a text."""
    return cleaned(text) != _LINE_END.sub("\n", text).strip()
