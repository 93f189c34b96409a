"""Files of steps: an outside step that goes through `StepFiles` keeps what people edited."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from support.runs import Generate, Generated

from anjuan import FinishedRun, Problem, Rule, Step, hookimpl
from anjuan.files import write_whole
from anjuan.plugin.host import Plugins
from anjuan.run import dossier
from anjuan.testing import case, write_workbook

FOLDER = "A001_张三"
TOO_LONG = Rule("note-too-long", "便条太长。")


class Notes:
    """An outside plug-in whose step writes a note into each dossier."""

    def __init__(self, name: str = "note", file: str = "便条.txt") -> None:
        self.made: list[str] = []
        self._name = name
        self._file = file

    @hookimpl
    def anjuan_steps(self) -> Iterable[Step]:
        return [Step(name=self._name, title="便条", help="写一张便条。", work=self._work)]

    def _work(self, run: FinishedRun) -> Iterator[Problem]:
        for finished in run.cases:
            text = f"致{finished.case.client.name}：{finished.case.remark}"
            key = hashlib.sha256(text.encode()).hexdigest()
            files = finished.files(self._name)
            if len(text) > 50:
                yield files.problem(TOO_LONG, self._file, "太长，没有写", "请改短备注。")
                continue
            told = files.standing(self._file, key)
            if told is None:
                self.made.append(text)
                told = files.put(self._file, text.encode(), key)
            yield from told


def noted(
    generate: Generate, folder: Path, plugin: Notes, remark: str, **options: object
) -> Generated:
    book = write_workbook(folder / "表.xlsx", cases=[case(备注=remark)])
    plugins = Plugins.load(outside=False, extra=[("notes", plugin)])
    return generate(book, plugins=plugins, kinds=("police-statement",), steps=("note",), **options)


def codes(done: Generated) -> list[str]:
    return [it.code for it in done.report.problems if it.message.startswith(FOLDER)]


def test_a_note_that_a_person_edited_is_kept_and_the_new_one_stands_beside_it(
    generate: Generate, tmp_path: Path
) -> None:
    plugin = Notes()
    note = noted(generate, tmp_path, plugin, "甲").folder / FOLDER / "便条.txt"
    note.write_text("手改", encoding="utf-8")

    kept = noted(generate, tmp_path, plugin, "乙")
    again = noted(generate, tmp_path, plugin, "乙")

    assert note.read_text("utf-8") == "手改"
    assert note.with_name("便条_新.txt").read_text("utf-8") == "致张三：乙"
    assert codes(kept) == codes(again) == ["kept-print"]
    [problem] = [it for it in kept.report.problems if it.code == "kept-print"]
    assert (problem.sheet, problem.cell, problem.is_error) == ("案件", "A2", False)


def test_force_sets_an_edited_note_aside(generate: Generate, tmp_path: Path) -> None:
    plugin = Notes()
    note = noted(generate, tmp_path, plugin, "甲").folder / FOLDER / "便条.txt"
    note.write_text("手改", encoding="utf-8")

    done = noted(generate, tmp_path, plugin, "乙", force=True)

    assert note.read_text("utf-8") == "致张三：乙"
    assert note.with_name("便条_手改.txt").read_text("utf-8") == "手改"
    assert codes(done) == []


def test_a_note_is_made_anew_only_where_what_it_is_made_from_changed(
    generate: Generate, tmp_path: Path
) -> None:
    plugin = Notes()
    note = noted(generate, tmp_path, plugin, "甲").folder / FOLDER / "便条.txt"
    noted(generate, tmp_path, plugin, "甲")
    noted(generate, tmp_path, plugin, "乙")
    note.unlink()
    done = noted(generate, tmp_path, plugin, "乙")

    assert plugin.made == ["致张三：甲", "致张三：乙", "致张三：乙"]
    assert note.read_text("utf-8") == "致张三：乙"
    assert codes(done) == []


def test_after_a_kill_a_half_done_note_does_not_look_edited(
    generate: Generate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plugin = Notes()
    note = noted(generate, tmp_path, plugin, "甲").folder / FOLDER / "便条.txt"

    def killed(target: str, *arguments: object) -> None:
        if target == str(note):
            raise KeyboardInterrupt
        write_whole(target, *arguments)  # type: ignore[arg-type]  # as it was called

    with monkeypatch.context() as patched:
        patched.setattr(dossier, "write_whole", killed)
        with pytest.raises(KeyboardInterrupt):
            noted(generate, tmp_path, plugin, "乙")
    done = noted(generate, tmp_path, plugin, "丙")

    assert note.read_text("utf-8") == "致张三：丙"
    assert [path.name for path in note.parent.glob("便条*")] == ["便条.txt"]
    assert codes(done) == []


def test_a_problem_with_a_note_is_told_at_the_cell_of_its_case(
    generate: Generate, tmp_path: Path
) -> None:
    done = noted(generate, tmp_path, Notes(), "长" * 60)

    [problem] = [it for it in done.report.problems if it.code == "note-too-long"]
    assert str(problem) == f"案件!A2（案件编号）：{FOLDER}/便条.txt 太长，没有写。请改短备注。"
    assert problem.case == "A001"


def test_a_file_outside_of_the_dossier_is_refused(generate: Generate, tmp_path: Path) -> None:
    done = noted(generate, tmp_path, Notes(file="../便条.txt"), "甲")

    assert "“../便条.txt”不是文件名" in done.problems()
    assert not (done.folder / "便条.txt").exists()


@pytest.mark.parametrize("name", ["", "../cases", "便条", "Note"])
def test_a_step_is_named_so_that_its_record_has_a_place_of_its_own(name: str) -> None:
    plugins = Plugins.load(outside=False, extra=[("notes", Notes(name=name))])

    assert "小写英文字母" in plugins.infos["notes"].reason
