"""Step bundle: one file to print a case from, whole or not at all; and the order of steps."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from docx import Document
from PIL import Image
from support.printing import finished, needs_pdf_tools, pages
from support.recordings import Recordings
from support.runs import Generate, Generated, generate_into

from anjuan import Step
from anjuan.errors import UsageError
from anjuan.plugin.steps import in_turn
from anjuan.testing import case, evidence, incident, write_workbook
from anjuan_plugins.printing import bundle
from anjuan_plugins.printing.fonts import fonts, is_embedded
from anjuan_plugins.printing.libreoffice import converter, find_soffice
from anjuan_plugins.printing.pages import page_range

pytestmark = pytest.mark.usefixtures("recorded")


def workbook(folder: Path, **changes: object) -> Path:
    Image.new("RGB", (90, 60), "red").save(folder / "图.png")
    return write_workbook(
        folder / "表.xlsx",
        cases=[case(**changes)],
        evidence=[evidence(文件路径="图.png")],
    )


def bundle_of(done: Generated) -> Path:
    return done.folder / "A001_张三" / "合并打印.pdf"


@needs_pdf_tools
def test_a_bundle_has_a_cover_with_right_ranges_and_is_numbered_through(
    generate: Generate, tmp_path: Path
) -> None:
    # Asked for in the wrong order: the bundle comes after what it takes in.
    done = generate(workbook(tmp_path), steps=("bundle", "evidence-book", "chart"))

    made = bundle_of(done)
    texts = pages(made)
    cover, *rest = texts
    assert not [it for it in done.report.problems if it.is_error]
    assert all(f"第{number}页共{len(texts)}页" in text for number, text in enumerate(texts, 1))
    bookmarks = bookmarks_of(made)
    titles = [title for title, _ in bookmarks]
    assert titles[0] == "封面"
    assert titles[-1] == "证据册"
    assert titles[titles.index("骚扰统计图") - 1].startswith("报案材料")
    place = 0
    starts = [start for _, start in bookmarks[1:]]
    for (title, start), following in zip(bookmarks[1:], [*starts[1:], len(texts)], strict=True):
        place = cover.index(title.partition("（")[0], place)
        place = cover.index(page_range(start + 1, following), place)
    assert f"全册共{len(texts)}页" in cover
    with pikepdf.open(made) as bound:
        assert all(is_embedded(font) for font in fonts(bound))
    # The papers' own page numbers are still there, clear of the new ones.
    assert any(text.endswith("第1页共1页") or "第1页共" in text[10:] for text in rest)


def bookmarks_of(pdf: Path) -> list[tuple[str, int]]:
    """Title and page of each bookmark of the first level; the first page is 0."""
    with pikepdf.open(pdf) as bound, bound.open_outline() as outline:
        return [(it.title, pikepdf.Page(it.destination[0]).index) for it in outline.root]  # type: ignore[index]


@needs_pdf_tools
def test_a_bundle_is_made_anew_only_when_a_part_changed_and_then_to_the_same_bytes(
    recorded: Recordings, generate: Generate, tmp_path: Path
) -> None:
    recorded.stop()
    other = {"文书": "报案材料", "公安机关": "虚构市公安局乙派出所"}
    book = workbook(tmp_path, **other)
    done = generate(book, steps=("bundle",), jobs=1)
    made = bundle_of(done)
    first, moment = made.read_bytes(), made.stat().st_mtime_ns

    generate(book, steps=("bundle",))
    untouched = made.stat().st_mtime_ns == moment
    recorded.start()
    generate(workbook(tmp_path, 文书="报案材料"), steps=("bundle",))
    second = made.read_bytes()
    # As if nothing had ever been made.
    recorded.stop()
    fresh = Generated(done.report, tmp_path / "fresh")
    generate_into(fresh.folder, workbook(tmp_path, **other), steps=("bundle",), jobs=1)

    assert untouched
    assert second != first
    assert bundle_of(fresh).read_bytes() == first


@needs_pdf_tools
def test_a_signed_scan_that_replaced_a_pdf_goes_into_the_bundle_as_it_is(
    generate: Generate, tmp_path: Path
) -> None:
    book = workbook(tmp_path, 文书="报案材料")
    done = generate(book, steps=("pdf",))
    scan = next(done.folder.rglob("*.pdf"))
    sizes = ((842, 595), (842, 1191), (300, 3000), (150, 200))
    with pikepdf.Pdf.new() as pdf:
        for size in sizes:
            pdf.add_blank_page(page_size=size)
        pdf.pages[0].rotate(90)
        pdf.save(scan)
    signed = scan.read_bytes()

    again = generate(book, steps=("bundle",))

    made = bundle_of(again)
    with pikepdf.open(made) as bound:
        # After the cover and the filing sheet.
        _, _, *scanned = bound.pages
        assert [tuple(map(float, page.mediabox[2:])) for page in scanned] == list(sizes)
        assert [page.rotation for page in scanned] == [90, 0, 0, 0]
    assert pages(made)[2:] == [f"第{number}页共6页" for number in range(3, 7)]
    assert scan.read_bytes() == signed


@needs_pdf_tools
def test_a_bundle_holds_the_edited_paper_and_says_that_the_workbook_has_overtaken_it(
    generate: Generate, tmp_path: Path
) -> None:
    wanted = {"文书": "民事起诉状"}
    done = generate(workbook(tmp_path, 精神损害抚慰金=5000, **wanted))
    [edited] = done.folder.rglob("*民事起诉状*.docx")
    document = Document(str(edited))
    document.add_paragraph("另补一句，只在手改的一份里。")
    document.save(str(edited))

    again = generate(workbook(tmp_path, 精神损害抚慰金=8000, **wanted), steps=("bundle",))

    cover, *rest = pages(bundle_of(again))
    newer = edited.with_name(f"{edited.stem}_新.docx")
    assert newer.is_file()
    assert "手改的一份。案件表后来改了" in cover
    assert newer.name in cover
    told = "".join(rest)
    assert "另补一句，只在手改的一份里。" in told
    assert "5000元" in told
    assert "8000元" not in told
    assert edited.with_suffix(".pdf").is_file()
    codes = {it.code for it in again.report.problems}
    assert {"overtaken", "bundle-overtaken"} <= codes
    assert again.report.is_clean
    # Whoever takes the new version over and runs again gets it, and nothing more is said.
    edited.write_bytes(newer.read_bytes())
    newer.unlink()
    last = generate(tmp_path / "表.xlsx", steps=("bundle",))
    cover, *rest = pages(bundle_of(last))
    assert "手改的一份" not in cover
    assert "8000元" in "".join(rest)


@needs_pdf_tools
def test_a_bundle_that_would_lack_a_paper_is_not_made(
    generate: Generate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("anjuan_plugins.printing.pdf.fault_of", lambda pdf, text: "转坏了")

    done = generate(workbook(tmp_path, 文书="报案材料"), steps=("bundle",))

    codes = [it.code for it in done.report.problems if it.is_error]
    # Of the paper and of the filing sheet.
    assert codes == ["pdf-faulty", "pdf-faulty", "bundle-incomplete"]
    assert not bundle_of(done).exists()


@needs_pdf_tools
def test_a_bundle_without_a_cover_is_told(
    generate: Generate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundle, "covers", lambda office, bundles: {})

    done = generate(workbook(tmp_path, 文书="报案材料"), steps=("bundle",))

    assert [it.code for it in done.report.problems if it.is_error] == ["bundle-failed"]
    assert not bundle_of(done).exists()


def test_a_replaced_pdf_without_size_or_in_pieces_keeps_the_bundle_from_being_made(
    tmp_path: Path,
) -> None:
    run = finished(tmp_path / "out", workbook(tmp_path, 文书="报案材料"))
    [paper] = run.cases[0].documents
    with pikepdf.Pdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842)).cropbox = pikepdf.Array([0, 0, 0, 0])
        pdf.save(paper.path.with_suffix(".pdf"))

    no_size = list(bundle.work(run))
    paper.path.with_suffix(".pdf").write_bytes(b"%PDF-1.7 in pieces")
    in_pieces = list(bundle.work(run))

    assert [it.code for it in (*no_size, *in_pieces)] == ["bundle-incomplete"] * 2
    assert f"{paper.path.with_suffix('.pdf').name} 打不开" in no_size[0].message


@needs_pdf_tools
def test_an_evidence_book_that_is_out_of_date_is_not_bound_in(
    generate: Generate, tmp_path: Path
) -> None:
    book = workbook(tmp_path, 文书="报案材料")
    generate(book, steps=("evidence-book", "bundle"))
    Image.new("RGB", (60, 90), "blue").save(tmp_path / "图.png")

    stale = generate(book, steps=("bundle",))
    fresh = generate(book, steps=("bundle", "evidence-book"))

    [problem] = [it for it in stale.report.problems if it.is_error]
    assert problem.code == "bundle-incomplete"
    assert "证据册.pdf 已经过时" in problem.message
    assert "--then evidence-book" in problem.remedy
    assert not [it for it in fresh.report.problems if it.is_error]


@needs_pdf_tools
def test_a_cover_of_several_pages_counts_itself(generate: Generate, tmp_path: Path) -> None:
    run = finished(tmp_path / "out", workbook(tmp_path, 文书="报案材料"))
    [only] = run.cases
    sheets = ((595.0, 842.0),) * 2
    parts = tuple(bundle.Part(f"文书{number}", "", Path(), "", sheets) for number in range(60))
    made = bundle.Bundle(only.case, parts, only.files("bundle"), "")
    program = find_soffice()
    assert program
    with converter(program, run.output, 1) as office:
        covers = bundle.covers(office, [made])

    path = tmp_path / "cover.pdf"
    cover, blank = covers[0]
    path.write_bytes(cover)
    texts = pages(path)
    assert len(texts) == 3
    assert "1文书0—4—5" in texts[0]
    assert "60文书59—122—123" in texts[2]
    assert "全册共123页" in texts[2]
    assert [text[: len("第1页共123页")] for text in texts] == [
        f"第{number}页共123页" for number in (1, 2, 3)
    ]
    path.write_bytes(blank)
    assert sorted(pages(path)) == sorted(f"第{number}页共123页" for number in range(4, 124))


# ---------------------------------------------------------------- steps in turn


def step(name: str, needs: tuple[str, ...] = (), follows: tuple[str, ...] = ()) -> Step:
    return Step(
        name=name, title=name, help="", work=lambda run: (), needs=needs, follows=follows
    )  # fmt: skip


def order(steps: list[Step], *asked: str) -> list[str]:
    known = {it.name: it for it in steps}
    return [it.name for it in in_turn(asked, known.__getitem__)]


def test_a_step_comes_after_those_it_needs_and_those_it_follows() -> None:
    steps = [step("a"), step("b", needs=("a",)), step("c", needs=("b",), follows=("d",)), step("d")]

    assert order(steps, "c") == ["a", "b", "c"]
    assert order(steps, "c", "d", "a") == ["a", "b", "d", "c"]
    assert order(steps, "d", "d") == ["d"]


def test_steps_that_name_each_other_are_both_done() -> None:
    steps = [step("a", follows=("b",)), step("b", follows=("a",))]

    assert sorted(order(steps, "a", "b")) == ["a", "b"]


def test_a_step_whose_need_nobody_offers_is_told(generate: Generate, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="没有“pfd”这个后续步骤"):
        generate(write_workbook(tmp_path / "表.xlsx", incidents=[incident()]), steps=("pfd",))
