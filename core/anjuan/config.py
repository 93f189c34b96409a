"""An office's own settings: `anjuan.toml`, beside the workbook or named on the command line.

[kinds]
folders = ["文书种类"]         # folders that hold kinds without code (manifest.py)
[templates]
folder = "模板"               # own versions of templates, `<kind>.docx`, used instead of ours
[plugins]
off = ["regulator_report"]    # plug-ins to leave out

The sections that map the office's own workbook are described in layout.py. Paths are relative to
the file.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from anjuan.errors import ConfigError, why
from anjuan.layout import LAYOUT_SECTIONS, Layout, parse_layout, refuse_unknown

CONFIG_NAME = "anjuan.toml"
# Names of plug-ins to leave out, separated by commas.
OFF_VARIABLE = "ANJUAN_DISABLE_PLUGINS"
_OFFICE_SECTIONS = {"kinds": "folders", "templates": "folder", "plugins": "off"}


@dataclass(frozen=True, slots=True)
class Office:
    """What an office adds to, and takes from, the kinds on offer.

    Attributes:
        kind_folders: folders that hold kinds without code, or are one.
        templates: folder with own versions of templates; None = ours are used.
        off: names of plug-ins to leave out.
    """

    kind_folders: tuple[Path, ...] = ()
    templates: Path | None = None
    off: tuple[str, ...] = ()

    def also(self, kind_folders: tuple[Path, ...]) -> Office:
        """The same with further folders of kinds; absolute, since workers use them too."""
        more = tuple(folder.absolute() for folder in kind_folders)
        return replace(self, kind_folders=tuple(dict.fromkeys((*self.kind_folders, *more))))


@dataclass(frozen=True, slots=True)
class Config:
    """All settings of an office."""

    layout: Layout = field(default_factory=Layout)
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


def read_toml(path: Path) -> dict[str, Any]:
    """A TOML file.

    Raises:
        ConfigError: it can't be read as one.
    """
    try:
        # Editors on Windows put a byte order mark in front.
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ConfigError(f"读不了配置文件 {path}（{why(error)}）。请检查路径。") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(
            f"配置文件 {path} 的写法不对：{error}。左右两边的文字都要放在英文引号里。"
        ) from error


def texts(path: Path, key: str, value: object) -> tuple[str, ...]:
    """A setting that is a list of texts, or one text.

    Raises:
        ConfigError: it is something else.
    """
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list) or not all(isinstance(item, str) for item in listed):
        raise ConfigError(f'配置文件 {path} 的 {key} 应当是文字，或文字的列表：["…", "…"]。')
    return tuple(listed)


def _parsed(path: Path, table: Mapping[str, Any]) -> Config:
    refuse_unknown(path, "小节", table, (*LAYOUT_SECTIONS, *_OFFICE_SECTIONS))
    for section, content in table.items():
        if not isinstance(content, dict):
            raise ConfigError(f"配置文件 {path} 的 {section} 应当是一个小节。")
    for section, key in _OFFICE_SECTIONS.items():
        refuse_unknown(path, f"小节 {section} 的设置", table.get(section, {}), (key,))
    return Config(parse_layout(path, table), _office(path, table))


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
