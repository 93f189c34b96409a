"""`anjuan template diff`: an office's own template and the shipped one, paragraph by paragraph."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from anjuan.cli.app import Command
from anjuan.cli.completion import kinds as kinds_here
from anjuan.cli.options import config_option, json_option, kinds_option, settings
from anjuan.cli.terminal import print_json, say
from anjuan.cli.versions import change_lines
from anjuan.errors import TemplateError, UsageError, why
from anjuan.files import digest
from anjuan.plugin.host import Plugins
from anjuan.plugin.kinds import Kind
from anjuan.run.beside import write_new
from anjuan.run.versions import Change, between
from anjuan.word.lineage import began_as, beginning_as
from anjuan.word.proofreading.template import refuse_unfit_file


@click.command(cls=Command)
@click.argument("file", metavar="模板", type=click.Path(path_type=Path))
@click.option(
    "-d",
    "--document",
    "kind",
    metavar="文书",
    shell_complete=kinds_here,
    help="模板属于哪一种文书；不写时看文件名，如 police-statement.docx。",
)
@click.option(
    "--checked",
    "copy",
    metavar="副本",
    type=click.Path(path_type=Path),
    help="另存一份副本，记下已经和现在自带的对照过；用它代替原来的，check 就不再提醒。",
)
@config_option
@kinds_option
@json_option
def diff(
    file: Path,
    kind: str | None,
    copy: Path | None,
    config: Path | None,
    kinds_dirs: tuple[Path, ...],
    as_json: bool,
) -> None:
    """Show both, and whether the shipped one has changed since it was exported."""
    plugins = Plugins.load(settings(Path(), config, kinds_dirs).office)
    meant = plugins.kind(kind or file.stem)
    shipped = _read(plugins.replaced.get(meant.name, meant.template))
    own = _read(file)
    found = between(shipped, own)
    if found is None:
        raise TemplateError("{} 打不开，不是完整的 Word 文档。", file)
    if as_json:
        print_json({"since": _since(own, shipped), "changes": [it.as_json() for it in found]})
    else:
        for line in _lines(meant, found, _since(own, shipped)):
            say(line)
    if copy:
        write_new(copy, beginning_as(own, digest(shipped)))
        say(f"记下对照的副本在 {copy.resolve()}。", err=True)


def _read(file: Path) -> bytes:
    try:
        content = file.read_bytes()
    except OSError as error:
        raise UsageError("读不了模板 {}（{}）。请检查路径。", file, why(error)) from error
    try:
        refuse_unfit_file(content)
    except TemplateError as error:
        raise TemplateError("{}：{}", file, error.message) from error
    return content


def _since(own: bytes, shipped: bytes) -> str:
    """Whether the shipped one has changed since the own one was exported."""
    known = began_as(own)
    return "unknown" if not known else "unchanged" if known == digest(shipped) else "changed"


_SINCE = {
    "unknown": "这份模板没有记着是从哪一版自带模板改来的。",
    "unchanged": "导出以后，自带的模板没有变。",
    "changed": "导出以后，自带的模板改过。",
}


def _lines(kind: Kind, found: tuple[Change, ...], since: str) -> Iterator[str]:
    yield f"{kind.title}：{_SINCE[since]}"
    for change in found:
        yield from change_lines(change)
    if found:
        yield f"“－”是现在自带的，“＋”是自己的；共 {len(found)} 段不同。"
    else:
        yield "文字没有不同。"
