"""The page, served in a thread, and what asks it over a real connection."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from queue import Queue
from typing import Any
from urllib.parse import quote

import pytest

from anjuan.desk.looking import Settings
from anjuan.desk.making import Run
from anjuan.desk.serving import IDLE_SECONDS, serve

_SECONDS = 60
_AS_IT_IS = "/?&=%.#:;,"
OURS = {"Sec-Fetch-Site": "same-origin", "X-Anjuan": "1"}


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.content)


@dataclass
class Desk:
    """A page that is served.

    Attributes:
        address: opens it, once.
        port: on which it is served.
        told: everything it said.
        thread: in which it is served.
        secret: the first part of every path, after it was opened.
    """

    address: str
    port: int
    told: list[str]
    thread: threading.Thread
    secret: str = ""

    def open(self) -> Answer:
        answer = self.ask("GET", "/" + self.address.split("/", 3)[3])
        if answer.status == 303:
            self.secret = answer.headers["location"].strip("/")
        return answer

    def ask(self, method: str, path: str, body: bytes | None = None, /, **headers: str) -> Answer:
        """A request as it is given; `_` in names of headers stands for `-`."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection = HTTPConnection("127.0.0.1", self.port, timeout=_SECONDS)
        try:
            connection.request(method, quote(path, _AS_IT_IS), body, named)
            return _answer(connection.getresponse())
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", f"/{self.secret}/{path}", **headers)

    def post(self, path: str, asked: object = None) -> Answer:
        body = json.dumps(asked or {}).encode()
        return self.ask("POST", f"/{self.secret}/{path}", body, **OURS)

    def put(self, content: bytes) -> Answer:
        return self.ask("PUT", f"/{self.secret}/workbook", content, **OURS)

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}/{self.secret}/"

    def until(self, is_so: Callable[[], bool]) -> None:
        """Wait for what will come."""
        for _ in range(_SECONDS * 50):
            if is_so():
                return
            time.sleep(0.02)
        raise AssertionError("it did not come")

    def make(self, **asked: object) -> None:
        """Make what is ticked, to its end."""
        assert self.post("run", asked).status == 200
        self.idle()

    def idle(self) -> None:
        """Wait until nothing is being read or made."""
        self.until(lambda: not self.get("state").json["busy"])


def hold_the_first_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the first run wait after its first case until it is stopped, however fast it is."""
    one_done, held = Run._one_done, [True]

    def done(it: Run) -> None:
        # The first run is one that was stopped already, too.
        is_first = bool(held and held.pop())
        one_done(it)
        if is_first:
            assert it._stop.wait(60)

    monkeypatch.setattr(Run, "_one_done", done)


def _answer(response: HTTPResponse) -> Answer:
    headers = {name.lower(): value for name, value in response.getheaders()}
    return Answer(response.status, headers, response.read())


@contextmanager
def served(
    file: Path | None = None,
    output: Path | None = None,
    settings: Settings | None = None,
    *,
    idle_seconds: float = IDLE_SECONDS,
    port: int = 0,
) -> Iterator[Desk]:
    """The page, not yet opened; it is ended afterwards."""
    said: Queue[str] = Queue()
    told: list[str] = []

    def tell(text: str) -> None:
        told.append(text)
        said.put(text)

    thread = threading.Thread(
        target=serve,
        args=(file, output, settings),
        kwargs={"port": port, "with_browser": False, "tell": tell, "idle_seconds": idle_seconds},
    )
    thread.start()
    found = re.search(r"http://127\.0\.0\.1:([0-9]+)/\S+", said.get(timeout=_SECONDS))
    assert found
    desk = Desk(found[0], int(found[1]), told, thread)
    try:
        yield desk
    finally:
        if thread.is_alive():
            if not desk.secret:
                desk.open()
            desk.post("leave")
        thread.join(_SECONDS)
        assert not thread.is_alive()


@contextmanager
def opened(
    file: Path | None = None, output: Path | None = None, settings: Settings | None = None
) -> Iterator[Desk]:
    """The page, opened, its workbook read."""
    with served(file, output, settings) as desk:
        assert desk.open().status == 303
        desk.idle()
        yield desk
