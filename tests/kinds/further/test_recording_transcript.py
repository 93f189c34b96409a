"""录音文字整理稿和来电比对表: what the file is, whose call it is, and lines for the words."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from support.runs import Generated, generate_into

from anjuan.testing import case, evidence, incident, write_workbook

KINDS = ("recording-transcript",)
SOUND = b"RIFF of a call"
RECORDING = evidence(
    证据编号="3", 证据名称="通话录音", 证据种类="通话录音", 来源="委托人手机", 证明事项="内容",
    文件路径="证据/录音.wav；证据/文字稿.pdf",
)  # fmt: skip
LIST = evidence(来源="营业厅")
PHOTO = evidence(证据编号="13", 证据名称="照片", 证据种类="照片录像")
CALLS = [
    incident(证据编号="1", 接通次数=0),
    incident(时间="2026-03-06 22:41", 次数=2, 接通次数=1, 通话时长="1分5秒", 证据编号="1、3",
             对方自称="甲贷客服", 关联依据="自报名称"),
    incident(时间="2026-03-07", 方式="短信", 次数=1),
    incident(时间="2026-03-08 09:00", 受扰人="张母", 与委托人关系="母亲", 证据编号="13"),
]  # fmt: skip


def book_in(folder: Path, **rows: object) -> Path:
    rows.setdefault("evidence", [LIST, RECORDING, PHOTO])
    (folder / "证据").mkdir(exist_ok=True)
    (folder / "证据" / "录音.wav").write_bytes(SOUND)
    return write_workbook(folder / "表.xlsx", cases=[case()], incidents=CALLS, **rows)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    """The transcript of a case with one recording."""
    folder = tmp_path_factory.mktemp("transcript")
    return generate_into(folder / "out", book_in(folder), kinds=KINDS)


def test_a_recording_is_told_by_its_name_and_its_digest(made: Generated) -> None:
    text = made.text("recording-transcript")

    assert "证据3　通话录音" in text
    assert "| 文件名 | 录音.wav |" in text
    assert hashlib.sha256(SOUND).hexdigest() in text
    # A typed transcript beside it is no recording.
    assert "文字稿.pdf" not in text
    assert "来电：0571-00000011（自称：甲贷客服）；受话：张三" in text
    assert "原告手机" in text
    assert "比对表第2行" in text


def test_the_words_are_left_to_who_has_listened(made: Generated) -> None:
    text = made.text("recording-transcript")

    assert "| 起止（分:秒） | 说话人 | 内容 | 关键句 |" in text
    assert "| 　 | 　 | 　 | 　 |" in text
    assert "整理人（签名）：" in text
    assert "催款" not in text


def test_every_call_stands_in_its_row_with_what_shows_it(made: Generated) -> None:
    text = made.text("recording-transcript")
    table = text.partition("来电比对表")[2].partition("来电比对表")[2]

    assert "0次 | ＿＿ | — | 证据1（营业厅） |" in table
    assert "| 2 | 1次 | 1分5秒 | 证据3 | 证据1（营业厅） |" in table
    # Exhibit 3 is not exhibit 13, and a message is no call.
    assert "| 张母 | 5 | ＿＿ | ＿＿ | — | 证据13 |" in table
    assert "2026年3月7日" not in table
    assert "第一百一十六条" in text
    assert "第十五条" in text


def test_a_recording_that_changes_has_the_paper_made_anew(tmp_path: Path) -> None:
    book = book_in(tmp_path)
    generate_into(tmp_path / "out", book, kinds=KINDS)
    same = generate_into(tmp_path / "out", book, kinds=KINDS)
    (tmp_path / "证据" / "录音.wav").write_bytes(b"another call altogether")

    changed = generate_into(tmp_path / "out", book, kinds=KINDS)

    assert same.states()["recording-transcript"] == ["unchanged"]
    assert changed.states()["recording-transcript"] == ["written"]
    digest = hashlib.sha256(b"another call altogether").hexdigest()
    assert digest in changed.text("recording-transcript")


def test_a_file_that_is_not_there_leaves_its_digest_to_be_filled_in(tmp_path: Path) -> None:
    gone = {**RECORDING, "文件路径": "别处.m4a"}

    text = generate_into(
        tmp_path / "out", book_in(tmp_path, evidence=[LIST, gone, PHOTO]), kinds=KINDS
    ).text("recording-transcript")

    assert "| 文件名 | 别处.m4a |" in text
    assert "| SHA-256 | ＿＿＿" in text


def test_without_a_recording_there_is_nothing_to_write_down(tmp_path: Path) -> None:
    done = generate_into(
        tmp_path / "out",
        book_in(tmp_path, evidence=[LIST, {**RECORDING, "证据种类": "照片录像"}, PHOTO]),
        kinds=KINDS,
    )

    assert done.states()["recording-transcript"] == ["not-applicable"]
