"""Which kinds the 文书 cell of a case asks for, by whatever a lawyer calls them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from operator import is_

from anjuan.case.keys import label_key
from anjuan.case.records.case import Case
from anjuan.chinese import nearest, split_list, suggestion
from anjuan.frozen import frozen
from anjuan.messages import Message, plain
from anjuan.plugin.kinds import Kind
from anjuan.problems import Problem, Proposal, Rule
from anjuan.workbook.cells.cell import READ_AS

UNKNOWN_KIND = Rule("unknown-kind", "没有这种文书，或不知道指哪一种。")

# A shorter word stands in too many titles.
_SHORTEST = 2


@dataclass(frozen=True)
class _Asked:
    """A word of the cell and the kinds that it may mean: one, several, or none."""

    word: str
    kinds: tuple[Kind, ...]

    @cached_property
    def is_read(self) -> bool:
        """True for a word that is neither the name nor the title of the kind it means."""
        return len(self.kinds) == 1 and label_key(self.word) not in _names(self.kinds[0])

    @property
    def is_plain(self) -> bool:
        """True for a word that nothing has to be told of."""
        return len(self.kinds) == 1 and not self.is_read


@frozen
class _Read:
    """What a cell asks for.

    Attributes:
        told: its words, where something has to be told of one of them.
        kinds: that are wanted.
    """

    told: tuple[_Asked, ...]
    kinds: tuple[Kind, ...]


def wanted_kinds(
    case: Case, kinds: Mapping[str, Kind]
) -> tuple[tuple[Kind, ...], tuple[Problem, ...]]:
    """The kinds that are asked for; all but those made on request where the cell is empty.

    Args:
        case: the case.
        kinds: on offer, by name, in dossier order.
    """
    read = _reader_of(tuple(kinds.values())).read(plain(case.wanted))
    return read.kinds, (_problem(case, read.told, kinds.values()),) if read.told else ()


class _Reader:
    """Reads 文书 cells, each text once: thousands of cases ask in the same words.

    Args:
        kinds: on offer, in dossier order.
    """

    def __init__(self, kinds: tuple[Kind, ...]) -> None:
        self.kinds = kinds
        self.read = lru_cache(maxsize=256)(self._read)

    def _read(self, cell: str) -> _Read:
        asked = tuple(_Asked(word, _meant(word, self.kinds)) for word in split_list(cell))
        if not asked:
            return _Read((), tuple(kind for kind in self.kinds if not kind.on_request))
        chosen = {it.kinds[0].name for it in asked if len(it.kinds) == 1}
        told = () if all(it.is_plain for it in asked) else asked
        return _Read(told, tuple(kind for kind in self.kinds if kind.name in chosen))


# Of the kinds on offer last; put in place at once, for the page asks from several threads.
_reader = _Reader(())


def _reader_of(kinds: tuple[Kind, ...]) -> _Reader:
    global _reader
    known = _reader
    if len(known.kinds) != len(kinds) or not all(map(is_, known.kinds, kinds)):
        known = _reader = _Reader(kinds)
    return known


def _names(kind: Kind) -> tuple[str, str]:
    return label_key(kind.name), label_key(kind.title)


def _meant(word: str, kinds: Iterable[Kind]) -> tuple[Kind, ...]:
    """The kind of this name; else those called so too; else those in whose title it stands."""
    key = label_key(word)
    named = [kind for kind in kinds if key in _names(kind)]
    called = [kind for kind in kinds if key in map(label_key, kind.also_called)]
    within = [kind for kind in kinds if key in label_key(kind.title)]
    return tuple(named or called or (within if len(key) >= _SHORTEST else ()))


def _problem(case: Case, asked: Sequence[_Asked], kinds: Iterable[Kind]) -> Problem:
    """What is wrong with the cell, or how it was read; one problem for all of its words."""
    unknown = [it.word for it in asked if not it.kinds]
    several = [it for it in asked if len(it.kinds) > 1]
    if unknown:
        titles = tuple(kind.title for kind in kinds)
        near = [suggestion(word, titles) for word in unknown]
        message = Message(
            "没有{}这种文书。{}",
            [Message("“{}”", word) for word in unknown],
            Message("{}" * len(near), *near),
        )
        remedy = Message("可以写：{}。", titles)
        meant = [_told(it, titles) for it in asked]
        proposal = Proposal("、".join(dict.fromkeys(meant))) if all(meant) else None
        return UNKNOWN_KIND.at(
            case, "wanted", message, remedy, value=case.wanted, proposal=proposal
        )
    if several:
        message = Message("{}。", [_choice(it) for it in several])
        return UNKNOWN_KIND.at(case, "wanted", message, "请写全名。", value=case.wanted)
    pairs = [Message("“{}”读作“{}”", it.word, it.kinds[0].title) for it in asked if it.is_read]
    message = Message("{}。", pairs)
    proposal = Proposal("、".join(dict.fromkeys(it.kinds[0].title for it in asked)))
    return READ_AS.at(
        case, "wanted", message, "不对的话，请改写。", value=case.wanted, proposal=proposal
    )


def _told(asked: _Asked, titles: tuple[str, ...]) -> str:
    """The kind that a word means, or is nearest to; empty where nobody can know."""
    if len(asked.kinds) > 1:
        return ""
    return asked.kinds[0].title if asked.kinds else nearest(asked.word, titles)


def _choice(asked: _Asked) -> Message:
    titles = "，还是 ".join(kind.title for kind in asked.kinds)
    return Message("“{}”不知道指哪一种：是不是 {}？", asked.word, titles)
