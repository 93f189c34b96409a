"""What a plug-in hands to the core: kinds of documents and whom they are addressed to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from datetime import date
from pathlib import Path

from anjuan.case.records.case import Case
from anjuan.case.records.institution import Institution
from anjuan.frozen import frozen
from anjuan.law.catalogue import Catalogue
from anjuan.problems import Problem, Rule

# Of the hooks and records a plug-in builds on; one that was built for a later one is not loaded.
API_VERSION = 1

# What `Kind.needs` names, and what a manifest requires.
NEEDED = Rule("needed", "这种文书必须写明的内容没有填写。")


@frozen(kw_only=True)
class Recipient:
    """Whom one document is addressed to.

    Attributes:
        name: as printed and as used in the file name; empty = left open, written by hand.
        title: the document's own title; empty = the kind's title.
        channel: ASCII name that a kind with several channels tells them apart by.
        institution: the row of sheet 机构, where the recipient is one.
    """

    name: str = ""
    title: str = ""
    channel: str = ""
    institution: Institution | None = None


@frozen
class Matter:
    """What every function of a kind gets: all that it may look at.

    While neither this nor any code changes, a second run recalls what a kind said of a case.

    Attributes:
        case: the case. Whoever looks at an attribute whose cell could not be read is stopped,
            and the core refuses the document with that cell.
        law: the catalogue, plug-ins' provisions included.
        filing_date: the case's 落款日期, or today where that is left open.
        folder: of the workbook, where the paths of exhibits begin; None = there is none. A kind
            that looks at files says so (`Kind.reads_exhibits`).
    """

    case: Case
    law: Catalogue
    filing_date: date
    folder: Path | None = field(default=None, kw_only=True)


@frozen
class Brief(Matter):
    """A matter with the recipient of one document.

    Attributes:
        recipient: one of those the kind itself named.
    """

    recipient: Recipient


def _no_value(_: Brief) -> object:
    return ""


@frozen
class TemplateName:
    """A name that every template may use: for what code finds out, or for a phrase.

    Attributes:
        name: as templates write it; no column of sheet 案件 is called so.
        help: what it stands for, one Chinese sentence: `anjuan fields` lists it.
        value: from a brief to what `Kind.context` may give; asked only where a template uses it.
        phrase: in its place, a piece of a template: what stands there is filled in where the
            name is used, by all that holds for templates. An empty cell that it prints refuses
            the paper, and numbers of cells that it names are printed in full.
    """

    name: str
    help: str
    value: Callable[[Brief], object] = _no_value
    phrase: str = ""


@frozen(kw_only=True)
class HandingIn:
    """What a lawyer needs to know to hand a paper in: what 递交清单 says of it.

    Each is a line in the template language, with the names of the kind's own template; empty, or
    where a cell that it prints is empty: a line to be filled in by hand.

    Attributes:
        to: who takes it, where the paper goes to no recipient of the kind's.
        signed_by: who signs and seals.
        copies: how many are handed in, how many are kept.
        ways: how and where.
        attach: what goes with it besides the exhibits that the paper cites.
        bring: papers and seals to bring, told apart by `、`.
        due: by when; empty = no day of its own.
    """

    to: str = ""
    signed_by: str = ""
    copies: str = ""
    ways: str = ""
    attach: str = ""
    bring: str = ""
    due: str = ""


# All of it is filled in by hand.
NOTHING_SAID = HandingIn()


def _nothing(brief: Brief) -> Mapping[str, object]:
    return {}


def by_nothing(brief: Brief) -> str:
    """What prompts a paper of a kind that does not say."""
    return ""


def _always(matter: Matter) -> bool:
    return True


def _no_problem(matter: Matter) -> Iterable[Problem]:
    return ()


@frozen(kw_only=True)
class Kind:
    """A sort of document.

    Attributes:
        name: ASCII, unique over all plug-ins: `police-statement`.
        title: Chinese, part of the file name: 报案材料.
        help: who gets it, one Chinese sentence.
        template: the Word template.
        applies: whether the kind concerns a case at all: True, or in one Chinese sentence why it
            doesn't (a `Message` where that says something of the case); False = `help` says it.
            Asked before `needs` is looked at.
        recipients: from a matter to whom it goes; nothing = the kind does not apply to the case.
        prompted_by: from a brief to what was done in the case that makes this paper the next step,
            as a clause with its day; empty where nothing did.
        context: from a brief to more template names (Chinese); text, numbers, dates, records,
            and lists or mappings of these; or a function that takes nothing and gives one of them,
            which is asked only where a template uses the name. An empty text may be tested but not
            printed. Numbers of cards and people are printed of a text in part only
            (`masked_numbers`); in full where the template names the cell, such as 委托人.身份证号.
        also_called: other words for it, which a lawyer may write into the 文书 cell: 报案, 起诉状.
            One that two kinds are called means neither.
        needs: attributes of `Case` (`creditor`, `client.birth_date`, `incidents`) without which
            this kind is refused even where the workbook does not require them.
        does_without: attributes of `Case` that the workbook requires for others, but not for this
            kind: where their cells are empty they are empty here.
        check: from a matter to problems that concern this kind only.
        rules: all of its own that `check` may find; no code stands for two rules.
        on_request: made only where the 文书 cell names it, or `-d` does.
        file_name: what follows the number in the file name, in the template language; empty =
            `{{ 文书名 }}_{{ 收文单位 }}`.
        reads_exhibits: True where it looks at the files of exhibits: a changed one has its
            documents made anew.
        handing_in: how it is handed in, for the list 递交清单.
        edition: stands for whatever else the documents depend on besides template and code;
            a change has them made anew.
    """

    name: str
    title: str
    help: str
    template: Path
    recipients: Callable[[Matter], Iterable[Recipient]]
    applies: Callable[[Matter], bool | str] = _always
    prompted_by: Callable[[Brief], str] = by_nothing
    context: Callable[[Brief], Mapping[str, object]] = _nothing
    also_called: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    does_without: tuple[str, ...] = ()
    check: Callable[[Matter], Iterable[Problem]] = _no_problem
    rules: tuple[Rule, ...] = ()
    on_request: bool = False
    file_name: str = ""
    reads_exhibits: bool = False
    handing_in: HandingIn = NOTHING_SAID
    edition: str = ""
