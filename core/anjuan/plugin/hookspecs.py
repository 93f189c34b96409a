"""The hook manual: what a plug-in may implement. Every hook returns records; the core acts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pluggy

from anjuan.plugin.columns import OwnSheet, SheetColumns
from anjuan.plugin.importers import Importer
from anjuan.plugin.kinds import Kind, TemplateName
from anjuan.plugin.steps import Step

PROJECT = "anjuan"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


@hookspec
def anjuan_kinds() -> Iterable[Kind]:  # type: ignore[empty-body]  # a specification has no body
    """Return the kinds of documents this plug-in offers. Since 0.1."""


@hookspec
def anjuan_catalogue_files() -> Iterable[Path]:  # type: ignore[empty-body]  # likewise
    """Return TOML files with further laws and provisions (form: core/anjuan/law/data). Since 0.1.

    A labour or consumer lawyer's plug-in brings the statutes its papers cite this way. Keys
    must not be taken already; laws of the shipped catalogue may be referred to.
    """


@hookspec
def anjuan_columns() -> Iterable[SheetColumns | OwnSheet]:  # type: ignore[empty-body]  # likewise
    """Return columns for sheets of the workbook, and sheets of your own. Since 0.1, sheets 0.2.

    They are in the blank workbook with their drop-downs and notes, are read and checked like ours,
    and templates ask for them by their headings. A workbook that lacks them is none the worse. A
    heading or name must not be taken already.
    """


@hookspec
def anjuan_filters() -> Mapping[str, Callable[[str], str]]:  # type: ignore[empty-body]  # likewise
    """Return filters for all templates: `{{ 电话|遮号 }}` by name. Since 0.1.

    A filter gets the text that would be printed and returns the text to print instead. Names
    must not be taken already.
    """


@hookspec
def anjuan_names() -> Iterable[TemplateName]:  # type: ignore[empty-body]  # likewise
    """Return names for all templates, those of kinds without code too. Since 0.2.

    What takes code to find out, such as who is sued, a template without code prints by such a
    name. It must not be taken already; a kind's own context comes first.
    """


@hookspec
def anjuan_steps() -> Iterable[Step]:  # type: ignore[empty-body]  # likewise
    """Return steps that can follow a run: `generate --then NAME`. Since 0.1."""


@hookspec
def anjuan_importers() -> Iterable[Importer]:  # type: ignore[empty-body]  # likewise
    """Return readers of call records: `anjuan numbers`, `anjuan import`. Since 0.1.

    A reader only reads. Nothing that it raises or prints reaches the screen, for that may be other
    people's: only its own words in a `RecordError`, and the place in its code.
    """
