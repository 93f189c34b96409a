"""How Word says that text looks, as CSS (ISO/IEC 29500-1 §17.3, §17.7).

Every value is taken apart and put together anew, so that nothing of a document but numbers, names
of fonts and colours ever stands in a style.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache

from lxml import etree

from anjuan.desk.paper.elements import local_name
from anjuan.opc import W

_OFF = frozenset({"0", "false", "off", "none"})
_COLOUR = re.compile("[0-9A-Fa-f]{6}")
_NOT_OF_A_NAME = re.compile(r"[^\w \-]")
# Of ST_HighlightColor: those that are not called so by CSS.
_HIGHLIGHTS = {"darkYellow": "olive", "darkGreen": "green", "darkRed": "maroon"}
_HIGHLIGHT = re.compile("[a-zA-Z]{3,12}")
_ALIGNED = {"both": "justify", "distribute": "justify", "start": "left", "end": "right"}
_ALIGNMENTS = frozenset({"left", "right", "center", "justify"})
# What single-spaced Chinese text takes of its size in Word.
_SINGLE = 1.3
_MOST_STYLES = 20
SIDES = ("top", "bottom", "left", "right")

Look = dict[str, str]


def value(element: etree._Element | None, name: str = "val", otherwise: str = "") -> str:
    """An attribute of Word's own; the other value where it, or the element, is not there."""
    return otherwise if element is None else element.get(f"{W}{name}", otherwise)


def number(element: etree._Element | None, name: str = "val") -> float:
    """A number of an attribute; 0 where there is none."""
    try:
        return float(value(element, name, "0"))
    except ValueError:
        return 0.0


def is_on(element: etree._Element | None) -> bool:
    """Whether something is switched on, as by `<w:b/>`."""
    return element is not None and value(element, otherwise="1") not in _OFF


def points(twentieths: float) -> str:
    """A length of twentieths of a point."""
    return f"{twentieths / 20:g}pt"


def paragraph_look(properties: etree._Element) -> Look:
    """What a paragraph's properties say."""
    look: Look = {}
    for name, read in _OF_PARAGRAPHS.items():
        element = properties.find(f"{W}{name}")
        if element is not None:
            look.update(read(element))
    return look


def run_look(properties: etree._Element) -> Look:
    """What a run's properties say."""
    look: Look = {}
    for name, read in _OF_RUNS.items():
        element = properties.find(f"{W}{name}")
        if element is not None:
            look.update(read(element))
    return look


def _spacing(it: etree._Element) -> Look:
    look: Look = {}
    if value(it, "line"):
        line = number(it, "line")
        is_exact = value(it, "lineRule") in ("exact", "atLeast")
        look["line-height"] = points(line) if is_exact else f"{line / 240 * _SINGLE:.4g}"
    for name, side in (("before", "top"), ("after", "bottom")):
        if value(it, name):
            look[f"margin-{side}"] = points(number(it, name))
    return look


def _indent(it: etree._Element) -> Look:
    look: Look = {}
    for side, names in (("left", ("left", "start")), ("right", ("right", "end"))):
        for name in names:
            if value(it, name):
                look[f"margin-{side}"] = points(number(it, name))
            if value(it, f"{name}Chars"):
                look[f"margin-{side}"] = f"{number(it, f'{name}Chars') / 100:g}em"
    for name, sign in (("firstLine", 1), ("hanging", -1)):
        if value(it, name):
            look["text-indent"] = points(sign * number(it, name))
        if value(it, f"{name}Chars"):
            look["text-indent"] = f"{sign * number(it, f'{name}Chars') / 100:g}em"
    return look


def _alignment(it: etree._Element) -> Look:
    found = _ALIGNED.get(value(it), value(it))
    return {"text-align": found} if found in _ALIGNMENTS else {}


def borders(it: etree._Element) -> Look:
    """The lines round a paragraph or a cell."""
    sides = ((local_name(side), side) for side in it)
    return {f"border-{name}": border(side) for name, side in sides if name in SIDES}


def border(side: etree._Element) -> str:
    """A line; its width is told in eighths of a point."""
    if value(side) in ("", "nil", "none"):
        return "none"
    width = max(number(side, "sz") / 8, 0.5)
    return f"{width:g}pt solid #{_colour(value(side, 'color')) or '000000'}"


def _switch(name: str, on: str, off: str) -> Callable[[etree._Element], Look]:
    return lambda it: {name: on if is_on(it) else off}


def _widows(it: etree._Element) -> Look:
    count = "2" if is_on(it) else "1"
    return {"orphans": count, "widows": count}


