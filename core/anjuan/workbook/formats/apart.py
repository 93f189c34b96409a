"""Work that a hostile file could make take all memory, or never end: in a process of its own.

What comes back is its result. A process that could not be started says nothing about the file, and
is told apart. In a program that is packed into one file, that file is no Python to start: there the
way of `multiprocessing` is taken, for which such programs provide (`cli.main` does).
"""

from __future__ import annotations

import multiprocessing
import pickle
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import IO, Any, TypeVar

from anjuan.messages import Message, public
from anjuan.workbook.formats.source import UnsoundError, broken

_T = TypeVar("_T")

# What the work may take: bytes, seconds of processor time, and seconds on a busy machine's clock.
MOST_MEMORY = 1 << 30
_MOST_SECONDS, _LONGEST = 60, 240
# What the other process says; anything else on its output is not ours.
_STARTED, _DONE = b"\0anjuan: started\0", b"\0anjuan: done\0"
_PYTHON = (
    "import pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer);"
    f"from {__name__} import serve; serve(sys.stdin.buffer, sys.stdout.buffer)"
)


def apart(work: Callable[..., _T], *arguments: object) -> _T:
    """The result of a function, called in a process that may die of it.

    Args:
        work: a function of a module; what it takes and returns can be pickled.
        arguments: for it.

    Raises:
        UnsoundError: the function's own; it died, or took too long; or nothing could be tried.
    """
    run = _run_packed if getattr(sys, "frozen", False) else _run_python
    try:
        said = run(work, arguments)
    except (OSError, ValueError, AssertionError) as error:
        # No such program, or none that may start others (daemonic processes).
        raise _untried(error) from error
    _, started, rest = said.partition(_STARTED)
    if not started:
        raise _untried(Message("没有回应"))
    _, done, result = rest.partition(_DONE)
    if not done:
        raise broken(Message("打开它要用的内存太多，或内容自相矛盾"))
    found: _T | UnsoundError = pickle.loads(result)
    if isinstance(found, UnsoundError):
        raise found
    return found


def serve(orders: IO[bytes], answers: IO[bytes]) -> None:
    """Do the work that is ordered; the other end of `apart`."""
    work, arguments = pickle.load(orders)
    answers.write(_STARTED)
    answers.flush()
    _limit()
    answers.write(_DONE + pickle.dumps(_result(work, arguments)))
    answers.flush()


def _result(work: Callable[..., Any], arguments: tuple[object, ...]) -> Any:
    try:
        return work(*arguments)
    except UnsoundError as error:
        return error


def _run_python(work: Callable[..., Any], arguments: tuple[object, ...]) -> bytes:
    """What a fresh Python says; it does not run the program that this one was started with."""
    if not sys.executable:
        raise ValueError("no interpreter")
    orders = pickle.dumps(sys.path) + pickle.dumps((work, arguments))
    command = [sys.executable, "-P", "-c", _PYTHON]
    try:
        done = subprocess.run(
            command, input=orders, capture_output=True, timeout=_LONGEST, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise _endless() from error
    return done.stdout


def _run_packed(work: Callable[..., Any], arguments: tuple[object, ...]) -> bytes:
    """What a twin of this program says."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_serve_packed, args=(theirs, work, arguments), daemon=True)
    process.start()
    theirs.close()
    try:
        return b"".join(iter(lambda: _heard(ours), b""))
    finally:
        process.kill()
        process.join()


def _serve_packed(answers: Connection, work: Callable[..., Any], arguments: Any) -> None:
    answers.send_bytes(_STARTED)
    _limit()
    answers.send_bytes(_DONE + pickle.dumps(_result(work, arguments)))


def _heard(answers: Connection) -> bytes:
    """The next thing that is said; nothing at the end."""
    if not answers.poll(_LONGEST):
        raise _endless()
    try:
        return answers.recv_bytes()
    except EOFError:
        return b""


def _limit() -> None:
    if sys.platform != "win32":
        import resource

        limits = ((resource.RLIMIT_AS, MOST_MEMORY), (resource.RLIMIT_CPU, _MOST_SECONDS))
        for what, most in limits:
            # A stricter one holds, or the system knows none: that says nothing about the file.
            with suppress(OSError, ValueError):
                resource.setrlimit(what, (most, most))


def _endless() -> UnsoundError:
    return broken(Message("{} 秒也打不开", public(_LONGEST)))


def _untried(reason: object) -> UnsoundError:
    return UnsoundError(
        "这种格式要在另一个进程里打开，而那个进程没能启动（{}）；文件本身不一定有问题。"
        "请在 Excel 或 WPS 里另存为“Excel 工作簿（.xlsx）”再用。",
        reason,
    )
