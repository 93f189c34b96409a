"""The folder of one case: nothing is written over a lawyer's own edits.

Beside the dossiers, `.anjuan/cases/` keeps a record of each case: for every file the digests of
what this program wrote there, and a key of all that the last version was made from. A file
whose digest the record does not know was edited (or put there) by a person, and is left alone.
That a file is still the last version is seen by a check sum of it, in a sixth of the time; what
stands is never replaced without a look at its digest.
Beside the files stands what became of the case (recalling.py).

One process writes one case at a time, so records need no lock of their own; that no two runs
work in the same folder is seen to by `output.only_run`.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from io import FileIO
from pathlib import Path
from typing import Any, TypeAlias
from zlib import crc32

from anjuan.errors import OutputError
from anjuan.files import digest, write_whole
from anjuan.frozen import frozen
from anjuan.run.outcomes import State
from anjuan.run.output import CASES, OWN_FOLDER, private_room

_SET_ASIDE = "手改"
_BESIDE = "新"
# Stands for a version of which nobody knows what it was.
_UNKNOWN = "?"
# In a record, the place of the note; no file is called so on every system (`safe_name`).
_NOTE = "*"
Note: TypeAlias = Mapping[str, Any]
_COPY = re.compile(rf"_(?:{_BESIDE}|{_SET_ASIDE}\d*)(?=\.[^.]+$)")


@frozen
class Source:
    """What a paper was made from, so that it can be explained.

    Attributes:
        workbook: path of the case workbook, relative to the output folder where that is possible;
            empty of files that steps make.
        day: the day of the run, `2026-11-26`.
        kind, recipient: the name of its kind, and to whom it goes; empty of files that steps make.
    """

    workbook: str = ""
    day: str = ""
    kind: str = ""
    recipient: str = ""


NO_SOURCE = Source()


@dataclass(frozen=True)
class RenderedFile:
    """A finished file on its way to the dossier.

    Attributes:
        name: file name.
        content: the complete, proved file.
        key: stands for all that it was made from.
        dates, sums: as printed, for proofreading.
        source: the workbook and the day.
    """

    name: str
    content: bytes
    key: str
    dates: tuple[str, ...] = ()
    sums: tuple[str, ...] = ()
    source: Source = NO_SOURCE

    @cached_property
    def digest(self) -> str:
        """Digest of the content."""
        return digest(self.content)

    @cached_property
    def check_sum(self) -> int:
        """CRC-32 of the content."""
        return crc32(self.content)


@frozen
class Known:
    """What the record tells of one file: its versions, oldest first, and who wrote the last.

    Attributes:
        digests: of its versions.
        run, key, dates, sums, source: of the last one, as in `RenderedFile`.
        check_sum: likewise; None where only its digest is known.
    """

    digests: tuple[str, ...]
    run: int = 0
    key: str = ""
    dates: tuple[str, ...] = ()
    sums: tuple[str, ...] = ()
    source: Source = NO_SOURCE
    check_sum: int | None = None

    def is_last(self, content: bytes) -> bool:
        """Whether this is the last version."""
        if self.check_sum is None:
            return digest(content) == self.digests[-1]
        return crc32(content) == self.check_sum


@frozen
class _Plan:
    """What is to be done with a file.

    Attributes:
        state: what will be said of it.
        name: under which it goes.
        present: digest of what stands there; empty where nothing does.
    """

    state: State
    name: str
    present: str


class Dossier:
    """The folder of one case.

    Args:
        root: the output folder, held by `only_run`.
        folder: name of the case's folder in it.
        run: number of this run (`run_number`). What a run that broke off has written counts as
            written by the run that finishes it.
        records: the folder of records. Steps that follow a run keep their own: `pdf`.

    Attributes:
        name: of the case's folder.
        overtaken: edited files for which `write` had something new: the name of the new version
            beside each; empty where that was edited as well, so that nothing new was written.
    """

    def __init__(self, root: Path, folder: str, run: int = 0, records: str = CASES) -> None:
        self._run, self.name = run, folder
        # Texts and not `Path`s: they are put together for each paper of each case.
        self._folder = os.path.join(root, folder, "")
        self._room, kept = _own_folders(root, records)
        self._record = f"{kept}{folder}.json"
        self._known, self._note = _read_record(self._record)
        self._recorded = dict(self._known), self._note
        self.overtaken: dict[str, str] = {}

    def current(self, names: Iterable[str], key: str) -> tuple[str, State, Known] | None:
        """The first of these files that was made from `key` and is still as it was written."""
        for name in names:
            known = self._known.get(name)
            if known and known.key == key and self._stands(name, known):
                return name, self._standing(name), known
        return None

    def standing(self, name: str) -> tuple[State, Known] | None:
        """What to say of a file that is still as it was written; None of any other."""
        known = self._known.get(name)
        return (self._standing(name), known) if known and self._stands(name, known) else None

    @property
    def note(self) -> Note | None:
        """What became of the case when its files were last written; None where it is not noted."""
        return self._note

    def known(self, name: str) -> Known | None:
        """What the record tells of a file; None of one that was not written by this program."""
        return self._known.get(name)

    def read(self, name: str) -> bytes:
        """A file as it stands; nothing where it can't be read."""
        try:
            return _content(self._folder + name)
        except OSError:
            return b""

    def is_by_hand(self, name: str) -> bool:
        """True where the file that stands was edited, or put there, by a person.

        Raises:
            OSError: there is something that can't be read.
        """
        present = self._digest(name)
        return bool(present) and present not in self._versions(name)

    def _digest(self, name: str) -> str:
        """Digest of a file; empty where there is none, or an empty one that a power cut left.

        Raises:
            OSError: there is something that can't be read.
        """
        content = _content(self._folder + name)
        return digest(content) if content else ""

    def _standing(self, name: str) -> State:
        """What to say of a file that need not be written."""
        known = self._known.get(name)
        return State.WRITTEN if known and known.run == self._run else State.UNCHANGED

    def _stands(self, name: str, known: Known) -> bool:
        content = self.read(name)
        return bool(content) and known.is_last(content)

    def write(
        self, files: Sequence[RenderedFile], *, force: bool = False, note: Note | None = None
    ) -> list[State | OSError]:
        """Put documents in their places.

        Where a person edited a file it is kept. Where the new version is not the one that was
        edited, it is written beside it as `…_新.docx`; with `force` the edited one is set aside as
        `…_手改.docx` and the new one takes its place.

        Args:
            files: the documents.
            force: set edited ones aside.
            note: what becomes of the case where all of them get their places, and none is edited.

        Returns:
            The state of each, or why it could not be written; nothing half-written remains.
        """
        # In the folder of a new case nothing stands: that is seen at once for all of its papers.
        is_there = os.path.isdir(self._folder)
        plans = [self._planned(it, force) if is_there else _new(it) for it in files]
        for file, plan in zip(files, plans, strict=True):
            if not isinstance(plan, OSError):
                self._learn(file, plan)
        kept = any(isinstance(plan, OSError) or plan.state is State.KEPT for plan in plans)
        self._note = None if kept else note
        try:
            # Before the files, lest a kill in between leave a file that looks hand-edited.
            self._save()
        except OSError as error:
            return [error for _ in files]
        if files and not is_there:
            # Else the first file would ask for it in vain; what keeps it from being made, it meets.
            with suppress(OSError):
                os.mkdir(self._folder)
        states = [
            plan if isinstance(plan, OSError) else self._put(file, plan)
            for file, plan in zip(files, plans, strict=True)
        ]
        failed = [it for it, state in zip(files, states, strict=True) if isinstance(state, OSError)]
        if failed:
            self._unlearn(failed)
        return states

    def leftovers(self, names: Iterable[str]) -> list[str]:
        """Files of earlier runs that still stand in the folder and are not among `names`."""
        current = set(names)
        return sorted(
            name
            for name in self._known
            if name not in current
            and original(name) not in current
            and os.path.exists(self._folder + name)
        )

    def _planned(self, file: RenderedFile, force: bool) -> _Plan | OSError:
        """What is to be done with a file."""
        try:
            present = self._digest(file.name)
            if present == file.digest:
                return _Plan(self._standing(file.name), file.name, present)
            if not present or present in self._versions(file.name) or force:
                return _Plan(State.WRITTEN, file.name, present)
            name = beside(file.name)
            if self._is_edit_of(file) and not os.path.exists(self._folder + name):
                return _Plan(State.KEPT, file.name, present)
            return _Plan(State.KEPT, name, self._digest(name))
        except OSError as error:
            return error

    def _is_edit_of(self, file: RenderedFile) -> bool:
        """True where what a person edited is this very version; False where that is not known."""
        known = self._known.get(file.name)
        # What a run that broke off has noted down may never have been written.
        return known is not None and known.run < self._run and known.digests[-1] == file.digest

    def _versions(self, name: str) -> tuple[str, ...]:
        return self._known[name].digests if name in self._known else ()

    def _learn(self, file: RenderedFile, plan: _Plan) -> None:
        if plan.state is State.KEPT:
            if self._is_edit_of(file):
                if plan.name == file.name:
                    return
            else:
                self.overtaken[file.name] = plan.name
                self._forget_as_last(file)
        known = self._known.get(plan.name)
        older = [it for it in known.digests if it != file.digest] if known else ()
        run = known.run if known and plan.state is State.UNCHANGED else self._run
        self._known[plan.name] = Known(
            (*older, file.digest),
            run,
            file.key,
            file.dates,
            file.sums,
            file.source,
            file.check_sum,
        )

    def _forget_as_last(self, file: RenderedFile) -> None:
        """Note that the last version that stood is another one than this."""
        known = self._known.get(file.name)
        if known and known.digests[-1] == file.digest:
            others = known.digests[:-1] or (_UNKNOWN,)
            self._known[file.name] = replace(
                known, digests=(file.digest, *others), key="", check_sum=None
            )

    def _unlearn(self, files: Iterable[RenderedFile]) -> None:
        """Note that files were not written: what stands, or is open in Word, is older."""
        self._note = None
        for file in files:
            self._forget_as_last(file)
        with suppress(OSError):
            self._save()

    def _save(self) -> None:
        if (self._known, self._note) != self._recorded:
            write_whole(self._record, _record_text(self._known, self._note), self._room)
            self._recorded = dict(self._known), self._note

    def _put(self, file: RenderedFile, plan: _Plan) -> State | OSError:
        try:
            # What stood is looked at once more: it may have been saved while others were written.
            present = plan.present and self._digest(plan.name)
            if present == file.digest:
                return plan.state
            if present and present not in self._versions(plan.name):
                if plan.state is State.KEPT:
                    # The version beside it was edited as well: both are the lawyer's now.
                    if file.name in self.overtaken:
                        self.overtaken[file.name] = ""
                    return plan.state
                target = Path(self._folder, plan.name)
                target.rename(_free_name(target))
            write_whole(self._folder + plan.name, file.content, self._room)
        except OSError as error:
            return error
        return plan.state


