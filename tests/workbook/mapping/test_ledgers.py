"""Ten tables of different make, from `anjuan map` to the papers."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.ledgers import LEDGERS, Ledger, corrected
from support.runs import Generated, generate_into, shipped_plugins

from anjuan.config import find_config, own_mapping
from anjuan.run.inspection import inspect
from anjuan.testing import TODAY
from anjuan.workbook.mapping.model import Sure
from anjuan.workbook.mapping.proposing import proposed
from anjuan.workbook.mapping.reading import read_mapping
from anjuan.workbook.mapping.writing import mapping_workbook


def contents(made: Generated) -> dict[str, bytes]:
    """The files of a run, by their places in its folder."""
    paths = [it.path for it in made.report.outcomes if it.path]
    return {path: (made.folder / path).read_bytes() for path in paths}


EACH = pytest.mark.parametrize("ledger", LEDGERS, ids=[it.name for it in LEDGERS])


@EACH
def test_map_is_sure_of_what_is_sure_and_leaves_open_what_is_not(
    tmp_path: Path, ledger: Ledger
) -> None:
    draft = proposed(ledger.write(tmp_path / "表.xlsx"))

    found = {
        (it.pair.heading, str(it.pair.target or ""), it.sure)
        for it in draft.pairs
        if not it.pair.is_unused
    }
    expected = {(heading, ours, Sure.YES) for heading, ours in ledger.surely.items()}
    expected |= {(heading, ours, Sure.GUESS) for heading, ours in ledger.guessed.items()}
    expected |= {(heading, "", Sure.OPEN) for heading in ledger.open}
    assert expected <= found, sorted(map(str, found))


@EACH
def test_the_mapping_is_read_as_it_was_proposed(tmp_path: Path, ledger: Ledger) -> None:
    draft = proposed(ledger.write(tmp_path / "表.xlsx"))
    (tmp_path / "对应.xlsx").write_bytes(mapping_workbook(draft))

    read, meant = read_mapping(tmp_path / "对应.xlsx"), draft.mapping

    assert read.sheets == meant.sheets
    assert read.pairs == meant.pairs
    assert read.constants == meant.constants
    assert set(read.words) == {it for it in meant.words if it.ours}


@EACH
def test_the_papers_are_those_of_the_same_cases_in_our_own_workbook(
    tmp_path: Path, ledger: Ledger
) -> None:
    book = ledger.write(tmp_path / "表.xlsx")
    own_mapping(book).write_bytes(mapping_workbook(proposed(book)))
    corrected(own_mapping(book), ledger)
    plain = ledger.standard(tmp_path / "案件表.xlsx")

    theirs = generate_into(tmp_path / "他们的", book)
    ours = generate_into(tmp_path / "我们的", plain)

    files, same = contents(theirs), contents(ours)
    assert files.keys() == same.keys()
    assert files
    assert [path for path in files if files[path] != same[path]] == []
    assert theirs.states() == ours.states()


@EACH
def test_problems_are_those_of_our_own_workbook_at_their_own_cells(
    tmp_path: Path, ledger: Ledger
) -> None:
    """But for what is said of the mapping, and of columns that they don't have."""
    book = ledger.write(tmp_path / "表.xlsx")
    own_mapping(book).write_bytes(mapping_workbook(proposed(book)))
    corrected(own_mapping(book), ledger)
    plain = ledger.standard(tmp_path / "案件表.xlsx")

    theirs = inspect(book, TODAY, shipped_plugins(), find_config(tmp_path, workbook=book).headings)
    ours = inspect(plain, TODAY, shipped_plugins(), find_config(tmp_path).headings)

    of_mapping = {"split-rows"}
    found = {(it.code, it.case) for it in theirs.problems if it.code not in of_mapping}
    assert found == {(it.code, it.case) for it in ours.problems}
    sheets = {it.used.name for it in proposed(book).sheets}
    assert {it.sheet for it in theirs.problems if it.cell} <= sheets
