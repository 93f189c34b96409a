"""`anjuan template check`: every fault of a template at once."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from anjuan.cli.app import EXIT_PROBLEMS, Command
from anjuan.cli.completion import kinds as kinds_here
from anjuan.cli.left_out import tell_left_out
from anjuan.cli.options import config_option, json_option, kinds_option, settings
from anjuan.cli.redaction import Complete
from anjuan.cli.terminal import print_json, say
from anjuan.documents.checking import CheckedTemplate, TemplateChecker
from anjuan.errors import OutputError, TemplateError, UsageError
from anjuan.files import is_file
from anjuan.messages import Message
from anjuan.plugin.host import Plugins
from anjuan.plugin.manifest import MANIFEST_NAME
from anjuan.run.beside import write_new
from anjuan.word.proofreading.comments import annotate
from anjuan.workbook.parsing import load_workbook


@click.command(cls=Command)
@click.argument("files", metavar="模板…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--mark",
    "copy",
    metavar="副本",
    type=click.Path(path_type=Path),
    help="另存一份副本，在有问题的地方加上批注；原模板不动。",
)
@click.option(
    "--workbook",
    metavar="案件表",
    type=click.Path(path_type=Path),
    help="案件表：其中自己加的列算作已知，委托人的资料不得留在模板里。",
)
@click.option(
    "-d",
    "--document",
    "kind",
    metavar="文书",
    shell_complete=kinds_here,
    help="模板属于哪一种文书；不写时看文件名或文件夹名，如 police-statement.docx。",
)
@config_option
@kinds_option
@json_option
def check(
    files: tuple[Path, ...],
    copy: Path | None,
    workbook: Path | None,
    kind: str | None,
    config: Path | None,
    kinds_dirs: tuple[Path, ...],
    as_json: bool,
) -> int:
    """Check each file; status 1 when there is an error, 3 when a file can't be read."""
    if copy and len(files) > 1:
        raise UsageError(Message("--mark 一次只能用于一份模板。请分别检查。"))
    beside = tuple(dict.fromkeys(file.parent for file in files if _has_manifest(file)))
    ours = settings(
        workbook.parent if workbook else Path(), config, (*kinds_dirs, *beside), workbook
    )
    plugins = Plugins.load(ours.office, faulty_templates=True)
    tell_left_out(plugins, Complete())
    cases = load_workbook(workbook, ours.headings, plugins.table) if workbook else None
    checker = TemplateChecker(plugins, plugins.kind(kind) if kind else None, cases)
    results = [checker.check(file) for file in files]
    for result in results:
        if result.unreadable:
            say(f"错误：{result.unreadable}", err=True)
    if copy and not results[0].unreadable:
        _write_copy(results[0], copy)
    if as_json:
        print_json({"templates": [result.as_json() for result in results]})
    else:
        _show(results)
    return _status(results)


def _has_manifest(file: Path) -> bool:
    return is_file(file.parent / MANIFEST_NAME)


def _status(results: Iterable[CheckedTemplate]) -> int:
    if any(result.unreadable for result in results):
        return TemplateError.exit_code
    return EXIT_PROBLEMS if any(result.errors for result in results) else 0


def _show(results: list[CheckedTemplate]) -> None:
    for result in results:
        if result.unreadable:
            continue
        about = f"（按“{result.kind}”检查）" if result.kind else ""
        say(f"{result.file}{about}")
        for fault in result.faults:
            say(f"  {fault.rule.severity.word}  {fault}")
        warnings = len(result.faults) - result.errors
        if result.faults:
            say(f"共 {result.errors} 处错误，{warnings} 处提醒。")
        else:
            say("没有发现问题。")


def _write_copy(result: CheckedTemplate, copy: Path) -> None:
    if result.is_suspect:
        raise OutputError("{} 来历可疑，没有另存副本。", result.file)
    write_new(copy, annotate(result.file.read_bytes(), result.faults))
    say(f"加了批注的副本在 {copy.resolve()}。", err=True)
