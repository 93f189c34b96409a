"""Promise 4: same input, same bytes."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from support.batches import many
from support.processes import contents, hooks, release, start, until_held
from support.runs import Cli

from anjuan.resources import SAMPLE_WORKBOOK
from anjuan.run.batch import CHUNK
from anjuan.workbook.blank import blank_workbook, read_rows


def test_a_second_run_changes_nothing(cli: Cli, tmp_path: Path) -> None:
    cli("generate", SAMPLE_WORKBOOK, "-o", "out")
    before = {path: path.read_bytes() for path in (tmp_path / "out").rglob("*.*") if path.is_file()}

    done = cli("generate", SAMPLE_WORKBOOK, "-o", "out", "--json")

    states = {entry["state"] for entry in json.loads(done.out)["documents"]}
    assert states == {"unchanged", "not-applicable"}
    documents = {path: content for path, content in before.items() if path.suffix == ".docx"}
    assert len(documents) > 40
    assert documents == {path: path.read_bytes() for path in documents}


def test_the_same_input_gives_the_same_bytes(process: Cli, tmp_path: Path) -> None:
    # The day of the run is an input, too: 清单.xlsx tells how many days are left.
    afar = "Asia/Shanghai" if datetime.now(UTC).hour < 12 else "America/Los_Angeles"
    process("generate", SAMPLE_WORKBOOK, "-o", "one", TZ="UTC")
    process("generate", SAMPLE_WORKBOOK, "-o", "two", PYTHONHASHSEED="7", TZ=afar)

    # What stands in .anjuan remembers where the workbook was, and when.
    files = [it for it in (tmp_path / "one").rglob("*.*") if ".anjuan" not in it.parts]
    files = [path for path in files if path.is_file()]
    assert len(files) > 40
    for path in files:
        twin = tmp_path / "two" / path.relative_to(tmp_path / "one")
        assert path.read_bytes() == twin.read_bytes(), path


def test_the_number_of_processes_makes_no_difference(process: Cli, tmp_path: Path) -> None:
    book = many(tmp_path / "表.xlsx", 4 * CHUNK + 1, 文书="报案材料、证据目录")

    for jobs in (1, 3):
        process("generate", book, "-o", f"out{jobs}", "--jobs", jobs)

    assert contents(tmp_path / "out1") == contents(tmp_path / "out3")


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A Dask cluster whose two workers, each a process, are held at their first Word file."""
    distributed: Any = import_module("distributed")
    folder = tmp_path_factory.mktemp("dask")
    with (
        patch.dict(os.environ, PYTHONPATH=hooks(folder)),
        distributed.LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            processes=True,
            dashboard_address=None,
            local_directory=str(folder),
        ) as running,
    ):
        yield running.scheduler_address, folder


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_makes_the_same_files_even_when_a_worker_is_killed(
    cluster: tuple[str, Path], process: Cli, tmp_path: Path
) -> None:
    address, marks = cluster
    book = many(tmp_path / "表.xlsx", 8 * CHUNK, 文书="报案材料")
    process("generate", book, "-o", "here", "--jobs", 1)

    run = start(tmp_path, "generate", book, "-o", "there", "--dask", address)
    os.kill(until_held(marks, run)[0], signal.SIGKILL)
    release(marks)
    run.communicate()

    assert run.returncode == 0
    assert contents(tmp_path / "there") == contents(tmp_path / "here")


def test_equal_calls_give_equal_bytes_and_a_small_file() -> None:
    samples = read_rows(SAMPLE_WORKBOOK)

    blank = blank_workbook()

    assert blank_workbook() == blank
    assert blank_workbook(samples) == blank_workbook(samples)
    assert len(blank) < 200_000
