"""Files on disk: names every system accepts, whole files only, no hand edit lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, Generated
from hypothesis import given
from hypothesis import strategies as st
from workbooks import case, incident, write_workbook

from anjuan.dossier import Dossiers, State
from anjuan.names import MOST_BYTES, distinct_names, safe_name
from anjuan.resources import SAMPLE_WORKBOOK


@given(st.text())
def test_any_text_becomes_a_name_that_every_system_accepts(text: str) -> None:
    name = safe_name(text)

    assert name
    assert not set('<>:"/\\|?*') & set(name)
    assert all(unicodedata.category(sign) != "Cc" for sign in name)
    assert not name.endswith((".", " "))
    assert not name.startswith(" ")
    assert name not in (".", "..")
    assert len(name.encode("utf-8", "replace")) <= MOST_BYTES
    assert name.partition(".")[0].upper() not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT9"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("..", "_"),
        ("../../etc/passwd", "／..／etc／passwd"),
        ("con", "_con"),
        ("NUL.txt", "_NUL.txt"),
        ("甲. ", "甲"),
        ("a:b", "a：b"),
        ("", "_"),
        ("甲\u202e乙", "甲乙"),
    ],
)
def test_dangerous_names_are_disarmed(text: str, name: str) -> None:
    assert safe_name(text) == name


def test_long_chinese_names_are_cut_between_characters_and_stay_distinct() -> None:
    one, other = safe_name("债" * 300), safe_name("债" * 299 + "权")

    assert one != other
    assert one.startswith("债债债")
    assert len(one.encode()) <= MOST_BYTES


@given(st.lists(st.text(max_size=8), max_size=12, unique=True))
def test_different_cases_never_share_a_folder(texts: list[str]) -> None:
    names = distinct_names(texts)

    folded = {unicodedata.normalize("NFKC", name).casefold() for name in names}
    assert len(folded) == len(texts)


def test_names_that_differ_only_in_case_get_folders_of_their_own(
    generate: Callable[..., Generated], tmp_path: Path
) -> None:
    book = write_workbook(
        tmp_path / "表.xlsx",
        cases=[case(案件编号="a1", 文书="报案材料"), case(案件编号="A1", 文书="报案材料")],
        incidents=[incident(案件编号=number, 证据编号=None) for number in ("a1", "A1")],
        evidence=[],
    )

    paths = [outcome.path.partition("/")[0] for outcome in generate(book).report.outcomes]

    assert len({path.casefold() for path in paths}) == 2


def test_a_journal_cut_short_by_a_kill_is_read_and_continued(tmp_path: Path) -> None:
    Dossiers(tmp_path).write(Path("甲.docx"), b"one")
    journal = tmp_path / ".anjuan" / "journal.jsonl"
    journal.write_bytes(journal.read_bytes() + b'{"path": "\xe4\xb9')

    dossiers = Dossiers(tmp_path)

    assert dossiers.write(Path("甲.docx"), b"two") is State.WRITTEN
    assert Dossiers(tmp_path).write(Path("甲.docx"), b"three") is State.WRITTEN


def test_a_file_that_a_person_put_there_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "甲.docx").write_bytes(b"mine")

    assert Dossiers(tmp_path).write(Path("甲.docx"), b"ours") is State.KEPT
    assert (tmp_path / "甲.docx").read_bytes() == b"mine"


def test_force_sets_every_edited_version_aside(tmp_path: Path) -> None:
    dossiers = Dossiers(tmp_path)
    for edit in (b"first", b"second"):
        (tmp_path / "甲.docx").write_bytes(edit)
        assert dossiers.write(Path("甲.docx"), b"ours", force=True) is State.WRITTEN

    assert (tmp_path / "甲_手改.docx").read_bytes() == b"first"
    assert (tmp_path / "甲_手改2.docx").read_bytes() == b"second"


def test_no_temporary_file_remains_after_a_failed_write(tmp_path: Path) -> None:
    dossiers = Dossiers(tmp_path)
    (tmp_path / "甲.docx").mkdir()

    with pytest.raises(OSError, match=r".+"):
        dossiers.write(Path("甲.docx"), b"ours")

    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".tmp"] == []


def test_one_unwritable_document_fails_alone(
    generate: Callable[..., Generated], tmp_path: Path
) -> None:
    book = write_workbook(tmp_path / "表.xlsx")
    (tmp_path / "out" / "A001_张三" / "05_报案材料_虚构市公安局甲派出所.docx").mkdir(parents=True)

    states = generate(book).states()

    assert states["police-statement"] == ["failed"]
    assert states["civil-complaint"] == ["written"]


@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
def test_a_kill_at_any_moment_then_the_same_command_ends_as_an_undisturbed_run(
    tmp_path: Path,
) -> None:
    def start(folder: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "anjuan", "generate", str(SAMPLE_WORKBOOK), "-o", folder],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": f"{ROOT / 'core'}{os.pathsep}{ROOT / 'plugins'}"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    assert start("calm").wait() == 0
    for moment in (0.3, 0.5, 0.6, 0.7, 0.8, 0.95):
        process = start("killed")
        time.sleep(moment)
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert start("killed").wait() == 0

    assert contents(tmp_path / "killed") == contents(tmp_path / "calm")


def contents(folder: Path) -> dict[str, bytes]:
    """Every file a lawyer sees; states in the summary tell what the last run found."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in ("journal.jsonl", "清单.xlsx")
    }
