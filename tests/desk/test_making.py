"""A run that is watched: stopped at any time, and taken up again."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest
from support.batches import many
from support.desk import hold_the_first_run

from anjuan.desk.making import Run
from anjuan.plugin.host import Plugins
from anjuan.run.batch import CHUNK
from anjuan.run.request import Request

PROCESSES = 2
# What was handed out before the stop is finished: two chunks a process.
MOST_AFTER_STOP = 2 * CHUNK * PROCESSES
CASES = MOST_AFTER_STOP + 2 * CHUNK


def folders(root: Path) -> dict[str, bytes]:
    return {it.relative_to(root).as_posix(): it.read_bytes() for it in root.rglob("*.docx")}


def ended(run: Run) -> Run:
    run._thread.join(120)
    assert run.has_ended
    return run


def test_with_two_processes_a_stop_answers_within_a_few_cases_and_the_next_run_makes_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book, plugins = many(tmp_path / "表.xlsx", CASES), Plugins.load()

    def begun(name: str, jobs: int) -> Run:
        kinds = ("police-statement",)
        run = Run(Request(book, tmp_path / name, date.today(), jobs=jobs, kinds=kinds), plugins)
        run.start()
        return run

    undisturbed = ended(begun("once", 1))
    hold_the_first_run(monkeypatch)
    stopped = begun("twice", PROCESSES)
    while not stopped.done:
        assert not stopped.has_ended
        time.sleep(0.01)
    stopped.stop()
    assert ended(stopped).is_stopped
    some = folders(tmp_path / "twice")
    finished = ended(begun("twice", PROCESSES))

    assert 0 < len(some) <= MOST_AFTER_STOP < CASES
    assert undisturbed.report and finished.report
    assert folders(tmp_path / "twice") == folders(tmp_path / "once")
    assert len(folders(tmp_path / "once")) == CASES
