"""Elements of the XML that phones write, of any size, though half of an emoji is no character.

Android's own writer puts characters beyond U+FFFF as two references, which no parser takes (XML
1.0 §2.2); its backups hold pictures in attributes that are larger than lxml allows.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO
from xml.parsers import expat  # noqa: TID251  # lxml takes no attribute of ten megabytes

from anjuan.errors import RecordError
from anjuan.messages import Message, public

Element = tuple[str, Mapping[str, str]]

_PIECE = 1 << 20
_MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_DECLARED = re.compile(rb"<\?xml[^>]*\sencoding\s*=\s*[\"']([\w.-]+)")
_REFERENCE = r"&#(?:x[0-9A-Fa-f]+|[0-9]+);"
_REFERENCES = re.compile(f"(?:{_REFERENCE})+")
_EACH = re.compile(r"&#(x?)([0-9A-Fa-f]+);")
# What a run of references is made of, and no end of a piece may cut through.
_OF_REFERENCES = "&#xX0123456789abcdefABCDEF;"
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_UNKNOWN = "\ufffd"
# One more than the highest code has, in either base.
_MOST_DIGITS = 8


def elements(path: Path, names: Iterable[str]) -> Iterator[Element]:
    """Names and attributes of elements as they begin, one after the other.

    What no text can hold becomes U+FFFD, which shows.

    Args:
        path: the file.
        names: of the elements that are wanted.

    Raises:
        RecordError: it is no XML from some line on, or it declares what can grow without end.
    """
    with path.open("rb") as stream:
        yield from _pulled(_mended(_pieces(stream)), frozenset(names))


def _pieces(stream: IO[bytes]) -> Iterator[str]:
    """The text in the encoding that it says it is in."""
    start = stream.read(200)
    stream.seek(0)
    declared = _DECLARED.search(start)
    name = _MARKS.get(start[:2]) or (declared[1].decode() if declared else "utf-8")
    # A page of GB2312 holds what only GB18030 has.
    name = "gb18030" if name.lower() in ("gb2312", "gbk") else name
    try:
        decoder = codecs.getincrementaldecoder("utf-8-sig" if name.lower() == "utf-8" else name)
    except LookupError:
        raise RecordError(Message("文字编码认不出来。请重新导出。")) from None
    reader = decoder("replace")
    while piece := stream.read(_PIECE):
        yield reader.decode(piece)
    yield reader.decode(b"", final=True)


def _mended(pieces: Iterable[str]) -> Iterator[str]:
    """The text with halves of characters joined, and without what no XML can hold."""
    held = ""
    for piece in pieces:
        text = held + piece
        whole = text.rstrip(_OF_REFERENCES)
        begins = text.find("&", len(whole))
        held = text[begins:] if begins >= 0 else ""
        yield _mend(text[:begins] if begins >= 0 else text)
    yield _mend(held)


def _mend(text: str) -> str:
    return _REFERENCES.sub(lambda found: _joined(found[0]), _ILLEGAL.sub(_UNKNOWN, text))


def _joined(references: str) -> str:
    """References to whole characters, for the halves that Android writes."""
    codes = [_code(base, digits) for base, digits in _EACH.findall(references)]
    units = b"".join(_utf_16(code) for code in codes)
    return "".join(f"&#{ord(it)};" for it in units.decode("utf-16-be", "replace"))


def _code(base: str, digits: str) -> int:
    """A code as it is written; of more digits than any has, one that no character has either."""
    return int(digits.lstrip("0")[:_MOST_DIGITS] or "0", 16 if base else 10)


def _utf_16(code: int) -> bytes:
    """A code as UTF-16 has it, a half as it stands; what is no character as U+FFFD."""
    if code > 0xFFFF:
        return (chr(code) if code < 0x110000 else _UNKNOWN).encode("utf-16-be")
    unit = chr(code)
    return (_UNKNOWN if _ILLEGAL.match(unit) else unit).encode("utf-16-be", "surrogatepass")


def _pulled(pieces: Iterable[str], names: frozenset[str]) -> Iterator[Element]:
    found: list[Element] = []
    parser = expat.ParserCreate()
    parser.buffer_text = False

    def begun(name: str, attributes: dict[str, str]) -> None:
        if name in names:
            found.append((name, attributes))

    def refuse(*_: object) -> None:
        raise RecordError(Message("里面有 DOCTYPE，备份程序从不写这些。来历不明的文件请不要使用。"))

    parser.StartElementHandler = begun
    parser.StartDoctypeDeclHandler = refuse
    try:
        for piece in pieces:
            parser.Parse(piece)
            yield from found
            found.clear()
        parser.Parse("", True)
    except expat.ExpatError as error:
        raise _broken(error.lineno) from None
    yield from found


def _broken(line: int) -> RecordError:
    return RecordError(
        "第 {} 行之后读不了：文件不完整或已损坏。请在手机上重新备份一份。", public(line)
    )
