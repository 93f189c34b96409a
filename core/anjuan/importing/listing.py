"""The list of all numbers in some files, for the user to say which are the collector's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from anjuan.case.choices import Method
from anjuan.frozen import frozen
from anjuan.importing.reading import (
    Asking,
    Given,
    Notes,
    Refusal,
    Told,
    given_files,
    own_of,
    read_files,
    results_of,
)
from anjuan.importing.survey import Survey, Tally, add_up
from anjuan.plugin.importers import (
    Contact,
    Direction,
    FileRemark,
    Found,
    Importer,
    OwnNumber,
)


@frozen
class Listing:
    """All numbers of some files.

    Attributes:
        files: how many were read.
        read: contacts by method.
        tallies: the numbers, in the order of the list.
        own: the phone's own numbers.
        hidden: contacts whose number was withheld.
        refusals: files that could not be read.
        unknown: names of files that nobody knows, of those that were named.
    """

    files: int
    read: Mapping[Method, int]
    tallies: tuple[Tally, ...]
    own: tuple[str, ...]
    hidden: int
    refusals: tuple[Refusal, ...]
    unknown: tuple[str, ...]


@dataclass(slots=True)
class _Counted:
    """What is counted of one file."""

    survey: Survey = field(default_factory=Survey)
    notes: Notes = field(default_factory=Notes)
    read: Counter[Method] = field(default_factory=Counter)

    def take(self, found: Found) -> None:
        """Count it."""
        if isinstance(found, Contact):
            self.survey.take(found)
            if found.direction is not Direction.NEITHER:
                self.read[found.method] += 1
            if found.direction is Direction.INCOMING:
                self.notes.take_caller(found.party)
        elif isinstance(found, OwnNumber | FileRemark):
            self.notes.take(found)


def listing(
    records: Iterable[Path | Given],
    importers: Iterable[Importer],
    told: Told,
    ask: Asking,
    aside: Iterable[Path] = (),
) -> Listing:
    """Count the numbers of all files.

    Args:
        records: files and folders; as in `given_files`.
        importers: readers, in the order in which they are asked.
        told: what is known already; its own numbers are left out of the list.
        ask: asks for what a file can't be read without.
        aside: files that are no records though they may lie among them.

    Raises:
        UsageError: a file is not there, or something has to be told.
    """
    files = given_files(records, aside)
    results = results_of(read_files(files, importers, told, ask, lambda _: _Counted()))
    taken = [file.taken for file in results.read]
    own = own_of(it.notes for it in taken)
    whole = add_up(it.survey for it in taken)
    return Listing(
        files=len(taken),
        read=sum((it.read for it in taken), Counter[Method]()),
        tallies=tuple(whole.ordered({*own, *told.own_numbers})),
        own=tuple(own.values()),
        hidden=whole.hidden,
        refusals=results.refusals,
        unknown=results.unknown_names,
    )
