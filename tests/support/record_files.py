"""Files of call records as carriers, phones and apps write them: from one log of made-up calls."""

from __future__ import annotations

import csv
import io
import sqlite3
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from xml.sax.saxutils import quoteattr

import xlwt
from openpyxl import Workbook

from anjuan import Contact, Direction, Found, Importer, OwnNumber, phone_key
from anjuan.importing.files import OpenedFile
from anjuan.plugin.host import Plugins

BEIJING = timezone(timedelta(hours=8))
OWN = "13900000002"
Cells = Sequence[object]


@dataclass(frozen=True)
class Call:
    """What happened: when, with whom (empty = withheld), which way, how long."""

    moment: datetime
    number: str = "17000000008"
    is_in: bool = True
    seconds: int = 65
    ending: str = "接听"


@dataclass(frozen=True)
class Text:
    """What somebody wrote."""

    moment: datetime
    who: str
    words: str
    is_in: bool = True


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def found(path: Path, **known: object) -> list[Found]:
    """All that the reader finds that is the first to recognise a file."""
    file = OpenedFile(path, **known)  # type: ignore[arg-type]
    reader = next(it for it in _readers() if it.recognise(file.start(), file.name))
    return list(reader.read(file))


@cache
def _readers() -> tuple[Importer, ...]:
    return tuple(Plugins.load(outside=False).importers.values())


def contacts(path: Path, **known: object) -> list[Contact]:
    return [it for it in found(path, **known) if isinstance(it, Contact)]


def own_numbers(items: Iterable[Found]) -> set[str]:
    return {phone_key(it.number) for it in items if isinstance(it, OwnNumber)}


def calls(path: Path, **known: object) -> list[Call]:
    """The calls of a file as they were written; what a bill does not tell as it is by default."""
    return [
        Call(
            it.moment,
            phone_key(it.party) if it.party else "",
            it.direction is Direction.INCOMING,
            it.seconds if it.seconds is not None else -1,
            str(it.ending),
        )
        for it in contacts(path, **known)
    ]


def spoken(seconds: int, hour: str = "小时") -> str:
    hours, minutes, rest = seconds // 3600, seconds % 3600 // 60, seconds % 60
    text = f"{hours}{hour}" if hours else ""
    return text + (f"{minutes}分" if minutes or hours else "") + f"{rest}秒"


def clocked(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds % 3600 // 60:02}:{seconds % 60:02}"


def way(call: Call, incoming: str = "被叫", outgoing: str = "主叫") -> str:
    return incoming if call.is_in else outgoing


# Tables ---------------------------------------------------------------------------------------


def xlsx(path: Path, sheets: Mapping[str, Iterable[Cells]]) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def xls(path: Path, sheets: Mapping[str, Iterable[Cells]]) -> Path:
    """As a web system in Java writes it: Unicode below a code page that says 1252."""
    book = xlwt.Workbook(encoding="utf-8")
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write(number, column, cell)
    out = io.BytesIO()
    book.save(out)
    utf_16, windows = b"\x42\x00\x02\x00\xb0\x04", b"\x42\x00\x02\x00\xe4\x04"
    assert out.getvalue().count(utf_16) == 1
    path.write_bytes(out.getvalue().replace(utf_16, windows))
    return path


def csv_file(path: Path, rows: Iterable[Cells], encoding: str = "gb18030", tab: str = ",") -> Path:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=tab).writerows(rows)
    path.write_bytes(out.getvalue().encode(encoding))
    return path


def web(path: Path, rows: Iterable[Cells]) -> Path:
    lines = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    head = '<html><head><meta charset="gb2312"></head><body><table>'
    path.write_bytes(f"{head}{body}</table></body></html>".encode("gb18030"))
    return path


MOBILE = (
    "起始时间",
    "通信地点",
    "通信方式",
    "对方号码",
    "通信时长",
    "通信类型",
    "套餐优惠",
    "实收费",
)


def mobile_row(call: Call, when: str = "%Y-%m-%d %H:%M:%S") -> Cells:
    number, length = call.number or "-", spoken(call.seconds, "时")
    return (f"{call.moment:{when}}", "杭州", way(call, "VOLTE被叫"), number, length, "国内", "", 0)


def mobile_xlsx(folder: Path, log: Sequence[Call]) -> Path:
    return xlsx(folder / "移动.xlsx", {"详单": [MOBILE, *map(mobile_row, log)]})


def mobile_web(folder: Path, log: Sequence[Call]) -> Path:
    return web(folder / "移动.xls", [MOBILE, *map(mobile_row, log), ("合计", *[""] * 6, "0.00")])


def unicom_xls(folder: Path, log: Sequence[Call]) -> Path:
    head = (
        "序号 业务类型 通话起始时间 通话时长 呼叫类型 对方号码 本机通话地 对方归属地 通话类型 小计"
    )

    def row(number: int, call: Call) -> Cells:
        abroad = {"1": "0086", "0": "0086"}.get(call.number[:1], "") if number % 2 else ""
        other = (abroad + call.number.removeprefix("0")) if abroad else call.number
        when, length = f"{call.moment:%Y-%m-%d %H:%M:%S}", spoken(call.seconds)
        start = (str(number), "语音电话", when, length, way(call), other or "未知")
        return (*start, "上海", "上海", "国内通话", "0.00")

    rows = [row(number, call) for number, call in enumerate(log, 1)]
    return xls(folder / "语音通信.xls", {"语音通信": [head.split(), *rows]})


