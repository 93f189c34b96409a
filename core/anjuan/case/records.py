"""The declarative table of the workbook: every record, every column, every heading.

A heading is typed here and nowhere else. Types say what the rest of the program may rely
on: an empty cell is `""`, `None` or `()`; money is `Decimal` yuan; days are `date`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Annotated, Literal

from anjuan.case.choices import (
    CONSENT,
    CREDIT_CARD,
    OTHER_APOLOGIES,
    OTHER_DOCUMENTS,
    OTHER_METHODS,
    OTHER_SEXES,
    ApologyForm,
    EvidenceType,
    IdentityDocument,
    InstitutionType,
    Liability,
    LossItem,
    Method,
    Nature,
    Role,
    Sex,
)
from anjuan.case.columns import Column, ColumnType, Derived, fields_of, heading_of
from anjuan.case.counting import Figures, count_incidents
from anjuan.case.keys import label_key, number_key
from anjuan.case.people import Who
from anjuan.chinese import split_list
from anjuan.problems import Place


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, and the time of day where it is known.

    Attributes:
        day: the calendar day.
        clock: the time of day (Beijing time); None when only the day was written.
    """

    day: date
    clock: time | None = None

    @property
    def sort_key(self) -> datetime:
        """Orders moments; one without a time of day comes first on its day."""
        return datetime.combine(self.day, self.clock or time.min)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a record stands in the workbook.

    Attributes:
        sheet: sheet name.
        row: the row number that Excel shows.
        letters: column letter by heading, for every heading the sheet has.
    """

    sheet: str = ""
    row: int = 0
    letters: Mapping[str, str] = field(default_factory=dict)

    def cell(self, heading: str) -> str:
        """Address of the cell under `heading`; empty when the sheet lacks that column."""
        letter = self.letters.get(heading)
        return f"{letter}{self.row}" if letter else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What every row has.

    Attributes:
        origin: its place in the workbook.
        extra: the lawyer's own columns, heading → text; empty cells included.
    """

    origin: Origin = field(default_factory=Origin, repr=False)
    extra: Mapping[str, str] = field(default_factory=dict)

    @property
    def belongs_to(self) -> str:
        """案件编号 of its case; empty for an institution, which belongs to many."""
        return ""

    def own_heading(self, name: str) -> str:
        """The heading of a column of the lawyer's own, by its name in any form; empty without."""
        if name in self.extra:
            return name
        same = (heading for heading in self.extra if label_key(heading) == label_key(name))
        return next(same, "")

    def place(self, attribute: str = "") -> Place:
        """The cell that an attribute came from; without one, the row, shown by its first column.

        Args:
            attribute: English name (`court`, `moment`); the client's are those of the case.

        Raises:
            LookupError: no column has this attribute.
        """
        first = fields_of(type(self))[0].column.heading
        heading = heading_of(type(self), attribute) if attribute else ""
        # Where the sheet lacks the column there is still a row to point at.
        cell = self.origin.cell(heading or first) or f"A{self.origin.row}"
        return Place(self.origin.sheet, cell, heading, self.belongs_to)


_T = ColumnType


