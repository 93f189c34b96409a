"""Proof that a rendered document lost nothing: done on the finished bytes, before they are kept."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from lxml import etree
from markupsafe import escape

from anjuan.messages import Message, public
from anjuan.opc import CORE_PROPERTIES, Package
from anjuan.problems import Problem, Rule
from anjuan.word.marks import MARK
from anjuan.word.mending import LISTING
from anjuan.word.rendering import Rendered
from anjuan.word.structure.soundness import flaws
from anjuan.word.text import document_text
from anjuan.word.views import Trace

LOST_VALUE = Rule("lost-value", "应当印出的内容没有出现在文书里。")
LEFTOVER_TAG = Rule("leftover-tag", "文书里留下了模板记号。")
ARTEFACT = Rule("artefact", "文书里出现了程序痕迹。")
BROKEN = Rule("broken", "生成的文件不完整。")
UNSOUND = Rule("unsound", "生成的文件 Word 打开时可能要修复。")

# What Python and spreadsheets leave behind when a value was not formatted.
_ARTEFACTS = re.compile(
    r"(?<![A-Za-z])(?:None|nan|NaN|NaT|undefined)(?![A-Za-z])|\b00:00:00\b|\d[eE]\+\d{2}"
)
# Every artefact contains one of these signs, and a hint that goes with it; looking for them is much
# faster than for the pattern, and for a sign faster than for anything.
_ARTEFACT_HINTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "n": ("None", "nan", "undefined"),
        "N": ("NaN", "NaT"),
        ":": ("00:00:00",),
        "+": ("e+", "E+"),
    }
)
_ARTEFACT_FREE = "请把模板和插件的问题告诉作者；这份文书没有写入。"


def prove(rendered: Rendered, trace: Trace) -> tuple[Problem, ...]:
    """What keeps a rendered document from being filed; nothing when it is sound.

    Checks that every part is well-formed, every printed value stands in the text, no tag or
    artefact remains, and Word opens it without repair. An artefact that a cell or the template
    holds as typed is text, and of what is unsound in the template itself nobody has complained.
    Where the template was proved when it was compiled, only what changes is looked at.
    """
    if rendered.parts is None:
        return _whole(rendered.content, trace, rendered.template)
    missing = dict.fromkeys(_missing(rendered.parts, trace))
    found = map(_lost, missing)
    return (*found, *_artefacts("\n".join(trace.printed), trace, rendered.template))


def unproved(document: bytes) -> tuple[Problem, ...]:
    """What shows in a finished document alone that it is not fit to be filed."""
    return _whole(document, Trace())


def _whole(document: bytes, trace: Trace, template: bytes = b"") -> tuple[Problem, ...]:
    try:
        text = document_text(document)
    except (zipfile.BadZipFile, etree.XMLSyntaxError) as error:
        return (_unproved(BROKEN, Message("生成的文件不完整（{}）。", error)),)
    missing = [value for value in dict.fromkeys(trace.printed) if value not in text]
    properties = _properties(document) if missing else ""
    found = [_lost(value) for value in missing if value not in properties]
    found += [
        _unproved(LEFTOVER_TAG, Message("文书里留下了模板记号“{}”。", tag))
        for tag in dict.fromkeys(MARK.findall(text))
    ]
    return (*found, *_artefacts(text, trace, template), *_unsound(document, template))


def _properties(document: bytes) -> str:
    package = Package(document)
    known = CORE_PROPERTIES in package.parts
    return "".join(map(str, package.tree(CORE_PROPERTIES).itertext())) if known else ""


def _unsound(document: bytes, template: bytes) -> Iterator[Problem]:
    """What Word would have to repair; what it bears in the template already is left out."""
    found = dict.fromkeys(flaw.kind for flaw in flaws(document))
    known = {flaw.kind for flaw in flaws(template)} if found and template else set()
    for kind in found:
        if kind not in known:
            message = Message("Word 打开生成的文件时可能要修复：{}。", public(kind))
            yield _unproved(UNSOUND, message)


def _missing(parts: Sequence[str], trace: Trace) -> Iterator[str]:
    """Values that do not stand in the finished parts, each after the one printed before it."""
    if _are_as_put_down(parts, trace):
        return
    position, find = 0, "".join(parts).find
    for value, sought in _sought(trace):
        found = find(sought, position)
        if found < 0:
            yield value
        else:
            position = found + len(sought)


def _are_as_put_down(parts: Sequence[str], trace: Trace) -> bool:
    """True where nothing was done to any part since its values were put down in it, as they are."""
    if trace.is_awkward or not trace.texts:
        return False
    texts, numbers = zip(*trace.texts, strict=True)
    return parts == texts and numbers[-1] == len(trace.printed)


def _sought(trace: Trace) -> Iterable[tuple[str, str]]:
    """Each value with what stands in the XML for it, piece by piece."""
    if trace.is_awkward:
        return ((value, piece) for value in trace.printed for piece in _pieces(value))
    return zip(trace.printed, trace.printed, strict=True)


def _pieces(value: str) -> Iterable[str]:
    """What stands in the XML for a value with breaks, or with signs that XML needs itself."""
    return [str(escape(piece)) for piece in LISTING.split(value)]


def _artefacts(text: str, trace: Trace, template: bytes) -> Iterator[Problem]:
    if not _may_hold_one(text):
        return
    found = dict.fromkeys(_ARTEFACTS.findall(text))
    typed = "\n".join(trace.typed()) if found else ""
    typed += document_text(template) if found and template else ""
    for artefact in found:
        if artefact not in typed:
            yield _unproved(ARTEFACT, Message("文书里出现了“{}”这样的程序痕迹。", public(artefact)))


def _may_hold_one(text: str) -> bool:
    return any(
        sign in text and any(map(text.__contains__, hints))
        for sign, hints in _ARTEFACT_HINTS.items()
    )


def _lost(value: str) -> Problem:
    return _unproved(LOST_VALUE, Message("应当印出的内容“{}”没有出现在文书里。", value[:40]))


def _unproved(rule: Rule, message: str) -> Problem:
    return rule.on("文书", message, _ARTEFACT_FREE)
