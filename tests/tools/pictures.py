"""Pages as pictures, for tests; and the pictures of the documentation: `make pictures`."""

from __future__ import annotations

import shutil
import tempfile
from itertools import islice
from pathlib import Path

from PIL import Image, ImageOps
from pypdfium2 import PdfDocument
from support.office import convert

from anjuan.plugin.host import Plugins
from anjuan.plugin.office import Office
from anjuan.plugin.scaffolding import new_kind
from anjuan.resources import SAMPLE_WORKBOOK
from anjuan.testing import make_all
from tools.desk_pictures import desk_pictures
from tools.gallery import first_pages
from tools.import_pictures import imported_pages

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
_DPI, _TABLE_DPI, _GAP = 75, 110, 12
# Pages of the gallery: so many in a row, so many dots wide.
_ACROSS, _SMALL_WIDTH = 6, 250


def pages(pdf: Path, dpi: int, most: int = 0) -> list[Image.Image]:
    """Each page in grey.

    Args:
        pdf: the file.
        dpi: dots an inch.
        most: so many pages at the most; 0 = all.
    """
    with PdfDocument(pdf) as document:
        shown = islice(document, most or len(document))
        return [page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L") for page in shown]


def side_by_side(images: list[Image.Image], gap: int = 0) -> Image.Image:
    """All pages in one picture."""
    width = sum(image.width + gap for image in images) - gap
    sheet = Image.new("L", (width, max(image.height for image in images)), 200)
    at = 0
    for image in images:
        sheet.paste(image, (at, 0))
        at += image.width + gap
    return sheet


def _save(name: str, pdf: Path, most: int) -> None:
    picture = ImageOps.expand(side_by_side(pages(pdf, _DPI, most), _GAP), border=_GAP, fill=200)
    PICTURES.mkdir(exist_ok=True)
    picture.quantize(16).save(PICTURES / f"{name}.png", optimize=True)


def _save_table(name: str, pdf: Path) -> None:
    """The table on the first page, without the empty paper around it."""
    with PdfDocument(pdf) as document:
        page = document[0].render(scale=_TABLE_DPI / 72).to_pil().convert("RGB")
    # The foot of the page is none of the table.
    page = page.crop((0, 0, page.width, page.height * 9 // 10))
    table = page.crop(ImageOps.invert(page).getbbox())
    ImageOps.expand(table, border=_GAP, fill="white").quantize(32).save(
        PICTURES / f"{name}.png", optimize=True
    )


def save_gallery() -> None:
    """The first page of a sample paper of each kind, on one sheet."""
    firsts = [_narrow(page) for _, page in first_pages()]
    width, height = (side + _GAP for side in (_SMALL_WIDTH, max(it.height for it in firsts)))
    rows = -(-len(firsts) // _ACROSS)
    sheet = Image.new("L", (_ACROSS * width + _GAP, rows * height + _GAP), 200)
    for at, page in enumerate(firsts):
        sheet.paste(page, (at % _ACROSS * width + _GAP, at // _ACROSS * height + _GAP))
    sheet.quantize(8).save(PICTURES / "papers.png", optimize=True)


def _narrow(page: Image.Image) -> Image.Image:
    return page.resize((_SMALL_WIDTH, round(page.height * _SMALL_WIDTH / page.width)))


def main() -> None:
    """Make every picture anew from the sample cases."""
    folder = Path(tempfile.mkdtemp())
    steps = ("chart", "filing-sheet", "bundle")
    papers = make_all(
        SAMPLE_WORKBOOK, folder / "out", Plugins.load(outside=False), cases=("A004",), steps=steps
    )
    [dossier] = (path for path in papers.folder.iterdir() if path.name.startswith("A004"))
    _save("civil-complaint", next(dossier.glob("*民事起诉状*.pdf")), 2)
    _save("bundle", dossier / "合并打印.pdf", 2)
    _save("chart", dossier / "骚扰统计图.pdf", 1)
    template = new_kind(folder / "文书种类" / "催告函", "", None)
    convert("pdf", folder, template)
    _save("kind-template", folder / "催告函.pdf", 1)
    shutil.copy(SAMPLE_WORKBOOK, folder / "案件表.xlsx")
    made = _own_kind(folder)
    _save("kind-document", made, 1)
    for name, workbook in imported_pages(folder / "import").items():
        convert("pdf", folder, workbook)
        _save_table(name, folder / f"{workbook.stem}.pdf")
    desk_pictures(PICTURES, folder / "desk")
    save_gallery()
    shutil.rmtree(folder)


def _own_kind(folder: Path) -> Path:
    plugins = Plugins.load(Office((folder / "文书种类",)), outside=False)
    made = make_all(
        folder / "案件表.xlsx", folder / "own", plugins,
        cases=("A004",), kinds=("催告函",), steps=("pdf",),
    )  # fmt: skip
    return (made.folder / made.report.outcomes[0].path).with_suffix(".pdf")


if __name__ == "__main__":
    main()
