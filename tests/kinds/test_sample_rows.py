"""R30: what a sample row claims of a call stands in the same row, so that samples teach rightly."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from anjuan import Case, Incident, Method, Nature, load_cases
from anjuan.resources import SAMPLE_WORKBOOK

# What the content or the caller's name must hold for a nature that is a matter of words.
_OFFICES = re.compile("公安|警|法院|法官|检察|司法局|政府|街道办|居委会")
_WORDS_OF_A_CALLER = {Nature.INSULT, Nature.PUBLIC_INSULT, Nature.THREAT, Nature.THREAT_TO_PERSON}


def _unborne(case: Case, row: Incident) -> list[Nature]:
    """The natures of a row that nothing else in it bears out."""
    told_to_debtor = row.is_about_debtor or (row.is_about_client and not case.is_contact)
    borne = {
        Nature.FREQUENT: row.count > 1,
        Nature.DISCLOSURE: not told_to_debtor,
        Nature.IMPERSONATION: bool(_OFFICES.search(row.content + row.claimed_name)),
        Nature.INTRUSION: row.method == Method.VISIT,
        Nature.POSTING: row.method == Method.VISIT,
        **dict.fromkeys(_WORDS_OF_A_CALLER, bool(re.search("[“「].+[”」]", row.content))),
    }
    return [nature for nature in row.natures if not borne.get(nature, True)]


def test_r30_every_sample_row_bears_what_it_says_of_itself() -> None:
    cases = load_cases(SAMPLE_WORKBOOK)
    rows = [(case, row) for case in cases for row in case.incidents]

    assert len(rows) > 20
    assert [
        (case.number, row.place().cell, it) for case, row in rows for it in _unborne(case, row)
    ] == []


@pytest.mark.parametrize(
    ("nature", "content"),
    [
        (Nature.IMPERSONATION, "“要走刑事程序”"),
        (Nature.THREAT, "说要上门"),
        (Nature.INTRUSION, "“开门”"),
    ],
)
def test_r30_a_row_that_claims_more_would_be_found(nature: Nature, content: str) -> None:
    case = load_cases(SAMPLE_WORKBOOK)[0]
    row = replace(case.incidents[0], natures=(nature,), content=content, claimed_name="")

    assert _unborne(case, row) == [nature]
