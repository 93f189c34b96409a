"""File and folder names that Windows, macOS and Linux all accept. Pure text."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

# Windows forbids these; their full-width twins look the same and are harmless everywhere.
_FORBIDDEN = str.maketrans('<>:"/\\|?*', "＜＞：＂／＼｜？＊")
# Control and format characters (marks of writing direction among them), lone surrogates.
_INVISIBLE = frozenset({"Cc", "Cf", "Cs"})
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?")
# Linux counts 255 bytes a name and Windows 260 characters a path: a Chinese character is 3 bytes.
MOST_BYTES = 120


def safe_name(text: str, most_bytes: int = MOST_BYTES) -> str:
    """A text as one part of a path; a text that had to be shortened ends in a short hash.

    Args:
        text: anything; an empty text gives `_`.
        most_bytes: longest result in UTF-8 bytes.
    """
    name = unicodedata.normalize("NFC", text)
    name = re.sub(r"\s+", " ", name).translate(_FORBIDDEN)
    name = "".join(sign for sign in name if unicodedata.category(sign) not in _INVISIBLE)
    name = name.strip(" .") or "_"
    if _RESERVED.fullmatch(name):
        name = f"_{name}"
    encoded = name.encode("utf-8", "replace")
    if len(encoded) <= most_bytes:
        return name
    mark = f"~{short_hash(text)}"
    return encoded[: most_bytes - len(mark)].decode("utf-8", "ignore").rstrip(" .") + mark


def distinct_names(texts: Iterable[str]) -> list[str]:
    """Safe names that also differ where a file system ignores case or normal form.

    Names that would fall together all get a short hash of their own text, so that a name does
    not depend on its neighbours' order.
    """
    originals = list(texts)
    names = [safe_name(text) for text in originals]
    seen = Counter(_folded(name) for name in names)
    return [
        name if seen[_folded(name)] == 1 else f"{name}~{short_hash(text)}"
        for text, name in zip(originals, names, strict=True)
    ]


def short_hash(text: str) -> str:
    """Six hexadecimal digits that tell texts apart."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:6]


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()
