"""What plug-ins answer: a value that raises when it is touched fails its own document only."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from support.batches import many
from support.blank import new_document
from support.commands import SOURCES
from support.installed import installed
from support.runs import Cli, Generate

from anjuan import (
    Brief,
    Kind,
    Matter,
    Message,
    PrintView,
    Problem,
    Proposal,
    Recipient,
    Rule,
    Step,
    hookimpl,
)
from anjuan.errors import PluginError
from anjuan.plugin import office
from anjuan.plugin.host import Plugins
from anjuan.run.inspection import inspect
from anjuan.testing import write_workbook
from anjuan.workbook.heading_map import HeadingMap


def refusing(*bases: type) -> Any:
    """A class that can't be compared, tested, counted, shown or walked through."""

    def refuse(*_: object, **__: object) -> Any:
        raise RuntimeError("别碰我")

    names = ("str", "repr", "html", "eq", "ne", "lt", "bool", "len", "iter", "format", "int",
             "index", "contains", "getitem", "add", "reduce_ex", "fspath")  # fmt: skip
    body = {f"__{name}__": refuse for name in names}
    return type("Refusing", bases, {**body, "__hash__": refuse})


Text, Number, Amount, Thing = refusing(str), refusing(int), refusing(Decimal), refusing()
ODD = Rule("own-odd", "甲。")
# What no cell can hold.
UNFIT: tuple[Any, ...] = (Thing(), 7, "甲\0", "甲" * 32_768, Decimal("NaN"), date(1899, 12, 31))


class Key:
    """Can be looked up, but not told."""

    def __str__(self) -> str:
        raise RuntimeError("别碰我")


class Word(Key, str):
    """Likewise, and a text."""


class Office:
    """A plug-in with one kind of its own."""

    def __init__(self, kind: Kind) -> None:
        self._kind = kind

    @hookimpl
    def anjuan_kinds(self) -> list[Kind]:
        return [self._kind]


def own(folder: Path, **changes: Any) -> Kind:
    """A kind whose template prints the name 附加 and the content of the first row."""
    document = new_document()
    document.add_paragraph("{{ 收文单位 }}：{{ 附加 }}")
    document.save(str(folder / "own.docx"))
    plain = Kind(
        name="own",
        title="自有函",
        help="",
        template=folder / "own.docx",
        recipients=lambda matter: [Recipient(name="某单位")],
        context=lambda brief: {"附加": "乙"},
    )
    return replace(plain, **changes)


def itself() -> list[object]:
    """A list that holds itself."""
    items: list[object] = []
    items.append(items)
    return items


def halfway() -> Iterator[str]:
    yield "甲"
    raise RuntimeError("别碰我")


def touchy_row(brief: Brief) -> Mapping[str, object]:
    """A row of the case with a value of the author's own in it."""
    return {"附加": replace(brief.case.creditor or Thing(), name=Thing())}


def finding(matter: Matter, **changes: Any) -> list[Problem]:
    return [replace(ODD.at(matter.case, "number", "甲。"), **changes)]


@pytest.mark.parametrize(
    "changes",
    [
        {"context": lambda brief: {"附加": Thing()}},
        {"context": lambda brief: {"附加": Amount("1")}},
        {"context": lambda brief: {"附加": [Thing()]}},
        {"context": lambda brief: {"附加": {"甲": Thing()}}},
        {"context": lambda brief: {"附加": {Key(): "甲"}}},
        {"context": lambda brief: {"附加": {1: itself()}}},
        {"context": lambda brief: {"附加": itself()}},
        {"context": lambda brief: {"附加": halfway()}},
        {"context": lambda brief: {1: "甲"}},
        {"context": lambda brief: Thing()},
        {"context": lambda brief: None},
        {"context": touchy_row},
        {"applies": lambda matter: Thing()},
        {"recipients": lambda matter: Thing()},
        {"recipients": lambda matter: None},
        {"recipients": lambda matter: [Thing()]},
        {"recipients": lambda matter: ["某单位"]},
        {"recipients": lambda matter: [Recipient(name=Thing())]},
        {"recipients": lambda matter: [Recipient(name=None)]},  # type: ignore[arg-type]
        {"recipients": lambda matter: [Recipient(name="甲", institution=Thing())]},
        {"recipients": lambda matter: [Recipient(name="甲", institution="甲")]},  # type: ignore[arg-type]
        {"check": lambda matter: Thing()},
        {"check": lambda matter: None},
        {"check": lambda matter: ["甲"]},
        {"check": lambda matter: finding(matter, message=Thing())},
        {"check": lambda matter: finding(matter, rule=Thing())},
        {"check": lambda matter: finding(matter, severity=Thing())},
        *({"check": partial(finding, proposal=it)} for it in (Thing(), "甲")),
        *({"check": partial(finding, proposal=Proposal(it))} for it in UNFIT),
        {"check": partial(finding, cell="那一格", proposal=Proposal("甲"))},
    ],
)
def test_a_value_that_raises_fails_its_document_and_no_other(
    generate: Generate, tmp_path: Path, changes: dict[str, Any]
) -> None:
    plugins = Plugins.load(outside=False, extra=[("pp", Office(own(tmp_path, **changes)))])
    assert not plugins.infos["pp"].reason

    done = generate(write_workbook(tmp_path / "表.xlsx"), plugins=plugins)

    assert done.states()["own"] == ["failed"]
    assert "插件 pp" in done.problems()
    assert {*done.states()["police-statement"], *done.states()["civil-complaint"]} == {"written"}


