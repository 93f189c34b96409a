"""Ten invented tables of different make: two cases, as offices, forms and courts keep them.

Each says what it holds in our own words too, so that the papers made from it by its mapping can be
held against those of a workbook of our make. Everybody in them is invented.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from anjuan.testing import write_workbook

Row = Mapping[str, Any]
LENDER, BANK = "虚构甲消费金融有限公司", "虚构乙银行股份有限公司"

CASES: tuple[Row, ...] = (
    {
        "案件编号": "K001",
        "委托人身份": "债务人本人",
        "委托人姓名": "张示例",
        "出生日期": date(1993, 7, 8),
        "身份证号": "000000199307080019",
        "住址": "虚构市甲区样板路1号",
        "联系电话": "13800000021",
        "债权人": LENDER,
        "平台App": "甲快借",
        "借款日期": date(2025, 8, 17),
        "借款金额": 20000,
        "愿意协商还款": "是",
        "损害后果": "夜里不能入睡",
        "公安机关": "虚构市公安局甲派出所",
    },
    {
        "案件编号": "K002",
        "委托人身份": "联系人",
        "委托人姓名": "李样板",
        "出生日期": date(1965, 12, 12),
        "身份证号": "000000196512120020",
        "住址": "虚构市乙区演示路9号",
        "联系电话": "13800000022",
        "债务人姓名": "李小样",
        "与债务人关系": "母亲",
        "债权人": BANK,
        "愿意协商还款": "否",
        "损害后果": "心悸就诊",
        "公安机关": "虚构市公安局乙派出所",
    },
)
INSTITUTIONS: Mapping[str, Row] = {
    LENDER: {
        "名称": LENDER,
        "机构类型": "消费金融公司",
        "统一社会信用代码": "91000000MA0000A088",
        "住所地": "虚构市丙区金融街3号",
        "法定代表人": "邵虚构",
        "联系电话": "400-000-0008",
    },
    BANK: {
        "名称": BANK,
        "机构类型": "商业银行",
        "统一社会信用代码": "91000000MA0000000N",
        "住所地": "虚构市丙区金融街5号",
        "法定代表人": "钱虚构",
        "联系电话": "400-000-0009",
    },
}


def call(number: str, when: datetime, **more: Any) -> Row:
    """A row of 骚扰记录: what is usual, and what is special about it."""
    usual = {"方式": "电话", "对方号码": "0571-00000081", "受扰人": "本人", "行为性质": "频繁拨打"}
    return {"案件编号": number, "时间": when, **usual, **more}


INCIDENTS: tuple[Row, ...] = (
    call("K001", datetime(2026, 10, 2, 9, 40), 内容="今天不还就通知你单位", 行为性质="威胁恐吓"),
    call(
        "K001", datetime(2026, 10, 3, 22, 15), 受扰人="张父", 与委托人关系="父亲", 内容="儿子欠钱"
    ),
    call("K001", datetime(2026, 10, 4, 10, 20), 方式="短信", 内容="再不还款上门", 次数=3),
    call("K002", datetime(2026, 10, 5, 20, 5), 内容="叫你女儿还钱", 行为性质="泄露债务信息"),
)


@dataclass(frozen=True)
class Ledger:
    """One of them.

    Attributes:
        name: what it is.
        build: fills a workbook.
        cases, institutions, incidents: what it says, in our words.
        corrections: what a lawyer changes in the mapping that `map` proposes: the sheet of the
            mapping, what stands in its first cells, the heading, and what she writes there. A row
            that is not there is added.
        surely: headings that `map` has to be sure of, with what they are.
        guessed: those that it has to propose with 请核对.
        open: those that it has to leave open.
    """

    name: str
    build: Callable[[Workbook], None]
    cases: Sequence[Row]
    institutions: Sequence[Row]
    incidents: Sequence[Row] = ()
    corrections: Sequence[tuple[str, tuple[str, ...], str, Any]] = ()
    surely: Mapping[str, str] = field(default_factory=dict)
    guessed: Mapping[str, str] = field(default_factory=dict)
    open: Sequence[str] = ()

    def write(self, path: Path) -> Path:
        """The office's file."""
        book = Workbook()
        assert book.active is not None
        book.remove(book.active)
        self.build(book)
        book.save(path)
        return path

    def standard(self, path: Path) -> Path:
        """The same, typed into our own workbook."""
        return write_workbook(
            path,
            cases=self.cases,
            institutions=self.institutions,
            incidents=self.incidents,
            evidence=(),
        )


