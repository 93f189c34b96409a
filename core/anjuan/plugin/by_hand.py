"""What a paper without code leaves to be written by hand, where the workbook does not tell it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from anjuan.case.own import value_of
from anjuan.case.records.case import Case
from anjuan.case.records.institution import Institution
from anjuan.case.sheets import CASES, PROCEEDINGS, Table
from anjuan.errors import ConfigError
from anjuan.frozen import frozen
from anjuan.messages import Message
from anjuan.plugin.facts import FACTS
from anjuan.plugin.kinds import Matter
from anjuan.plugin.references import NamedColumn, NamedStep, named
from anjuan.problems import Place, Problem, Rule, Severity

BY_HAND = Rule("by-hand", "文书里留有要手填的空白：案件表里没有填写。", Severity.WARNING)


@frozen
class ByHand:
    """The columns whose empty cells leave a line to write on.

    Attributes:
        title: of the paper.
        things: the columns; those of the lawyer's own need not be there.
    """

    title: str
    things: tuple[NamedColumn | NamedStep, ...]

    def names(self, case: Case) -> dict[str, object]:
        """The lawyer's own columns that the workbook lacks, as names of nothing."""
        return {it.name: "" for it in self.things if _is_missing(it, case)}

    def check(self, matter: Matter) -> Iterator[Problem]:
        """One reminder of all that is to be written by hand."""
        lacking = [it for it in self.things if _lacks(it, matter)]
        if lacking:
            names = [it.name for it in lacking]
            message = Message("{}里要手填：{}。", self.title, names)
            remedy = "在案件表里补上再生成，或者打印以后手填。"
            yield BY_HAND.on(_place(lacking[0], matter), message, remedy)


def by_hand(title: str, names: Iterable[str], where: Message, table: Table) -> ByHand:
    """The columns that a manifest names.

    Args:
        title: of the paper.
        names: as written.
        where: how a message begins that tells of them.
        table: our sheets, with the columns that plug-ins add.

    Raises:
        ConfigError: a name is no column.
    """
    things: list[NamedColumn | NamedStep] = []
    for name in names:
        thing = named(name, where, table)
        if isinstance(thing, NamedColumn) or (isinstance(thing, NamedStep) and thing.fact):
            things.append(thing)
        else:
            raise ConfigError("{}“{}”不是一列，不能手填。", where, name)
    return ByHand(title, tuple(things))


def own_place(case: Case, column: NamedColumn) -> Place:
    """The cell of a column of the lawyer's own; its row, where the sheet lacks the column."""
    heading = case.own_heading(column.name) or column.name
    cell = case.origin.cell(heading) or f"A{case.origin.row}"
    return Place(CASES.name, cell, heading, case.number)


def _is_missing(thing: NamedColumn | NamedStep, case: Case) -> bool:
    return isinstance(thing, NamedColumn) and thing.is_own and not case.own_heading(thing.name)


def _lacks(thing: NamedColumn | NamedStep, matter: Matter) -> bool:
    if isinstance(thing, NamedStep):
        return thing.value(matter) in (None, "")
    return _is_missing(thing, matter.case) or not thing.text(matter.case)


def _place(thing: NamedColumn | NamedStep, matter: Matter) -> Place:
    case = matter.case
    if isinstance(thing, NamedStep):
        done = thing.course(matter)
        attribute = FACTS[thing.fact].attribute
        return done.last.place(attribute) if done else Place(PROCEEDINGS.name, case=case.number)
    if thing.is_own:
        return own_place(case, thing)
    owner = value_of(case, thing.attribute)
    if isinstance(owner, Institution) and ".".join(thing.path) != thing.attribute:
        return replace(owner.place(thing.path[-1]), case=case.number)
    return case.place(thing.attribute.rpartition(".")[2])
