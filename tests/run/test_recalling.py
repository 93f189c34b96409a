"""A case in which nothing changed is recalled; whatever its result hangs on has it made anew."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from support.processes import contents
from support.runs import ROOT, STORY_WORKBOOK, Generate, generate_into, shipped_plugins

from anjuan.documents.planning import Document
from anjuan.messages import own_words
from anjuan.plugin.host import Plugins
from anjuan.plugin.office import Office
from anjuan.resources import SAMPLE_WORKBOOK
from anjuan.run import fingerprints, making
from anjuan.run.outcomes import Report, State
from anjuan.testing import TODAY, case, evidence, incident, write_workbook

# Papers that take little time.
FEW = "报案材料、证据目录"
PLUGIN = """
from pathlib import Path
from anjuan import Column, Kind, Recipient, SheetColumns, hookimpl

def applies(matter):
    return "{spared}"

@hookimpl
def anjuan_kinds():
    template = Path(__file__).with_name("own.docx")
    yield Kind(name="own", title="自有文书", help="", template=template, applies=applies,
               recipients=lambda matter: [Recipient(name="甲")])

@hookimpl
def anjuan_columns():
    yield SheetColumns(sheet="案件", columns={{"hired_on": Column("入职", help="{help}")}})
"""


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """案件编号 of the cases of which the kinds were asked, in turn."""
    numbers: list[str] = []
    plan = making.planned

    def noted(job: making.CaseJob, workshop: making.Workshop) -> list[Document]:
        numbers.append(job.case.number)
        return plan(job, workshop)

    monkeypatch.setattr(making, "planned", noted)
    return numbers


def book(folder: Path, **rows: Any) -> Path:
    folder.mkdir(exist_ok=True)
    return write_workbook(folder / "表.xlsx", **{"cases": [case(文书=FEW)], **rows})


def records(folder: Path) -> list[Path]:
    return sorted((folder / ".anjuan" / "cases").glob("*.json"))


def forget(folder: Path, note: object = None) -> None:
    """Take the notes out of all records, or put something else in their place."""
    for path in records(folder):
        record = json.loads(path.read_bytes())
        del record["*"]
        path.write_text(json.dumps(record | ({"*": note} if note else {})), encoding="utf-8")


def told(report: Report) -> list[object]:
    """All that a run tells, and what of it is not hidden where secrets are."""
    texts = [
        text
        for it in report.outcomes
        for text in (it.spared, it.prompt, *(found.message for found in it.problems))
    ]
    texts += [text for it in report.problems for text in (it.message, it.remedy)]
    return [report, list(map(own_words, texts))]


def test_while_nothing_changes_no_kind_is_asked_again(
    generate: Generate, asked: list[str], tmp_path: Path
) -> None:
    first = generate(book(tmp_path))
    second = generate(book(tmp_path))

    assert asked == ["A001"]
    assert {it.state for it in second.report.documents} == {State.UNCHANGED}
    assert len(second.report.outcomes) == len(first.report.outcomes)


@pytest.mark.parametrize(
    ("workbook", "is_recalled"),
    [
        (SAMPLE_WORKBOOK, True),
        (STORY_WORKBOOK, True),
        (ROOT / "sample_cases" / "自有表格" / "台账.xlsx", True),
        (SAMPLE_WORKBOOK.with_name("有错的案件表.xlsx"), False),
    ],
    ids=["samples", "story", "an-office's-own", "faulty"],
)
@pytest.mark.parametrize("later", [0, 45], ids=["the-same-day", "later"])
def test_what_is_recalled_is_what_would_be_found_out_anew(
    workbook: Path, is_recalled: bool, later: int, asked: list[str], tmp_path: Path
) -> None:
    day = TODAY + timedelta(later)
    generate_into(tmp_path / "out", workbook)
    shutil.copytree(tmp_path / "out", tmp_path / "long")
    forget(tmp_path / "long")
    count = len(asked)

    short = generate_into(tmp_path / "out", workbook, today=day)
    recalled = count - (len(asked) - count)
    long = generate_into(tmp_path / "long", workbook, today=day)

    assert bool(recalled) is is_recalled
    assert len(asked) == 3 * count - recalled
    assert told(short.report) == told(long.report)
    assert contents(tmp_path / "out") == contents(tmp_path / "long")


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param({"incidents": [incident(内容="别的话")]}, id="a-cell"),
        pytest.param({"incidents": [incident(), incident(次数=3)]}, id="a-row"),
        # Read, it is as empty as it was.
        pytest.param({"cases": [case(文书=FEW, 借款金额="两万多")]}, id="an-error"),
        pytest.param({"cases": [case(文书=FEW, 案号甲="")]}, id="a-column-of-ones-own"),
        pytest.param(
            {"cases": [case(案件编号="A000", 委托人姓名="王五", 文书=FEW), case(文书=FEW)]},
            id="the-place-of-its-row",
        ),
    ],
)
def test_a_changed_workbook_has_the_case_made_anew(
    rows: Mapping[str, Any], generate: Generate, asked: list[str], tmp_path: Path
) -> None:
    generate(book(tmp_path))
    generate(book(tmp_path, **rows))

    assert asked.count("A001") == 2


@pytest.mark.parametrize(
    "options",
    [
        {"kinds": ("police-statement",)},
        {"left_out": frozenset({("A001", "evidence-list", "")})},
        {"besides": frozenset({("A001", "risk-notice")})},
        {"draft": True},
        {"steps": ("filing-sheet",)},
    ],
    ids=lambda options: next(iter(options)),
)
def test_who_asks_for_something_else_has_the_case_made_anew(
    options: Mapping[str, Any], generate: Generate, asked: list[str], tmp_path: Path
) -> None:
    generate(book(tmp_path))
    generate(book(tmp_path), **options)

    assert asked == ["A001"] * 2


def test_what_is_asked_for_in_other_cases_is_nothing_to_this_one(
    generate: Generate, asked: list[str], tmp_path: Path
) -> None:
    generate(book(tmp_path))
    generate(book(tmp_path), besides=frozenset({("A002", "risk-notice")}))

    assert asked == ["A001"]


@pytest.mark.parametrize(("signed", "count"), [("", 2), ("2026-05-10", 1)])
def test_the_day_counts_where_papers_are_not_dated(
    signed: str, count: int, generate: Generate, asked: list[str], tmp_path: Path
) -> None:
    workbook = book(tmp_path, cases=[case(文书=FEW, 落款日期=signed)])
    generate(workbook)
    generate(workbook, today=TODAY + timedelta(1))

    assert len(asked) == count


@pytest.mark.parametrize("day", [date(2026, 9, 1), date(2026, 9, 8), date(2030, 1, 1)])
def test_days_that_are_left_are_counted_from_the_day_of_the_run(
    day: date, generate: Generate, asked: list[str], tmp_path: Path
) -> None:
    workbook = book(tmp_path, cases=[case(文书=FEW, 落款日期="2026-05-10")])

    def rows() -> list[tuple[object, ...]]:
        sheet = openpyxl.load_workbook(tmp_path / "out" / "清单.xlsx")["时效"]
        return list(sheet.iter_rows(values_only=True))

    generate(workbook)
    before = rows()
    generate(workbook, today=day)
    recalled = rows()
    forget(tmp_path / "out")
    generate(workbook, today=day)

    assert len(asked) == 2
    assert recalled == rows() != before


def test_a_workbook_that_was_moved_has_its_cases_made_anew(
    generate: Generate, asked: list[str], tmp_path: Path
) -> None:
    generate(book(tmp_path))
    generate(book(tmp_path / "elsewhere"))

    assert len(asked) == 2


def test_an_exhibit_that_changes_has_the_case_made_anew(
    generate: Generate, asked: list[str], tmp_path: Path
) -> None:
    workbook = book(tmp_path, evidence=[evidence(文件路径="录音.mp3")])
    for content in (b"one", b"other", None):
        (tmp_path / "录音.mp3").unlink(missing_ok=True)
        if content:
            (tmp_path / "录音.mp3").write_bytes(content)
        generate(workbook)
        generate(workbook)

    assert len(asked) == 3


def test_other_code_of_a_plugin_and_other_columns_have_all_cases_made_anew(
    generate: Generate, asked: list[str], tmp_path: Path
) -> None:
    folder = tmp_path / "plugins"
    folder.mkdir()
    docx.Document().save(str(folder / "own.docx"))
    for spared, help in (("不需要。", "甲"), ("不适用。", "甲"), ("不适用。", "乙")):
        (folder / "own.py").write_text(PLUGIN.format(spared=spared, help=help), encoding="utf-8")
        plugins = Plugins.load(Office(plugin_folders=(folder,)), outside=False)
        assert not plugins.broken
        for _ in range(2):
            done = generate(book(tmp_path, cases=[case(文书="")]), plugins=plugins)
            [own] = [it for it in done.report.outcomes if it.kind == "own"]
            assert own.spared == spared

    assert len(asked) == 3


def without_a_kind(plugins: Plugins) -> Plugins:
    kinds = {name: kind for name, kind in plugins.kinds.items() if name != "lawyer-letter"}
    return replace(plugins, kinds=kinds)


def with_another_template(plugins: Plugins) -> Plugins:
    kind = plugins.kinds["police-statement"]
    other = plugins.kinds["evidence-list"].template
    return replace(plugins, kinds={**plugins.kinds, kind.name: replace(kind, template=other)})


def with_another_help(plugins: Plugins) -> Plugins:
    kind = replace(plugins.kinds["lawyer-letter"], help="别的说明。")
    return replace(plugins, kinds={**plugins.kinds, kind.name: kind})


def with_less_law(plugins: Plugins) -> Plugins:
    courts = plugins.law.courts
    fewer = replace(courts, deadlines=courts.deadlines[:-1])
    return replace(plugins, law=replace(plugins.law, courts=fewer))


def with_another_phrase(plugins: Plugins) -> Plugins:
    name, (it, owner) = next(iter(plugins.names.items()))
    other = replace(it, phrase=f"{it.phrase}。")
    return replace(plugins, names={**plugins.names, name: (other, owner)})


def with_another_version(plugins: Plugins) -> Plugins:
    owner = plugins.owners["lawyer-letter"]
    newer = replace(plugins.infos[owner], version="99")
    return replace(plugins, infos={**plugins.infos, owner: newer})


@pytest.mark.parametrize(
    "changed",
    [
        without_a_kind,
        with_another_template,
        with_another_help,
        with_less_law,
        with_another_phrase,
        with_another_version,
    ],
)
def test_where_kinds_law_or_wording_changed_all_cases_are_made_anew(
    changed: Callable[[Plugins], Plugins], generate: Generate, asked: list[str], tmp_path: Path
) -> None:
    generate(book(tmp_path))
    generate(book(tmp_path), plugins=changed(shipped_plugins()))

    assert len(asked) == 2


def test_another_version_of_the_program_makes_all_cases_anew(
    generate: Generate, asked: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    generate(book(tmp_path))
    monkeypatch.setattr(fingerprints, "_sources_digest", lambda name: f"newer {name}")
    generate(book(tmp_path))

    assert len(asked) == 2


def test_of_plugins_that_a_program_hands_over_nothing_is_recalled(
    generate: Generate, asked: list[str], tmp_path: Path
) -> None:
    plugins = Plugins.load(outside=False, extra=[("guest", object())])
    for _ in range(2):
        generate(book(tmp_path), plugins=plugins)

    assert len(asked) == 2
    assert all("*" not in json.loads(path.read_bytes()) for path in records(tmp_path / "out"))


def edited(path: Path) -> None:
    document = docx.Document(str(path))
    document.add_paragraph("另补。")
    document.save(str(path))


def edited_unseen(path: Path) -> None:
    """One bit, and neither the size nor the times tell of it."""
    content, times = bytearray(path.read_bytes()), path.stat()
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def emptied(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("harm", [edited, edited_unseen, emptied, Path.unlink])
def test_where_a_paper_does_not_stand_as_it_was_written_the_case_is_made_anew(
    harm: Callable[[Path], None], generate: Generate, asked: list[str], tmp_path: Path
) -> None:
    first = generate(book(tmp_path))
    [path, *_] = [first.folder / it.path for it in first.report.outcomes if it.path]
    written = path.read_bytes()
    harm(path)
    standing = path.read_bytes() if path.exists() else b""

    second = generate(book(tmp_path))

    assert len(asked) == 2
    if standing:
        assert next(it.state for it in second.report.documents) is State.KEPT
        assert path.read_bytes() == standing
        generate(book(tmp_path))
        assert len(asked) == 3
    else:
        assert path.read_bytes() == written


@pytest.mark.parametrize("harm", [None, edited_unseen])
def test_of_a_record_without_check_sums_as_earlier_versions_kept_papers_are_known_by_their_digests(
    harm: Callable[[Path], None] | None, generate: Generate, asked: list[str], tmp_path: Path
) -> None:
    first = generate(book(tmp_path))
    [path, *_] = [first.folder / it.path for it in first.report.outcomes if it.path]
    [record] = records(tmp_path / "out")
    told = json.loads(record.read_bytes())
    for name in told.keys() - {"*"}:
        del told[name]["crc32"]
    record.write_text(json.dumps(told), encoding="utf-8")
    if harm:
        harm(path)

    second = generate(book(tmp_path))

    assert len(asked) == (2 if harm else 1)
    states = [it.state for it in second.report.documents]
    assert states[0] is (State.KEPT if harm else State.UNCHANGED)
    assert {*states[1:]} == {State.UNCHANGED}


def test_an_older_version_that_somebody_put_back_is_no_paper_of_this_run(
    generate: Generate, asked: list[str], tmp_path: Path
) -> None:
    first = generate(book(tmp_path))
    [path, *_] = [first.folder / it.path for it in first.report.outcomes if it.path]
    older = path.read_bytes()
    generate(book(tmp_path, incidents=[incident(次数=9)]))
    newer = path.read_bytes()
    path.write_bytes(older)

    generate(book(tmp_path, incidents=[incident(次数=9)]))

    assert len(asked) == 3
    assert path.read_bytes() == newer != older


def test_going_back_to_an_older_workbook_goes_back_to_its_papers(
    generate: Generate, tmp_path: Path
) -> None:
    first = generate(book(tmp_path)).texts()
    generate(book(tmp_path, incidents=[incident(次数=9)]))

    assert generate(book(tmp_path)).texts() == first


def test_where_one_paper_is_refused_the_case_is_made_anew_each_time(
    generate: Generate, asked: list[str], tmp_path: Path
) -> None:
    for _ in range(2):
        done = generate(book(tmp_path, incidents=[], cases=[case(文书=FEW)]))
        assert State.REFUSED in {it.state for it in done.report.outcomes}

    assert len(asked) == 2


@pytest.mark.parametrize(
    "harm",
    [
        lambda note: 5,
        lambda note: [],
        lambda note: {"key": note["key"]},
        lambda note: {**note, "papers": [["own"]]},
        lambda note: {**note, "papers": [["unheard-of", *note["papers"][0][1:]]]},
        lambda note: {**note, "papers": None},
        lambda note: {**note, "warnings": [5]},
        lambda note: {**note, "ends": [["", "never", [], "", ""]]},
    ],
)
def test_a_note_that_is_damaged_tells_nothing(
    harm: Callable[[Any], object], generate: Generate, asked: list[str], tmp_path: Path
) -> None:
    generate(book(tmp_path))
    [path] = records(tmp_path / "out")
    record = json.loads(path.read_bytes())
    whole = path.read_bytes()
    forget(tmp_path / "out", harm(record["*"]))

    second = generate(book(tmp_path))

    assert len(asked) == 2
    assert {it.state for it in second.report.documents} == {State.UNCHANGED}
    assert path.read_bytes() == whole