def corrected(path: Path, ledger: Ledger) -> None:
    """Do to a mapping what the lawyer does, and say that all of it has been looked at."""
    book = load_workbook(path)
    for name, first, heading, value in ledger.corrections:
        sheet = book[name]
        headings = [cell.value for cell in sheet[2]]
        rows = [row for row in range(3, sheet.max_row + 1) if _begins(sheet, row, first)]
        row = rows[0] if rows else sheet.max_row + 1
        if not rows:
            for place, text in enumerate(first, start=1):
                sheet.cell(row, place, text)
        sheet.cell(row, headings.index(heading) + 1, value)
    for name in ("标题对应", "词语对应"):
        for cells in book[name].iter_rows(min_row=3):
            for cell in cells:
                cell.value = "已核对" if cell.value == "请核对" else cell.value
    book.save(path)


def _begins(sheet: Worksheet, row: int, first: tuple[str, ...]) -> bool:
    return all(sheet.cell(row, place).value == text for place, text in enumerate(first, start=1))


def only(rows: Sequence[Row], *headings: str, **changes: Any) -> list[Row]:
    """Of each row what a table has columns for, and what it says instead."""
    return [{it: row[it] for it in headings if it in row} | changes for row in rows]


def fill(
    book: Workbook, title: str, above: Sequence[Sequence[Any]], rows: Sequence[Row]
) -> Worksheet:
    """A sheet with lines above its headings, which are those of its first row."""
    sheet: Worksheet = book.create_sheet(title)
    for line in above:
        sheet.append(list(line))
    headings = list(dict.fromkeys(it for row in rows for it in row))
    sheet.append(headings)
    for row in rows:
        sheet.append([row.get(it) for it in headings])
    return sheet


_PERSON = ("案件编号", "委托人身份", "委托人姓名", "身份证号", "住址", "联系电话", "债权人")


def _flat(book: Workbook) -> None:
    """One sheet of an office: the institution in the client's row, and a sheet of calls by name."""
    rows = [
        {
            "序号": number,
            "客户": it["委托人姓名"],
            "客户类型": {"债务人本人": "欠款人", "联系人": "家属"}[it["委托人身份"]],
            "出生日期": it["出生日期"],
            "证件号": it["身份证号"],
            "手机号": it["联系电话"],
            "家庭住址": it["住址"],
            "借款人": it.get("债务人姓名"),
            "和借款人的关系": it.get("与债务人关系"),
            "欠款机构": it["债权人"],
            "机构性质": {"消费金融公司": "消金", "商业银行": "银行"}[of["机构类型"]],
            "App名称": it.get("平台App"),
            "跟进人": "小方",
        }
        for number, it in enumerate(CASES, start=1)
        for of in [INSTITUTIONS[it["债权人"]]]
    ]
    fill(book, "2026年台账", [["虚构律师事务所客户台账"], []], rows)
    _calls(book)


def _calls(book: Workbook) -> None:
    """A sheet of calls under the client's name, the day and the time of day apart."""
    natures = {"威胁恐吓": "恐吓威胁", "频繁拨打": "轰炸", "泄露债务信息": "泄露隐私"}
    calls = [
        {
            "序号": number,
            "客户": next(c["委托人姓名"] for c in CASES if c["案件编号"] == it["案件编号"]),
            "日期": it["时间"].date(),
            "几点": it["时间"].time(),
            "渠道": it["方式"],
            "来电号码": it["对方号码"],
            "接听人": it["受扰人"],
            "关系": it.get("与委托人关系"),
            "几次": it.get("次数"),
            "类别": natures[it["行为性质"]],
            "说了什么": it["内容"],
        }
        for number, it in enumerate(INCIDENTS, start=1)
    ]
    fill(book, "通话", [], calls)


def _renumbered(rows: Sequence[Row]) -> list[Row]:
    """The cases by the running numbers of an office that has no others."""
    return [{**row, "案件编号": row["案件编号"].lstrip("K0")} for row in rows]


def _named(rows: Sequence[Row]) -> list[Row]:
    """The cases by their clients' names."""
    names = {it["案件编号"]: it["委托人姓名"] for it in CASES}
    return [{**row, "案件编号": names[row["案件编号"]]} for row in rows]


