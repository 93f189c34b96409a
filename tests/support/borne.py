"""What papers say, held against the rows: how often, how, how many, by which law, and who called.

A word, a count or a citation that is in none of the tables here is borne by nothing: a sentence
that is written anew fails until somebody says which rows stand behind it. What cells and the
catalogue themselves say is taken out before, for a lawyer's own words are his.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache

from anjuan import Case, Matter
from anjuan_plugins.kinds.prose.phrases import one_line
from anjuan_plugins.kinds.prose.voices import COURT, LAWYER, POLICE
from support.borne_citations import LAW, unborne_citations
from support.borne_counts import unborne_counts
from support.borne_words import unborne_words

_SHORTEST_CELL = 4
_GONE = "▢"
_PENALTY = re.compile("的?，(?:予以|从重)处罚$")


def unborne(text: str, matter: Matter) -> list[str]:
    """What a paper says that no row bears out: each with the words around it."""
    case = matter.case
    own = own_words(text, case)
    return [
        *unborne_words(own, case),
        *unborne_counts(own, case),
        *unborne_citations(own, matter),
    ]


# ---------------------------------------------------------------- what is quoted


def own_words(text: str, case: Case) -> str:
    """The paper's own words: what cells say in any voice, and what the law says, is taken out."""
    quoted = {form for cell in _cells(case) for form in _forms(cell)} | _gists()
    for words in sorted(quoted, key=len, reverse=True):
        text = text.replace(words, _GONE)
    return text


def _forms(cell: str) -> Iterator[str]:
    for voice in (POLICE, COURT, LAWYER):
        yield voice.cell(cell)
        yield voice.cell(one_line(cell))


def _cells(record: object) -> Iterator[str]:
    """Every text of a case and of what belongs to it; words of a list are no free text."""
    if isinstance(record, Enum):
        return
    if isinstance(record, str):
        if len(record) >= _SHORTEST_CELL:
            yield record
    elif isinstance(record, Mapping):
        yield from (text for value in record.values() for text in _cells(value))
    elif isinstance(record, tuple | list):
        yield from (text for value in record for text in _cells(value))
    elif is_dataclass(record) and not isinstance(record, type):
        for field in fields(record):
            yield from _cells(getattr(record, field.name))


@cache
def _gists() -> frozenset[str]:
    gists = {it.gist for provision in LAW.provisions.values() for it in provision.versions}
    return frozenset(gists | {_PENALTY.sub("", gist) for gist in gists})
