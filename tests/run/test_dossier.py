"""Files on disk: names every system accepts, whole files only, no hand edit lost."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.runs import Generated

from anjuan.errors import OutputError
from anjuan.files import MOST_BYTES, distinct_names, safe_name
from anjuan.run.dossier import Dossier, Paper
from anjuan.run.outcomes import State
from anjuan.run.output import only_run
from anjuan.testing import case, incident, write_workbook


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


def paper(content: bytes, name: str = "甲.docx", key: str = "键") -> Paper:
    return Paper(name, content, key)


def test_a_changed_document_is_rewritten_and_an_unchanged_one_left(tmp_path: Path) -> None:
    assert Dossier(tmp_path, "案", 1).write([paper(b"one")]) == [State.WRITTEN]
    assert Dossier(tmp_path, "案", 2).write([paper(b"one")]) == [State.UNCHANGED]
    assert Dossier(tmp_path, "案", 2).write([paper(b"one")]) == [State.UNCHANGED]
    assert Dossier(tmp_path, "案", 3).write([paper(b"two")]) == [State.WRITTEN]
    # The third run broke off here and is done again.
    assert Dossier(tmp_path, "案", 3).write([paper(b"two")]) == [State.WRITTEN]
    assert Dossier(tmp_path, "案", 4).write([paper(b"two")]) == [State.UNCHANGED]
    assert (tmp_path / "案" / "甲.docx").read_bytes() == b"two"


def test_a_document_made_from_the_same_key_need_not_be_made_again(tmp_path: Path) -> None:
    Dossier(tmp_path, "案").write([paper(b"one")])
    dossier = Dossier(tmp_path, "案")

    found = dossier.current(["草稿_甲.docx", "甲.docx"], "键")

    assert found is not None and found[:2] == ("甲.docx", State.WRITTEN)
    later = Dossier(tmp_path, "案", run=1).current(["甲.docx"], "键")
    assert later is not None and later[1] is State.UNCHANGED
    assert dossier.current(["甲.docx"], "别的键") is None
    (tmp_path / "案" / "甲.docx").write_bytes(b"edited")
    assert dossier.current(["甲.docx"], "键") is None
    (tmp_path / "案" / "甲.docx").unlink()
    assert dossier.current(["甲.docx"], "键") is None


def test_a_hand_edited_file_is_kept_and_the_new_version_stands_beside_it(tmp_path: Path) -> None:
    Dossier(tmp_path, "案").write([paper(b"one")])
    edited, beside = tmp_path / "案" / "甲.docx", tmp_path / "案" / "甲_新.docx"
    edited.write_bytes(b"mine")

    for content in (b"two", b"three", b"three"):
        assert Dossier(tmp_path, "案").write([paper(content)]) == [State.KEPT]
        assert beside.read_bytes() == content
        assert edited.read_bytes() == b"mine"
    beside.write_bytes(b"mine too")
    assert Dossier(tmp_path, "案").write([paper(b"four")]) == [State.KEPT]
    assert beside.read_bytes() == b"mine too"


def test_a_file_that_a_person_put_there_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "案").mkdir()
    (tmp_path / "案" / "甲.docx").write_bytes(b"mine")

    assert Dossier(tmp_path, "案").write([paper(b"ours")]) == [State.KEPT]
    assert (tmp_path / "案" / "甲.docx").read_bytes() == b"mine"


def test_an_older_version_of_ours_is_not_taken_for_an_edit(tmp_path: Path) -> None:
    target = tmp_path / "案" / "甲.docx"
    for content in (b"one", b"two"):
        Dossier(tmp_path, "案").write([paper(content)])
    target.write_bytes(b"one")

    assert Dossier(tmp_path, "案").write([paper(b"three")]) == [State.WRITTEN]


@pytest.mark.parametrize("record", [b"", b"{", b"[]", b'{"\xe7\x94\xb2.docx": {"sha256": 1}}'])
def test_with_a_damaged_record_nothing_is_overwritten(tmp_path: Path, record: bytes) -> None:
    with only_run(tmp_path):
        Dossier(tmp_path, "案").write([paper(b"one")])
    (tmp_path / ".anjuan" / "cases" / "案.json").write_bytes(record)

    assert Dossier(tmp_path, "案").write([paper(b"two")]) == [State.KEPT]
    assert (tmp_path / "案" / "甲.docx").read_bytes() == b"one"


def test_an_empty_file_left_by_a_power_cut_is_written_anew(tmp_path: Path) -> None:
    Dossier(tmp_path, "案").write([paper(b"one")])
    (tmp_path / "案" / "甲.docx").write_bytes(b"")

    assert Dossier(tmp_path, "案").write([paper(b"one")]) == [State.WRITTEN]


def test_force_sets_every_edited_version_aside(tmp_path: Path) -> None:
    folder = tmp_path / "案"
    folder.mkdir()
    for edit in (b"first", b"second"):
        (folder / "甲.docx").write_bytes(edit)
        assert Dossier(tmp_path, "案").write([paper(b"ours")], force=True) == [State.WRITTEN]

    assert (folder / "甲_手改.docx").read_bytes() == b"first"
    assert (folder / "甲_手改2.docx").read_bytes() == b"second"


def test_no_temporary_file_remains_after_a_failed_write(tmp_path: Path) -> None:
    (tmp_path / "案" / "甲.docx").mkdir(parents=True)

    [state, other] = Dossier(tmp_path, "案").write([paper(b"one"), paper(b"two", "乙.docx")])

    assert isinstance(state, OSError)
    assert other is State.WRITTEN
    assert not list(tmp_path.rglob("*.tmp"))


def test_papers_of_earlier_runs_are_told(tmp_path: Path) -> None:
    Dossier(tmp_path, "案").write([paper(b"one"), paper(b"two", "乙.docx")])
    dossier = Dossier(tmp_path, "案")

    assert dossier.leftovers(["乙.docx"]) == ["甲.docx"]
    (tmp_path / "案" / "甲.docx").unlink()
    assert dossier.leftovers(["乙.docx"]) == []


def test_two_runs_in_one_folder_do_not_meet(tmp_path: Path) -> None:
    with only_run(tmp_path), pytest.raises(OutputError, match="另一次运行"), only_run(tmp_path):
        pass
    with only_run(tmp_path):
        pass


def test_one_unwritable_document_fails_alone(
    generate: Callable[..., Generated], tmp_path: Path
) -> None:
    book = write_workbook(tmp_path / "表.xlsx")
    (tmp_path / "out" / "A001_张三" / "05_报案材料_虚构市公安局甲派出所.docx").mkdir(parents=True)

    states = generate(book).states()

    assert states["police-statement"] == ["failed"]
    assert states["civil-complaint"] == ["written"]
