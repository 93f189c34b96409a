"""TOML files: read, and refused where they say what nobody knows."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from anjuan.chinese import suggestion
from anjuan.errors import ConfigError, why


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


def refuse_unknown(path: Path, what: str, found: object, known: tuple[str, ...]) -> None:
    """Refuse a table of a configuration file with a key that is not among those known.

    Raises:
        ConfigError: names the key, the nearest known one, and all of them.
    """
    if not isinstance(found, dict):
        raise ConfigError(f"配置文件 {path} 里“{what}”的写法不对。")
    for name in found:
        if name not in known:
            raise ConfigError(
                f"配置文件 {path} 里没有{what}“{name}”。{suggestion(name, known)}"
                f"可以写：{'、'.join(known)}。"
            )
