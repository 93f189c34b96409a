"""Files read one by one: found, given to the reader that knows them, and asked about."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from anjuan.case.keys import phone_key
from anjuan.errors import AnjuanError, UsageError
from anjuan.files import is_file, is_folder, is_there
from anjuan.frozen import frozen
from anjuan.importing.files import Headings, OpenedFile, Wanted
from anjuan.importing.number_list import SHEET_NAME
from anjuan.importing.parties import party_text
from anjuan.messages import Message
from anjuan.plugin.importers import FileRemark, Found, Importer, OwnNumber

# What lies in folders and is nobody's record.
_ASIDE = (".", "~$", "Thumbs.db", "desktop.ini", SHEET_NAME)

_Taker = TypeVar("_Taker", bound="Taker")


class Taker(Protocol):
    """Keeps of a file what is to be kept, while it is read."""

    def take(self, found: Found) -> None:
        """Keep it, or count and forget it."""


class Asking(Protocol):
    """Asks the user for what a file can't be read without."""

    def __call__(self, wanted: Wanted, name: str) -> str:
        """The answer.

        Raises:
            UsageError: there is nobody to ask.
        """


@frozen
class Given:
    """A file that the user named, or that lies in a folder he named.

    Attributes:
        path: the file.
        is_named: he named the file itself.
        own_name: what it is called where he has it, if it is a private copy; empty = as the path.
            It is no path: it may be anything.
    """

    path: Path
    is_named: bool
    own_name: str = ""

    @property
    def name(self) -> str:
        """What the user calls it."""
        return self.own_name or self.path.name

    @property
    def is_copy(self) -> bool:
        """Whether it goes away when the import is done."""
        return bool(self.own_name)


@frozen
class Told:
    """What the user told of all files.

    Attributes:
        year: of dates without one; None = not told.
        password: of encrypted files; None = not told.
        own_numbers: keys of the phone's numbers.
        headings: the office's own, by section of `anjuan.toml`.
    """

    year: int | None = None
    password: str | None = None
    own_numbers: frozenset[str] = frozenset()
    headings: Headings = field(default_factory=dict)


@frozen
class ReadFile(Generic[_Taker]):
    """A file that was read.

    Attributes:
        path: the file.
        label: by which it is named: no two files of a run have the same.
        taken: what was kept of it.
        is_copy: it goes away when the import is done.
    """

    path: Path
    label: str
    taken: _Taker
    is_copy: bool = False


@frozen
class Refusal:
    """A file that could not be read.

    Attributes:
        label: by which it is named.
        reason: why not, and what to do.
    """

    label: str
    reason: str

    def __str__(self) -> str:
        return Message("{}：{}", self.label, self.reason)


@frozen
class Results(Generic[_Taker]):
    """What came of the files.

    Attributes:
        read: those read, in their order.
        refusals: those that could not be.
        unknown: those that nobody knows.
    """

    read: tuple[ReadFile[_Taker], ...]
    refusals: tuple[Refusal, ...]
    unknown: tuple[Given, ...]

    @property
    def unknown_names(self) -> tuple[str, ...]:
        """Those that nobody knows and the user named."""
        names = labels(self.unknown)
        return tuple(names[it.path] for it in self.unknown if it.is_named)


def given_files(paths: Iterable[Path | Given], aside: Iterable[Path] = ()) -> list[Given]:
    """The files meant: those named, and those in the folders named, in the order of their names.

    Args:
        paths: files and folders; what is `Given` already is meant itself.
        aside: files that are no records though they may lie there: the workbook, the list.

    Raises:
        UsageError: one of them is not there, or there is no file at all.
    """
    left_out = {path.resolve() for path in aside}
    found: dict[Path, Given] = {}
    for path in paths:
        if isinstance(path, Path) and not is_there(path):
            raise UsageError("找不到 {}。请检查路径和文件名。", path)
        for given in _within(path) if isinstance(path, Path) else (path,):
            if given.is_named or given.path.resolve() not in left_out:
                found.setdefault(given.path.resolve(), given)
    if not found:
        raise UsageError(Message("里面一个文件也没有。"))
    return list(found.values())


