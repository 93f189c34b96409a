"""Whole runs under stress: kills, two at once, broken disks, many processes, a cluster."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from support.batches import many
from support.runs import ROOT, Finished, Generated

from anjuan.plugin.host import Plugins
from anjuan.run.batch import run
from anjuan.run.outcomes import State
from anjuan.run.preparing import prepare
from anjuan.run.request import Request
from anjuan.run.workers import chunks, in_order, processes
from anjuan.testing import TODAY, case, evidence, incident, write_workbook

Cli = Callable[..., Finished]
Generate = Callable[..., Generated]
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="kills and mounts of POSIX systems")


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of an output folder, the program's own memory included."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "lock"
    }


def start(*arguments: object, cwd: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "anjuan", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'core'}{os.pathsep}{ROOT / 'plugins'}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )


def kill(process: subprocess.Popen[str], sent: signal.Signals) -> tuple[str, str]:
    """Send a signal to a run and its workers, as a terminal or a power switch would."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, sent)
    return process.communicate(timeout=60)


@POSIX
@pytest.mark.parametrize("jobs", [1, 2])
def test_killed_at_25_moments_the_same_command_ends_as_an_undisturbed_run(
    tmp_path: Path, jobs: int
) -> None:
    book = many(tmp_path / "表.xlsx", 120)
    command = ("generate", book, "--jobs", jobs)
    began = time.monotonic()
    calm = start(*command, "-o", "calm", cwd=tmp_path)
    calm.communicate(timeout=120)
    assert calm.returncode == 0
    lasted = time.monotonic() - began

    moments = random.Random(jobs)
    kills = 0
    while kills < 25:
        process = start(*command, "-o", "killed", cwd=tmp_path)
        time.sleep(moments.uniform(0.3, lasted))
        kill(process, signal.SIGKILL)
        if (tmp_path / "killed" / ".anjuan" / "runs").exists():
            # It had finished: what follows would be a second run, not the same one.
            shutil.rmtree(tmp_path / "killed")
        else:
            kills += 1
    finished = start(*command, "-o", "killed", cwd=tmp_path)
    finished.communicate(timeout=120)

    assert contents(tmp_path / "killed") == contents(tmp_path / "calm")


def alive(group: int) -> list[str]:
    """The processes of a group that are still there, by what they were started with."""
    told = subprocess.run(
        ["ps", "-A", "-o", "pgid=,stat=,args="], capture_output=True, encoding="utf-8", check=True
    )
    rows = (line.split(None, 2) for line in told.stdout.splitlines())
    return [args for pgid, state, args in rows if int(pgid) == group and "Z" not in state]


@POSIX
def test_workers_end_when_the_run_that_started_them_is_killed(tmp_path: Path) -> None:
    book = many(tmp_path / "表.xlsx", 400)
    process = start("generate", book, "-o", "out", "--jobs", "2", cwd=tmp_path)
    while not list((tmp_path / "out").rglob("*.docx")):
        time.sleep(0.05)
    assert len(alive(process.pid)) >= 3

    process.kill()
    process.wait(timeout=60)

    deadline = time.monotonic() + 60
    while alive(process.pid) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert alive(process.pid) == []
    process.communicate(timeout=60)


@POSIX
def test_ctrl_c_stops_cleanly_and_a_second_run_goes_on(tmp_path: Path) -> None:
    book = many(tmp_path / "表.xlsx", 600)
    process = start("generate", book, "-o", "out", "--jobs", "2", cwd=tmp_path)
    while not list((tmp_path / "out").rglob("*.docx")):
        time.sleep(0.05)

    _, complaint = kill(process, signal.SIGINT)

    assert process.returncode == 130
    assert "已中断" in complaint
    assert "Traceback" not in complaint
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*.docx")}
    assert 0 < len(before) < 600 * 5
    assert not list((tmp_path / "out").rglob("*.tmp"))
    second = start("generate", book, "-o", "out", "--json", cwd=tmp_path)
    out, _ = second.communicate(timeout=120)
    states = [entry["state"] for entry in json.loads(out)["documents"]]
    assert set(states) == {"written"}
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_two_runs_into_one_folder_do_not_mix(tmp_path: Path) -> None:
    book = many(tmp_path / "表.xlsx", 400)
    first = start("generate", book, "-o", "out", "--jobs", "1", cwd=tmp_path)
    while not list((tmp_path / "out").rglob("*.docx")):
        time.sleep(0.05)

    second = start("generate", book, "-o", "out", cwd=tmp_path)
    _, complaint = second.communicate(timeout=60)

    assert second.returncode == 3
    assert "另一次运行正在往 out 里生成文书" in complaint
    first.communicate(timeout=120)
    assert first.returncode == 0


