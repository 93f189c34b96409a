"""The whole proposal for a file: sheets, pairs, words, and what has to be said once for all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from pathlib import Path

from anjuan.case.columns import ColumnType
from anjuan.case.sheets import CASES, INCIDENTS, INSTITUTIONS, OURS, Table
from anjuan.messages import Message, public
from anjuan.workbook.cells.cell import CellError, as_typed
from anjuan.workbook.cells.nothing import is_nothing
from anjuan.workbook.cells.values import parse
from anjuan.workbook.formats.source import Source, UnsoundError
from anjuan.workbook.mapping.answers import answer, own_words, words_of
from anjuan.workbook.mapping.draft import (
    Draft,
    ProposedConstant,
    ProposedPair,
    ProposedSheet,
    ProposedWord,
    Sample,
)
from anjuan.workbook.mapping.judging import judged, left_open
from anjuan.workbook.mapping.model import GROUP_LINE, SHEET_NAME, Pair, Sure, Used, Word
from anjuan.workbook.mapping.sampling import samples
from anjuan.workbook.mapping.targets import ROLES, Target, target, target_of
from anjuan.workbook.mapping.thesaurus import Thesaurus, meaning, type_by_name
from anjuan.workbook.opening import named, opened

_WORDS = (ColumnType.CHOICE, ColumnType.CHOICES, ColumnType.FLAG)
_NUMBER, _NAME = target(CASES, "number"), target(CASES, "name")
_METHOD, _VICTIM = target(INCIDENTS, "method"), target(INCIDENTS, "victim")
_CALLER = target(INCIDENTS, "number")
# So many different words are proposed for a column; more are no choices.
_MOST_WORDS = 60


def proposed(path: Path, table: Table = OURS) -> Draft:
    """What is proposed for a file.

    Args:
        path: the file.
        table: our sheets, with the columns that plug-ins add.

    Raises:
        WorkbookError: it can't be read as a workbook.
    """
    with named(path):
        return propose(opened(path), table)


def propose(source: Source, table: Table) -> Draft:
    """What is proposed for a file that is open.

    Raises:
        UnsoundError: it has no table.
    """
    thesaurus = Thesaurus(table)
    found = list(samples(source, thesaurus))
    if not found:
        raise UnsoundError(Message("里面没有一张带标题的表。请核对是不是选错了文件。"))
    by_name = {it.table.name: it for it in found}
    own: dict[str, tuple[str, tuple[ProposedPair, ...]]] = {
        it.table.name: judged(it, thesaurus) for it in found if it.like == it.table.name
    }
    ours = {name: it[0] for name, it in own.items() if it[0]}
    pairs = {name: list(own[name][1]) for name in ours}
    if CASES.name not in ours.values():
        # There is no way without it: the lawyer has to choose the columns herself.
        pairs |= {name: list(left_open(by_name[name])) for name in own if name not in ours}
    alike = Counter(it.like for it in found)
    heading = CASES.heading("number")
    numbers = {it.name: target_of(it, heading) for it in table.row_sheets.values()}
    for name in pairs:
        found_here = pairs[name]
        whose = _whose(ours.get(name, ""), by_name[name], found_here, alike[name], numbers)
        pairs[name] += whose
    flat = tuple(it for each in pairs.values() for it in each)
    words = tuple(_words(flat, found))
    return Draft(
        tuple(_sheets(source, by_name, ours, pairs)),
        flat,
        words,
        tuple(_constants(flat, words, table)),
    )


def _sheets(
    source: Source,
    by_name: Mapping[str, Sample],
    ours: Mapping[str, str],
    listed: Container[str],
) -> Iterator[ProposedSheet]:
    for name in dict.fromkeys(source.names):
        it = by_name.get(name)
        if it is None:
            yield ProposedSheet(Used(name), "没有找到标题，没有用。", 0)
        elif it.like not in ours and it.like in listed:
            told = "标题都不认识，请在“标题对应”里选。"
            yield ProposedSheet(Used(name, it.table.heading_rows, it.like), told, it.rows)
        elif it.like not in ours:
            yield ProposedSheet(Used(name), "标题都不认识，没有用。", it.rows)
        else:
            told = f"“{ours[it.like]}”的内容。"
            if it.like != name:
                told = f"标题与“{it.like}”一样，照它的对应。"
            yield ProposedSheet(Used(name, it.table.heading_rows, it.like), told, it.rows)


def _whose(
    ours: str,
    sample: Sample,
    found: Sequence[ProposedPair],
    sheets: int,
    numbers: Mapping[str, Target],
) -> Iterator[ProposedPair]:
    """How rows are told whose they are, where no heading says so."""
    have = {it.pair.target for it in found}
    name = sample.table.name
    if ours == CASES.name and _NUMBER not in have:
        of = next((it.pair.heading for it in found if it.pair.target == _NAME), "")
        if of:
            told = "没有案件编号的列，先用姓名；同名的人请另加一列编号。"
            yield ProposedPair(Pair(name, of, _NUMBER), Sure.GUESS, told)
    number = numbers.get(ours)
    if number and number not in have:
        if sample.lines:
            told = "分组行写的是哪个案件（编号或委托人姓名）。"
            yield ProposedPair(
                Pair(name, GROUP_LINE, number),
                Sure.GUESS,
                told,
                tuple(line.text for line in sample.lines[:3]),
            )
        elif sheets > 1:
            told = "每张表的表名是哪个案件（编号或委托人姓名）。"
            yield ProposedPair(Pair(name, SHEET_NAME, number), Sure.GUESS, told, (name,))


def _words(pairs: Sequence[ProposedPair], found: Sequence[Sample]) -> Iterator[ProposedWord]:
    """Their words for our choices, and types of institutions by their names."""
    for it in pairs:
        pair = it.pair
        if pair.target and pair.target.column.type in _WORDS:
            counts = _counted(pair, pair.target, found)
            for word, count in list(counts.items())[:_MOST_WORDS]:
                yield from _word(pair, pair.target, word, count)
    have = {it.pair.target for it in pairs}
    if any(it.sheet == INSTITUTIONS.name and not it.role for it in have if it):
        return
    for role in ROLES:
        of_type = target(INSTITUTIONS, "type", role)
        pair_of = next((it.pair for it in pairs if it.pair.target == target_of(CASES, role)), None)
        if pair_of and of_type not in have:
            yield from _types(pair_of, of_type, found)


def _counted(pair: Pair, of: Target, found: Sequence[Sample]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for sample in found:
        if sample.like == pair.sheet:
            for cell in sample.values.get(pair.heading, ()):
                counts.update(words_of(of, answer(cell)))
    return counts


def _word(pair: Pair, of: Target, word: str, count: int) -> Iterator[ProposedWord]:
    column = of.column
    if word in column.choices or is_nothing(column, word):
        return
    ours, sure = _meaning(of, own_words(word) or word)
    if sure is Sure.YES and not ours:
        # It is read as it stands.
        return
    yield ProposedWord(Word(pair.heading, of, word, ours), sure, count)


def _meaning(of: Target, word: str) -> tuple[str, Sure]:
    column = of.column
    if word in column.choices:
        return word, Sure.YES
    try:
        parse(column, word)
    except CellError:
        pass
    else:
        # One of the other words that the column knows by itself.
        return column.also.get(word, ""), Sure.YES
    ours = meaning(of, word)
    if not ours:
        inside = [it for it in column.choices if it in word or (len(word) > 1 and word in it)]
        ours = inside[0] if len(inside) == 1 and column.type is not ColumnType.FLAG else ""
    return (ours, Sure.GUESS) if ours else ("", Sure.OPEN)


def _types(pair: Pair, of: Target, found: Sequence[Sample]) -> Iterator[ProposedWord]:
    counts: Counter[str] = Counter()
    for sample in found:
        if sample.like == pair.sheet:
            counts.update(as_typed(cell).strip() for cell in sample.values.get(pair.heading, ()))
    for name, count in counts.items():
        ours = type_by_name(name)
        word = Word(pair.heading, of, name, ours)
        yield ProposedWord(word, Sure.GUESS if ours else Sure.OPEN, count)


def _constants(
    pairs: Sequence[ProposedPair], words: Sequence[ProposedWord], table: Table
) -> Iterator[ProposedConstant]:
    """Required columns that nothing is paired with."""
    have = {it.pair.target for it in pairs} | {it.word.target for it in words}
    used = dict.fromkeys((it.sheet, it.role) for it in have if it)
    for sheet in table.sheets:
        for name, role in used:
            if name != sheet.name:
                continue
            for item in sheet.fields:
                it = Target(sheet.name, item.column.heading, role, column=item.column)
                may_lack = sheet.can_lack(item) or (role and item.attribute == "name")
                if it not in have and not may_lack:
                    text, told = _constant(it, have)
                    if it.heading != _NUMBER.heading:
                        yield ProposedConstant(it, text, told)


def _constant(of: Target, have: set[Target | None]) -> tuple[str, str]:
    if of == _METHOD and _CALLER in have:
        return "电话", "没有这一列，有号码，先当作电话。"
    if of == _VICTIM:
        return "本人", "没有这一列，先当作都打给委托人。"
    return "", "必填，没有找到这一列；每一行都一样的，写在这里。"


def sentences(draft: Draft, name: str) -> Iterator[Message]:
    """What the screen says of a proposal, a sentence a line."""
    sure, guesses, open_ = (draft.of(it) for it in (Sure.YES, Sure.GUESS, Sure.OPEN))
    unused = [it for it in sure if it.pair.is_unused]
    yield Message(
        "{}：有把握 {} 列，请核对 {} 列，没有对应 {} 列，不用 {} 列。",
        *(name, str(len(sure) - len(unused)), str(len(guesses)), str(len(open_)), str(len(unused))),
    )
    if open_:
        headings = [it.pair.heading for it in open_]
        yield Message("  没有对应（留作自己的列）：{}。", headings)
    if unused:
        yield Message("  不用：{}。", [it.pair.heading for it in unused])
    left = [f"{it.used.name}（{it.rows} 行）" for it in draft.sheets if not it.used.heading_rows]
    if left:
        yield Message("  没有用的工作表：{}。", left)
    lacking = [str(it.target) for it in draft.constants if not it.text]
    if lacking:
        yield Message("  必填而没有找到：{}；请补一列，或在“固定内容”里写。", lacking)
    guessed = [it for it in draft.words if it.sure is Sure.GUESS]
    if guessed:
        yield Message("  您的写法猜了 {} 个意思，在“词语对应”里请核对。", public(len(guessed)))
    words = [it for it in draft.words if it.sure is Sure.OPEN]
    if words:
        yield Message("  不知道意思的写法：{}。", [it.word.theirs for it in words][:12])
