"""What tests have done in forks of a process that has imported this; see `forks`."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterable
from concurrent.futures import BrokenExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

from anjuan import Kind, Recipient, hookimpl
from anjuan.errors import AnjuanError
from anjuan.plugin.host import Plugins
from anjuan.run.inspection import inspect
from anjuan.run.workers import processes
from anjuan.testing import TODAY
from anjuan.workbook.heading_map import HeadingMap
from support.commands import run_here
from support.runs import generate_into, shipped_plugins

PLUGINS = shipped_plugins()


def commanded(folder: str, *arguments: str) -> tuple[int, str, str]:
    """What came of `anjuan …` in a folder: status, results, complaints."""
    done = run_here(Path(folder), *arguments)
    return done.status, done.out, done.err


def connected_in_a_worker() -> None:
    """What a worker of a run must not do."""
    with processes(1) as (executor, _), suppress(BrokenExecutor):
        executor.submit(socket.create_connection, ("127.0.0.1", 1)).result()


def inspected(path: str) -> dict[str, Any]:
    """A workbook as `anjuan check` opens it: a refusal, or code and text of every problem."""
    try:
        problems = inspect(Path(path), TODAY, PLUGINS, HeadingMap()).problems
    except AnjuanError as error:
        return {"message": str(error), "found": []}
    return {"message": "", "found": [(it.code, str(it)) for it in problems]}


def rendered(folder: str, most_memory: str) -> list[tuple[str, str, str, float]]:
    """Name, state, reason and processor seconds of every template of a folder.

    Each is filled from the case workbook that lies there too.

    Args:
        folder: where they lie.
        most_memory: bytes that all this may take.
    """
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (int(most_memory), int(most_memory)))
    templates = sorted(Path(folder).glob("*.docx"))

    class Office:
        @hookimpl
        def anjuan_kinds(self) -> Iterable[Kind]:
            return [_kind(template) for template in templates]

    plugins = Plugins.load(outside=False, extra=[("office", Office())], faulty_templates=True)
    return [_ending(template, plugins) for template in templates]


def _kind(template: Path) -> Kind:
    return Kind(
        name=template.stem, title=template.stem, help="", template=template,
        recipients=lambda matter: [Recipient()],
    )  # fmt: skip


def _ending(template: Path, plugins: Plugins) -> tuple[str, str, str, float]:
    folder, began = template.parent, time.process_time()
    done = generate_into(
        folder / "out", folder / "表.xlsx", plugins=plugins, kinds=(template.stem,)
    )
    [outcome] = done.report.documents
    return template.stem, outcome.state.value, outcome.reason, time.process_time() - began
