"""The command `generate`: how it is used, where it says what, how it ends."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from support.runs import Cli

from anjuan.testing import case, evidence, incident, write_workbook


def test_json_has_the_shape_of_the_contract(cli: Cli, tmp_path: Path) -> None:
    book = write_workbook(tmp_path / "表.xlsx", cases=[case(性别="女")])

    result = json.loads(cli("generate", book, "-o", "out", "--json").out)

    assert {"documents", "problems"} == set(result)
    assert {"case", "kind", "recipient", "state", "path", "problems"} <= set(result["documents"][0])
    keys = {"sheet", "cell", "heading", "value", "severity", "code", "message", "remedy"}
    assert keys <= set(result["problems"][0])


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (
            ["generate", "表.xlsx", "-o", "out", "-d", "police-statment"],
            2,
            "是不是“police-statement”",
        ),
        (["generate", "表.xlsx", "-o", "out", "-c", "A999"], 2, "没有案件“A999”"),
        (["generate"], 2, "缺少参数 案件表"),
        (["generate", "没有.xlsx", "-o", "out"], 3, "找不到文件"),
        (["generte"], 2, "没有这个命令：generte。是不是“generate”？"),
        (["deadlines", "表.xlsx", "别的.xlsx"], 2, "多出了参数：别的.xlsx。"),
        (["generate", "表.xlsx", "-o", "out", "--jobs", "0"], 2, "“0”不是正整数"),
        (["generate", "表.xlsx", "-o", "out", "--jobs", "x"], 2, "“x”不是正整数"),
        (["generate", "表.xlsx", "-o", "out", "--jobs", "9" * 5000], 2, "9”太大"),
        (["desk", "表.xlsx", "--port", "9" * 5000], 2, "9”不是端口"),
        (["desk", "表.xlsx", "--port", f"{'0' * 16}8080x"], 2, "8080”不是端口"),
        (["generate", "表.xlsx", "-o", "out", "--fource"], 2, "没有“--fource”这个选项"),
    ],
)
def test_wrong_usage_is_explained_in_chinese(
    cli: Cli, tmp_path: Path, arguments: list[str], status: int, words: str
) -> None:
    write_workbook(tmp_path / "表.xlsx")

    done = cli(*arguments)

    assert (done.status, done.out) == (status, "")
    assert words in done.err


def test_an_output_folder_that_is_a_file_is_exit_3(cli: Cli, tmp_path: Path) -> None:
    write_workbook(tmp_path / "表.xlsx")
    (tmp_path / "out").write_text("")

    done = cli("generate", "表.xlsx", "-o", "out")

    assert done.status == 3
    assert "写不进去" in done.err


def test_results_go_to_stdout_and_complaints_to_stderr(cli: Cli, tmp_path: Path) -> None:
    write_workbook(tmp_path / "表.xlsx", cases=[case(住址=None)])

    done = cli("generate", "表.xlsx", "-o", "out")

    assert "已生成" in done.out
    assert "案件!K2（住址）" in done.err
    assert "案件!K2" not in done.out


def test_a_pipe_that_closes_early_is_no_traceback(tmp_path: Path) -> None:
    done = subprocess.run(
        "anjuan fields | head -1",
        shell=True,
        capture_output=True,
        encoding="utf-8",
        cwd=tmp_path,
        check=False,
    )

    assert "Traceback" not in done.stderr


def test_each_reason_is_said_once_with_the_documents_it_kept_from_being_made(
    cli: Cli, tmp_path: Path
) -> None:
    write_workbook(tmp_path / "表.xlsx", cases=[case(落款日期="某日")])

    done = cli("generate", "表.xlsx", "-o", "out")

    lines = [line for line in done.err.splitlines() if line.startswith("未生成：")]
    assert len(lines) == 1
    assert "平台投诉函、监管举报投诉材料、报案材料、民事起诉状" in lines[0]
    # Nobody knows to whom a document goes that was not planned; it was not left open by hand.
    refused = [line for line in done.out.splitlines() if "\t未生成\t" in line]
    assert len(refused) == 5
    assert not [line for line in refused if "（留空）" in line]


def test_a_document_that_was_not_made_is_told_however_many_were(cli: Cli, tmp_path: Path) -> None:
    numbers = [f"A{index:04d}" for index in range(30)]
    book = write_workbook(
        tmp_path / "表.xlsx",
        cases=[case(案件编号=it, 住址=None if it == "A0029" else "某处") for it in numbers],
        incidents=[incident(案件编号=it) for it in numbers],
        evidence=[evidence(案件编号=it) for it in numbers],
    )

    done = cli("generate", book, "-o", "out")

    assert done.status == 1
    assert "只列出前 60 份" in done.out
    assert "未生成：A0029 案件!K31（住址）" in done.err
    assert "报案材料" in done.err
