"""Promise 12: the page in the browser is its user's alone, and asks nobody else.

An audit hook notes every socket of the process: one listens on 127.0.0.1, none connects. The
rules one by one: `desk/test_guard.py`; in a real browser: `desk/test_browser.py`.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path

from support.commands import SOURCES

from anjuan.testing import write_workbook

NOTE = """
import sys
def note(event, arguments):
    if event in ("socket.bind", "socket.connect", "socket.sendto", "socket.getaddrinfo"):
        print(event, arguments[1:] if "sock" in event else arguments,
              file=open("{folder}/sockets", "a"), flush=True)
sys.addaudithook(note)
"""


def test_a_whole_session_listens_here_and_connects_nowhere(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(NOTE.format(folder=tmp_path), "utf-8")
    book = write_workbook(tmp_path / "表.xlsx")
    path = os.pathsep.join((str(tmp_path), SOURCES))
    command = [sys.executable, "-m", "anjuan", "desk", str(book), "--no-browser"]
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, encoding="utf-8",
        env={**os.environ, "PYTHONPATH": path, "HOME": str(tmp_path)},
    ) as process:  # fmt: skip
        assert process.stderr
        found = re.search(r"http://127\.0\.0\.1:([0-9]+)(/open/\S+)", process.stderr.readline())
        assert found
        connection = HTTPConnection("127.0.0.1", int(found[1]), timeout=60)
        connection.request("GET", found[2])
        response = connection.getresponse()
        response.read()
        base = response.headers["location"]
        assert base.strip("/") not in Path(f"/proc/{process.pid}/cmdline").read_text("utf-8")

        def ask(method: str, address: str, body: str = "") -> bytes:
            connection.request(method, base + address, body, {"X-Anjuan": "1"})
            return connection.getresponse().read()

        while '"busy":true' in ask("GET", "state").decode():
            pass
        pages = ("check", "papers", "law", "deadlines", "about", "records", "preview?case=0&doc=0")
        for address in pages:
            assert ask("GET", address)
        assert b"go" in ask("POST", "run", "{}")
        while '"busy":true' in ask("GET", "state").decode():
            pass
        assert ask("GET", "papers.zip").startswith(b"PK")
        ask("POST", "leave", "{}")
        connection.close()
        assert process.wait(30) == 0

    sockets = (tmp_path / "sockets").read_text("utf-8").splitlines()
    assert sockets == ["socket.bind (('127.0.0.1', 0),)"]
