"""What became of each document of a run."""

from __future__ import annotations

from dataclasses import dataclass

from anjuan.dossier import State
from anjuan.planning import Document
from anjuan.problems import Problem


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document.

    Attributes:
        document: the plan.
        state: what became of it.
        path: relative to the output folder, with `/`; empty when there is no file.
        problems: why it was refused; empty otherwise.
        failure: why it failed; empty otherwise.
    """

    document: Document
    state: State
    path: str = ""
    problems: tuple[Problem, ...] = ()
    failure: str = ""

    @property
    def reason(self) -> str:
        """Why there is no document, in one text; empty when there is."""
        return self.failure or "\n".join(str(problem) for problem in self.problems)

    def as_json(self) -> dict[str, object]:
        """The object of the contract (design.md §5)."""
        return {
            "case": self.document.case.number,
            "kind": self.document.kind.name,
            "recipient": self.document.recipient.name,
            "state": self.state.value,
            "path": self.path,
            "problems": [problem.as_json() for problem in self.problems],
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True)
class Report:
    """A finished run."""

    outcomes: tuple[Outcome, ...]
    problems: tuple[Problem, ...]

    @property
    def is_clean(self) -> bool:
        """True when everything asked for is there and no cell is faulty."""
        refused = any(outcome.state.is_bad for outcome in self.outcomes)
        return not refused and not any(problem.is_error for problem in self.problems)
