"""From the command to an open page, and to its end."""

from __future__ import annotations

import os
import re
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from support.commands import SOURCES
from support.desk import opened, served

from anjuan.desk import making, session
from anjuan.desk.pages import looking_up
from anjuan.desk.room import private_room
from anjuan.desk.serving import serve
from anjuan.errors import OutputError, UsageError
from anjuan.testing import write_workbook


def test_it_listens_on_this_machine_alone_and_before_it_says_so() -> None:
    with served() as desk:
        # The first thing that happens after the address is told.
        assert desk.open().status == 303
        host = socket.gethostname()
        found = {it[4][0] for it in socket.getaddrinfo(host, None, socket.AF_INET)}
        others = {str(it) for it in found if not str(it).startswith("127.")} | {"127.0.0.2"}
        for other in others:
            with pytest.raises(ConnectionRefusedError):
                socket.create_connection((other, desk.port), timeout=2).close()


def test_leaving_ends_it_and_removes_its_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Others may be at work in the usual one.
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    book = write_workbook(tmp_path / "表.xlsx")
    home = tmp_path / f"anjuan-desk-{os.getuid()}"
    with served() as desk:
        desk.open()
        assert desk.put(book.read_bytes()).status == 200
        desk.idle()
        rooms = [it for it in home.iterdir() if it.is_dir()]
        files = [it for room in rooms for it in room.rglob("*") if it.is_file()]
        assert files
        for room in (home, *rooms):
            assert stat.S_IMODE(room.stat().st_mode) == 0o700
        for file in files:
            assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert desk.post("leave").status == 200
        desk.thread.join(10)
        assert not desk.thread.is_alive()
        assert not any(file.exists() for file in files)


def test_it_ends_when_nobody_has_asked_for_long() -> None:
    with served(idle_seconds=0.3) as desk:
        desk.open()
        desk.thread.join(10)
        assert not desk.thread.is_alive()


def test_what_a_kill_left_is_gone_at_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with private_room() as first:
        (first / "秘密").write_text("某人", "utf-8")
        home = first.parent
        # As after a kill: the room is there, and nobody holds its lock.
        (home / "dead").mkdir()
        (home / "dead.lock").touch()
        with private_room() as second:
            assert first.is_dir() and (first / "秘密").is_file()
            assert second != first
            assert not (home / "dead").exists()
    assert [it.name for it in home.iterdir()] == ["lock"]


def test_a_room_that_is_a_link_to_elsewhere_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / f"anjuan-desk-{os.getuid()}").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(OutputError, match="不是您的"), private_room():
        pass


def test_a_port_that_is_taken_is_told() -> None:
    with served() as desk, pytest.raises(UsageError, match=f"端口 {desk.port} 用不了"):
        serve(None, None, port=desk.port, with_browser=False, tell=print)


def test_the_command_prints_the_address_and_ends_by_ctrl_c(tmp_path: Path) -> None:
    book = write_workbook(tmp_path / "张三的案件表.xlsx")
    command = [sys.executable, "-m", "anjuan", "desk", str(book), "--no-browser"]
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8",
        env={**os.environ, "PYTHONPATH": SOURCES, "HOME": str(tmp_path)},
    ) as process:  # fmt: skip
        assert process.stderr and process.stdout
        line = process.stderr.readline()
        found = re.search(r"http://127\.0\.0\.1:([0-9]+)/open/\S+", line)
        assert found, line
        # A page that stays connected does not keep the program.
        with socket.create_connection(("127.0.0.1", int(found[1]))) as asking:
            asking.sendall(f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{found[1]}\r\n\r\n".encode())
            assert asking.recv(20).startswith(b"HTTP/1.1 404")
            begun = time.monotonic()
            process.send_signal(signal.SIGINT)
            status = process.wait(30)
        rest = process.stderr.read()
        assert status == 0, rest
        assert "Traceback" not in rest
        assert process.stdout.read() == ""
        assert time.monotonic() - begun < 20


def test_a_page_that_is_open_for_days_looks_for_rubbish_as_often_as_python_does(
    tmp_path: Path,
) -> None:
    script = """
import gc, sys
usual = gc.get_threshold()[0]
from anjuan.cli import main
from anjuan.desk import serving
serving.serve = lambda *_, **__: print(gc.get_threshold()[0] <= usual)
main()
"""
    done = subprocess.run(
        [sys.executable, "-c", script, "desk"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": SOURCES, "HOME": str(tmp_path)},
    )

    assert done.stdout == "True\n", done.stderr


def test_it_says_nothing_of_what_it_is_asked(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    book = write_workbook(tmp_path / "表.xlsx")
    with opened(book, tmp_path / "out") as desk:
        desk.get("law?q=某个秘密")
        desk.get("nowhere-某个秘密")
        desk.post("choose", {"path": "某个秘密.xlsx"})
        secret = desk.secret

    out, err = capfd.readouterr()
    assert secret not in out + err
    assert out + err == ""


def test_of_what_nobody_foresaw_nothing_is_told_but_where(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object) -> None:
        raise RuntimeError("某个秘密")

    book = write_workbook(tmp_path / "表.xlsx")
    with opened(book, tmp_path / "out") as desk:
        monkeypatch.setattr(looking_up, "periods_of", breaks)
        answer = desk.get("deadlines")
        assert answer.status == 500
        assert "没有料到" in answer.text and "秘密" not in answer.text
        monkeypatch.setattr(making, "prepare", breaks)
        desk.make()
        assert "没有料到" in desk.get("result").text
        monkeypatch.setattr(session, "look_at", breaks)
        desk.put(b"x")
        desk.idle()
        assert "没有料到" in desk.get("check").text
        told = "".join(desk.told)

    assert told.count("RuntimeError") == 2
    assert "秘密" not in told
    assert "".join(capfd.readouterr()) == ""
