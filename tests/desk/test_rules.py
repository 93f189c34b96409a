"""What keeps the page its user's alone: each rule, and the tests that hold it."""

from __future__ import annotations

import io
import os
import re
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from support.blank import new_document
from support.desk import Desk, opened

from anjuan.desk import serving
from anjuan.desk.app import SHOWN
from anjuan.testing import case, evidence, incident, write_workbook
from anjuan.word import sandbox

TESTS = Path(__file__).parents[1]
# By number: the rule, and by file what holds it. A rule is dropped from here by nobody.
RULES: dict[int, tuple[str, dict[str, tuple[str, ...]]]] = {
    1: ("bound to 127.0.0.1, listening before it says so", {
        "desk/test_serving": ("test_it_listens_on_this_machine_alone_and_before_it_says_so",),
    }),
    2: ("answers under one name", {
        "desk/test_guard": ("test_only_the_name_that_was_printed_is_answered",),
        "desk/test_browser": ("test_a_name_that_is_pointed_here_is_refused",),
    }),
    3: ("answers below a secret", {
        "desk/test_guard": ("test_nothing_is_answered_outside_of_the_secret",),
    }),
    4: ("the browser is opened by an address that works once", {
        "desk/test_guard": ("test_the_address_that_opens_the_page_is_good_once",),
        "promises/test_page_is_the_users_alone": (
            "test_a_whole_session_listens_here_and_connects_nowhere",
        ),
    }),
    5: ("no cookies", {
        "desk/test_guard": ("test_every_answer_forbids_what_the_page_does_not_need",),
    }),
    6: ("nothing is done for another site", {
        "desk/test_guard": (
            "test_nothing_is_done_for_another_site",
            "test_what_is_done_for_its_own_page_is_done_for_it_alone",
        ),
        "desk/test_browser": ("test_another_site_reads_nothing_and_does_nothing",),
    }),
    7: ("what is only shown changes nothing, and another site sees nothing", {
        "desk/test_guard": (
            "test_another_site_sees_nothing",
            "test_what_is_only_shown_changes_nothing_and_answers_no_other_method",
        ),
        "desk/test_rules": ("test_whatever_is_asked_for_leaves_every_file_as_it_was",),
    }),
    8: ("a header that decides stands there once", {
        "desk/test_guard": ("test_a_header_that_stands_there_twice_is_refused",),
    }),
    9: ("no WebSocket", {"desk/test_guard": ("test_a_web_socket_is_refused",)}),
    10: ("a strict policy on every answer", {
        "desk/test_guard": ("test_every_answer_forbids_what_the_page_does_not_need",),
        "desk/test_pages": ("test_a_workbook_whose_every_cell_is_hostile_is_text",),
        "desk/test_browser": ("test_a_workbook_of_hostile_cells_runs_nothing",),
    }),
    11: ("nothing is kept, framed or guessed", {
        "desk/test_guard": (
            "test_every_answer_forbids_what_the_page_does_not_need",
            "test_a_refusal_forbids_as_much",
        ),
        "desk/test_browser": (
            "test_no_text_of_a_case_stays_in_the_browser",
            "test_another_site_reads_nothing_and_does_nothing",
        ),
    }),
    12: ("text of a case is never markup", {
        "desk/test_guard": ("test_no_page_asks_another_host_or_holds_a_script",),
        "desk/test_pages": ("test_a_case_is_never_mistaken_for_words_of_the_page",),
    }),
    13: ("what is dropped is bounded, private, and its name unused", {
        "desk/test_pages": ("test_what_is_dropped_is_bounded_and_its_name_is_no_path",),
        "desk/test_serving": ("test_leaving_ends_it_and_removes_its_room",),
        "desk/test_records": (
            "test_files_are_bounded_by_size_and_number",
            "test_a_name_is_no_path_and_no_markup",
        ),
    }),
    14: ("hostile workbooks are refused as on the command line", {
        "workbook/test_hostile_workbooks": (
            "_refused_by_the_page",
            "test_a_harmful_workbook_is_refused_with_what_was_found",
            "test_a_harmful_page_is_refused_or_read_soon",
        ),
        "desk/test_pages": (
            "test_a_workbook_that_cannot_be_used_is_refused_in_the_words_of_check",
        ),
    }),
    15: ("files are given from the output folder, by number", {
        "desk/test_pages": ("test_files_are_given_by_number_and_never_by_path",),
        "desk/test_printed": ("test_pictures_are_given_by_digest_and_number_alone",),
    }),
    16: ("the zip is ours alone, and opens everywhere", {
        "desk/test_pages": ("test_what_is_made_is_what_the_command_makes",),
        "desk/test_rules": ("test_a_zip_holds_names_that_every_system_can_write",),
    }),
    17: ("opening acts on the output folder and its papers only", {
        "desk/test_pages": (
            "test_opening_gives_the_systems_program_the_folder_and_nothing_else",
        ),
        "desk/test_rules": ("test_a_paper_that_is_gone_is_not_opened",),
    }),
    18: ("folders are listed below the home, and no link leads out", {
        "desk/test_pages": (
            "test_folders_show_names_of_folders_and_workbooks_below_the_home",
        ),
        "desk/test_records": ("test_records_are_listed_below_the_home_and_no_link_leads_out",),
    }),
    19: ("one run at a time, the command line's counted", {
        "desk/test_pages": (
            "test_a_run_that_is_stopped_is_finished_by_the_next_as_if_undisturbed",
            "test_a_run_of_the_command_line_meanwhile_is_told",
        ),
    }),
    20: ("the workbook is never written; copies never take another file's place", {
        "desk/test_pages": ("test_a_run_never_writes_the_workbook",),
        "desk/test_records": (
            "test_a_copy_never_takes_the_place_of_another_file",
            "test_a_workbook_that_was_saved_meanwhile_is_looked_at_again",
        ),
    }),
    21: ("no log, and errors say nothing of a case", {
        "desk/test_serving": (
            "test_it_says_nothing_of_what_it_is_asked",
            "test_of_what_nobody_foresaw_nothing_is_told_but_where",
        ),
    }),
    22: ("no connection to the outside", {
        "promises/test_page_is_the_users_alone": (
            "test_a_whole_session_listens_here_and_connects_nowhere",
        ),
        "desk/conftest": ("watched",),
    }),
    23: ("types of files are set in code", {
        "desk/test_guard": ("test_types_of_files_are_set_here_and_not_by_the_machine",),
    }),
    24: ("it ends, and leaves nothing", {
        "desk/test_serving": (
            "test_leaving_ends_it_and_removes_its_room",
            "test_the_command_prints_the_address_and_ends_by_ctrl_c",
            "test_it_ends_when_nobody_has_asked_for_long",
            "test_what_a_kill_left_is_gone_at_the_next_start",
        ),
        "desk/test_rules": ("test_it_does_not_end_while_papers_are_being_made",),
        "desk/test_printed": ("test_who_leaves_leaves_no_office_suite_at_work",),
    }),
    25: ("few previews at a time, none without end", {
        "desk/test_printed": (
            "test_of_fifty_that_are_asked_for_at_once_one_is_made_and_few_wait",
            "test_an_office_suite_that_hangs_is_ended_with_all_that_it_started",
            "test_previews_are_few_at_a_time_and_who_comes_late_is_told",
        ),
        "desk/test_rules": ("test_a_template_without_end_is_refused_in_the_preview",),
    }),
    26: ("masked, the page holds no number", {
        "desk/test_pages": ("test_masked_pages_hold_no_number_and_no_name",),
        "desk/test_browser": ("test_masked_nothing_of_a_case_is_in_the_page",),
        "desk/test_printed": ("test_masked_no_picture_is_shown",),
        "desk/test_trace": ("test_masked_neither_the_paper_nor_its_side_tells",),
        "desk/test_changes": (
            "test_masked_the_places_are_shown_and_no_text_of_the_paper",
        ),
    }),
    27: ("words of plug-ins are text", {
        "desk/test_pages": ("test_a_kind_of_an_office_is_shown_without_a_line_of_the_page",),
    }),
    28: ("no browser keeps or sends what is typed", {
        "desk/test_guard": ("test_what_is_typed_is_kept_by_no_browser",),
    }),
}  # fmt: skip


