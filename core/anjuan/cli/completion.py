"""What a shell offers after a press of Tab: kinds, steps, provisions, and the cases of a workbook.

Nothing is loaded until a shell asks. What can't be known, such as the cases of a file that is no
workbook, is not offered; a press of Tab never complains.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from anjuan.errors import AnjuanError
from anjuan.files import is_file

if TYPE_CHECKING:
    from anjuan.config import Config
    from anjuan.plugin.host import Plugins
    from anjuan.plugin.kinds import Kind
    from anjuan.plugin.steps import Step


def kinds(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Kinds on offer, by name and by title."""
    with suppress(AnjuanError):
        return _named(_plugins(ctx).kinds.values(), incomplete)
    return []


def steps(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Steps on offer, by name and by title."""
    with suppress(AnjuanError):
        return _named(_plugins(ctx).steps.values(), incomplete)
    return []


def cases(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Cases of the workbook that stands in the command already, by number and client."""
    file = _workbook(ctx)
    if file is None:
        return []
    from anjuan.workbook.parsing import load_workbook

    with suppress(AnjuanError):
        headings = _settings(ctx, file.parent).headings
        found = load_workbook(file, headings, _plugins(ctx).table).cases
        numbers = [CompletionItem(it.number, help=it.client.name) for it in found]
        clients = [CompletionItem(it.client.name, help=it.number) for it in found]
        return _begun((*numbers, *clients), incomplete)
    return []


def provisions(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Keys of the catalogue."""
    with suppress(AnjuanError):
        law = _plugins(ctx).law
        keys = [CompletionItem(it.id, help=it.topic) for it in law.provisions.values()]
        authorities = [CompletionItem(it.id, help=it.scope) for it in law.authorities.values()]
        return _begun((*keys, *authorities), incomplete)
    return []


def _plugins(ctx: click.Context) -> Plugins:
    from anjuan.plugin.host import Plugins

    file = _workbook(ctx)
    return Plugins.load(_settings(ctx, file.parent if file else Path()).office)


def _workbook(ctx: click.Context) -> Path | None:
    """The workbook that stands in the command; before an option without a value it is left over."""
    file = ctx.params.get("file")
    if isinstance(file, Path):
        return file
    return next((path for path in map(Path, ctx.args) if is_file(path)), None)


def _settings(ctx: click.Context, folder: Path) -> Config:
    from anjuan.cli.options import settings

    config = ctx.params.get("config")
    return settings(folder, config, tuple(ctx.params.get("kinds_dirs") or ()))


def _named(found: Iterable[Kind | Step], incomplete: str) -> list[CompletionItem]:
    pairs = [(it.name, it.title) for it in found]
    names = [CompletionItem(name, help=title) for name, title in pairs]
    titles = [CompletionItem(title, help=name) for name, title in pairs]
    # Where nothing is typed yet, each once: by its name, which the title explains.
    return _begun((*names, *titles) if incomplete else names, incomplete)


def _begun(items: Iterable[CompletionItem], incomplete: str) -> list[CompletionItem]:
    return [it for it in items if it.value.startswith(incomplete)]
