"""Step pdf: every Word paper as PDF, whatever LibreOffice does."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from docx import Document
from lxml import etree
from support.batches import many
from support.office import needs_office
from support.printing import fake_soffice, finished, no_chinese_fonts, no_soffice, pages
from support.runs import Generated

from anjuan.opc import parse_xml
from anjuan.testing import case, incident, write_workbook
from anjuan_plugins.printing import pdf
from anjuan_plugins.printing.fonts import fault_of
from anjuan_plugins.printing.libreoffice import converter, find_soffice
from anjuan_plugins.printing.pages import without_moment

Generate = Callable[..., Generated]
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="signals and shell scripts")
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


def two_cases(path: Path) -> Path:
    return write_workbook(
        path,
        cases=[case(文书="报案材料"), case(案件编号="A002", 委托人姓名="李四", 文书="报案材料")],
        incidents=[incident(), incident(案件编号="A002", 受扰人="李四", 证据编号=None)],
    )


def made(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.pdf")
    }


@needs_office
def test_each_paper_gets_a_pdf_beside_it_and_a_second_run_converts_nothing(
    generate: Generate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = two_cases(tmp_path / "表.xlsx")

    first = generate(book, steps=("pdf",))
    before = made(first.folder)
    no_soffice(monkeypatch)
    second = generate(book, steps=("pdf",))

    # The papers of both cases have the same file name.
    assert sorted(before) == [
        "A001_张三/01_报案材料_虚构市公安局甲派出所.pdf",
        "A002_李四/01_报案材料_虚构市公安局甲派出所.pdf",
    ]
    assert "张三" in pages(first.folder / sorted(before)[0])[0]
    assert "李四" in pages(first.folder / sorted(before)[1])[0]
    assert not [it for it in second.report.problems if it.code == "no-office"]
    assert made(second.folder) == before


@needs_office
def test_only_a_changed_paper_is_converted_again(
    generate: Generate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = two_cases(tmp_path / "表.xlsx")
    done = generate(book, steps=("pdf",))
    before = made(done.folder)
    paper = next((done.folder / "A002_李四").glob("*.docx"))
    edited = Document(str(paper))
    edited.add_paragraph("律师亲笔补充")
    edited.save(str(paper))

    calls = fake_soffice(tmp_path / "bin", monkeypatch, 'exec $real "$@"\n')
    again = generate(book, steps=("pdf",))

    changed = {name for name, content in made(again.folder).items() if content != before[name]}
    assert changed == {f"A002_李四/{paper.stem}.pdf"}
    assert "律师亲笔补充" in "".join(pages(paper.with_suffix(".pdf")))
    assert len(calls()) == 1


@needs_office
def test_a_pdf_that_a_person_replaced_is_kept_and_the_new_one_written_beside_it(
    generate: Generate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = two_cases(tmp_path / "表.xlsx")
    done = generate(book, steps=("pdf",))
    name = sorted(made(done.folder))[0]
    (done.folder / name).write_bytes(b"%PDF-1.4 signed and scanned")

    again = generate(book, steps=("pdf",))
    no_soffice(monkeypatch)
    third = generate(book, steps=("pdf",))
    monkeypatch.undo()
    forced = generate(book, steps=("pdf",), force=True)

    beside = name.replace(".pdf", "_新.pdf")
    for run in (again, third):
        assert [
            it.code for it in run.report.problems if it.code.startswith(("kept", "no-off"))
        ] == ["kept-print"]
        assert not run.report.has_errors
    assert "报案材料" in pages(done.folder / beside)[0]
    assert "报案材料" in pages(done.folder / name)[0]
    assert (done.folder / name.replace(".pdf", "_手改.pdf")).read_bytes().endswith(b"scanned")
    assert "kept-print" not in forced.codes()


@needs_office
def test_the_same_paper_makes_the_same_bytes(tmp_path: Path, generate: Generate) -> None:
    done = generate(two_cases(tmp_path / "表.xlsx"))
    source = next(done.folder.rglob("*.docx")).read_bytes
    program = find_soffice()
    assert program

    results = []
    for _ in range(2):
        with converter(program, tmp_path, 1) as office:
            [result] = office.convert([source])
            results.append(without_moment(result.pdf))
        time.sleep(1.1)

    assert results[0] == results[1]
    assert pages(tmp_path_file(tmp_path, results[0]))[0]


def tmp_path_file(folder: Path, content: bytes) -> Path:
    path = folder / "it.pdf"
    path.write_bytes(content)
    return path


# ---------------------------------------------------------------- when LibreOffice fails


def kill_one_worker(output: Path, killed: list[int], after: int = 3) -> None:
    """Kill -9 the LibreOffice of one worker when it has made some PDFs."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        for place in Path(tempfile.gettempdir()).glob("anjuan-*/0"):
            busy = len(list(place.glob("out/*.pdf"))) >= after
            for process in Path("/proc").glob("[0-9]*") if busy else ():
                with suppress(OSError):
                    words = (process / "cmdline").read_bytes()
                    if b"soffice.bin" in words and place.as_uri().encode() in words:
                        os.kill(int(process.name), signal.SIGKILL)
                        killed.append(int(process.name))
                        return
        time.sleep(0.01)


