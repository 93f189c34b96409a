"""The 文书 cell: kinds by any word that means one of them, and by no other."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from support.checking import problems
from support.runs import Generate, shipped_plugins

from anjuan.case.keys import label_key
from anjuan.case.records.case import Case
from anjuan.documents.wanted import wanted_kinds
from anjuan.plugin.folders import load_folder
from anjuan.plugin.kinds import Kind
from anjuan.problems import Problem
from anjuan.testing import case, write_workbook
from anjuan.workbook.parsing import load_workbook

KINDS = shipped_plugins().kinds


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return load_workbook(write_workbook(tmp_path_factory.mktemp("表") / "表.xlsx")).cases[0]


def asked(case: Case, words: str) -> tuple[list[str], tuple[Problem, ...]]:
    wanted, found = wanted_kinds(replace(case, wanted=words), KINDS)
    return [kind.title for kind in wanted], found


@pytest.mark.parametrize(
    ("word", "title"),
    [
        ("报案", "报案材料"), ("起诉状", "民事起诉状"), ("投诉函", "平台投诉函"),
        ("平台投诉", "平台投诉函"), ("举报", "监管举报投诉材料"), ("监管投诉", "监管举报投诉材料"),
        ("起诉", "民事起诉状"), ("证据清单", "证据目录"), ("授权书", "授权委托书"),
        ("律师信", "律师函"), ("还款申请", "协商还款申请书"), ("证词", "证人证言"),
        ("出庭作证", "证人出庭作证申请书"), ("目录", "证据目录"),
    ],
)  # fmt: skip
def test_a_word_that_means_one_kind_is_read_and_told(sound: Case, word: str, title: str) -> None:
    titles, [told] = asked(sound, word)

    assert titles == [title]
    assert (told.code, told.is_error) == ("read-as", False)
    assert told.message == f"“{word}”读作“{title}”。"


@pytest.mark.parametrize("word", [*KINDS, *(kind.title for kind in KINDS.values()), "民事 起诉状"])
def test_names_and_titles_need_no_explanation(sound: Case, word: str) -> None:
    titles, told = asked(sound, word)

    assert len(titles) == 1
    assert told == ()


@pytest.mark.parametrize(
    ("word", "meant"),
    [("投诉", ("平台投诉函", "监管举报投诉材料")), ("证人", ("证人证言", "证人出庭作证申请书"))],
)
def test_a_word_that_may_mean_several_is_refused_with_them(
    sound: Case, word: str, meant: tuple[str, ...]
) -> None:
    titles, [told] = asked(sound, word)

    assert titles == []
    assert told.is_error
    assert all(title in told.message for title in meant)


@pytest.mark.parametrize("words", ["投诉信", "函", "无", "/", "报案、投诉信、律师涵、x"])
def test_unknown_words_are_one_problem_with_one_list(sound: Case, words: str) -> None:
    _, [told] = asked(sound, words)

    assert told.code == "unknown-kind"
    assert told.is_error
    assert told.remedy.count("平台投诉函") == 1
    for word in words.replace("报案、", "").split("、"):
        assert f"“{word}”" in told.message


def test_several_words_that_were_read_are_told_together(sound: Case) -> None:
    titles, [told] = asked(sound, "起诉状、报案，证据目录")

    assert titles == ["报案材料", "民事起诉状", "证据目录"]
    assert told.message == "“起诉状”读作“民事起诉状”、“报案”读作“报案材料”。"


def test_an_empty_cell_asks_for_all(sound: Case) -> None:
    titles, told = asked(sound, "")

    assert titles == [it.title for it in KINDS.values() if not it.on_request]
    assert told == ()


def test_no_word_of_a_shipped_kind_means_another_one() -> None:
    words = [word for kind in KINDS.values() for word in (*kind.also_called, kind.name, kind.title)]

    assert len(words) == len(set(map(label_key, words)))


def test_a_word_that_two_kinds_are_called_means_neither(sound: Case) -> None:
    police = KINDS["police-statement"]
    other = replace(police, name="other", title="另一种", also_called=("报案",))

    wanted, [told] = wanted_kinds(replace(sound, wanted="报案"), {**KINDS, "other": other})

    assert wanted == ()
    assert "报案材料，还是 另一种" in told.message


def test_the_documents_are_those_that_were_meant(generate: Generate, tmp_path: Path) -> None:
    book = write_workbook(tmp_path / "表.xlsx", cases=[case(文书="报案、起诉状")])

    done = generate(book, kinds=())

    assert set(done.states()) == {"police-statement", "civil-complaint"}
    assert [it.code for it in problems(book) if it.heading == "文书"] == ["read-as"]


def test_a_folder_says_itself_what_it_is_called(tmp_path: Path) -> None:
    folder = tmp_path / "催告函"
    folder.mkdir()
    (folder / "催告函.docx").write_bytes(KINDS["police-statement"].template.read_bytes())
    (folder / "kind.toml").write_text('api = 1\nalso_called = ["催告", "催款函"]\n', "utf-8")

    [kind] = load_folder(folder).anjuan_kinds()
    assert isinstance(kind, Kind)
    assert kind.also_called == ("催告", "催款函")
