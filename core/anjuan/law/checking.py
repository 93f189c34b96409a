"""What a catalogue may not say although every entry is well formed: each fault with its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import pairwise

from anjuan.case.choices import ProceedingStep
from anjuan.case.proceedings import Answer
from anjuan.case.sheets import INSTITUTIONS
from anjuan.chinese import suggestion
from anjuan.law.catalogue import Catalogue
from anjuan.law.entries import CatalogueFile, ProvisionEntry, VersionEntry
from anjuan.law.records import Courts, DeadlineRule, FeeRule, InForce, Law, Name

# Each is written only with the one before it; an item may stand in the article itself.
_WITHIN = {"paragraph": "article", "item": "article", "point": "item"}


# The table of an entry, and its key in it.
EntryKey = tuple[str, str]


def repeated_keys(files: Collection[CatalogueFile], base: Catalogue) -> frozenset[EntryKey]:
    """The keys that several entries of one table have, in these files or before them."""
    before = (
        *(("law", key) for key in base.laws),
        *(("provision", key) for key in base.provisions),
        *(("authority", key) for key in base.authorities),
    )
    return _repeated((*before, *(key for file in files for key in _keys(file))))


def file_faults(
    file: CatalogueFile, laws: Mapping[str, Law], repeated: Collection[EntryKey]
) -> Iterator[str]:
    """What is wrong between the entries of a file.

    Args:
        file: read.
        laws: every law that may be referred to, by key.
        repeated: keys that more than one entry has.
    """
    yield from _twice(key for key in _keys(file) if key in repeated)
    for law in file.laws:
        yield from _backwards(f"law“{law.id}”", law)
    for provision in file.provisions:
        yield from _provision(provision, laws)
    for authority in file.authorities:
        yield from _names(f"authority“{authority.id}”", authority.names)


def _keys(file: CatalogueFile) -> Iterator[EntryKey]:
    yield from (("law", entry.id) for entry in file.laws)
    yield from (("provision", entry.id) for entry in file.provisions)
    yield from (("authority", entry.id) for entry in file.authorities)


def _repeated(keys: Iterable[EntryKey]) -> frozenset[EntryKey]:
    return frozenset(key for key, times in Counter(keys).items() if times > 1)


def _twice(keys: Iterable[EntryKey]) -> Iterator[str]:
    for table, key in dict.fromkeys(keys):
        yield f"{table}“{key}”出现了两次：代号不能重复，别的文件里有的也不能再用。"


def court_faults(courts: Courts, provisions: Collection[str]) -> Iterator[str]:
    """What is wrong in the figures and names of the courts.

    Args:
        courts: read.
        provisions: the keys that may be referred to.
    """
    for cause in courts.causes:
        yield from _names(f"cause“{cause.id}”", cause.names)
    for deadline in courts.deadlines:
        yield from _deadline(deadline)
    yield from _fee(courts.fee)
    references = {
        "fee ": courts.fee.provision,
        "unlimited ": courts.unlimited.provision,
        **{f"deadline“{it.id}”": it.provision for it in courts.deadlines if it.provision},
    }
    for place, key in references.items():
        yield from _unknown(place, "法条", key, provisions)
    causes = [("cause", cause.id) for cause in courts.causes]
    deadlines = [("deadline", rule.id) for rule in courts.deadlines]
    yield from _twice(_repeated((*causes, *deadlines)))


def _provision(provision: ProvisionEntry, laws: Mapping[str, Law]) -> Iterator[str]:
    place = f"provision“{provision.id}”"
    for number, version in enumerate(provision.versions, 1):
        yield from _unknown(f"{place}的 version 第 {number} 项", "法律", version.law, laws)
        yield from _levels(f"{place}的 version 第 {number} 项", version)
    if len({frozenset(version.figures) for version in provision.versions}) > 1:
        yield f"{place}的各个版本的 figures 写的不是同样几项。"
    known = [laws[version.law] for version in provision.versions if version.law in laws]
    if len(known) == len(provision.versions):
        yield from _in_turn(f"{place}的各个版本", known)


def _levels(place: str, version: VersionEntry) -> Iterator[str]:
    for inner, outer in _WITHIN.items():
        if getattr(version, inner) and not getattr(version, outer):
            yield f"{place}写了 {inner}，没有写 {outer}。"


def _in_turn(place: str, items: Sequence[InForce]) -> Iterator[str]:
    """Names or versions each begin on the day after the one before them ends."""
    if not items:
        yield f"{place}一个也没有写。"
    for earlier, later in pairwise(items):
        end, start = earlier.end, later.start
        if end is None or start is None or start - end != timedelta(days=1):
            yield (
                f"{place}在时间上没有首尾相接：前一个的 to 是 {end or '空的'}，"
                f"后一个的 from 是 {start or '空的'}。"
            )


def _names(place: str, names: Sequence[Name]) -> Iterator[str]:
    for name in names:
        yield from _backwards(f"{place}的 name“{name.name}”", name)
    yield from _in_turn(f"{place}的各个名称", names)


def _backwards(place: str, item: InForce) -> Iterator[str]:
    if item.start and item.end and item.start > item.end:
        yield f"{place}的起止颠倒了：from = {item.start}，to = {item.end}。"


def _deadline(rule: DeadlineRule) -> Iterator[str]:
    place = f"deadline“{rule.id}”"
    if not (rule.days or rule.months or rule.years or rule.event.is_end):
        yield f"{place}没有写期限：days、months、years 至少写一项。"
    steps = tuple(it.value for it in ProceedingStep)
    if rule.event.has_step or rule.step:
        yield from _unknown(f"{place}的 step", "事项", rule.step, steps)
    if rule.over_by:
        yield from _unknown(f"{place}的 over_by", "事项", rule.over_by, steps)
    for word in rule.answers:
        yield from _unknown(f"{place}的 answers", "答复", word, tuple(it.value for it in Answer))
    column = next(item.column for item in INSTITUTIONS.fields if item.attribute == "type")
    for lender in rule.lenders:
        yield from _unknown(place, column.heading, lender, column.choices)


def _fee(fee: FeeRule) -> Iterator[str]:
    if fee.base_low > fee.base_high:
        yield f"fee 的 base_low = {fee.base_low} 大于 base_high = {fee.base_high}。"
    for lower, upper in pairwise(fee.bands):
        if lower.above >= upper.above:
            yield f"fee 的 band 没有从低到高排列：{lower.above}、{upper.above}。"


def _unknown(place: str, what: str, word: str, known: Collection[str]) -> Iterator[str]:
    if word not in known:
        yield f"{place}写了目录里没有的{what}“{word}”。{suggestion(word, tuple(known))}"
