"""An office's own settings: `anjuan.toml`, beside the workbook or named on the command line.

What it may say is one table. From it come the reader and its messages, and with `make reference`
the page that describes the file.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field, replace
from pathlib import Path
from typing import Annotated, TypeVar

from anjuan.case.sheets import OURS, Table
from anjuan.errors import ConfigError
from anjuan.files import is_file, is_folder
from anjuan.frozen import frozen
from anjuan.messages import Message
from anjuan.plugin.importers import RecordField
from anjuan.plugin.office import Office
from anjuan.settings import Setting, read_record, refuse, unknown_names
from anjuan.workbook.heading_map import HeadingMap, map_faults

CONFIG_NAME = "anjuan.toml"
# The folder of papers beside a workbook, where no other is named.
OUTPUT_NAME = "文书"
# Of all workbooks in a folder; that of a single one has the workbook's name before it.
MAPPING_NAME = "对应.xlsx"
_MAPPINGS = (".xlsx", ".xlsm")
# Names of plug-ins to leave out, separated by commas.
OFF_VARIABLE = "ANJUAN_DISABLE_PLUGINS"
_Theirs = Mapping[str, str]
_T = TypeVar("_T")
# An empty text: the office keeps no such sheet.
_MayBeMissing = Annotated[str, Setting(may_be_empty=True)]


@frozen(kw_only=True)
class KindFolders:
    """Section `kinds`."""

    folders: Annotated[
        tuple[str, ...],
        Setting("放着自己的文书种类（kind.toml 和模板）的文件夹。", 'folders = ["文书种类"]'),
    ] = ()


@frozen(kw_only=True)
class OwnTemplates:
    """Section `templates`."""

    folder: Annotated[
        str,
        Setting(
            "放着自带文书的自己的模板的文件夹，用来代替自带的；"
            "anjuan template export 会把自带的放进去。",
            'folder = "模板"',
        ),
    ] = ""


@frozen(kw_only=True)
class OwnPlugins:
    """Section `plugins`."""

    off: Annotated[
        tuple[str, ...],
        Setting("不用的插件，名字见 anjuan plugins。", 'off = ["regulator_report"]'),
    ] = ()
    folders: Annotated[
        tuple[str, ...],
        Setting(
            "放自己的插件（.py 文件）的文件夹，从本文件所在的文件夹算起。插件是程序，"
            "所以只在用 --config 指明本文件时才载入。",
            'folders = ["我的插件"]',
        ),
    ] = ()


@frozen(kw_only=True)
class OwnRecords:
    """A section of `imports`: one sort of call records."""

    columns: Annotated[
        Mapping[str, str],
        Setting("左边是读取器认得的列，右边是您那种详单里的标题。", '"时间" = "呼叫开始"'),
    ] = field(default_factory=dict)


@frozen(kw_only=True)
class ConfigFile:
    """All that `anjuan.toml` may say; paths are relative to the file.

    Attributes:
        sheets: our sheet → theirs; an empty text = the office keeps no such sheet.
        columns: our sheet → our heading → theirs.
        constants: heading of 案件 → what stands for an empty cell or a missing column.
        choices: our sheet → our heading → their word → ours.
        kinds: where kinds without code lie.
        templates: where own versions of templates lie, `<kind>.docx`.
        plugins: what to leave out, and where own ones lie.
        imports: call records with headings of their own, by any name.
    """

    sheets: Annotated[
        Mapping[str, _MayBeMissing],
        Setting(
            "工作表：左边是案件表里的名字，右边是您表里的名字；没有的表右边留空。",
            '"案件" = "客户台账"\n"损失" = ""',
        ),
    ] = field(default_factory=dict)
    columns: Annotated[
        Mapping[str, _Theirs],
        Setting(
            "某张工作表的标题：左边是案件表里的标题，右边是您表里的标题。",
            '"委托人姓名" = "客户姓名"\n"身份证号" = "证件号码"',
            header='columns."案件"',
        ),
    ] = field(default_factory=dict)
    constants: Annotated[
        _Theirs,
        Setting(
            "每个案件都一样的内容：左边是“案件”表的标题，右边是没有这一列或没有填写时用的内容。",
            '"律师事务所" = "某某律师事务所"',
        ),
    ] = field(default_factory=dict)
    choices: Annotated[
        Mapping[str, Mapping[str, _Theirs]],
        Setting(
            "某一列的可选值：左边是您表里的写法，右边是案件表的可选值。",
            '"来电" = "电话"',
            header='choices."骚扰记录"."方式"',
        ),
    ] = field(default_factory=dict)
    kinds: KindFolders = field(default_factory=KindFolders)
    templates: OwnTemplates = field(default_factory=OwnTemplates)
    plugins: OwnPlugins = field(default_factory=OwnPlugins)
    imports: Annotated[
        Mapping[str, OwnRecords],
        Setting(
            "anjuan numbers、anjuan import 认不出标题的详单：小节的名字随意；"
            f"左边可以写 {'、'.join(RecordField)}，右边是详单里的标题。",
            'columns = { "时间" = "呼叫开始", "对方号码" = "对端", "方向" = "呼叫性质" }',
            header='imports."广电"',
        ),
    ] = field(default_factory=dict)


@frozen
class Config:
    """All settings of an office.

    Attributes:
        headings: of the workbook.
        office: what is added to the plug-ins, and left out.
        records: headings of call records, by section.
    """

    headings: HeadingMap = field(default_factory=HeadingMap)
    office: Office = field(default_factory=Office)
    records: Mapping[str, Mapping[RecordField, str]] = field(default_factory=dict)


def find_config(
    folder: Path,
    given: Path | None = None,
    workbook: Path | None = None,
    kind_folders: tuple[Path, ...] = (),
    plugin_folders: tuple[Path, ...] = (),
) -> Config:
    """The settings named on the command line, else `anjuan.toml` in the folder, else none.

    Where a workbook has a mapping of its own, that says how it is read, whatever the settings say
    of sheets and headings. Plug-ins named in the environment variable `ANJUAN_DISABLE_PLUGINS`
    are left out as well.

    Args:
        folder: where `anjuan.toml` is looked for.
        given: settings, or a mapping (.xlsx), instead of those that lie there.
        workbook: the workbook that is going to be read; None = none is.
        kind_folders: further ones, from the command line.
        plugin_folders: likewise.

    Raises:
        ConfigError: the file can't be read, or names what does not exist.
    """
    is_mapping = given is not None and given.suffix.lower() in _MAPPINGS
    beside = folder / CONFIG_NAME
    path = None if is_mapping else given
    path = path or (beside if is_file(beside) else None)
    config = _read(path, is_trusted=given is not None) if path else Config()
    names = (name.strip() for name in os.environ.get(OFF_VARIABLE, "").split(","))
    off = tuple(dict.fromkeys((*config.office.off, *filter(None, names))))
    office = replace(config.office, off=off).also(kind_folders, plugin_folders)
    if path:
        _refuse_unknown(config.headings, path, office)
    mapping = given if is_mapping else mapping_of(workbook) if workbook else None
    headings = _of_mapping(mapping, office) if mapping else config.headings
    return replace(config, office=office, headings=headings)


def _refuse_unknown(headings: HeadingMap, path: Path, office: Office) -> None:
    place = Message("配置文件 {} ", path)
    _by_table(lambda table: refuse(list(map_faults(headings, place, table))), office)


def _of_mapping(path: Path, office: Office) -> HeadingMap:
    # Few offices have one: no other needs what reads it.
    from anjuan.workbook.mapping.reading import read_mapping

    return HeadingMap(tables=_by_table(lambda table: read_mapping(path, table), office))


def _by_table(read: Callable[[Table], _T], office: Office) -> _T:
    """What is read by our sheets, or by those with the columns that the office's plug-ins add.

    Plug-ins are loaded only for who names a column that isn't ours: it takes long.
    """
    try:
        return read(OURS)
    except ConfigError:
        from anjuan.plugin.host import Plugins

        table = Plugins.load(office).table
        if table == OURS:
            raise
    return read(table)


def own_mapping(workbook: Path) -> Path:
    """Where the mapping of a workbook lies that `anjuan map` writes."""
    return workbook.with_name(f"{workbook.stem}_{MAPPING_NAME}")


def mapping_of(workbook: Path) -> Path | None:
    """The mapping beside a workbook: its own, else the one for all in the folder; None without.

    A copy, `台账_标注.xlsx`, has that of `台账.xlsx`.
    """
    if not is_file(workbook):
        # Of `.` there is no name, even, to put a word behind.
        return None
    words = workbook.stem.split("_")
    stems = ("_".join(words[:count]) for count in range(len(words), 0, -1))
    own = (own_mapping(workbook.with_name(f"{stem}.xlsx")) for stem in stems)
    found = (*own, workbook.with_name(MAPPING_NAME))
    return next((it for it in found if is_file(it) and it.name != workbook.name), None)


def _read(path: Path, *, is_trusted: bool) -> Config:
    file = read_record(path, ConfigFile)
    headings = HeadingMap(file.sheets, file.columns, file.constants, file.choices)
    refuse(list(_record_faults(file, Message("配置文件 {} ", path))))
    folders = tuple(_folder(path, name) for name in file.kinds.folders)
    templates = _folder(path, file.templates.folder) if file.templates.folder else None
    records = {
        name: {RecordField(ours): theirs for ours, theirs in section.columns.items()}
        for name, section in file.imports.items()
    }
    plugins = tuple(_folder(path, name) for name in file.plugins.folders)
    office = Office(
        folders,
        plugin_folders=plugins if is_trusted else (),
        # A workbook from strangers may come with settings of theirs; code of theirs must not run.
        untrusted=() if is_trusted else plugins,
        templates=templates,
        off=file.plugins.off,
    )
    return Config(headings, office, records)


def _record_faults(file: ConfigFile, place: Message) -> Iterator[Message]:
    """Columns of call records that a section names and that no reader knows."""
    for name, section in file.imports.items():
        where = Message("imports“{}”的列", name)
        yield from unknown_names(place, where, section.columns, tuple(RecordField))


def _folder(path: Path, name: str) -> Path:
    folder = (path.parent / name).absolute()
    if not is_folder(folder):
        raise ConfigError("配置文件 {} 里的文件夹“{}”不存在（{}）。", path, name, folder)
    return folder
