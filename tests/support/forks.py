"""Work that might take all memory or never end: each piece in a process of its own.

One process has imported everything and forks for each piece, so that none pays for the start of
Python. Bounds are in processor time: how busy the machine is makes no difference to them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

import pytest

from support.commands import SOURCES
from support.runs import ROOT


@dataclass(frozen=True)
class Done:
    """What became of a piece of work.

    Attributes:
        result: what the function returned.
        megabytes: the most memory it took, beyond what its process had at first.
    """

    result: Any
    megabytes: int


class Forks:
    """A process that forks for each piece of work.

    Args:
        server: has been started with the module whose functions do the work.
    """

    def __init__(self, server: subprocess.Popen[str]) -> None:
        self._server = server

    def run(self, function: str, *arguments: object, seconds: int) -> Done:
        """Call a function in a fork.

        Args:
            function: its name; returns what JSON can hold.
            arguments: given to it as text.
            seconds: of processor time, after which the fork is killed.
        """
        assert self._server.stdin and self._server.stdout
        order = {"function": function, "arguments": list(map(str, arguments)), "seconds": seconds}
        print(json.dumps(order), file=self._server.stdin, flush=True)
        answer = json.loads(self._server.stdout.readline())
        assert "status" not in answer, f"{function} {arguments} ended with {answer['status']}"
        return Done(**answer)


@contextmanager
def forks(module: str, *hooks: Path) -> Iterator[Forks]:
    """Start the process that imports a module once, for all work that its functions do.

    Args:
        module: its name.
        hooks: folders with what Python is to run at its start, before anything is imported.
    """
    if not hasattr(os, "fork"):
        pytest.skip("this system can't fork processes")
    places = os.pathsep.join((*map(str, hooks), str(ROOT / "tests"), SOURCES))
    with subprocess.Popen(
        [sys.executable, "-m", "support.forks", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": places, "PYTHONIOENCODING": "utf-8"},
    ) as server:
        yield Forks(server)


def _serve(module: Any, answers: int) -> None:
    for line in sys.stdin:
        pid = os.fork()
        if not pid:
            _work(module, answers, **json.loads(line))
        _, status = os.waitpid(pid, 0)
        if status:
            _answer(answers, status=os.waitstatus_to_exitcode(status))


def _work(module: Any, answers: int, function: str, arguments: list[str], seconds: int) -> NoReturn:
    """A fork never comes back from here."""
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    before, status = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, 1
    try:
        result = getattr(module, function)(*arguments)
        kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        _answer(answers, result=result, megabytes=kilobytes >> 10)
        status = 0
    finally:
        if status:
            traceback.print_exc()
        os._exit(status)


def _answer(answers: int, **answer: object) -> None:
    os.write(answers, f"{json.dumps(answer)}\n".encode())


if __name__ == "__main__":
    # What a library prints goes among the complaints, not among the answers.
    standard_output = os.dup(1)
    os.dup2(2, 1)
    _serve(import_module(sys.argv[1]), standard_output)
