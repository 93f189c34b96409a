"""What plug-ins answer, looked at and copied while the guard is up.

A class of a plug-in's own may raise whenever it is touched: when it is compared, printed, tested or
sent to another process. From here on there are texts and records of ours only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from datetime import date, datetime
from decimal import Decimal
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeVar

from anjuan.case.choices import EvidenceType, Method
from anjuan.case.columns import Column, ColumnType
from anjuan.case.faulty import sound
from anjuan.case.records.institution import Institution
from anjuan.errors import PluginError
from anjuan.messages import Message, own_words, plain, public
from anjuan.opc import ILLEGAL, MOST_CHARACTERS
from anjuan.plugin.columns import Added, OwnSheet, SheetColumns
from anjuan.plugin.guard import MOST_RECORDS, bounded
from anjuan.plugin.importers import (
    Contact,
    Direction,
    Ending,
    FileOfMoment,
    FileRemark,
    Found,
    Importer,
    Origin,
    OwnNumber,
    RecordFormat,
    TimePrecision,
    Unread,
)
from anjuan.plugin.kinds import HandingIn, Kind, Recipient, TemplateName
from anjuan.plugin.steps import PrintView, Step
from anjuan.problems import Problem, Proposal, Rule, Severity

_T = TypeVar("_T")
_OUR_TEXTS = frozenset({str, Message})
_KIND_TEXTS = ("name", "title", "help", "file_name", "edition")
_HANDING_IN_TEXTS = tuple(it.name for it in fields(HandingIn))
_COLUMN_TEXTS = ("heading", "help", "short", "of")
_STEP_TEXTS = ("name", "title", "help")
_IMPORTER_TEXTS = ("name", "title")
_FORMAT_TEXTS = ("title", "how_to_get", "tried")
_CONTACT_TEXTS = ("party", "place", "text", "name")
_RULE_TEXTS = ("code", "meaning")
_ADDRESS = re.compile("[A-Z]{1,3}[1-9][0-9]{0,6}")
# The first that a cell can hold (ECMA-376 Part 1, 18.17.4.1).
_FIRST_YEAR = 1900
_PROBLEM_TEXTS = ("sheet", "cell", "heading", "value", "message", "remedy", "case")
_RECIPIENT_TEXTS = ("name", "title", "channel")
# All texts of such a record.
_TEXTS_OF = {
    Problem: attrgetter(*_PROBLEM_TEXTS),
    Rule: attrgetter(*_RULE_TEXTS),
    Recipient: attrgetter(*_RECIPIENT_TEXTS),
}
# A kind may name this many recipients for a case; more is a runaway generator.
MOST_RECIPIENTS = 200


def record(answer: object, sort: type[_T], what: str) -> _T:
    """An answer that is of the sort it has to be.

    Raises:
        PluginError: it is not.
    """
    if not isinstance(answer, sort):
        given, wanted = public(type(answer).__name__), public(sort.__name__)
        raise PluginError("{} 返回了 {}，应当是 {}。", public(what), given, wanted)
    return answer


def text(answer: object, what: str) -> str:
    """A text, as text.

    Args:
        answer: the text.
        what: what it is, with the verb, as the message begins.

    Raises:
        PluginError: it is none.
    """
    if type(answer) is str:
        return answer
    if not isinstance(answer, str):
        raise PluginError("{} {}，应当是文字。", public(what), public(type(answer).__name__))
    return plain(answer)


def kind(answer: object) -> Kind:
    """A kind, whose words are plain."""
    it = record(answer, Kind, "anjuan_kinds")
    return replace(
        it,
        **_texts(it, _KIND_TEXTS, "文书种类"),
        template=Path(it.template),
        needs=_words(it.needs, "文书种类的 needs"),
        handing_in=_handing_in(it.handing_in),
        rules=tuple(map(_rule, it.rules)),
        on_request=bool(it.on_request),
    )


def _handing_in(answer: object) -> HandingIn:
    it = record(answer, HandingIn, "文书种类的 handing_in")
    return HandingIn(**_texts(it, _HANDING_IN_TEXTS, "文书种类的 handing_in"))


def template_name(answer: object) -> TemplateName:
    """A name for all templates, whose words are plain."""
    it = record(answer, TemplateName, "anjuan_names")
    return replace(it, **_texts(it, ("name", "help", "phrase"), "模板变量"))


def columns(answer: object) -> Added:
    """Columns for a sheet, or a sheet with its columns, whose words are plain."""
    if isinstance(answer, OwnSheet):
        texts = _texts(answer, ("sheet", "name", "help"), "anjuan_columns")
        return OwnSheet(**texts, columns=_columns(answer.columns))
    it = record(answer, SheetColumns, "anjuan_columns")
    return SheetColumns(
        **_texts(it, ("sheet", "group"), "anjuan_columns"), columns=_columns(it.columns)
    )


def _columns(answer: Mapping[str, object]) -> dict[str, Column]:
    return {text(name, "列的名字是"): _column(it) for name, it in dict(answer).items()}


def _column(answer: object) -> Column:
    it = record(answer, Column, "anjuan_columns 的一列")
    also = {text(word, "also 里有"): text(of, "also 里有") for word, of in it.also.items()}
    return replace(
        it,
        **_texts(it, _COLUMN_TEXTS, "列"),
        type=record(it.type, ColumnType, "列的 type"),
        choices=_words(it.choices, "列的 choices"),
        units=_words(it.units, "列的 units"),
        also=also,
        required=bool(it.required),
    )


def step(answer: object) -> Step:
    """A step, whose words are plain."""
    it = record(answer, Step, "anjuan_steps")
    return replace(
        it,
        **_texts(it, _STEP_TEXTS, "后续步骤"),
        rules=tuple(map(_rule, it.rules)),
        needs=_words(it.needs, "后续步骤的 needs"),
        follows=_words(it.follows, "后续步骤的 follows"),
        print_view=it.print_view and record(it.print_view, PrintView, "后续步骤的 print_view"),
    )


def printed(answer: object) -> tuple[bytes, ...] | Message:
    """Pages of a paper, or why there are none."""
    if isinstance(answer, Message):
        return answer
    pages = record(answer, tuple, "print_view 的 pages")
    return tuple(record(it, bytes, "print_view 的一页") for it in pages)


def importer(answer: object) -> Importer:
    """A reader of call records, whose words are plain."""
    it = record(answer, Importer, "anjuan_importers")
    return replace(
        it, **_texts(it, _IMPORTER_TEXTS, "读取器"), formats=tuple(map(_format, it.formats))
    )


def _format(answer: object) -> RecordFormat:
    it = record(answer, RecordFormat, "读取器的 formats")
    return RecordFormat(**_texts(it, _FORMAT_TEXTS, "读取器的 formats"))


def found(answer: object) -> Found:
    """What a reader found in a file, of our own types only; texts may be anybody's."""
    if isinstance(answer, Contact):
        return _contact(answer)
    if isinstance(answer, Unread):
        party = None if answer.party is None else text(answer.party, "party 是")
        return Unread(**_texts(answer, ("place", "value", "reason"), "读取器的"), party=party)
    if isinstance(answer, OwnNumber):
        return OwnNumber(number=text(answer.number, "number 是"))
    if isinstance(answer, FileRemark):
        return FileRemark(message=own_words(answer.message))
    it = record(answer, FileOfMoment, "读取器")
    sort = None if it.evidence_type is None else EvidenceType(it.evidence_type)
    moment = None if it.moment is None else _moment(it.moment)
    return FileOfMoment(moment=moment, evidence_type=sort, party=text(it.party, "party 是"))