FLAT = Ledger(
    "一张大表",
    _flat,
    _renumbered(only(CASES, *_PERSON, "出生日期", "债务人姓名", "与债务人关系", "平台App")),
    only(tuple(INSTITUTIONS.values()), "名称", "机构类型"),
    _renumbered(INCIDENTS),
    corrections=[("标题对应", ("2026年台账", "跟进人"), "案件表的列", "不用")],
    surely={
        "手机号": "案件：联系电话",
        "客户类型": "案件：委托人身份",
        "出生日期": "案件：出生日期",
        "欠款机构": "案件：债权人",
        "App名称": "案件：平台App",
        "接听人": "骚扰记录：受扰人",
        "日期": "骚扰记录：时间",
        "几点": "骚扰记录：时间",
        "说了什么": "骚扰记录：内容",
        "类别": "骚扰记录：行为性质",
    },
    guessed={"序号": "案件：案件编号", "机构性质": "债权人：机构类型"},
    open=["跟进人"],
)


def _by_client(book: Workbook) -> None:
    """A list of clients, and of each a sheet of calls that is called by the name."""
    headings = {
        "收案号": "案件编号",
        "姓名": "委托人姓名",
        "身份": "委托人身份",
        "身份证号码": "身份证号",
    }
    headings |= {"联系方式": "联系电话", "现住址": "住址", "放款机构": "债权人"}
    headings |= {"借款人姓名": "债务人姓名", "是借款人的": "与债务人关系"}
    rows = [{it: case.get(ours) for it, ours in headings.items()} for case in CASES]
    fill(book, "客户总表", [], rows)
    for case in CASES:
        calls = [
            {
                "时间": it["时间"],
                "号码": it["对方号码"],
                "谁接的": it["受扰人"],
                "关系": it.get("与委托人关系"),
                "内容": it["内容"],
            }
            for it in INCIDENTS
            if it["案件编号"] == case["案件编号"] and it["方式"] == "电话"
        ]
        fill(book, case["委托人姓名"], [[f"{case['委托人姓名']}来电记录"]], calls)


BY_CLIENT = Ledger(
    "一个客户一张表",
    _by_client,
    only(CASES, *_PERSON, "债务人姓名", "与债务人关系"),
    only(tuple(INSTITUTIONS.values()), "名称", "机构类型"),
    only(
        [it for it in INCIDENTS if it["方式"] == "电话"],
        *("案件编号", "时间", "方式", "对方号码", "受扰人", "与委托人关系", "内容"),
    ),
    surely={"收案号": "案件：案件编号", "姓名": "案件：委托人姓名", "放款机构": "案件：债权人"},
    guessed={"（工作表名）": "骚扰记录：案件编号", "身份": "案件：委托人身份"},
)


def _form(extra_before: Row, extra_after: Row, several: str, nothing: str) -> Callable[..., None]:
    def build(book: Workbook) -> None:
        rows = []
        for number, it in enumerate(CASES, start=1):
            of = {"债务人本人": "我是借款人", "联系人": "借款人的亲友"}[it["委托人身份"]]
            answers = {
                "您的姓名": it["委托人姓名"],
                "您是": of,
                "您的身份证号码是？": it["身份证号"],
                "您的手机号码": it["联系电话"],
                "您的住址（能收到信的）": it["住址"],
                "借款人姓名": it.get("债务人姓名", nothing),
                "您与借款人的关系": it.get("与债务人关系", nothing),
                "您欠哪家机构的款": it["债权人"],
                "是否愿意协商还款": {"是": "愿意", "否": "不愿意"}[it["愿意协商还款"]],
                "对您造成了什么影响": it["损害后果"],
                "出现过哪些情况": several.join(("频繁拨打", "辱骂")),
            }
            before = {
                name: value(number) if callable(value) else value
                for name, value in extra_before.items()
            }
            titled = {
                f"{place}、{name}": text for place, (name, text) in enumerate(answers.items(), 1)
            }
            rows.append({**before, **(titled if several == "┋" else answers), **extra_after})
        fill(book, "Sheet1", [], rows)

    return build


_FORM_CASES = only(CASES, *_PERSON, "债务人姓名", "与债务人关系", "愿意协商还款", "损害后果")
_FORM_INSTITUTIONS = only(tuple(INSTITUTIONS.values()), "名称", "机构类型")


def _a_form(name: str, build: Callable[..., None], number: str, prefixed: bool = False) -> Ledger:
    of = "8、您欠哪家机构的款" if prefixed else "您欠哪家机构的款"
    return Ledger(
        name,
        build,
        _renumbered(_FORM_CASES) if number else _named(_FORM_CASES),
        _FORM_INSTITUTIONS,
        surely={of: "案件：债权人"},
    )


