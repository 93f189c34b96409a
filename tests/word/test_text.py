"""The text of a Word document, as far as there is one."""

from __future__ import annotations

import io
import zipfile

import pytest

from anjuan.word.text import standing_text

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_BODY = f'<w:document xmlns:w="{_W}"><w:p><w:r><w:t>此致</w:t></w:r></w:p></w:document>'


def _packed(body: str, method: int = zipfile.ZIP_STORED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as package:
        package.writestr("word/document.xml", body)
    return packed.getvalue()


def _deflated_with_broken_stream() -> bytes:
    content = bytearray(_packed(_BODY, zipfile.ZIP_DEFLATED))
    start = content.index(b"document.xml") + len(b"document.xml")
    content[start : start + 4] = b"\xff\xff\xff\xff"
    return bytes(content)


def _said_to_be_encrypted() -> bytes:
    content = bytearray(_packed(_BODY))
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + place] |= 1
    return bytes(content)


def test_a_sound_file_has_a_text() -> None:
    assert standing_text(_packed(_BODY)) == "此致"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        _packed(_BODY)[:-30],
        _packed(_BODY.replace("</w:p>", "")),
        _deflated_with_broken_stream(),
        _said_to_be_encrypted(),
    ],
    ids=["empty", "cut short", "not XML", "broken stream", "encrypted"],
)
def test_a_file_that_was_broken_has_none(content: bytes) -> None:
    assert standing_text(content) is None
