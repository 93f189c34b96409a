"""The fuzz targets, run briefly: the same mutations each time. `make fuzz` looks further."""

from __future__ import annotations

import random
from contextlib import suppress
from pathlib import Path

import pytest
from fuzz.targets import TARGETS, packed, parts_of

from anjuan.errors import TemplateError, WorkbookError
from anjuan.problems import Place, Rule
from anjuan.resources import shipped
from anjuan.testing import write_workbook
from anjuan.word.rendering import render
from anjuan.word.views import Trace
from anjuan.workbook.marking.copying import mark

ROUNDS = {"reader": 150, "compiler": 150, "packages": 500}


def mutated(seed: bytes, words: tuple[str, ...], chance: random.Random) -> bytes:
    """A seed with some bytes flipped, cut out, doubled, or words put in."""
    data = bytearray(seed)
    for _ in range(chance.randint(1, 4)):
        place, length = chance.randrange(len(data) + 1), chance.randint(1, 40)
        match chance.randrange(4):
            case 0:
                data[place : place + 1] = bytes([chance.randrange(256)])
            case 1:
                del data[place : place + length]
            case 2:
                data[place:place] = data[place : place + length]
            case _:
                data[place:place] = chance.choice(words).encode()
    return bytes(data)


@pytest.mark.parametrize("name", TARGETS)
def test_whatever_comes_in_a_sound_result_or_our_own_error_comes_out(name: str) -> None:
    target, chance = TARGETS[name], random.Random(name)
    seeds = target.seeds()

    for seed in seeds:
        target.run(seed)
    for _ in range(ROUNDS[name]):
        target.run(mutated(chance.choice(seeds), target.words, chance))


BROKEN_TEMPLATES = {
    "a body that is no XML": ("word/document.xml", b"<?l"),
    "a body of another encoding": ("word/document.xml", b"\xff\xfe<"),
    "relationships of another make": ("word/_rels/document.xml.rels", b"<a/>"),
    "properties of another make": ("docProps/core.xml", b"<a/>"),
    "types that are no XML": ("[Content_Types].xml", b""),
}


@pytest.mark.parametrize("name", BROKEN_TEMPLATES)
def test_a_template_that_was_found_to_break_a_library_is_told(name: str, tmp_path: Path) -> None:
    part, content = BROKEN_TEMPLATES[name]
    template = tmp_path / "模板.docx"
    sound = parts_of((shipped("templates") / "police-statement" / "报案材料.docx").read_bytes())
    assert part in sound
    template.write_bytes(packed({**sound, part: content}))

    with pytest.raises(TemplateError, match="模板"):
        render(template, {}, Trace(), "题")


@pytest.mark.parametrize("part", ["xl/styles.xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"])
@pytest.mark.parametrize("content", [b"<a", b"<a/>", b""])
def test_a_workbook_that_was_found_to_break_the_marking_is_told(
    part: str, content: bytes, tmp_path: Path
) -> None:
    parts = parts_of(write_workbook(tmp_path / "表.xlsx").read_bytes())
    problem = Rule("x", "甲。").on(Place("案件", "B2"), "甲", "乙")

    with suppress(WorkbookError):
        mark(packed({**parts, part: content}), [problem])
