"""What became of each document of a run. Plain values: they travel between processes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum

from anjuan.frozen import frozen
from anjuan.messages import Message, public
from anjuan.plugin.kinds import NOTHING_SAID, HandingIn
from anjuan.problems import Place, Problem, Severity, Sort
from anjuan.run.signoffs import Seen

# In the place of a title, where a case got no document.
NOTHING = "（一份也没有）"


class State(StrEnum):
    """What became of a document: in these words for programs, too."""

    WRITTEN = "written"
    UNCHANGED = "unchanged"
    KEPT = "kept"
    REFUSED = "refused"
    FAILED = "failed"
    NOT_APPLICABLE = "not-applicable"
    # What `check` says of a document that a run would make.
    POSSIBLE = "possible"

    @property
    def word(self) -> str:
        """The word on screen."""
        return _WORDS[self]

    @property
    def is_bad(self) -> bool:
        """True where the document that was asked for is not there."""
        return self in (State.REFUSED, State.FAILED)


_WORDS = {
    State.WRITTEN: "已生成",
    State.UNCHANGED: "未变",
    State.KEPT: "手改过，未动",
    State.REFUSED: "未生成",
    State.FAILED: "失败",
    State.NOT_APPLICABLE: "不适用",
    State.POSSIBLE: "可出",
}


@frozen
class Newer:
    """The new version of an edited paper, by what the workbook says now.

    Attributes:
        path: relative to the output folder; empty where the last one was edited too, so that it
            was not written.
        dates, sums: as printed.
    """

    path: str
    dates: tuple[str, ...] = ()
    sums: tuple[str, ...] = ()


@frozen(kw_only=True)
class Outcome:
    """What became of one document.

    Attributes:
        case: 案件编号.
        client: name of the client.
        kind, title: name and Chinese title of its kind; empty where the case asks for none that
            there is.
        recipient, channel: to whom; empty where it is left open.
        state: what became of it.
        path: relative to the output folder, with `/`; empty when there is no file.
        problems: why it was refused; empty otherwise.
        failure: why it failed; empty otherwise.
        spared: why its kind does not concern the case; empty where it does.
        prompt: what was done in the case that makes it the next step; empty where nothing did.
        by_name: its kind was asked for by name.
        dates, sums: as printed, for proofreading; of an edited paper those that stand in it now.
        newer: of an edited paper that the workbook has overtaken, the new version.
        seen: who looked at the paper that stands, or at one before it.
        handing_in, address: how it is handed in and where the recipient is, for steps that follow.
    """

    case: str
    client: str
    kind: str
    title: str
    recipient: str
    channel: str
    state: State
    path: str = ""
    problems: tuple[Problem, ...] = ()
    failure: str = ""
    spared: str = ""
    prompt: str = ""
    by_name: bool = False
    dates: tuple[str, ...] = ()
    sums: tuple[str, ...] = ()
    newer: Newer | None = None
    seen: tuple[Seen, ...] = ()
    handing_in: HandingIn = NOTHING_SAID
    address: str = ""

    @property
    def is_quiet(self) -> bool:
        """True where there is no document, and nobody will miss it."""
        return self.state is State.NOT_APPLICABLE and not self.by_name

    @property
    def next_step(self) -> str:
        """`2026-04-03 报案，至今未见答复：可出行政复议申请书。`; empty where it is none."""
        if not self.prompt or self.state is not State.POSSIBLE:
            return ""
        return Message("{}：可出{}。", self.prompt, public(self.title))

    @property
    def reason(self) -> str:
        """Why there is no document, in one text; empty when there is."""
        told = self.failure or self.spared
        return told or "\n".join(str(problem) for problem in self.problems)

    @property
    def remark(self) -> str:
        """What is to be known of a document that stands."""
        if not self.newer:
            return ""
        if not self.newer.path:
            return "案件表后来改了；新的一份也手改过，所以新内容没有写出来。"
        return "案件表后来改了，这一份没有跟着改；新的一份写在旁边，见下一行。"

    def as_json(self) -> dict[str, object]:
        """For programs, as `--json` prints it."""
        return {
            "case": self.case,
            "kind": self.kind,
            "recipient": self.recipient,
            "state": self.state.value,
            "path": self.path,
            "beside": self.newer.path if self.newer else "",
            "problems": [problem.as_json() for problem in self.problems],
            "reason": self.reason,
            "signoffs": [it.as_json() for it in self.seen],
        }


@frozen
class StepFile:
    """A file that a step which follows has put into a dossier, or found there as it is to be.

    Attributes:
        case: 案件编号.
        client: name of the client.
        step: title of the step.
        path: relative to the output folder, with `/`.
        state: written, unchanged, or kept, where a person edited or replaced it.
        newer: then the new version, likewise; empty otherwise.
    """

    case: str
    client: str
    step: str
    path: str
    state: State
    newer: str = ""

    def as_json(self) -> dict[str, str]:
        """For programs, as `--json` prints it."""
        return {
            "case": self.case,
            "step": self.step,
            "state": self.state.value,
            "path": self.path,
            "beside": self.newer,
        }


@frozen
class Period:
    """What ends when.

    Attributes:
        title: what ends.
        day: its last day.
        left: how many days are left, or how long it is past.
        is_near: it is past, or will be soon.
        place: the cell that it follows from, under our names.
        source: what it rests on, and how that is known where it is not by its text.
        note: what to mind.
    """

    title: str
    day: date
    left: str
    is_near: bool
    place: Place
    source: str
    note: str


@frozen
class CaseResult:
    """What became of one case.

    Attributes:
        outcomes: of its documents, in dossier order; of a case without any, one that says why.
        problems: warnings that concern single documents of the case.
        deadlines: what ends when, the nearest first and what is past at the end.
    """

    outcomes: tuple[Outcome, ...]
    problems: tuple[Problem, ...]
    deadlines: tuple[Period, ...]

    @property
    def is_bare(self) -> bool:
        """True where the case got no document at all."""
        return not any(outcome.path for outcome in self.outcomes)


@frozen
class Report:
    """A finished run.

    Attributes:
        outcomes: as many as were asked to be kept, those not made before all; 清单.xlsx has all.
        problems: likewise, of each sort.
        counts: how many documents ended in which state.
        bare: 案件编号 of cases that got no document, as many as were asked to be kept.
        bare_count: how many there are.
        found: how many problems of each sort were found.
        files: what the steps that follow have made, or found as it is to be; of very many cases
            made anew whenever they are asked for.
    """

    outcomes: tuple[Outcome, ...]
    problems: tuple[Problem, ...]
    counts: Mapping[State, int]
    bare: tuple[str, ...]
    bare_count: int
    found: Mapping[Sort, int]
    files: Sequence[StepFile] = ()

    @property
    def documents(self) -> tuple[Outcome, ...]:
        """Outcomes but for kinds that do not concern a case."""
        return tuple(it for it in self.outcomes if it.state is not State.NOT_APPLICABLE)

    @property
    def has_errors(self) -> bool:
        """True when a cell is faulty."""
        return any(sort.severity is Severity.ERROR for sort in self.found)

    @property
    def is_clean(self) -> bool:
        """True when everything asked for is there and no cell is faulty."""
        return not self.has_errors and not any(state.is_bad for state in self.counts)

    @property
    def printed(self) -> str:
        """`PDF 23 份（新做 2 份）、合并打印 3 份`: what the steps have made; empty without any."""
        counts: dict[str, Counter[State]] = {}
        for file in self.files:
            counts.setdefault(file.step, Counter())[file.state] += 1
        return "、".join(
            f"{step} {found.total()} 份{_of_these(found)}" for step, found in counts.items()
        )


def _of_these(found: Counter[State]) -> str:
    made, kept = found[State.WRITTEN], found[State.KEPT]
    told = (f"新做 {made} 份" if made else "未变", f"手改过 {kept} 份" if kept else "")
    return "" if set(found) == {State.WRITTEN} else f"（{'，'.join(filter(None, told))}）"
