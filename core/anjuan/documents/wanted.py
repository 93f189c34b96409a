"""Which kinds the 文书 cell of a case asks for, by whatever a lawyer calls them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from anjuan.case.keys import label_key
from anjuan.case.records.case import Case
from anjuan.chinese import nearest, split_list, suggestion
from anjuan.messages import Message
from anjuan.plugin.kinds import Kind
from anjuan.problems import Problem, Proposal, Rule
from anjuan.workbook.cells.cell import READ_AS

UNKNOWN_KIND = Rule("unknown-kind", "没有这种文书，或不知道指哪一种。")

# A shorter word stands in too many titles.
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class _Asked:
    """A word of the cell and the kinds that it may mean: one, several, or none."""

    word: str
    kinds: tuple[Kind, ...]

    @property
    def is_read(self) -> bool:
        """True for a word that is neither the name nor the title of the kind it means."""
        return len(self.kinds) == 1 and label_key(self.word) not in _names(self.kinds[0])


def wanted_kinds(
    case: Case, kinds: Mapping[str, Kind]
) -> tuple[tuple[Kind, ...], tuple[Problem, ...]]:
    """The kinds that are asked for; all but those made on request where the cell is empty.

    Args:
        case: the case.
        kinds: on offer, by name, in dossier order.
    """
    calls = tuple((kind.name, kind.title, *kind.also_called) for kind in kinds.values())
    asked = [
        _Asked(word, tuple(kinds[name] for name in _meant(word, calls)))
        for word in split_list(case.wanted)
    ]
    if not asked:
        return tuple(kind for kind in kinds.values() if not kind.on_request), ()
    chosen = {it.kinds[0].name for it in asked if len(it.kinds) == 1}
    wanted = tuple(kind for kind in kinds.values() if kind.name in chosen)
    return wanted, tuple(filter(None, (_problem(case, asked, kinds.values()),)))


def _names(kind: Kind) -> tuple[str, str]:
    return label_key(kind.name), label_key(kind.title)


@lru_cache(maxsize=256)
def _meant(word: str, kinds: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    """The kind of this name; else those called so too; else those in whose title it stands.

    Args:
        word: one of the cell; thousands of cases ask in the same words.
        kinds: of each its name, its title, and what else it is called.

    Returns:
        Their names.
    """
    key = label_key(word)
    named = [name for name, title, *_ in kinds if key in (label_key(name), label_key(title))]
    called = [name for name, _, *others in kinds if key in map(label_key, others)]
    within = [name for name, title, *_ in kinds if key in label_key(title)]
    return tuple(named or called or (within if len(key) >= _SHORTEST else ()))


def _problem(case: Case, asked: Iterable[_Asked], kinds: Iterable[Kind]) -> Problem | None:
    """What is wrong with the cell, or how it was read; one problem for all of its words."""
    unknown = [it.word for it in asked if not it.kinds]
    several = [it for it in asked if len(it.kinds) > 1]
    read = [it for it in asked if it.is_read]
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
    if read:
        pairs = [Message("“{}”读作“{}”", it.word, it.kinds[0].title) for it in read]
        message = Message("{}。", pairs)
        proposal = Proposal("、".join(dict.fromkeys(it.kinds[0].title for it in asked)))
        return READ_AS.at(
            case, "wanted", message, "不对的话，请改写。", value=case.wanted, proposal=proposal
        )
    return None


def _told(asked: _Asked, titles: tuple[str, ...]) -> str:
    """The kind that a word means, or is nearest to; empty where nobody can know."""
    if len(asked.kinds) > 1:
        return ""
    return asked.kinds[0].title if asked.kinds else nearest(asked.word, titles)


def _choice(asked: _Asked) -> Message:
    titles = "，还是 ".join(kind.title for kind in asked.kinds)
    return Message("“{}”不知道指哪一种：是不是 {}？", asked.word, titles)
