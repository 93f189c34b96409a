"""Files on disk: names every system accepts, whole files only, no hand edit lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.dossiers import paper
from support.runs import Generate

from anjuan.errors import OutputError
from anjuan.files import write_whole
from anjuan.run.dossier import Dossier
from anjuan.run.outcomes import State
from anjuan.run.output import only_run
from anjuan.testing import case, incident, write_workbook


def test_numbers_that_come_to_one_file_name_get_folders_of_their_own(
    generate: Generate, tmp_path: Path
) -> None:
    numbers = ("A/1", "a:1")
    book = write_workbook(
        tmp_path / "表.xlsx",
        cases=[case(案件编号=number, 文书="报案材料") for number in numbers],
        incidents=[incident(案件编号=number, 证据编号=None) for number in numbers],
        evidence=[],
    )

    paths = [outcome.path.partition("/")[0] for outcome in generate(book).report.outcomes]

    assert len({path.casefold() for path in paths}) == 2


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


@pytest.mark.parametrize("new", [b"one", b"two"])
def test_what_a_person_saves_while_a_run_writes_is_set_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, new: bytes
) -> None:
    Dossier(tmp_path, "案", 1).write([paper(b"one"), paper(b"other", "乙.docx")])
    standing = tmp_path / "案" / "甲.docx"

    def save_in_word(target: str, *given: object) -> None:
        write_whole(target, *given)  # type: ignore[arg-type]
        if target.endswith("乙.docx"):
            standing.write_bytes(b"edited")

    monkeypatch.setattr("anjuan.run.dossier.write_whole", save_in_word)
    Dossier(tmp_path, "案", 2).write([paper(b"new", "乙.docx"), paper(new)])

    assert standing.read_bytes() == new
    assert (tmp_path / "案" / "甲_手改.docx").read_bytes() == b"edited"


def test_where_a_new_version_could_not_be_written_the_one_that_stands_is_known_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Dossier(tmp_path, "案", 1).write([paper(b"one")])

    def refuse(target: str, *given: object) -> None:
        if target.endswith(".docx"):
            raise PermissionError
        write_whole(target, *given)  # type: ignore[arg-type]

    monkeypatch.setattr("anjuan.run.dossier.write_whole", refuse)
    Dossier(tmp_path, "案", 2).write([paper(b"two")])

    assert Dossier(tmp_path, "案", 3).standing("甲.docx") is not None
    (tmp_path / "案" / "甲.docx").write_bytes(b"two")
    assert Dossier(tmp_path, "案", 3).standing("甲.docx") is None


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


def test_one_unwritable_document_fails_alone(generate: Generate, tmp_path: Path) -> None:
    book = write_workbook(tmp_path / "表.xlsx")
    (tmp_path / "out" / "A001_张三" / "05_报案材料_虚构市公安局甲派出所.docx").mkdir(parents=True)

    states = generate(book).states()

    assert states["police-statement"] == ["failed"]
    assert states["civil-complaint"] == ["written"]
