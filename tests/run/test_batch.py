"""Whole runs under stress: kills, two at once, broken disks, many processes, a cluster."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from support.batches import many
from support.processes import POSIX, held
from support.runs import Cli, Generate

from anjuan.errors import UsageError
from anjuan.plugin.host import Plugins
from anjuan.run.batch import run
from anjuan.run.outcomes import State
from anjuan.run.preparing import prepare
from anjuan.run.request import Request
from anjuan.run.workers import cluster
from anjuan.testing import TODAY, case, evidence, incident, write_workbook


@POSIX
def test_two_runs_into_one_folder_do_not_mix(process: Cli, tmp_path: Path) -> None:
    book = write_workbook(tmp_path / "表.xlsx")

    with held(tmp_path, "generate", book, "-o", "out") as first:
        second = process("generate", book, "-o", "out")
        first.release()
        first.ended()

    assert second.status == 3
    assert "另一次运行正在往 out 里生成文书" in second.err
    assert first.process.returncode == 0


@POSIX
def test_a_read_only_folder_fails_its_documents_alone(cli: Cli, tmp_path: Path) -> None:
    book = many(tmp_path / "表.xlsx", 2)
    closed = tmp_path / "out" / "A0000_张三A0000"
    closed.mkdir(parents=True)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "ro", "tmpfs", closed], check=False)
    if mounted.returncode:
        pytest.skip("only the superuser can mount a read-only folder")
    try:
        done = cli("generate", book, "-o", "out", "--json")
    finally:
        subprocess.run(["umount", closed], check=True)

    found = {
        (entry["case"], entry["state"])
        for entry in json.loads(done.out)["documents"]
        if entry["path"] or entry["state"] == "failed"
    }
    assert done.status == 1
    assert found == {("A0000", "failed"), ("A0001", "written")}


def test_a_folder_that_cannot_be_written_fails_its_documents_alone(
    generate: Generate, tmp_path: Path
) -> None:
    book = many(tmp_path / "表.xlsx", 2)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "A0000_张三A0000").write_text("一个文件，不是文件夹")

    done = generate(book)

    states = {it.case: it.state for it in done.report.outcomes if not it.is_quiet}
    assert states == {"A0000": State.FAILED, "A0001": State.WRITTEN}
    assert "写不进去" in done.problems()


def test_a_case_taken_out_of_the_workbook_is_told_and_not_deleted(
    generate: Generate, tmp_path: Path
) -> None:
    generate(many(tmp_path / "表.xlsx", 2))

    done = generate(many(tmp_path / "表.xlsx", 1))

    assert "removed-case" in done.codes()
    assert list((done.folder / "A0001_张三A0001").glob("*.docx"))


def test_a_paper_that_is_no_longer_made_is_told_and_not_deleted(
    generate: Generate, tmp_path: Path
) -> None:
    generate(many(tmp_path / "表.xlsx", 1))

    done = generate(many(tmp_path / "表.xlsx", 1, 文书="报案材料"))

    assert "leftover-document" in done.codes()
    assert list(done.folder.rglob("*民事起诉状*"))
    assert (
        "leftover-document"
        not in generate(tmp_path / "表.xlsx", kinds=("police-statement",)).codes()
    )


def test_a_changed_cell_rewrites_its_own_case_only(generate: Generate, tmp_path: Path) -> None:
    generate(many(tmp_path / "表.xlsx", 2))
    numbers = ("A0000", "A0001")
    book = write_workbook(
        tmp_path / "表.xlsx",
        cases=[case(案件编号=it, 委托人姓名=f"张三{it}") for it in numbers],
        incidents=[
            incident(
                案件编号=it,
                受扰人=f"张三{it}",
                关联依据="知悉合同信息",
                次数=9 if it == "A0001" else 5,
            )
            for it in numbers
        ],
        evidence=[evidence(案件编号=it) for it in numbers],
    )

    outcomes = [it for it in generate(book).report.outcomes if not it.is_quiet]

    assert {it.state for it in outcomes if it.case == "A0000"} == {State.UNCHANGED}
    other = {it.kind: it.state for it in outcomes if it.case == "A0001"}
    # It prints nothing of the incidents.
    assert other.pop("evidence-list") == State.UNCHANGED
    assert set(other.values()) == {State.WRITTEN}


def test_plugins_given_by_a_program_stay_in_its_process(tmp_path: Path) -> None:
    plugins = Plugins.load(outside=False)
    request = Request(many(tmp_path / "表.xlsx", 3), tmp_path / "out", TODAY, jobs=2)

    report = run(prepare(request, plugins), plugins)

    assert set(report.counts) == {State.WRITTEN, State.NOT_APPLICABLE}


def test_an_address_where_nothing_answers_is_told() -> None:
    nobody = "tcp://127.0.0.1:1"

    with pytest.raises(UsageError, match=f"连不上 {nobody}") as told, cluster(nobody, patience=0.2):
        pass

    assert told.value.exit_code == 2