def _fonts(it: etree._Element) -> Look:
    names = (value(it, name) for name in ("ascii", "eastAsia"))
    fonts = dict.fromkeys(_NOT_OF_A_NAME.sub("", name) for name in names if name)
    return {"font-family": ",".join(f'"{name}"' for name in fonts)} if fonts else {}


def _size(it: etree._Element) -> Look:
    return {"font-size": f"{number(it) / 2:g}pt"} if number(it) else {}


def _underline(it: etree._Element) -> Look:
    return {"text-decoration": "none" if value(it) == "none" else "underline"}


def _colour(text: str) -> str:
    return text if _COLOUR.fullmatch(text) else ""


def _text_colour(it: etree._Element) -> Look:
    return {"color": f"#{found}"} if (found := _colour(value(it))) else {}


def _highlight(it: etree._Element) -> Look:
    found = _HIGHLIGHTS.get(value(it), value(it))
    return {"background": found} if _HIGHLIGHT.fullmatch(found) and found != "none" else {}


def shade(it: etree._Element) -> Look:
    """The ground of a cell or a text."""
    return {"background": f"#{found}"} if (found := _colour(value(it, "fill"))) else {}


def _raised(it: etree._Element) -> Look:
    places = {"superscript": "super", "subscript": "sub"}
    return {"vertical-align": places[value(it)], "font-size": "65%"} if value(it) in places else {}


_OF_PARAGRAPHS: Mapping[str, Callable[[etree._Element], Look]] = {
    "spacing": _spacing,
    "ind": _indent,
    "jc": _alignment,
    "pBdr": borders,
    "shd": shade,
    "keepNext": _switch("break-after", "avoid", "auto"),
    "keepLines": _switch("break-inside", "avoid", "auto"),
    "pageBreakBefore": _switch("break-before", "column", "auto"),
    "widowControl": _widows,
}
_OF_RUNS: Mapping[str, Callable[[etree._Element], Look]] = {
    "rFonts": _fonts,
    "sz": _size,
    "b": _switch("font-weight", "bold", "normal"),
    "i": _switch("font-style", "italic", "normal"),
    "u": _underline,
    "strike": _switch("text-decoration", "line-through", "none"),
    "color": _text_colour,
    "highlight": _highlight,
    "shd": shade,
    "vertAlign": _raised,
}


class Styles:
    """The styles of a document, each with what it is based on.

    Args:
        root: of `word/styles.xml`; None where the document has none.
    """

    def __init__(self, root: etree._Element | None) -> None:
        found = () if root is None else root.findall(f"{W}style")
        self._styles = {value(it, "styleId"): it for it in found}
        self._usual = next(
            (
                value(it, "styleId")
                for it in found
                if value(it, "default") == "1" and value(it, "type") == "paragraph"
            ),
            "",
        )
        self._defaults = None if root is None else root.find(f"{W}docDefaults")
        self.paragraph = cache(self._paragraph)

    def _paragraph(self, name: str) -> tuple[Look, Look]:
        """What a paragraph style says of paragraphs, and of their text."""
        paragraph, run = self._of_all("pPr"), self._of_all("rPr")
        for style in self._chain(name or self._usual):
            if (properties := style.find(f"{W}pPr")) is not None:
                paragraph |= paragraph_look(properties)
            if (properties := style.find(f"{W}rPr")) is not None:
                run |= run_look(properties)
        return paragraph, run

    def run(self, name: str) -> Look:
        """What a style of characters says."""
        look: Look = {}
        for style in self._chain(name):
            if (properties := style.find(f"{W}rPr")) is not None:
                look |= run_look(properties)
        return look

    def table(self, name: str, what: str) -> etree._Element | None:
        """Borders or margins of a table style, or of what it is based on."""
        found = (it.find(f"{W}tblPr/{W}{what}") for it in reversed([*self._chain(name)]))
        return next((it for it in found if it is not None), None)

    def _of_all(self, what: str) -> Look:
        path = f"{W}{what}Default/{W}{what}"
        found = None if self._defaults is None else self._defaults.find(path)
        if found is None:
            return {}
        return paragraph_look(found) if what == "pPr" else run_look(found)

    def _chain(self, name: str) -> Iterator[etree._Element]:
        """The styles that one is based on, the farthest first, and itself."""
        chain: list[etree._Element] = []
        while name in self._styles and len(chain) < _MOST_STYLES:
            chain.append(self._styles[name])
            name = value(chain[-1].find(f"{W}basedOn"))
        return reversed(chain)