WENJUANXING = _a_form(
    "问卷星",
    _form(
        {
            "序号": lambda number: number,
            "提交答卷时间": "2026/3/6 10:00:00",
            "所用时间": "125秒",
            "来源": "手机提交",
            "来源详情": "N/A",
            "来自IP": "0.0.0.0(虚构)",
        },
        {"总分": 0},
        "┋",
        "(跳过)",
    ),
    "序号",
    prefixed=True,
)
JINSHUJU = _a_form(
    "金数据",
    _form(
        {"序号": lambda number: number},
        {"提交人": "微信用户", "提交时间": "2026-03-06 10:00:00", "修改时间": "", "IP": "0.0.0.0"},
        "，",
        "",
    ),
    "序号",
)
TENCENT = _a_form(
    "腾讯问卷",
    _form(
        {
            "编号": lambda number: number,
            "开始答题时间": "2026-03-06 10:00:00",
            "结束答题时间": "2026-03-06 10:02:00",
            "答题时长": "2分",
            "地理位置国家和地区": "中国",
            "用户类型": "匿名",
        },
        {"自定义字段": ""},
        "|",
        "(空)",
    ),
    "编号",
)
FEISHU = _a_form(
    "飞书表单",
    _form({"提交人": "虚构", "提交时间": "2026/03/06 10:00"}, {}, "、", ""),
    "",
)


def _court(book: Workbook) -> None:
    """A list of a court's: plaintiffs and defendants."""
    rows = [
        {
            "序号": number,
            "案号": f"（2026）虚0000民初000{number}号",
            "原告": it["委托人姓名"],
            "原告身份证号": it["身份证号"],
            "原告住址": it["住址"],
            "原告电话": it["联系电话"],
            "被告": it["债权人"],
            "被告住所地": of["住所地"],
            "被告统一社会信用代码": of["统一社会信用代码"],
            "被告法定代表人": of["法定代表人"],
            "案由": "隐私权纠纷",
            "受理法院": "虚构市甲区人民法院",
            "诉讼日期": date(2026, 4, 1),
        }
        for number, it in enumerate(CASES, start=1)
        for of in [INSTITUTIONS[it["债权人"]]]
    ]
    fill(book, "收案登记", [["虚构市甲区人民法院收案登记表"]], rows)
    _calls(book)


COURT = Ledger(
    "法院收案表",
    _court,
    [
        {
            **it,
            "委托人身份": "债务人本人",
            "案号": f"（2026）虚0000民初000{number}号",
            "管辖法院": "虚构市甲区人民法院",
        }
        for number, it in enumerate(_renumbered(only(CASES, *_PERSON)), start=1)
    ],
    only(
        tuple(INSTITUTIONS.values()), "名称", "机构类型", "住所地", "统一社会信用代码", "法定代表人"
    ),
    _renumbered(INCIDENTS),
    corrections=[
        ("标题对应", ("收案登记", "序号"), "案件表的列", "案件：案件编号"),
        ("标题对应", ("收案登记", "案由"), "案件表的列", "不用"),
        ("标题对应", ("收案登记", "诉讼日期"), "案件表的列", "不用"),
        ("固定内容", ("案件：委托人身份",), "内容", "债务人本人"),
    ],
    surely={"案号": "案件：案号", "受理法院": "案件：管辖法院"},
    guessed={"原告": "案件：委托人姓名", "被告": "案件：债权人", "被告住所地": "债权人：住所地"},
    open=["诉讼日期", "案由"],
)


def _grouped(book: Workbook) -> None:
    """Calls under a line with the client's name, several people in one cell."""
    headings = {"编号": "案件编号", "当事人": "委托人姓名", "当事人类型": "委托人身份"}
    headings |= {"身份证": "身份证号", "电话": "联系电话", "地址": "住址", "出借人": "债权人"}
    headings |= {"借款人姓名": "债务人姓名", "与借款人关系": "与债务人关系"}
    rows = [{it: case.get(ours) for it, ours in headings.items()} for case in CASES]
    fill(book, "当事人", [], rows)
    sheet = book.create_sheet("来电")
    sheet.append(["来电时间", "号码", "接听人", "内容"])
    for place, case in enumerate(CASES):
        sheet.append([f"{'一二'[place]}、{case['委托人姓名']}"])
        for it in INCIDENTS:
            if it["案件编号"] == case["案件编号"] and it["受扰人"] != "张父":
                people = "张父（父亲）、张母（母亲）" if "女儿" not in it["内容"] else "本人"
                sheet.append([f"{it['时间']:%Y-%m-%d %H:%M}", it["对方号码"], people, it["内容"]])