def _contact(it: Contact) -> Contact:
    return Contact(
        **_texts(it, _CONTACT_TEXTS, "读取器的"),
        moment=_moment(it.moment),
        precision=TimePrecision(it.precision),
        method=Method(it.method),
        direction=Direction(it.direction),
        origin=Origin(it.origin),
        ending=Ending(it.ending),
        seconds=None if it.seconds is None else int(it.seconds),
    )


def _moment(answer: object) -> datetime:
    """A time as a clock in China shows it.

    Raises:
        PluginError: it is none, or has a zone.
    """
    it = record(answer, datetime, "读取器的 moment")
    if it.tzinfo is not None:
        raise PluginError(Message("读取器的 moment 带有时区，应当是不带时区的北京时间。"))
    return it


def spared(answer: object, otherwise: str) -> str:
    """Why a kind does not concern a case; empty where it does.

    Args:
        answer: of its `applies`: whether it does, or why it doesn't.
        otherwise: what is said where it gives no reason.
    """
    if isinstance(answer, str):
        return plain(answer) or otherwise
    return "" if answer else otherwise


def recipients(answer: Iterable[object]) -> tuple[Recipient, ...]:
    """To whom the documents of a kind go."""
    return tuple(map(_recipient, bounded(answer, MOST_RECIPIENTS, "一个案件的收文单位")))