@dataclass(frozen=True, slots=True, kw_only=True)
class Institution(Record):
    """A row of sheet 机构: a creditor, a platform or a collector."""

    name: Annotated[str, Column("名称", required=True, help="营业执照上的全称。")]
    short_name: Annotated[str, Column("简称", help="案件表里可以用它来代替全称。")]
    type: Annotated[
        InstitutionType | Literal[""],
        Column(
            "机构类型",
            _T.CHOICE,
            required=True,
            choices=tuple(InstitutionType),
            help="决定向哪个部门投诉举报、可以引用哪些规定。",
        ),
    ]
    credit_code: Annotated[
        str, Column("统一社会信用代码", _T.CREDIT_CODE, help="18 位，核对校验位。")
    ]
    address: Annotated[str, Column("住所地", help="营业执照上的住所。")]
    legal_representative: Annotated[str, Column("法定代表人", help="姓名，不是“负责人”。")]
    position: Annotated[str, Column("职务", help="法定代表人的职务，如 董事长。")]
    phone: Annotated[str, Column("联系电话", _T.PHONE, help="机构对外公布的电话。")]
    region: Annotated[str, Column("所在地区", help="省级行政区，如 浙江省；用来称呼当地监管部门。")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """The person we act for: the part of sheet 案件 that describes 委托人."""

    role: Annotated[
        Role | Literal[""],
        Column(
            "委托人身份",
            _T.CHOICE,
            required=True,
            choices=tuple(Role),
            short="身份",
            help="委托人是借款人自己，还是被催收牵连的联系人。",
        ),
    ]
    name: Annotated[
        str,
        Column(
            "委托人姓名",
            required=True,
            short="姓名",
            called=("当事人", "客户", "客户姓名"),
            help="与身份证一致。",
        ),
    ]
    sex: Annotated[
        Sex | Literal[""],
        Column(
            "性别",
            _T.CHOICE,
            choices=tuple(Sex),
            also=OTHER_SEXES,
            help="空着时按身份证号推出。",
        ),
    ]
    ethnicity: Annotated[str, Column("民族", help="如 汉族。")]
    birth_date: Annotated[date | None, Column("出生日期", _T.DATE, help="空着时按身份证号推出。")]
    identity_document: Annotated[
        IdentityDocument | Literal[""],
        Column(
            "证件种类",
            _T.CHOICE,
            choices=tuple(IdentityDocument),
            also=OTHER_DOCUMENTS,
            help="空着就是居民身份证。",
        ),
    ]
    identity_number: Annotated[
        str,
        Column(
            "身份证号",
            _T.IDENTITY,
            required=True,
            of="证件种类",
            help="身份证是 18 位；其他证件写它的号码。单元格请设为文本格式。",
        ),
    ]
    occupation: Annotated[str, Column("职业", help="民事起诉状要写，如 教师。")]
    employer: Annotated[str, Column("工作单位", help="没有就空着。")]
    address: Annotated[
        str, Column("住址", required=True, called=("地址", "居住地"), help="能收到邮件的地址。")
    ]
    phone: Annotated[
        str,
        Column(
            "联系电话",
            _T.PHONE,
            required=True,
            called=("手机", "手机号", "手机号码", "联系方式"),
            help="委托人自己的电话。",
        ),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow(Record):
    """What every row of a sheet has whose rows belong to a case."""

    case_number: Annotated[str, Column("案件编号", _T.KEY, required=True, help="与案件表一致。")]

    @property
    def belongs_to(self) -> str:
        """案件编号 of its case."""
        return self.case_number


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident(CaseRow):
    """A row of sheet 骚扰记录: one call, message or visit, or a counted run of them.

    Attributes:
        victim: one person has one name in all rows of a case: client and debtor that of the case,
            others the one that was typed first.
        who: whom it reached.
    """

    moment: Annotated[
        Moment | None,
        Column(
            "时间",
            _T.MOMENT,
            required=True,
            help="如 2026-03-05 22:40；不知道几点就只写日期。夜间（22:00 至次日 8:00）请单独成行。",
        ),
    ]
    method: Annotated[
        Method | Literal[""],
        Column(
            "方式",
            _T.CHOICE,
            required=True,
            choices=tuple(Method),
            also=OTHER_METHODS,
            help="以什么方式骚扰。",
        ),
    ]
    number: Annotated[
        str,
        Column(
            "对方号码",
            _T.PHONE,
            called=("来电号码", "主叫号码", "催收号码"),
            help="主叫号码、短信端口或微信号。",
        ),
    ]
    victim: Annotated[
        str,
        Column(
            "受扰人",
            required=True,
            called=("接听人", "被叫人", "接电话的人"),
            help="接到电话或消息的人的姓名。",
        ),
    ]
    relation: Annotated[
        str, Column("与委托人关系", help="如 母亲、同事；受扰人就是委托人时写 本人。")
    ]
    count: Annotated[
        int,
        Column(
            "次数",
            _T.COUNT,
            if_empty=1,
            units=("次", "通", "条", "个", "回", "遍", "起"),
            help="空着算 1 次。",
        ),
    ]
    content: Annotated[
        str,
        Column(
            "内容", _T.NOTE, called=("说了什么", "通话要点"), help="原话的要旨；引原话请加引号。"
        ),
    ]
    natures: Annotated[
        tuple[Nature, ...],
        Column(
            "行为性质",
            _T.CHOICES,
            choices=tuple(Nature),
            help="可写几项，用顿号隔开。",
        ),
    ]
    evidence_numbers: Annotated[
        str, Column("证据编号", _T.KEY, help="证据表里的编号；几份用顿号隔开。")
    ]
    who: Annotated[Who, Derived(("victim", "relation"))] = Who.OTHER

    @property
    def is_about_client(self) -> bool:
        """True where the client was reached, by whatever name the row calls them."""
        return self.who is Who.CLIENT

    @property
    def is_about_debtor(self) -> bool:
        """True where, in a contact's case, the debtor was reached, likewise."""
        return self.who is Who.DEBTOR


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence(CaseRow):
    """A row of sheet 证据: one exhibit."""

    number: Annotated[
        str, Column("证据编号", _T.KEY, required=True, help="本案内不重复，如 1、2、3。")
    ]
    title: Annotated[str, Column("证据名称", required=True, help="如 2026年3月通话详单。")]
    type: Annotated[
        EvidenceType | Literal[""],
        Column(
            "证据种类",
            _T.CHOICE,
            choices=tuple(EvidenceType),
            help="文书里会换成民事诉讼法上的种类。",
        ),
    ]
    source: Annotated[str, Column("来源", help="如 本人手机、中国移动营业厅。")]
    proves: Annotated[str, Column("证明事项", _T.NOTE, required=True, help="这份证据证明什么。")]
    formed_on: Annotated[Moment | None, Column("形成时间", _T.MOMENT, help="形成或取得的日期。")]
    original_medium: Annotated[str, Column("原始载体", help="如 本人手机内的原始录音文件。")]
    pages: Annotated[int | None, Column("页数", _T.COUNT, units=("页",), help="打印件的页数。")]
    file: Annotated[
        str,
        Column(
            "文件路径",
            _T.NOTE,
            help="证据文件（png、jpg、pdf）的位置，从案件表所在的文件夹算起；几个文件用分号隔开。",
        ),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss(CaseRow):
    """A row of sheet 损失: one item of damage claimed."""

    item: Annotated[
        LossItem | Literal[""],
        Column(
            "项目",
            _T.CHOICE,
            required=True,
            choices=tuple(LossItem),
            help="精神损害抚慰金写在案件表里。",
        ),
    ]
    amount: Annotated[
        Decimal | None, Column("金额", _T.MONEY, required=True, help="单位为元，最多两位小数。")
    ]
    explanation: Annotated[str, Column("说明", _T.NOTE, help="怎样算出来的。")]
    evidence_numbers: Annotated[
        str, Column("证据编号", _T.KEY, help="证据表里的编号；几份用顿号隔开。")
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case(Record):
    """A row of sheet 案件 with all rows of other sheets that belong to it."""

    number: Annotated[str, Column("案件编号", _T.KEY, required=True, help="不重复，作文件夹名。")]
    client: Client
    debtor_name: Annotated[
        str,
        Column(
            "债务人姓名",
            required_if=("委托人身份", Role.CONTACT),
            help="委托人是联系人时必填。",
        ),
    ]
    relation_to_debtor: Annotated[
        str,
        Column(
            "与债务人关系",
            required_if=("委托人身份", Role.CONTACT),
            help="委托人是债务人的什么人，如 母亲、同事。",
        ),
    ]
    liability: Annotated[
        Liability | Literal[""],
        Column(
            "债务责任",
            _T.CHOICE,
            choices=tuple(Liability),
            help="联系人是否担保人或共同借款人；空着按 无 处理。只被填作紧急联系人的写 无。",
        ),
    ]
    creditor: Annotated[
        Institution | None,
        Column(
            "债权人",
            _T.LINK,
            required=True,
            called=("欠款机构", "放款机构", "贷款机构"),
            help="合同上的出借人，先在机构表里登记。",
        ),
    ]
    platform: Annotated[
        Institution | None,
        Column("借款平台", _T.LINK, help="App 由另一家公司运营时填写。"),
    ]
    collector: Annotated[
        Institution | None, Column("催收机构", _T.LINK, help="查明的外包催收公司。")
    ]
    loan_product: Annotated[str, Column("借款产品", help="产品名称，如 信用卡、××借款。")]
    contract_number: Annotated[str, Column("合同编号", _T.KEY, help="信用卡请勿写完整卡号。")]
    card_tail: Annotated[str, Column("卡号后四位", _T.KEY, help="信用卡案件填写，只写后四位。")]
    loan_date: Annotated[date | None, Column("借款日期", _T.DATE, help="放款日期。")]
    loan_amount: Annotated[
        Decimal | None,
        Column("借款金额", _T.MONEY, help="仅供核对；文书不印，以免构成自认。"),
    ]
    overdue_date: Annotated[date | None, Column("逾期日期", _T.DATE, help="第一天逾期的日期。")]
    will_negotiate: Annotated[
        bool | None,
        Column(
            "愿意协商还款", _T.FLAG, choices=("是", "否"), also=CONSENT, help="债务人是否愿意协商。"
        ),
    ]
    objection_date: Annotated[
        date | None, Column("要求停止日期", _T.DATE, help="最早明确要求对方停止的日期。")
    ]
    objection_means: Annotated[str, Column("要求停止方式", help="如 电话中口头、客服邮件。")]
    consequences: Annotated[
        str, Column("损害后果", _T.NOTE, help="就诊、失眠、离职等实际后果，写成一两句话。")
    ]
    court: Annotated[
        str,
        Column("管辖法院", help="受诉法院全称；空着时起诉状留空待填。"),
    ]
    police: Annotated[
        str,
        Column("公安机关", help="如 ××市公安局××派出所；空着时报案材料留空待填。"),
    ]
    apology_form: Annotated[
        ApologyForm | Literal[""],
        Column(
            "道歉方式",
            _T.CHOICE,
            choices=tuple(ApologyForm),
            also=OTHER_APOLOGIES,
            help="空着按书面。",
        ),
    ]
    apology_scope: Annotated[
        str, Column("道歉范围", _T.NOTE, help="公开道歉时在什么范围内，须与影响范围相当。")
    ]
    solatium: Annotated[
        Decimal | None,
        Column("精神损害抚慰金", _T.MONEY, help="主张的数额（元）；须有严重后果和证据。"),
    ]
    lawyer: Annotated[str, Column("委托律师", help="律师姓名。")]
    law_firm: Annotated[str, Column("律师事务所", help="律师事务所全称。")]
    lawyer_phone: Annotated[str, Column("律师电话", _T.PHONE, help="律师的联系电话。")]
    wanted: Annotated[
        str,
        Column(
            "文书",
            nothing_is_meant=True,
            help="要哪几种文书，用顿号隔开；空着生成全部适用的文书。",
        ),
    ]
    signing_date: Annotated[date | None, Column("落款日期", _T.DATE, help="空着时留给手写。")]
    remark: Annotated[str, Column("备注", _T.NOTE, help="不会印在文书上。")]
    incidents: tuple[Incident, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    losses: tuple[Loss, ...] = ()
    _figures: Figures | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def belongs_to(self) -> str:
        """案件编号."""
        return self.number

    @property
    def figures(self) -> Figures:
        """What its incidents add up to; counted once, when first asked for."""
        if self._figures is None:
            counted = count_incidents(self.incidents)
            object.__setattr__(self, "_figures", counted)
            return counted
        return self._figures

    @property
    def after_objection(self) -> int:
        """Incidents on days after the client demanded that it stop; 0 where that never was."""
        since = self.objection_date
        after = (row for row in self.incidents if since and row.moment and row.moment.day > since)
        return sum(row.count for row in after)

    def with_incidents(self, incidents: Iterable[Incident]) -> Case:
        """The same case, as if of its incidents only these had happened."""
        return replace(self, incidents=tuple(incidents))

    def exhibits_of(self, rows: Iterable[Incident | Loss]) -> tuple[Evidence, ...]:
        """The exhibits that rows name, each once, in the order of sheet 证据."""
        named = {number_key(it) for row in rows for it in split_list(row.evidence_numbers)}
        return tuple(it for it in self.evidence if number_key(it.number) in named)

    @property
    def total_loss(self) -> Decimal:
        """All losses of the case, in yuan."""
        return sum((loss.amount for loss in self.losses if loss.amount is not None), Decimal(0))

    @property
    def damages(self) -> Decimal:
        """All that is claimed in money, in yuan: the losses and 精神损害抚慰金."""
        return self.total_loss + (self.solatium or Decimal(0))

    @property
    def is_about_credit_card(self) -> bool:
        """True for a bank's credit card: only then may 信用卡办法 be cited (law-facts §4.1)."""
        by_bank = self.creditor is not None and self.creditor.type == InstitutionType.BANK
        return by_bank and (CREDIT_CARD in self.loan_product or bool(self.card_tail))

    @property
    def is_contact(self) -> bool:
        """True when the client is one of the debtor's contacts."""
        return self.client.role == Role.CONTACT

    @property
    def is_liable_third_party(self) -> bool:
        """True for a guarantor or co-borrower, who is no unrelated third party (law-facts §7.1)."""
        return self.liability not in ("", Liability.NONE)