def telecom_csv(folder: Path, log: Sequence[Call]) -> Path:
    head = ("对方号码", "呼叫类型", "起始时间", "通话时长（秒）", "通话类型", "费用（元）")
    rows = [
        (c.number or "无号码显示", way(c), f"{c.moment:%Y/%m/%d %H:%M:%S}", c.seconds, "国内", "0")
        for c in log
    ]
    return csv_file(folder / "电信.csv", [head, *rows, ("合计", "", "", "99", "", "0")])


def both_sides_csv(folder: Path, log: Sequence[Call]) -> Path:
    """Without an other side: it is the one that is not the phone's."""
    rows = [
        (
            *((c.number, OWN) if c.is_in else (OWN, c.number)),
            *(f"{c.moment:%Y-%m-%d %H:%M:%S}", c.seconds, "0"),
        )
        for c in log
    ]
    head = ("主叫号码", "被叫号码", "开始时间", "时长", "费用")
    return csv_file(folder / f"话单_{OWN}.csv", [head, *rows])


def police_tabs(folder: Path, log: Sequence[Call]) -> Path:
    head = ("主被叫标志", "用户号码", "IMSI", "对端号码", "开始时间", "通话时长", "基站地址")
    rows = [
        (way(c), OWN, "0", c.number, f"{c.moment:%Y%m%d%H%M%S}", clocked(c.seconds), "某路")
        for c in log
    ]
    return csv_file(folder / "话单.txt", [head, *rows], "utf-16", "\t")


def imazing_csv(folder: Path, log: Sequence[Call]) -> Path:
    head = ("Call Type", "Date", "Duration", "Number", "Contact", "Location", "Service")
    sorts = {"接听": "Incoming", "未接": "Missed"}
    rows = [
        (
            sorts[c.ending] if c.is_in else "Outgoing",
            f"{c.moment:%Y-%m-%d %H:%M:%S}",
            clocked(c.seconds),
            *(c.number, "", "", "Phone"),
        )
        for c in log
    ]
    return csv_file(folder / "iMazing.csv", [head, *rows], "utf-8-sig")


# Phones ---------------------------------------------------------------------------------------

TYPES = {"接听": 1, "未接": 3, "拒接": 5, "拦截": 6}
SHOWN = {TYPES[ending]: ending for ending in TYPES}


def milliseconds(when: datetime) -> int:
    return int(when.replace(tzinfo=BEIJING).timestamp()) * 1000


def sort_of(call: Call) -> int:
    return TYPES[call.ending] if call.is_in else 2


def calls_xml(folder: Path, log: Sequence[Call]) -> Path:
    lines = [
        f'<call number="{c.number or -2}" duration="{c.seconds}" date="{milliseconds(c.moment)}"'
        f' type="{sort_of(c)}" presentation="{1 if c.number else 2}" contact_name="(Unknown)"'
        f' readable_date="{c.moment:%Y年%m月%d日 %H:%M:%S}" />'
        for c in log
    ]
    return xml(folder / "calls.xml", "calls", lines)


def super_xml(folder: Path, log: Sequence[Call]) -> Path:
    lines = [
        f'<log number="{c.number}" time="{c.moment:%Y年%m月%d日 %H:%M:%S}" name="" new="1"'
        f' date="{milliseconds(c.moment)}" type="{sort_of(c)}" dur="{c.seconds}" alias="呼入"/>'
        for c in log
    ]
    return xml(folder / "call_logs.xml", "alllogs", lines)


def logger_csv(folder: Path, log: Sequence[Call]) -> Path:
    words = {1: "incoming", 2: "outgoing", 3: "missed", 5: "rejected", 6: "blocked"}
    head = ("name", "duration", "number", "call_type", "formatted_number", "timestamp")
    rows = [
        ("", c.seconds, c.number, f"CallType.{words[sort_of(c)]}", "", milliseconds(c.moment))
        for c in log
    ]
    return csv_file(folder / "logger.csv", [head, *rows], "utf-8")


def xml(path: Path, root: str, lines: Iterable[str]) -> Path:
    """A backup, beginning as apps begin theirs."""
    head = "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<!-- backup -->\n"
    body = "\n".join(lines)
    path.write_text(f'{head}<{root} count="1">\n{body}\n</{root}>\n', encoding="utf-8")
    return path


