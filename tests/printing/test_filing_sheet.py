"""递交清单: what of a case is signed by whom, and where and how it is handed in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from support.runs import generate_into, shipped_plugins
from tools.docx_text import docx_text

from anjuan.case.records.rows import Evidence
from anjuan.plugin.host import Plugins
from anjuan.plugin.kinds import HandingIn
from anjuan.plugin.office import Office
from anjuan.plugin.scaffolding import new_kind
from anjuan.resources import SAMPLE_WORKBOOK
from anjuan.run.embedding import load_cases
from anjuan.testing import case, evidence, incident, institution, proceeding, write_workbook
from anjuan_plugins.printing.filing_sheet import FILE, NAME, cited_exhibits

SIDES: Mapping[str, Any] = {"委托律师": "王律师", "律师事务所": "虚构律师事务所"}


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The papers of A003, which is in court, with their filing sheet."""
    folder = tmp_path_factory.mktemp("sheet")
    made = generate_into(folder, SAMPLE_WORKBOOK, cases=("A003",), steps=(NAME,))
    assert [it.path.rpartition("/")[2] for it in made.report.files] == [FILE]
    [found] = folder.glob("A003*")
    return found


def rows_of(sheet: Path) -> list[list[str]]:
    [table] = Document(str(sheet)).tables
    return [[cell.text for cell in row.cells] for row in table.rows][1:]


def test_every_paper_of_the_case_has_its_row(dossier: Path) -> None:
    numbers = [row[0] for row in rows_of(dossier / FILE)]

    assert numbers == sorted(path.name[:2] for path in dossier.glob("[0-9]*.docx"))


def test_a_complaint_has_a_copy_for_each_defendant_and_what_it_says_is_annexed(
    dossier: Path,
) -> None:
    [row] = [row for row in rows_of(dossier / FILE) if row[1] == "民事起诉状"]

    assert row[2] == "虚构市天河区人民法院"
    assert row[3:5] == ["刘虚构签名", "正本1份，副本1份，自留1份"]
    assert "附：1．本起诉状副本1份；" in row[5]
    assert "文中引用的证据1、2、3、4、5、6、7、8" in row[5]


def test_what_is_to_be_brought_is_said_once_with_the_papers_that_need_it(dossier: Path) -> None:
    lines = docx_text(dossier / FILE).splitlines()

    assert sum("律师执业证" in line for line in lines) == 1
    assert any(line.endswith("□　委托人身份证（01、02、04）") for line in lines)
    assert any("2028年12月20日　损害赔偿诉讼时效" in line for line in lines)


def test_only_a_paper_that_is_posted_asks_for_an_address(tmp_path: Path) -> None:
    book = write_workbook(
        tmp_path / "book.xlsx",
        cases=[case(文书="平台投诉函、报案材料、证据目录", 管辖法院="虚构市甲区人民法院")],
        institutions=[institution(住所地=None)],
        incidents=[incident()],
        evidence=[evidence()],
    )

    generate_into(tmp_path / "out", book, steps=(NAME,))

    [sheet] = (tmp_path / "out").rglob(FILE)
    to = {row[1]: row[2] for row in rows_of(sheet)}
    assert to["平台投诉函"].partition("\n")[2] == f"地址：{'＿' * 17}"
    assert "地址" not in to["报案材料"]
    assert to["证据目录"] == "虚构市甲区人民法院"


def test_what_is_past_on_the_day_of_signing_stands_at_the_end(tmp_path: Path) -> None:
    book = write_workbook(
        tmp_path / "book.xlsx",
        cases=[case(文书="报案材料", 落款日期="2026-05-01")],
        institutions=[institution()],
        incidents=[incident()],
        proceedings=[proceeding(日期="2026-03-20", 事项="平台投诉", 答复期限="2026-04-10")],
    )

    generate_into(tmp_path / "out", book, steps=(NAME,))

    [sheet] = (tmp_path / "out").rglob(FILE)
    ahead, _, past = docx_text(sheet).partition("到落款日期已经过去的：")
    assert "2026年4月10日　对方答复" in past
    assert "损害赔偿诉讼时效" in ahead.partition("本案的期限：")[2]


