"""Papers to be written into a dossier."""

from __future__ import annotations

from anjuan.run.dossier import RenderedFile


def paper(content: bytes, name: str = "甲.docx", key: str = "键") -> RenderedFile:
    return RenderedFile(name, content, key)
