"""Plug-ins of one file: each `.py` in a folder that the user names is one."""

from __future__ import annotations

import hashlib
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import CodeType, ModuleType

from anjuan.errors import ConfigError
from anjuan.files import is_folder

_SUFFIX = ".py"


def plugin_files(folder: Path) -> list[Path]:
    """The plug-ins of a folder, in the order of their names; `_….py` is what they share.

    Raises:
        ConfigError: there is no such folder, or none in it.
    """
    files = folder.glob(f"*{_SUFFIX}") if is_folder(folder) else ()
    found = sorted(it for it in files if not it.name.startswith(("_", ".")))
    if not found:
        raise ConfigError("文件夹 {} 里没有插件（.py 文件）。请检查路径。", folder)
    return found


def load_file(path: Path) -> ModuleType:
    """Run a file as a module of its own name.

    Whatever it raises passes.
    """
    name = f"anjuan_file_{path.stem}_{_digest(str(path).encode())}"
    spec = spec_from_file_location(name, path, loader=_Fresh(name, str(path)))
    assert spec and spec.loader
    module = module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module


def edition(path: Path) -> str:
    """What tells one state of a file from another: papers are made again when it changes."""
    try:
        return _digest(path.read_bytes())
    except OSError:
        # Loading it tells why.
        return ""


class _Fresh(SourceFileLoader):
    """Compiles what the file says now, and leaves nothing beside it."""

    def get_code(self, fullname: str) -> CodeType:
        """The code of the file."""
        code: CodeType = self.source_to_code(self.get_data(self.path), self.path)
        return code


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:8]
