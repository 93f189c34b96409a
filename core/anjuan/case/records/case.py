"""Sheet 案件: one row a case, with all that other sheets tell of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field, replace
from datetime import date
from decimal import Decimal
from operator import is_
from typing import Annotated, Literal

from anjuan.case.choices import (
    CONSENT,
    CREDIT_CARD,
    OTHER_APOLOGIES,
    OTHER_LIABILITIES,
    OTHER_PARTIES,
    OTHER_STATUSES,
    ApologyForm,
    DebtorStatus,
    InstitutionType,
    Liability,
    Party,
    Role,
)
from anjuan.case.columns import Column, ColumnType
from anjuan.case.counting import Figures, count_incidents
from anjuan.case.keys import number_key
from anjuan.case.records.base import Record
from anjuan.case.records.client import Client
from anjuan.case.records.incident import Incident
from anjuan.case.records.institution import Institution
from anjuan.case.records.own_rows import NO_OWN_ROWS, OwnRows
from anjuan.case.records.rows import Evidence, Loss, Proceeding, Witness
from anjuan.chinese import split_list
from anjuan.frozen import frozen

_T = ColumnType


@frozen(kw_only=True)
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
            also=OTHER_LIABILITIES,
            help="委托人与这笔债务是什么关系；空着按 无 处理。只被填作紧急联系人的写 无；"
            "不认识债务人、号码换过主人的写 号码错误。",
        ),
    ]
    debtor_status: Annotated[
        DebtorStatus | Literal[""],
        Column(
            "债务人状态",
            _T.CHOICE,
            choices=tuple(DebtorStatus),
            also=OTHER_STATUSES,
            is_rare=True,
            help="债务人本人现在怎样；空着就是正常或不知道。",
        ),
    ]
    creditor: Annotated[
        Institution | None,
        Column(
            "债权人",
            _T.LINK,
            required=True,
            help="合同上的出借人，先在机构表里登记。",
        ),
    ]
    original_lender: Annotated[
        Institution | None,
        Column(
            "原出借人",
            _T.LINK,
            is_rare=True,
            help="债权转让过的，写合同上的出借人；债权人写受让人。",
        ),
    ]
    assignment_notice_date: Annotated[
        date | None,
        Column(
            "转让通知日期", _T.DATE, is_rare=True, help="收到债权转让通知的日期；没有收到就空着。"
        ),
    ]
    platform: Annotated[
        Institution | None,
        Column("借款平台", _T.LINK, help="App 由另一家公司运营时填写。"),
    ]
    app: Annotated[str, Column("平台App", is_rare=True, help="App 的名称，如 ××借款。")]
    website: Annotated[str, Column("平台网址", is_rare=True, help="网站或下载页的网址。")]
    collector: Annotated[
        Institution | None,
        Column("催收机构", _T.LINK, help="查明的外包催收公司。"),
    ]
    collector_found_by: Annotated[
        str,
        Column("催收机构查明依据", _T.NOTE, help="怎样知道是这一家，如 短信署名、债权人书面答复。"),
    ]
    sued: Annotated[
        tuple[Party, ...],
        Column(
            "被告",
            _T.CHOICES,
            choices=tuple(Party),
            also=OTHER_PARTIES,
            help="起诉哪几家；空着时按来电的关联依据确定。",
        ),
    ]
    loan_product: Annotated[str, Column("借款产品", help="产品名称，如 信用卡、××借款。")]
    contract_number: Annotated[str, Column("合同编号", _T.KEY, help="信用卡请勿写完整卡号。")]
    card_tail: Annotated[str, Column("卡号后四位", _T.KEY, help="信用卡案件填写，只写后四位。")]
    loan_date: Annotated[date | None, Column("借款日期", _T.DATE, help="放款日期。")]
    loan_amount: Annotated[
        Decimal | None,
        Column(
            "借款金额",
            _T.MONEY,
            help="仅供核对；文书不印，以免构成自认。",
        ),
    ]
    overdue_date: Annotated[date | None, Column("逾期日期", _T.DATE, help="第一天逾期的日期。")]
    will_negotiate: Annotated[
        bool | None,
        Column(
            "愿意协商还款", _T.FLAG, choices=("是", "否"), also=CONSENT, help="债务人是否愿意协商。"
        ),
    ]
    hardship: Annotated[
        str,
        Column(
            "困难原因",
            _T.NOTE,
            is_rare=True,
            help="为什么还不上，如 2026年1月失业；协商还款申请书用。",
        ),
    ]
    instalments: Annotated[
        int | None,
        Column("还款期数", _T.COUNT, units=("期", "个月"), is_rare=True, help="希望分几期还。"),
    ]
    instalment_amount: Annotated[
        Decimal | None, Column("每期还款", _T.MONEY, is_rare=True, help="每期能还多少（元）。")
    ]
    first_instalment_date: Annotated[
        date | None, Column("首期日期", _T.DATE, is_rare=True, help="第一期哪天还。")
    ]
    objection_date: Annotated[
        date | None, Column("要求停止日期", _T.DATE, help="最早明确要求对方停止的日期。")
    ]
    objection_means: Annotated[str, Column("要求停止方式", help="如 电话中口头、客服邮件。")]
    objection_evidence: Annotated[
        str, Column("要求停止证据编号", _T.KEY, help="证明曾经要求停止的证据；几份用顿号隔开。")
    ]
    consequences: Annotated[
        str, Column("损害后果", _T.NOTE, help="就诊、失眠、离职等实际后果，写成一两句话。")
    ]
    court: Annotated[
        str,
        Column("管辖法院", help="受诉法院全称；空着时起诉状留空待填。"),
    ]
    docket_number: Annotated[
        str,
        Column("案号", _T.KEY, is_rare=True, help="法院立案后的案号，如 （2026）×0000民初0000号。"),
    ]
    proof_deadline: Annotated[
        date | None,
        Column("举证期限", _T.DATE, is_rare=True, help="法院通知的举证期限届满的日期。"),
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
    lawyer_license: Annotated[
        str, Column("律师执业证号", _T.KEY, help="17 位；两位律师的用顿号隔开，次序与姓名一致。")
    ]
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
    witnesses: tuple[Witness, ...] = ()
    proceedings: tuple[Proceeding, ...] = ()
    own_rows: OwnRows = field(default_factory=lambda: NO_OWN_ROWS)
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
        if since is None:
            return 0
        after = (row for row in self.incidents if row.moment and row.moment.day > since)
        return sum(row.count for row in after)

    def with_incidents(self, incidents: Iterable[Incident]) -> Case:
        """The same case, as if of its incidents only these had happened: itself if all had."""
        chosen = tuple(incidents)
        is_whole = len(chosen) == len(self.incidents) and all(map(is_, chosen, self.incidents))
        return self if is_whole else replace(self, incidents=chosen)

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
        """True for a bank's credit card: only then may 信用卡办法 be cited."""
        by_bank = self.creditor is not None and self.creditor.type == InstitutionType.BANK
        return by_bank and (CREDIT_CARD in self.loan_product or bool(self.card_tail))

    @property
    def is_contact(self) -> bool:
        """True when the client is one of the debtor's contacts."""
        return self.client.role == Role.CONTACT

    @property
    def is_liable_third_party(self) -> bool:
        """True for a guarantor or co-borrower, who is no unrelated third party."""
        return self.liability in (Liability.GUARANTOR, Liability.CO_BORROWER)
