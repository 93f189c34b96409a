"""An office's file as tables of ours: what the reader takes for a workbook of our own make."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from anjuan.case.keys import label_key
from anjuan.case.sheets import CASES, Table
from anjuan.workbook.cells.looks import Look
from anjuan.workbook.formats.source import Flaws, Source, UnsoundError
from anjuan.workbook.mapping.bolts import Bolt
from anjuan.workbook.mapping.model import TableMap, Used
from anjuan.workbook.mapping.setting_up import looms
from anjuan.workbook.mapping.strands import Loom
from anjuan.workbook.mapping.tables import Line, TheirTable, rows_of, table_at
from anjuan.workbook.mapping.telling import Teller


def woven(source: Source, mapping: TableMap, ours: Table) -> Bolt:
    """Read a file by its mapping.

    Args:
        source: the file.
        mapping: the mapping.
        ours: our sheets, with the columns that plug-ins add.

    Raises:
        UnsoundError: the mapping names no sheet of the file, or none for 案件.
    """
    bolt = Bolt(source.is_typed, source.remark)
    teller = Teller(mapping, ours)
    for used, name in _used(source, mapping):
        bolt.flaws[name] = source.flaws(name)
        table = table_at(source, name, used.heading_rows)
        teller.of_table(table, used, bolt.flaws[name])
        made = looms(table, used, mapping, ours, _looking_otherwise(bolt.flaws[name]))
        _weave(source, table, used, list(made), bolt, teller)
    if not bolt.cloths[CASES.name].strands:
        raise UnsoundError(
            "对应表 {} 里对应到“案件”的工作表或标题，这个文件里都没有（现有：{}）。"
            "请核对是不是这个文件的对应表。",
            *(mapping.name, source.names[:20]),
        )
    bolt.told += teller.told(source.names)
    return bolt


def _used(source: Source, mapping: TableMap) -> Iterator[tuple[Used, str]]:
    """The sheets to be read, with their names as the file has them."""
    names = {label_key(name): name for name in reversed(source.names)}
    used = [it for it in mapping.sheets if it.heading_rows]
    found = [(it, names[label_key(it.name)]) for it in used if label_key(it.name) in names]
    if not used:
        raise UnsoundError(
            "对应表 {} 的“工作表”里，一张表也没有写标题在第几行（现有：{}）。请写上，再在"
            "“标题对应”里选好各列。",
            *(mapping.name, source.names[:20]),
        )
    if not found:
        raise UnsoundError(
            "对应表 {} 里写的工作表（{}），这个文件里一张也没有（现有：{}）。"
            "请核对是不是这个文件的对应表。",
            *(mapping.name, [it.name for it in used][:20], source.names[:20]),
        )
    if not any(pair.target and pair.target.sheet == CASES.name for pair in mapping.pairs):
        raise UnsoundError(
            "对应表 {} 里没有一列对应到“案件”：不知道哪些列是委托人的情况。"
            "请在“标题对应”里选上，或重新运行 anjuan map。",
            mapping.name,
        )
    yield from found


def _weave(
    source: Source,
    table: TheirTable,
    used: Used,
    made: Sequence[Loom],
    bolt: Bolt,
    teller: Teller,
) -> None:
    for loom in made:
        cloth = bolt.cloths[loom.sheet]
        cloth.strands.append(loom.strand)
        cloth.said |= {*loom.sources, *loom.constants}
        cloth.own |= dict.fromkeys(loom.own)
    for row in rows_of(source, table):
        if isinstance(row, Line):
            teller.of_line(table, row, used)
            continue
        for loom in made:
            bolt.cloths[loom.sheet].rows += loom.rows(row)


def _looking_otherwise(flaws: Flaws) -> frozenset[str]:
    """Cells that are days to the program and less to the eye; a time of day is none."""
    return frozenset(it for it, look in flaws.looks.items() if look is not Look.CLOCK)
