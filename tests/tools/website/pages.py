"""Pages of the repository as pages of the site."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
AT_THE_ROOT = ("README.zh-CN.md", "README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")
_FENCED = re.compile(r"(^```.*?^```$)", re.MULTILINE | re.DOTALL)
# Where a line of Chinese was broken, no blank belongs.
_CHINESE = r"\u3001-\u301f\u4e00-\u9fff\uff00-\uffef"
_BROKEN = re.compile(rf"(?<=[{_CHINESE}”’])\n(?=[{_CHINESE}“‘])")
_LINK = re.compile(r"(?<=\]\()(?!https?:)([^)\s#]+)(?=[)#])")
_LISTED = re.compile(r"^- \[([^]]+)\]\(([^)#]+)\)", re.MULTILINE)
# What a browser fetches by itself; a link that somebody follows is not.
_FETCHED = re.compile(
    r"<(?:script|img|iframe|source|audio|video|embed)\b[^>]*?\bsrc=[\"']?((?:https?:)?//[^\"'\s>]+)"
    r"|<link\b[^>]*?\bhref=[\"']?((?:https?:)?//[^\"'\s>]+)"
    r"|url\([\"']?((?:https?:)?//[^\"')]+)|@import\s+[\"']((?:https?:)?//[^\"']+)"
)


def navigation(index: str) -> list[dict[str, list[dict[str, str]]]]:
    """The parts of docs/index.md with their pages, each by its title."""
    _, *parts = re.split(r"^## ", index, flags=re.MULTILINE)
    return [
        {
            part.partition("\n")[0]: [
                {title: target.removeprefix("../")} for title, target in _LISTED.findall(part)
            ]
        }
        for part in parts
    ]


def as_page(text: str, source: str) -> str:
    """A page of the repository as the site shows it.

    Args:
        text: its Markdown.
        source: its path in the site; a page of the root lies beside those of docs/.
    """

    def moved(link: re.Match[str]) -> str:
        target = link[1]
        if source in AT_THE_ROOT:
            return target.removeprefix("docs/")
        root = target.removeprefix("../")
        return root if root in AT_THE_ROOT else target

    parts = _FENCED.split(text)
    parts[::2] = [_BROKEN.sub("", part) for part in parts[::2]]
    whole = "".join(parts)
    # A table of Python-Markdown knows that a bar within code divides no cells.
    bars = re.sub(r"`[^`\n]*\\\|[^`\n]*`", lambda code: code[0].replace("\\|", "|"), whole)
    # What is no page has no place in a site.
    without = re.sub(r"\[([^]]+)\]\((?:LICENSE|sample_cases/README\.md)\)", r"\1", bars)
    return _LINK.sub(moved, without)


def foreign(text: str) -> list[str]:
    """The addresses of other hosts that a browser would fetch for a page or a sheet of styles."""
    return [next(filter(None, found)) for found in _FETCHED.findall(text)]
