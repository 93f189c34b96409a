"""What lies on a shelf is in no file that anybody finds, and comes back as it was."""

from __future__ import annotations

import errno
import gc
import os
import tempfile
from pathlib import Path
from typing import IO

import pytest
from support.processes import POSIX

from anjuan.errors import OutputError
from anjuan.shelf import Shelf


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
