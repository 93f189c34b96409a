"""Sheets 证据, 损失, 证人 and 办理记录: what is proved, claimed, testified and done."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from anjuan.case.choices import (
    OTHER_EXHIBITS,
    OTHER_ORIGINALS,
    OTHER_SEXES,
    OTHER_STEPS,
    OTHER_TESTIMONIES,
    EvidenceGroup,
    EvidenceType,
    LossItem,
    Original,
    ProceedingStep,
    Sex,
    StatutoryType,
    Testimony,
)
from anjuan.case.columns import Column, ColumnType
from anjuan.case.records.base import CaseRow
from anjuan.case.records.moment import Moment
from anjuan.frozen import frozen

_T = ColumnType


@frozen(kw_only=True)
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
            also=OTHER_EXHIBITS,
            help="文书里会换成民事诉讼法上的种类。",
        ),
    ]
    statutory_type: Annotated[
        StatutoryType | Literal[""],
        Column(
            "法定种类",
            _T.CHOICE,
            choices=tuple(StatutoryType),
            help="民事诉讼法上的种类；空着时按证据种类和名称推出。",
        ),
    ]
    group: Annotated[
        EvidenceGroup | Literal[""],
        Column(
            "分组",
            _T.CHOICE,
            choices=tuple(EvidenceGroup),
            help="证据目录里归在哪一组；空着时按引用它的行推出。",
        ),
    ]
    source: Annotated[str, Column("来源", help="如 本人手机、中国移动营业厅。")]
    proves: Annotated[str, Column("证明事项", _T.NOTE, required=True, help="这份证据证明什么。")]
    formed_on: Annotated[Moment | None, Column("形成时间", _T.MOMENT, help="形成或取得的日期。")]
    original_medium: Annotated[str, Column("原始载体", help="如 本人手机内的原始录音文件。")]
    original: Annotated[
        Original | Literal[""],
        Column(
            "原件",
            _T.CHOICE,
            choices=tuple(Original),
            also=OTHER_ORIGINALS,
            help="能出示原件（电子数据为原始载体）的写 原件，只有复印件的写 复制件。",
        ),
    ]
    pages: Annotated[int | None, Column("页数", _T.COUNT, units=("页",), help="打印件的页数。")]
    file: Annotated[
        str,
        Column(
            "文件路径",
            _T.NOTE,
            help="证据文件（png、jpg、pdf）的位置，从案件表所在的文件夹算起；几个文件用分号隔开。",
        ),
    ]


@frozen(kw_only=True)
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
    owner: Annotated[
        str,
        Column("权利人", help="谁的损失；空着就是委托人。别人的损失不能由委托人主张。"),
    ]
    receipt: Annotated[
        str, Column("票据", help="凭哪些票据，如 门诊收费票据 3 张；没有票据就空着。")
    ]
    explanation: Annotated[str, Column("说明", _T.NOTE, help="怎样算出来的。")]
    evidence_numbers: Annotated[
        str, Column("证据编号", _T.KEY, help="证据表里的编号；几份用顿号隔开。")
    ]


@frozen(kw_only=True)
class Witness(CaseRow):
    """A row of sheet 证人: a person who may testify; not everybody who was called is one."""

    name: Annotated[str, Column("姓名", required=True, help="证人的姓名，与身份证一致。")]
    relation: Annotated[
        str, Column("与委托人关系", help="如 母亲、同事；与当事人有无利害关系，法院会问。")
    ]
    sex: Annotated[
        Sex | Literal[""],
        Column(
            "性别", _T.CHOICE, choices=tuple(Sex), also=OTHER_SEXES, help="空着时按身份证号推出。"
        ),
    ]
    birth_date: Annotated[date | None, Column("出生日期", _T.DATE, help="空着时按身份证号推出。")]
    identity_number: Annotated[
        str, Column("身份证号", _T.IDENTITY, help="18 位；文书里留给证人自己填写。")
    ]
    occupation: Annotated[str, Column("职业", help="如 教师；也可以写工作单位。")]
    address: Annotated[str, Column("住址", help="起诉状要写证人的住所，通知也寄到这里。")]
    phone: Annotated[str, Column("联系电话", _T.PHONE, help="证人自己的电话。")]
    testimony: Annotated[
        Testimony | Literal[""],
        Column(
            "作证方式",
            _T.CHOICE,
            choices=tuple(Testimony),
            also=OTHER_TESTIMONIES,
            help="出庭作证，还是只出具书面证言；空着就是还没有定。",
        ),
    ]
    guardian: Annotated[
        str, Column("监护人", help="证人未满 18 岁的，写作证时在场的监护人的姓名。")
    ]
    proves: Annotated[
        str, Column("待证事实", _T.NOTE, help="这位证人要证明什么，如 2026年3月5日接到的电话。")
    ]


@frozen(kw_only=True)
class Proceeding(CaseRow):
    """A row of sheet 办理记录: one thing done or received in a case."""

    day: Annotated[
        date | None,
        Column("日期", _T.DATE, required=True, help="办理或收到的日期，如 2026-03-06。"),
    ]
    step: Annotated[
        ProceedingStep | Literal[""],
        Column(
            "事项",
            _T.CHOICE,
            required=True,
            choices=tuple(ProceedingStep),
            also=OTHER_STEPS,
            help="办了什么，或收到了什么。",
        ),
    ]
    institution: Annotated[
        str, Column("机构", help="向谁提出的，或谁答复的：机构、监管部门、公安机关、法院。")
    ]
    means: Annotated[str, Column("方式", help="如 客服热线、挂号信、网上提交。")]
    document_number: Annotated[
        str, Column("文号", _T.KEY, help="受理编号、答复文号、案号、挂号信号码等。")
    ]
    result: Annotated[str, Column("结果", _T.NOTE, help="对方怎样答复，如 未答复、答复不属实。")]
    answer_due: Annotated[
        date | None, Column("答复期限", _T.DATE, help="对方应当在哪一天以前答复。")
    ]
    evidence_numbers: Annotated[
        str, Column("证据编号", _T.KEY, help="证据表里的编号；几份用顿号隔开。")
    ]
    remark: Annotated[str, Column("备注", _T.NOTE, help="不会印在文书上。")]