@LINUX
@needs_office
def test_60_papers_are_all_there_though_a_worker_was_killed(tmp_path: Path) -> None:
    run = finished(tmp_path / "out", many(tmp_path / "表.xlsx", 10))
    papers = [document.path for it in run.cases for document in it.documents]
    assert len(papers) >= 60
    killed: list[int] = []
    killer = threading.Thread(target=kill_one_worker, args=(run.output, killed))
    killer.start()

    told: list[str] = []
    counted: list[int] = []
    program = find_soffice()
    assert program
    with converter(program, run.output, 2) as office:
        for result in office.convert([path.read_bytes for path in papers]):
            counted.append(result.index)
            told += [result.reason] if result.reason else []
            assert fault_of(result.pdf, "") == ""
    killer.join()

    assert killed
    assert sorted(counted) == list(range(len(papers)))
    assert not told


@POSIX
@needs_office
def test_a_file_at_which_it_hangs_is_named_and_the_rest_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = finished(tmp_path / "out", many(tmp_path / "表.xlsx", 2, 文书="报案材料"))
    # It hangs as soon as the first paper is among those it is given.
    script = 'case " $* " in *" 0.docx "*) sleep 600 & sleep 600;; esac\nexec $real "$@"\n'
    fake_soffice(tmp_path / "bin", monkeypatch, script)

    began = time.monotonic()
    problems = list(pdf.work(run, patience=5))

    assert time.monotonic() - began < 60
    [problem] = problems
    assert problem.code == "pdf-failed"
    assert "A0000_张三A0000/01_报案材料" in problem.message
    assert "超过 5 秒没有结果，已强行结束" in problem.message
    assert problem.cell == "A2"
    assert [path.split("/")[0] for path in made(run.output)] == ["A0001_张三A0001"]
    listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, encoding="utf-8").stdout
    assert str(tmp_path) not in listed


