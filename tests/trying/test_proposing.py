"""An old paper becomes a template: the values of its case are found in it, whole, and listed."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from docx import Document
from support.blank import new_document
from support.runs import Cli

from anjuan import Column, ColumnType, SheetColumns, document_text
from anjuan.case.sheets import OURS
from anjuan.plugin.columns import extended
from anjuan.testing import case, contact, incident, institution, write_workbook
from anjuan.trying.proposing import Proposed, propose


def paper(*lines: str | tuple[str, ...]) -> bytes:
    """Paragraphs of a Word file; of a tuple each text is a run of its own."""
    document = new_document()
    for line in lines:
        paragraph = document.add_paragraph()
        for number, text in enumerate((line,) if isinstance(line, str) else line):
            paragraph.add_run(text).bold = bool(number % 2)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    platform = institution(名称="虚构乙信息有限公司", 简称="乙贷", 统一社会信用代码=None)
    rows = [incident(次数=30), incident(案件编号="A002", 受扰人="王小五")]
    other = contact(案件编号="A002", 委托人姓名="王小五", 联系电话="13900000002", 身份证号=None,
                    出生日期="1990-01-01", 证件种类="护照")  # fmt: skip
    path = tmp_path_factory.mktemp("old") / "表.xlsx"
    return write_workbook(
        path,
        cases=[case(合同编号="AB-1", 借款平台="乙贷", 平台App="乙贷", 借款金额=20000), other],
        institutions=[institution(), platform],
        incidents=rows,
    )


def proposed(book: Path, *lines: str | tuple[str, ...], asked: str = "A001") -> Proposed:
    return propose(paper(*lines), book, asked)


def test_a_day_in_a_column_of_a_plugin_is_found_as_it_is_printed(tmp_path: Path) -> None:
    columns = {"hired_on": Column("入职日期", ColumnType.DATE)}
    table = extended(OURS, [SheetColumns(sheet="案件", columns=columns)], {})
    own = write_workbook(tmp_path / "表.xlsx", cases=[case(入职日期="2024-03-01")])

    found = propose(paper("2024年3月1日到岗"), own, table=table)

    assert text(found) == "{{ 案件.入职日期 }}到岗"


def text(found: Proposed) -> str:
    return document_text(found.content).strip()


@pytest.mark.parametrize(
    ("line", "template"),
    [
        ("委托人张三", "委托人{{ 委托人.姓名 }}"),
        ("致虚构甲网络借贷有限公司：", "致{{ 债权人.名称 }}："),
        ("电话13800000001。", "电话{{ 委托人.联系电话 }}。"),
        ("单号913800000001", "单号913800000001"),
        ("2026年5月1日", "{{ 案件.落款日期 }}"),
        ("共计30次", "共计{{ 统计.总次数 }}次"),
        ("第30条", "第30条"),
        ("共计130次", "共计130次"),
        ("性别男，方式电话", "性别男，方式电话"),
        ("2026-05-01起", "{{ 案件.落款日期 }}起"),
        ("二○二六年五月一日", "{{ 案件.落款日期 }}"),
        ("借款20000元", "借款{{ 案件.借款金额 }}元"),
        ("借款20,000.00元", "借款{{ 案件.借款金额 }}元"),
        ("20000", "{{ 案件.借款金额 }}"),
        ("人民币贰万元整", "人民币{{ 案件.借款金额|大写 }}"),
        ("共20000户，120,000元", "共20000户，120,000元"),
        ("乙贷的人", "{{ 借款平台.简称 }}的人"),
        ("{{ 张三 }}和张三", "{{ 张三 }}和{{ 委托人.姓名 }}"),
    ],
)
def test_a_value_becomes_its_tag_and_nothing_else_does(
    book: Path, line: str, template: str
) -> None:
    assert text(proposed(book, line)) == template


def test_a_value_that_is_split_over_runs_becomes_one_tag_with_the_looks_of_the_first(
    book: Path,
) -> None:
    found = proposed(book, ("住虚构", "市甲", "路1号。"))

    [paragraph] = Document(io.BytesIO(found.content)).paragraphs
    assert [run.text for run in paragraph.runs] == ["住{{ 委托人.住址 }}", "", "。"]


def test_the_longest_value_wins_and_other_names_of_it_are_told(book: Path) -> None:
    found = proposed(book, "甲贷借款，甲贷", "甲贷借款")

    assert text(found) == "{{ 案件.借款产品 }}，{{ 债权人.简称 }}\n{{ 案件.借款产品 }}"
    told = {it.value: it for it in found.proposals}
    assert told["甲贷借款"].count == 2
    assert told["甲贷借款"].tag == "{{ 案件.借款产品 }}"


def test_numbers_that_no_tag_stands_for_are_told_once_each(book: Path) -> None:
    found = proposed(book, "共计30次，5日内，0571-12345678，5日内，3万元", "借款20000元")

    assert found.left == ("5日", "0571-12345678", "3万元")


def test_the_case_is_that_of_which_most_values_stand_there(book: Path) -> None:
    found = proposed(book, "王小五，电话13900000002", asked="")

    assert found.case.number == "A002"
    assert text(found) == "{{ 委托人.姓名 }}，电话{{ 委托人.联系电话 }}"


def test_the_old_paper_stays_and_the_new_kind_works_at_once(
    cli: Cli, tmp_path: Path, book: Path
) -> None:
    old = paper("致虚构甲网络借贷有限公司：", "委托人张三要求停止，合同AB-1。", "甲贷之外，乙贷。")
    (tmp_path / "旧函.docx").write_bytes(old)
    (tmp_path / "表.xlsx").write_bytes(book.read_bytes())

    done = cli("kind", "new", "种类/催告函", "--from", "旧函.docx", "--workbook", "表.xlsx")
    sound = cli("kind", "test", "种类/催告函")

    assert done.status == 0, done.err
    assert "{{ 委托人.姓名 }}" in done.out
    assert "按案件 A001（张三）" in done.out
    assert (tmp_path / "旧函.docx").read_bytes() == old
    assert sound.status == 0, sound.out
    assert "AB-1" not in (tmp_path / "种类" / "催告函" / "test.toml").read_text(encoding="utf-8")


def test_a_paper_without_any_value_is_taken_as_it_is(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "旧函.docx").write_bytes(paper("没有案件的内容。"))

    done = cli("kind", "new", "种类/催告函", "--from", "旧函.docx")

    assert "没有找到案件的内容" in done.out
    [made] = (tmp_path / "种类" / "催告函").glob("*.docx")
    assert made.read_bytes() == (tmp_path / "旧函.docx").read_bytes()
