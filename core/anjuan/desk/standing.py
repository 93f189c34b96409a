"""Papers of the last run as they stand in its folder: by their numbers, and never by a path."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from anjuan.desk.answers import whole
from anjuan.desk.session import Session
from anjuan.errors import UsageError, why
from anjuan.messages import Message
from anjuan.run.outcomes import Outcome, State
from anjuan.run.summary import SUMMARY_NAME


def output_of(session: Session) -> Path:
    """The output folder of the last run.

    Raises:
        UsageError: there was none.
    """
    if session.run is None:
        raise UsageError(Message("还没有生成过文书。"))
    return session.run.request.output


def paper_file(session: Session, number: str | None) -> Path:
    """A paper of the last run, by its number and never by a path.

    Raises:
        UsageError: there is none.
    """
    return inside(output_of(session), outcome_of(session, number).path)


def outcome_of(session: Session, number: str | None) -> Outcome:
    """What became of a paper of the last run, by its number.

    Raises:
        UsageError: there is none.
    """
    outcomes = session.run.outcomes if session.run else ()
    place = whole(number, len(outcomes))
    if place >= len(outcomes) or not outcomes[place].path:
        raise UsageError(Message("没有这份文书。"))
    return outcomes[place]


def standing_paper(session: Session, number: str) -> tuple[Path, str]:
    """The output folder of the last run, and the path of a paper in it, by its number.

    Raises:
        UsageError: there is none.
    """
    path = outcome_of(session, number).path
    paper_file(session, number)
    return output_of(session), path


def edited_paper(session: Session, number: str | None) -> Outcome:
    """A paper of the last run that a person edited.

    Raises:
        UsageError: there is no such.
    """
    outcome = outcome_of(session, number)
    if outcome.state is not State.KEPT:
        raise UsageError(Message("这份文书没有手改过。"))
    return outcome


def two_versions(session: Session, edited: Outcome) -> tuple[bytes, bytes] | None:
    """An edited paper as it stands, and the new one that lies beside it; None without such.

    Raises:
        UsageError: one of them can't be read.
    """
    if not edited.newer or not edited.newer.path:
        return None
    output = output_of(session)
    old, new = (content_of(inside(output, it)) for it in (edited.path, edited.newer.path))
    return old, new


def inside(output: Path, path: str) -> Path:
    """A file of the output folder, which no link may lead out of.

    Raises:
        UsageError: it is not there.
    """
    file = output / path
    if not _is_ours(output, file):
        raise UsageError("{} 已经不在了。", file)
    return file


def _is_ours(output: Path, file: Path) -> bool:
    is_inside = file.resolve().is_relative_to(output.resolve())
    hidden = any(part.startswith((".", "~$")) for part in file.relative_to(output).parts)
    return is_inside and not hidden and not file.is_symlink() and file.is_file()


def content_of(file: Path) -> bytes:
    """What stands in a file.

    Raises:
        UsageError: it can't be read.
    """
    try:
        return file.read_bytes()
    except OSError as error:
        raise UsageError("{} 读不了（{}）。", file, why(error)) from error


def files_of(session: Session) -> list[Path]:
    """All files in the folders of the cases of the last run, and 清单.xlsx.

    Raises:
        UsageError: there was none.
    """
    output = output_of(session)
    outcomes = session.run.outcomes if session.run else ()
    folders = dict.fromkeys(it.path.partition("/")[0] for it in outcomes if it.path)
    files = [it for name in folders for it in sorted(output.joinpath(name).rglob("*"))]
    return [it for it in (*files, output / SUMMARY_NAME) if _is_ours(output, it)]


class _Pipe(io.RawIOBase):
    """Takes what is packed, and gives it away piece by piece: nothing can be gone back to."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces = bytearray()

    def write(self, data: Any, /) -> int:
        self._pieces += data
        return len(data)

    def taken(self) -> bytes:
        pieces = bytes(self._pieces)
        self._pieces.clear()
        return pieces


def zipped(output: Path, files: Iterable[Path]) -> Iterator[bytes]:
    """Files of an output folder as one, piece by piece."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_STORED) as package:
        for file in files:
            package.write(file, file.relative_to(output).as_posix())
            yield pipe.taken()
    yield pipe.taken()
