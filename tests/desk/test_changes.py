"""What a run would change, told before it on the page: how many papers, and what in each."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from support.desk import Desk, opened
from support.processes import contents
from support.two_cases import LETTER, edit, save, two_cases

from anjuan.run.output import only_run

PRODUCT = "随心花"


def told(desk: Desk, *, draft: bool = False) -> tuple[dict[str, int], str]:
    """How many papers there are of each sort, and the page that says so."""
    assert desk.post("compare", {"draft": draft}).status == 200
    desk.idle()
    page = unescape(desk.get("papers").text)
    [summary] = re.findall(r'<p class="summary">(.*?)</p>', page, re.DOTALL)
    counts = re.findall(r"(\w+)(?:（[^）]*）)? <b>(\d+)</b>", summary)
    return {word: int(number) for word, number in counts if number != "0"}, page


def links(page: str) -> list[str]:
    return re.findall(r'href="(changes\?[^"]+)"', page)


def test_before_the_first_run_all_papers_are_new_and_nothing_is_written(tmp_path: Path) -> None:
    book = two_cases(tmp_path)
    with opened(book, tmp_path / "out") as desk:
        assert "再生成一次：" not in desk.get("papers").text
        counts, page = told(desk)

    assert counts == {"新": 4}
    assert not links(page)
    assert not (tmp_path / "out").exists()


def test_a_changed_cell_is_told_with_the_paper_the_paragraph_and_the_cell(
    desk: Desk, tmp_path: Path
) -> None:
    assert told(desk)[0] == {"不变": 4}
    save(desk, tmp_path, 借款产品=PRODUCT)
    before = contents(tmp_path)

    # What was found is of another workbook.
    assert "这是以前的" in desk.get("papers").text
    counts, page = told(desk)
    assert counts == {"会改": 1, "不变": 3}
    [link] = links(page)
    changes = unescape(desk.get(link).text)

    assert "会被右边的代替" in changes
    # In words, not by colour alone.
    assert "<ins>［随心花］</ins>" in changes
    assert "<del>［甲贷借款］</del>" in changes
    [cell] = set(re.findall(r'href="(check\?[^"#]+)#(c-[A-Z]+2)"', changes))
    assert f'id="{cell[1]}"' in desk.get(cell[0]).text
    assert "借款产品" in changes
    assert contents(tmp_path) == before


def test_an_edited_paper_and_one_that_cannot_be_made_are_told_as_such(
    desk: Desk, tmp_path: Path
) -> None:
    [letter] = (tmp_path / "out").glob(f"A002*/*{LETTER}*")
    edit(letter)
    save(desk, tmp_path, 联系电话="")

    counts, page = told(desk)
    [link] = links(page)
    changes = unescape(desk.get(link).text)

    assert counts == {"不变": 2, "手改过": 1, "生成不了": 1}
    assert "不会覆盖" in changes
    assert "律师添的一句。" in changes
    assert "（没有这一段）" in changes


def test_only_what_is_ticked_is_compared_and_another_choice_makes_it_old(desk: Desk) -> None:
    told(desk)
    [look] = re.findall(r'data-look="([^"]+)"', desk.get("papers").text)
    off = [[0, "platform-complaint", False], [1, "evidence-list", False]]
    assert desk.post("tick", {"look": look, "changes": off}).status == 200

    assert "这是以前的" in desk.get("papers").text
    counts, page = told(desk)

    # Those that were not asked for stay, and nothing is said of them.
    assert counts == {"不变": 2}
    assert "这是以前的" not in page


def test_drafts_are_held_against_drafts(desk: Desk, tmp_path: Path) -> None:
    save(desk, tmp_path, 联系电话="")
    assert told(desk)[0]["生成不了"] == 1
    desk.make(draft=True)
    save(desk, tmp_path, 联系电话="", 借款产品=PRODUCT)

    counts, page = told(desk, draft=True)

    # What stands from before the gap is no draft: it is left where it is.
    assert counts == {"会改": 1, "不变": 3, "不再生成": 1}
    [link] = links(page)
    assert "［随心花］" in unescape(desk.get(link).text)


def test_a_run_makes_what_was_found_old(desk: Desk) -> None:
    assert "再生成一次：" in told(desk)[1]

    desk.make()

    assert "再生成一次：" not in desk.get("papers").text


def test_it_needs_no_hold_on_the_folder(desk: Desk, tmp_path: Path) -> None:
    with only_run(tmp_path / "out"):
        assert told(desk)[0] == {"不变": 4}


@pytest.mark.parametrize(
    "address",
    [
        "changes",
        "changes?case=9&kind=evidence-list&place=0",
        "changes?case=0&kind=evidence-list&place=9",
        "changes?case=0&kind=none&place=0",
        "changes?case=-1&kind=../..&place=x",
        "versions",
        "versions?n=0",
        "versions?n=999",
    ],
)
def test_an_address_that_names_no_paper_is_refused_in_words(tmp_path: Path, address: str) -> None:
    with opened(two_cases(tmp_path), tmp_path / "out") as desk:
        answer = desk.get(address)

    assert answer.status == 409
    assert "没有这份文书" in answer.text


def test_masked_the_places_are_shown_and_no_text_of_the_paper(desk: Desk, tmp_path: Path) -> None:
    save(desk, tmp_path, 借款产品=PRODUCT)
    desk.post("mask", {"on": True})

    _, page = told(desk)
    [link] = links(page)
    changes = unescape(desk.get(link).text)

    assert "借款产品" in changes
    for secret in (PRODUCT, "甲贷", "张三", "A001"):
        assert secret not in changes + page


def test_a_new_version_is_held_against_the_edited_paper_beside_it(
    desk: Desk, tmp_path: Path
) -> None:
    [letter] = (tmp_path / "out").glob(f"A001*/*{LETTER}*")
    edit(letter)
    desk.make()
    # Without one, against what the program would write.
    [address, what] = re.findall(r'href="(versions\?n=\d+)".*?>(.*?)<', desk.get("result").text)[0]
    page = unescape(desk.get(address).text)
    assert what == "看手改了什么"
    assert "<del>［律师添的一句。］</del>" in page and "不会覆盖" in page
    assert "回到结果" in page
    save(desk, tmp_path, 借款产品=PRODUCT)
    desk.make()

    [address] = re.findall(r'href="(versions\?n=\d+)"', desk.get("result").text)
    page = unescape(desk.get(address).text)

    assert "律师添的一句。" in page
    assert "<ins>［随心花］</ins>" in page
    assert "以手改的那份为准" in page
    desk.post("mask", {"on": True})
    masked = unescape(desk.get(address).text)
    desk.post("mask", {"on": False})
    assert "<ins>［＊］</ins>" in masked
    for secret in ("律师添的", "随心花", "甲贷", "张三", "A001"):
        assert secret not in masked
    letter.write_bytes(b"no document")
    assert "打不开" in desk.get(address).text
