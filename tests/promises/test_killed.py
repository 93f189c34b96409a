"""Promise 3: a kill at any moment, then the same command again, ends in the same folder."""

from __future__ import annotations

import json
import random
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from support.batches import many
from support.dossiers import paper
from support.killer import Killed, Killer
from support.processes import POSIX, WRITTEN, contents, held, until
from support.runs import Cli, generate_into

from anjuan.run.batch import CHUNK
from anjuan.run.dossier import Dossier
from anjuan.run.outcomes import State
from anjuan.run.output import private_room
from anjuan.testing import (
    write_workbook,
)


def test_killed_at_every_move_the_same_command_ends_as_an_undisturbed_run(tmp_path: Path) -> None:
    book = many(tmp_path / "表.xlsx", 2, 文书="报案材料、证据目录")
    calm = Killer(sys.maxsize)
    with calm.at_work():
        generate_into(tmp_path / "calm", book)
    wanted = contents(tmp_path / "calm")

    # After the last of them the run is finished: what follows is another one.
    for moves in range(calm.moves - 1):
        folder = tmp_path / f"killed {moves}"
        with pytest.raises(Killed), Killer(moves).at_work():
            generate_into(folder, book)
        generate_into(folder, book)
        assert contents(folder) == wanted, moves

    # Each of four papers, of two records, of the list and of the journal takes several moves.
    assert calm.moves >= 3 * 8


SOME = random.Random(25)
MORE = 12 * CHUNK


@POSIX
@pytest.mark.parametrize(
    ("jobs", "kills"),
    [
        pytest.param(1, [1], id="here"),
        pytest.param(2, [1, 9], id="in-workers"),
        *(
            pytest.param(
                jobs, [SOME.randint(1, 20) for _ in range(25)], marks=pytest.mark.long, id=f"{jobs}"
            )
            for jobs in (1, 2)
        ),
    ],
)
def test_killed_as_a_process_again_and_again_it_ends_as_an_undisturbed_run(
    jobs: int, kills: list[int], process: Cli, tmp_path: Path
) -> None:
    """Each time the power fails as the nth paper of the run is put in its place."""
    book = many(tmp_path / "表.xlsx", 4 * CHUNK + sum(kills), 文书="报案材料")
    command = ("generate", book, "--jobs", jobs)

    for number, at in enumerate(kills):
        with held(tmp_path / f"kill {number}", *command, "-o", tmp_path / "killed", at=at) as run:
            run.kill(signal.SIGKILL)
    assert process(*command, "-o", "killed").status == 0

    assert process("generate", book, "--jobs", 1, "-o", "calm").status == 0
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
    book = many(tmp_path / "表.xlsx", 4 * CHUNK, 文书="报案材料")

    with held(tmp_path, "generate", book, "-o", "out", "--jobs", 2) as run:
        assert len(alive(run.process.pid)) >= 3
        run.process.kill()
        run.process.wait()

        until(lambda: not alive(run.process.pid))


@POSIX
def test_ctrl_c_stops_cleanly_and_a_second_run_goes_on(cli: Cli, tmp_path: Path) -> None:
    # More than the two workers are given beforehand.
    book = many(tmp_path / "表.xlsx", MORE, 文书="报案材料")

    with held(tmp_path, "generate", book, "-o", "out", "--jobs", 2) as run:
        run.send(signal.SIGINT)
        run.release()
        _, complaint = run.ended()

    assert run.process.returncode == 130
    assert "已中断" in complaint
    assert "Traceback" not in complaint
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*.docx")}
    assert 0 < len(before) < MORE
    assert not list((tmp_path / "out").rglob("*.tmp"))
    second = cli("generate", book, "-o", "out", "--json")
    told = json.loads(second.out)["documents"]
    states = [entry["state"] for entry in told if entry["state"] != "not-applicable"]
    assert set(states) == {"written"}
    assert len(states) == MORE
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
    told = json.loads(second.out)["documents"]
    states = [entry["state"] for entry in told if entry["state"] != "not-applicable"]
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
def test_what_a_kill_leaves_behind_is_private_and_gone_at_the_next_run(
    process: Cli, tmp_path: Path
) -> None:
    book = write_workbook(tmp_path / "表.xlsx")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    command = ("generate", book, "-o", "out")

    with held(tmp_path, *command, moment=WRITTEN, TMPDIR=str(scratch)) as run:
        run.kill(signal.SIGKILL)
    room = private_room(tmp_path / "out")

    left = list(room.iterdir())
    assert left
    assert stat.S_IMODE(room.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in left} == {0o600}
    assert list(scratch.iterdir()) == []
    assert process(*command, TMPDIR=str(scratch)).status == 0
    assert not room.exists()
    assert list(scratch.iterdir()) == []
