"""打印效果: pages as they come out of the printer, made in the background, a paper at a time.

They lie in the private room, by the digest of the Word file: what has not changed is not made
again. One paper at a time, few waiting, none for ever: who asks for more is told to wait.
"""

from __future__ import annotations

import shutil
import threading
from collections import deque
from pathlib import Path

from anjuan.errors import AnjuanError, UsageError, why
from anjuan.files import PRIVATE_FOLDER, digest
from anjuan.frozen import frozen
from anjuan.messages import Message, public
from anjuan.plugin.steps import PrintView

# Seconds for a paper: the first start of an office suite takes half a minute on a slow machine.
PATIENCE = 90.0
MOST_WAITING = 6
_MOST_KEPT = 40
_LAST_SECONDS = 5.0
UNFORESEEN = Message("程序出了没有料到的错")


@frozen
class Printed:
    """A paper that was asked for.

    Attributes:
        pages: how many there are; 0 while it is being made, and where there are none.
        failure: why there are none, a Chinese clause; empty otherwise.
    """

    pages: int = 0
    failure: str = ""

    @property
    def is_waiting(self) -> bool:
        """True until it is made, or given up."""
        return not self.pages and not self.failure


class Prints:
    """All papers that were asked for.

    Args:
        room: a private folder.

    Attributes:
        version: another one when something is made.
    """

    def __init__(self, room: Path) -> None:
        self.version = 0
        self._room = room
        self._found: dict[str, Printed] = {}
        self._waiting: deque[tuple[str, bytes, PrintView]] = deque()
        self._stopped = threading.Event()
        self._is_closed = False
        self._lock = threading.Lock()
        self._work: threading.Thread | None = None

    @property
    def is_busy(self) -> bool:
        """True while one is being made."""
        return self._work is not None and self._work.is_alive()

    def of(self, document: bytes) -> Printed | None:
        """What is known of a Word file; None where nobody asked for it."""
        return self._found.get(digest(document))

    def ask(self, document: bytes, view: PrintView) -> None:
        """Have the pages of a Word file made, unless they are there or on their way.

        Raises:
            UsageError: too many are waiting.
        """
        key = digest(document)
        with self._lock:
            known = self._found.get(key)
            if self._is_closed or (known and not known.failure):
                return
            if len(self._waiting) >= MOST_WAITING:
                raise UsageError(Message("正在排别的打印效果。请稍后再点一次。"))
            self._found[key] = Printed()
            self._waiting.append((key, document, view))
            self.version += 1
            if not self.is_busy:
                self._work = threading.Thread(target=self._make_all, daemon=True)
                self._work.start()

    def picture(self, key: str, page: int) -> bytes:
        """A page, from 1, as PNG.

        Args:
            key: the digest of the Word file.
            page: its number.

        Raises:
            UsageError: there is none.
        """
        known = self._found.get(key)
        if known is None or not 0 < page <= known.pages:
            raise UsageError(Message("没有这一页打印效果。请再排一次。"))
        try:
            return self._place(key, page).read_bytes()
        except OSError as error:
            raise UsageError("这一页打印效果读不了（{}）。请再排一次。", why(error)) from error

    def close(self) -> None:
        """End what is being made, with all that it started."""
        with self._lock:
            self._is_closed = True
            self._waiting.clear()
            self._stopped.set()
            work = self._work
        if work:
            work.join(_LAST_SECONDS)

    def _make_all(self) -> None:
        while job := self._next():
            key, document, view = job
            found = Printed(failure=UNFORESEEN)
            try:
                found = self._made(key, document, view)
            finally:
                self._keep(key, found)

    def _next(self) -> tuple[str, bytes, PrintView] | None:
        with self._lock:
            if self._waiting:
                self._stopped = threading.Event()
                return self._waiting.popleft()
            self._work = None
            self.version += 1
            return None

    def _made(self, key: str, document: bytes, view: PrintView) -> Printed:
        stopped = self._stopped
        timer = threading.Timer(PATIENCE, stopped.set)
        timer.daemon = True
        timer.start()
        try:
            folder = self._room / "printing"
            folder.mkdir(PRIVATE_FOLDER, exist_ok=True)
            pages = view.pages(document, folder, stopped)
            if isinstance(pages, Message):
                late = Message("超过 {} 秒没有排好，已强行结束", public(f"{PATIENCE:g}"))
                return Printed(failure=late if stopped.is_set() else pages)
            for number, page in enumerate(pages, 1):
                self._write(self._place(key, number), page)
        except OSError as error:
            return Printed(failure=Message("放不下（{}）", why(error)))
        except AnjuanError as error:
            return Printed(failure=error.message)
        finally:
            timer.cancel()
        return Printed(len(pages), "" if pages else Message("一页也没有"))

    def _write(self, path: Path, content: bytes) -> None:
        path.parent.mkdir(PRIVATE_FOLDER, parents=True, exist_ok=True)
        path.touch(0o600)
        path.write_bytes(content)

    def _keep(self, key: str, found: Printed) -> None:
        with self._lock:
            # The newest last: the oldest gives way first.
            self._found.pop(key, None)
            self._found[key] = found
            old = [it for it, known in self._found.items() if known.pages][:-_MOST_KEPT]
            for it in old:
                del self._found[it]
            self.version += 1
        for it in old:
            shutil.rmtree(self._place(it, 0).parent, ignore_errors=True)

    def _place(self, key: str, page: int) -> Path:
        return self._room / "printed" / key / f"{page}.png"