def iphone_base(folder: Path, log: Sequence[Call]) -> Path:
    path = folder / "CallHistory.storedata"
    with closing(sqlite3.connect(path)) as base, base:
        base.execute(
            "CREATE TABLE ZCALLRECORD (Z_PK INTEGER PRIMARY KEY, ZANSWERED INTEGER,"
            " ZORIGINATED INTEGER, ZDATE TIMESTAMP, ZDURATION FLOAT, ZADDRESS VARCHAR)"
        )
        for c in log:
            since = c.moment.replace(tzinfo=BEIJING) - datetime(2001, 1, 1, tzinfo=UTC)
            answered, number = int(c.ending == "接听"), c.number.encode()
            values = (answered, int(not c.is_in), since.total_seconds(), c.seconds, number)
            base.execute("INSERT INTO ZCALLRECORD VALUES (NULL, ?, ?, ?, ?, ?)", values)
    return path


# Messages -------------------------------------------------------------------------------------


def in_halves(text: str) -> str:
    """An attribute as Android's own writer puts it: characters beyond U+FFFF as two halves."""
    units = text.encode("utf-16-be")
    codes = [int.from_bytes(units[it : it + 2], "big") for it in range(0, len(units), 2)]
    return "".join(f"&#{it};" if it > 0xD7FF or it < 32 else quoted(chr(it)) for it in codes)


def quoted(text: str) -> str:
    return quoteattr(text, {'"': "&quot;"})[1:-1]


def sms_xml(folder: Path, texts: Sequence[Text]) -> Path:
    lines = [
        f'<sms address="{t.who}" date="{milliseconds(t.moment)}" type="{1 if t.is_in else 2}"'
        f' body="{in_halves(t.words)}" contact_name="(Unknown)" />'
        for t in texts
    ]
    return xml(folder / "sms.xml", "smses", lines)


def imazing_messages(folder: Path, texts: Sequence[Text]) -> Path:
    head = ("Chat Session", "Message Date", "Service", "Type", "Sender ID", "Sender Name", "Text")
    rows = [
        (
            *(t.who, f"{t.moment:%Y-%m-%d %H:%M:%S}", "SMS"),
            *(("Incoming", t.who) if t.is_in else ("Outgoing", "")),
            *("", t.words),
        )
        for t in texts
    ]
    return csv_file(folder / "Messages - 某.csv", [head, *rows], "utf-8-sig")


def memotrace(folder: Path, texts: Sequence[Text]) -> Path:
    head = ["localId", "Type", "IsSender", "CreateTime", "StrContent", "StrTime"]
    head += ["Remark", "NickName", "Sender"]
    rows = [
        (
            *(number, 1, int(not t.is_in), milliseconds(t.moment) // 1000, t.words),
            *(f"{t.moment:%Y-%m-%d %H:%M:%S}", "", t.who, "wxid"),
        )
        for number, t in enumerate(texts)
    ]
    return csv_file(folder / "某_utf8.csv", [head, *rows], "utf-8-sig")


def weflow(folder: Path, texts: Sequence[Text]) -> Path:
    head = ["序号", "时间", "发送者昵称", "发送者微信ID", "发送者备注", "发送者身份"]
    head += ["消息类型", "内容"]
    rows = [
        (
            *(number, f"{t.moment:%Y-%m-%d %H:%M:%S}", t.who, "wxid", ""),
            *(t.who if t.is_in else "我", "文本消息", t.words),
        )
        for number, t in enumerate(texts)
    ]
    return xlsx(folder / "WeFlow.xlsx", {"聊天": [["会话信息"], ["微信ID", "wxid"], head, *rows]})


def wechat_text(texts: Sequence[Text]) -> str:
    return "".join(
        f"·{t.who}\n{t.moment.year}年{t.moment.month}月{t.moment.day}日 {t.moment:%H:%M}\n"
        f"{t.words}\n\n"
        for t in texts
    )


def wechat_zip(folder: Path, texts: Sequence[Text]) -> Path:
    path = folder / "聊天.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("聊天记录.txt", wechat_text(texts))
        package.writestr(
            "聊天记录内的图片、视频和文件/a.txt", "·甲\n2026年1月1日 10:00\n不是消息\n"
        )
    return path


def wechat_mail(folder: Path, texts: Sequence[Text]) -> Path:
    lines = ["甲 和 乙 在微信上的聊天记录如下，请查收。", ""]
    day = ""
    for t in texts:
        if f"{t.moment:%Y-%m-%d}" != day:
            day = f"{t.moment:%Y-%m-%d}"
            lines += [f"—————  {day}  —————", "", ""]
        lines += [f"{t.who}  {t.moment:%H:%M}", "", t.words, ""]
    path = folder / "邮件.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def qq_text(folder: Path, texts: Sequence[Text]) -> Path:
    rule = "=" * 64
    head = (
        f"消息记录（此消息记录为文本格式，不支持重新导入）\n\n{rule}\n消息分组:我的好友\n{rule}\n"
    )
    body = "".join(f"{t.moment:%Y-%m-%d %H:%M:%S} {t.who}(20002)\n{t.words}\n\n" for t in texts)
    path = folder / "QQ.txt"
    text = f"\ufeff{head}消息对象:某\n{rule}\n\n{body}".replace("\n", "\r\n")
    path.write_bytes(text.encode())
    return path


Writer = Callable[[Path, Sequence[Call]], Path]
TextWriter = Callable[[Path, Sequence[Text]], Path]
