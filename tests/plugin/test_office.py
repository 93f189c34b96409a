"""An office's own versions of shipped templates: used where its settings say so, and only there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from support.blank import new_document
from support.runs import Cli
from tools.docx_text import docx_text

from anjuan.testing import write_workbook

OWN_TEXT = "本所的报案材料：{{ 委托人.姓名 }}"


@pytest.fixture
def office(cli: Cli, process: Cli, tmp_path: Path) -> Callable[..., str]:
    """The one police statement, after an own template with this text was put in place."""

    def run(text: str = OWN_TEXT, name: str = "police-statement", jobs: int = 1) -> str:
        write_workbook(tmp_path / "表.xlsx")
        document = new_document()
        document.add_paragraph(text)
        (tmp_path / "模板").mkdir(exist_ok=True)
        document.save(str(tmp_path / "模板" / f"{name}.docx"))
        command = ("generate", "表.xlsx", "-o", "out", "-d", "police-statement", "--jobs", jobs)
        done = cli(*command) if jobs == 1 else process(*command)
        papers = list((tmp_path / "out").rglob("*报案材料*.docx"))
        return docx_text(papers[0]) if papers else done.err

    return run


def test_an_own_template_is_used_once_the_settings_name_its_folder(
    office: Callable[..., str], tmp_path: Path
) -> None:
    assert "本所的" not in office(OWN_TEXT)

    (tmp_path / "anjuan.toml").write_text('[templates]\nfolder = "模板"', encoding="utf-8")

    assert "本所的报案材料：张三" in office(OWN_TEXT, jobs=2)


def test_an_own_template_for_no_kind_is_explained(
    office: Callable[..., str], tmp_path: Path
) -> None:
    (tmp_path / "anjuan.toml").write_text('[templates]\nfolder = "模板"', encoding="utf-8")

    told = office(name="police-statment")

    assert "不是任何一种文书的模板" in told
    assert "是不是“police-statement”" in told


def test_a_faulty_own_template_fails_its_documents_and_never_falls_back_to_ours(
    office: Callable[..., str], tmp_path: Path
) -> None:
    (tmp_path / "anjuan.toml").write_text('[templates]\nfolder = "模板"', encoding="utf-8")

    told = office("{% if 委托人.姓名 %}没有结束")

    assert "模板 police-statement.docx 正文第 1 段" in told
    assert not list((tmp_path / "out").rglob("*报案材料*.docx"))


def test_exported_templates_make_the_same_papers(cli: Cli, tmp_path: Path) -> None:
    write_workbook(tmp_path / "表.xlsx")
    cli("generate", "表.xlsx", "-o", "ours")
    assert cli("template", "export", "模板").status == 0
    (tmp_path / "anjuan.toml").write_text('[templates]\nfolder = "模板"', encoding="utf-8")

    assert cli("generate", "表.xlsx", "-o", "own").status == 0

    ours = sorted((tmp_path / "ours").rglob("*.docx"))
    own = sorted((tmp_path / "own").rglob("*.docx"))
    assert len(ours) == len(own) > 3
    assert [path.read_bytes() for path in ours] == [path.read_bytes() for path in own]


def test_export_never_writes_over_a_template(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "模板").mkdir()
    (tmp_path / "模板" / "lawyer-letter.docx").write_bytes(b"mine")

    done = cli("template", "export", "模板")

    assert done.status == 3
    assert "已经存在，没有改动" in done.err
    assert [path.name for path in (tmp_path / "模板").iterdir()] == ["lawyer-letter.docx"]
    assert cli("template", "export", "police-statement", "模板").status == 0
    assert cli("template", "export", "police-statment", "模板").status == 2