def test_the_number_of_processes_makes_no_difference(cli: Cli, tmp_path: Path) -> None:
    book = many(tmp_path / "表.xlsx", 130)

    for jobs in (1, 3):
        cli("generate", book, "-o", f"out{jobs}", "--jobs", jobs)

    assert contents(tmp_path / "out1") == contents(tmp_path / "out3")


@POSIX
def test_a_full_disk_fails_documents_and_the_next_run_makes_them(cli: Cli, tmp_path: Path) -> None:
    book = many(tmp_path / "表.xlsx", 12)
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)], check=False
    )
    if mounted.returncode:
        pytest.skip("only the superuser can mount a small disk")
    try:
        first = cli("generate", book, "-o", disk / "out", "--json")
        written = {path: path.read_bytes() for path in disk.rglob("*.docx")}
        subprocess.run(["mount", "-o", "remount,size=50m", str(disk)], check=True)
        second = cli("generate", book, "-o", disk / "out", "--json")
        after = {path: path.read_bytes() for path in disk.rglob("*.docx")}
        left = list(disk.rglob("*.tmp"))
    finally:
        subprocess.run(["umount", str(disk)], check=True)

    assert first.status == 3
    assert "写不进去" in first.err
    assert written
    assert written.items() <= after.items()
    states = [entry["state"] for entry in json.loads(second.out)["documents"]]
    assert set(states) == {"written"}
    assert len(after) == len(states)
    assert left == []


@POSIX
def test_a_read_only_folder_fails_its_documents_alone(cli: Cli, tmp_path: Path) -> None:
    book = many(tmp_path / "表.xlsx", 2)
    closed = tmp_path / "out" / "A0000_张三A0000"
    closed.mkdir(parents=True)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "ro", "tmpfs", closed], check=False)
    if mounted.returncode:
        pytest.skip("only the superuser can mount a read-only folder")
    try:
        done = cli("generate", book, "-o", "out", "--json")
    finally:
        subprocess.run(["umount", closed], check=True)

    found = {(entry["case"], entry["state"]) for entry in json.loads(done.out)["documents"]}
    assert done.status == 1
    assert found == {("A0000", "failed"), ("A0001", "written")}


def test_a_folder_that_cannot_be_written_fails_its_documents_alone(
    generate: Generate, tmp_path: Path
) -> None:
    book = many(tmp_path / "表.xlsx", 2)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "A0000_张三A0000").write_text("一个文件，不是文件夹")

    done = generate(book)

    states = {outcome.case: outcome.state for outcome in done.report.outcomes}
    assert states == {"A0000": State.FAILED, "A0001": State.WRITTEN}
    assert "写不进去" in done.problems()


def test_a_case_taken_out_of_the_workbook_is_told_and_not_deleted(
    generate: Generate, tmp_path: Path
) -> None:
    generate(many(tmp_path / "表.xlsx", 2))

    done = generate(many(tmp_path / "表.xlsx", 1))

    assert "removed-case" in done.codes()
    assert list((done.folder / "A0001_张三A0001").glob("*.docx"))


def test_a_paper_that_is_no_longer_made_is_told_and_not_deleted(
    generate: Generate, tmp_path: Path
) -> None:
    generate(many(tmp_path / "表.xlsx", 1))

    done = generate(many(tmp_path / "表.xlsx", 1, 文书="报案材料"))

    assert "leftover-document" in done.codes()
    assert list(done.folder.rglob("*民事起诉状*"))
    assert (
        "leftover-document"
        not in generate(tmp_path / "表.xlsx", kinds=("police-statement",)).codes()
    )


