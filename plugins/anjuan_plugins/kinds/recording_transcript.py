"""录音文字整理稿和来电比对表: what a court needs to hear a recording beside the list of calls.

The words are written down by who has listened; what is known of a file and of the calls that it is
of stands there already. Source: 民诉法解释 art. 116, 民事证据规定 arts. 15 and 19.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from anjuan import (
    Brief,
    Case,
    Evidence,
    EvidenceType,
    Incident,
    Kind,
    Matter,
    Message,
    Method,
    Recipient,
    duration_text,
    evidence_files,
    hookimpl,
    how_many,
    number_key,
    shipped_template,
    split_list,
)
from anjuan_plugins.kinds import handing_in
from anjuan_plugins.kinds.facts.defendants import defendants
from anjuan_plugins.kinds.prose.phrases import one_line
from anjuan_plugins.kinds.prose.voices import COURT

_SOUND = "录音"
# Sound and film of the usual telephones; pictures of a recording are none.
_SUFFIXES = frozenset({".mp3", ".m4a", ".wav", ".amr", ".aac", ".3gp", ".ogg", ".mp4", ".flac"})
_UNKNOWN = "＿＿"


def is_recording(exhibit: Evidence) -> bool:
    """Whether somebody can listen to it: by 证据种类, by its name, by its files."""
    if exhibit.type:
        return exhibit.type == EvidenceType.CALL_RECORDING
    return _SOUND in exhibit.title or any(map(_is_sound, evidence_files(exhibit, Path())))


def _is_sound(path: Path) -> bool:
    return path.suffix.lower() in _SUFFIXES


def _recordings(case: Case) -> tuple[Evidence, ...]:
    return tuple(filter(is_recording, case.evidence))


def _applies(matter: Matter) -> bool | str:
    return bool(_recordings(matter.case)) or Message("“证据”表里没有录音。")


def _recipients(matter: Matter) -> Iterator[Recipient]:
    yield Recipient()


def context(brief: Brief) -> Mapping[str, object]:
    """Each recording with the calls that it is of, and all calls by the number of their row."""
    case = brief.case
    calls = tuple(row for row in case.incidents if row.method == Method.CALL)
    sued = defendants(case)
    return {
        "被告名称": "、".join(it.name for it in sued),
        "副本份数": how_many(it.name for it in sued),
        "录音": [_recording(it, calls, brief.folder) for it in _recordings(case)],
        "来电": [_call(case, number, row) for number, row in enumerate(calls, start=1)],
    }


def _recording(
    exhibit: Evidence, calls: tuple[Incident, ...], folder: Path | None
) -> Mapping[str, object]:
    of_it = [(number, row) for number, row in enumerate(calls, start=1) if _names(row, exhibit)]
    callers = dict.fromkeys(row.number for _, row in of_it if row.number)
    names = dict.fromkeys(one_line(row.claimed_name) for _, row in of_it if row.claimed_name)
    return {
        "项": exhibit,
        "文件": [_file(path) for path in _files(exhibit, folder or Path())],
        "行号": "、".join(str(number) for number, _ in of_it),
        "对方号码": "、".join(callers),
        "对方自称": "、".join(names),
        "受话人": "、".join(dict.fromkeys(row.victim for _, row in of_it)),
    }


def _files(exhibit: Evidence, folder: Path) -> tuple[Path, ...]:
    """The recordings among its files; all of them where none looks like one."""
    files = evidence_files(exhibit, folder)
    return tuple(filter(_is_sound, files)) or files


def _names(row: Incident, exhibit: Evidence) -> bool:
    return number_key(exhibit.number) in map(number_key, split_list(row.evidence_numbers))


def _file(path: Path) -> Mapping[str, str]:
    """Its name, and its SHA-256 where it is there to be read."""
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        digest = ""
    return {"名称": path.name, "校验值": digest}


def _call(case: Case, number: int, row: Incident) -> Mapping[str, object]:
    exhibits = case.exhibits_of([row])
    recorded = [it.number for it in exhibits if is_recording(it)]
    listed = [it for it in exhibits if not is_recording(it)]
    return {
        "行号": number,
        "记录": row,
        "接通": _UNKNOWN if row.connected is None else f"{row.connected}次",
        "时长": _UNKNOWN if row.talk_seconds is None else duration_text(row.talk_seconds),
        "录音": "、".join(recorded),
        "详单": "、".join(it.number for it in listed),
        "来源": "、".join(dict.fromkeys(COURT.cell(it.source) for it in listed if it.source)),
    }


KIND = Kind(
    name="recording-transcript",
    title="录音文字整理稿和来电比对表",
    help="随录音提交人民法院：每份录音的文件名、校验值和逐句填写的格子，并与来电逐行比对；证据表里有录音的案件。",
    template=shipped_template("recording-transcript", "录音文字整理稿和来电比对表"),
    handing_in=handing_in.TRANSCRIPT,
    also_called=("录音文字整理稿", "录音整理稿", "来电比对表"),
    applies=_applies,
    recipients=_recipients,
    context=context,
    reads_exhibits=True,
    on_request=True,
)


@hookimpl
def anjuan_kinds() -> Iterable[Kind]:
    """Offer the transcript."""
    return (KIND,)
