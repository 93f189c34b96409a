"""Which of our sheets a sheet of theirs is, and which of our columns each of its headings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from anjuan.case.columns import ColumnType
from anjuan.case.sheets import CASES, INCIDENTS, INSTITUTIONS, Sheet
from anjuan.chinese import some
from anjuan.frozen import frozen
from anjuan.workbook.cells.cell import Cell, is_empty
from anjuan.workbook.mapping.answers import people_of
from anjuan.workbook.mapping.draft import ProposedPair, Sample
from anjuan.workbook.mapping.fitting import FITS, SPEAKS_AGAINST, are_clocks, fit
from anjuan.workbook.mapping.model import Pair, Sure
from anjuan.workbook.mapping.tables import shown
from anjuan.workbook.mapping.targets import Target, target
from anjuan.workbook.mapping.thesaurus import (
    MAYBE,
    NAME,
    OURS,
    Thesaurus,
    is_ignored,
    is_of_forms,
    repetition,
)

# A sheet of theirs with less in common with ours is none of them.
_ENOUGH = 1.4
_WEIGHTS = {OURS: 1.0, NAME: 1.0, MAYBE: 0.4}
# What a required column costs that the sheet lacks.
_LACK = 0.25
# What the name of a sheet says of what is in it.
_BY_TITLE: Mapping[str, tuple[str, ...]] = {
    INCIDENTS.name: ("骚扰", "来电", "通话", "催收", "电话记录"),
    INSTITUTIONS.name: ("机构", "对方", "公司"),
    "证据": ("证据",),
    "损失": ("损失", "费用"),
    "证人": ("证人",),
    "办理记录": ("办理", "进度", "投诉"),
}
_TITLE_WEIGHT = 1.0
# People with a number and an address are clients rather than witnesses.
_PRIOR = 0.6
_NUMBER = CASES.heading("number")
_MOMENT = target(INCIDENTS, "moment")
# A row of these has something to tell of a call, whatever else it lacks.
_TELLING = tuple(target(INCIDENTS, it) for it in ("content", "number", "natures"))
_SPLIT = (target(INCIDENTS, "victim"),)
_MOST_EXAMPLES, _LONGEST_EXAMPLE = 3, 24


@frozen
class _Candidate:
    heading: str
    target: Target
    level: int
    fit: float

    @property
    def sure(self) -> Sure:
        if self.level >= NAME and self.fit >= FITS:
            return Sure.YES
        is_word = self.target.column.type in (ColumnType.CHOICE, ColumnType.CHOICES)
        if self.fit >= FITS or (self.level >= NAME and self.fit >= SPEAKS_AGAINST):
            return Sure.GUESS
        return Sure.GUESS if is_word and self.fit >= SPEAKS_AGAINST else Sure.OPEN

    @property
    def rank(self) -> tuple[bool, int, float]:
        return self.sure is not Sure.OPEN, self.level, self.fit


def judged(sample: Sample, thesaurus: Thesaurus) -> tuple[str, tuple[ProposedPair, ...]]:
    """Our sheet that a sheet of theirs is, and its pairs; an empty name where it is none."""
    headings = sample.table.headings
    found = {heading: tuple(_candidates(sample, heading, thesaurus)) for heading in headings}
    scores = {sheet.name: _score(sheet, sample, found) for sheet in thesaurus.table.sheets}
    ours = max(scores, key=lambda it: scores[it])
    if scores[ours] < _ENOUGH:
        return "", ()
    return ours, tuple(_pairs(sample, ours, found, thesaurus))


def _candidates(sample: Sample, heading: str, thesaurus: Thesaurus) -> Iterator[_Candidate]:
    values = sample.values[heading]
    clocks = are_clocks(values)
    for match in thesaurus.matches(heading):
        of_moments = match.target.column.type is ColumnType.MOMENT
        share = 1.0 if clocks and of_moments else 0.0 if clocks else fit(match.target, values)
        yield _Candidate(heading, match.target, match.level, share)


def _score(sheet: Sheet, sample: Sample, found: Mapping[str, Iterable[_Candidate]]) -> float:
    ours = sheet.name
    best: dict[Target, float] = {}
    for candidates in found.values():
        for it in candidates:
            if it.target.sheet == ours and not it.target.role and it.sure is not Sure.OPEN:
                best[it.target] = max(best.get(it.target, 0.0), _WEIGHTS[it.level] * it.fit)
    required = {item.column.heading for item in sheet.fields if not sheet.can_lack(item)}
    lacking = required - {it.heading for it in best}
    title = sample.table.name
    by_title = title == ours or any(word in title for word in _BY_TITLE.get(ours, ()))
    prior = _PRIOR if ours == CASES.name else 0.0
    return sum(best.values()) - _LACK * len(lacking) + by_title * _TITLE_WEIGHT + prior


def _pairs(
    sample: Sample,
    ours: str,
    found: Mapping[str, tuple[_Candidate, ...]],
    thesaurus: Thesaurus,
) -> Iterator[ProposedPair]:
    chosen = _chosen(sample, ours, found)
    repeated = _repeated(sample, thesaurus) if ours == CASES.name else {}
    for heading in sample.table.headings:
        examples = _examples(sample.values[heading])
        name = sample.table.name
        if heading in chosen:
            yield _paired(sample, chosen[heading], examples)
        elif heading in repeated:
            of_call, group = repeated[heading]
            pair = Pair(name, heading, of_call, group=group)
            yield ProposedPair(pair, Sure.YES, f"第 {group} 次的。", examples)
        elif why := _why_unused(sample, ours, heading):
            yield ProposedPair(Pair(name, heading, is_unused=True), Sure.YES, why, examples)
        else:
            told = _open(ours, found[heading], chosen)
            yield ProposedPair(Pair(name, heading), Sure.OPEN, told, examples)


def _paired(sample: Sample, it: _Candidate, examples: tuple[str, ...]) -> ProposedPair:
    split = it.target in _SPLIT and _names_several(sample.values[it.heading])
    pair = Pair(sample.table.name, it.heading, it.target, is_split=split)
    return ProposedPair(
        pair, it.sure, "一格里有几个人的，每人一行。" if split else _told(it), examples
    )


def _why_unused(sample: Sample, ours: str, heading: str) -> str:
    """Why nobody needs a column; empty where somebody may."""
    is_form = any(map(is_ignored, sample.table.headings))
    if is_ignored(heading) or (is_form and is_of_forms(heading)):
        return "表单程序加的，文书用不上。"
    is_running = ours != CASES.name and _is_running(heading, sample.values[heading])
    return "只是行的序号。" if is_running else ""


def left_open(sample: Sample) -> Iterator[ProposedPair]:
    """The columns of a sheet of which nothing is known."""
    for heading in sample.table.headings:
        pair = Pair(sample.table.name, heading)
        yield ProposedPair(pair, Sure.OPEN, "", _examples(sample.values[heading]))


def _is_running(heading: str, values: Iterable[Cell]) -> bool:
    return heading in ("序号", "编号", "No", "NO", "#") and list(values) == list(
        range(1, len(list(values)) + 1)
    )


def _chosen(
    sample: Sample, ours: str, found: Mapping[str, tuple[_Candidate, ...]]
) -> dict[str, _Candidate]:
    """The best pair of each heading and each column of ours; a day and a clock make one."""
    chosen: dict[str, _Candidate] = {}
    taken: dict[Target, list[str]] = {}
    for sheet in (ours, INCIDENTS.name if ours == CASES.name else ours):
        if sheet != ours and not _tells_of_calls(found, chosen):
            continue
        candidates = [
            it for each in found.values() for it in each if _is_of(it.target, sheet, ours)
        ]
        for it in sorted(candidates, key=lambda it: it.rank, reverse=True):
            if it.sure is Sure.OPEN or it.heading in chosen:
                continue
            if sheet != ours and it.target.heading == _NUMBER:
                continue
            if it.target not in taken or _goes_with(sample, it, taken[it.target]):
                chosen[it.heading] = it
                taken.setdefault(it.target, []).append(it.heading)
    return chosen


def _is_of(of: Target, sheet: str, ours: str) -> bool:
    return (of.sheet == sheet and not of.role) or bool(of.role and sheet == ours == CASES.name)


def _tells_of_calls(
    found: Mapping[str, Iterable[_Candidate]], chosen: Mapping[str, _Candidate]
) -> bool:
    """True where a row of a case holds a call as well: when it was, and what of it."""
    open_ = [it for name, each in found.items() if name not in chosen for it in each]
    sure = {it.target for it in open_ if it.sure is not Sure.OPEN and it.level >= NAME}
    return _MOMENT in sure and any(it in sure for it in _TELLING)


def _goes_with(sample: Sample, it: _Candidate, others: list[str]) -> bool:
    """True for the second half of a moment: a day and a time of day."""
    if it.target.column.type is not ColumnType.MOMENT or len(others) > 1:
        return False
    halves = {are_clocks(sample.values[it.heading]), are_clocks(sample.values[others[0]])}
    return halves == {True, False}


def _repeated(sample: Sample, thesaurus: Thesaurus) -> dict[str, tuple[Target, int]]:
    """Headings of calls that go on to the right: 骚扰1时间, 骚扰2时间."""
    bases: dict[str, dict[int, str]] = {}
    for heading in sample.table.headings:
        base, number = repetition(heading)
        if number:
            bases.setdefault(base, {})[number] = heading
    found: dict[str, tuple[Target, int]] = {}
    for base, headings in bases.items():
        of_calls = [
            it.target
            for it in thesaurus.matches(base)
            if it.target.sheet == INCIDENTS.name and it.level >= NAME
        ]
        if of_calls and len(headings) > 1 and of_calls[0].heading != _NUMBER:
            found |= {it: (of_calls[0], number) for number, it in headings.items()}
    return found if any(it == _MOMENT for it, _ in found.values()) else {}


def _names_several(values: Iterable[Cell]) -> bool:
    return any(isinstance(cell, str) and len(people_of(cell)) > 1 for cell in values)


def _told(it: _Candidate) -> str:
    if it.target.heading == _NUMBER and it.target.sheet != CASES.name and it.level < NAME:
        return "写的是委托人姓名：按姓名找案件，同名的请写编号。"
    if it.sure is Sure.YES:
        return ""
    if it.level < NAME:
        return "标题不一定是这个意思。"
    return "有的内容不像这一列的。"


def _open(ours: str, found: Iterable[_Candidate], chosen: Mapping[str, _Candidate]) -> str:
    """What a heading that is left open may be, and why it isn't paired."""
    near = [it for it in found if it.target.sheet == ours or it.target.role]
    if not near:
        return "留作自己的列。"
    other = next((name for name, it in chosen.items() if it.target == near[0].target), "")
    if other:
        return f"像是“{near[0].target}”，已由“{other}”对应。"
    return f"标题像是“{near[0].target}”，内容不像。"


def _examples(values: Iterable[Cell]) -> tuple[str, ...]:
    texts = dict.fromkeys(shown(cell) for cell in values if not is_empty(cell))
    short = [
        text if len(text) <= _LONGEST_EXAMPLE else f"{text[: _LONGEST_EXAMPLE - 1]}…"
        for text in texts
    ]
    return tuple(short[:_MOST_EXAMPLES])


def listed(examples: Iterable[str]) -> str:
    """Examples in one cell."""
    return some(list(examples), _MOST_EXAMPLES)
