"""Text with a row a line: whatever separates the cells, in whatever encoding."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.checking import found, problems
from support.drawn import TEXTS, drawn, text

from anjuan.case.sheets import SHEETS
from anjuan.testing import case, incident
from anjuan.workbook.opening import opened
from anjuan.workbook.parsing import load_workbook


def rows(path: Path) -> list[list[object]]:
    return [list(row) for row in opened(path).rows("案件")]


@pytest.mark.parametrize("name", TEXTS)
def test_what_separates_the_cells_is_found_out(name: str, tmp_path: Path) -> None:
    prose = "辱骂；威胁, 又打; 还说：甲|乙\t丙。"
    book = drawn(incidents=[incident(内容=prose), *(incident(次数=n) for n in range(2, 9))])

    [one] = load_workbook(TEXTS[name](tmp_path, book)).cases
    assert len(one.incidents) == 8
    assert one.incidents[0].content == prose


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_any_encoding_goes_with_any_separator(
    separator: str, encoding: str, tmp_path: Path
) -> None:
    path = text(separator, encoding)(tmp_path, drawn(cases=[case(备注="𠮷，一；二")]))

    [one] = load_workbook(path).cases
    assert one.remark == "𠮷，一；二"


@pytest.mark.parametrize("separator", [";", "|", "^", ","])
def test_a_first_line_may_say_what_separates_the_cells(separator: str, tmp_path: Path) -> None:
    """Excel obeys it and shows it to nobody: the headings stand in row 1."""
    (tmp_path / "案件.csv").write_text(f"sep={separator}\n甲{separator}乙\n1{separator}2,3|4\n")
    first, *rest = rows(tmp_path / "案件.csv")

    assert first == ["甲", "乙"]
    assert rest[0][0] == "1"


def test_a_title_above_the_headings_does_not_hide_what_separates(tmp_path: Path) -> None:
    path = text(";")(tmp_path, drawn())
    path.write_text("某某律师事务所，登记表\n" + path.read_text("utf-8-sig"), encoding="utf-8")

    assert len(load_workbook(path).cases) == 1


def test_a_text_in_the_form_of_a_formula_is_that_text(tmp_path: Path) -> None:
    (tmp_path / "案件.csv").write_text('甲,乙\n="0571-00000011","=""说""""好"""""""\n', "utf-8")

    assert rows(tmp_path / "案件.csv")[1] == ["0571-00000011", '说"好"']


@pytest.mark.parametrize("typed", ["=SUM(A1:A2)", "=VLOOKUP(A2,机构!A:B,2,0)", "=A2&B2", "=-(3+4)"])
def test_a_formula_in_a_text_has_no_result(typed: str, tmp_path: Path) -> None:
    path = text()(tmp_path, drawn(cases=[case(备注=typed)]))

    assert "formula-without-value" in {code for code, _ in found(path)}


@pytest.mark.parametrize("typed", ["===", "=.=", "= 三人", "=_="])
def test_a_sign_alone_makes_no_formula(typed: str, tmp_path: Path) -> None:
    [one] = load_workbook(text()(tmp_path, drawn(cases=[case(备注=typed)]))).cases

    assert one.remark == typed


@pytest.mark.parametrize("typed", ["1.38E+10", "1.4E+10", "5.71e+09", "4.10E-05", "1E+17"])
@pytest.mark.parametrize("heading", ["对方号码", "内容", "案件编号"])
def test_a_number_that_lost_its_digits_is_told_at_its_cell(
    heading: str, typed: str, tmp_path: Path
) -> None:
    path = text()(tmp_path, drawn(incidents=[incident(**{heading: typed})]))

    [told] = [it for it in problems(path) if it.code == "long-number"]
    assert (told.heading, told.value, told.is_error) == (heading, typed, True)


@pytest.mark.parametrize("typed", ["1E5", "E-10", "2E", "证据1E+05号", "3e"])
def test_a_code_with_an_e_in_it_lost_nothing(typed: str, tmp_path: Path) -> None:
    [one] = load_workbook(text()(tmp_path, drawn(cases=[case(合同编号=typed)]))).cases

    assert one.contract_number == typed


@pytest.mark.parametrize("typed", ["2026/4/2 0:00", "2026-04-02 00:00:00", "2026年4月2日 0时"])
def test_a_day_with_midnight_is_that_day(typed: str, tmp_path: Path) -> None:
    """As Excel writes days to .csv that it shows with a clock."""
    path = text()(tmp_path, drawn(cases=[case(落款日期=typed)]))

    [one] = load_workbook(path).cases
    assert f"{one.signing_date}" == "2026-04-02"


@pytest.mark.parametrize("typed", ["2026/4/2 0:01", "2026-04-02 09:00", "2026/4/2 24:00"])
def test_a_day_with_another_time_is_an_error(typed: str, tmp_path: Path) -> None:
    codes = {code for code, _ in found(text()(tmp_path, drawn(cases=[case(落款日期=typed)])))}

    assert codes & {"bad-date", "bad-time"}


def test_text_called_xls_is_read_with_the_files_beside_it(tmp_path: Path) -> None:
    """As web systems call what they export; Excel opens it after a question."""
    text("\t", "gb18030")(tmp_path, drawn())
    for file in tmp_path.glob("*.csv"):
        file.rename(file.with_suffix(".xls"))

    assert len(load_workbook(tmp_path / "案件.xls").cases) == 1


def test_what_is_missing_in_text_called_xls_is_told_with_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "案件.xls").write_text("案件编号,委托人姓名\nA001,张三\n", encoding="gb18030")

    with pytest.raises(Exception, match=r"缺少必填的列.*是按文本（CSV）读的"):
        load_workbook(tmp_path / "案件.xls")


def test_hidden_files_beside_a_text_are_no_tables(tmp_path: Path) -> None:
    path = text()(tmp_path, drawn())
    (tmp_path / "._案件.csv").write_bytes(b"\0\5\26\7")
    (tmp_path / "~$案件.csv").write_bytes(b"\0\5\26\7")

    assert sorted(opened(path).names) == sorted(sheet.name for sheet in SHEETS)