def problems(answer: Iterable[object], what: str) -> tuple[Problem, ...]:
    """What a kind or step has found; a step finds as much as there is."""
    return tuple(_problem(item, what) for item in answer)


def few_problems(answer: Iterable[object], what: str) -> tuple[Problem, ...]:
    """What a kind has found in one case."""
    return problems(bounded(answer, MOST_RECORDS, "一个案件的问题"), what)


def _recipient(answer: object) -> Recipient:
    it = record(answer, Recipient, "recipients")
    institution = it.institution and record(it.institution, Institution, "收文单位的 institution")
    plain_one = sound(institution)
    if plain_one is it.institution and _has_our_texts(it):
        return it
    return Recipient(**_texts(it, _RECIPIENT_TEXTS, "收文单位"), institution=plain_one)


def _problem(answer: object, what: str) -> Problem:
    it = record(answer, Problem, what)
    rule = _rule(it.rule)
    if _is_ours(it) and rule is it.rule and it.proposal is None:
        return it
    texts = _texts(it, _PROBLEM_TEXTS, "问题")
    proposal = _proposal(it.proposal, texts["cell"])
    return Problem(rule=rule, severity=Severity(it.severity), proposal=proposal, **texts)


def _proposal(answer: object, cell: str) -> Proposal | None:
    """What the cell of a problem was meant to hold; whoever takes it over has it written there."""
    if answer is None:
        return None
    it = record(answer, Proposal, "问题的 proposal")
    if not _ADDRESS.fullmatch(cell):
        raise PluginError("问题有 proposal，却没有写明是哪一格（{}）。", cell)
    value = _cell_value(it.value)
    if value is None:
        wanted = "问题的 proposal 是 {}，写不进一格：应当是文字、有限的 Decimal、1900 年起的日期。"
        raise PluginError(wanted, public(type(it.value).__name__))
    return Proposal(value)


def _cell_value(value: object) -> str | Decimal | date | datetime | None:
    """A value as a cell holds it, of no class of the plug-in's; None of what none can hold."""
    if isinstance(value, str):
        text = plain(value)
        return None if len(text) > MOST_CHARACTERS or ILLEGAL.search(text) else text
    if isinstance(value, Decimal):
        return Decimal(value) if value.is_finite() else None
    if not isinstance(value, date) or value.year < _FIRST_YEAR:
        return None
    day = date(value.year, value.month, value.day)
    return datetime.combine(day, value.time()) if isinstance(value, datetime) else day


def _rule(answer: object) -> Rule:
    it = record(answer, Rule, "规则")
    if _is_ours(it):
        return it
    return Rule(**_texts(it, _RULE_TEXTS, "规则"), severity=Severity(it.severity))


def _is_ours(it: Problem | Rule) -> bool:
    """True for a record that holds nothing of a class of the plug-in's; nearly all are such."""
    return type(it.severity) is Severity and _has_our_texts(it)


def _has_our_texts(it: Problem | Rule | Recipient) -> bool:
    """True for a record of our class, not of one made of it, whose texts are plain."""
    texts = _TEXTS_OF.get(type(it))
    return texts is not None and _OUR_TEXTS.issuperset(map(type, texts(it)))


def _texts(record: object, names: Iterable[str], what: str) -> dict[str, Any]:
    found = {name: getattr(record, name) for name in names}
    if _OUR_TEXTS.issuperset(map(type, found.values())):
        # As nearly always.
        return found
    return {name: text(value, f"{what}的 {name} 是") for name, value in found.items()}


def _words(answer: Iterable[object], what: str) -> tuple[str, ...]:
    return tuple(text(item, f"{what} 里有") for item in answer)
