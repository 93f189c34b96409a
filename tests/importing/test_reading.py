"""Files are found in the order of their names, and begun anew with what only the user knows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from support.call_records import OWN_FORM, contact, nobody, write_records

from anjuan import Found, Importer, RecordFile
from anjuan.errors import UsageError
from anjuan.importing.files import Wanted
from anjuan.importing.reading import Asking, Given, ReadFile, Told, given_files, labels, read_files


class Kept:
    """Keeps everything."""

    def __init__(self) -> None:
        self.found: list[Found] = []

    def take(self, found: Found) -> None:
        self.found.append(found)


def read(path: Path, importer: Importer, ask: Asking = nobody) -> Kept:
    files = read_files([Given(path, True)], [importer], Told(), ask, lambda _: Kept())
    (result,) = files
    assert isinstance(result, ReadFile)
    return result.taken


def wanting(want: Callable[[RecordFile], object]) -> Importer:
    def found(file: RecordFile) -> Iterator[Found]:
        yield contact()
        want(file)
        yield contact(after=60)

    return replace(OWN_FORM, read=found)


def in_silence(file: RecordFile) -> None:
    """A reader that goes on as if nothing had been missing."""
    with suppress(UsageError):
        file.year()


def both(file: RecordFile) -> None:
    file.year()
    file.password()


@pytest.mark.parametrize(
    ("want", "asked"),
    [
        (lambda file: file.year(), [Wanted.YEAR]),
        (lambda file: file.password(), [Wanted.PASSWORD]),
        (both, [Wanted.YEAR, Wanted.PASSWORD]),
        (in_silence, [Wanted.YEAR]),
    ],
)
def test_what_is_wanted_is_asked_for_once_and_nothing_is_read_twice(
    tmp_path: Path, want: Callable[[RecordFile], object], asked: list[Wanted]
) -> None:
    path = write_records(tmp_path / "r.own")
    questions: list[Wanted] = []

    def answer(wanted: Wanted, name: str) -> str:
        assert name == "r.own"
        questions.append(wanted)
        return "2026"

    assert read(path, wanting(want), answer).found == [contact(), contact(after=60)]
    assert questions == asked


def test_without_anybody_to_ask_nothing_goes_on(tmp_path: Path) -> None:
    path = write_records(tmp_path / "r.own")
    with pytest.raises(UsageError):
        read(path, wanting(lambda file: file.year()))


def test_files_of_one_name_are_named_with_their_folders(tmp_path: Path) -> None:
    paths = [write_records(tmp_path / folder / "calls.own") for folder in ("新", "旧")]
    paths.append(write_records(tmp_path / "sms.own"))
    files = given_files(paths)
    assert list(labels(files).values()) == ["新/calls.own", "旧/calls.own", "sms.own"]


def test_a_file_is_read_once_however_often_it_is_named(tmp_path: Path) -> None:
    path = write_records(tmp_path / "手机" / "calls.own")
    assert len(given_files([path, tmp_path / "手机", path])) == 1


def test_what_programs_leave_in_folders_is_no_record(tmp_path: Path) -> None:
    for name in ("~$详单.xlsx", ".DS_Store", "Thumbs.db", "催收号码.xlsx", ".anjuan/r.own"):
        write_records(tmp_path / "手机" / name)
    wanted = write_records(tmp_path / "手机" / "一月" / "r.own")
    assert [given.path for given in given_files([tmp_path / "手机"])] == [wanted]
    with pytest.raises(UsageError, match="一个文件也没有"):
        given_files([tmp_path / "手机" / ".anjuan"], [tmp_path / "手机" / ".anjuan" / "r.own"])
