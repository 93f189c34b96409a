"""The XML of phones: halves of emoji, attributes of any size, files that were cut off."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan.errors import RecordError
from anjuan.importing import elements as module
from anjuan.importing.files import OpenedFile


def file(folder: Path, content: bytes) -> OpenedFile:
    path = folder / "sms.xml"
    path.write_bytes(content)
    return OpenedFile(path)


def bodies(folder: Path, content: bytes) -> list[str]:
    found = file(folder, content).elements("sms")
    return [attributes["body"] for _, attributes in found]


def in_halves(text: str) -> str:
    """As Android's own writer puts it."""
    units = text.encode("utf-16-be")
    codes = [int.from_bytes(units[it : it + 2], "big") for it in range(0, len(units), 2)]
    return "".join(
        f"&#{code};" if code > 0x7F or chr(code) in '&<>"\n' else chr(code) for code in codes
    )


@pytest.mark.parametrize(
    "written",
    [
        *("&#55357;&#56865;", "&#xD83D;&#xDE21;", "&#xd83d;&#56865;", "&#128545;", "\U0001f621"),
        f"&#{'0' * 5000}128545;",
    ],
)
def test_an_emoji_is_read_however_it_is_written(tmp_path: Path, written: str) -> None:
    assert bodies(tmp_path, f'<smses><sms body="装{written}死"/></smses>'.encode()) == ["装😡死"]


@pytest.mark.parametrize(
    "written",
    [
        *("&#55357;", "&#56865;", "&#0;", "&#x1F;", "\x07", "&#9999999;"),
        # Of more digits than Python makes a number of.
        *(f"&#{'9' * 5000};", f"&#x{'f' * 5000};"),
    ],
)
def test_what_is_no_character_shows(tmp_path: Path, written: str) -> None:
    assert bodies(tmp_path, f'<smses><sms body="a{written}b"/></smses>'.encode()) == ["a\ufffdb"]


@given(
    text=st.text(
        st.characters(codec="utf-8", exclude_characters="\r\ufffe\uffff", min_codepoint=32)
    )
)
def test_every_text_comes_back(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("xml")
    content = f'<smses>\n<sms body="{in_halves(text)}"/></smses>'.encode()
    assert bodies(folder, content) == [text]


def test_a_reference_may_lie_across_the_end_of_a_piece(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = f'<smses><sms body="a{in_halves("😡" * 3)}&amp;#{"&#10;"}"/></smses>'.encode()
    for size in range(1, 40):
        monkeypatch.setattr(module, "_PIECE", size)
        assert bodies(tmp_path, content) == ["a😡😡😡&#\n"], size


def test_a_picture_of_many_megabytes_in_an_attribute_is_no_hindrance(tmp_path: Path) -> None:
    picture = b"A" * (12 << 20)
    content = b'<smses><part data="' + picture + b'"/><sms body="x"/></smses>'
    assert bodies(tmp_path, content) == ["x"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb2312"])
def test_a_file_is_in_the_encoding_that_it_says(tmp_path: Path, encoding: str) -> None:
    name = encoding.removesuffix("-sig")
    text = f'<?xml version="1.0" encoding="{name}"?><smses><sms body="看到"/></smses>'
    assert bodies(tmp_path, text.encode(encoding)) == ["看到"]


def test_what_stands_before_the_end_of_a_file_that_was_cut_off_is_told(tmp_path: Path) -> None:
    found = file(tmp_path, b'<smses>\n<sms body="a"/>\n<sms bo').elements("sms")
    assert next(found)[1]["body"] == "a"
    with pytest.raises(RecordError, match="第 3 行之后读不了"):
        next(found)


def test_entities_that_grow_without_end_are_refused(tmp_path: Path) -> None:
    bomb = b'<!DOCTYPE s [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><smses><sms body="&b;"/></smses>'
    with pytest.raises(RecordError, match="DOCTYPE"):
        bodies(tmp_path, bomb)
