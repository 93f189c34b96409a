"""What a program that embeds anjuan gets: the commands as functions."""

from __future__ import annotations

import runpy
from collections.abc import Callable
from datetime import date
from pathlib import Path
from threading import Event

import pytest
from support.cells import cell
from support.runs import ROOT

from anjuan import (
    FaultyCellError,
    Request,
    State,
    UsageError,
    WorkbookError,
    check,
    generate,
    load_cases,
)
from anjuan.testing import TODAY, case, incident, write_workbook

CONFIG = '[constants]\n"律师事务所" = "虚构律师事务所"\n'


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A workbook with one faulty cell, in an office with settings of its own."""
    (tmp_path / "anjuan.toml").write_text(CONFIG, encoding="utf-8")
    cases = [case(委托律师="王律师"), case(案件编号="A002", 要求停止日期="上个月")]
    rows = [incident(), incident(案件编号="A002", 证据编号=None)]
    return write_workbook(tmp_path / "案件表.xlsx", cases=cases, incidents=rows)


def test_generate_does_what_the_command_does(book: Path, tmp_path: Path) -> None:
    kinds = ("报案材料", "lawyer-letter")

    report = generate(Request(book, tmp_path / "文书", TODAY, kinds=kinds))

    states = {(it.case, it.kind): it.state for it in report.outcomes}
    assert states == {
        ("A001", "police-statement"): State.WRITTEN,
        ("A001", "lawyer-letter"): State.WRITTEN,
        ("A002", "police-statement"): State.REFUSED,
        ("A002", "lawyer-letter"): State.REFUSED,
    }
    assert (tmp_path / "文书" / "清单.xlsx").is_file()
    assert not report.is_clean
    [written] = [it for it in report.outcomes if (it.case, it.kind) == ("A001", "lawyer-letter")]
    assert (tmp_path / "文书" / written.path).is_file()


def test_what_can_not_be_done_at_all_is_raised(book: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="没有“情书”这种文书"):
        generate(Request(book, tmp_path / "文书", TODAY, kinds=("情书",)))
    with pytest.raises(WorkbookError):
        load_cases(tmp_path / "没有.xlsx")


def test_steps_tell_what_they_have_to_say(book: Path, tmp_path: Path) -> None:
    told: list[str] = []
    request = Request(book, tmp_path / "文书", TODAY, cases=("A001",), kinds=("报案材料",))

    generate(request, tell=told.append)
    assert told == []

    with pytest.raises(UsageError, match="没有“便条”这个后续步骤"):
        generate(Request(book, tmp_path / "文书", TODAY, steps=("便条",)))


def test_check_tells_every_problem(book: Path) -> None:
    found = check(book, today=TODAY)

    place = f"案件!{cell('案件', '要求停止日期', 3)}（要求停止日期）"
    assert [it.place for it in found if it.is_error] == [place]
    assert any(
        it.is_error and it.code == "future-date" for it in check(book, today=date(2026, 3, 1))
    )


def test_the_settings_named_take_the_place_of_those_beside_the_workbook(
    book: Path, tmp_path: Path
) -> None:
    other = tmp_path / "别的.toml"
    other.write_text('[sheets]\n"证据" = "证据表"\n', encoding="utf-8")

    assert load_cases(book)[0].law_firm == "虚构律师事务所"
    with pytest.raises(WorkbookError, match="缺少工作表“证据表”"):
        load_cases(book, config=other)


def test_a_look_at_a_faulty_cell_of_a_loaded_case_raises(book: Path) -> None:
    sound, faulty = load_cases(book, today=TODAY)

    assert sound.objection_date is None
    assert faulty.client.name == "张三"
    with pytest.raises(FaultyCellError, match="“上个月”不是能确定的日期"):
        _ = faulty.objection_date


def test_a_plugin_that_can_not_be_used_is_a_warning(book: Path, tmp_path: Path) -> None:
    folder = tmp_path / "文书种类" / "坏"
    folder.mkdir(parents=True)
    (folder / "kind.toml").write_text("api = 1\n", encoding="utf-8")
    (tmp_path / "anjuan.toml").write_text('[kinds]\nfolders = ["文书种类"]\n', encoding="utf-8")

    with pytest.warns(UserWarning, match="插件 folder:坏"):
        check(book, today=TODAY)


def stopped_once() -> tuple[list[tuple[int, int]], Callable[[int, int], None]]:
    """What is seen of the progress, and who watches it: after one case he stops it, once."""
    seen: list[tuple[int, int]] = []

    def stopping(done: int, total: int) -> None:
        seen.append((done, total))
        if done == 1 and len(seen) < 3:
            raise InterruptedError

    return seen, stopping


def test_how_far_a_run_is_can_be_seen_and_what_is_raised_there_stops_it(
    book: Path, tmp_path: Path
) -> None:
    seen, stopping = stopped_once()
    request = Request(book, tmp_path / "文书", TODAY, kinds=("报案材料",))
    with pytest.raises(InterruptedError):
        generate(request, progress=stopping)
    assert seen == [(0, 2), (1, 2)]
    assert not (tmp_path / "文书" / "清单.xlsx").exists()

    report = generate(request, progress=stopping)

    assert seen[2:] == [(0, 2), (1, 2), (2, 2)]
    # As one undisturbed run would have ended.
    assert [it.state for it in report.outcomes] == [State.WRITTEN, State.REFUSED]


@pytest.mark.parametrize("ask", [check, load_cases])
def test_a_look_at_the_cases_can_be_watched_and_stopped(
    book: Path, ask: Callable[..., tuple[object, ...]]
) -> None:
    seen, stopping = stopped_once()
    with pytest.raises(InterruptedError):
        ask(book, today=TODAY, progress=stopping)
    assert seen == [(0, 2), (1, 2)]

    assert ask(book, today=TODAY, progress=stopping) == ask(book, today=TODAY)
    assert seen[2:] == [(0, 2), (1, 2), (2, 2)]


def test_the_example_checks_makes_and_explains(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = write_workbook(tmp_path / "案件表.xlsx", cases=[case(文书="报案材料")])
    example = runpy.run_path(str(ROOT / "docs/examples/embedding.py"))

    stop = Event()
    example["main"](book, tmp_path / "文书", stop)

    told = capsys.readouterr().out
    assert all(f"{what} {at}/1" in told for what in ("check", "load", "generate") for at in (0, 1))
    assert "A001 张三 5" in told
    assert "报案材料 已生成" in told
    assert "张三 案件!C2" in told.splitlines()
    stop.set()
    with pytest.raises(example["Stopped"]):
        example["main"](book, tmp_path / "别处", stop)
    assert not (tmp_path / "别处").exists()
