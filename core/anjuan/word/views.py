"""What a template may see: texts, views and lists of them; and what one rendering touched."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from anjuan.problems import Problem


@dataclass
class Trace:
    """What one rendering touched.

    Attributes:
        draft: a printed blank becomes a placeholder instead of a problem.
        about: number of the case whose values are printed; empty outside of a run.
        typed: tells every text that a person typed, where one has to be told from an artefact.
        hide: what is shown of a text that may hold numbers which are nobody else's business.
        mark: what stands for a printed value in a rendering that is looked at and never written:
            its text between marks that tell where it comes from; None in all others.
        hits: problems that this rendering ran into, in order, without repeats.
        known: what views have found out, for those of the same rows in other renderings: by the
            identity of the row and of its place, which are held beside it.
        printed: every text that the template printed, in order; empty ones are left out.
        texts: what was put down of each part, printed texts and those of the template in turn, and
            how many had been printed then.
        is_awkward: one of them is more than signs to print (`marks.is_awkward`).
        spent: characters printed so far.
    """

    draft: bool = False
    about: str = ""
    typed: Callable[[], Iterable[str]] = tuple
    hide: Callable[[str], str] = str
    mark: Callable[[object], str] | None = None
    hits: dict[Problem, None] = field(default_factory=dict)
    known: dict[tuple[int, int], tuple[object, dict[str, object]]] = field(default_factory=dict)
    printed: list[str] = field(default_factory=list)
    texts: list[tuple[str, int]] = field(default_factory=list)
    is_awkward: bool = False
    spent: int = 0

    def hit(self, problem: Problem) -> None:
        """Note a problem; the document will be refused."""
        self.hits.setdefault(problem)


class Blank(str):
    """An empty value: false in a test, refused when printed; knows what should stand there."""

    __slots__ = ("_compared", "_told")
    _told: Callable[[], Problem]
    _compared: Callable[[], Problem]

    def __new__(
        cls, told: Callable[[], Problem], compared: Callable[[], Problem] | None = None
    ) -> Blank:
        """An empty text, and what tells the problem to report when it is printed, or compared."""
        blank = super().__new__(cls, "")
        blank._told = told
        blank._compared = compared or told
        return blank

    @property
    def problem(self) -> Problem:
        """What to report; made only when asked for, for most blanks are merely tested."""
        return self._told()

    @property
    def compared(self) -> Problem:
        """What to report where a template asks whether it is more than something, or less."""
        return self._compared()


class LazyNames(Mapping[str, object]):
    """Names whose values are found out where a template asks for them, and kept.

    Attributes:
        known: what was found out.
    """

    known: dict[str, object]


class View:
    """A record, or a plug-in's mapping, as a template sees it.

    Args:
        known: what it answers, by name; what is found out where it is asked for is added.
        label: what is printed where the template prints the view itself.

    Attributes:
        known: what it has answered.
    """

    __slots__ = ("_label", "known")

    def __init__(self, known: dict[str, object], label: object) -> None:
        self.known = known
        self._label = label

    @property
    def label(self) -> object:
        """What is printed where the template prints the record itself (`{{ 债权人 }}`)."""
        return self._label

    def names(self) -> tuple[str, ...]:
        """Every name it answers."""
        return tuple(self.known)

    def look_up(self, name: str) -> object:
        """The value under a name.

        Raises:
            KeyError: it has no such name.
        """
        if name not in self.known:
            self.known[name] = self._found(name)
        return self.known[name]

    def _found(self, name: str) -> object:
        """What is found out under a name, once.

        Raises:
            KeyError: it has no such name.
        """
        raise KeyError(name)
