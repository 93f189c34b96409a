"""`anjuan diff`: what a run would change, and because of which cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from anjuan.cli.app import EXIT_PROBLEMS, Command
from anjuan.cli.completion import cases as cases_here
from anjuan.cli.options import (
    case_workbook,
    config_option,
    json_option,
    kinds_option,
    output_option,
    redact_option,
    settings,
)
from anjuan.cli.redaction import Complete, Redaction
from anjuan.cli.terminal import print_json, say
from anjuan.cli.versions import change_lines
from anjuan.config import OUTPUT_NAME
from anjuan.messages import HIDDEN
from anjuan.plugin.host import Plugins
from anjuan.run.changes import Difference, Fate, differences, remark
from anjuan.run.preparing import prepare
from anjuan.run.request import Request
from anjuan.run.versions import Part


@click.command(cls=Command)
@case_workbook
@output_option
@click.option(
    "-c",
    "--case",
    "cases",
    metavar="案件编号",
    multiple=True,
    shell_complete=cases_here,
    help="只比这个案件，写编号或委托人姓名；可重复。",
)
@click.option("--draft", is_flag=True, help="与草稿对照：缺的内容印成【待补：…】。")
@config_option
@kinds_option
@redact_option
@json_option
def diff(
    file: Path,
    output: Path | None,
    cases: tuple[str, ...],
    draft: bool,
    config: Path | None,
    kinds_dirs: tuple[Path, ...],
    redact: bool,
    as_json: bool,
) -> int:
    """Tell what a run would change; status 1 when a paper can't be made, or a cell is faulty."""
    shown = Redaction() if redact else Complete()
    output = output or file.parent / OUTPUT_NAME
    with shown.errors():
        ours = settings(file.parent, config, kinds_dirs, file)
        plugins = Plugins.load(ours.office)
        shown.know(ours.headings, plugins)
        request = Request(file, output, date.today(), ours.headings, cases=cases, draft=draft)
        job = prepare(request, plugins)
        found = tuple(differences(job, plugins))
    told = tuple(_redacted(it, shown) for it in found) if redact else found
    if as_json:
        print_json({"documents": [it.as_json() for it in told]})
    else:
        for line in _lines(told):
            say(line)
    has_errors = any(problem.is_error for problem in job.problems)
    return EXIT_PROBLEMS if has_errors or any(it.fate is Fate.REFUSED for it in found) else 0


def _redacted(found: Difference, shown: Complete) -> Difference:
    """Which papers change, where, and because of which cells; not what stands there."""
    changes = tuple(
        replace(
            it,
            old=_hidden(it.old),
            new=_hidden(it.new),
            cells=tuple(map(shown.cell, it.cells)),
        )
        for it in found.changes
    )
    return replace(
        found,
        case=HIDDEN if found.case else "",
        recipient=HIDDEN if found.recipient else "",
        path=HIDDEN if found.path else "",
        changes=changes,
        reason=shown.text(found.reason) if found.fate is Fate.REFUSED else found.reason,
    )


def _hidden(parts: Iterable[Part]) -> tuple[Part, ...]:
    return tuple(replace(it, text=HIDDEN) for it in parts)


def _lines(found: tuple[Difference, ...]) -> Iterator[str]:
    for it in found:
        if it.fate is Fate.UNCHANGED:
            continue
        yield f"{it.fate.word}  {it.path or f'{it.case} {it.title}'}"
        if it.reason:
            yield from (f"    {line}" for line in it.reason.split("\n"))
        for change in it.changes:
            yield from change_lines(change)
    yield remark(found)
