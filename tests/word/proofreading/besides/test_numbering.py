"""How a numbered list in a loop will count is told where a lawyer might mean it otherwise."""

from __future__ import annotations

import pytest
from support.small_docx import paragraph, small_docx

from anjuan.word.proofreading.faults import Fault
from anjuan.word.proofreading.template import find_faults

EACH, DONE = (paragraph(f"{{%p {it} %}}") for it in ("for x in 多", "endfor"))


def items(*texts: str, num: int = 1) -> str:
    return "".join(paragraph(text, num=num) for text in texts)


def faults(body: str) -> tuple[Fault, ...]:
    return find_faults(small_docx(body))


@pytest.mark.parametrize(
    ("body", "codes"),
    [
        (EACH + paragraph("{{ x }}") + items("甲", "乙") + DONE, []),
        (EACH + items("{{ x }}") + DONE, []),
        (EACH + items("甲", "乙") + DONE, ["list-anew"]),
        (items("前") + EACH + paragraph("{{ x }}") + items("甲", "乙") + DONE, ["list-runs-on"]),
        (items("前") + EACH + items("{{ x }}") + DONE, []),
        (items("前", num=2) + EACH + paragraph("{{ x }}") + items("甲", "乙") + DONE, []),
    ],
)
def test_how_a_list_in_a_loop_counts_is_told_where_it_may_be_meant_otherwise(
    body: str, codes: list[str]
) -> None:
    found = faults(body)

    assert [fault.code for fault in found] == codes
    assert not any(fault.is_error for fault in found)
    assert all(fault.text == "甲" for fault in found)
