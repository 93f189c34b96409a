"""`--redact`: what is shown can be passed on, and still says where the fault is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from support.blank import new_document
from support.cells import cell
from support.own_paper import plugin_with
from support.runs import ROOT, Cli, Generate, shipped_plugins
from support.secrets import PHONE, SECRETS, secret_workbook, secrets_in

from anjuan import Matter, Problem, Rule, Severity
from anjuan.cli.redaction import Redaction
from anjuan.plugin.host import Plugins
from anjuan.testing import IDENTITY

FAULTS: dict[str, dict[str, object]] = {
    "none": {},
    "an identity number with a slip": {"身份证号": IDENTITY[:-1] + "9"},
    "two phones in a cell": {"联系电话": f"{PHONE} 13900000002"},
    "a word that is no choice": {"委托人身份": "秘密身份"},
    "an institution nobody entered": {"债权人": "秘密债权人"},
    "a kind nobody offers": {"文书": "秘密文书"},
    "a sex that is not the number's": {"性别": "女"},
    "a birthday that is not the number's": {"出生日期": "1991-02-03"},
    "a date that is none": {"借款日期": "秘密日期"},
    "a sum that is none": {"借款金额": "秘密金额"},
    "a tag": {"住址": "{{ 秘密 }}"},
    "nothing where something is needed": {"身份证号": None},
}


@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.parametrize("options", [(), ("--json",)])
@pytest.mark.parametrize("command", [("check",), ("generate", "-o", "秘密文件夹")])
def test_redacted_output_gives_nothing_away(
    name: str, options: tuple[str, ...], command: tuple[str, ...], cli: Cli, tmp_path: Path
) -> None:
    book = secret_workbook(tmp_path / "秘密案件.xlsx", **FAULTS[name])

    done = cli(*command, book, *options, "--redact")

    assert secrets_in(done.out + done.err) == set()
    assert str(tmp_path) not in done.out + done.err
    if options:
        report = json.loads(done.out)
        problems = [
            *report["problems"],
            *(problem for document in report["documents"] for problem in document["problems"]),
        ]
        assert all(problem["code"] for problem in problems)
        assert name == "none" or any(problem["cell"] for problem in problems)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (
            {"身份证号": IDENTITY[:-1] + "9"},
            "错误  案件!H2（身份证号）：“＊”的校验位不对，多半有一位抄错。（bad-identity）",
        ),
        (
            {"委托人身份": "秘密身份"},
            "案件!B2（委托人身份）：“＊”不在可选值之中。请从 债务人本人、联系人 中选一项。",
        ),
        (
            {"文书": "秘密文书"},
            f"案件!{cell('案件', '文书')}（文书）：没有“＊”这种文书。可以写：平台投诉函、监管举报",
        ),
        ({"性别": "女"}, "案件!D2（性别）：性别写的是“＊”，身份证号却是“＊”"),
        (
            {"债权人": "秘密债权人"},
            f"案件!{cell('案件', '债权人')}（债权人）：机构表里没有“＊”。（unknown-institution）",
        ),
    ],
)
def test_what_is_ours_of_a_sentence_is_still_said(
    changes: dict[str, object], told: str, cli: Cli, tmp_path: Path
) -> None:
    done = cli("check", secret_workbook(tmp_path / "表.xlsx", **changes), "--redact")

    assert told in done.out
    assert secrets_in(done.out) == set()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("check", "秘密不在.xlsx"), "错误：＊：找不到文件。请检查路径和文件名。"),
        (("generate", "秘密案件.xlsx", "-o", "out", "-c", "秘密案号"), "案件表里没有案件“＊”。"),
        (
            ("check", "秘密案件.xlsx", "--mark", "秘密案件.xlsx"),
            "＊ 不是标注过的副本，没有改动。请给副本另起一个名字。",
        ),
        (
            ("generate", "秘密案件.xlsx", "-o", "out", "-d", "police-statment"),
            "没有“＊”这种文书。是不是“police-statement”？",
        ),
    ],
)
def test_what_is_ours_of_an_error_is_still_said(
    arguments: tuple[str, ...], told: str, cli: Cli, tmp_path: Path
) -> None:
    secret_workbook(tmp_path / "秘密案件.xlsx")

    done = cli(*arguments, "--redact")

    assert told in done.err
    assert secrets_in(done.err) == set()


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "秘密不在.xlsx"),
        ("generate", "秘密案件.xlsx", "-o", "out", "-c", "秘密案号"),
        ("generate", "秘密案件.xlsx", "-o", "out", "--config", "秘密.toml"),
        ("check", "秘密案件.xlsx", "--mark", "秘密案件.xlsx"),
        ("generate", "秘密案件.xlsx", "-o", "秘密案件.xlsx"),
    ],
)
def test_redacted_errors_give_nothing_away(
    arguments: tuple[str, ...], cli: Cli, tmp_path: Path
) -> None:
    secret_workbook(tmp_path / "秘密案件.xlsx")

    done = cli(*arguments, "--redact")

    assert done.status in (2, 3)
    assert done.err.startswith("错误：")
    assert secrets_in(done.out + done.err) == set()


def test_why_a_document_failed_is_said_without_what_it_holds(cli: Cli, tmp_path: Path) -> None:
    kind = tmp_path / "种类" / "note"
    kind.mkdir(parents=True)
    (kind / "kind.toml").write_text('title = "便条"\ntemplate = "便条.docx"\n', encoding="utf-8")
    document = new_document()
    document.add_paragraph("{{ 经办人|大写 }}")
    document.save(str(kind / "便条.docx"))
    book = secret_workbook(tmp_path / "表.xlsx")

    done = cli("generate", book, "-o", "out", "--kinds-dir", "种类", "-d", "note", "--redact")

    assert "未生成：案件1 模板 便条.docx：“＊”不是金额，不能用“大写”。" in done.err
    assert secrets_in(done.out + done.err) == set()


def test_the_summary_stays_complete_when_the_screen_is_redacted(cli: Cli, tmp_path: Path) -> None:
    book = secret_workbook(tmp_path / "表.xlsx", 身份证号=IDENTITY[:-1] + "9")

    cli("generate", book, "-o", "out", "--redact")

    summary = openpyxl.load_workbook(tmp_path / "out" / "清单.xlsx")
    texts = {str(cell) for sheet in summary for row in sheet.values for cell in row}
    assert {SECRETS["案件编号"], SECRETS["委托人姓名"], IDENTITY[:-1] + "9"} <= texts


def test_a_rule_of_a_plugin_shows_what_it_stands_for(generate: Generate, tmp_path: Path) -> None:
    rule = Rule("own-doubt", "自有文书的一个疑问。", Severity.WARNING)

    def check(matter: Matter) -> Iterator[Problem]:
        phone = matter.case.client.phone
        yield rule.at(matter.case, "phone", f"{phone} 打不通。", f"请换下 {phone}。", value=phone)

    police = shipped_plugins().kinds["police-statement"]
    kind = replace(police, name="own", title="自有", check=check, rules=(rule,))
    plugins = Plugins.load(outside=False, extra=[("office", plugin_with(kind))])
    done = generate(secret_workbook(tmp_path / "表.xlsx"), plugins=plugins, kinds=("own",))

    shown = Redaction().report(done.report)

    [problem] = [it for it in shown.problems if it.rule == rule]
    assert problem.message == "自有文书的一个疑问。"
    assert problem.place == f"案件!{cell('案件', '联系电话')}（联系电话）"
    assert PHONE not in str(problem.as_json())


def test_an_unforeseen_error_is_told_without_its_text_when_redacted(tmp_path: Path) -> None:
    code = (
        "import anjuan.cli.commands.check as it\n"
        "from anjuan.cli import main\n"
        "def broken(*_, **__): raise KeyError('秘密')\n"
        "it.inspect = broken\n"
        "main()"
    )
    book = secret_workbook(tmp_path / "表.xlsx")

    done = subprocess.run(
        [sys.executable, "-c", code, "check", str(book), "--redact"],
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'core'}:{ROOT / 'plugins'}"},
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip

    assert done.returncode == 3
    assert "KeyError" in done.stderr
    assert secrets_in(done.stderr) == set()