def test_every_rule_has_its_tests() -> None:
    assert sorted(RULES) == list(range(1, 29))
    for number, (rule, held) in RULES.items():
        assert rule and held, number
        for file, names in held.items():
            text = (TESTS / f"{file}.py").read_text("utf-8")
            for name in names:
                assert re.search(rf"^def {name}\(", text, re.M), (number, file, name)


def standing(*folders: Path) -> dict[str, tuple[bytes, int]]:
    files = [it for folder in folders for it in folder.rglob("*") if it.is_file()]
    return {str(it): (it.read_bytes(), it.stat().st_mtime_ns) for it in files}


def test_whatever_is_asked_for_leaves_every_file_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    book = write_workbook(tmp_path / "in" / "表.xlsx")
    with opened(book, tmp_path / "out") as desk:
        desk.make()
        before, key = standing(tmp_path), desk.get("state").json["key"]
        for path in SHOWN:
            for asked in ("", "?case=0&doc=1&n=0&sheet=1&only=0&q=骚扰"):
                answer = desk.get(path.lstrip("/").replace("{name}", "desk.js") + asked)
                assert answer.status in (200, 409), path
        after = desk.get("state").json["key"]

    assert len(before) > 5
    assert standing(tmp_path) == before
    assert after == key


FORBIDDEN = re.compile(r'[<>:"|?*\\\x00-\x1f]|(^|/)(CON|PRN|AUX|NUL|COM\d|LPT\d)(\.|/|$)|[. ](/|$)')


