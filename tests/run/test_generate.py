"""The main command: what it writes, what it refuses, how it ends."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from support.runs import Finished, Generated
from tools.docx_text import docx_text

from anjuan.plugin.host import Plugins
from anjuan.resources import SAMPLE_WORKBOOK
from anjuan.testing import case, evidence, incident, institution, loss, write_workbook

Cli = Callable[..., Finished]
Generate = Callable[..., Generated]


def test_all_kinds_of_a_case_are_written_with_contract_names(cli: Cli, tmp_path: Path) -> None:
    book = write_workbook(tmp_path / "表.xlsx", losses=[loss()])

    done = cli("generate", book, "-o", "out")

    assert done.status == 0, done.err
    folder = tmp_path / "out" / "A001_张三"
    assert sorted(path.name for path in folder.iterdir()) == [
        "01_平台投诉函_虚构甲网络借贷有限公司.docx",
        "02_监管举报投诉材料_中国互联网金融协会互联网金融举报信息平台.docx",
        "03_监管举报投诉材料_12321网络不良与垃圾信息举报受理中心.docx",
        "04_监管举报投诉材料_12345政务服务便民热线.docx",
        "05_报案材料_虚构市公安局甲派出所.docx",
        "06_民事起诉状_虚构市甲区人民法院.docx",
        "07_证据目录.docx",
    ]
    assert (tmp_path / "out" / "清单.xlsx").is_file()


def test_one_kind_of_one_case_writes_exactly_one_file_under_its_usual_name(
    cli: Cli, tmp_path: Path
) -> None:
    done = cli("generate", SAMPLE_WORKBOOK, "-d", "police-statement", "-c", "A001", "-o", "out")

    assert done.status == 0, done.err
    written = [path.name for path in (tmp_path / "out").rglob("*.docx")]
    assert written == ["07_报案材料_虚构市公安局西城分局样板路派出所.docx"]


def test_a_missing_required_cell_refuses_only_the_documents_that_print_it(
    cli: Cli, tmp_path: Path
) -> None:
    book = write_workbook(
        tmp_path / "表.xlsx",
        cases=[case(住址=None), case(案件编号="A002")],
        incidents=[incident(), incident(案件编号="A002", 证据编号=None)],
    )

    done = cli("generate", book, "-o", "out", "--json")

    assert done.status == 1
    result = json.loads(done.out)
    states = {
        (entry["case"], entry["kind"], entry["recipient"][:5]): entry["state"]
        for entry in result["documents"]
    }
    # A letter to the platform does not say where the client lives; neither does 12321's form.
    assert states["A001", "platform-complaint", "虚构甲网络"] == "written"
    assert states["A001", "regulator-report", "12321"] == "written"
    assert states["A001", "police-statement", "虚构市公安"] == "refused"
    assert states["A001", "civil-complaint", "虚构市甲区"] == "refused"
    assert {state for key, state in states.items() if key[0] == "A002"} == {"written"}
    refused = next(entry for entry in result["documents"] if entry["kind"] == "police-statement")
    assert [(item["sheet"], item["cell"], item["heading"]) for item in refused["problems"]] == [
        ("案件", "J2", "住址")
    ]


def test_an_unreadable_cell_refuses_every_kind_in_code_and_those_that_read_it(
    generate: Generate, tmp_path: Path
) -> None:
    firm = {"委托律师": "王律师", "律师事务所": "虚构律师事务所"}
    book = write_workbook(tmp_path / "表.xlsx", cases=[case(**firm, 要求停止日期="上个月")])

    done = generate(book)

    # Code would take the unreadable date for "never objected" and leave the sentence out; a kind
    # that is no code is known to read it or not.
    kinds = Plugins.load(outside=False).kinds
    in_code = {name: states for name, states in done.states().items() if not kinds[name].reads_only}
    assert len(in_code) >= 4
    assert {state for states in in_code.values() for state in states} == {"refused"}
    assert done.states()["lawyer-letter"] == ["refused"]
    assert done.states()["power-of-attorney"] == ["written"]
    assert "案件!Y2（要求停止日期）" in done.problems()


def test_a_fault_in_a_loss_refuses_the_civil_complaint_alone(
    generate: Generate, tmp_path: Path
) -> None:
    book = write_workbook(tmp_path / "表.xlsx", losses=[loss(金额="一千")])

    states = generate(book).states()

    assert states["civil-complaint"] == ["refused"]
    assert states["police-statement"] == ["written"]


def test_a_case_without_incidents_is_refused_not_written_empty(
    generate: Generate, tmp_path: Path
) -> None:
    done = generate(write_workbook(tmp_path / "表.xlsx", incidents=[]))

    states = done.states()
    assert states.pop("evidence-list") == ["written"]
    assert {state for several in states.values() for state in several} == {"refused"}
    assert "no-rows" in done.codes()


def test_json_has_the_shape_of_the_contract(cli: Cli, tmp_path: Path) -> None:
    book = write_workbook(tmp_path / "表.xlsx", cases=[case(性别="女")])

    result = json.loads(cli("generate", book, "-o", "out", "--json").out)

    assert {"documents", "problems"} == set(result)
    assert {"case", "kind", "recipient", "state", "path", "problems"} <= set(result["documents"][0])
    keys = {"sheet", "cell", "heading", "value", "severity", "code", "message", "remedy"}
    assert keys <= set(result["problems"][0])


def test_a_second_run_changes_nothing(cli: Cli, tmp_path: Path) -> None:
    cli("generate", SAMPLE_WORKBOOK, "-o", "out")
    before = {path: path.read_bytes() for path in (tmp_path / "out").rglob("*.*") if path.is_file()}

    done = cli("generate", SAMPLE_WORKBOOK, "-o", "out", "--json")

    states = {entry["state"] for entry in json.loads(done.out)["documents"]}
    assert states == {"unchanged"}
    documents = {path: content for path, content in before.items() if path.suffix == ".docx"}
    assert documents == {path: path.read_bytes() for path in documents}


def test_the_same_input_gives_the_same_bytes(cli: Cli, tmp_path: Path) -> None:
    cli("generate", SAMPLE_WORKBOOK, "-o", "one")
    cli("generate", SAMPLE_WORKBOOK, "-o", "two", PYTHONHASHSEED="7", TZ="America/New_York")

    for path in (tmp_path / "one").rglob("*.*"):
        # What stands in .anjuan remembers the day of the run, which is another in New York.
        if path.is_file() and ".anjuan" not in path.parts:
            twin = tmp_path / "two" / path.relative_to(tmp_path / "one")
            assert path.read_bytes() == twin.read_bytes(), path


def test_a_document_edited_by_hand_is_kept_and_force_sets_it_aside(
    cli: Cli, tmp_path: Path
) -> None:
    book = write_workbook(tmp_path / "表.xlsx")
    cli("generate", book, "-o", "out", "-d", "police-statement")
    edited = next((tmp_path / "out").rglob("05_报案材料*.docx"))
    edited.write_bytes(edited.read_bytes() + b"edited")

    kept = cli("generate", book, "-o", "out", "-d", "police-statement", "--json")
    assert json.loads(kept.out)["documents"][0]["state"] == "kept"
    assert edited.read_bytes().endswith(b"edited")

    forced = cli("generate", book, "-o", "out", "-d", "police-statement", "--force", "--json")
    assert json.loads(forced.out)["documents"][0]["state"] == "written"
    aside = edited.with_name(f"{edited.stem}_手改.docx")
    assert aside.read_bytes().endswith(b"edited")
    assert not edited.read_bytes().endswith(b"edited")


def test_changed_input_rewrites_our_own_document(generate: Generate, tmp_path: Path) -> None:
    generate(write_workbook(tmp_path / "表.xlsx"))

    done = generate(write_workbook(tmp_path / "表.xlsx", incidents=[incident(次数=9)]))

    assert done.states()["police-statement"] == ["written"]
    assert "共计9次" in done.text("police-statement")


def test_the_workbook_is_never_written_to(cli: Cli, tmp_path: Path) -> None:
    book = write_workbook(tmp_path / "表.xlsx")
    before = book.read_bytes()
    book.chmod(0o444)

    cli("generate", book, "-o", "out")

    assert book.read_bytes() == before


def test_unknown_columns_are_kept_and_blank_trailing_rows_ignored(
    generate: Generate, tmp_path: Path
) -> None:
    book = write_workbook(tmp_path / "表.xlsx", cases=[case(经办人="丁一")])
    workbook = openpyxl.load_workbook(book)
    workbook["案件"].cell(30, 1).value = "   "
    workbook.save(book)

    assert generate(book).report.is_clean


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (
            ["generate", "表.xlsx", "-o", "out", "-d", "police-statment"],
            2,
            "是不是“police-statement”",
        ),
        (["generate", "表.xlsx", "-o", "out", "-c", "A999"], 2, "没有案件“A999”"),
        (["generate", "表.xlsx"], 2, "缺少选项 -o（文件夹）"),
        (["generate", "没有.xlsx", "-o", "out"], 3, "找不到文件"),
        (["generte"], 2, "没有这个命令"),
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
    assert "案件!J2（住址）" in done.err
    assert "案件!J2" not in done.out


def test_the_kinds_of_the_wenshu_cell_are_those_written(generate: Generate, tmp_path: Path) -> None:
    book = write_workbook(tmp_path / "表.xlsx", cases=[case(文书="报案材料,platform-complaint")])

    assert set(generate(book).states()) == {"platform-complaint", "police-statement"}


def test_an_unknown_kind_in_the_wenshu_cell_is_a_problem_with_its_cell(
    generate: Generate, tmp_path: Path
) -> None:
    book = write_workbook(tmp_path / "表.xlsx", cases=[case(文书="报案才料")])

    done = generate(book)

    assert "unknown-kind" in done.codes()
    assert "是不是“报案材料”" in done.problems()
    assert not done.report.is_clean


def test_summary_lists_every_document_with_a_link_and_no_formula(
    generate: Generate, tmp_path: Path
) -> None:
    book = write_workbook(
        tmp_path / "表.xlsx", cases=[case(委托人姓名="=1+1")], incidents=[incident(受扰人="=1+1")]
    )

    done = generate(book)

    summary = openpyxl.load_workbook(done.folder / "清单.xlsx")["文书"]
    rows = list(summary.iter_rows(min_row=2))
    assert len(rows) == len(done.report.outcomes)
    assert {row[1].value for row in rows} == {"=1+1"}
    assert {row[1].data_type for row in rows} == {"s"}
    links = [row[6].hyperlink for row in rows]
    assert all(link is not None and (done.folder / str(link.target)).is_file() for link in links)


@pytest.mark.parametrize("typed", ["=1+1", "+1", "-1", "@SUM(A1)"])
def test_no_cell_of_the_summary_is_a_formula(
    generate: Generate, tmp_path: Path, typed: str
) -> None:
    book = write_workbook(
        tmp_path / "表.xlsx", cases=[case(委托人姓名=typed, 性别="未知")], incidents=[]
    )

    done = generate(book)

    summary = openpyxl.load_workbook(done.folder / "清单.xlsx")
    cells = [cell for sheet in summary for row in sheet.rows for cell in row if cell.value]
    assert {cell.data_type for cell in cells} == {"s"}
    assert typed in {cell.value for cell in cells}


def test_the_summary_tells_printed_dates_and_sums_and_deadlines(
    generate: Generate, tmp_path: Path
) -> None:
    book = write_workbook(
        tmp_path / "表.xlsx", cases=[case(精神损害抚慰金=5000, 文书="民事起诉状")]
    )

    for _ in range(2):
        done = generate(book)
        summary = openpyxl.load_workbook(done.folder / "清单.xlsx")
        heading, row = summary["文书"].values
        told = dict(zip(heading, row, strict=True))
        assert str(told["印出的日期"]).split("、")[:2] == ["1990年1月1日", "2026年3月5日"]
        assert told["印出的金额"] == "5000元"
        periods = {row[2]: row[3] for row in summary["时效"].values}
        assert periods["治安处罚追究时效"] == "2026年9月5日"
        assert periods["损害赔偿诉讼时效"] == "2029年3月5日"


def test_past_the_most_links_a_file_is_still_named(
    generate: Generate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("anjuan.run.summary.MOST_LINKS", 1)

    done = generate(write_workbook(tmp_path / "表.xlsx"))

    cells = [row[6] for row in openpyxl.load_workbook(done.folder / "清单.xlsx")["文书"].rows][1:]
    assert [cell.value for cell in cells] == [outcome.path for outcome in done.report.outcomes]
    assert [cell.hyperlink is not None for cell in cells] == [True] + [False] * (len(cells) - 1)


def test_two_runs_of_incidents_do_not_leak_between_documents(
    generate: Generate, tmp_path: Path
) -> None:
    book = write_workbook(
        tmp_path / "表.xlsx",
        cases=[case(文书="报案材料"), case(案件编号="A002", 委托人姓名="王五", 文书="报案材料")],
        incidents=[
            incident(内容="甲案原话"),
            incident(案件编号="A002", 受扰人="王五", 内容="乙案原话", 证据编号=None),
        ],
        evidence=[evidence()],
    )

    done = generate(book)

    second = done.report.outcomes[1]
    assert second.case == "A002"
    text = docx_text(done.folder / second.path)
    assert "乙案原话" in text
    assert "甲案原话" not in text
    assert "通话详单" not in text


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


def test_institutions_are_found_by_full_or_short_name(generate: Generate, tmp_path: Path) -> None:
    collector = institution(名称="虚构乙催收公司", 简称="乙催", 机构类型="催收机构")
    book = write_workbook(
        tmp_path / "表.xlsx",
        cases=[case(债权人="虚构甲网络借贷有限公司", 催收机构="乙催")],
        institutions=[institution(), collector],
    )

    assert "被告二：虚构乙催收公司" in generate(book).text("civil-complaint")


def test_a_row_of_no_case_is_told_even_when_one_case_is_asked_for(
    generate: Generate, tmp_path: Path
) -> None:
    rows = [incident(), incident(案件编号="A009")]
    book = write_workbook(tmp_path / "表.xlsx", incidents=rows)

    done = generate(book, cases=("A001",))

    assert "案件表里没有编号“A009”" in done.problems()
    assert not done.report.is_clean


@pytest.mark.parametrize(("typed", "guess"), [("a001", True), ("A 001", True), ("A002", False)])
def test_case_numbers_are_guessed_at_only_where_they_differ_in_form(
    generate: Generate, tmp_path: Path, typed: str, guess: bool
) -> None:
    book = write_workbook(tmp_path / "表.xlsx", incidents=[incident(), incident(案件编号=typed)])

    assert ("是不是“A001”" in generate(book).problems()) is guess


def test_each_reason_is_said_once_with_the_documents_it_kept_from_being_made(
    cli: Callable[..., Finished], tmp_path: Path
) -> None:
    write_workbook(tmp_path / "表.xlsx", cases=[case(落款日期="某日")])

    done = cli("generate", "表.xlsx", "-o", "out")

    lines = [line for line in done.err.splitlines() if line.startswith("未生成：")]
    assert len(lines) == 1
    assert "平台投诉函、监管举报投诉材料、报案材料、民事起诉状" in lines[0]
    # Nobody knows to whom a document goes that was not planned; it was not left open by hand.
    refused = [line for line in done.out.splitlines() if "未生成 │" in line]
    assert len(refused) == 5
    assert not [line for line in refused if "（留空）" in line]
