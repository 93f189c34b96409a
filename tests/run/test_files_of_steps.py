"""What steps that follow have made is told: in 清单.xlsx, in the report, and on screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import openpyxl
import pytest
from support.runs import Generate

from anjuan import FinishedRun, Problem, Rule, Severity, Step, hookimpl
from anjuan.cli.progress import Lines
from anjuan.errors import UsageError
from anjuan.plugin.host import Plugins
from anjuan.testing import case, incident, write_workbook

NOTE = Rule("note", "便条上要看一眼。", Severity.WARNING)


class WithNotes:
    """A step that puts a note into each dossier, the last case first."""

    def __init__(self) -> None:
        self.told: list[tuple[int, int]] = []

    @hookimpl
    def anjuan_steps(self) -> Iterable[Step]:
        return [Step(name="note", title="便条", help="写便条。", work=self._work, rules=(NOTE,))]

    def _work(self, run: FinishedRun) -> Iterator[Problem]:
        for done, it in enumerate(reversed(run.cases)):
            run.progress(done, len(run.cases))
            files = it.files("note")
            if files.standing("便条.txt", "1") is None:
                yield from files.put("便条.txt", b"1", "1")
        yield NOTE.on("便条", "便条写好了。", "请看一眼。")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return write_workbook(
        tmp_path / "表.xlsx",
        cases=[case(文书="报案材料"), case(案件编号="A002", 委托人姓名="李四", 文书="报案材料")],
        incidents=[incident(), incident(案件编号="A002", 受扰人="李四", 证据编号=None)],
    )


@pytest.fixture
def plugins() -> Plugins:
    return Plugins.load(outside=False, extra=[("note", WithNotes())])


def sheet(folder: Path, name: str) -> Sequence[tuple[object, ...]]:
    return list(openpyxl.load_workbook(folder / "清单.xlsx")[name].values)[1:]


def test_a_step_is_asked_for_by_its_title_and_the_summary_lists_its_files_in_order(
    generate: Generate, book: Path, plugins: Plugins
) -> None:
    done = generate(book, plugins=plugins, steps=("便条", "note"))

    assert sheet(done.folder, "打印件") == [
        ("A001", "张三", "便条", "A001_张三/便条.txt", None),
        ("A002", "李四", "便条", "A002_李四/便条.txt", None),
    ]
    assert done.report.printed == "便条 2 份"
    assert "便条写好了。" in [row[6] for row in sheet(done.folder, "问题")]
    # The papers are told in both versions of the summary.
    assert len(sheet(done.folder, "文书")) == len(done.report.outcomes)
    link = openpyxl.load_workbook(done.folder / "清单.xlsx")["打印件"]["D3"].hyperlink
    assert link is not None and (done.folder / str(link.target)).is_file()


def test_a_second_run_says_that_nothing_had_to_be_made(
    generate: Generate, book: Path, plugins: Plugins
) -> None:
    first = generate(book, plugins=plugins, steps=("note",))
    before = sheet(first.folder, "打印件")

    second = generate(book, plugins=plugins, steps=("note",))

    assert second.report.printed == "便条 2 份（未变）"
    assert sheet(second.folder, "打印件") == before
    (second.folder / "A001_张三/便条.txt").unlink()
    third = generate(book, plugins=plugins, steps=("note",))
    assert third.report.printed == "便条 2 份（新做 1 份）"


def test_what_a_person_changed_is_listed_with_the_new_version(
    generate: Generate, book: Path, plugins: Plugins
) -> None:
    first = generate(book, plugins=plugins, steps=("note",))
    (first.folder / "A001_张三/便条.txt").write_text("我的", encoding="utf-8")

    second = generate(book, plugins=plugins, steps=("note",))

    assert second.report.printed == "便条 2 份（未变，手改过 1 份）"
    assert sheet(second.folder, "打印件")[:2] == [
        ("A001", "张三", "便条", "A001_张三/便条.txt", "手改过，未动；新的一份见下一行。"),
        ("A001", "张三", "便条", "A001_张三/便条_新.txt", "新的一份，备对照。"),
    ]


def test_without_a_step_the_summary_has_no_sheet_of_its_files(
    generate: Generate, book: Path
) -> None:
    names = openpyxl.load_workbook(generate(book).folder / "清单.xlsx").sheetnames

    assert names == ["文书", "问题", "时效"]


def test_an_unknown_step_is_told_with_the_nearest_title(
    generate: Generate, book: Path, plugins: Plugins
) -> None:
    with pytest.raises(UsageError, match=r"没有“便笺”这个后续步骤。是不是“便条”？.*便条（note）"):
        generate(book, plugins=plugins, steps=("便笺",))


def test_where_nothing_can_be_drawn_it_is_said_now_and_then_how_far_a_step_is(
    capsys: pytest.CaptureFixture[str],
) -> None:
    at_once, patient = Lines(0), Lines(3600)

    for lines in (at_once, patient):
        for done in range(3):
            lines.step("便条", done, 3)

    told = capsys.readouterr().err.splitlines()
    assert [line.partition("，")[0] for line in told] == ["便条：1/3", "便条：2/3"]