@POSIX
def test_an_office_suite_that_ends_well_without_a_pdf_is_told_once(
    generate: Generate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = fake_soffice(tmp_path / "bin", monkeypatch, "exit 0\n")

    done = generate(many(tmp_path / "表.xlsx", 20, 文书="报案材料"), steps=("pdf",), jobs=1)

    [problem] = [it for it in done.report.problems if it.is_error]
    assert problem.code == "broken-office"
    assert "没有转出 PDF" in problem.message
    assert not done.report.is_clean
    assert len(calls()) == 3
    assert len(list(done.folder.rglob("*.docx"))) == 20


@POSIX
def test_half_a_pdf_counts_as_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = finished(tmp_path / "out", two_cases(tmp_path / "表.xlsx"))
    script = (
        "for it; do case $it in *.docx) printf %s '%PDF-1.4' > out/${it%.docx}.pdf;; esac; done\n"
    )
    fake_soffice(tmp_path / "bin", monkeypatch, script)

    assert [it.code for it in pdf.work(run)] == ["broken-office"]
    assert not made(run.output)


def test_without_an_office_suite_one_problem_says_how_to_get_it(
    generate: Generate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_soffice(monkeypatch)

    done = generate(two_cases(tmp_path / "表.xlsx"), steps=("pdf", "bundle"))

    told = [it for it in done.report.problems if it.code == "no-office"]
    assert [it.sheet for it in told] == ["PDF"]
    assert "请安装 LibreOffice" in told[0].remedy
    assert len(list(done.folder.rglob("*.docx"))) == 2
    assert not done.report.is_clean


def test_a_command_that_asks_for_pdf_in_vain_ends_with_status_1(
    tmp_path: Path,
) -> None:
    book = two_cases(tmp_path / "表.xlsx")
    hidden = "import anjuan_plugins.printing.pdf as it; it.find_soffice = lambda: None; "
    script = f"{hidden}from anjuan.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", script, "generate", str(book), "-o", str(tmp_path / "out"), "--pdf"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert done.returncode == 1
    assert "错误：PDF：没有找到 LibreOffice" in done.stderr
    assert "已生成 2 份" in done.stdout


def test_without_its_library_the_command_to_install_it_is_told(
    generate: Generate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)

    done = generate(two_cases(tmp_path / "表.xlsx"), steps=("pdf", "chart"))

    told = [it for it in done.report.problems if it.code == "missing-library"]
    assert [it.sheet for it in told] == ["PDF", "骚扰统计图"]
    assert "pip install 'anjuan[pdf]'" in told[0].remedy
    assert "pip install 'anjuan[chart]'" in told[1].remedy


@LINUX
@needs_office
def test_a_machine_without_chinese_fonts_is_told_and_no_pdf_written(
    generate: Generate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_chinese_fonts(tmp_path, monkeypatch)

    done = generate(two_cases(tmp_path / "表.xlsx"), steps=("pdf",))

    faulty = [it for it in done.report.problems if it.code == "pdf-faulty"]
    assert len(faulty) == 2
    assert "没有嵌入中文字体" in faulty[0].message
    assert "请安装中文字体" in faulty[0].remedy
    assert not made(done.folder)


@LINUX
@needs_office
def test_a_killed_run_leaves_nothing_that_the_next_one_does_not_remove_and_finish(
    tmp_path: Path,
) -> None:
    book = many(tmp_path / "表.xlsx", 8)
    command = [sys.executable, "-m", "anjuan", "generate", str(book), "-o", "out", "--pdf"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    environment["TMPDIR"] = str(tmp_path / "tmp")
    (tmp_path / "tmp").mkdir()
    process = subprocess.Popen(
        command, cwd=tmp_path, env=environment,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    deadline = time.monotonic() + 60
    while not list((tmp_path / "tmp").glob("anjuan-*/*/out/*.pdf")):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    [left] = (tmp_path / "tmp").glob("anjuan-*")
    assert left.stat().st_mode & 0o777 == 0o700

    again = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False)

    assert again.returncode == 0
    assert not list((tmp_path / "tmp").glob("anjuan-*"))
    papers = {path.with_suffix("") for path in (tmp_path / "out").rglob("*.docx")}
    assert {path.with_suffix("") for path in (tmp_path / "out").rglob("*.pdf")} == papers


@needs_office
def test_conversion_fetches_nothing_that_a_document_links_to(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/seen.png"
        document = Document()
        document.add_paragraph("正文")
        linked = document.part.relate_to(
            address,
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image",
            is_external=True,
        )
        run = document.paragraphs[0].add_run()
        run._r.append(picture(linked))
        document.save(str(tmp_path / "it.docx"))
        program = find_soffice()
        assert program
        with converter(program, tmp_path, 1) as office:
            [result] = office.convert([(tmp_path / "it.docx").read_bytes])
        with pytest.raises(TimeoutError):
            server.accept()

    assert result.pdf


def picture(relation: str) -> etree._Element:
    return parse_xml(
        '<w:pict xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:r="http://schemas.openxmlformats.org/'
        'officeDocument/2006/relationships"><v:shape style="width:100pt;height:100pt">'
        f'<v:imagedata r:id="{relation}"/></v:shape></w:pict>'
    )