def _within(path: Path) -> Iterator[Given]:
    if not is_folder(path):
        yield Given(path, is_named=True)
        return
    for inner in sorted(path.rglob("*")):
        hidden = any(part.startswith(_ASIDE) for part in inner.relative_to(path).parts)
        if is_file(inner) and not hidden:
            yield Given(inner, is_named=False)


def labels(files: Sequence[Given]) -> Mapping[Path, str]:
    """A name for each file, with its folder, or its number, where two are called the same."""
    called = Counter(given.name for given in files)
    return {
        it.path: it.name if called[it.name] == 1 else f"{_distinction(it, number)}/{it.name}"
        for number, it in enumerate(files, start=1)
    }


def _distinction(given: Given, number: int) -> str:
    return str(number) if given.is_copy else given.path.parent.name


def read_files(
    files: Sequence[Given],
    importers: Iterable[Importer],
    told: Told,
    ask: Asking,
    taker: Callable[[str], _Taker],
) -> Iterator[ReadFile[_Taker] | Refusal | Given]:
    """Each file with what was kept of it; a file that nobody knows as it was given.

    Args:
        files: those given.
        importers: readers, in the order in which they are asked.
        told: what is known already.
        ask: asks for what is wanted besides.
        taker: makes what keeps, for a file of this label; anew where reading begins anew.

    Raises:
        UsageError: something is wanted, and there is nobody to ask.
    """
    named = labels(files)
    known = tuple(importers)
    for given in files:
        label = named[given.path]
        file = OpenedFile(
            given.path,
            name=given.name,
            year=told.year,
            password=told.password,
            own_numbers=told.own_numbers,
            headings=told.headings,
        )
        try:
            importer = _reader(file, known)
            if importer is None:
                yield given
            else:
                taken = _read(file, importer, ask, taker, label)
                yield ReadFile(given.path, label, taken, given.is_copy)
        except UsageError:
            raise
        except AnjuanError as error:
            yield Refusal(label, error.message)


def results_of(files: Iterable[ReadFile[_Taker] | Refusal | Given]) -> Results[_Taker]:
    """All that came of the files, told apart."""
    found = tuple(files)
    return Results(
        tuple(it for it in found if isinstance(it, ReadFile)),
        tuple(it for it in found if isinstance(it, Refusal)),
        tuple(it for it in found if isinstance(it, Given)),
    )


def _reader(file: OpenedFile, importers: Iterable[Importer]) -> Importer | None:
    start = file.start()
    return next((it for it in importers if it.recognise(start, file.name)), None)


def _read(
    file: OpenedFile,
    importer: Importer,
    ask: Asking,
    taker: Callable[[str], _Taker],
    label: str,
) -> _Taker:
    """What was kept of a file, read from its beginning as often as something is wanted."""
    while True:
        taken = taker(label)
        try:
            for found in importer.read(file):
                taken.take(found)
        except AnjuanError:
            if file.wanted is None:
                raise
        if file.wanted is None:
            return taken
        file = file.told(ask(file.wanted, label))


def digest_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@dataclass(slots=True)
class Notes:
    """What is told of a file besides its contacts.

    Attributes:
        own: keys of the phone's numbers.
        remarks: sentences.
    """

    own: dict[str, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    def take(self, found: OwnNumber | FileRemark) -> None:
        """Note it, once."""
        if isinstance(found, FileRemark):
            self.remarks += [found.message] if found.message not in self.remarks else []
        elif phone_key(found.number):
            self.own.setdefault(phone_key(found.number), party_text(found.number))

    def take_caller(self, party: str) -> None:
        """Forget a number of the phone's that calls it: a list may be called after its caller."""
        self.own.pop(phone_key(party), None)


def own_of(files: Iterable[Notes]) -> Mapping[str, str]:
    """The phone's numbers that any of the files tells, by key."""
    return {key: text for notes in files for key, text in notes.own.items()}
