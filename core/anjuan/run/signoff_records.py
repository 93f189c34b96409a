"""Sign-offs on disk: in the private folder, a record a case, beside what is known of its papers.

Written as everything there is: whole, and while no run holds the folder.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from anjuan.errors import OutputError, why
from anjuan.files import digest, write_whole
from anjuan.run.outcomes import Outcome
from anjuan.run.output import OWN_FOLDER, only_run
from anjuan.run.signoffs import Sight, SignOff, seen, with_another

_SIGNOFFS = "signoffs"


def any_signoffs(root: Path) -> bool:
    """Whether anything was ever said of any paper in an output folder."""
    return os.path.lexists(root / OWN_FOLDER / _SIGNOFFS)


def signoffs(root: Path, folder: str) -> Mapping[str, tuple[SignOff, ...]]:
    """What was said of the papers of a case, by file name.

    Args:
        root: the output folder.
        folder: name of the case's folder in it.

    Raises:
        OutputError: there is a record that can't be read.
    """
    path = _path(root, folder)
    try:
        found: Mapping[str, list[Mapping[str, Any]]] = json.loads(path.read_bytes())
        return {name: tuple(map(_signoff, signed)) for name, signed in found.items()}
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise OutputError("核对记录 {} 读不了（{}）。", path, why(error)) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise OutputError("核对记录 {} 已损坏。删去这个文件，可以重新核对。", path) from error


def sign(root: Path, path: str, signed: SignOff) -> None:
    """Note down what a person said of a paper.

    Args:
        root: the output folder.
        path: of the paper, relative to it, with `/`.
        signed: takes the place of what the same person said before.

    Raises:
        OutputError: a run is at work there, or it can't be written.
    """
    folder, _, name = path.rpartition("/")
    with only_run(root) as room:
        found = dict(signoffs(root, folder))
        found[name] = with_another(found.get(name, ()), signed)
        try:
            write_whole(_path(root, folder), _text(found).encode(), room)
        except OSError as error:
            raise OutputError("核对记录写不进去（{}）。", why(error)) from error


def with_signoffs(outcomes: Iterable[Outcome], root: Path, folder: str) -> tuple[Outcome, ...]:
    """What became of documents, with what was said of the papers that stand.

    Raises:
        OutputError: there is a record that can't be read.
    """
    found = signoffs(root, folder)
    return tuple(_with_own(it, found, root) for it in outcomes)


def _with_own(outcome: Outcome, found: Mapping[str, tuple[SignOff, ...]], root: Path) -> Outcome:
    signed = found.get(outcome.path.rpartition("/")[2]) if outcome.path else None
    if not signed:
        return outcome
    return replace(outcome, seen=seen(signed, digest_of(root / outcome.path)))


def digest_of(paper: Path) -> str:
    """SHA-256 of a paper as it stands; empty where it can't be read."""
    try:
        return digest(paper.read_bytes())
    except OSError:
        return ""


def _path(root: Path, folder: str) -> Path:
    return root / OWN_FOLDER / _SIGNOFFS / f"{folder}.json"


def _signoff(entry: Mapping[str, Any]) -> SignOff:
    sight, by, at, sha256 = (str(entry[name]) for name in ("state", "by", "at", "sha256"))
    return SignOff(Sight(sight), by, at, sha256)


def _text(found: Mapping[str, Iterable[SignOff]]) -> str:
    entries = {
        name: [
            {"state": it.sight.value, "by": it.by, "at": it.at, "sha256": it.digest}
            for it in signed
        ]
        for name, signed in sorted(found.items())
    }
    return json.dumps(entries, ensure_ascii=False, separators=(",", ":"))
