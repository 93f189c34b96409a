"""Pieces of other documents inside of a document: what they say is neither filled nor proved."""

from __future__ import annotations

from collections.abc import Iterator

from anjuan.opc import W
from anjuan.problems import Rule
from anjuan.word.proofreading.faults import Fault
from anjuan.word.proofreading.stories import Story

FOREIGN_PIECE = Rule("foreign-piece", "嵌着另一份网页或文档，里面的内容案卷看不到。")

_P = f"{W}p"
# ECMA-376-1 §17.17.2: put in when Word opens the file; other programs may leave them out.
_PIECES = {f"{W}altChunk": "网页或文档", f"{W}subDoc": "子文档"}


def foreign_faults(story: Story) -> Iterator[Fault]:
    """Each piece, behind the paragraph that it follows."""
    places = {it.element: it.place for it in story.paragraphs}
    place = f"{story.label}开头"
    for element in story.root.iter(_P, *_PIECES):
        if element.tag == _P:
            place = f"{places[element]}后面" if element in places else place
            continue
        what = _PIECES[element.tag]
        message = f"嵌着另一份{what}，里面的内容案卷看不到，也填不了。"
        remedy = "请用 Word 打开后另存一份，它就成了普通的内容；或删去它。"
        yield Fault(story.part, place, "", FOREIGN_PIECE, message, remedy)
