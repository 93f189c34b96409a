"""One thing, one key: texts that differ in form only have one key, and no others have it.

What was typed is printed; what is compared is compared by its key. A key is no text to show: it
leaves out what a keyboard, an input method or a spreadsheet may change without a thought.

Each key drops the width of letters (NFKC: Ａ and A, （ and (), their case, blanks, what takes no
room, and which of the many dashes, brackets and quotation marks it was. None drops a letter, a
digit or a word: texts that are merely alike are different things.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache

Key = Callable[[str], str]

# Which of these was typed is a matter of the keyboard: — and – stand for -, 〔 and 【 for （.
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−⁃˗─━⸺⸻➖"), "-")
_OPENING = dict.fromkeys(map(ord, "〔【〖〘［[{｛"), "(")
_CLOSING = dict.fromkeys(map(ord, "〕】〗〙］]}｝"), ")")
_QUOTES = dict.fromkeys(map(ord, "“”„‟「」『』〝〞‘’‚‛ʼ′'"), '"')
_SIGNS = {**_DASHES, **_OPENING, **_CLOSING}
# Between the parts of a name from another language: · is right (GB/T 15834-2011), the others are
# what keyboards offer for it. The dot of an abbreviated name is one of them.
_MIDDLE_DOT = "·"
_MIDDLE_DOTS = dict.fromkeys(map(ord, "•∙⋅‧・●ᆞꞏ᛫"), _MIDDLE_DOT)
_DOTS = {**_MIDDLE_DOTS, ord("."): _MIDDLE_DOT}
# Blanks of any width, and what takes no room: marks of writing direction, joiners, fillers.
_NOTHING = re.compile(
    "[\\s\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\ufeff]"
)
_BESIDE_CHINESE = re.compile(r"(?<=[^\x00-\xff]) | (?=[^\x00-\xff])|(?<=·) | (?=·)")
# The same texts come again in every row; they are few beside the rows.
_REMEMBERED = 20_000


def _form(text: str) -> str:
    """The text without what every key drops."""
    if text.isascii() and text.isalnum():
        return text.lower()
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    signs = folded.translate(_SIGNS).translate(_QUOTES)
    # Once more: marks that stood alone join the letter that now stands before them.
    return unicodedata.normalize("NFKC", _NOTHING.sub("", signs))


@lru_cache(_REMEMBERED)
def number_key(number: str) -> str:
    """The key of 案件编号 and 证据编号: （2026）浙杭12号 and (2026) 浙杭12号 are one case.

    A dash of double length is one dash. 001 and 1 are different numbers.
    """
    return re.sub("-+", "-", _form(number))


@lru_cache(_REMEMBERED)
def label_key(label: str) -> str:
    """The key of a sheet's name, a heading, the name of a kind: 案件 编号* and 案件编号 are one."""
    return _form(label).rstrip("*")


@lru_cache(_REMEMBERED)
def institution_key(name: str) -> str:
    """The key of 名称 or 简称: 甲（北京）公司 and 甲(北京) 公司 are one.

    A company that leaves out a word of its name (甲股份公司 for 甲股份有限公司) is another.
    """
    return _form(name)


@lru_cache(_REMEMBERED)
def person_key(name: str) -> str:
    """The key of a person's name: 张 磊 and 张磊, 阿布·都 and 阿布•都, ＬＥＥ and Lee are one.

    Characters of the old and of the simplified script are different: both occur in documents.
    """
    return re.sub("·+", _MIDDLE_DOT, _form(name).translate(_DOTS)).strip(_MIDDLE_DOT)


def number_text(number: str) -> str:
    """A number in one form that can be read: letters keep their case."""
    return _NOTHING.sub("", unicodedata.normalize("NFKC", number).translate(_SIGNS))


def name_text(name: str) -> str:
    """A name in one form that can be read: letters keep their case, Latin words their blanks."""
    words = unicodedata.normalize("NFKC", name).translate(_SIGNS).split()
    return _BESIDE_CHINESE.sub("", " ".join(words)).translate(_MIDDLE_DOTS)


def distinct(texts: Iterable[str], key: Key) -> tuple[str, ...]:
    """The texts without those that only repeat another; each as it was first typed."""
    first: dict[str, str] = {}
    for text in texts:
        first.setdefault(key(text), text)
    return tuple(first.values())


# 转801, #801, 分机 801, ext. 801; with a mere hyphen only behind a number that is complete.
_EXTENSION = re.compile(
    r"(?:总机)?(?P<sign>转|分机|内线|,|;|#|x|ext\.?|extension|-):?(?P<own>[0-9]{1,6})$"
)
_MARKS = re.compile(r"[-()./·]")
_DIALLED = re.compile(r"\+?[0-9]+")
_COUNTRY = re.compile(r"^(?:\+|00)(?P<code>86)?")
_CHINA = "86"
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
# Area codes without their 0: 10 and 2x with eight digits behind, others with seven or eight. What
# begins with 400, 800, 950, 956 to 959 and 96 is a service.
_LANDLINE = re.compile(r"(?:10|2[0-9])[0-9]{8}|(?!400|800|95[06-9]|96)[3-9][0-9]{2}[0-9]{7,8}")
# Dialled before a number to have it carried over the Internet; records show it as well.
_CARRIED = re.compile(r"^(?:17951|12593)")


@lru_cache(_REMEMBERED)
def phone_key(number: str) -> str:
    """The key of a telephone number: +86 138 0000 0000 and 13800000000 are one.

    Drops blanks, hyphens and brackets; +86, 0086, 86, 0, 17951 and 12593 in front of a number that
    is complete without them. A landline gets back the 0 that +86 has taken. An extension belongs
    to the number, however it is joined on. What is no telephone number (a name in WeChat, a
    number with stars in it) keeps all of its signs.

    Numbers are one only where all digits are: 12345678 may be 0571-12345678, or another city's.
    Source: the forms in which carriers and phones record calls; E.164; numbering plan of 2017.
    """
    text = _form(number)
    found = _EXTENSION.search(text)
    if found:
        main = _complete(text[: found.start()])
        if main.isdigit() and (found["sign"] != "-" or _national(main)):
            return f"{main}转{found['own']}"
    return _complete(text)


def _complete(text: str) -> str:
    """A number as it is dialled within the country; what is no number stays as it is."""
    typed = _MARKS.sub("", text)
    if not _DIALLED.fullmatch(typed):
        return text
    country = _COUNTRY.match(typed)
    if country and not country["code"]:
        return _COUNTRY.sub("00", typed)
    if country:
        national = typed[country.end() :]
        return _behind_86(national) or national
    carried = _national(typed) or _national(_CARRIED.sub("", typed))
    bare = typed.removeprefix(_CHINA) if typed.startswith(_CHINA) else ""
    return carried or _behind_86(bare) or typed


def _behind_86(digits: str) -> str:
    return _national(digits) or (f"0{digits}" if _LANDLINE.fullmatch(digits) else "")


def _national(digits: str) -> str:
    """A mobile number, or a landline with its area; empty for anything else."""
    # 013800000000 is how a landline once called a mobile number of another place.
    mobile = digits.removeprefix("0")
    if _MOBILE.fullmatch(mobile):
        return mobile
    return digits if mobile != digits and _LANDLINE.fullmatch(mobile) else ""
