"""Proposals taken over from the page: into a copy beside the workbook, which is gone on with."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from anjuan.desk.looking import Look
from anjuan.errors import UsageError
from anjuan.frozen import frozen
from anjuan.messages import Message
from anjuan.problems import Problem
from anjuan.run.beside import free_name, write_new
from anjuan.run.taking_over import ACCEPTED, filled
from anjuan.workbook.marking.accepting import Accepted


@frozen
class Taken:
    """A copy that was written, and what became of the proposals that were chosen for it."""

    copy: Path
    accepted: Accepted


def is_offered(problem: Problem, look: Look) -> bool:
    """Whether what a problem proposes can be put into its cell, which must be in this very file."""
    return look.is_package and problem.proposal is not None and bool(look.grid_of(problem.sheet))


def take_over(look: Look, chosen: Iterable[Problem]) -> Taken:
    """Write a copy beside the workbook with what is proposed in its cells.

    Args:
        look: the workbook; it is only read.
        chosen: problems of it, each with a proposal.

    Raises:
        UsageError: not one can be taken over, or the workbook was saved meanwhile.
        OutputError: the copy can't be written.
    """
    wanted = [it for it in chosen if is_offered(it, look)]
    if not wanted:
        raise UsageError(Message("还没有勾选要采用的建议。"))
    copy = free_name(look.path, ACCEPTED)
    accepted = filled(
        look.content(), copy, wanted, date.today(), look.plugins, look.config.headings
    )
    if not accepted.taken:
        raise UsageError("{}", accepted.left[0].reason)
    write_new(copy, accepted.workbook)
    return Taken(copy, accepted)