@pytest.mark.parametrize(
    "changes",
    [
        {"context": lambda brief: {"附加": Text("乙")}},
        {"context": lambda brief: {Word("附加"): Text("乙")}},
        {"recipients": lambda matter: [Recipient(name=Text("某单位"), title=Text("函"))]},
        {"check": lambda matter: finding(matter, severity="warning", message=Text("甲。"))},
        {"name": Text("own"), "title": Text("自有函"), "help": Text("甲。")},
        {"rules": (Rule(Text("own-odd"), Text("甲。")),), "edition": Text("1")},
    ],
)
def test_a_text_of_the_authors_own_class_is_its_text(
    generate: Generate, tmp_path: Path, changes: dict[str, Any]
) -> None:
    plugins = Plugins.load(outside=False, extra=[("pp", Office(own(tmp_path, **changes)))])

    done = generate(write_workbook(tmp_path / "表.xlsx"), plugins=plugins)

    assert "某单位：乙\n" in done.text("own")


@pytest.mark.parametrize(
    "value", ["甲", Decimal("1.50"), date(2026, 4, 2), datetime(2026, 4, 2, 9, 30)]
)
def test_what_a_kind_says_that_a_cell_was_meant_to_hold_is_proposed(
    tmp_path: Path, value: Any
) -> None:
    kind = own(tmp_path, check=partial(finding, proposal=Proposal(value)))
    plugins = Plugins.load(outside=False, extra=[("pp", Office(kind))])

    found = inspect(write_workbook(tmp_path / "表.xlsx"), date(2026, 4, 2), plugins, HeadingMap())

    [problem] = [it for it in found.problems if it.rule == ODD]
    assert problem.proposal == Proposal(value)


def test_a_number_of_the_authors_own_class_is_its_number(
    generate: Generate, tmp_path: Path
) -> None:
    kind = own(tmp_path, context=lambda brief: {"附加": Number(12)})
    plugins = Plugins.load(outside=False, extra=[("pp", Office(kind))])

    done = generate(write_workbook(tmp_path / "表.xlsx"), plugins=plugins)

    assert "某单位：12\n" in done.text("own")


def test_a_message_holds_texts_of_no_class_of_the_authors_own() -> None:
    message = Message("{}和{}", Text("甲"), [Text("乙"), Message("{}", Text("丙"))])

    sorts: dict[str, type[str]] = {}
    message.redacted(lambda part: sorts.setdefault(part, type(part)).__name__)

    assert message == "甲和乙、丙"
    assert sorts == {"甲": str, "乙": str, "丙": str}


@pytest.mark.parametrize(
    "changes", [{"title": Thing()}, {"name": 1}, {"needs": [Thing()]}, {"rules": ["甲"]}]
)
def test_a_kind_of_odd_words_is_not_taken(tmp_path: Path, changes: dict[str, Any]) -> None:
    plugins = Plugins.load(outside=False, extra=[("pp", Office(own(tmp_path, **changes)))])

    assert plugins.infos["pp"].reason.startswith("插件 pp")
    assert "own" not in plugins.kinds


# Its classes can't be sent from one process to another.
LOCAL = """
from pathlib import Path
from anjuan import Kind, Message, Recipient, Rule, hookimpl

def local():
    class Own(str):
        pass
    return Own

def check(matter):
    Own = local()
    rule = Rule(Own("local-doubt"), Own("甲。"), "warning")
    yield rule.at(matter.case, "number", Message("{}。", Own("丙")), Own("请核对。"))

@hookimpl
def anjuan_kinds():
    return [Kind(
        name="local", title="插件函", help="", template=Path(__file__).with_name("t.docx"),
        recipients=lambda matter: [Recipient(name=local()("某单位"))],
        check=check,
        context=lambda brief: {"附加": local()("甲")},
    )]
"""


def test_what_a_plugin_answers_can_be_sent_between_processes(process: Cli, tmp_path: Path) -> None:
    installed(tmp_path / "site", "local", LOCAL)
    document = new_document()
    document.add_paragraph("{{ 附加 }}")
    document.save(str(tmp_path / "site" / "t.docx"))
    book = many(tmp_path / "表.xlsx", 3)

    done = process(
        *("generate", book, "-o", "out", "--json", "--jobs", "2", "-d", "local"),
        PYTHONPATH=f"{tmp_path / 'site'}{os.pathsep}{SOURCES}",
    )

    told = json.loads(done.out)
    assert {it["state"] for it in told["documents"]} == {"written"}
    assert sum(it["message"] == "丙。" for it in told["problems"]) == 3


class Viewing:
    """A plug-in whose step shows papers as it likes."""

    def __init__(self, lacks: object, pages: object) -> None:
        self._view = PrintView(lacks=lambda: lacks, pages=lambda *_: pages)  # type: ignore[arg-type,return-value]  # what is tested

    @hookimpl
    def anjuan_steps(self) -> list[Step]:
        return [
            Step(name="view", title="看", help="看。", work=lambda _: (), print_view=self._view)
        ]


@pytest.mark.parametrize("pages", [None, [b"x"], ("x",), (b"x", Thing()), "x", Thing()])
def test_a_view_of_papers_gives_pictures_or_words(pages: object) -> None:
    without = office.Office(off=("pdf",))
    plugins = Plugins.load(without, outside=False, extra=[("view", Viewing(1, pages))])
    view = plugins.print_view
    assert view

    with pytest.raises(PluginError, match="插件 view"):
        view.pages(b"", Path(), Event())
    with pytest.raises(PluginError, match="插件 view"):
        view.lacks()
