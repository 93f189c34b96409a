"""Who looked at which paper: said on the page, bound to the very paper, and lapsed by itself."""

from __future__ import annotations

import json
import re
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from support.desk import Answer, Desk, opened
from support.processes import contents
from support.two_cases import LETTER, LIST, edit, save, two_cases

from anjuan.desk.reading import by_risk
from anjuan.run.outcomes import Newer, Outcome, State
from anjuan.run.output import only_run

WHO = "王律师"


def rows(desk: Desk, order: str = "case") -> list[str]:
    """The rows of 结果, a paper each."""
    return re.findall(
        r'<tr class="state-.*?</tr>', unescape(desk.get(f"result?order={order}").text), re.DOTALL
    )


def row(desk: Desk, number: str, title: str) -> str:
    [found] = [it for it in rows(desk) if f">{number} " in it and f">{title}<" in it]
    return found


def offers(page: str, sight: str) -> list[dict[str, Any]]:
    """What the buttons of a page would ask for."""
    found = re.findall(r"data-do=\"sign\"[^>]*data-with='([^']+)'", unescape(page))
    return [it for it in map(json.loads, found) if it["sight"] == sight]


def say(desk: Desk, page: str, sight: str = "checked", by: str = WHO) -> Answer:
    [asked] = offers(page, sight)
    return desk.post("sign", {**asked, "by": by})


def test_a_paper_is_unread_until_somebody_says_otherwise_and_can_be_unread_again(
    desk: Desk,
) -> None:
    assert all("未读" in it for it in rows(desk))
    assert "这里输入的姓名不是签名" in desk.get("result").text

    assert say(desk, row(desk, "A001", LETTER)).status == 200

    assert re.search(WHO + r" \d{4}-\d\d-\d\d \d\d:\d\d 已核对", row(desk, "A001", LETTER))
    assert sum(WHO in it for it in rows(desk)) == 1
    # Two people, each with a word of their own.
    assert say(desk, row(desk, "A001", LETTER), "read", "李律师").status == 200
    both = row(desk, "A001", LETTER)
    assert WHO in both and "李律师" in both
    assert say(desk, both, "unread").status == 200
    assert WHO not in row(desk, "A001", LETTER)
    assert "李律师" in row(desk, "A001", LETTER)


def test_the_list_of_the_next_run_says_it(desk: Desk, tmp_path: Path) -> None:
    say(desk, row(desk, "A001", LETTER))
    desk.make()

    assert WHO in row(desk, "A001", LETTER)
    sheet = openpyxl.load_workbook(BytesIO(desk.get("summary.xlsx").content))["文书"]
    said = [it[-1].value for it in sheet.iter_rows(min_row=2) if it[2].value == LETTER]
    assert said == ["有效", None]


def test_it_lapses_by_a_run_that_changes_the_paper_and_says_since_when(
    desk: Desk, tmp_path: Path
) -> None:
    for title in (LETTER, LIST):
        say(desk, row(desk, "A001", title))
    save(desk, tmp_path, 借款产品="随心花")
    desk.make()

    lapsed, holds = row(desk, "A001", LETTER), row(desk, "A001", LIST)
    assert re.search(r"已核对，已失效：文书后来变了，现在的这份是 [\d-]+ [\d:]+ 写的", lapsed)
    assert WHO in holds and "失效" not in holds


def test_it_lapses_by_an_edit_and_what_was_seen_before_it_is_not_signed(
    desk: Desk, tmp_path: Path
) -> None:
    before = row(desk, "A001", LETTER)
    say(desk, before)
    [letter] = (tmp_path / "out").glob(f"A001*/*{LETTER}*")
    edit(letter)

    refused = say(desk, before)

    assert refused.status == 409
    assert "刚刚变了" in refused.json["error"]
    assert "已失效" in row(desk, "A001", LETTER)
    # The edited one can be checked: it is the one that is used.
    assert say(desk, row(desk, "A001", LETTER)).status == 200
    assert "失效" not in row(desk, "A001", LETTER)
    letter.unlink()
    assert "文书已经不在" in row(desk, "A001", LETTER)
    assert not offers(row(desk, "A001", LETTER), "checked")


def test_what_is_checked_in_the_preview_holds_for_what_is_made_like_it(tmp_path: Path) -> None:
    with opened(two_cases(tmp_path), tmp_path / "out") as desk:
        page = desk.get("preview?case=0&doc=0").text
        assert "还没有生成" in page
        # Looking writes nothing.
        assert not (tmp_path / "out").exists()
        assert say(desk, page).status == 200
        assert not list((tmp_path / "out").rglob("*.docx"))
        assert f"{WHO} " in desk.get("preview?case=0&doc=0").text
        desk.make()
        seen = [it for it in rows(desk) if WHO in it]

        assert len(seen) == 1 and "失效" not in seen[0]
        assert "与文件夹里的那份相同" in desk.get("preview?case=0&doc=0").text
        save(desk, tmp_path, 借款产品="随心花")
        assert "核对过的不是这一版" in desk.get("preview?case=0&doc=0").text
        [asked] = offers(page, "checked")
        assert desk.post("sign", {**asked, "by": WHO}).status == 409


