"""What the files of lawyers and authors may say, from the tables that their readers go by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, get_type_hints

from anjuan.config import ConfigFile
from anjuan.law.entries import CatalogueFile, ProvisionEntry, VersionEntry
from anjuan.law.records import Authority, Law, Name
from anjuan.plugin.column_files import ColumnsFile, OneColumn, OneSheet
from anjuan.plugin.manifest import Manifest
from anjuan.settings import Key, keys_of
from anjuan.trying.trials import Trial, Trials
from tools.docstrings import attributes

_DOCS = Path(__file__).parents[2] / "docs"
# The title of the kind that the examples are about; a new one has its own.
_TITLE = "催告函"
# What a new kind begins with; the rest is shown as comments.
_BEGUN = ("api", "title", "recipients")
_MARKS = ("<!-- 由程序生成（make reference），请勿手改 -->", "<!-- 生成的部分到此为止 -->")
_TABLES: Mapping[str, type[Any]] = {
    "": CatalogueFile,
    "[[law]]": Law,
    "[[provision]]": ProvisionEntry,
    "[[provision.version]]": VersionEntry,
    "[[authority]]": Authority,
    "[[authority.name]]": Name,
}


def scaffold() -> str:
    """`kind.toml` of a new kind: what it needs, and every other setting as a comment."""
    first = "# 一种文书的设置。井号后面是说明；要用哪一项，就去掉它前面的井号再改。"
    return "\n".join((first, *(line for key in keys_of(Manifest) for line in _begun(key)))) + "\n"


def _begun(key: Key) -> Iterator[str]:
    yield from ("", f"# {key.setting.help}")
    off = "" if key.name in _BEGUN else "# "
    yield from (f"{off}{line}".replace(_TITLE, "$title") for line in key.example.splitlines())


def kind_page() -> str:
    """The lawyers' page, with the table of the settings of a kind."""
    rows = (f"| {_cell(key)} | {key.setting.help} |" for key in keys_of(Manifest))
    return _page("write-a-kind.zh-CN.md", ("| 怎样写 | 作用 |", "|---|---|", *rows))


def trials_scaffold() -> str:
    """`test.toml` of a new kind: one trial that passes, and every other setting as a comment."""
    first = "# 这种文书的测试：anjuan kind test 文件夹。每项测试是一个案件，和它的文书里该有的话。"
    workbook, _ = keys_of(Trials)
    name, must, *others = keys_of(Trial)
    lines = [
        first,
        *_begun(workbook),
        "",
        "[[test]]",
        f"# {name.setting.help}",
        'name = "样例案件"',
    ]
    lines += ["", f"# {must.setting.help}", "must = [$must]"]
    return "\n".join((*lines, *(line for key in others for line in _begun(key)))) + "\n"


def columns_scaffold() -> str:
    """`columns.toml` of a new kind: nothing yet, and all that it may say as comments."""
    first = "# 自己加的列和工作表；没有要加的，这个文件可以删去。要加就去掉井号再改。"
    columns, sheets, groups = keys_of(ColumnsFile)
    of_a_column = {str(key.name): key for key in keys_of(OneColumn)}
    choices = of_a_column.pop("choices")
    lines = ["", f"# {columns.setting.help}", f"# {columns.example.splitlines()[0]}"]
    lines += [line for key in of_a_column.values() for line in _shown(key)]
    lines += ["", '# [columns."案件"."解除方式"]', *_shown(choices)]
    lines += ["", f"# {sheets.setting.help}", f"# {sheets.example.splitlines()[0]}"]
    lines += [line for key in keys_of(OneSheet) for line in _shown(key)]
    lines += ["", '# [columns."投诉记录"."投诉日期"]', '# type = "日期"']
    return "\n".join((first, *lines, *_begun(groups))) + "\n"


def _shown(key: Key) -> Iterator[str]:
    """A setting as a comment, with what it means behind it."""
    *before, last = key.setting.example.splitlines()
    yield from (f"# {line}" for line in before)
    yield f"# {last}  # {key.setting.help}"


def trials_page() -> str:
    """The page on trying a kind, with the table of what a trial may say."""
    keys = (*keys_of(Trials), *keys_of(Trial))
    rows = (f"| {_cell(key)} | {key.setting.help} |" for key in keys)
    return _page("try-a-kind.zh-CN.md", ("| 怎样写 | 作用 |", "|---|---|", *rows))


def _cell(key: Key) -> str:
    return "<br>".join(f"`{line}`" for line in key.example.splitlines())


def config_page() -> str:
    """The page of an office's settings, with every section and setting."""
    return _page("settings.zh-CN.md", (line for key in keys_of(ConfigFile) for line in _part(key)))


def _part(section: Key) -> Iterator[str]:
    inner = keys_of(section.record) if section.record else (section,)
    header = section.example.splitlines()[0]
    yield from (f"### `{header}`", "")
    for key in inner:
        yield from (key.setting.help, "")
    yield f"    {header}"
    yield from (f"    {line}" for key in inner for line in key.setting.example.splitlines())
    yield ""


def catalogue_tables() -> Iterator[str]:
    """What a file of the catalogue may say, for authors of plug-ins."""
    for header, record in _TABLES.items():
        told = attributes(record)
        if header:
            yield from ("", f"### `{header}`", "")
        yield from ("| key | required | what it says |", "|---|---|---|")
        for key in sorted(keys_of(record), key=lambda key: not key.required):
            what = told[key.attribute].replace(f" (`{key.name}`)", "") + _words(record, key)
            yield f"| `{key.name}` | {'yes' if key.required else ''} | {what} |"


def _words(record: type[Any], key: Key) -> str:
    """The words that a key may have, where they are counted."""
    hint = get_type_hints(record)[key.attribute]
    counted = isinstance(hint, type) and issubclass(hint, StrEnum)
    return f" One of {', '.join(hint)}." if counted else ""


def _page(name: str, lines: Iterable[str]) -> str:
    """A page as it stands, with what lies between its marks made anew."""
    before, first, rest = (_DOCS / name).read_text(encoding="utf-8").partition(_MARKS[0])
    _, last, after = rest.partition(_MARKS[1])
    assert first, f"{name}: no marks"
    assert last, f"{name}: no marks"
    return "\n".join((before + first, "", *lines, "")).rstrip() + f"\n\n{last}{after}"
