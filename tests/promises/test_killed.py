"""Promise 3: a kill at any moment, then the same command again, ends in the same folder."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support.batches import many
from support.dossiers import paper
from support.processes import POSIX, contents, kill, start
from support.runs import ROOT, Cli

from anjuan.run.dossier import Dossier
from anjuan.run.outcomes import State
from anjuan.run.output import private_room
from anjuan.testing import (
    case,
    evidence,
    incident,
    write_workbook,
)


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


def test_an_empty_file_left_by_a_power_cut_is_written_anew(tmp_path: Path) -> None:
    Dossier(tmp_path, "案").write([paper(b"one")])
    (tmp_path / "案" / "甲.docx").write_bytes(b"")

    assert Dossier(tmp_path, "案").write([paper(b"one")]) == [State.WRITTEN]


def test_no_temporary_file_remains_after_a_failed_write(tmp_path: Path) -> None:
    (tmp_path / "案" / "甲.docx").mkdir(parents=True)

    [state, other] = Dossier(tmp_path, "案").write([paper(b"one"), paper(b"two", "乙.docx")])

    assert isinstance(state, OSError)
    assert other is State.WRITTEN
    assert not list(tmp_path.rglob("*.tmp"))


@POSIX
def test_what_a_kill_leaves_behind_is_private_and_gone_at_the_next_run(tmp_path: Path) -> None:
    numbers = [f"A{number}" for number in range(300)]
    book = write_workbook(
        tmp_path / "表.xlsx",
        cases=[case(案件编号=it) for it in numbers],
        incidents=[incident(案件编号=it) for it in numbers],
        evidence=[evidence(案件编号=it) for it in numbers],
    )
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    environment = {
        **os.environ,
        "PYTHONPATH": f"{ROOT / 'core'}:{ROOT / 'plugins'}",
        "TMPDIR": str(scratch),
    }
    command = [sys.executable, "-m", "anjuan", "generate", str(book), "-o", str(tmp_path / "out")]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
        while not list(tmp_path.glob("out/*/*.docx")):
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
    room = private_room(tmp_path / "out")

    left = list(room.iterdir())
    assert left
    assert stat.S_IMODE(room.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in left} == {0o600}
    assert list(scratch.iterdir()) == []
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
    assert not room.exists()
    assert list(scratch.iterdir()) == []