def test_a_paper_that_was_edited_is_not_signed_by_its_preview(desk: Desk, tmp_path: Path) -> None:
    for letter in (tmp_path / "out").glob(f"A001*/*{LETTER}*"):
        edit(letter)

    page = desk.get("preview?case=0&doc=0").text

    assert "手改过，与这里看到的不同" in page
    assert not offers(page, "checked")
    asked = {"case": 0, "doc": 0, "digest": "", "sight": "checked", "by": WHO}
    assert desk.post("sign", asked).status == 409


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"by": ""},
        {"by": "王" * 41},
        {"by": "王\u202e"},
        {"sight": "signed"},
        {"digest": "0" * 64},
        {"digest": ""},
        {"n": 999},
        {"n": "../../表.xlsx"},
        {"n": None, "case": "0", "doc": 0},
    ],
    ids=str,
)
def test_what_is_no_word_on_a_paper_is_refused_and_nothing_is_written(
    desk: Desk, tmp_path: Path, asked: dict[str, object]
) -> None:
    [sound] = offers(row(desk, "A001", LETTER), "checked")
    before = contents(tmp_path)

    answer = desk.post("sign", {**sound, "by": WHO, **asked} if asked else {})

    assert answer.status == 409
    assert contents(tmp_path) == before


def test_during_a_run_it_is_said_that_it_must_wait(desk: Desk, tmp_path: Path) -> None:
    page = row(desk, "A001", LETTER)
    with only_run(tmp_path / "out"):
        assert "另一次运行" in say(desk, page).json["error"]
    assert say(desk, page).status == 200


def test_a_record_that_is_broken_is_told(desk: Desk, tmp_path: Path) -> None:
    say(desk, row(desk, "A001", LETTER))
    [record] = (tmp_path / "out" / ".anjuan" / "signoffs").iterdir()
    record.write_text("{", "utf-8")

    assert "已损坏" in desk.get("result").text
    assert say(desk, row(desk, "A001", LETTER)).status == 409


def test_masked_no_name_and_no_moment_is_shown(desk: Desk) -> None:
    say(desk, row(desk, "A001", LETTER))
    assert f'value="{WHO}"' in desk.get("result").text
    desk.post("mask", {"on": True})

    for page in (desk.get("result").text, desk.get("preview?case=0&doc=0").text):
        assert WHO not in page
        assert "已核对" in page
        assert not re.search(r"\d{4}-\d\d-\d\d \d\d:\d\d 已核对", page)


def test_a_name_is_text_and_no_markup(desk: Desk) -> None:
    say(desk, row(desk, "A001", LETTER), by="<img src=x onerror=1>'\"")

    page = desk.get("result").text

    assert "<img" not in page
    assert "<img src=x onerror=1>'\"" in unescape(page)


def test_what_was_checked_comes_after_what_nobody_has_looked_at(desk: Desk) -> None:
    first, *_ = rows(desk, "risk")
    by_case = rows(desk)
    say(desk, first)

    assert WHO in rows(desk, "risk")[-1]
    assert [it for it in rows(desk) if WHO in it]
    assert [re.findall(r"<td>(A00\d)", it) for it in rows(desk)] == [
        re.findall(r"<td>(A00\d)", it) for it in by_case
    ]


def outcome(state: State, **more: Any) -> Outcome:
    return Outcome(
        case="A", client="", kind="k", title="", recipient="", channel="", state=state, **more
    )


def test_the_order_of_reading_is_by_risk() -> None:
    unchanged, written = outcome(State.UNCHANGED, path="p"), outcome(State.WRITTEN, path="p")
    sums = outcome(State.UNCHANGED, path="p", sums=("5元",))
    kept = outcome(State.KEPT, path="p", newer=Newer("p_新"))
    order = [
        (outcome(State.FAILED), False, False),
        (unchanged, True, False),
        (sums, False, False),
        (written, False, False),
        (unchanged, False, False),
        (written, True, True),
        (outcome(State.NOT_APPLICABLE), True, False),
    ]

    risks = [by_risk(it, is_warned=warned, is_seen=seen) for it, warned, seen in order]

    assert risks == sorted(set(risks))
    assert by_risk(kept, is_warned=False, is_seen=False) == risks[3]
