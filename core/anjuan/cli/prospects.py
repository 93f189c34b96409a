"""What `check` says of documents: which each case will get, and why it lacks the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
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


def show_documents(documents: Sequence[Outcome], kinds: Sequence[Kind]) -> None:
    """A line or row for each case; below, once for all of them, the reasons; the next steps.

    Args:
        documents: of all cases.
        kinds: on offer, in dossier order.
    """
    cases = [list(group) for _, group in groupby(documents, key=lambda it: it.case)]
    if not cases:
        return
    say("")
    known = {it.title for it in documents}
    shown = [kind.title for kind in kinds if kind.title in known]
    headings = ("案件编号", "委托人", *shown)
    rows = [(it[0].case, it[0].client, *_cells(it, shown)) for it in cases[:MOST_CASES]]
    # In a file, lines are found more easily.
    if fits(headings, rows):
        _show_table(headings, rows)
    else:
        _show_list(cases[:MOST_CASES])
    if len(cases) > MOST_CASES:
        say(f"（只列出前 {MOST_CASES} 个案件，共 {len(cases)} 个；全部用 --json 查看）")
    for line in _reasons(documents):
        say(line)
    if on_request := [kind.title for kind in kinds if kind.on_request]:
        say(f"点名才出（写进“文书”一栏，或用 -d 指定）：{'、'.join(on_request)}。")
    _show_next_steps(documents)


def _show_next_steps(documents: Iterable[Outcome]) -> None:
    steps = [f"  {it.case} {it.next_step}" for it in documents if it.next_step]
    if steps:
        say("")
        say("下一步：")
    for line in dict.fromkeys(steps[:MOST_CASES]):
        say(line)
    if len(steps) > MOST_CASES:
        say(f"  （另有 {len(steps) - MOST_CASES} 条，用 --json 查看）")


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


def _reasons(documents: Iterable[Outcome]) -> Iterator[str]:
    """`不适用：证据目录、律师函（A001、A002）：没有…`: each reason once, with kinds and cases."""
    told = list(documents)
    cases: dict[tuple[State, str, str], dict[str, None]] = {}
    for it in told:
        if it.state is not State.POSSIBLE:
            cases.setdefault((it.state, _reason(it), it.title), {}).setdefault(it.case)
    titles: dict[tuple[State, str, tuple[str, ...]], list[str]] = {}
    for (state, reason, title), found in cases.items():
        titles.setdefault((state, reason, tuple(found)), []).append(title)
    for state in _NONE:
        for (own, reason, numbers), own_titles in titles.items():
            if own is state:
                what = _in_a_word(own_titles, told, numbers[0])
                yield f"{state.word}：{what}（{some(numbers, MOST_NAMED)}）：{reason}"


def _in_a_word(titles: Sequence[str], documents: Iterable[Outcome], case: str) -> str:
    """The titles; shorter where they are all that a case asks for."""
    asked = {it.title for it in documents if it.case == case}
    if len(asked) > 1 and asked == set(titles):
        return "全部文书"
    return "、".join(filter(None, titles)) or NOTHING


def _reason(outcome: Outcome) -> str:
    """Why there is none; a problem, which is told above with all its words, by its place."""
    places = dict.fromkeys(problem.place for problem in outcome.problems if problem.is_error)
    return outcome.failure or outcome.spared or "见 " + "、".join(places) + "。"
