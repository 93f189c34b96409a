"""Who looked at which paper, as the page shows it, and whether that still holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from anjuan.desk.comparing import jobs_of
from anjuan.desk.rendering import Chosen
from anjuan.desk.session import Session
from anjuan.desk.veil import Open
from anjuan.errors import OutputError
from anjuan.frozen import frozen
from anjuan.run.changes import Fate, fate
from anjuan.run.dossier import Dossier, RenderedFile
from anjuan.run.inspection import preview
from anjuan.run.signoff_records import digest_of, signoffs
from anjuan.run.signoffs import SignOff, moment

_IN_THE_FOLDER = {
    Fate.NEW: "这一份还没有生成；记下的是现在看到的这一版，照这样生成以后仍然有效。",
    Fate.UNCHANGED: "与文件夹里的那份相同。",
    Fate.CHANGED: "文件夹里的那份是以前的；记下的是现在看到的这一版。",
    Fate.EDITED: "文件夹里的那份手改过，与这里看到的不同；请生成一次，在“结果”页核对手改的那份。",
}


@frozen
class ShownSeen:
    """What one person said of a paper, and whether it holds."""

    text: str
    holds: bool


@frozen
class Signing:
    """What may be said of a paper, and what was.

    Attributes:
        path: of the paper, relative to the output folder.
        digest: of the paper that is shown; empty where nothing may be said of it.
        seen: what was said.
        note: how it stands to the one in the folder.
    """

    path: str
    digest: str
    seen: tuple[ShownSeen, ...]
    note: str = ""

    @property
    def is_seen(self) -> bool:
        """Whether somebody looked at this very paper."""
        return any(it.holds for it in self.seen)


class SignOffs:
    """What was said of the papers of an output folder; each record is read once.

    Attributes:
        faults: why records can't be read.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._found: dict[str, dict[str, tuple[SignOff, ...]]] = {}
        self.faults: list[str] = []

    def of(self, path: str) -> tuple[SignOff, ...]:
        """What was said of a paper, by its path relative to the folder."""
        folder, _, name = path.rpartition("/")
        if folder not in self._found:
            self._found[folder] = self._read(folder)
        return self._found[folder].get(name, ())

    def _read(self, folder: str) -> dict[str, tuple[SignOff, ...]]:
        try:
            return dict(signoffs(self._root, folder))
        except OutputError as error:
            self.faults.append(error.message)
            return {}

    def standing(self, path: str, shown: Open) -> Signing:
        """What may be said, and was, of a paper as it stands."""
        file = self._root / path
        digest = digest_of(file)
        return Signing(path, digest, _seen(self.of(path), digest, file, shown))

    def is_seen(self, path: str) -> bool:
        """Whether somebody looked at a paper as it stands."""
        signed = self.of(path)
        digest = digest_of(self._root / path) if signed else ""
        return any(it.holds_for(digest) for it in signed)


def previewed(session: Session, chosen: Chosen, shown: Open) -> Signing | None:
    """What may be said, and was, of a paper as a run would write it; None where none can be made.

    Args:
        session: has the output folder.
        chosen: the paper.
        shown: hides what is to be hidden.
    """
    look = chosen.look
    request = replace(session.request(look), cases=(chosen.judged.job.case.number,))
    [job] = jobs_of(request, look)
    paper = preview(job, chosen.place, request, look.plugins)
    made = paper.made
    if not isinstance(made, RenderedFile):
        return None
    try:
        found = fate(paper, Dossier(request.output, job.folder))
    except OSError:
        return None
    assert found
    signed = SignOffs(request.output).of(found.path)
    standing = request.output / found.path if found.fate is Fate.UNCHANGED else None
    seen = _seen(signed, made.digest, standing, shown)
    digest = "" if found.fate is Fate.EDITED else made.digest
    return Signing(found.path, digest, seen, _IN_THE_FOLDER[found.fate])


def _seen(
    signed: Iterable[SignOff], digest: str, file: Path | None, shown: Open
) -> tuple[ShownSeen, ...]:
    """What was said of a paper; of what has lapsed also since when."""
    found = []
    for it in signed:
        text = f"{shown.text(it.by)} {shown.text(it.at)} {it.sight.word}"
        holds = it.holds_for(digest)
        found.append(ShownSeen(text if holds else text + _lapsed(file, shown), holds))
    return tuple(found)


def _lapsed(file: Path | None, shown: Open) -> str:
    if file is None:
        return "，已失效：核对过的不是这一版"
    try:
        since = moment(datetime.fromtimestamp(file.stat().st_mtime))
    except OSError:
        return "，已失效：文书已经不在"
    return f"，已失效：文书后来变了，现在的这份是 {shown.text(since)} 写的"
