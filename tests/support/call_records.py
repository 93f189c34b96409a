"""Call records of tests: contacts as a reader finds them, in files of a form of their own."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from anjuan import (
    Contact,
    Direction,
    Ending,
    EvidenceType,
    FileOfMoment,
    Found,
    Importer,
    Method,
    Origin,
    OwnNumber,
    RecordFile,
    RecordFormat,
    TimePrecision,
    Unread,
    hookimpl,
)
from anjuan.errors import UsageError
from anjuan.importing.adding import Wish, imported
from anjuan.importing.files import Wanted
from anjuan.importing.number_list import read_list
from anjuan.importing.result import Imported
from anjuan.workbook.parsing import load_workbook as load_cases

# Numbers that nobody has: 170 0000, an area with 0000, and so on.
COLLECTOR, LANDLINE, MOTHER, OWN = "17000000009", "02100001234", "13900000077", "13900000001"
START = datetime(2026, 3, 4, 9, 0)


def contact(
    moment: datetime = START, party: str = COLLECTOR, after: float = 0, **changes: Any
) -> Contact:
    """An answered call, so many seconds after a moment."""
    given: dict[str, Any] = {
        "moment": moment + timedelta(seconds=after),
        "precision": TimePrecision.SECOND,
        "method": Method.CALL,
        "party": party,
        "direction": Direction.INCOMING,
        "origin": Origin.PHONE,
        "place": "第 1 行",
    }
    return Contact(**{**given, **changes})


def message(text: str, moment: datetime = START, **changes: Any) -> Contact:
    """A message in a chat, to the minute."""
    given = {"method": Method.WECHAT, "origin": Origin.CHAT, "precision": TimePrecision.MINUTE}
    return contact(moment, "法务小陈", text=text, **{**given, **changes})


def write_records(path: Path, *found: Found) -> Path:
    """A file that `OwnForm` reads: a line for each thing that is found in it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps(_as_json(it), ensure_ascii=False) for it in found)
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def _as_json(found: Found) -> dict[str, Any]:
    values = {it.name: getattr(found, it.name) for it in fields(found)}
    moment = values.get("moment")
    if isinstance(moment, datetime):
        values["moment"] = moment.isoformat()
    return {"sort": type(found).__name__, **values}


_SORTS: dict[str, type[Any]] = {
    it.__name__: it for it in (Contact, Unread, OwnNumber, FileOfMoment)
}
_WORDS = {
    "precision": TimePrecision,
    "method": Method,
    "direction": Direction,
    "origin": Origin,
    "evidence_type": EvidenceType,
}


def _read(file: RecordFile) -> Iterator[Found]:
    for number, line in enumerate(file.lines(), start=1):
        values = json.loads(line)
        sort = _SORTS[values.pop("sort")]
        if sort is Contact:
            values["place"] = f"第 {number} 行"
            values["ending"] = Ending(values["ending"])
        if values.get("moment"):
            values["moment"] = datetime.fromisoformat(values["moment"])
        for name, words in _WORDS.items():
            if values.get(name):
                values[name] = words(values[name])
        yield sort(**values)


OWN_FORM = Importer(
    name="own-form",
    title="测试用的记录",
    formats=(RecordFormat(title="测试用的记录", how_to_get="自己写。", tried="本测试。"),),
    recognise=lambda start, name: name.endswith(".own"),
    read=_read,
)


class OwnForm:
    """A plug-in that reads `write_records`."""

    @hookimpl
    def anjuan_importers(self) -> list[Importer]:
        """The reader."""
        return [OWN_FORM]


def write_numbers(path: Path, *numbers: str, ground: str = "录音") -> Path:
    """A list with these numbers marked."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["是催收", "号码", "机构", "依据"])
    for number in numbers:
        sheet.append(["是", number, "", ground])
        sheet.cell(sheet.max_row, 2).data_type = "s"
    book.save(path)
    return path


def nobody(wanted: Wanted, name: str) -> str:
    """There is nobody to ask."""
    raise UsageError(f"{wanted}：{name}")


def import_into(workbook: Path, *records: Path, **changes: Any) -> Imported:
    """What an import into the only case of a workbook would do."""
    numbers = workbook.parent / "名单.xlsx"
    if not numbers.exists():
        write_numbers(numbers, COLLECTOR, LANDLINE, "法务小陈")
    given = {"case": "", "numbers": read_list(numbers), **changes}
    wish = Wish(workbook=workbook, records=records, **given)
    return imported(wish, load_cases(workbook), [OWN_FORM], nobody)


def table_of(path: Path, sheet: str = "骚扰记录") -> list[dict[str, Any]]:
    """The rows of a sheet by heading, as they are stored."""
    rows: Sequence[Any] = list(load_workbook(path)[sheet].iter_rows(values_only=True))
    headings, *rest = rows
    return [
        {name: value for name, value in zip(headings, row, strict=True) if value is not None}
        for row in rest
        if any(row)
    ]
