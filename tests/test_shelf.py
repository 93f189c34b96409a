"""What lies on a shelf is in no file that anybody finds, and comes back as it was."""

from __future__ import annotations

import errno
import gc
import os
import tempfile
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import IO

import pytest
from support.processes import POSIX

from anjuan.errors import OutputError
from anjuan.shelf import Packed, Shelf


def test_each_thing_comes_back_as_often_as_it_is_asked_for() -> None:
    shelf = Shelf()
    spots = [shelf.put(thing) for thing in ("案件", ("A001", None), [1, 2])]

    assert [shelf.take(spot) for spot in reversed(spots)] == [[1, 2], ("A001", None), "案件"]
    assert shelf.take(shelf.put("再放一个")) == "再放一个"
    assert shelf.take(spots[0]) == "案件"


@POSIX
def test_a_kill_leaves_nothing_for_the_file_has_no_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    shelf = Shelf()
    spot = shelf.put("委托人的话")

    assert not list(tmp_path.iterdir())
    assert shelf.take(spot) == "委托人的话"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[IO[bytes]]:
    """The files of shelves, as they are opened."""
    files: list[IO[bytes]] = []
    make = tempfile.TemporaryFile

    def remembered() -> IO[bytes]:
        files.append(make())
        return files[-1]

    monkeypatch.setattr(tempfile, "TemporaryFile", remembered)
    return files


def test_what_is_put_is_written_at_once_so_that_no_copy_of_the_process_writes_it_again(
    opened: list[IO[bytes]],
) -> None:
    shelf = Shelf()
    spots = [shelf.put("短"), shelf.put("也短")]

    assert os.fstat(opened[0].fileno()).st_size == sum(length for _, length in spots)


def test_the_file_is_closed_with_the_shelf(opened: list[IO[bytes]]) -> None:
    shelf = Shelf()
    shelf.put("一")
    del shelf
    gc.collect()

    assert [it.closed for it in opened] == [True]


def test_a_full_disk_is_told_with_the_folder_where_room_is_needed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full() -> IO[bytes]:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(tempfile, "TemporaryFile", full)

    with pytest.raises(OutputError, match="临时文件写不进去（磁盘满了）") as told:
        Shelf().put("一")
    assert tempfile.gettempdir() in str(told.value)


@pytest.fixture(scope="module")
def numbers() -> Packed[str]:
    """So many that most of them lie on the shelf and some do not yet."""
    packed: Packed[str] = Packed()
    packed.extend(map(str, range(100)))
    packed.extend(map(str, range(100, 1000)))
    return packed


def test_what_is_packed_is_a_sequence_like_any_other(numbers: Packed[str]) -> None:
    plain = [str(it) for it in range(1000)]

    assert len(numbers) == 1000
    assert list(numbers) == list(numbers) == plain
    assert [numbers[it] for it in range(1000)] == plain
    assert [numbers[-1], numbers[-1000]] == ["999", "0"]
    assert list(numbers[60:70]) == plain[60:70]
    assert list(numbers[::-300]) == plain[::-300]
    assert list(reversed(numbers)) == plain[::-1]
    assert numbers.index("777") == 777
    with pytest.raises(IndexError):
        numbers[1000]


def test_several_may_go_through_what_is_packed_at_once(numbers: Packed[str]) -> None:
    first, second = iter(numbers), iter(numbers)
    next(first)

    assert list(zip(first, second, strict=False))[-1] == ("999", "998")


def test_threads_each_get_what_they_ask_for(numbers: Packed[str]) -> None:
    asked = [it * 37 % 1000 for it in range(4000)]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(numbers.__getitem__, asked)) == [str(it) for it in asked]


@POSIX
def test_copies_of_the_process_each_get_what_they_ask_for(numbers: Packed[str]) -> None:
    """They share the file, and with it the place at which it is read."""
    asked = [it * 37 % 1000 for it in range(4000)]
    with get_context("fork").Pool(4, _hold, (numbers,)) as copies:
        assert copies.map(_held, asked, 50) == [str(it) for it in asked]


_HELD: list[Packed[str]] = []


def _hold(numbers: Packed[str]) -> None:
    _HELD.append(numbers)


def _held(place: int) -> str:
    return _HELD[0][place]
