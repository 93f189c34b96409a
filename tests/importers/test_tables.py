"""Tables of calls and messages: by their headings wherever these stand, and by their values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path

import pytest
from openpyxl import load_workbook
from support.record_files import (
    MOBILE,
    OWN,
    Call,
    calls,
    contacts,
    csv_file,
    found,
    mobile_row,
    moment,
    own_numbers,
    unicom_xls,
    web,
    xls,
    xlsx,
)

from anjuan import (
    Contact,
    Direction,
    Ending,
    FileRemark,
    Found,
    Method,
    Origin,
    RecordField,
    TimePrecision,
    Unread,
    phone_key,
)
from anjuan.errors import RecordError, UsageError

NINE = Call(moment("2026-01-03T09:02:10"), "17000000008", seconds=9)
HEAD = ("起始时间", "通信方式", "对方号码", "通信时长")


def unread(path: Path) -> list[Unread]:
    return [it for it in found(path) if isinstance(it, Unread)]


def remarks(items: list[Found]) -> list[str]:
    return [it.message for it in items if isinstance(it, FileRemark)]


def moments(path: Path, **known: object) -> list[str]:
    return [it.moment.isoformat(" ") for it in contacts(path, **known)]


# Headings and columns


@pytest.mark.parametrize(
    ("head", "row"),
    [
        (
            "通信方式 对方号码 开始时间 通话时长 通信地点 国内（不含港澳台）话费 使用者",
            ("被叫", "17000000008", "2026-01-03 09:02:10", "00:00:09", "南京", "0", OWN),
        ),
        (
            "类型 对方号码 开始时间 通话时长 通话时长2 通话地点 费用 产品 备注",
            ("被叫", "17000000008", "2026-01-03 09:02:10", "00:00:09", "9秒", "北京", "0", "", ""),
        ),
        (
            "对方号码 起始时间 通话类型 通话时长（秒） 总话费 长途类型 漫游类型",
            ("17000000008", "2026-01-03 09:02:10", "被叫", "9", "0.00", "国内", "本地"),
        ),
        (
            "序号 业务类型 通话起始时间 通话时长 呼叫类型 对方号码 通话地点 通话类型 小计",
            (
                "1",
                "语音电话",
                "2026-01-03 09:02:10",
                "9秒",
                "被叫",
                "17000000008",
                "021",
                "本地",
                "",
            ),
        ),
        (
            "己方号码 截获时间 呼叫类型 对方号码 己方位置区 通话时长",
            (OWN, "20260103090210", "被叫", "8617000000008", "1", "9"),
        ),
        (
            "起始时间 * 通 话 方 式 对方 号码 通话时间(秒)",
            ("2026/1/3 9:02:10", "VoLTE高清语音被叫", "170 0000 0008", "9"),
        ),
        (
            "日期/起始时间（北京时间） 主被叫 对方号码/短号 时长(时分秒)",
            ("2026-01-03 09:02:10", "被叫", "17000000008.0", "00:00:09"),
        ),
        (
            "startTime commPlac commMode anotherNm commTime commType",
            ("2026-01-03 09:02:10", "杭州", "被叫", "17000000008", "9秒", "本地"),
        ),
        (
            "序号 主叫 被叫 起始时间 通话时长 本机号码",
            ("1", "17000000008", OWN, "2026-01-03 09:02:10", "9", OWN),
        ),
        (
            "Call_Type Date Duration Number Contact",
            ("Incoming", "2026-01-03 09:02:10", "00:00:09", "+86 170 0000 0008", ""),
        ),
    ],
)
def test_columns_are_found_in_any_order_and_by_their_values(
    tmp_path: Path, head: str, row: tuple[str, ...]
) -> None:
    headings = head.split()
    if "*" in headings:
        headings = ["起始时间 *", "通 话 方 式", "对方 号码", "通话时间(秒)"]
    assert calls(csv_file(tmp_path / "a.csv", [headings, row])) == [NINE]


def test_a_column_without_a_known_heading_tells_the_direction_by_its_values(tmp_path: Path) -> None:
    rows = [("2026-01-03 09:02:10", "17000000008", way, 9) for way in ("被叫", "主叫")]
    path = csv_file(tmp_path / "a.csv", [("起始时间", "对方号码", "标志", "时长"), *rows])
    assert [it.is_in for it in calls(path)] == [True, False]


def test_headings_stand_below_whatever_is_said_first_and_again_on_each_page(tmp_path: Path) -> None:
    above = [["中国移动通信客户详单"], [], ["客户名称：某某", "", f"手机号码：{OWN}"], [""]]
    row = mobile_row(NINE)
    rows = [*above, MOBILE, row, ["小计", "", "", "", "9秒"], MOBILE, row, ["合计", "共2条"]]
    path = xlsx(tmp_path / "a.xlsx", {"Sheet1": rows})

    assert calls(path) == [NINE, NINE]
    assert own_numbers(found(path)) == {OWN}
    assert contacts(path)[1].place == "Sheet1 第 9 行"


def test_two_tables_below_each_other_have_headings_of_their_own(tmp_path: Path) -> None:
    second = ("对方号码", "呼叫类型", "开始时间", "通话时长")
    rows = [
        *(HEAD, ("2026-01-03 09:02:10", "被叫", "17000000008", "9秒")),
        *(second, ("17000000008", "主叫", "2026-01-03 09:02:10", "9秒")),
    ]
    assert [it.is_in for it in calls(csv_file(tmp_path / "a.csv", rows))] == [True, False]


def test_all_sheets_are_read_and_what_is_not_is_told(tmp_path: Path) -> None:
    rows: list[Sequence[object]] = [HEAD, ("2026-01-03 09:02:10", "被叫", "17000000008", "9秒")]
    odd: list[Sequence[object]] = [["何时", "谁"], *[("2026-01-03 09:02:10", "13900000077")] * 3]
    traffic: list[Sequence[object]] = [
        ["起始时间", "流量"],
        *[("2026-01-03 09:02:10", "12345678")] * 5,
    ]
    sheets: dict[str, list[Sequence[object]]] = {
        "客户信息": [["服务号码", OWN]],
        "1月": rows,
        "2月": rows,
        "妈妈": odd,
        "上网": traffic,
    }
    items = found(xls(tmp_path / "a.xls", sheets))

    assert len([it for it in items if isinstance(it, Contact)]) == 2
    assert own_numbers(items) == {OWN}
    assert remarks(items) == ["第 4 张表没有认出标题，没有读。"]


@pytest.mark.parametrize(
    "head",
    [
        "序号 提交答卷时间 所用时间 来源 1、您的姓名 3、对方号码 4、第一次是哪天",
        "编号 开始答题时间 结束答题时间 答题时长 用户标识 昵称",
        "姓名 电话 住址",
    ],
)
def test_a_form_of_questions_is_no_list_of_calls(tmp_path: Path, head: str) -> None:
    row = ["2026/2/1 10:00:00"] * len(head.split())
    with pytest.raises(RecordError, match="没有认出标题"):
        found(csv_file(tmp_path / "a.csv", [head.split(), row]))


def test_an_office_may_have_headings_of_its_own(tmp_path: Path) -> None:
    head = ("哪天", "钟头", "什么号码", "讲的话")
    path = csv_file(tmp_path / "a.csv", [head, ("2026.1.4", "早上7:30", "950130001234", "一直打")])
    own = {
        RecordField.DAY: "哪天",
        RecordField.CLOCK: "钟头",
        RecordField.PARTY: "什么号码",
        RecordField.TEXT: "讲的话",
    }
    (contact,) = contacts(path, headings={"客户": own})
    assert (contact.moment, contact.party, contact.text, contact.precision, contact.origin) == (
        moment("2026-01-04T07:30"), "950130001234", "一直打", TimePrecision.MINUTE, Origin.HAND,
    )  # fmt: skip


def test_a_list_that_says_nothing_of_directions_is_of_what_came_in_and_that_is_told(
    tmp_path: Path,
) -> None:
    rows = [("日期", "对方号码", "内容"), ("2026年1月3日", "17000000008", "要找单位")]
    items = found(csv_file(tmp_path / "a.csv", rows))
    (contact,) = (it for it in items if isinstance(it, Contact))

    assert contact.direction is Direction.INCOMING
    assert contact.precision is TimePrecision.DAY
    assert "都按打来的" in remarks(items)[0]


def test_how_often_somebody_called_is_not_read_and_that_is_told(tmp_path: Path) -> None:
    rows = [("日期", "来电号码", "次数"), ("2026-01-03", "17000000008", "12")]
    items = found(csv_file(tmp_path / "a.csv", rows))
    assert remarks(items) == [
        "有一列写着次数，没有读：每行只算一次。一行有几次的，请在案件表里改“次数”。"
    ]


def test_a_bill_that_says_nothing_of_directions_is_refused(tmp_path: Path) -> None:
    rows = [("起始时间", "对方号码", "时长"), ("2026-01-03 09:02:10", "17000000008", "9秒")]
    with pytest.raises(RecordError, match="分不清是打来的还是打去的"):
        found(csv_file(tmp_path / "a.csv", rows))


def test_directions_in_numbers_of_its_own_are_not_taken_for_incoming(tmp_path: Path) -> None:
    rows = [("date", "address", "type", "body"), ("2026-01-03 09:02:10", "10690", "2", "在吗")]
    with pytest.raises(RecordError, match="分不清是打来的还是打去的"):
        found(csv_file(tmp_path / "a.csv", rows))


def test_a_month_without_calls_hides_no_other(tmp_path: Path) -> None:
    empty: list[Sequence[object]] = [HEAD, ["合计", "", "", "0秒"], ["本月没有通话"]]
    rows: list[Sequence[object]] = [HEAD, ("2026-01-03 09:02:10", "被叫", "17000000008", "9秒")]
    assert calls(xls(tmp_path / "a.xls", {"12月": empty, "1月": rows, "2月": [HEAD]})) == [NINE]


def test_a_time_without_a_number_is_a_contact_of_nobody(tmp_path: Path) -> None:
    rows = [("时间", "号码"), ("2026-01-03 9:02", "17000000008"), ("2026-01-03 9:05", "")]
    parties = [it.party for it in contacts(csv_file(tmp_path / "a.csv", rows))]
    assert parties == ["17000000008", ""]


# Who is on which side


def sides(path: Path) -> list[tuple[str, bool]]:
    return [(it.number, it.is_in) for it in calls(path)]


SIDES = [
    ("17000000008", OWN, "2026-01-03 09:02:10", "9"),
    (OWN, "02100001234", "2026-01-03 09:03:10", "9"),
    ("13900000077", OWN, "2026-01-03 09:04:10", "9"),
]


@pytest.mark.parametrize("name", [f"{OWN}_语音详单.csv", "话单.csv"])
def test_the_other_side_is_the_one_that_is_not_the_phones(tmp_path: Path, name: str) -> None:
    path = csv_file(tmp_path / name, [("主叫号码", "被叫号码", "开始时间", "时长"), *SIDES])
    expected = [("17000000008", True), ("02100001234", False), ("13900000077", True)]
    assert sides(path) == expected


def test_where_both_sides_may_be_the_phone_nothing_is_taken_for_granted(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "话单.csv", [("主叫号码", "被叫号码", "开始时间"), SIDES[0][:3]])
    (row,) = unread(path)
    assert (row.reason, row.place) == ("说不准主叫、被叫哪一个是本机", "A2")
    assert sides_known(path) == [("17000000008", True)]


def sides_known(path: Path) -> list[tuple[str, bool]]:
    items = contacts(path, own_numbers={phone_key(f"+86{OWN}")})
    return [(it.party, it.direction is Direction.INCOMING) for it in items]


def test_beside_a_direction_the_other_side_needs_no_own_number(tmp_path: Path) -> None:
    head = ("呼叫类型", "主叫号码", "被叫号码", "开始时间")
    rows = [
        ("被叫", "17000000008", OWN, "2026-01-03 09:02:10"),
        ("主叫", OWN, "17000000008", "2026-01-03 09:03:10"),
    ]
    path = csv_file(tmp_path / "话单.csv", [head, *rows])
    assert sides(path) == [("17000000008", True), ("17000000008", False)]


def test_another_number_of_the_owner_does_not_hide_the_phones(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path / "话单.csv", [("主叫号码", "被叫号码", "开始时间"), *[it[:3] for it in SIDES]]
    )
    found_ = contacts(path, own_numbers={"13900000099"})
    assert [it.party for it in found_] == ["17000000008", "02100001234", "13900000077"]


def test_a_number_found_by_the_values_is_told(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "话单.csv", [("主叫号码", "被叫号码", "开始时间", "时长"), *SIDES])
    assert own_numbers(found(path)) == {OWN}


def test_a_number_of_the_phone_beside_the_other_side_is_not_taken_for_it(tmp_path: Path) -> None:
    head = ("号码", "起始时间", "通信方式", "对方号码")
    rows = [head, (OWN, "2026-01-03 09:02:10", "被叫", "17000000008")]
    assert sides(csv_file(tmp_path / "a.csv", rows)) == [("17000000008", True)]


def test_what_a_client_wrote_himself_is_read_by_his_own_headings(tmp_path: Path) -> None:
    head = ("日期", "几点", "什么号码", "打给谁", "说了什么")
    rows = [
        ["骚扰电话记录"], head,
        (datetime(2026, 1, 3), "上午9点", "021-00001234", "妈妈", "说我欠钱不还"),
        ("1月3号", "22:40", "17000000008", "我", ""),
        ("2026.1.4", "晚上12点", "17000000008", "", "一直打"),
    ]  # fmt: skip
    path = xlsx(tmp_path / "a.xlsx", {"Sheet1": rows})
    own = {"客户": {RecordField.PARTY: "什么号码"}}

    assert moments(path, headings=own, year=2026) == ["2026-01-03 09:00:00", "2026-01-03 22:40:00"]
    assert [it.place for it in found(path, headings=own, year=2026) if isinstance(it, Unread)] == [
        "Sheet1!B5"
    ]
    with pytest.raises(UsageError, match="年份"):
        found(path, headings=own)


def test_several_numbers_in_a_cell_are_told(tmp_path: Path) -> None:
    rows = [("时间", "电话", "内容"), ("2026-01-03 09:02", "17000000008、021-00001234", "合计三千")]
    (row,) = unread(csv_file(tmp_path / "a.csv", rows))
    assert (row.place, row.party) == ("B2", None)


def test_words_that_begin_like_a_total_hide_no_row(tmp_path: Path) -> None:
    rows = [
        ("时间", "类型", "号码", "内容"),
        ("2026-01-03 9:02:-0", "接收", "10690", "总计欠款三千"),
    ]
    assert [it.party for it in unread(csv_file(tmp_path / "a.csv", rows))] == ["10690"]


def test_a_list_of_whatsapp_is_neither_calls_nor_messages_of_the_phone(tmp_path: Path) -> None:
    head = ("Chat Session", "Message Date", "Type", "Sender ID", "Forwarded", "Text")
    rows = [head, ("某", "2026-01-03 09:02:10", "Incoming", "17000000008", "", "还钱")]
    (contact,) = contacts(csv_file(tmp_path / "a.csv", rows, "utf-8-sig"))
    assert (contact.method, contact.text) == (Method.OTHER, "还钱")


def test_a_call_that_was_passed_on_is_not_taken_for_either_direction(tmp_path: Path) -> None:
    rows = [HEAD, *[("2026-01-03 09:02:10", "被叫", "17000000008", "9秒")] * 3]
    rows.append(("2026-01-03 09:02:10", "呼转", "17000000008", "9秒"))
    (row,) = unread(csv_file(tmp_path / "a.csv", rows))
    assert (row.place, row.value, row.party) == ("B5", "呼转", "17000000008")


def test_one_number_in_its_forms_is_handed_on_as_it_stands(tmp_path: Path) -> None:
    log = [NINE, NINE, Call(NINE.moment, "02100001234", seconds=9)]
    path = unicom_xls(tmp_path, log)
    assert [it.party for it in contacts(path)] == [
        "008617000000008", "17000000008", "00862100001234"
    ]  # fmt: skip
    assert calls(path) == log


@pytest.mark.parametrize("hidden", ["-", "--", "", "未知", "无号码显示", "私人号码", "(Unknown)"])
def test_a_number_that_was_withheld_is_a_call_of_nobody(tmp_path: Path, hidden: str) -> None:
    rows = [HEAD, ("2026-01-03 09:02:10", "被叫", hidden, "9秒")]
    (contact,) = contacts(csv_file(tmp_path / "a.csv", rows))
    assert contact.party == ""


@pytest.mark.parametrize(
    "row",
    [
        ("12-31 23:59:59", "--", "--", "--"),
        ("合计", "", "", "300"),
        ("总计：2条", "", "", ""),
        ("温馨提示：本详单仅供参考，2026-02-01 10:00:00", "", "", ""),
        ("", "", "", ""),
    ],
)
def test_totals_sentences_and_rows_of_dashes_are_no_calls(
    tmp_path: Path, row: tuple[str, ...]
) -> None:
    rows = [HEAD, ("2026-01-03 09:02:10", "被叫", "17000000008", "9秒"), row]
    items = found(csv_file(tmp_path / "a.csv", rows))
    assert len(items) == 1


# Moments


def test_a_flawed_time_is_told_with_its_cell_and_nothing_is_mended(tmp_path: Path) -> None:
    rows = [HEAD, ("2026-01-03 20:17:-0", "被叫", "17000000008", "9秒")]
    (row,) = unread(xlsx(tmp_path / "a.xlsx", {"通话详单": rows}))
    assert row == Unread(
        place="通话详单!A2", value="2026-01-03 20:17:-0", reason="不是时间", party="17000000008"
    )


@pytest.mark.parametrize("midnight", [datetime(2026, 1, 1), "2026-01-01 00:00:00"])
def test_midnight_is_a_time_of_day(tmp_path: Path, midnight: object) -> None:
    other = datetime(2026, 1, 3, 9, 2, 10) if isinstance(midnight, datetime) else "2026-01-03 9:02"
    rows = [HEAD, *[(it, "被叫", "17000000008", "9秒") for it in (other, midnight)]]
    contact = contacts(xlsx(tmp_path / "a.xlsx", {"详单": rows}))[1]
    assert (contact.moment, contact.precision) == (datetime(2026, 1, 1), TimePrecision.SECOND)


def test_in_a_list_kept_by_hand_a_day_is_a_day(tmp_path: Path) -> None:
    rows = [("时间", "对方号码"), (datetime(2026, 1, 3, 9, 2), "17000000008"),
            (datetime(2026, 1, 4), "17000000008")]  # fmt: skip
    found_ = contacts(xlsx(tmp_path / "a.xlsx", {"详单": rows}))
    assert [it.precision for it in found_] == [TimePrecision.MINUTE, TimePrecision.DAY]


def test_what_excel_made_of_a_list_is_read(tmp_path: Path) -> None:
    rows = [
        ("起始时间", "通信方式", "对方号码", "通信时长"),
        (datetime(2026, 1, 3, 9, 2, 10), "被叫", 17000000008, time(0, 0, 9)),
        (datetime(2026, 1, 3, 9, 2, 10), "被叫", 2100001234, time(0, 0, 9)),
    ]
    path = xlsx(tmp_path / "a.xlsx", {"详单": rows})
    assert calls(path)[0] == NINE
    assert contacts(path)[1].party == "2100001234"


@pytest.mark.parametrize(
    "number", [10690000001234567, 1.06900000012346e16, "1.069E+16", "10690000001234500"]
)
def test_a_number_that_lost_its_last_digits_is_nobodys(tmp_path: Path, number: object) -> None:
    rows = [HEAD, ("2026-01-03 09:02:10", "被叫", number, "9秒")]
    (row,) = unread(xlsx(tmp_path / "a.xlsx", {"详单": rows}))
    # The name of a sheet may be that of somebody who is not listed.
    assert (row.party, row.place) == (None, "第 1 张表!C2")


def test_day_and_clock_stand_in_two_columns(tmp_path: Path) -> None:
    head = ("日期", "起始时间", "通信方式", "对方号码", "通信时长")
    rows = [head, ("2026-01-03", "09:02:10", "被叫", "17000000008", "9秒")]
    typed = [head, (date(2026, 1, 3), time(9, 2, 10), "被叫", "17000000008", "9秒")]
    assert calls(csv_file(tmp_path / "a.csv", rows)) == [NINE]
    assert calls(xlsx(tmp_path / "a.xlsx", {"详单": typed})) == [NINE]


@pytest.mark.parametrize("day", ["2026-01-03", "日期：2026年1月3日", "2026/1/3 星期六"])
def test_a_day_may_stand_in_a_row_above_its_calls(tmp_path: Path, day: str) -> None:
    rows = [
        HEAD, [day], ("09:02:10", "被叫", "17000000008", "9秒"), ["2026-01-04"],
        ("00:00:00", "被叫", "17000000008", "9秒"),
    ]  # fmt: skip
    assert moments(csv_file(tmp_path / "a.csv", rows)) == [
        "2026-01-03 09:02:10", "2026-01-04 00:00:00"
    ]  # fmt: skip


def test_a_merged_day_is_that_of_all_the_rows_it_covers(tmp_path: Path) -> None:
    head = ("日期", "时间", "通信方式", "对方号码", "通信时长")
    clocks = ("09:02:10", "22:00:00", "00:00:00")
    days = ("2026-01-03", "", "2026-01-04")
    rows = [(*it, "被叫", "17000000008", "9秒") for it in zip(days, clocks, strict=True)]
    typed = xlsx(tmp_path / "a.xlsx", {"详单": [head, *rows]})
    book = load_workbook(typed)
    book.worksheets[0].merge_cells("A2:A3")
    book.save(typed)
    page = web(tmp_path / "a.xls", [head, *rows])
    shown = page.read_bytes().replace(b"<td>2026-01-03", b"<td rowspan=2>2026-01-03")
    page.write_bytes(shown.replace(b"<td></td>", b"", 1))
    for path in (typed, page):
        assert moments(path) == [
            "2026-01-03 09:02:10", "2026-01-03 22:00:00", "2026-01-04 00:00:00"
        ]  # fmt: skip


# The year of days without one

SHORT = [("12-31 23:59:59", "被叫", "17000000008", "9秒")]


@pytest.mark.parametrize(
    ("name", "above"),
    [
        ("通话详单_202512.csv", []),
        ("2025年12月语音通信.csv", []),
        ("2025年11-12月语音通信.csv", []),
        ("2025年12月01日～2025年12月31日通话详单.csv", []),
        (
            "详单.csv",
            [["查询时段：2025年12月01日至2026年01月31日"], ["打印时间：2026-02-01 10:00:00"]],
        ),
        ("详单.csv", [["起止日期", "20251201-20260131"]]),
        ("详单.csv", [["账期：2025年12月"]]),
        ("详单.csv", [["查询月份：202512"]]),
        ("详单.csv", [["起始日期：2025-12-01", "终止日期：2025-12-31"]]),
        ("详单.csv", [["起始日期：2025-12-01"], ["终止日期：2025-12-31"]]),
        ("通话详单_202601.csv", [["查询时间：2025-12-01 00:00:00 至 2026-01-31 23:59:59"]]),
    ],
)
def test_the_year_is_told_by_what_stands_around(
    tmp_path: Path, name: str, above: list[list[str]]
) -> None:
    assert moments(csv_file(tmp_path / name, [*above, HEAD, *SHORT])) == ["2025-12-31 23:59:59"]


def test_the_sheet_may_tell_the_year(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", {"通话详单(202512)": [HEAD, *SHORT]})
    assert moments(path) == ["2025-12-31 23:59:59"]


@pytest.mark.parametrize(
    "name", ["通话详单.csv", "通话详单_20260201.csv", "详单20260201100000.csv", "2025.csv"]
)
def test_else_the_user_is_asked(tmp_path: Path, name: str) -> None:
    path = csv_file(tmp_path / name, [["打印日期：2026-02-01"], HEAD, *SHORT])
    with pytest.raises(UsageError, match="年份"):
        found(path)
    assert moments(path, year=2024) == ["2024-12-31 23:59:59"]


def test_a_day_outside_of_the_days_that_are_named_is_told(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "通话详单_202601.csv", [HEAD, *SHORT])
    (row,) = unread(path)
    assert row.reason == "不在这份记录的时段之内，说不准是哪一年"


@pytest.mark.parametrize("turned", [False, True])
def test_one_year_is_not_taken_for_a_list_that_goes_over_new_year(
    tmp_path: Path, turned: bool
) -> None:
    rows = [*SHORT, ("01-01 00:10:00", "被叫", "17000000008", "9秒")]
    path = csv_file(tmp_path / "详单.csv", [HEAD, *(reversed(rows) if turned else rows)])
    with pytest.raises(RecordError, match="不是同一年"):
        found(path, year=2026)


# Messages, phones, pages


@pytest.mark.parametrize(
    ("head", "row"),
    [
        (
            "起始时间 通信地点 对方号码 通信方式 信息类型 业务名称 通信费(元)",
            ("2026-01-03 09:02:10", "内地", "10690000001234567", "接受", "短信", "--", "0"),
        ),
        (
            "时间 类型 对方号码 内容 已读",
            ("2026-01-03 09:02:10", "收件箱", "10690000001234567", "还钱", "1"),
        ),
        (
            "时间 类型 对方号码 内容 已读",
            ("2026-01-03 09:02:10", "接收", "10690000001234567", "", "1"),
        ),
        (
            "发送时间 方向(收/发) 对方号码 对方名称 文件夹 正文 uuid",
            ("2026-01-03 09:02:10", "收", "10690000001234567", "", "收件箱", "", "x"),
        ),
    ],
)
def test_lists_of_messages_are_told_from_lists_of_calls(
    tmp_path: Path, head: str, row: tuple[str, ...]
) -> None:
    (contact,) = contacts(csv_file(tmp_path / "a.csv", [head.split(), row]))
    assert (contact.method, contact.party, contact.ending, contact.seconds, contact.direction) == (
        Method.MESSAGE, "10690000001234567", Ending.UNKNOWN, None, Direction.INCOMING,
    )  # fmt: skip


def test_calls_and_messages_may_stand_in_one_list(tmp_path: Path) -> None:
    head = ("业务类型", "开始时间", "呼叫类型", "对方号码", "通话时长")
    rows = [
        ("语音电话", "2026-01-03 09:02:10", "被叫", "17000000008", "9秒"),
        ("短信", "2026-01-03 09:03:10", "被叫", "17000000008", ""),
    ]
    found_ = contacts(csv_file(tmp_path / "a.csv", [head, *rows]))
    assert [it.method for it in found_] == [Method.CALL, Method.MESSAGE]


@pytest.mark.parametrize(
    ("word", "ending"),
    [
        ("呼入已接", Ending.ANSWERED),
        ("未接来电", Ending.MISSED),
        ("已拒接", Ending.REJECTED),
        ("CallType.blocked", Ending.BLOCKED),
        ("Missed", Ending.MISSED),
    ],
)
def test_a_phone_tells_what_became_of_a_call(tmp_path: Path, word: str, ending: Ending) -> None:
    rows = [("时间", "类型", "号码", "时长"), ("2026-01-03 09:02:10", word, "17000000008", "")]
    (contact,) = contacts(csv_file(tmp_path / "a.csv", rows))
    assert (contact.direction, contact.ending, contact.origin) == (
        Direction.INCOMING, ending, Origin.PHONE,
    )  # fmt: skip


@pytest.mark.parametrize("mark", ["\t{}", "'{}", "{}\t", '="{}"'])
def test_what_keeps_excel_from_taking_text_for_numbers_is_no_part_of_it(
    tmp_path: Path, mark: str
) -> None:
    row = [mark.format(it) for it in ("2026-01-03 09:02:10", "被叫", "17000000008", "9秒")]
    assert calls(csv_file(tmp_path / "a.csv", [HEAD, row])) == [NINE]


def test_tables_of_a_page_may_have_one_name(tmp_path: Path) -> None:
    cells = "".join(f"<td>{it}</td>" for it in HEAD)
    row = "<td>2026-01-03 09:02:10</td><td>被叫</td><td>17000000008</td><td>9秒</td>"
    table = f"<h3>通话详单</h3><table><tr>{cells}</tr><tr>{row}</tr></table>"
    path = tmp_path / "a.xls"
    path.write_text(f"<html><body>{table}{table}</body></html>", encoding="utf-8")
    assert calls(path) == [NINE, NINE]


def test_a_page_called_xls_is_a_list_too(tmp_path: Path) -> None:
    path = web(tmp_path / "详单.xls", [MOBILE, mobile_row(NINE)])
    assert calls(path) == [NINE]
