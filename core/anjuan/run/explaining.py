"""A finished paper explained: from which workbook, and where each of its values comes from.

Papers keep no origins: the paper is made again in memory from the workbook as it is now, for the
day of its run. What stands in both is explained. Of what stands only in the finished paper it is
told whose it is: the lawyer's, who edited it, or an older workbook's.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum
from pathlib import Path

from anjuan.documents.origins import Paragraph, Piece
from anjuan.errors import UsageError
from anjuan.files import is_file, is_folder
from anjuan.frozen import frozen
from anjuan.plugin.host import Plugins
from anjuan.run.dossier import Dossier, Known, RenderedFile, original
from anjuan.run.filing import case_jobs, where_it_stands
from anjuan.run.output import CASES, OWN_FOLDER
from anjuan.run.papers import Paper, in_memory, papers
from anjuan.run.preparing import prepare
from anjuan.run.request import Request
from anjuan.run.tracing import traced
from anjuan.word.placeholders import DRAFT_PREFIX
from anjuan.word.text import standing_text
from anjuan.workbook.heading_map import HeadingMap


class Standing(StrEnum):
    """Whose a paragraph is: in these words for programs, too."""

    EXPLAINED = "explained"
    EDITED = "edited"
    OUTDATED = "outdated"
    EITHER = "edited-or-outdated"

    @property
    def word(self) -> str:
        """The words on screen."""
        return {
            "explained": "",
            "edited": "手改过的段落",
            "outdated": "案件表或模板改动以前的段落",
            "edited-or-outdated": "手改过的段落，或案件表、模板改动以前的段落",
        }[self.value]


@frozen
class Told:
    """A paragraph of the finished paper.

    Attributes:
        number: its place in the paper, from 1; empty paragraphs count.
        text: as it stands there.
        standing: whose it is.
        pieces: its text piece by piece, with the origins; none of what can't be explained.
    """

    number: int
    text: str
    standing: Standing
    pieces: tuple[Piece, ...] = ()

    def as_json(self) -> dict[str, object]:
        """For programs."""
        return {
            "number": self.number,
            "text": self.text,
            "state": self.standing.value,
            "pieces": [piece.as_json() for piece in self.pieces],
        }


@frozen
class Place:
    """Where a finished paper stands.

    Attributes:
        root: the output folder.
        folder, name: of the case's folder in it, and of the file.
        known: what was noted down when it was written.
        workbook: the case workbook it was made from, as far as is known.
        day: the day of the run.
    """

    root: Path
    folder: str
    name: str
    known: Known
    workbook: Path
    day: date


@frozen
class Explanation:
    """A finished paper, explained.

    Attributes:
        workbook: what it was made from.
        day: when.
        case, client, kind, title, recipient: whose it is, and what.
        is_edited: a person edited it.
        is_outdated: the workbook, the template or the program has changed in what it depends on.
        paragraphs: those that are not empty.
    """

    workbook: Path
    day: date
    case: str
    client: str
    kind: str
    title: str
    recipient: str
    is_edited: bool
    is_outdated: bool
    paragraphs: tuple[Told, ...]

    def as_json(self) -> dict[str, object]:
        """For programs, as `explain --json` prints it."""
        return {
            "workbook": str(self.workbook),
            "day": self.day.isoformat(),
            "case": self.case,
            "kind": self.kind,
            "title": self.title,
            "recipient": self.recipient,
            "edited": self.is_edited,
            "outdated": self.is_outdated,
            "paragraphs": [it.as_json() for it in self.paragraphs],
        }


def place_of(document: Path, workbook: Path | None = None) -> Place:
    """Where a paper stands, and what it was made from.

    Args:
        document: the .docx file.
        workbook: given where it lies elsewhere now.

    Raises:
        UsageError: it is not there, no paper of ours, or nobody knows its workbook.
    """
    path = document.absolute()
    if not is_file(path):
        raise UsageError("没有文件 {}。", document)
    folder, root = path.parent.name, path.parent.parent
    known = None
    if is_folder(root / OWN_FOLDER / CASES):
        dossier = Dossier(root, folder)
        known = dossier.known(path.name) or dossier.known(original(path.name))
    if known is None:
        raise UsageError(
            "{} 不是本程序生成的文书，或者改了名、搬了地方：只能说明输出文件夹里的文书。", document
        )
    source = known.source
    if not workbook and not source.workbook:
        raise UsageError("没有记下 {} 是按哪份案件表生成的。请用 --from 指明。", document)
    day = date.fromisoformat(source.day) if source.day else date.today()
    return Place(root, folder, path.name, known, workbook or root / source.workbook, day)


def explain(place: Place, plugins: Plugins, headings: HeadingMap) -> Explanation:
    """Explain a paper by its workbook as that is now.

    Raises:
        WorkbookError: the workbook can't be read.
        UsageError: the paper can't be read, or by the workbook as it is now there is none.
    """
    name = original(place.name)
    draft = name.startswith(DRAFT_PREFIX)
    request = Request(place.workbook, place.root, place.day, headings, draft=draft)
    paper, made, found = _paper(place, request, plugins, name)
    dossier = Dossier(place.root, place.folder)
    text = standing_text(dossier.read(place.name))
    if text is None:
        raise UsageError("{} 打不开，无从说明。请用 Word 或 WPS 另存一份，再运行一次。", place.name)
    is_edited = dossier.is_by_hand(place.name)
    # Equal bytes: whatever was changed, this paper does not show it.
    is_outdated = made.digest != place.known.digests[-1]
    paragraphs = traced(paper.document, made.content, plugins, found, draft=draft)
    edited = Standing.EITHER if is_outdated else Standing.EDITED
    standing = edited if is_edited else Standing.OUTDATED
    document = paper.document
    return Explanation(
        workbook=place.workbook.resolve(),
        day=place.day,
        case=document.case.number,
        client=document.case.client.name,
        kind=document.kind.name,
        title=document.title,
        recipient=document.recipient.name,
        is_edited=is_edited,
        is_outdated=is_outdated,
        paragraphs=tuple(_told(text, paragraphs, standing)),
    )


def _paper(
    place: Place, request: Request, plugins: Plugins, name: str
) -> tuple[Paper, RenderedFile, HeadingMap]:
    """The paper as the workbook has it now, and what the workbook's cells are called."""
    job = where_it_stands(prepare(request, plugins))
    workshop = in_memory(request, plugins)
    for case in case_jobs(job):
        if case.folder != place.folder:
            continue
        for paper in papers(case, workshop):
            if isinstance(paper.made, RenderedFile) and paper.made.name == name:
                return paper, paper.made, job.request.headings
        raise UsageError("按现在的案件表，案件 {} 不再有 {} 这一份。", case.case.number, name)
    raise UsageError("现在的案件表里没有文件夹 {} 的案件。", place.folder)


def _told(text: str, paragraphs: tuple[Paragraph, ...], otherwise: Standing) -> Iterator[Told]:
    """The paragraphs of the finished paper, by those that it would have now."""
    lines, known = text.split("\n"), [it.text for it in paragraphs]
    matcher = SequenceMatcher(None, known, lines, autojunk=False)
    for operation, first, _, start, end in matcher.get_opcodes():
        for number in range(start, end):
            if not lines[number].strip():
                continue
            if operation == "equal":
                pieces = paragraphs[first + number - start].pieces
                yield Told(number + 1, lines[number], Standing.EXPLAINED, pieces)
            else:
                yield Told(number + 1, lines[number], otherwise)
