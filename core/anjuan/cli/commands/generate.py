"""`anjuan generate`: from the workbook to the dossiers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click

from anjuan.cli.app import EXIT_PROBLEMS, Command
from anjuan.cli.completion import cases as cases_here
from anjuan.cli.completion import kinds as kinds_here
from anjuan.cli.left_out import tell_left_out
from anjuan.cli.options import (
    Count,
    case_workbooks,
    config_option,
    json_option,
    kinds_option,
    output_option,
    redact_option,
    settings_together,
    then_option,
)
from anjuan.cli.progress import watched
from anjuan.cli.redaction import Complete, Redaction
from anjuan.cli.report import MOST_ROWS, show
from anjuan.cli.terminal import print_members
from anjuan.config import OUTPUT_NAME
from anjuan.plugin.host import Plugins
from anjuan.run.batch import run
from anjuan.run.outcomes import Report
from anjuan.run.preparing import prepare
from anjuan.run.request import Request
from anjuan.workbook.heading_map import HeadingMap


@click.command(cls=Command)
@case_workbooks
@output_option
@click.option(
    "-d",
    "--document",
    "kinds",
    metavar="文书",
    multiple=True,
    shell_complete=kinds_here,
    help="只生成这种文书，如 police-statement；可重复。",
)
@click.option(
    "-c",
    "--case",
    "cases",
    metavar="案件编号",
    multiple=True,
    shell_complete=cases_here,
    help="只生成这个案件，写编号或委托人姓名；可重复。",
)
@click.option(
    "--force", is_flag=True, help="手改过的文书也重新生成；手改的那份另存为 …_手改.docx。"
)
@click.option("--draft", is_flag=True, help="缺的内容印成【待补：…】，文件名以 草稿_ 开头。")
@click.option("--pdf", is_flag=True, help="文书生成后另转成 PDF（需要 LibreOffice）。")
@click.option("--bundle", is_flag=True, help="每个案件另合成一份可打印的 PDF，带封面和页码。")
@then_option
@config_option
@kinds_option
@click.option(
    "--jobs",
    metavar="数目",
    type=Count(),
    help="同时用几个进程；不写时，文书多才用全部处理器。",
)
@click.option(
    "--dask", metavar="地址", default="", help="在 Dask 集群上生成，如 tcp://10.0.0.5:8786。"
)
@redact_option
@json_option
def generate(
    files: tuple[Path, ...],
    output: Path | None,
    config: Path | None,
    kinds_dirs: tuple[Path, ...],
    redact: bool,
    as_json: bool,
    **options: Any,
) -> int:
    """Generate; status 1 when something was refused, failed, or a cell is faulty."""
    shown = Redaction() if redact else Complete()
    file = files[0]
    output = output or file.parent / OUTPUT_NAME
    with shown.errors():
        ours = settings_together(files, config, kinds_dirs)
        plugins = Plugins.load(ours.office)
        shown.know(ours.headings, plugins)
        request = _request(file, output, ours.headings, options)
        report = generate_all(request, plugins, None if as_json else MOST_ROWS, shown)
    _print(shown.report(report), shown.place(output.resolve()), as_json)
    return 0 if report.is_clean else EXIT_PROBLEMS


def _print(report: Report, output: Path, as_json: bool) -> None:
    if not as_json:
        show(report, output)
        return
    print_members(_members(report))


def _members(report: Report) -> Iterator[tuple[str, object]]:
    yield "documents", (outcome.as_json() for outcome in report.outcomes)
    yield "problems", (problem.as_json() for problem in report.problems)
    if report.files:
        yield "files", (file.as_json() for file in report.files)


def _request(file: Path, output: Path, headings: HeadingMap, options: Mapping[str, Any]) -> Request:
    steps = [*options["steps"]]
    steps += [name for name in ("pdf", "bundle") if options[name]]
    return Request(
        workbook=file,
        output=output,
        today=date.today(),
        headings=headings,
        kinds=options["kinds"],
        cases=options["cases"],
        force=options["force"],
        draft=options["draft"],
        jobs=options["jobs"] or 0,
        dask=options["dask"],
        steps=tuple(dict.fromkeys(steps)),
    )


def generate_all(
    request: Request,
    plugins: Plugins,
    keep: int | None = MOST_ROWS,
    shown: Complete = Complete(),  # noqa: B008  # it has no state
) -> Report:
    """Prepare and run with a progress bar on stderr; failed plug-ins are complained about."""
    tell_left_out(plugins, shown)
    job = prepare(request, plugins)
    with watched(len(job.cases)) as watcher:
        return run(
            job,
            plugins,
            watcher.advance,
            lambda text: watcher.tell(shown.text(text)),
            progress=watcher.step,
            keep=keep,
        )
