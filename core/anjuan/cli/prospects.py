"""What `check` says of documents: which each case will get, and why it lacks the others."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from anjuan.chinese import some
from anjuan.cli.tables import fits, print_table
from anjuan.cli.terminal import say
from anjuan.plugin.kinds import Kind
from anjuan.run.outcomes import NOTHING, Outcome, State

# So many cases are listed one by one, and so many named with each reason.
MOST_CASES = 60
MOST_NAMED = 10
_NONE = {State.REFUSED: "未出", State.NOT_APPLICABLE: "—"}


def show_documents(documents: Iterable[Outcome], kinds: Sequence[Kind]) -> None:
    """A line or row for each case; below, once for all of them, the reasons; the next steps.

    Args:
        documents: of all cases; gone through once.
        kinds: on offer, in dossier order.
    """
    found = _Prospects()
    for _, of_case in groupby(documents, key=lambda it: it.case):
        found.add(list(of_case))
    cases = found.cases
    if not cases:
        return
    say("")
    shown = [kind.title for kind in kinds if kind.title in found.titles]
    headings = ("案件编号", "委托人", *shown)
    rows = [(it[0].case, it[0].client, *_cells(it, shown)) for it in cases]
    # In a file, lines are found more easily.
    if fits(headings, rows):
        _show_table(headings, rows)
    else:
        _show_list(cases)
    if found.count > MOST_CASES:
        say(f"（只列出前 {MOST_CASES} 个案件，共 {found.count} 个；全部用 --json 查看）")
    for line in found.reasons:
        say(line)
    if on_request := [kind.title for kind in kinds if kind.on_request]:
        say(f"点名才出（写进“文书”一栏，或用 -d 指定）：{'、'.join(on_request)}。")
    _show_next_steps(found)


@dataclass(slots=True)
class _Prospects:
    """What is told of all cases; of most of them hardly more than a number is held.

    Attributes:
        cases: the first of them, each with what becomes of its documents.
        count: how many there are.
        titles: of all documents.
        steps: the first of the next steps.
        step_count: how many there are.
    """

    cases: list[list[Outcome]] = field(default_factory=list)
    count: int = 0
    titles: set[str] = field(default_factory=set)
    steps: list[str] = field(default_factory=list)
    step_count: int = 0
    # The cases that lack something, each by its place; and with what is wrong those concerned.
    _places: dict[str, int] = field(default_factory=dict)
    _lacking: dict[tuple[State, str, str], array[int]] = field(default_factory=dict)
    # The titles that a case asks for which is the first with a reason.
    _asked: dict[int, set[str]] = field(default_factory=dict)

    def add(self, documents: list[Outcome]) -> None:
        """What becomes of the documents of a case."""
        self.count += 1
        if len(self.cases) < MOST_CASES:
            self.cases.append(documents)
        titles = {it.title for it in documents}
        self.titles |= titles
        for it in documents:
            if it.next_step:
                self._add_step(f"  {it.case} {it.next_step}")
            if it.state is not State.POSSIBLE:
                self._add_reason(it, titles)

    def _add_step(self, step: str) -> None:
        self.step_count += 1
        if len(self.steps) < MOST_CASES:
            self.steps.append(step)

    def _add_reason(self, it: Outcome, titles: set[str]) -> None:
        place = self._places.setdefault(it.case, len(self._places))
        cases = self._lacking.setdefault((it.state, _reason(it), it.title), array("I"))
        if not cases:
            self._asked.setdefault(place, set())
        if place in self._asked:
            self._asked[place] |= titles
        # The papers of a case follow one another.
        if place not in cases[-1:]:
            cases.append(place)

    @property
    def reasons(self) -> Iterator[str]:
        """`不适用：证据目录、律师函（A001、A002）：没有…`: each once, with kinds and cases."""
        titles: dict[tuple[State, str, bytes], list[str]] = {}
        for (state, reason, title), cases in self._lacking.items():
            titles.setdefault((state, reason, cases.tobytes()), []).append(title)
        known = tuple(self._places)
        for state in _NONE:
            for (own, reason, places), own_titles in titles.items():
                if own is state:
                    first = array("I", places)[: MOST_NAMED + 1]
                    what = _in_a_word(own_titles, self._asked[first[0]])
                    numbers = some([known[it] for it in first], MOST_NAMED)
                    yield f"{state.word}：{what}（{numbers}）：{reason}"


def _show_next_steps(found: _Prospects) -> None:
    if found.steps:
        say("")
        say("下一步：")
    for line in dict.fromkeys(found.steps):
        say(line)
    if found.step_count > MOST_CASES:
        say(f"  （另有 {found.step_count - MOST_CASES} 条，用 --json 查看）")


def _show_list(cases: Iterable[Sequence[Outcome]]) -> None:
    say("能生成的文书：")
    for found in cases:
        possible = Counter(it.title for it in found if it.state is State.POSSIBLE)
        told = [f"{title} {count} 份" for title, count in possible.items()]
        say(f"  {found[0].case} {found[0].client}：{'、'.join(told) or NOTHING}")


def _show_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    print_table(headings, rows, "能生成的文书（份数）", heads=2)
    refused, spared = _NONE.values()
    say(f"“{spared}”是不适用，“{refused}”的原因见下，空着的是“文书”一栏没有要。")


def _cells(found: Iterable[Outcome], titles: Iterable[str]) -> Iterator[str]:
    states: dict[str, list[State]] = {}
    for it in found:
        states.setdefault(it.title, []).append(it.state)
    for title in titles:
        possible = states.get(title, []).count(State.POSSIBLE)
        others = [state for state in states.get(title, ()) if state is not State.POSSIBLE]
        yield " ".join(filter(None, (str(possible or ""), *(_NONE[it] for it in others[:1]))))


def _in_a_word(titles: Sequence[str], asked: set[str]) -> str:
    """The titles; shorter where they are all that a case asks for."""
    if len(asked) > 1 and asked == set(titles):
        return "全部文书"
    return "、".join(filter(None, titles)) or NOTHING


def _reason(outcome: Outcome) -> str:
    """Why there is none; a problem, which is told above with all its words, by its place."""
    places = dict.fromkeys(problem.place for problem in outcome.problems if problem.is_error)
    return outcome.failure or outcome.spared or "见 " + "、".join(places) + "。"
