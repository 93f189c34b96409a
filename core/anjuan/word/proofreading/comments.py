"""A copy of a template with Word comments where its faults are, everything else untouched.

Works on the parts of the package, as workbook/marking/notes.py does: only the body, the comments,
and what says that there are comments are written anew. Word takes comments in the body alone, so a
fault in a header or a note is told at the first paragraph.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from lxml import etree

from anjuan.opc import BODY, ILLEGAL, Package, W, write_text
from anjuan.word.proofreading.faults import SIGNATURE, Fault
from anjuan.word.standard_form import standard_form

_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_EMPTY = f'<w:comments xmlns:w="{W[1:-1]}"/>'.encode()


def annotate(template: bytes, faults: Iterable[Fault]) -> bytes:
    """A copy with a comment for each paragraph that has faults.

    Args:
        template: a .docx file whose body can be read (`find_faults` made sure of that).
        faults: those that no paragraph of the body is to blame for are told at the first one.
    """
    package = Package(standard_form(template))
    body = package.tree(BODY)
    part = package.related(BODY, "comments") or _new_comments(package)
    comments = package.tree(part, _EMPTY)
    for number, told in _by_paragraph(faults).items():
        identity = str(_free_number(comments))
        _add_comment(comments, identity, told)
        _attach(_anchor(body, number), identity)
    package.store(BODY, body)
    package.store(part, comments)
    return package.packed()


def _new_comments(package: Package) -> str:
    name = package.add("word/comments{}.xml", _COMMENTS_TYPE)
    package.relate(BODY, "comments", name)
    return name


def _by_paragraph(faults: Iterable[Fault]) -> dict[int, list[Fault]]:
    found: defaultdict[int, list[Fault]] = defaultdict(list)
    for fault in faults:
        found[fault.paragraph if fault.part == BODY else -1].append(fault)
    return dict(sorted(found.items()))


def _anchor(root: etree._Element, number: int) -> etree._Element:
    """The paragraph that can carry the comment: none inside of a text box can."""
    every = list(root.iter(f"{W}p"))
    if not every:
        every = [_first_paragraph(root)]
    paragraph = every[number] if 0 <= number < len(every) else every[0]
    boxes = list(paragraph.iterancestors(f"{W}txbxContent"))
    around = next(boxes[-1].iterancestors(f"{W}p"), None) if boxes else None
    return paragraph if around is None else around


def _first_paragraph(root: etree._Element) -> etree._Element:
    paragraph = etree.Element(f"{W}p")
    body = root.find(f"{W}body")
    (root if body is None else body).insert(0, paragraph)
    return paragraph


def _free_number(comments: etree._Element) -> int:
    taken = [item.get(f"{W}id", "") for item in comments]
    return max((int(number) for number in taken if number.isdecimal()), default=-1) + 1


def _add_comment(comments: etree._Element, identity: str, told: Sequence[Fault]) -> None:
    comment = etree.SubElement(comments, f"{W}comment")
    for name, value in (("id", identity), ("author", SIGNATURE), ("initials", SIGNATURE)):
        comment.set(f"{W}{name}", value)
    for fault in told:
        # The body shows the place by itself; of the others the comment has to tell it.
        place = "" if fault.part == BODY and fault.paragraph >= 0 else f"{fault.place}："
        line = f"{fault.rule.severity.word}：{place}{fault.message}{fault.remedy}"
        run = etree.SubElement(etree.SubElement(comment, f"{W}p"), f"{W}r")
        write_text(etree.SubElement(run, f"{W}t"), ILLEGAL.sub("�", line))


def _attach(paragraph: etree._Element, identity: str) -> None:
    """Put the range of a comment around all that a paragraph holds (ECMA-376-1 §17.13.4)."""
    start, end = (etree.Element(f"{W}commentRange{name}") for name in ("Start", "End"))
    run = etree.Element(f"{W}r")
    reference = etree.SubElement(run, f"{W}commentReference")
    for element in (start, end, reference):
        element.set(f"{W}id", identity)
    properties = paragraph.find(f"{W}pPr")
    paragraph.insert(0 if properties is None else 1, start)
    paragraph.extend((end, run))