def test_an_edited_sheet_is_kept_and_the_new_one_comes_beside_it(tmp_path: Path) -> None:
    book = write_workbook(
        tmp_path / "book.xlsx", cases=[case()], institutions=[institution()], incidents=[incident()]
    )
    out = tmp_path / "out"
    generate_into(out, book, steps=(NAME,))
    [sheet] = out.rglob(FILE)
    edited = Document(str(sheet))
    edited.add_paragraph("先打电话")
    edited.save(str(sheet))
    write_workbook(
        book,
        cases=[case(委托律师="王律师", 律师事务所="虚构律师事务所")],
        institutions=[institution()],
        incidents=[incident()],
    )

    [file] = generate_into(out, book, steps=(NAME,)).report.files

    assert "先打电话" in docx_text(sheet)
    assert file.newer.endswith("递交清单_新.docx")
    assert "王律师" in docx_text(out / file.newer)


def test_the_same_workbook_makes_the_same_sheet(dossier: Path, tmp_path: Path) -> None:
    generate_into(tmp_path, SAMPLE_WORKBOOK, cases=("A003",), steps=(NAME,))

    [again] = tmp_path.rglob(FILE)
    assert again.read_bytes() == (dossier / FILE).read_bytes()


def own_kind(folder: Path, lines: str) -> Plugins:
    new_kind(folder / "催告函", "", None)
    manifest = folder / "催告函" / "kind.toml"
    manifest.write_text(f"{manifest.read_text('utf-8')}\n[handing_in]\n{lines}\n", "utf-8")
    return Plugins.load(Office((folder,)), outside=False)


def test_a_kind_without_code_says_how_it_is_handed_in_and_an_empty_cell_leaves_a_line(
    tmp_path: Path,
) -> None:
    plugins = own_kind(
        tmp_path / "kinds",
        'signed_by = "{{ 委托人.姓名 }}签名"\ndue = "{{ 案件.举证期限 }}前"\n'
        'copies = "{{ 案件.案号 }}"\n',
    )
    book = write_workbook(
        tmp_path / "book.xlsx", cases=[case()], institutions=[institution()], incidents=[incident()]
    )

    made = generate_into(tmp_path / "out", book, plugins=plugins, kinds=("催告函",), steps=(NAME,))

    [sheet] = (tmp_path / "out").rglob(FILE)
    [row] = rows_of(sheet)
    assert row[3].endswith("签名")
    assert set(row[4]) == {"＿"}
    assert "期限" not in row[5]
    assert not [it for it in made.report.problems if it.rule.code == "handing-in"]


def test_a_line_with_a_wrong_name_is_told_and_the_paper_is_made(tmp_path: Path) -> None:
    plugins = own_kind(tmp_path / "kinds", 'copies = "{{ 副本 }}份"')
    book = write_workbook(
        tmp_path / "book.xlsx", cases=[case()], institutions=[institution()], incidents=[incident()]
    )

    made = generate_into(tmp_path / "out", book, plugins=plugins, kinds=("催告函",), steps=(NAME,))

    [problem] = [it for it in made.report.problems if it.rule.code == "handing-in"]
    assert "副本" in problem.message
    assert [it.state.value for it in made.report.documents] == ["written"]


def test_every_shipped_kind_says_how_it_is_handed_in() -> None:
    for kind in shipped_plugins().kinds.values():
        told = kind.handing_in
        assert all((told.signed_by, told.copies, told.ways)), kind.name


def test_who_signs_by_the_sheet_is_who_signs_in_the_paper() -> None:
    for kind in shipped_plugins().kinds.values():
        lines = docx_text(kind.template).splitlines()
        paper = [line for line in lines if line.startswith(("[签名]", "[落款]"))]
        told = kind.handing_in.signed_by
        for mark in ("捺印", "法定代理人", "盖"):
            assert (mark in told) == any(mark in line for line in paper), (kind.name, mark)


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("称：“今晚不还”（证据1、3）。", ("1", "3")),
        ("（证据12）", ()),
        ("证据目录第1页，见证据3", ("3",)),
        ("没有引用", ()),
    ],
)
def test_only_exhibits_that_there_are_count_as_cited(text: str, cited: tuple[str, ...]) -> None:
    exhibits = [it for it in load_cases(SAMPLE_WORKBOOK)[0].evidence if it.number in "123"]

    assert all(isinstance(it, Evidence) for it in exhibits)
    assert cited_exhibits(text, exhibits) == cited
    assert HandingIn().signed_by == ""
