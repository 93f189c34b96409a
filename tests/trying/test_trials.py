"""A kind without code is tried on cases: what its papers must say, and which branches they took."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from support.blank import new_document
from support.runs import Cli

from anjuan import ConfigError
from anjuan.testing import TODAY, kind_tests, write_workbook
from anjuan.trying.running import Result, try_kind

TEXT = (
    "致{{ 收文单位 }}：{{ 案件.合同编号 or '（没有编号）' }}",
    "{%p if 委托人.身份 == '联系人' %}",
    "委托人不是借款人。",
    "{%p elif 案件.损害后果 %}",
    "{{ 案件.损害后果|成句 }}",
    "{%p endif %}",
    "{%p for 项 in 损失 %}",
    "{{ 项.项目 }}{{ '甲' if 项.金额 > 100 else '乙' }}",
    "{%p endfor %}",
)
CONTACT = """
[[test]]
name = "联系人"
must = ["不是借款人"]
must_not = ["不能入睡"]
[test.cells]
"委托人身份" = "联系人"
"债务人姓名" = "李四"
"与债务人关系" = "同事"
"""
CELLS = '[[test]]\nname = "甲"\nmust = ["乙"]\n[test.cells]\n'
SOUND = '[[test]]\nname = "样例"\nmust = ["虚构甲"]\n'
LOSS = '[[test]]\nname = "有损失"\nmust = ["误工费甲"]\n[test.cells]\n"损失.金额" = "1200"\n'
Tried = Callable[[str], Result]


def kind(folder: Path, trials: str, settings: str = 'recipients = ["债权人"]\n') -> Path:
    """A kind that says something of everybody, with its trials."""
    folder.mkdir(parents=True)
    document = new_document()
    for line in TEXT:
        document.add_paragraph(line)
    document.save(str(folder / "便函.docx"))
    (folder / "kind.toml").write_text(settings, encoding="utf-8")
    (folder / "test.toml").write_text(trials, encoding="utf-8")
    return folder


@pytest.fixture
def tried(tmp_path: Path) -> Tried:
    return lambda trials: try_kind(kind(tmp_path / "便函", trials), today=TODAY)


def test_a_phrase_that_is_there_and_one_that_is_not_there_pass(tried: Tried) -> None:
    result = tried(SOUND + CONTACT)

    assert result.is_sound, [it.faults for it in result.tried]
    assert [it.papers for it in result.tried] == [1, 1]


def test_a_missing_phrase_and_one_too_many_are_told_with_the_paper(tried: Tried) -> None:
    faults = (
        tried('[[test]]\nname = "样例"\nmust = ["没有的话"]\nmust_not = ["入睡"]\n').tried[0].faults
    )

    assert len(faults) == 2
    assert "便函" in faults[0]
    assert "里没有“没有的话”" in faults[0]
    assert "夜里不能入睡" in faults[1]


@pytest.mark.parametrize(
    ("phrase", "told"), [("债权人", ""), ("金额", "理由里没有“金额”"), ("", "没有出这份文书")]
)
def test_a_case_that_gets_no_paper_has_the_reason_that_was_expected(
    tried: Tried, phrase: str, told: str
) -> None:
    expected = f'refused = "{phrase}"' if phrase else 'must = ["虚构"]'
    [it] = tried(f'[[test]]\nname = "空"\n{expected}\n[test.cells]\n"债权人" = ""\n').tried

    assert told in "".join(it.faults)
    assert bool(told) == bool(it.faults)


def test_a_paper_that_should_not_be_there_is_a_fault(tried: Tried) -> None:
    [it] = tried('[[test]]\nname = "有"\nrefused = "债权人"\n').tried

    assert it.faults == ("不该出这份文书，却出了。",)


def test_every_side_of_every_condition_is_told_with_whether_it_was_reached(tried: Tried) -> None:
    result = tried(SOUND + CONTACT + LOSS)

    sides = {(it.tag, it.side): reached for it, reached in result.branches}
    number, relation, loss = TEXT[0].partition("：")[2], TEXT[1], TEXT[6]
    assert sides == {
        (number, "or 前面的有内容"): False,
        (number, "or 前面的空着"): True,
        (relation, "成立"): True,
        (relation, "都不成立"): False,
        (TEXT[3], "成立"): True,
        (loss, "有内容"): True,
        (loss, "一项也没有"): True,
        ("{{ '甲' if 项.金额 > 100 else '乙' }}", "成立"): True,
        ("{{ '甲' if 项.金额 > 100 else '乙' }}", "不成立"): False,
    }
    assert {it.place for it in result.never} == {"正文第 1 段", "正文第 2 段", "正文第 8 段"}


def test_a_workbook_beside_the_template_has_cases_of_its_own(tmp_path: Path) -> None:
    trials = 'workbook = "样例.xlsx"\n[[test]]\nname = "乙"\ncase = "A001"\nmust = ["虚构甲"]\n'
    folder = kind(tmp_path / "便函", trials)
    write_workbook(folder / "样例.xlsx")

    assert try_kind(folder, today=TODAY).is_sound


@pytest.mark.parametrize(
    ("trials", "told"),
    [
        ("", "没有一项测试"),
        ('[[test]]\nname = "甲"\n', "什么也没有查"),
        ('[[test]]\nname = "甲"\nmust = ["乙"]\nrefused = "丙"\n', "不能和 must"),
        ('[[test]]\nname = "甲"\nmust = ["乙"]\ncase = "A001"\n', "没有写 workbook"),
        (SOUND + SOUND, "都叫“样例”"),
        (
            CELLS + '"委托人身分" = "联系人"\n',
            "委托人身份",
        ),
        (CELLS + '"骚扰纪录.次数" = "3"\n', "骚扰记录"),
        ('[[test]]\nname = "甲"\nmsut = ["乙"]\n', "must"),
    ],
)
def test_trials_that_say_nothing_or_what_nobody_knows_are_refused(
    tried: Tried, trials: str, told: str
) -> None:
    with pytest.raises(ConfigError, match=told):
        tried(trials)


def test_a_column_of_the_lawyers_own_is_filled_by_its_heading(tmp_path: Path) -> None:
    trials = '[[test]]\nname = "甲"\nrefused = "经办人"\n[[test]]\nname = "乙"\nmust = ["虚构甲"]\n'
    trials += '[test.cells]\n"经办人" = "王"\n'
    settings = 'recipients = ["债权人"]\nrequired = ["经办人"]\n'

    assert try_kind(kind(tmp_path / "便函", trials, settings), today=TODAY).is_sound


def test_the_command_ends_with_one_where_a_phrase_is_missing(cli: Cli, tmp_path: Path) -> None:
    folder = kind(tmp_path / "种类" / "便函", SOUND)
    sound = cli("kind", "test", "种类/便函")
    (folder / "test.toml").write_text(SOUND.replace("虚构甲", "虚构乙"), encoding="utf-8")
    missing = cli("kind", "test", "种类/便函", "--json")

    assert sound.status == 0, sound.err
    assert "没走到  正文第 2 段  {%p if 委托人.身份 == '联系人' %}  成立" in sound.out
    assert missing.status == 1
    assert "没有“虚构乙”" in json.loads(missing.out)["tests"][0]["faults"][0]


def test_a_new_kind_has_a_trial_that_passes(cli: Cli, tmp_path: Path) -> None:
    document = new_document()
    document.add_paragraph("尊敬的{{ 收文单位 }}：")
    document.save(str(tmp_path / "旧函.docx"))
    cli("kind", "new", "种类/催告函")
    cli("kind", "new", "种类/提醒函", "--from", "旧函.docx")

    for name in ("催告函", "提醒函"):
        done = cli("kind", "test", f"种类/{name}")
        assert done.status == 0, done.out
        assert "共 1 项测试，0 项不对" in done.out


def test_in_pytest_each_trial_is_a_test_of_its_own(tmp_path: Path) -> None:
    wrong = '[[test]]\nname = "错"\nmust = ["没有的话"]\n'
    test = kind_tests(kind(tmp_path / "便函", SOUND + wrong), every_branch=True)
    [mark] = test.pytestmark  # type: ignore[attr-defined]
    sound, missing, branches = mark.args[1]

    test(sound)
    with pytest.raises(AssertionError, match="没有“没有的话”"):
        test(missing)
    with pytest.raises(AssertionError, match="正文第 2 段"):
        test(branches)
