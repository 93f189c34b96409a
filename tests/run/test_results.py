"""What became of every case and every kind is told: on screen, as JSON, in 清单.xlsx."""

from __future__ import annotations

import json
import re
from pathlib import Path

import openpyxl
import pytest
from support.batches import many
from support.runs import Cli, Generate

from anjuan import Kind, Matter, Message, Recipient, hookimpl
from anjuan.cli.commands import generate as generate_command
from anjuan.cli.report import show
from anjuan.plugin.host import Plugins
from anjuan.run.outcomes import Report, State
from anjuan.testing import INCIDENT, case, incident, write_workbook

# Asks for a kind that nobody offers; for one that does not concern it; for one that it lacks.
NOTHING_THERE = case(案件编号="A001", 文书="报案才料")
NOT_CONCERNED = case(案件编号="A002", 文书="协商还款申请书")
LACKING = case(案件编号="A003", 文书="民事起诉状", 住址=None)
SOUND = case(案件编号="A004", 文书="报案材料")


def workbook(folder: Path) -> Path:
    return write_workbook(
        folder / "表.xlsx",
        cases=[NOTHING_THERE, NOT_CONCERNED, LACKING, SOUND],
        incidents=[incident(案件编号=f"A00{number}", 证据编号=None) for number in range(1, 5)],
        evidence=[],
    )


def listed(folder: Path) -> list[dict[str, str]]:
    """The rows of sheet 文书."""
    heading, *rows = openpyxl.load_workbook(folder / "清单.xlsx")["文书"].values
    return [dict(zip(map(str, heading), row, strict=True)) for row in rows]  # type: ignore[arg-type]


def test_a_case_without_any_document_stands_everywhere(cli: Cli, tmp_path: Path) -> None:
    book = workbook(tmp_path)

    shown = cli("generate", book, "-o", "out")
    told = json.loads(cli("generate", book, "-o", "out", "--json").out)["documents"]

    states = {"A001": "refused", "A002": "not-applicable", "A003": "refused", "A004": "unchanged"}
    assert {it["case"]: it["state"] for it in told} == states
    assert all(it["reason"] for it in told if it["case"] != "A004")
    assert "没有“报案才料”这种文书" in told[0]["reason"]
    rows = listed(tmp_path / "out")
    assert [row["案件编号"] for row in rows] == list(states)
    assert (rows[0]["文书"], rows[0]["状态"]) == ("（一份也没有）", "未生成")
    assert all(row["说明"] for row in rows[:3])
    for number in states:
        assert re.search(f"^{number}\t", shown.out, re.MULTILINE), number
    assert "3 个案件一份文书也没有：A001、A002、A003。" in shown.out


