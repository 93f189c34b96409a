"""PDF by Word or WPS where LibreOffice is missing: with a stand-in, as they run on Windows only."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from support.office import needs_office
from support.printing import finished, pages

from anjuan.testing import case, incident, write_workbook
from anjuan_plugins.printing import needs, pdf, word
from anjuan_plugins.printing.word import find_word

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands in")

# Without names it says that there is a Word; with names LibreOffice does its work.
WORKING = """
shift 6; echo "$@" >> $0.log; shift
[ $# = 0 ] && exit 0
out=$1; shift
exec soffice -env:UserInstallation=file://$PWD/profile --headless \\
    --convert-to pdf --outdir $out "$@"
"""
NO_WORD = "exit 3"
IDLE = "exit 0"


def powershell(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> Path:
    """Put a shell script in the place of PowerShell, on a machine without LibreOffice."""
    folder.mkdir()
    program = folder / "powershell"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    for module in (pdf, needs):
        monkeypatch.setattr(module, "find_soffice", lambda: None)
    return program


def one_case(path: Path) -> Path:
    return write_workbook(path, cases=[case(文书="报案材料")], incidents=[incident()])


@needs_office
def test_papers_are_converted_by_word_in_a_private_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = finished(tmp_path / "out", one_case(tmp_path / "表.xlsx"))
    program = powershell(tmp_path / "bin", monkeypatch, WORKING)

    problems = list(pdf.work(run))

    assert problems == []
    assert pdf.STEP.lacks() == ""
    [made] = run.output.rglob("*.pdf")
    assert "张三" in pages(made)[0]
    asked, converted, _ = program.with_suffix(".log").read_text("utf-8").splitlines()
    script = str(Path(word.__file__).with_suffix(".ps1"))
    assert asked == script
    # Names of our own making, in the folder where the call runs: no name of a client is handed on.
    assert converted == f"{script} out 0.docx"


def test_where_there_is_no_word_either_libreoffice_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = finished(tmp_path / "out", one_case(tmp_path / "表.xlsx"))
    powershell(tmp_path / "bin", monkeypatch, NO_WORD)

    assert [it.code for it in pdf.work(run)] == ["no-office"]
    assert "没有找到 LibreOffice" in pdf.STEP.lacks()


def test_a_word_that_converts_nothing_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = finished(tmp_path / "out", one_case(tmp_path / "表.xlsx"))
    powershell(tmp_path / "bin", monkeypatch, IDLE)

    [problem] = pdf.work(run)

    assert problem.code == "broken-office"
    assert "Word 或 WPS 没有转出 PDF" in problem.message
    assert "打开一次 Word 或 WPS" in problem.remedy
    assert "Snap" not in problem.remedy


def test_a_machine_without_powershell_has_no_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    assert find_word() is None
    assert shutil.which("powershell") is None


def test_what_powershell_reads_is_ascii_whatever_the_code_page() -> None:
    assert Path(word.__file__).with_suffix(".ps1").read_bytes().isascii()
