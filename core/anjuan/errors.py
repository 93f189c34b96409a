"""The one tree of errors that this program raises on purpose.

    AnjuanError            exit status 3: could not run at all
    ├── UsageError         exit status 2: asked for something that is not on offer
    ├── WorkbookError      the case workbook can't be read as one
    ├── RecordError        a file of call records can't be read
    ├── ConfigError        anjuan.toml is wrong
    ├── TemplateError      a Word template can't be used
    ├── CatalogueError     the law catalogue contradicts itself, or has no such provision
    ├── PluginError        a plug-in broke its contract
    └── OutputError        the output folder can't be written

A fault that concerns one document only is never raised across a module: it is a
`Problem` (problems.py) that the document carries.
"""

from __future__ import annotations

import errno
from collections.abc import Mapping
from types import MappingProxyType

from anjuan.messages import Message

_REASONS: Mapping[int, str] = MappingProxyType(
    {
        errno.ENOENT: "没有这个文件或文件夹",
        errno.EACCES: "没有权限",
        errno.EPERM: "没有权限",
        errno.EISDIR: "这是一个文件夹",
        errno.ENOTDIR: "路径里有一段不是文件夹",
        errno.EEXIST: "已经有了",
        errno.ENOSPC: "磁盘满了",
        errno.EROFS: "磁盘是只读的",
        errno.ENAMETOOLONG: "名字太长",
        errno.EBUSY: "正被别的程序使用",
        errno.EMFILE: "打开的文件太多",
        errno.EIO: "磁盘读写出错",
    }
)


class AnjuanError(Exception):
    """Ends the program with `exit_code`; its text is Chinese and made for a lawyer's eyes.

    Args:
        text: what happened and what to do; with parts, the template of a `Message`.
        parts: what goes into it: `OutputError("{} 写不进去。", folder)`. Of a text that is no
            `Message`, `--redact` shows nothing.
    """

    exit_code = 3

    def __init__(self, text: str, /, *parts: object) -> None:
        super().__init__(Message(text, *parts) if parts else text)

    @property
    def message(self) -> str:
        """Its text, a `Message` where it was made of parts."""
        text: str = self.args[0] if self.args else ""
        return text


class UsageError(AnjuanError):
    """The command line asked for a kind, case or option that does not exist."""

    exit_code = 2


class WorkbookError(AnjuanError):
    """The file is not a usable case workbook; the message names file, sheet or cell."""


class RecordError(AnjuanError):
    """A file of call records can't be read; which one it is, the core adds.

    Of its parts nothing is shown but those that are `public`: they may be other people's.
    """


class ConfigError(AnjuanError):
    """`anjuan.toml` can't be read, or names what does not exist; the message names the file."""


class TemplateError(AnjuanError):
    """A template is missing or its tags are wrong; the message names the file."""


class CatalogueError(AnjuanError):
    """A provision is unknown, or the catalogue is inconsistent."""


class PluginError(AnjuanError):
    """A plug-in returned something the core can't use; the message names the plug-in."""


class OutputError(AnjuanError):
    """Nothing can be written to the output folder."""


def why(error: OSError) -> str:
    """Why a file or folder could not be used, in Chinese where the reason is a usual one."""
    reason = _REASONS.get(error.errno or 0) or error.strerror
    return Message(reason) if reason else str(error)