def test_a_case_that_needs_none_of_the_kinds_has_a_row_on_screen(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    counts = {State.NOT_APPLICABLE: 5}

    show(Report((), (), counts, ("A001",), 1, {}), tmp_path)

    shown = capsys.readouterr()
    assert "A001\t（一份也没有）\t不适用\t—\n" in shown.out
    assert "不适用 5 项。" in shown.out
    assert "1 个案件一份文书也没有：A001。" in shown.out
    assert not shown.err


def test_a_kind_that_does_not_concern_a_case_is_no_refusal(cli: Cli, tmp_path: Path) -> None:
    book = write_workbook(tmp_path / "表.xlsx", cases=[case(管辖法院=None)])

    asked = cli("generate", book, "-o", "out", "-d", "民事起诉状")
    unasked = json.loads(cli("generate", book, "-o", "out", "--json").out)

    reason = "没有填写管辖法院，也没有主张损失或者精神损害抚慰金"
    assert asked.status == 0
    assert f"不适用：民事起诉状（A001）：{reason}" in asked.err
    assert "民事起诉状\t不适用\t—\n" in asked.out
    [complaint] = [it for it in unasked["documents"] if it["kind"] == "civil-complaint"]
    assert (complaint["state"], complaint["path"], complaint["problems"]) == (
        "not-applicable", "", [],
    )  # fmt: skip
    assert reason in complaint["reason"]
    row = next(row for row in listed(tmp_path / "out") if row["文书"] == "民事起诉状")
    assert (row["状态"], reason in row["说明"]) == ("不适用", True)


def test_a_kind_of_the_wenshu_cell_that_does_not_concern_the_case_is_told_at_the_cell(
    cli: Cli, tmp_path: Path
) -> None:
    book = write_workbook(tmp_path / "表.xlsx", cases=[case(文书="报案材料、协商还款申请书")])

    done = cli("generate", book, "-o", "out")

    assert done.status == 0
    assert "提醒：A001 案件!" in done.err
    assert "协商还款申请书不适用：“愿意协商还款”一栏没有写“是”。" in done.err
    assert "（文书）" in done.err


def test_what_does_not_concern_a_case_takes_no_number(generate: Generate, tmp_path: Path) -> None:
    done = generate(write_workbook(tmp_path / "表.xlsx", cases=[case(管辖法院=None)]))

    numbers = [it.path.partition("/")[2][:2] for it in done.report.outcomes if it.path]
    assert numbers == [f"{number:02d}" for number in range(1, len(numbers) + 1)]


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (Message("只给{}写。", "李四"), "只给李四写。"),
        ("只给别人写。", "只给别人写。"),
        ("", "给别人的信。"),
        (False, "给别人的信。"),
        (True, ""),
    ],
)
def test_a_kind_says_why_it_does_not_concern_a_case(
    generate: Generate, tmp_path: Path, answer: bool | str, told: str
) -> None:
    plugins = Plugins.load(outside=False, extra=[("letter", Letter(tmp_path, answer))])

    done = generate(write_workbook(tmp_path / "表.xlsx"), plugins=plugins, kinds=("letter",))

    [outcome] = done.report.outcomes
    assert outcome.spared == told
    assert outcome.state is (State.NOT_APPLICABLE if told else State.WRITTEN)
    assert done.report.is_clean


class Letter:
    """Offers one kind that answers so."""

    def __init__(self, folder: Path, answer: bool | str) -> None:
        from support.blank import new_document

        new_document().save(str(folder / "信.docx"))
        self._folder, self._answer = folder, answer

    @hookimpl
    def anjuan_kinds(self) -> tuple[Kind, ...]:
        return (
            Kind(
                name="letter",
                title="信",
                help="给别人的信。",
                template=self._folder / "信.docx",
                recipients=self._recipients,
                applies=lambda matter: self._answer,
            ),
        )

    def _recipients(self, matter: Matter) -> tuple[Recipient, ...]:
        return (Recipient(name="某人"),)


def test_problems_of_one_sort_are_one_line_and_ten_lines_are_shown(
    cli: Cli, tmp_path: Path
) -> None:
    book = many(tmp_path / "表.xlsx", 12, 公安机关=None, 损害后果=None)

    done = cli("generate", book, "-o", "out")

    lines = [line for line in done.err.splitlines() if line.startswith("提醒：")]
    assert len(lines) == 2
    assert all("A0001 案件!" in line and "等，共 12 处）" in line for line in lines)
    assert "案件表共有 24 处提醒，全部见 清单.xlsx。" in done.err


def test_an_error_is_told_however_many_warnings_came_before_it(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generate_command, "MOST_ROWS", 3)
    numbers = [f"A{index:03d}" for index in range(5)]
    book = write_workbook(
        tmp_path / "表.xlsx",
        cases=[case(案件编号=it, 公安机关=None, 文书="报案材料") for it in numbers],
        incidents=[{**INCIDENT, "案件编号": it, "证据编号": None} for it in numbers]
        + [{**INCIDENT, "案件编号": "A999", "证据编号": None}],
        evidence=[],
    )

    done = cli("generate", book, "-o", "out")

    assert done.status == 1
    assert "案件表里没有编号“A999”" in done.err
    assert re.search("案件表共有 1 处错误、[0-9]+ 处提醒", done.err)
