"""Messages: what is ours is shown, what may be somebody's is hidden."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import pytest

from anjuan.errors import AnjuanError, OutputError, why
from anjuan.messages import Message, public


def hidden(message: str) -> str:
    assert isinstance(message, Message)
    return message.redacted(lambda part: "＊")


def test_a_message_reads_like_any_text() -> None:
    message = Message("{} 写不进去（{}）。", Path("甲.docx"), "磁盘满了")

    assert message == "甲.docx 写不进去（磁盘满了）。"
    assert json.loads(json.dumps(message)) == message


def test_only_our_own_words_are_shown() -> None:
    message = Message("没有“{}”。现有：{}。", "张三", ["李四", "王五"])

    assert hidden(message) == "没有“＊”。现有：＊、＊。"


def test_a_part_that_is_a_message_shows_its_own_words() -> None:
    reason = Message("{} 里没有“{}”", "张三.xlsx", "债权人")

    assert hidden(Message("插件 {}：{}", public("甲"), reason)) == "插件 甲：＊ 里没有“＊”"


def test_what_gives_nobody_away_is_shown() -> None:
    assert hidden(Message("第 {} 行，可以用 {}。", public(5), public([".xls", ".ods"]))) == (
        "第 5 行，可以用 .xls、.ods。"
    )


def test_nothing_is_hidden_where_nothing_is_said() -> None:
    assert hidden(Message("没有“{}”。{}", "张三", "")) == "没有“＊”。"


def test_braces_of_what_is_put_in_stay_as_they_are() -> None:
    assert Message("写的是“{}”。", "{} {{ 姓名 }}") == "写的是“{} {{ 姓名 }}”。"
    assert Message("内容里有 {} 之类的记号。") == "内容里有 {} 之类的记号。"


@pytest.mark.parametrize("parts", [("甲",), ("甲", "乙", "丙")])
def test_a_message_takes_as_many_parts_as_it_has_places(parts: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="部分"):
        Message("{}和{}", *parts)


def test_messages_travel_between_processes() -> None:
    message = Message("{} 在第 {} 行，{}", "张三", public(3), ["甲", "乙"])

    there = pickle.loads(pickle.dumps(message))

    assert there == message
    assert hidden(there) == hidden(message)


def test_an_error_keeps_the_parts_of_its_text() -> None:
    error = OutputError("{} 写不进去（{}）。", Path("张三"), why(PermissionError(13, "denied")))

    there = pickle.loads(pickle.dumps(error))

    assert str(there) == "张三 写不进去（没有权限）。"
    assert hidden(there.message) == "＊ 写不进去（没有权限）。"


def test_of_an_error_put_together_in_another_way_nothing_is_known_to_be_harmless() -> None:
    assert not isinstance(AnjuanError(f"没有“{'张三'}”。").message, Message)