GROUPED = Ledger(
    "按客户分组",
    _grouped,
    only(CASES, *_PERSON, "债务人姓名", "与债务人关系"),
    only(tuple(INSTITUTIONS.values()), "名称", "机构类型"),
    [
        {**row, "方式": "电话", "受扰人": name, "与委托人关系": relation}
        for row in only(INCIDENTS, "案件编号", "时间", "对方号码", "内容")
        if row["内容"] != "儿子欠钱"
        for name, relation in (
            [("本人", "")] if "女儿" in row["内容"] else [("张父", "父亲"), ("张母", "母亲")]
        )
    ],
    guessed={"（分组行）": "骚扰记录：案件编号"},
    surely={"接听人": "骚扰记录：受扰人"},
)


def _two_rows(book: Workbook) -> None:
    """Headings in two rows, the upper ones merged."""
    sheet = book.create_sheet("案件登记")
    sheet.append(["案件登记表（内部）"])
    upper = ["编号", "客户信息", "", "", "", "", "债权人信息", "", "", "", "借款情况", ""]
    lower = [
        "",
        "姓名",
        "身份",
        "身份证号",
        "手机",
        "住址",
        "名称",
        "类型",
        "电话",
        "地址",
        "借款日期",
        "金额",
    ]
    sheet.append(upper)
    sheet.append(lower)
    for span in ("A2:A3", "B2:F2", "G2:J2", "K2:L2"):
        sheet.merge_cells(span)
    for it in CASES[:1]:
        of = INSTITUTIONS[it["债权人"]]
        person = [
            it[name]
            for name in ("案件编号", "委托人姓名", "委托人身份", "身份证号", "联系电话", "住址")
        ]
        lender = [of[name] for name in ("名称", "机构类型", "联系电话", "住所地")]
        sheet.append([*person, *lender, it["借款日期"], it["借款金额"]])
    _calls(book)
    book["通话"].delete_rows(5)


TWO_ROWS = Ledger(
    "两行标题",
    _two_rows,
    only(CASES[:1], *_PERSON, "借款日期", "借款金额"),
    only([INSTITUTIONS[LENDER]], "名称", "机构类型", "联系电话", "住所地"),
    INCIDENTS[:3],
    surely={
        "债权人信息·名称": "案件：债权人",
        "债权人信息·电话": "债权人：联系电话",
        "债权人信息·地址": "债权人：住所地",
        "客户信息·手机": "案件：联系电话",
    },
    guessed={"借款情况·金额": "案件：借款金额"},
)


def _wide(book: Workbook) -> None:
    """The calls of a client go on to the right."""
    rows = []
    for case in CASES:
        row = {
            "档案号": case["案件编号"],
            "客户姓名": case["委托人姓名"],
            "客户身份": case["委托人身份"],
            "身份证号": case["身份证号"],
            "联系电话": case["联系电话"],
            "通讯地址": case["住址"],
            "贷款机构": case["债权人"],
            "债务人": case.get("债务人姓名"),
            "与借款人关系": case.get("与债务人关系"),
        }
        calls = [it for it in INCIDENTS if it["案件编号"] == case["案件编号"]][:2]
        for number, it in enumerate(calls, start=1):
            row |= {
                f"骚扰{number}时间": it["时间"],
                f"骚扰{number}号码": it["对方号码"],
                f"骚扰{number}内容": it["内容"],
            }
        rows.append(row)
    fill(book, "登记", [], rows)


WIDE = Ledger(
    "往右延伸",
    _wide,
    only(CASES, *_PERSON, "债务人姓名", "与债务人关系"),
    only(tuple(INSTITUTIONS.values()), "名称", "机构类型"),
    only(
        [*INCIDENTS[:2], INCIDENTS[3]],
        *("案件编号", "时间", "方式", "对方号码", "内容"),
        受扰人="本人",
    ),
    surely={"骚扰2时间": "骚扰记录：时间", "骚扰1内容": "骚扰记录：内容"},
)

LEDGERS = (
    *(FLAT, BY_CLIENT, WENJUANXING, JINSHUJU, TENCENT, FEISHU, COURT, GROUPED, TWO_ROWS, WIDE),
)
