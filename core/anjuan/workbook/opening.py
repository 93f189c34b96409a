"""From a file to its tables: which there are, and what stands in each cell.

Reads .xlsx, .xlsm, .xls, .ods, pages, and folders of .csv, by what they are and not by what they
are called (formats/). Row numbers and addresses are the ones that Excel shows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import IO

from anjuan.errors import WorkbookError
from anjuan.messages import Message, public
from anjuan.workbook.formats.bounds import Archive
from anjuan.workbook.formats.excel import ExcelBook
from anjuan.workbook.formats.folder import Folder
from anjuan.workbook.formats.recognising import Content, recognised
from anjuan.workbook.formats.source import LARGEST_FILE, Source, Tables, UnsoundError, unreadable
from anjuan.workbook.formats.text import TextTable
from anjuan.workbook.own import WithoutList, list_of

# Of these names text is expected; Excel asks before it opens text that is called .xls.
_TEXTS, _PAGES = (".csv", ".tsv", ".txt"), (".htm", ".html")
_MAY_BE_TEXT = (*_TEXTS, ".xls", ".xlsx", ".xlsm", ".et")
_NO_FILE = Message("找不到文件。请检查路径和文件名。")
_FORMATS = public((".xlsm", ".xls", ".ods", ".csv"))


@contextmanager
def named(path: Path) -> Iterator[None]:
    """Say which file it is of which something inside is complained about."""
    try:
        yield
    except UnsoundError as error:
        raise WorkbookError("{}：{}", path, error.message) from error


def opened(path: Path) -> Source:
    """A workbook without what anjuan wrote into it, looked at before any library opens it.

    Raises:
        UnsoundError: it can't be used as one.
    """
    source = opened_alone(path)
    is_folder = not source.is_typed and len(source.names) == 1
    return Folder(path, source, opened_alone) if is_folder else source


def opened_alone(path: Path) -> Source:
    """One file, whatever lies beside it, without what anjuan wrote into it.

    Raises:
        UnsoundError: it has no tables that can be read.
    """
    source = opened_as_it_is(path)
    own = list_of(source)
    return source if own is None else WithoutList(source, own)


def opened_as_it_is(path: Path) -> Source:
    """One file, the sheet of problems of a marked copy included.

    Raises:
        UnsoundError: it has no tables that can be read.
    """
    try:
        _refuse_unsuitable(path)
        with path.open("rb") as stream:
            return _read(path, stream)
    except OSError as error:
        raise unreadable(error) from error


def _read(path: Path, stream: IO[bytes]) -> Source:
    match recognised(stream):
        case Content.EXCEL:
            return ExcelBook(path, Archive(stream))
        case Content.CALC:
            return _calc(stream)
        case Content.LEGACY:
            return _legacy(path)
        case Content.WEB:
            return _web(path)
        case Content.XML_2003:
            return _xml_2003(path)
        case Content.TEXT:
            return _text(path)


def _calc(stream: IO[bytes]) -> Tables:
    # Loaded when it is needed, like the others: most workbooks are .xlsx.
    from anjuan.workbook.formats.calc import read_calc

    return read_calc(Archive(stream))


def _legacy(path: Path) -> Tables:
    from anjuan.workbook.formats.legacy import read_legacy

    return read_legacy(path)


def _web(path: Path) -> Tables:
    from anjuan.workbook.formats.web import read_web

    return read_web(path, _remark(path, _PAGES, "网页里的表格"))


def _xml_2003(path: Path) -> Tables:
    from anjuan.workbook.formats.xml2003 import read_xml_2003

    return read_xml_2003(path, _remark(path, (".xml",), "XML 表格"))


def _text(path: Path) -> TextTable:
    if path.suffix.lower() not in _MAY_BE_TEXT:
        raise UnsoundError("不是案件表。请另存为“Excel 工作簿（.xlsx）”；也可以用 {}。", _FORMATS)
    return TextTable(path, _remark(path, _TEXTS, "文本（CSV）"))


def _remark(path: Path, expected: Collection[str], what: str) -> str:
    """What a file is read as, where its name says something else."""
    if path.suffix.lower() in expected:
        return ""
    return Message("（这个文件不是 .xlsx 工作簿，是按{}读的。）", public(what))


def _refuse_unsuitable(path: Path) -> None:
    """Refuse what is no file, and one that is too large.

    Raises:
        UnsoundError: it is such.
        OSError: nobody can look.
    """
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise UnsoundError(_NO_FILE) from None
    if S_ISDIR(found.st_mode):
        raise UnsoundError(Message("这是文件夹，不是案件表。请写出文件夹里的那一份。"))
    if not S_ISREG(found.st_mode):
        raise UnsoundError(_NO_FILE)
    if found.st_size > LARGEST_FILE:
        raise UnsoundError(
            "有 {} MB，超过 {} MB。请删去图片等多余的内容，或把案件表拆成几份。",
            *(public(found.st_size >> 20), public(LARGEST_FILE >> 20)),
        )
