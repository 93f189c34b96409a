"""What 12321 is told: a sheet a number and receiver, with a line that can be sent as it stands."""

from __future__ import annotations

from collections.abc import Iterable

from anjuan import Case, Incident, Method, is_at_night, moment_text, phone_key, printed_length
from anjuan_plugins.kinds.prose.phrases import one_line

# The centre hears of calls and messages only.
METHODS = (Method.CALL, Method.MESSAGE)
# A form lists so many moments; a longer list would run over pages.
MOST_LISTED = 5
LONGEST_CONTENT = 200
_BLANK = "＿＿＿＿＿＿＿＿＿＿＿"


def concerns(case: Case) -> bool:
    """True where a number is known that called or wrote."""
    return any(row.number and row.method in METHODS for row in case.incidents)


def sheets(case: Case) -> list[dict[str, object]]:
    """One a number and receiver: the centre takes one number a report, from its receiver."""
    groups: dict[tuple[str, str], list[Incident]] = {}
    for row in case.incidents:
        if row.number and row.method in METHODS:
            groups.setdefault((phone_key(row.number), row.victim), []).append(row)
    return [_sheet(case, rows) for rows in groups.values()]


def _sheet(case: Case, rows: list[Incident]) -> dict[str, object]:
    """Fields the centre asks for: number, kind, receiving number and person, times, content."""
    moments = [moment_text(row.moment) for row in rows if row.moment]
    said = _contents(rows, LONGEST_CONTENT)
    kinds = dict.fromkeys(_kind(row) for row in rows)
    return {
        "号码": rows[0].number,
        "类型": "、".join(kinds),
        "接收号码": _receiving(case, rows),
        "举报人": _reporter(case, rows),
        "次数": sum(row.count for row in rows),
        "夜间次数": sum(row.count for row in rows if is_at_night(row)),
        "时间": _in_short(moments),
        "内容": said,
        "上报": _ready(rows, next(iter(moments), ""), said),
        "有略": len(moments) > MOST_LISTED,
        "证据": "、".join(f"{exhibit.number}" for exhibit in case.exhibits_of(rows)),
    }


def _kind(row: Incident) -> str:
    return "骚扰电话" if row.method == Method.CALL else "骚扰短信"


def _receiving(case: Case, rows: Iterable[Incident]) -> str:
    """The number that was reached; of the client the own one, of others only where it is known."""
    for row in rows:
        if row.victim_phone:
            return row.victim_phone
        if row.is_about_client:
            return case.client.phone
    return _BLANK


def _reporter(case: Case, rows: list[Incident]) -> str:
    if rows[0].is_about_client:
        return f"{rows[0].victim}，联系电话：{case.client.phone}"
    return f"{rows[0].victim}（接收人）"


def _in_short(items: list[str]) -> str:
    """The items of a form's cell; what is too much for it is in the table of incidents."""
    text = "；".join(items[:MOST_LISTED])
    rest = len(items) - MOST_LISTED
    return f"{text}；其余{rest}条见所附骚扰记录明细" if rest > 0 else text


def _contents(rows: Iterable[Incident], longest: int) -> str:
    """What was said or written, each once, as far as there is room."""
    texts = dict.fromkeys(one_line(row.content) for row in rows if row.content)
    return _cut("；".join(texts), longest)


def _ready(rows: list[Incident], first: str, said: str) -> str:
    """`17000000013*2026年3月6日10时05分来电4次，“……”`: the form of a report by message.

    Args:
        rows: from one number to one receiver.
        first: the first moment as printed; empty where none is known.
        said: what was said or written.
    """
    calls = sum(row.count for row in rows if row.method == Method.CALL)
    written = sum(row.count for row in rows if row.method == Method.MESSAGE)
    counted = [f"来电{calls}次"] if calls else []
    counted += [f"发来短信{written}条"] if written else []
    head = f"{first}{'起' if calls + written > 1 else ''}{'、'.join(counted)}"
    return f"{rows[0].number}*{_cut('，'.join(filter(None, (head, said))), LONGEST_CONTENT)}"


def _cut(text: str, longest: int) -> str:
    return text if printed_length(text) <= longest else f"{text[: longest - 2]}……"
