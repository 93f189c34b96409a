"""`anjuan explain`: where each printed value of a finished paper comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click

from anjuan.chinese import date_text, some
from anjuan.cli.app import Command
from anjuan.cli.cells import cells_text
from anjuan.cli.options import config_option, json_option, kinds_option, redact_option, settings
from anjuan.cli.redaction import Complete, Redaction
from anjuan.cli.terminal import print_json, say
from anjuan.documents.origins import Piece, Provided, Sort
from anjuan.messages import HIDDEN
from anjuan.plugin.host import Plugins
from anjuan.run.explaining import Explanation, Standing, Told, place_of
from anjuan.run.explaining import explain as explained

# What a reader of a paper need not be told piece by piece.
_OWN = (Sort.TEMPLATE, Sort.RECKONED)


@click.command(cls=Command)
@click.argument("document", metavar="文书", type=click.Path(path_type=Path))
@click.option(
    "--from",
    "workbook",
    metavar="案件表",
    type=click.Path(path_type=Path),
    help="案件表搬了地方时，指明它现在在哪里。",
)
@config_option
@kinds_option
@redact_option
@json_option
def explain(
    document: Path,
    workbook: Path | None,
    config: Path | None,
    kinds_dirs: tuple[Path, ...],
    redact: bool,
    as_json: bool,
) -> int:
    """Explain a finished paper, paragraph by paragraph."""
    shown = Redaction() if redact else Complete()
    with shown.errors():
        place = place_of(document, workbook)
        ours = settings(place.workbook.parent, config, kinds_dirs, place.workbook)
        plugins = Plugins.load(ours.office)
        shown.know(ours.headings, plugins)
        found = explained(place, plugins, ours.headings)
    if redact:
        found = _redacted(found, shown)
    if as_json:
        print_json(found.as_json())
    else:
        for line in _lines(found):
            say(line)
    return 0


def _redacted(found: Explanation, shown: Complete) -> Explanation:
    """Cells and provisions stay; what stands in the paper does not."""
    paragraphs = tuple(
        replace(
            it,
            text=HIDDEN,
            pieces=tuple(
                replace(
                    piece,
                    text=piece.text if piece.sort is Sort.LAW else HIDDEN,
                    cells=tuple(map(shown.cell, piece.cells)),
                )
                for piece in it.pieces
            ),
        )
        for it in found.paragraphs
    )
    return replace(
        found,
        workbook=shown.place(found.workbook),
        case=HIDDEN,
        client=HIDDEN,
        recipient=HIDDEN if found.recipient else "",
        paragraphs=paragraphs,
    )


def _lines(found: Explanation) -> Iterator[str]:
    yield f"案件表：{found.workbook}（{date_text(found.day)}生成）"
    to = f"，致 {found.recipient}" if found.recipient else ""
    yield f"案件 {found.case} {found.client}：{found.title}{to}"
    if found.is_outdated:
        yield "生成以后，案件表、模板或程序改过。下面按现在的案件表说明；对不上的段落另行指出。"
    if found.is_edited:
        yield "这一份手改过。"
    for paragraph in found.paragraphs:
        yield from _paragraph(paragraph)


def _paragraph(paragraph: Told) -> Iterator[str]:
    if paragraph.standing is not Standing.EXPLAINED:
        yield f"第 {paragraph.number} 段（{paragraph.standing.word}，无从说明）：{paragraph.text}"
        return
    told = [piece for piece in paragraph.pieces if piece.sort not in _OWN and piece.text.strip()]
    yield f"第 {paragraph.number} 段{'' if told else '（模板原文）'}：{paragraph.text}"
    for piece in told:
        if piece.sort is not Sort.COMPOSED:
            yield f"    “{piece.text}”  {_origin(piece)}"
    names = dict.fromkeys(it.name for it in told if it.sort is Sort.COMPOSED)
    if names:
        known = "、".join(f"“{name}”" for name in names if name)
        yield f"    其余是程序组的句子{f'（模板里的 {known}）' if known else ''}"


def _origin(piece: Piece) -> str:
    cells = cells_text(piece.cells)
    if piece.sort is Sort.LAW:
        rows = f"；据 {cells}" if cells else ""
        return "；".join(map(_provided, piece.provisions)) + rows
    if piece.sort is Sort.CATALOGUE:
        return "法条目录里的字句" + "".join(f"（{_provided(it)}）" for it in piece.provisions[:1])
    if piece.sort is Sort.COUNT:
        return f"由 {cells} 算出"
    return f"与 {cells} 的内容相同" if piece.is_found else cells


def _provided(provision: Provided) -> str:
    edition = f"，{provision.edition}" if provision.edition else ""
    start = f"，{date_text(provision.start)}起施行" if provision.start else ""
    end = f"，至{date_text(provision.end)}止" if provision.end else ""
    days = some([date_text(day) for day in provision.days], 3)
    return f"{provision.key}{edition}{start}{end}" + (f"，引用的是{days}的条文" if days else "")
