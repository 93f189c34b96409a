"""Papers to be written into a dossier."""

from __future__ import annotations

from anjuan.run.dossier import Paper


def paper(content: bytes, name: str = "甲.docx", key: str = "键") -> Paper:
    return Paper(name, content, key)
