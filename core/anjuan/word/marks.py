"""The marks of the template language: the one place that knows what opens and closes a tag.

Each pattern answers one question of those who look for marks: the compiler, the checker of
templates, the proof, and the reader of workbooks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from anjuan.opc import ILLEGAL_SIGNS

PRINT, STATEMENT, COMMENT = "{{", "{%", "{#"
CLOSERS: Mapping[str, str] = MappingProxyType({PRINT: "}}", STATEMENT: "%}", COMMENT: "#}"})
HALF_WIDTH_BRACKETS = str.maketrans("｛｝％＃", "{}%#")
# Where none of these stands no mark does; to look for them is much faster than for a pattern.
BRACES = "{}｛｝"

# Does Jinja find a tag here?
TAG = re.compile(r"\{[{%#]")
# Did somebody want a tag here? An input method for Chinese types full-width brackets.
MEANT_TAG = re.compile("[{｛][{｛%％#＃]")
# Where does a tag begin or end, in a text with half-width brackets?
BRACKET = re.compile(r"\{[{%#]|[}%#]\}")
# Will docxtpl make the beginning or the end of a tag of this?
UNDERSCORED = re.compile(r"\{_[{%]|[}%]_\}")
# Is this no text to print? It would be taken for a tag, or for one that was left over.
MARK = re.compile(rf"{BRACKET.pattern}|{UNDERSCORED.pattern}|｛｛|｝｝")
# Can't docxtpl be trusted to leave this as it is, whatever is printed beside it?
REWRITTEN = re.compile(r"\{_|_\}")
# Is anything here more than a sign to print: to XML, to Word, to docxtpl or to this language? What
# no part can hold is, too. One look at all that was printed, for nearly always there is nothing.
_AWKWARD = re.compile(f"[{ILLEGAL_SIGNS}\t\n\"&'<>{{}}｛｝]")
# Those of them that are printable. To look for one after the other is much faster than for all.
_PRINTABLE = "\"&'<>{}｛｝"


def is_awkward(text: str) -> bool:
    """True for a text in which something is more than a sign to print."""
    may_be = not text.isprintable() or any(map(text.__contains__, _PRINTABLE))
    return may_be and bool(_AWKWARD.search(text))
