"""What a template may ask of each value: its names, its items, its sort; and who is known where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from jinja2.runtime import LoopContext

from anjuan.word.values import Sort


# Shapes are told apart by identity.
@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """What a template may ask of a value.

    Attributes:
        names: what may follow a dot.
        element: of what a loop goes through; None = it is no list.
        is_open: nothing is known of it, so anything may be asked.
        hint: what else may help where a name is unknown, one Chinese sentence.
        sort: of which sort its values are, if filled; None = that isn't known.
        choices: the only texts that may stand there; empty = any.
        is_several: several of them may, separated by 、.
        is_free: a column of the lawyer's own, whose text may be a number or a day.
        word: the text itself, where it stands in the template.
        may_be_negative: of a number that was reckoned, for which no capital numerals are.
    """

    names: Mapping[str, Shape] = field(default_factory=lambda: MappingProxyType({}))
    element: Shape | None = None
    is_open: bool = False
    hint: str = ""
    sort: Sort | None = None
    choices: tuple[str, ...] = ()
    is_several: bool = False
    is_free: bool = False
    word: str | None = None
    may_be_negative: bool = False

    def merged(self, other: Shape) -> Shape:
        """What may be asked where either may stand; of the unknown, the other tells."""
        if self is other or other.is_open:
            return self
        if self.is_open:
            return other
        names = dict(self.names)
        for name, shape in other.names.items():
            names[name] = names[name].merged(shape) if name in names else shape
        element = self.element or other.element
        if self.element and other.element:
            element = self.element.merged(other.element)
        return Shape(
            names,
            element,
            hint=self.hint or other.hint,
            sort=self.sort if self.sort is other.sort else None,
            choices=_either(self, other),
            is_several=self.is_several or other.is_several,
            is_free=self.is_free or other.is_free,
            may_be_negative=self.may_be_negative or other.may_be_negative,
        )


def _either(one: Shape, other: Shape) -> tuple[str, ...]:
    """The texts that may stand where either may; a literal is its only choice."""
    texts = [it.choices or (() if it.word is None else (it.word,)) for it in (one, other)]
    return tuple(dict.fromkeys(sum(texts, ()))) if all(texts) else ()


TEXT = Shape(sort=Sort.TEXT)
NUMBER = Shape(sort=Sort.NUMBER)
DIFFERENCE = Shape(sort=Sort.NUMBER, may_be_negative=True)
FLAG = Shape(sort=Sort.FLAG)
# Of whatever sort, but no record and no list.
PLAIN_VALUE = Shape()
OPEN = Shape(is_open=True)
# Neither what has to be called nor what the first or the last turn lacks.
_LOOP_NAMES = frozenset(name for name in dir(LoopContext) if not name.startswith("_")) - {
    "cycle", "changed", "nextitem", "previtem",
}  # fmt: skip


class Scopes:
    """The names that are known at one place of a template, innermost first."""

    def __init__(self, root: Shape) -> None:
        self._root = root
        self._own: list[dict[str, Shape]] = [{}]

    @property
    def depth(self) -> int:
        """How many loops enclose the place, and one more."""
        return len(self._own)

    def open(self) -> None:
        """Enter a loop."""
        self._own.append({})

    def close(self, depth: int) -> None:
        """Leave all loops but the outermost `depth - 1`."""
        del self._own[max(depth, 1) :]

    def bind(self, name: str, shape: Shape) -> None:
        """Make a name known in the innermost loop."""
        self._own[-1][name] = shape

    def whole(self) -> Shape:
        """All that is known, as one shape."""
        names = dict(self._root.names)
        for own in self._own:
            names.update(own)
        return Shape(names, None, self._root.is_open, self._root.hint)

    def find(self, name: str) -> Shape | None:
        """The shape under a name; None where it is unknown."""
        for own in reversed(self._own):
            if name in own:
                return own[name]
        return self._root.names.get(name) or (OPEN if self._root.is_open else None)


def _loop() -> Shape:
    names = dict.fromkeys(_LOOP_NAMES, PLAIN_VALUE)
    names |= dict.fromkeys(
        ("index", "index0", "revindex", "revindex0", "length", "depth", "depth0"), NUMBER
    )
    names |= dict.fromkeys(("first", "last"), FLAG)
    return Shape(names)


# `loop`, in each loop.
LOOP = _loop()
