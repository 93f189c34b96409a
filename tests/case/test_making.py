"""A record made of its values is the record that its own constructor makes."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError, fields, replace
from typing import Any

import pytest

from anjuan.case.records.making import beginning, defaults, finished, remade
from anjuan.case.sheets import SHEETS, records_of
from anjuan.resources import SAMPLE_WORKBOOK
from anjuan.workbook.parsing import load_workbook

CASES = load_workbook(SAMPLE_WORKBOOK).cases
RECORDS: list[Any] = [row for case in CASES for row in (*records_of(case), case.client)]


def test_it_is_the_same_record() -> None:
    assert {type(it) for it in RECORDS} >= {sheet.record for sheet in SHEETS}
    for record in RECORDS:
        values = {it.name: getattr(record, it.name) for it in fields(record) if it.init}
        begin = beginning(type(record), values, {})
        assert finished(begin(values.values()), type(record)) == type(record)(**values) == record


def test_a_changed_one_is_that_of_replace_and_the_first_stays_as_it_is() -> None:
    [case, *_] = CASES
    changed = remade(case, court="另一法院")

    assert changed == replace(case, court="另一法院")
    assert case.court != "另一法院"


def test_what_was_worked_out_from_the_first_is_not_that_of_the_changed_one() -> None:
    [case, *_] = CASES
    assert case.figures.total

    assert remade(case, incidents=()).figures.total == 0


def test_it_is_frozen_all_the_same() -> None:
    with pytest.raises(FrozenInstanceError):
        remade(CASES[0]).court = "另一法院"  # type: ignore[misc]


def test_a_value_that_is_missing_is_no_empty_one() -> None:
    begin = beginning(type(CASES[0]), (), defaults(type(CASES[0])))

    with pytest.raises(AttributeError):
        repr(finished(begin(()), type(CASES[0])))


def test_a_field_that_there_is_not_is_refused() -> None:
    with pytest.raises(AttributeError):
        remade(CASES[0], kourt="另一法院")


def test_a_record_is_the_same_after_a_journey_to_another_process() -> None:
    moments = [it.moment for case in CASES for it in case.incidents if it.moment]
    for record in (*RECORDS, *moments):
        there = pickle.loads(pickle.dumps(record))

        assert there == record
        assert type(there) is type(record)
        assert repr(there) == repr(record)
