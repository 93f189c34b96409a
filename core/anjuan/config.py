"""An office's own settings: `anjuan.toml`, beside the workbook or named on the command line.

[kinds]
folders = ["文书种类"]         # folders that hold kinds without code
[templates]
folder = "模板"               # own versions of templates, `<kind>.docx`, used instead of ours
[plugins]
off = ["regulator_report"]    # plug-ins to leave out

The sections that map the office's own workbook are described in workbook/heading_map.py. Paths
are relative to the file.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from anjuan.errors import ConfigError
from anjuan.plugin.office import Office
from anjuan.settings import read_toml, refuse_unknown, texts
from anjuan.workbook.heading_map import MAP_SECTIONS, HeadingMap, parse_heading_map

CONFIG_NAME = "anjuan.toml"
# Names of plug-ins to leave out, separated by commas.
OFF_VARIABLE = "ANJUAN_DISABLE_PLUGINS"
_OFFICE_SECTIONS = {"kinds": "folders", "templates": "folder", "plugins": "off"}


@dataclass(frozen=True, slots=True)
class Config:
    """All settings of an office."""

    headings: HeadingMap = field(default_factory=HeadingMap)
    office: Office = field(default_factory=Office)


def find_config(folder: Path, given: Path | None = None) -> Config:
    """The settings named on the command line, else `anjuan.toml` in the folder, else none.

    Plug-ins named in the environment variable `ANJUAN_DISABLE_PLUGINS` are left out as well.

    Raises:
        ConfigError: the file can't be read, or names what does not exist.
    """
    beside = folder / CONFIG_NAME
    path = given or (beside if beside.is_file() else None)
    config = _parsed(path, read_toml(path)) if path else Config()
    names = (name.strip() for name in os.environ.get(OFF_VARIABLE, "").split(","))
    off = tuple(dict.fromkeys((*config.office.off, *filter(None, names))))
    return replace(config, office=replace(config.office, off=off))


def _parsed(path: Path, table: Mapping[str, Any]) -> Config:
    refuse_unknown(path, "小节", table, (*MAP_SECTIONS, *_OFFICE_SECTIONS))
    for section, content in table.items():
        if not isinstance(content, dict):
            raise ConfigError(f"配置文件 {path} 的 {section} 应当是一个小节。")
    for section, key in _OFFICE_SECTIONS.items():
        refuse_unknown(path, f"小节 {section} 的设置", table.get(section, {}), (key,))
    return Config(parse_heading_map(path, table), _office(path, table))


def _office(path: Path, table: Mapping[str, Any]) -> Office:
    said = {
        section: texts(path, f"{section}.{key}", table.get(section, {}).get(key, []))
        for section, key in _OFFICE_SECTIONS.items()
    }
    folders = tuple(_folder(path, name) for name in said["kinds"])
    templates = tuple(_folder(path, name) for name in said["templates"])
    return Office(folders, templates[0] if templates else None, said["plugins"])


def _folder(path: Path, name: str) -> Path:
    folder = (path.parent / name).absolute()
    if not folder.is_dir():
        raise ConfigError(f"配置文件 {path} 里的文件夹“{name}”不存在（{folder}）。")
    return folder