@lru_cache(maxsize=8)
def _own_folders(root: Path, records: str) -> tuple[str, str]:
    """Where files lie while they are written, and, with what parts it from names, the records."""
    return str(private_room(root)), os.path.join(root, OWN_FOLDER, records, "")


def _new(file: RenderedFile) -> _Plan:
    return _Plan(State.WRITTEN, file.name, "")


def _content(path: str) -> bytes:
    """A file; nothing where there is none.

    Raises:
        OSError: there is something that can't be read.
    """
    try:
        with FileIO(path) as file:
            return file.read()
    except (FileNotFoundError, NotADirectoryError):
        return b""


def _read_record(path: str) -> tuple[dict[str, Known], Note | None]:
    """What the record says; nothing where it is missing or unreadable: then all files are kept."""
    try:
        content = _content(path)
        if not content:
            return {}, None
        documents: dict[str, Mapping[str, Any]] = json.loads(content)
        note = documents.pop(_NOTE, None)
        known = {
            name: Known(
                tuple(entry["sha256"]),
                int(entry["run"]),
                str(entry["key"]),
                tuple(entry["dates"]),
                tuple(entry["sums"]),
                Source(*entry.get("source", ())),
                entry.get("crc32"),
            )
            for name, entry in documents.items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}, None
    return known, note


