"""`anjuan template check`: every fault of a template at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from anjuan.cli.app import EXIT_PROBLEMS, Command
from anjuan.cli.options import config_option, json_option, kinds_option, settings
from anjuan.cli.terminal import print_json, say
from anjuan.documents.vocabulary import client_values, vocabulary
from anjuan.errors import OutputError, TemplateError, UsageError, why
from anjuan.files import write_whole
from anjuan.messages import Message
from anjuan.plugin.host import Plugins
from anjuan.plugin.kinds import Kind
from anjuan.plugin.manifest import MANIFEST_NAME
from anjuan.word.proofreading.comments import annotate
from anjuan.word.proofreading.faults import Fault
from anjuan.word.proofreading.names import Shape
from anjuan.word.proofreading.template import find_faults
from anjuan.workbook.parsing import Workbook, load_workbook


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
    ours = settings(workbook.parent if workbook else Path(), config, (*kinds_dirs, *beside))
    plugins = Plugins.load(ours.office, faulty_templates=True)
    cases = load_workbook(workbook, ours.headings) if workbook else None
    checker = _Checker(plugins, plugins.kind(kind) if kind else None, cases)
    results = [checker.checked(file) for file in files]
    for result in results:
        if result.unreadable:
            say(f"错误：{result.unreadable}", err=True)
    if copy and not results[0].unreadable:
        _write_copy(files[0], copy, results[0].faults)
    if as_json:
        print_json({"templates": [result.as_json() for result in results]})
    else:
        _show(results)
    return _status(results)


@dataclass(frozen=True, slots=True)
class _Result:
    """What was found in one file.

    Attributes:
        file: the template.
        kind: the kind it was checked for; empty = the core's names only.
        faults: in reading order.
        unreadable: why it could not be read; empty otherwise.
    """

    file: Path
    kind: str = ""
    faults: tuple[Fault, ...] = ()
    unreadable: str = ""

    @property
    def errors(self) -> int:
        """How many of the faults are errors."""
        return sum(fault.is_error for fault in self.faults)

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        return {
            "file": str(self.file),
            "kind": self.kind,
            "error": self.unreadable,
            "faults": [fault.as_json() for fault in self.faults],
        }


class _Checker:
    """Checks files one after the other."""

    def __init__(self, plugins: Plugins, kind: Kind | None, cases: Workbook | None) -> None:
        self._plugins = plugins
        self._kind = kind
        self._cases = cases
        self._clients: Mapping[str, str] = client_values(cases) if cases else {}
        self._known: dict[str, Shape] = {}

    def checked(self, file: Path) -> _Result:
        """The faults of one file."""
        kind = self._kind or _kind_of(file, self._plugins)
        name = kind.name if kind else ""
        try:
            source = file.read_bytes()
            faults = find_faults(
                source, self._names(kind), sandbox=self._plugins.sandbox, clients=self._clients
            )
        except OSError as error:
            return _Result(file, name, unreadable=f"{file} 打不开（{why(error)}）。")
        except TemplateError as error:
            return _Result(file, name, unreadable=f"{file}：{error}")
        return _Result(file, name, faults)

    def _names(self, kind: Kind | None) -> Shape:
        name = kind.name if kind else ""
        if name not in self._known:
            self._known[name] = vocabulary(kind, self._plugins, self._cases)
        return self._known[name]


def _has_manifest(file: Path) -> bool:
    return (file.parent / MANIFEST_NAME).is_file()


def _kind_of(file: Path, plugins: Plugins) -> Kind | None:
    """The kind that a file is named after, or its folder."""
    return plugins.kinds.get(file.stem) or plugins.kinds.get(file.absolute().parent.name)


def _status(results: Iterable[_Result]) -> int:
    if any(result.unreadable for result in results):
        return TemplateError.exit_code
    return EXIT_PROBLEMS if any(result.errors for result in results) else 0


def _show(results: list[_Result]) -> None:
    for result in results:
        if result.unreadable:
            continue
        about = f"（按“{result.kind}”检查）" if result.kind else ""
        say(f"{result.file}{about}")
        for fault in result.faults:
            say(f"  {fault.severity.word}  {fault}")
        warnings = len(result.faults) - result.errors
        if result.faults:
            say(f"共 {result.errors} 处错误，{warnings} 处提醒。")
        else:
            say("没有发现问题。")


def _write_copy(file: Path, copy: Path, faults: tuple[Fault, ...]) -> None:
    if copy.exists():
        raise OutputError("{} 已经存在。请换一个副本的名字，以免盖掉别的文件。", copy)
    if any(fault.code in ("too-large", "entities") for fault in faults):
        raise OutputError("{} 来历可疑，没有另存副本。", file)
    try:
        write_whole(copy, annotate(file.read_bytes(), faults))
    except OSError as error:
        raise OutputError("{} 写不进去（{}）。请换一个位置。", copy, why(error)) from error
    say(f"加了批注的副本在 {copy.resolve()}。", err=True)
