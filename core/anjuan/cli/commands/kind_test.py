"""`anjuan kind test`: what papers of a kind must say, and which branches were tried."""

from __future__ import annotations

from pathlib import Path

import click

from anjuan.cli.app import EXIT_PROBLEMS, Command
from anjuan.cli.options import config_option, json_option, kinds_option, settings
from anjuan.cli.terminal import print_json, say
from anjuan.trying.running import Result, try_kind


@click.command(cls=Command)
@click.argument("folder", metavar="文件夹", type=click.Path(path_type=Path))
@config_option
@kinds_option
@json_option
def test(folder: Path, config: Path | None, kinds_dirs: tuple[Path, ...], as_json: bool) -> int:
    """Carry out the trials; status 1 where one comes out otherwise than it must."""
    ours = settings(folder.absolute().parent, config, kinds_dirs)
    result = try_kind(folder, ours.office)
    if as_json:
        print_json(_plain(result))
    else:
        _show(result)
    return 0 if result.is_sound else EXIT_PROBLEMS


def _show(result: Result) -> None:
    for it in result.tried:
        say(f"{'不对' if it.faults else '通过'}  {it.name}")
        for fault in it.faults:
            say(f"      {fault}")
    bad = sum(bool(it.faults) for it in result.tried)
    say(f"{result.title}：共 {len(result.tried)} 项测试，{bad} 项不对。")
    if not result.branches:
        return
    count = len(result.branches)
    say(f"模板的条件有 {count} 个分支，走到 {count - len(result.never)} 个。")
    for branch, reached in result.branches:
        say(f"  {'走到' if reached else '没走到'}  {branch.place}  {branch.tag}  {branch.side}")
    if result.never:
        say("没走到的分支没有试过：请在 test.toml 里加一项走到它的测试。")


def _plain(result: Result) -> dict[str, object]:
    return {
        "kind": result.title,
        "tests": [
            {"name": it.name, "papers": it.papers, "faults": [*map(str, it.faults)]}
            for it in result.tried
        ],
        "branches": [
            {"place": it.place, "tag": it.tag, "side": it.side, "reached": reached}
            for it, reached in result.branches
        ],
    }