def test_a_changed_cell_rewrites_its_own_case_only(generate: Generate, tmp_path: Path) -> None:
    generate(many(tmp_path / "表.xlsx", 2))
    numbers = ("A0000", "A0001")
    book = write_workbook(
        tmp_path / "表.xlsx",
        cases=[case(案件编号=it, 委托人姓名=f"张三{it}") for it in numbers],
        incidents=[
            incident(案件编号=it, 受扰人=f"张三{it}", 次数=9 if it == "A0001" else 5)
            for it in numbers
        ],
        evidence=[evidence(案件编号=it) for it in numbers],
    )

    outcomes = generate(book).report.outcomes

    assert {it.state for it in outcomes if it.case == "A0000"} == {State.UNCHANGED}
    other = {it.kind: it.state for it in outcomes if it.case == "A0001"}
    # It prints nothing of the incidents.
    assert other.pop("evidence-list") == State.UNCHANGED
    assert set(other.values()) == {State.WRITTEN}


def test_a_document_that_was_not_made_is_told_however_many_were(cli: Cli, tmp_path: Path) -> None:
    numbers = [f"A{index:04d}" for index in range(30)]
    book = write_workbook(
        tmp_path / "表.xlsx",
        cases=[case(案件编号=it, 住址=None if it == "A0029" else "某处") for it in numbers],
        incidents=[incident(案件编号=it) for it in numbers],
        evidence=[evidence(案件编号=it) for it in numbers],
    )

    done = cli("generate", book, "-o", "out")

    assert done.status == 1
    assert "只列出前 60 份" in done.out
    assert "未生成：A0029 案件!J31（住址）" in done.err
    assert "报案材料" in done.err


def test_a_problem_stands_in_the_summary_once_whatever_the_screen_shows(
    cli: Cli, tmp_path: Path
) -> None:
    book = many(tmp_path / "表.xlsx", 90, 公安机关=None)
    texts = []
    for options in ([], ["--json"]):
        cli("generate", book, "-o", f"out{len(options)}", *options)
        summary = openpyxl.load_workbook(tmp_path / f"out{len(options)}" / "清单.xlsx")
        texts.append(list(summary["问题"].values))

    assert texts[0] == texts[1]
    assert len(set(texts[0])) == len(texts[0])


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

    with processes(2) as executor:
        assert list(in_order(executor, 2, work, range(8))) == list(range(8))
        assert (tmp_path / "died").exists()
        with pytest.raises(BrokenProcessPool):
            executor.submit(os.getpid)


def test_chunks_cover_everything_once() -> None:
    assert list(chunks(range(5), 2)) == [[0, 1], [2, 3], [4]]
    assert list(chunks([], 2)) == []


def test_plugins_given_by_a_program_stay_in_its_process(tmp_path: Path) -> None:
    plugins = Plugins.load(outside=False)
    request = Request(many(tmp_path / "表.xlsx", 3), tmp_path / "out", TODAY, jobs=2)

    report = run(prepare(request, plugins), request, plugins)

    assert set(report.counts) == {State.WRITTEN}


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, int]]:
    """A Dask cluster on this machine: a scheduler and two workers, each a process of its own."""
    distributed: Any = import_module("distributed")
    with distributed.LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        dashboard_address=None,
        local_directory=str(tmp_path_factory.mktemp("dask")),
    ) as running:
        workers = list(running.workers.values())
        yield running.scheduler_address, workers[0].pid


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_makes_the_same_files_even_when_a_worker_is_killed(
    scheduler: tuple[str, int], cli: Cli, tmp_path: Path
) -> None:
    address, worker = scheduler
    book = many(tmp_path / "表.xlsx", 500)
    cli("generate", book, "-o", "here", "--jobs", "2")
    process = start("generate", book, "-o", "there", "--dask", address, cwd=tmp_path)
    while not list((tmp_path / "there").rglob("*.docx")):
        assert process.poll() is None, process.communicate()
        time.sleep(0.02)
    os.kill(worker, signal.SIGKILL)

    process.communicate(timeout=300)

    assert process.returncode == 0
    assert contents(tmp_path / "there") == contents(tmp_path / "here")


def test_an_address_where_nothing_answers_is_told(cli: Cli, tmp_path: Path) -> None:
    book = write_workbook(tmp_path / "表.xlsx")

    done = cli("generate", book, "-o", "out", "--dask", "tcp://127.0.0.1:1")

    assert done.status == 2
    assert "连不上 tcp://127.0.0.1:1" in done.err
