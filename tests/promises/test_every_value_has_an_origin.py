"""Promise: nothing is said that no row bears out, and of what is said it can be told which."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

import pytest
from openpyxl import load_workbook
from support.runs import shipped_plugins

from anjuan.case.sheets import SHEETS
from anjuan.chinese import date_text
from anjuan.documents.origins import Paragraph, Piece, Sort
from anjuan.documents.planning import Document, plan
from anjuan.problems import Place
from anjuan.resources import SAMPLE_WORKBOOK
from anjuan.run.dossier import RenderedFile
from anjuan.run.making import CaseJob, Maker, Workshop
from anjuan.run.outcomes import State
from anjuan.run.papers import in_memory
from anjuan.run.preparing import prepare
from anjuan.run.request import Request
from anjuan.run.tracing import traced
from anjuan.testing import TODAY
from anjuan.word.text import document_text
from anjuan.workbook.heading_map import HeadingMap

# What papers say of themselves: their claims are numbered, the hours of the night have a name.
_OF_THE_PAPER = re.compile(r"^[0-9]+．|22时(?:至次日8时|后)|8时前|8时至22时|、$")
# A number, a day, a law.
_BORNE_OUT = re.compile("[0-9]+|《[^》]+》|第[一二三四五六七八九十百千]+条")


@dataclass(frozen=True)
class Paper:
    """A sample paper, made twice: as it is written, and to be looked at."""

    document: Document
    content: bytes
    again: bytes
    paragraphs: tuple[Paragraph, ...]

    @property
    def pieces(self) -> Iterator[Piece]:
        """All pieces of its text."""
        return (piece for paragraph in self.paragraphs for piece in paragraph.pieces)


@cache
def _papers() -> tuple[Paper, ...]:
    plugins = shipped_plugins()
    job = prepare(Request(SAMPLE_WORKBOOK, SAMPLE_WORKBOOK.parent, TODAY), plugins)
    workshop = in_memory(job.request, plugins)
    return tuple(paper for case in job.cases for paper in _of_case(CaseJob(case, "", ()), workshop))


def _of_case(job: CaseJob, workshop: Workshop) -> Iterator[Paper]:
    maker = Maker(job, workshop, None)
    for document in plan(job.case, workshop.plugins, TODAY, {}):
        made = maker.made(document)
        assert isinstance(made, RenderedFile) or made.state is State.NOT_APPLICABLE, made
        if isinstance(made, RenderedFile):
            paragraphs = traced(document, made.content, workshop.plugins, HeadingMap())
            again = maker.made(document)
            assert isinstance(again, RenderedFile)
            yield Paper(document, made.content, again.content, paragraphs)


@cache
def _cells() -> Mapping[tuple[str, str], object]:
    book = load_workbook(SAMPLE_WORKBOOK)
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
    }


def _held(place: Place) -> object:
    return _cells()[place.sheet, place.cell]


def test_a_paper_that_was_looked_at_is_the_same_bytes() -> None:
    papers = _papers()

    assert len(papers) > 50
    assert all(paper.content == paper.again for paper in papers)


def test_what_is_explained_is_what_stands_in_the_paper() -> None:
    for paper in _papers():
        told = "\n".join(paragraph.text for paragraph in paper.paragraphs)
        assert told == document_text(paper.content)


def test_every_number_day_and_law_has_an_origin_or_is_the_templates_own() -> None:
    nobodys = [
        (paper.document.kind.name, piece.name, found)
        for paper in _papers()
        for piece in paper.pieces
        if piece.sort is Sort.COMPOSED
        for found in _BORNE_OUT.findall(_OF_THE_PAPER.sub("", piece.text))
    ]

    assert nobodys == []


def test_the_templates_own_text_stands_in_the_template() -> None:
    for paper in _papers():
        template = document_text(paper.document.kind.template.read_bytes())
        for piece in paper.pieces:
            if piece.sort is Sort.TEMPLATE:
                assert _is_in(piece.text, template), piece.text
            if piece.sort is Sort.RECKONED:
                assert piece.text.isdecimal() or piece.text in template


def _is_in(text: str, template: str) -> bool:
    """True for a text of which every clause with a number or a law stands in the template."""
    # Its number may hang on what comes before: {% if … %}4{% else %}3{% endif %}．
    text = re.sub("(?:^|；)[0-9]+．", "；", text)
    clauses = [it for it in re.split("[，。；：（）、]", text) if _BORNE_OUT.search(it)]
    return all(clause in template for clause in clauses)


def test_every_name_of_a_person_or_company_has_the_cell_it_stands_in() -> None:
    for paper in _papers():
        case = paper.document.case
        parties = (case.creditor, case.platform, case.collector)
        names = {case.client.name, case.debtor_name, case.lawyer}
        names |= {row.victim for row in case.incidents} | {it.name for it in parties if it}
        for piece in paper.pieces:
            if piece.sort is Sort.COMPOSED:
                found = [it for it in names - {"", "本人"} if it in piece.text]
                assert not found, (paper.document.kind.name, piece.text)


def test_a_word_of_everyday_is_not_told_as_that_of_a_cell_that_holds_it_too() -> None:
    columns = (item.column for sheet in SHEETS for item in sheet.fields)
    words = {str(word) for column in columns for word in column.choices if len(word) < 4}
    found = {piece.text for paper in _papers() for piece in paper.pieces if piece.is_found}

    assert {"电话", "短信"} <= words
    assert not found & words


def test_a_count_is_the_sum_of_the_rows_that_are_told() -> None:
    counts = [
        piece
        for paper in _papers()
        for piece in paper.pieces
        if piece.sort is Sort.COUNT and {it.heading for it in piece.cells} == {"次数"}
    ]

    assert len(counts) > 50
    for piece in counts:
        # An empty cell counts one.
        assert int(piece.text) == sum(int(str(_held(it) or 1)) for it in piece.cells), piece


def test_a_day_stands_in_the_cell_that_is_told() -> None:
    days = [
        piece
        for paper in _papers()
        for piece in paper.pieces
        if piece.sort is Sort.CELL and re.match("[0-9]{4}年[0-9]+月[0-9]+日", piece.text)
    ]

    assert len(days) > 100
    for piece in days:
        assert any(_is_day(piece.text, _held(place)) for place in piece.cells), piece


def _is_day(text: str, held: object) -> bool:
    if isinstance(held, datetime | date):
        return text.startswith(date_text(held))
    if identity := re.fullmatch("[0-9]{6}([0-9]{4})([0-9]{2})([0-9]{2})[0-9]{3}[0-9X]", str(held)):
        held = "-".join(identity.groups())
    digits = [int(number) for number in re.findall("[0-9]+", str(held))]
    return digits[:3] == [int(number) for number in re.findall("[0-9]+", text)][:3]


def test_a_citation_tells_its_edition_and_the_days_it_was_in_force_for() -> None:
    cited = [
        provision
        for paper in _papers()
        for piece in paper.pieces
        if piece.sort is Sort.LAW
        for provision in piece.provisions
    ]

    assert len(cited) > 150
    for provision in cited:
        assert provision.key in shipped_plugins().law.provisions
        for day in provision.days:
            assert (provision.start or date.min) <= day <= (provision.end or date.max)


@pytest.mark.parametrize("kind", ["police-statement", "civil-complaint", "platform-complaint"])
def test_a_provision_that_the_acts_breach_tells_the_rows(kind: str) -> None:
    acts = [
        piece
        for paper in _papers()
        if paper.document.kind.name == kind
        for piece in paper.pieces
        if piece.sort is Sort.LAW and any(place.sheet == "骚扰记录" for place in piece.cells)
    ]

    assert acts
    for piece in acts:
        days = {day for provision in piece.provisions for day in provision.days}
        assert days, piece
