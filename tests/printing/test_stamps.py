"""Stamps: each lies upright on its own page, whatever the page's shape and turn."""

from __future__ import annotations

import io

import pikepdf
import pytest
from pikepdf import Dictionary, Name, Pdf
from support.exhibits import blank, colour_at, shown

from anjuan_plugins.printing.pages import saved, shown_size
from anjuan_plugins.printing.stamps import Stamp, lay_over, sheets

BLUE, RED, WHITE = (0, 0, 255), (255, 0, 0), (255, 255, 255)


def as_set(stamps: list[Stamp]) -> bytes:
    """What an office suite makes of stamps, with a blue square in the upper right corner."""
    with Pdf.new() as pdf:
        for stamp in sheets(stamps):
            wide, tall = stamp.size
            page = pdf.add_blank_page(page_size=stamp.size)
            square = f"0 0 1 rg {wide - 0.1 * wide} {tall - 0.1 * tall} {wide} {tall} re f"
            page.obj.Contents = pdf.make_stream(square.encode())
        return saved(pdf)


def stamped(pdf: Pdf) -> bytes:
    stamps = [Stamp(*shown_size(page), "", str(number)) for number, page in enumerate(pdf.pages)]
    lay_over(pdf.pages[:], stamps, as_set(stamps))
    return saved(pdf)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("box", [[0, 0, 300, 500], [0, 0, 500, 300], [50, -20, 300, 400]])
def test_a_stamp_stands_in_its_corner_as_the_page_is_shown(rotation: int, box: list[int]) -> None:
    with blank(Rotate=rotation, CropBox=box, MediaBox=[-100, -100, 600, 600]) as pdf:
        content = stamped(pdf)

    picture = shown(content)
    assert colour_at(picture, 0.96, 0.04) == BLUE
    assert {colour_at(picture, 0.04, 0.04), colour_at(picture, 0.96, 0.96)} <= {WHITE, RED}


def test_each_page_gets_its_own_stamp_though_pages_share_what_they_draw_with() -> None:
    with blank(3) as pdf:
        shared = pdf.make_indirect(Dictionary())
        for page in pdf.pages:
            page.obj.Resources = shared
        twice = stamped(pdf)
    with pikepdf.open(io.BytesIO(twice)) as pdf:
        content = stamped(pdf)

    with pikepdf.open(io.BytesIO(content)) as pdf:
        drawn = [page.Contents for page in pdf.pages]
        named = {str(name) for page in pdf.pages for name in page.resources.XObject}
    assert len(drawn) == 3
    assert len(named) == 6
    assert all(colour_at(shown(content, page), 0.96, 0.04) == BLUE for page in range(3))


def test_what_a_page_leaves_turned_does_not_turn_its_stamp() -> None:
    with blank() as pdf:
        pdf.pages[0].contents_add(b"0.5 0 0 0.5 100 100 cm 0 1 -1 0 0 0 cm")
        content = stamped(pdf)

    assert colour_at(shown(content), 0.96, 0.04) == BLUE


def test_pages_that_no_office_suite_sets_are_set_larger_or_smaller_in_their_shape() -> None:
    for width, height in ((20.0, 30.0), (300.0, 9000.0), (5000.0, 40.0), (595.3, 841.9)):
        wide, tall = Stamp(width, height, "", "").size
        assert max(wide, tall) <= 1584
        assert abs(wide / tall - width / height) < 0.02 * width / height
    assert Stamp(595.3, 841.9, "", "").size == (595.3, 841.9)


def test_stamps_of_one_shape_are_set_after_each_other_and_each_once() -> None:
    stamps = [Stamp(*size, "", mark) for mark in "ab" for size in ((5, 9), (9, 5), (5, 9))]

    assert [(it.width, it.right) for it in sheets(stamps)] == [
        (5, "a"),
        (5, "b"),
        (9, "a"),
        (9, "b"),
    ]


def test_stamps_that_do_not_fit_their_pages_are_an_error() -> None:
    with blank(2) as pdf:
        stamps = [Stamp(300, 500, "", mark) for mark in "ab"]
        with pytest.raises(ValueError, match="zip"):
            lay_over(pdf.pages[:], stamps, as_set(stamps[:1]))
        assert Name.XObject not in pdf.pages[0].resources
