"""Writes docs/reference.md from the code: `make reference`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from anjuan.cli.fields import field_entries
from anjuan.codes import CODES

REFERENCE = Path(__file__).parents[1] / "docs" / "reference.md"


def reference() -> str:
    """The page: every column, then every problem code."""
    return "\n".join((*_columns(), *_codes())) + "\n"


def _columns() -> Iterator[str]:
    yield "# 案件表各列与问题代码"
    yield ""
    yield "本页由程序生成（`make reference`），请勿手改。"
    for sheet in field_entries():
        yield from ("", f"## {sheet['name']}", "", str(sheet["help"]), "")
        yield "| 标题 | 必填 | 类型 | 可选值 | 说明 | 模板里写 | 英文名 |"
        yield "|---|---|---|---|---|---|---|"
        for column in sheet["columns"]:
            yield "| " + " | ".join(_row(column)) + " |"


def _row(column: dict[str, object]) -> Iterator[str]:
    condition = column["required_if"]
    assert isinstance(condition, list)
    assert isinstance(column["choices"], list)
    required = "是" if column["required"] else ""
    yield str(column["heading"])
    yield f"{condition[0]}为“{condition[1]}”时" if condition else required
    yield str(column["type"])
    yield "、".join(column["choices"])
    yield str(column["help"])
    yield f"`{column['name']}`"
    yield f"`{column['attribute']}`"


def _codes() -> Iterator[str]:
    yield from ("", "## 问题代码", "", "| 代码 | 意思 |", "|---|---|")
    for code, meaning in CODES.items():
        yield f"| `{code}` | {meaning} |"


if __name__ == "__main__":
    REFERENCE.write_text(reference(), encoding="utf-8", newline="\n")