def test_a_zip_holds_names_that_every_system_can_write(tmp_path: Path) -> None:
    names = ("CON", 'a<b>"?*|:', "末尾. ")
    numbers = [f"A{place}" for place, _ in enumerate(names)]
    book = write_workbook(
        tmp_path / "表.xlsx",
        cases=[case(案件编号=it, 委托人姓名=name) for it, name in zip(numbers, names, strict=True)],
        incidents=[
            incident(案件编号=it, 受扰人=name) for it, name in zip(numbers, names, strict=True)
        ],
        evidence=[evidence(案件编号=it) for it in numbers],
    )
    with opened(book, tmp_path / "out") as desk:
        desk.make()
        content = desk.get("papers.zip").content
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        inside = package.infolist()
        assert package.testzip() is None

    assert len({it.filename.partition("/")[0] for it in inside}) == len(names) + 1
    for it in inside:
        assert not FORBIDDEN.search(it.filename), it.filename
        # Marked as UTF-8: what is not marked is read as the machine likes.
        assert it.filename.isascii() or it.flag_bits & 0x800
        assert ".anjuan" not in it.filename


def test_a_paper_that_is_gone_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "xdg-open"
    program.write_text(f'#!/bin/sh\ntouch "{tmp_path}/asked"\n', "utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    book = write_workbook(tmp_path / "表.xlsx")
    with opened(book, tmp_path / "out") as desk:
        desk.make()
        found = [it for it in range(20) if desk.get(f"file.docx?n={it}").status == 200]
        for paper in (tmp_path / "out").rglob("*.docx"):
            paper.unlink()
        assert found
        for number in found:
            answer = desk.post("open", {"n": number})
            assert answer.status == 409
            assert "已经不在了" in answer.json["error"]

    assert not (tmp_path / "asked").exists()


class Busy:
    """A session that is at work for some looks."""

    def __init__(self, looks: int) -> None:
        self.left = looks

    @property
    def is_busy(self) -> bool:
        self.left -= 1
        return self.left >= 0


def test_it_does_not_end_while_papers_are_being_made() -> None:
    server = SimpleNamespace(should_exit=False)
    session = Busy(3)

    serving._end_when_idle(
        server,  # type: ignore[arg-type]  # all that is looked at
        SimpleNamespace(last_asked=float("-inf")),  # type: ignore[arg-type]  # likewise
        session,  # type: ignore[arg-type]  # likewise
        0.01,
    )

    assert server.should_exit
    assert session.left == -1


def test_a_template_without_end_is_refused_in_the_preview(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "MOST_OUTPUT", 100_000)
    rows = "骚扰记录"
    document = new_document()
    loops = "".join(f"{{% for {it} in {rows} %}}" for it in ("甲", "乙", "丙"))
    document.add_paragraph(f"{loops}字{'{% endfor %}' * 3}")
    (tmp_path / "种类" / "note").mkdir(parents=True)
    document.save(str(tmp_path / "种类" / "note" / "便条.docx"))
    (tmp_path / "种类" / "note" / "kind.toml").write_text('title = "便条"\nhelp = "x"\n', "utf-8")
    (tmp_path / "anjuan.toml").write_text('[kinds]\nfolders = ["种类"]\n', "utf-8")
    book = write_workbook(tmp_path / "表.xlsx", incidents=[incident()] * 60)
    with opened(book, tmp_path / "out") as desk:
        answers = _papers(desk)

    assert any("循环写错" in it for it in answers)


def _papers(desk: Desk) -> list[str]:
    return [desk.get(f"paper?case=0&doc={it}").text for it in range(16)]
