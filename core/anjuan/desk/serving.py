"""From the command to an open page, and to its end."""

from __future__ import annotations

import socket
import threading
import time
import traceback
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import uvicorn

from anjuan.desk.app import desk_app
from anjuan.desk.guard import Guard
from anjuan.desk.looking import Settings
from anjuan.desk.room import private_room
from anjuan.desk.session import Session
from anjuan.errors import UsageError, why
from anjuan.messages import Message, public

# Who has closed the page seldom thinks of the program behind it.
IDLE_SECONDS = 30 * 60
_LOOK_SECONDS = 1.0
# A page that is being sent when the program ends may be finished.
_GRACE_SECONDS = 2
_WAITING = 64


def serve(
    file: Path | None,
    output: Path | None,
    settings: Settings | None = None,
    *,
    port: int = 0,
    with_browser: bool = True,
    tell: Callable[[str], None],
    idle_seconds: float = IDLE_SECONDS,
) -> None:
    """Serve the page until its user ends it, Ctrl-C, or nobody has asked for long.

    Args:
        file: the workbook that is opened first; None = the page asks for one.
        output: the folder for papers; None = 文书 beside the workbook.
        settings: of the office, as the command line has them.
        port: 0 = any that is free.
        with_browser: open the browser.
        tell: takes the address, and what else is said.
        idle_seconds: after so many without a request, and without a run, it ends.

    Raises:
        UsageError: the port can't be had.
        OutputError: there is no room for private files.
    """
    with _listening(port) as listening, private_room() as room, _discreet_threads(tell):
        session = Session(room, output, settings)
        if file:
            session.open(file)
        guard = Guard(desk_app(session), listening.getsockname()[1])
        server = uvicorn.Server(_config(guard))
        session.end = lambda: setattr(server, "should_exit", True)
        tell(Message("案卷台已经打开：{}", guard.address))
        tell("这个地址只能用一次，只在这台电脑上有效。用完请在页面上点“退出”，或在这里按 Ctrl-C。")
        if with_browser:
            threading.Thread(target=_open_browser, args=(guard.address, tell), daemon=True).start()
        watch = threading.Thread(
            target=_end_when_idle, args=(server, guard, session, idle_seconds), daemon=True
        )
        watch.start()
        # Here Ctrl-C is how one leaves.
        with suppress(KeyboardInterrupt):
            server.run(sockets=[listening])
        session.close()


@contextmanager
def _discreet_threads(tell: Callable[[str], None]) -> Iterator[None]:
    """Of what nobody foresaw in a thread, tell sort and place: its text may be a cell's."""

    def told(it: threading.ExceptHookArgs) -> None:
        frames = [frame for frame, _ in traceback.walk_tb(it.exc_traceback)]
        place = Path(frames[-1].f_code.co_filename).name if frames else ""
        sort = public(it.exc_type.__name__)
        tell(Message("程序出了没有料到的错：{}（{}）。", sort, public(place)))

    before, threading.excepthook = threading.excepthook, told
    try:
        yield
    finally:
        threading.excepthook = before


def _listening(port: int) -> socket.socket:
    """A socket that takes requests already, so that the browser never comes too early."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listening.bind(("127.0.0.1", port))
        listening.listen(_WAITING)
    except (OSError, OverflowError) as error:
        listening.close()
        reason = why(error) if isinstance(error, OSError) else ""
        raise UsageError(
            "端口 {} 用不了（{}）。请换一个，或不写 --port。", public(port), reason
        ) from error
    return listening


def _config(guard: Guard) -> uvicorn.Config:
    return uvicorn.Config(
        guard,
        loop="asyncio",
        http="h11",
        ws="none",
        lifespan="off",
        # A traceback may hold what stands in a cell.
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        date_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )


def _open_browser(address: str, tell: Callable[[str], None]) -> None:
    if not webbrowser.open(address):
        tell("没有找到浏览器。请自己打开浏览器，把上面的地址粘贴进去。")


def _end_when_idle(
    server: uvicorn.Server, guard: Guard, session: Session, idle_seconds: float
) -> None:
    while not server.should_exit:
        time.sleep(min(_LOOK_SECONDS, idle_seconds))
        if not session.is_busy and time.monotonic() - guard.last_asked > idle_seconds:
            server.should_exit = True
