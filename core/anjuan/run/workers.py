"""Spreading work: here, over processes of this machine, or over any other executor.

Where the system is good at it, workers begin as copies of the process that starts them, with all
that it has made ready; else they begin anew, which takes as long as some hundred papers.

Chunks are idempotent (a document that stands is left alone), so what a lost worker took with it
is simply done again.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import (
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    InvalidStateError,
)
from contextlib import contextmanager, suppress
from importlib import import_module
from itertools import islice
from threading import Event, Thread
from typing import Any, TypeVar

from anjuan.errors import UsageError
from anjuan.installed import install_command

_A = TypeVar("_A")
_B = TypeVar("_B")

# Chunks in flight: enough to keep every worker busy, few enough to keep memory flat.
_AHEAD = 2
# Seconds between looks at a cluster: whether it is there still.
_GLANCE = 1.0
# It can wait for no more things at a time (concurrent.futures.process).
_MOST_ON_WINDOWS = 61


def chunks(items: Iterable[_A], size: int) -> Iterator[list[_A]]:
    """Lists of `size` items; the last may be shorter."""
    remaining = iter(items)
    while chunk := list(islice(remaining, size)):
        yield chunk


def stretches(number: int, size: int) -> Iterator[range]:
    """The places of `number` items, `size` at a time; the last may be fewer."""
    return (range(it, min(it + size, number)) for it in range(0, number, size))


def in_order(
    executor: Executor, workers: int, work: Callable[[_A], _B], items: Iterable[_A]
) -> Iterator[_B]:
    """Results in the order of the items, whichever worker is first.

    Args:
        executor: where the work is done.
        workers: how many it has, to know how far ahead it pays to submit.
        work: must be idempotent: where a worker dies, its items are done again, here.
        items: taken as needed.
    """
    waiting: deque[tuple[_A, Future[_B] | None]] = deque()
    remaining = iter(items)
    try:
        while True:
            for item in islice(remaining, _AHEAD * workers - len(waiting)):
                waiting.append((item, _submitted(executor, work, item)))
            if not waiting:
                return
            item, future = waiting.popleft()
            yield _result(future, work, item)
    finally:
        for _, future in waiting:
            if future:
                future.cancel()


def _submitted(executor: Executor, work: Callable[[_A], _B], item: _A) -> Future[_B] | None:
    try:
        return executor.submit(work, item)
    except BrokenExecutor:
        return None


def _result(future: Future[_B] | None, work: Callable[[_A], _B], item: _A) -> _B:
    try:
        return future.result() if future else work(item)
    except (BrokenExecutor, CancelledError):
        # Nobody but the executor cancels what is waited for: it is going down.
        return work(item)


def processor_count() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def can_copy() -> bool:
    """Whether processes may begin as copies of this one, with all that it has made ready.

    Linux alone is good at it. Of threads only the one that asks is copied: what another holds at
    that moment, a lock say, the copy would wait for for ever.
    """
    return sys.platform == "linux" and threading.active_count() == 1


@contextmanager
def processes(number: int) -> Iterator[tuple[Executor, bool]]:
    """A pool of processes, and whether they begin as copies of this one.

    They leave Ctrl-C to the one that started them.
    """
    # Most runs are short, and made by one process.
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    are_copies = can_copy()
    context = multiprocessing.get_context("fork" if are_copies else "spawn")
    number = min(number, _MOST_ON_WINDOWS) if sys.platform == "win32" else number
    pool = ProcessPoolExecutor(number, context, _begin)
    try:
        yield pool, are_copies
    finally:
        pool.shutdown(cancel_futures=True)


def _begin() -> None:
    """Make a worker leave Ctrl-C to its starter, and end when that one is gone.

    Nobody else would tell it: a pool's workers wait for each other's messages for ever, with
    cases in their memory, and might still be writing when the run is taken up again.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What was copied lies in memory once, until someone writes to it: to look for rubbish does.
    gc.freeze()
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    import multiprocessing

    parent = multiprocessing.parent_process()
    assert parent is not None, "a worker is started by a run"
    parent.join()
    os._exit(1)


@contextmanager
def cluster(address: str, patience: float = 10) -> Iterator[tuple[Executor, int]]:
    """The workers of a Dask cluster, and how many threads they have together.

    Args:
        address: of its scheduler.
        patience: seconds within which it has to answer.

    Raises:
        UsageError: dask is not installed, or nothing answers at the address.
    """
    try:
        distributed: Any = import_module("distributed")
    except ImportError as error:
        raise UsageError("--dask 要另装一个库：请运行 {}。", install_command("dask")) from error
    try:
        client = distributed.Client(address, timeout=patience)
    except (OSError, ValueError) as error:
        raise UsageError("连不上 {} 的 Dask 集群（{}）。", address, error) from error
    with _Cluster(client) as executor:
        yield executor, max(1, sum(client.nthreads().values()))


class _Cluster(Executor):
    """The workers of a Dask cluster; one whose scheduler is gone is broken, as a pool would be.

    Its client tries for a while to find the scheduler again. When it gives up, nothing more happens
    to what was submitted: whoever waits for it would wait for ever.

    Args:
        client: of the cluster; closed in the end.
    """

    def __init__(self, client: Any) -> None:
        self._client = client
        self._executor = client.get_executor(pure=False)
        self._waiting: set[Future[Any]] = set()
        self._is_over = Event()
        Thread(target=self._watch, daemon=True).start()

    def submit(self, work: Callable[..., _B], /, *arguments: Any, **named: Any) -> Future[_B]:
        """Have it done by a worker.

        Raises:
            BrokenExecutor: the scheduler is gone.
        """
        if self._is_gone:
            raise BrokenExecutor
        future: Future[_B] = self._executor.submit(work, *arguments, **named)
        self._waiting.add(future)
        future.add_done_callback(self._waiting.discard)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let go of the cluster; what still runs there is dropped."""
        self._is_over.set()
        self._client.close()

    @property
    def _is_gone(self) -> bool:
        return self._client.status not in ("running", "connecting")

    def _watch(self) -> None:
        while not self._is_over.wait(_GLANCE):
            for future in tuple(self._waiting) if self._is_gone else ():
                # It may have been cancelled, or done, this very moment.
                with suppress(InvalidStateError):
                    future.set_exception(BrokenExecutor())
