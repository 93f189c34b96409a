"""R5: nothing means nothing, in every optional cell of free text."""

from __future__ import annotations

from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from support.cases import loaded

from anjuan.case.columns import Column, ColumnType, fields_of
from anjuan.testing import Row, case, evidence, incident, loss

WORDS = ("无", "/", "—", "不详", "未知")
_FREE = (ColumnType.TEXT, ColumnType.NOTE, ColumnType.PHONE)


def is_optional(column: Column) -> bool:
    return (
        column.type in _FREE
        and not (column.required or column.required_if)
        and not column.nothing_is_meant
    )


def filled(row: Row, record: type[Any], shift: int) -> Row:
    """A row whose optional cells say that there is nothing to say."""
    words = cycle((*WORDS[shift:], *WORDS[:shift]))
    optional = [it.column.heading for it in fields_of(record) if is_optional(it.column)]
    return {**row, **{heading: next(words) for heading in optional}}


@pytest.mark.parametrize("shift", range(len(WORDS)))
def test_r05_words_for_nothing_are_empty(tmp_path: Path, shift: int) -> None:
    plain = loaded(tmp_path, evidence=[evidence()], losses=[loss()])
    one, exhibit, item = plain.incidents[0], plain.evidence[0], plain.losses[0]

    it = loaded(
        tmp_path,
        cases=[filled(case(), type(plain), shift)],
        incidents=[filled(incident(), type(one), shift)],
        evidence=[filled(evidence(), type(exhibit), shift)],
        losses=[filled(loss(), type(item), shift)],
    )

    for record in (it, it.incidents[0], it.evidence[0], it.losses[0]):
        for found in fields_of(type(record)):
            if is_optional(found.column):
                value: object = record
                for part in found.path:
                    value = getattr(value, part)
                assert value == "", found.column.heading
