"""Step pdf: every Word paper as PDF, whatever LibreOffice does."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from docx import Document
from support.batches import many
from support.office import needs_office
from support.printing import fake_soffice, finished, no_chinese_fonts, no_soffice, pages
from support.processes import start, until
from support.recordings import Recordings
from support.runs import ROOT, Cli, Generate, generate_into

from anjuan.testing import case, incident, write_workbook
from anjuan_plugins.printing import libreoffice, pdf
from anjuan_plugins.printing.fonts import fault_of
from anjuan_plugins.printing.libreoffice import converter, find_soffice
from anjuan_plugins.printing.pages import without_moment

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

    first = generate(book, steps=("pdf",), jobs=1)
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
@pytest.mark.usefixtures("recorded")
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
@pytest.mark.usefixtures("recorded")
def test_a_pdf_that_a_person_replaced_is_kept_and_the_new_one_written_beside_it(
    generate: Generate, tmp_path: Path
) -> None:
    book = two_cases(tmp_path / "表.xlsx")
    done = generate(book, steps=("pdf",))
    name = sorted(made(done.folder))[0]
    (done.folder / name).write_bytes(b"%PDF-1.4 signed and scanned")

    again = generate(book, steps=("pdf",))
    with pytest.MonkeyPatch.context() as absent:
        no_soffice(absent)
        third = generate(book, steps=("pdf",))
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
@pytest.mark.usefixtures("recorded")
def test_papers_that_go_to_the_office_suite_some_at_a_time_get_the_same_pdfs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = two_cases(tmp_path / "表.xlsx")
    steps = ("filing-sheet", "pdf")
    whole = generate_into(tmp_path / "一", book, steps=steps, jobs=1)
    monkeypatch.setattr(libreoffice, "_AT_ONCE", 1)
    parted = generate_into(tmp_path / "二", book, steps=steps, jobs=1)

    assert len(made(whole.folder)) == 4
    assert made(parted.folder) == made(whole.folder)
    assert parted.report == whole.report


@needs_office
def test_the_same_paper_makes_the_same_bytes(tmp_path: Path, generate: Generate) -> None:
    done = generate(two_cases(tmp_path / "表.xlsx"))
    source = next(done.folder.rglob("*.docx")).read_bytes
    program = find_soffice()
    assert program

    results = []
    for pause in (0, 1.1):
        # Another second by the clock, which stands in the file.
        time.sleep(pause)
        with converter(program, tmp_path, 1) as office:
            [result] = office.convert([source])
            results.append(without_moment(result.pdf))

    assert results[0] == results[1]
    assert pages(tmp_path_file(tmp_path, results[0]))[0]


def tmp_path_file(folder: Path, content: bytes) -> Path:
    path = folder / "it.pdf"
    path.write_bytes(content)
    return path


# ---------------------------------------------------------------- when LibreOffice fails


# The first call at the first desk converts three papers and is killed.
KILLED = """
case $PWD in */0) if [ ! -e killed ]; then
    touch killed
    "$real" "$1" "$2" "$3" "$4" "$5" "$6" "$7" "$8" "$9" "${10}"
    kill -9 $$
fi;; esac
exec "$real" "$@"
"""


@POSIX
@needs_office
def test_all_papers_are_there_though_a_worker_was_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = finished(tmp_path / "out", many(tmp_path / "表.xlsx", 2))
    papers = [document.path for it in run.cases for document in it.documents]
    assert len(papers) >= 12
    calls = fake_soffice(tmp_path / "bin", monkeypatch, KILLED)

    told: list[str] = []
    counted: list[int] = []
    program = find_soffice()
    assert program
    with converter(program, run.output, 2) as office:
        for result in office.convert([path.read_bytes for path in papers]):
            counted.append(result.place)
            told += [str(result.reason)] if result.reason else []
            assert fault_of(result.pdf, "") == ""

    assert sorted(counted) == list(range(len(papers)))
    assert not told
    # Those of the other desk, those that are killed, the one after them alone, and the rest.
    assert [len(call.split()) - 7 for call in sorted(calls(), key=len)] == [1, 3, 7, 7]


# It hangs as soon as the first paper is among those it is given; the others it has ready.
HANGING = """
case " $* " in *" 0.docx "*) sleep 600 & sleep 600;; esac
for it; do case $it in *.docx) cp {ready} out/${{it%.docx}}.pdf;; esac; done
"""


@POSIX
@needs_office
def test_a_file_at_which_it_hangs_is_named_and_the_rest_is_done(
    recorded: Recordings, generate: Generate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = many(tmp_path / "表.xlsx", 2, 文书="报案材料")
    ready = tmp_path / "ready.pdf"
    [found] = (generate(book, steps=("pdf",)).folder / "A0001_张三A0001").glob("*.pdf")
    ready.write_bytes(found.read_bytes())
    recorded.stop()
    run = finished(tmp_path / "other", book)
    fake_soffice(tmp_path / "bin", monkeypatch, HANGING.format(ready=ready))

    problems = list(pdf.work(run, patience=10))

    [problem] = problems
    assert problem.code == "pdf-failed"
    assert "A0000_张三A0000/01_报案材料" in problem.message
    assert "超过 10 秒没有结果，已强行结束" in problem.message
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
    assert len(list(done.folder.rglob("0*.docx"))) == 2
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
    assert f'{sys.executable} -m pip install -e "{ROOT}[pdf]"' in told[0].remedy
    assert f'{sys.executable} -m pip install -e "{ROOT}[chart]"' in told[1].remedy


@LINUX
@needs_office
def test_a_machine_without_chinese_fonts_is_told_and_no_pdf_written(
    generate: Generate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_chinese_fonts(tmp_path, monkeypatch)

    done = generate(two_cases(tmp_path / "表.xlsx"), steps=("pdf",), jobs=1)

    faulty = [it for it in done.report.problems if it.code == "pdf-faulty"]
    assert len(faulty) == 2
    assert "没有嵌入中文字体" in faulty[0].message
    assert "请安装中文字体" in faulty[0].remedy
    assert not made(done.folder)


# It converts one paper, and is still at work on the next when the run is killed.
AT_WORK = """
"$real" "$1" "$2" "$3" "$4" "$5" "$6" "$7" "$8"
echo $$ > $log.pid
exec sleep 600
"""


@LINUX
@needs_office
def test_a_killed_run_leaves_nothing_that_the_next_one_does_not_remove_and_finish(
    process: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = many(tmp_path / "表.xlsx", 2, 文书="报案材料")
    command = ("generate", book, "-o", "out", "--pdf", "--jobs", 1)
    private = tmp_path / "tmp"
    private.mkdir()
    at_work = tmp_path / "bin" / "log.pid"
    with monkeypatch.context() as changed:
        fake_soffice(tmp_path / "bin", changed, AT_WORK)
        run = start(tmp_path, *command, TMPDIR=str(private))
    until(lambda: at_work.exists() and at_work.read_text())
    os.killpg(run.pid, signal.SIGKILL)
    run.communicate()
    os.kill(int(at_work.read_text()), signal.SIGKILL)
    [left] = private.glob("anjuan-*")
    assert left.stat().st_mode & 0o777 == 0o700
    assert list(left.glob("*/out/*.pdf"))

    again = process(*command, TMPDIR=str(private))

    assert again.status == 0
    assert not list(private.glob("anjuan-*"))
    papers = {path.with_suffix("") for path in (tmp_path / "out").rglob("*.docx")}
    assert len(papers) == 2
    assert {path.with_suffix("") for path in (tmp_path / "out").rglob("*.pdf")} == papers
