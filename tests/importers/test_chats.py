"""Chats of WeChat and QQ: who wrote, when, what; what the format tells of one's own messages."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from support.record_files import (
    Text,
    contacts,
    csv_file,
    found,
    moment,
    qq_text,
    wechat_mail,
    wechat_text,
    wechat_zip,
    xlsx,
)

from anjuan import Contact, Direction, Method, Origin, TimePrecision, Unread
from anjuan.errors import RecordError

TEN = moment("2026-01-03T10:01:00")
WHO = "法务-小王"


def said(path: Path) -> list[tuple[str, str]]:
    return [(it.party, it.text) for it in contacts(path)]


def text_file(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "聊天记录.txt"
    path.write_bytes(text.encode(encoding))
    return path


def zipped(folder: Path, members: dict[str, bytes]) -> Path:
    path = folder / "聊天.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return path


# WeChat's own forms


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_text_of_a_chat_is_read_in_the_archive_and_alone(
    tmp_path: Path, encoding: str, end: str
) -> None:
    text = wechat_text([Text(TEN, WHO, "今天不还\n\n明天群发"), Text(TEN, "某某", "[图片] a.jpg")])
    content = text.replace("\n", end).encode(encoding)
    expected = [(WHO, "今天不还\n\n明天群发"), ("某某", "[图片] a.jpg")]
    assert said(zipped(tmp_path, {"聊天记录.txt": content})) == expected
    assert said(text_file(tmp_path, text.replace("\n", end), encoding)) == expected


def test_signs_that_only_look_like_the_end_of_a_line_are_words(tmp_path: Path) -> None:
    words = "今天\u2028不还\x0b明天\x85群发"
    assert said(wechat_zip(tmp_path, [Text(TEN, WHO, words)])) == [(WHO, words)]


def test_a_message_is_to_the_minute_and_by_name(tmp_path: Path) -> None:
    (contact,) = contacts(wechat_zip(tmp_path, [Text(TEN, WHO, "还钱")]))
    assert contact == Contact(
        moment=TEN,
        precision=TimePrecision.MINUTE,
        method=Method.WECHAT,
        party=WHO,
        direction=Direction.INCOMING,
        origin=Origin.CHAT,
        place="第 1 行",
        text="还钱",
    )


def test_an_english_desktop_writes_days_otherwise(tmp_path: Path) -> None:
    path = text_file(tmp_path, f"·{WHO}\n2026-1-3 10:01\n[Photo]\n\n")
    assert [it.moment for it in contacts(path)] == [TEN]


def test_a_line_that_begins_with_a_dot_is_words(tmp_path: Path) -> None:
    words = "一条一条说：\n·先还三千\n·再谈\n·时间10:30见"
    assert said(wechat_zip(tmp_path, [Text(TEN, WHO, words)])) == [(WHO, words)]


def test_a_moment_that_can_not_be_read_is_told_and_joins_no_other_message(tmp_path: Path) -> None:
    text = wechat_text([Text(TEN, "某某", "好")]) + f"·{WHO}\n2026年2月30日 10:01\n群发\n"
    kept, row = found(text_file(tmp_path, text))
    assert isinstance(kept, Contact) and kept.text == "好"
    assert row == Unread(place="第 5 行", value="2026年2月30日 10:01", reason="不是时间", party=WHO)


def test_texts_among_the_attachments_are_no_chat(tmp_path: Path) -> None:
    assert said(wechat_zip(tmp_path, [Text(TEN, WHO, "还钱")])) == [(WHO, "还钱")]


@pytest.mark.parametrize("name", ["../../etc/聊天记录.txt", "C:\\聊天记录.txt", "/聊天记录.txt"])
def test_whatever_an_archive_calls_its_files_nothing_is_written(tmp_path: Path, name: str) -> None:
    path = zipped(tmp_path, {name: wechat_text([Text(TEN, WHO, "还钱")]).encode()})
    assert said(path) == [(WHO, "还钱")]
    assert list(tmp_path.iterdir()) == [path]


def test_another_archive_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=r"没有“聊天记录.txt”"):
        found(zipped(tmp_path, {"a.jpg": b"x"}))


def test_mail_has_its_days_between_rules(tmp_path: Path) -> None:
    texts = [
        Text(TEN, WHO, "今天不还\n\n见面  10:30\n就群发"),
        Text(moment("2026-01-04T09:00:00"), "甲 乙", "[图片: x.jpg(请在附件中查看)]"),
    ]
    path = wechat_mail(tmp_path, texts)
    assert said(path) == [(it.who, it.words) for it in texts]
    assert [it.moment for it in contacts(path)] == [it.moment for it in texts]


def test_mail_may_have_its_words_right_below_the_names(tmp_path: Path) -> None:
    lines = ["甲 和 乙 在微信上的聊天记录如下，请查收。", "", "—————  2026-01-03  —————", "",
             f"{WHO}  10:01", "今天不还", "", "某某  10:01", "不要", ""]  # fmt: skip
    path = tmp_path / "邮件.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    assert said(path) == [(WHO, "今天不还"), ("某某", "不要")]


# Exports to tables

MEMO = [
    "localId",
    "Type",
    "IsSender",
    "CreateTime",
    "StrContent",
    "StrTime",
    "Remark",
    "NickName",
    "Sender",
]


def memo(folder: Path, *rows: Sequence[object]) -> Path:
    return csv_file(folder / "某_utf8.csv", [MEMO, *rows], "utf-8-sig")


def memo_row(sort: int, mine: int, words: str) -> Sequence[object]:
    return (1, sort, mine, 1767405660, words, "2026-01-03 10:01:00", "骗子", WHO, "wxid_x")


def test_ones_own_messages_went_out_and_notices_are_nobodys(tmp_path: Path) -> None:
    path = memo(
        tmp_path, memo_row(1, 0, "还钱"), memo_row(1, 1, "不要"), memo_row(10000, 0, "撤回")
    )
    assert [it.direction for it in contacts(path)] == [
        Direction.INCOMING, Direction.OUTGOING, Direction.NEITHER
    ]  # fmt: skip
    assert contacts(path)[0].name == "骗子"


@pytest.mark.parametrize("markup", ["<msg><img/></msg>", '<?xml version="1.0"?><msg/>'])
def test_what_only_programs_read_is_no_message(tmp_path: Path, markup: str) -> None:
    assert said(memo(tmp_path, memo_row(3, 0, markup))) == [(WHO, "")]


@pytest.mark.parametrize("when", ["2026-01-03 10:01:00", "2026-01-03T02:01:00.000Z", "1767405660"])
@pytest.mark.parametrize("words", ["还钱", '{"src": "", "msg": "还钱"}'])
def test_other_programs_name_columns_otherwise(tmp_path: Path, when: str, words: str) -> None:
    head = ("id", "MsgSvrID", "type_name", "is_sender", "talker", "msg", "src", "CreateTime")
    rows = [head, (1, "9", "文本", 0, "wxid_y", words, "", when)]
    path = csv_file(tmp_path / "wxid_y_0_9.csv", rows, "utf-8")
    assert [(it.moment, it.party, it.text) for it in contacts(path)] == [(TEN, "wxid_y", "还钱")]


def test_a_table_may_have_lines_about_the_chat_above(tmp_path: Path) -> None:
    head = [
        "序号",
        "时间",
        "日期",
        "时刻",
        "星期",
        "发送者",
        "微信ID",
        "消息类型",
        "消息内容",
        "原始类型代码",
        "时间戳",
    ]
    when = ("2026-01-03 10:01:00", "2026-01-03", "10:01:00", "星期六")
    rows: list[Sequence[object]] = [
        ["会话信息"],
        head,
        [1, *when, WHO, "wxid", "文本消息", "还钱", 1, 1767405660],
        [2, *when, "我", "wxid_me", "文本消息", "不要", 1, 1767405660],
    ]
    found_ = contacts(xlsx(tmp_path / "a.xlsx", {"聊天": rows}))
    assert [(it.moment, it.party, it.text) for it in found_] == [
        (TEN, WHO, "还钱"),
        (TEN, "我", "不要"),
    ]
    assert [it.direction for it in found_] == [Direction.INCOMING, Direction.OUTGOING]


def test_a_table_of_qq_is_no_wechat(tmp_path: Path) -> None:
    head = ("序号", "时间", "发送者", "发送者QQ号", "消息类型", "消息内容", "是否撤回", "资源数量")
    rows = [head, (1, "2026-01-03 10:01:00", WHO, "20002", "文本", "还钱", "否", 0)]
    (contact,) = contacts(xlsx(tmp_path / "a.xlsx", {"消息": rows, "资源列表": [["序号", "文件"]]}))
    assert (contact.method, contact.party) == (Method.OTHER, WHO)


# QQ as text


@pytest.mark.parametrize(
    ("head", "party"),
    [
        ("2026-01-03 10:01:00 法务-小王(20002)", WHO),
        ("2026-01-03 10:01:00 法务-小王<x@example.com>", WHO),
        ("2026-01-03 10:01:00 AM 法务-小王(20002)", WHO),
        ("2026-01-03 上午 10:01:00 法务-小王(20002)", WHO),
        ("2026/1/3 10:01:00 法务-小王(20002)", WHO),
        ("2026-01-03 10:01:00 法务(一组)(20002)", "法务(一组)"),
        ("2026-01-03 10:01:00 (20002)", "20002"),
    ],
)
def test_qq_writes_names_and_times_in_several_ways(tmp_path: Path, head: str, party: str) -> None:
    path = qq_text(tmp_path, [])
    path.write_bytes(path.read_bytes() + f"{head}\r\n还钱\r\n\r\n".encode())
    (contact,) = contacts(path)
    assert (contact.moment, contact.party, contact.text) == (TEN, party, "还钱")


def test_qq_tells_several_chats_one_after_the_other(tmp_path: Path) -> None:
    path = qq_text(tmp_path, [Text(TEN, WHO, "还钱")])
    content = path.read_bytes()
    path.write_bytes(content + content.lstrip("\ufeff".encode()))
    assert said(path) == [(WHO, "还钱")] * 2


def test_a_notice_of_qq_is_nobodys(tmp_path: Path) -> None:
    (contact,) = contacts(qq_text(tmp_path, [Text(TEN, "系统消息", "已是好友")]))
    assert contact.direction is Direction.NEITHER


def test_a_flawed_time_of_qq_is_told(tmp_path: Path) -> None:
    path = qq_text(tmp_path, [Text(TEN, WHO, "还钱")])
    path.write_bytes(path.read_bytes().replace(b"10:01:00", b"10:01:-0"))
    (row,) = found(path)
    assert isinstance(row, Unread) and (row.party, row.value) == (WHO, "2026-01-03 10:01:-0")
