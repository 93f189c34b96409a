"""One document of an office's own kind, made from a template of a few paragraphs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from anjuan import Matter, hookimpl
from anjuan.plugin.host import Plugins
from anjuan.plugin.kinds import Brief, Kind, Recipient
from anjuan.testing import write_workbook
from support.blank import new_document
from support.runs import Generated, generate_into

Office = Callable[..., Generated]


def template(path: Path, *paragraphs: str, header: str = "") -> Path:
    """A Word template with these paragraphs, each in one run."""
    document = new_document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    document.save(str(path))
    return path


def make_own(
    folder: Path,
    *paragraphs: str,
    header: str = "",
    context: Callable[[Brief], Mapping[str, object]] = lambda brief: {},
    **rows: object,
) -> Generated:
    """Generate one document of an office's own kind from a template of these paragraphs."""
    kind = Kind(
        name="own",
        title="自有文书",
        help="",
        template=template(folder / "own.docx", *paragraphs, header=header),
        recipients=one_recipient,
        context=context,
    )
    plugins = Plugins.load(
        outside=False, extra=[("office", plugin_with(kind))], faulty_templates=True
    )
    book = write_workbook(folder / "表.xlsx", **rows)  # type: ignore[arg-type]
    return generate_into(folder / "out", book, plugins=plugins, kinds=("own",))


def one_recipient(matter: Matter) -> Iterator[Recipient]:
    yield Recipient(name="收件人")


def plugin_with(*kinds: Kind) -> object:
    class Office:
        @hookimpl
        def anjuan_kinds(self) -> tuple[Kind, ...]:
            return kinds

    return Office()


def text(done: Generated) -> str:
    """What it says; it was written."""
    assert done.states() == {"own": ["written"]}, done.problems()
    return done.text("own")


def reason(done: Generated) -> str:
    """Why it was not written."""
    assert done.states()["own"] in (["refused"], ["failed"])
    assert not list(done.folder.rglob("*.docx"))
    return done.problems()
