"""Promise 8: one thing is one thing, in every spelling of it, or the difference is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.checking import assert_found
from support.runs import Cli, Generate

from anjuan.testing import case, evidence, incident, loss, write_workbook

# One case number; whoever types it may type each of these.
FORMS = ("（2026）浙杭民代12号", "(2026)浙杭民代12号", "〔２０２６〕 浙杭民代 １２ 号")
OTHERS = (
    ("A001", "Ａ００１"),
    ("A（甲）", "a(甲)"),
    ("A：甲", "A:甲"),
    ("A-1", "A—1"),
    ("A 1", "A1"),
)
PAIRS = [*((FORMS[0], form) for form in FORMS), *OTHERS]


@pytest.mark.parametrize(("number", "spelled"), PAIRS)
def test_a_faulty_cell_refuses_its_case_however_its_number_is_spelled(
    generate: Generate, tmp_path: Path, number: str, spelled: str
) -> None:
    book = write_workbook(
        tmp_path / "表.xlsx",
        cases=[case(案件编号=number, 精神损害抚慰金="五千多")],
        incidents=[incident(案件编号=spelled, 次数="十多次")],
        evidence=[evidence(案件编号=spelled)],
        losses=[loss(案件编号=spelled, 金额="一千多")],
    )

    done = generate(book)

    states = done.states()
    states.pop("evidence-list")
    assert {state for found in states.values() for state in found} == {"refused"}
    assert {problem.case for problem in done.report.problems if problem.is_error} == {number}


@pytest.mark.parametrize(("number", "spelled"), PAIRS)
def test_a_case_is_asked_for_by_its_number_in_any_form_or_by_the_clients_name(
    cli: Cli, tmp_path: Path, number: str, spelled: str
) -> None:
    others = [incident(案件编号="其他", 次数="十多次", 受扰人="王五")]
    write_workbook(
        tmp_path / "表.xlsx",
        cases=[case(案件编号=number, 委托人姓名="张 磊"), case(案件编号="其他", 委托人姓名="王五")],
        incidents=[incident(案件编号=number, 受扰人="张磊"), *others],
        evidence=[evidence(案件编号=number)],
    )

    for asked in (number, spelled, "张磊", "张　磊"):
        done = cli("generate", "表.xlsx", "-d", "police-statement", "-c", asked, "-o", "out")

        assert done.status == 0, done.err
        assert "十多次" not in done.err
        assert len([*(tmp_path / "out").rglob("*.docx")]) == 1
    unknown = cli("generate", "表.xlsx", "-c", "张雷", "-o", "out")
    assert unknown.status == 2
    assert "没有案件“张雷”。也没有叫这个姓名的委托人" in unknown.err


@pytest.mark.parametrize(("number", "spelled"), PAIRS[1:])
def test_two_rows_of_one_case_are_told_with_both_cells(
    tmp_path: Path, number: str, spelled: str
) -> None:
    book = write_workbook(
        tmp_path / "表.xlsx",
        cases=[case(案件编号=number), case(案件编号=spelled)],
        incidents=[incident(案件编号=number)],
        evidence=[
            evidence(案件编号=number, 证据编号="1"),
            evidence(案件编号=spelled, 证据编号="１"),
        ],
    )

    for cell in ("案件!案件编号2", "案件!案件编号3"):
        assert_found(book, "duplicate-case", cell)
    for cell in ("证据!证据编号2", "证据!证据编号3"):
        assert_found(book, "duplicate-evidence", cell)


def test_what_is_said_of_a_case_stands_together_however_its_rows_are_spelled(
    cli: Cli, tmp_path: Path
) -> None:
    write_workbook(
        tmp_path / "表.xlsx",
        cases=[case(案件编号=FORMS[0], 借款日期="去年")],
        incidents=[incident(案件编号=FORMS[1], 次数="十多次", 证据编号=None)],
        evidence=[],
    )

    said = cli("check", "表.xlsx").out

    assert said.count("案件 （2026）") == 1
    assert "案件 (2026)" not in said


def test_a_row_whose_case_number_has_a_fault_still_counts_for_its_case(
    generate: Generate, tmp_path: Path
) -> None:
    book = write_workbook(
        tmp_path / "表.xlsx", incidents=[incident(), incident(案件编号="A\u200b001")]
    )

    done = generate(book)

    assert "共计10次" in done.text("police-statement")
    assert "invisible-character" in done.codes()


def test_codes_and_numbers_are_printed_as_they_were_typed(
    generate: Generate, tmp_path: Path
) -> None:
    typed = {"合同编号": "（2025）借字第001号", "联系电话": "+86 138 0000 0001"}
    book = write_workbook(tmp_path / "表.xlsx", cases=[case(案件编号=FORMS[0], **typed)],
                          incidents=[incident(案件编号=FORMS[1], 对方号码="(0571)0000 0011")],
                          evidence=[evidence(案件编号=FORMS[1])])  # fmt: skip

    text = generate(book).texts()

    for word in (*typed.values(), "(0571)0000 0011"):
        assert word in text


def test_a_number_is_listed_once_in_whatever_form_it_called(
    generate: Generate, tmp_path: Path
) -> None:
    forms = (
        "0571-00000011",
        "(0571)00000011",
        "+86 571 00000011",
        "０５７１－００００００１１",
    )
    rows = [incident(对方号码=form) for form in forms]

    done = generate(write_workbook(tmp_path / "表.xlsx", incidents=rows))

    assert "使用的号码、账号：0571-00000011。" in done.text("police-statement")
    reports = done.text("regulator-report", "12321")
    assert reports.count("举报之") == 1
    assert "20次" in reports


def test_a_case_that_is_spelled_anew_keeps_its_folder(generate: Generate, tmp_path: Path) -> None:
    def folders(number: str, name: str) -> list[str]:
        book = write_workbook(
            tmp_path / "表.xlsx",
            cases=[case(案件编号=number, 委托人姓名=name, 文书="报案材料")],
            incidents=[incident(案件编号=number, 受扰人=name)],
            evidence=[evidence(案件编号=number)],
        )
        done = generate(book)
        assert "removed-case" not in done.codes()
        assert done.report.outcomes[0].state in ("written", "unchanged")
        return sorted(path.name for path in done.folder.iterdir() if path.is_dir())

    first = folders("a（甲）", "张 磊")

    assert first == [".anjuan", "a(甲)_张磊"]
    assert folders("Ａ(甲)", "张磊") == folders("A〔甲〕", "张　磊") == first
