"""Where the shipped templates and sample cases lie: in the installed package or in a checkout."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def shipped(name: str) -> Path:
    """The folder `templates` or `sample_cases`."""
    packaged = Path(__file__).parent / name
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / name


def shipped_template(kind: str, title: str) -> Path:
    """The template of a shipped kind: in a folder of its name, called by its title."""
    return shipped("templates") / kind / f"{title}.docx"


SAMPLE_WORKBOOK = shipped("sample_cases") / "示例案件.xlsx"
