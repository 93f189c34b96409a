"""Of everything of one sort in a cell, one problem is told."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from support.cells import cell
from support.checking import problems
from support.runs import Cli

from anjuan.case.columns import MISSING
from anjuan.messages import HIDDEN, Message, in_one, own_words, public
from anjuan.plugin.kinds import NEEDED
from anjuan.problems import Place, Problem, Rule, Severity
from anjuan.run.telling import told_once
from anjuan.testing import case, evidence, write_workbook
from anjuan.workbook.rules.sheets import HIDDEN_ROW

COURT = Place("案件", "C2", "管辖法院", "A1")
ODD = Rule("odd", "不对。")
DOUBTFUL = Rule("doubtful", "可疑。", Severity.WARNING)


def needed(title: str, place: Place = COURT) -> Problem:
    return NEEDED.on(place, Message("没有填写，{}必须写明。", public(title)), "请补上。")


def texts(*found: Problem) -> list[str]:
    return [f"{it.message}{it.remedy}" for it in told_once(found)]


def test_kinds_that_miss_the_same_are_named_together() -> None:
    assert texts(needed("甲函"), needed("乙状"), needed("甲函")) == [
        "没有填写，甲函、乙状必须写明。请补上。"
    ]


@pytest.mark.parametrize(
    "other",
    [
        Place("案件", "C3", "管辖法院", "A1"),
        Place("案件", "C2", "管辖法院", "A2"),
        Place("证据", "C2", "管辖法院", "A1"),
    ],
)
def test_other_cells_and_cases_are_told_by_themselves(other: Place) -> None:
    assert len(texts(needed("甲函"), needed("乙状", other))) == 2


def test_what_names_neither_a_cell_nor_a_case_stands_for_itself() -> None:
    folders = [
        ODD.on("案件", Message("已经没有“{}”。", it), "请核对。") for it in ("一", "二", "一")
    ]

    assert texts(*folders) == ["已经没有“一”。请核对。", "已经没有“二”。请核对。"]


def test_sayings_that_differ_follow_one_another() -> None:
    first = ODD.on(COURT, "这样不对。", "请改正。")
    second = ODD.on(COURT, "那样也不对。", "请改正。")

    assert texts(first, second) == ["这样不对。那样也不对。请改正。"]


def test_of_a_cell_that_all_need_single_kinds_are_not_told_again() -> None:
    missing = MISSING.on(COURT, "没有填写，这一列必填。", "请补上。")

    assert told_once([needed("甲函"), missing]) == (missing,)


def test_reminders_of_a_cell_wait_for_its_error_and_no_other_does() -> None:
    error = ODD.on(COURT, "不对。", "请改正。")
    doubt = DOUBTFUL.on(COURT, "可疑。", "请核对。")
    second = needed("甲函")

    assert told_once([doubt, error, second]) == (error, second)
    assert told_once([doubt]) == (doubt,)


def test_what_concerns_a_row_or_a_case_does_not_wait() -> None:
    number = Place("案件", "A2", "案件编号", "A1")
    row = Place("案件", "A2", "", "A1")
    found = (
        ODD.on(number, "重复。", "请改正。"),
        DOUBTFUL.on(number, "可疑。", "请核对。"),
        HIDDEN_ROW.on(COURT, "看不到。", "请取消隐藏。"),
        ODD.on(COURT, "不对。", "请改正。"),
        Rule("old", "旧了。", Severity.WARNING).on(row, "旧了。", "请删除。"),
    )

    assert told_once(found) == found


def test_of_one_sort_errors_are_told() -> None:
    doubt = ODD.on(COURT, "可疑。", "请核对。", severity=Severity.WARNING)
    error = ODD.on(COURT, "不对。", "请改正。")

    assert told_once([doubt, error]) == (error,)


def test_sentences_in_one_hide_what_each_of_them_hid() -> None:
    listed = in_one([Message("没有“{}”。", "张三"), Message("没有“{}”。", "李四")])
    joined = in_one([Message("没有“{}”。", "张三"), Message("{}太多。", public("电话"))])

    assert (str(listed), str(own_words(listed))) == (
        "没有“张三、李四”。",
        f"没有“{HIDDEN}、{HIDDEN}”。",
    )
    assert (str(joined), str(own_words(joined))) == (
        "没有“张三”。电话太多。",
        f"没有“{HIDDEN}”。电话太多。",
    )


def test_sentences_that_differ_in_two_parts_are_not_mixed() -> None:
    assert in_one([Message("{}早于{}。", 1, 2), Message("{}早于{}。", 3, 4)]) == "1早于2。3早于4。"


def test_a_plain_sentence_among_messages_stays_unknown_to_redaction() -> None:
    assert own_words(in_one([Message("没有“{}”。", "张三"), "李四也没有。"])) == HIDDEN


def test_missing_files_of_an_exhibit_are_one_reminder(tmp_path: Path) -> None:
    book = write_workbook(tmp_path / "表.xlsx", evidence=[evidence(文件路径="甲.pdf；乙.jpg")])

    [told] = [it.message for it in problems(book) if it.code == "missing-file"]
    assert "甲.pdf、" in told
    assert told.endswith("乙.jpg。")


def test_check_and_generate_tell_of_a_cell_once_and_documents_keep_their_own(
    cli: Cli, tmp_path: Path
) -> None:
    own = {"委托律师": "王律师", "律师事务所": None, "精神损害抚慰金": 5000, "损害后果": None}
    write_workbook(tmp_path / "表.xlsx", cases=[case(**own)])

    checked = json.loads(cli("check", "表.xlsx", "--json").out)
    made = json.loads(cli("generate", "表.xlsx", "-o", "out", "--json").out)
    screen = cli("generate", "表.xlsx", "-o", "out")

    for result in (checked, made):
        spots = Counter((it["sheet"], it["cell"], it["code"]) for it in result["problems"])
        assert set(spots.values()) == {1}
        said = [it["message"] for document in result["documents"] for it in document["problems"]]
        assert "没有填写，授权委托书必须写明。" in said
        assert "没有填写，非诉讼授权委托书必须写明。" in said
    told = "没有填写，授权委托书、非诉讼授权委托书必须写明。"
    assert [it["message"] for it in checked["problems"] if it["heading"] == "律师事务所"] == [told]
    harm = cell("案件", "损害后果")
    assert [it["code"] for it in checked["problems"] if it["cell"] == harm] == [
        "solatium-without-harm"
    ]
    assert screen.err.count(told) == 1
    # The letters are written without the consequences: of these the run reminds all the same.
    assert "no-consequences" in [it["code"] for it in made["problems"]]
