"""Work spread over processes: in order, bounded, and nothing lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from textwrap import indent
from threading import Thread

import pytest
from support.batches import many
from support.runs import Cli

from anjuan.run.batch import CHUNK
from anjuan.run.workers import chunks, cluster, in_order, processes, stretches


def test_results_come_in_order_whoever_is_first() -> None:
    def work(item: int) -> int:
        time.sleep(0.002 * (item % 3))
        return item * item

    with ThreadPoolExecutor(4) as executor:
        assert list(in_order(executor, 4, work, range(50))) == [item * item for item in range(50)]


def test_work_is_taken_as_it_is_needed_and_not_hoarded() -> None:
    taken = []

    def items() -> Iterator[int]:
        for item in range(1000):
            taken.append(item)
            yield item

    with ThreadPoolExecutor(2) as executor:
        results = in_order(executor, 2, str, items())
        assert next(results) == "0"
        assert len(taken) < 10
        results.close()  # type: ignore[attr-defined]


def die_once(item: int, mark: Path) -> int:
    """End the process without a word the first time that item 3 is worked on."""
    if item == 3 and not mark.exists():
        mark.touch()
        os._exit(9)
    return item


def test_a_worker_that_dies_loses_nothing(tmp_path: Path) -> None:
    work = partial(die_once, mark=tmp_path / "died")

    with processes(2) as (executor, _):
        assert list(in_order(executor, 2, work, range(8))) == list(range(8))
        assert (tmp_path / "died").exists()
        with pytest.raises(BrokenProcessPool):
            executor.submit(os.getpid)


COPIES = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere workers begin anew")
# Whether a worker has what the process that starts it has made ready: a name of a module.
_STARTS = """
import sys, threading
from anjuan.run import workers
if sys.argv[1:]:
    threading.Thread(target=threading.Event().wait, daemon=True).start()
workers.made_ready = True
with workers.processes(1) as (executor, _):
    look = "__import__('anjuan.run.workers').run.workers.__dict__.get('made_ready', False)"
    print(executor.submit(eval, look).result())
"""


@COPIES
@pytest.mark.parametrize(("arguments", "told"), [([], "True"), (["thread"], "False")])
def test_workers_are_copies_of_a_process_of_one_thread_only(
    arguments: list[str], told: str, tmp_path: Path
) -> None:
    (tmp_path / "starts.py").write_text(
        f"if __name__ == '__main__':\n{indent(_STARTS, '    ')}", "utf-8"
    )
    done = subprocess.run(
        [sys.executable, tmp_path / "starts.py", *arguments],
        stdout=subprocess.PIPE, encoding="utf-8", check=True,
    )  # fmt: skip
    assert done.stdout.split() == [told]


@COPIES
def test_workers_that_are_copies_load_no_plugins_of_their_own(process: Cli, tmp_path: Path) -> None:
    plugins, loads = tmp_path / "插件", tmp_path / "loads"
    plugins.mkdir()
    (plugins / "counted.py").write_text(f"print('x', file=open({str(loads)!r}, 'a'))\n", "utf-8")
    book = many(tmp_path / "表.xlsx", 3 * CHUNK, 文书="报案材料")

    done = process("generate", book, "-o", "out", "--jobs", 2, "--plugins-dir", plugins)

    assert (done.status, loads.read_text()) == (0, "x\n")


def test_chunks_cover_everything_once() -> None:
    assert list(chunks(range(5), 2)) == [[0, 1], [2, 3], [4]]
    assert list(chunks([], 2)) == []
    assert list(stretches(5, 2)) == [range(2), range(2, 4), range(4, 5)]
    assert list(stretches(0, 2)) == []


@contextmanager
def scheduler(folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A scheduler of Dask without any worker, and its address."""
    told = folder / "scheduler.json"
    options = ("--no-dashboard", "--host", "127.0.0.1", "--port", "0")
    command = (sys.executable, "-m", "distributed.cli.dask_scheduler", *options)
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([*command, "--scheduler-file", told], stdout=log, stderr=log)
    try:
        while not told.exists() or not told.read_text():
            assert process.poll() is None, (folder / "log").read_text()
            time.sleep(0.05)
        yield process, json.loads(told.read_text())["address"]
    finally:
        process.kill()
        process.wait()


@pytest.mark.filterwarnings("ignore")
def test_what_a_cluster_was_to_do_is_done_here_when_its_scheduler_is_killed(tmp_path: Path) -> None:
    with scheduler(tmp_path) as (process, address), cluster(address, 1) as (executor, workers):
        results = in_order(executor, workers, str, range(5))
        Thread(target=process.kill).start()

        assert list(results) == ["0", "1", "2", "3", "4"]
        with pytest.raises(BrokenExecutor):
            executor.submit(str, 6)
