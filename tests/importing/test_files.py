"""What readers of call records are handed: tables, lines and members of files, within bounds."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from anjuan.errors import RecordError, UsageError
from anjuan.importing.files import OpenedFile, Wanted

LINES = "时间,对方号码\r\n2026-01-01 00:00:00,02100001234\r\n"


def archive(path: Path, name: str, content: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, content)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_texts_are_read_in_whatever_encoding_they_are(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "详单.csv"
    path.write_bytes(LINES.encode(encoding))
    file = OpenedFile(path)

    assert list(file.lines()) == LINES.splitlines()
    (table,) = file.tables()
    assert list(map(list, table.rows)) == [line.split(",") for line in LINES.splitlines()]


def test_a_file_beside_others_is_one_file(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(LINES, encoding="utf-8")
    assert [table.name for table in OpenedFile(tmp_path / "a.csv").tables()] == ["a"]


@pytest.mark.parametrize("is_utf_8", [True, False])
def test_members_of_an_archive_have_chinese_names(tmp_path: Path, is_utf_8: bool) -> None:
    path = archive(
        tmp_path / "c.zip", "聊天记录.txt" if is_utf_8 else "ABCDEFGH.txt", "甲".encode()
    )
    if not is_utf_8:
        # As Chinese systems write it, and Python does not.
        old = path.read_bytes().replace(b"ABCDEFGH", "聊天记录".encode("gb18030"))
        path.write_bytes(old)
    file = OpenedFile(path)

    assert file.members() == ("聊天记录.txt",)
    assert b"".join(file.member("聊天记录.txt")).decode() == "甲"


def test_a_bomb_in_an_archive_is_refused(tmp_path: Path) -> None:
    path = archive(tmp_path / "c.zip", "聊天记录.txt", bytes(300 << 20))
    with pytest.raises(RecordError, match="256 MB"):
        list(OpenedFile(path).member("聊天记录.txt"))


def test_a_member_that_holds_more_than_it_says_is_refused(tmp_path: Path) -> None:
    path = archive(tmp_path / "c.zip", "聊天记录.txt", bytes(5000))
    content = path.read_bytes().replace((5000).to_bytes(4, "little"), (50).to_bytes(4, "little"))
    path.write_bytes(content)
    with pytest.raises(RecordError):
        list(OpenedFile(path).member("聊天记录.txt"))


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "c.zip"
    path.write_bytes(b"PK\3\4" + bytes(100))
    with pytest.raises(RecordError, match="压缩包"):
        OpenedFile(path).members()


def test_what_only_the_user_knows_is_wanted_until_it_is_told(tmp_path: Path) -> None:
    file = OpenedFile(tmp_path / "详单.csv")
    with pytest.raises(UsageError, match="--year"):
        file.year()
    assert file.wanted is Wanted.YEAR

    told = file.told("2026")
    assert told.year() == 2026
    with pytest.raises(UsageError, match="--password-file"):
        told.password()
    assert told.told("secret").password() == "secret"


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(RecordError):
        OpenedFile(tmp_path / "x.csv").start()
    with pytest.raises(RecordError):
        list(OpenedFile(tmp_path / "x.csv").tables())