def _record_text(known: Mapping[str, Known], note: Note | None) -> bytes:
    documents: dict[str, Any] = {
        name: {
            "sha256": it.digests,
            "run": it.run,
            "key": it.key,
            "dates": it.dates,
            "sums": it.sums,
            "source": (it.source.workbook, it.source.day, it.source.kind, it.source.recipient),
            "crc32": it.check_sum,
        }
        for name, it in sorted(known.items())
    }
    if note:
        documents[_NOTE] = note
    return _RECORD.encode(documents).encode("utf-8", "surrogatepass")


# What it writes was made here, and holds no part of itself.
_RECORD = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)


def beside(name: str) -> str:
    """`甲.docx` → `甲_新.docx`."""
    path = Path(name)
    return f"{path.stem}_{_BESIDE}{path.suffix}"


def original(name: str) -> str:
    """The paper of which `甲_新.docx` or `甲_手改2.docx` is a copy; other names stay."""
    return _COPY.sub("", name)


def _free_name(target: Path) -> Path:
    """A name beside `target` that nothing has yet."""
    for number in range(1, 1000):
        mark = _SET_ASIDE if number == 1 else f"{_SET_ASIDE}{number}"
        free = target.with_name(f"{target.stem}_{mark}{target.suffix}")
        if not free.exists():
            return free
    raise OutputError("{} 旁边已有太多手改的副本，请整理后再用 --force。", target)
