"""Of which sort each of the core's names is, without any case: for those who judge templates."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from anjuan.case.choices import ProceedingStep
from anjuan.case.columns import ColumnType, Field, fields_of
from anjuan.case.own import is_added
from anjuan.case.records.case import Case
from anjuan.case.records.client import Client
from anjuan.case.records.institution import Institution
from anjuan.case.sheets import CASES, INSTITUTION_ATTRIBUTES, PROCEEDINGS, ROW_SHEETS
from anjuan.documents.proceedings import EACH
from anjuan.plugin.facts import COUNTS, COUNTS_NAME, FACTS, STEPS_NAME
from anjuan.plugin.sorts import sort_of_column
from anjuan.word.proofreading.shapes import OPEN, TEXT, Shape
from anjuan.word.values import Sort

_OWN = Shape(sort=Sort.TEXT, is_free=True)


def record_shape(
    record: type[Any], own: Iterable[str] = (), hint: str = "", added: Iterable[Field] = ()
) -> Shape:
    """What a template may ask of a row.

    Args:
        record: its class.
        own: headings that only the lawyer's workbook has.
        hint: what else may help where a name is unknown, one Chinese sentence.
        added: columns that plug-ins add.
    """
    names = dict.fromkeys(own, _OWN)
    for item in (*fields_of(record), *added):
        shape = _column_shape(item)
        names.update(dict.fromkeys((item.attribute, item.column.heading, item.column.name), shape))
    # Itself it is printed, and compared, as its name or number.
    return Shape(names, hint=hint, sort=Sort.TEXT)


def _column_shape(item: Field) -> Shape:
    column = item.column
    if column.type is ColumnType.LINK and is_added(item):
        # One of ours has its institution under a name of its own: 债权人.
        return record_shape(Institution)
    sort = sort_of_column(column)
    choices = column.choices if sort is Sort.TEXT else ()
    return Shape(sort=sort, choices=choices, is_several=column.type is ColumnType.CHOICES)


@cache
def core() -> Shape:
    """The names that every template may use; own columns and those of kinds come to them."""
    institution, client, case = map(record_shape, (Institution, Client, Case))
    names = {**case.names, "案件": case, "case": case, "委托人": client, "client": client}
    for attribute in INSTITUTION_ATTRIBUTES:
        names |= dict.fromkeys((CASES.heading(attribute), attribute), institution)
    for attribute, sheet in ROW_SHEETS.items():
        rows = Shape(element=record_shape(sheet.record))
        names |= dict.fromkeys((sheet.name, attribute), rows)
    names["收文机构"] = institution
    names |= dict.fromkeys(("收文单位", "recipient", "文书名", "title"), TEXT)
    names["损失合计"] = Shape(sort=Sort.NUMBER)
    names[COUNTS_NAME] = Shape({name: Shape(sort=it.sort) for name, it in COUNTS.items()})
    facts = {name: Shape(sort=it.sort) for name, it in FACTS.items()}
    done = Shape({**facts, EACH: names[PROCEEDINGS.name]})
    names[STEPS_NAME] = Shape(dict.fromkeys(ProceedingStep, done))
    return Shape({**names, "行为时法条": OPEN, "现行法条": OPEN})
