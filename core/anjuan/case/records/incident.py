"""Sheet 骚扰记录: calls, messages and visits."""

from __future__ import annotations

from typing import Annotated, Literal

from anjuan.case.choices import (
    OTHER_METHODS,
    OTHER_NATURES,
    OTHER_TIES,
    Method,
    Nature,
    Tie,
)
from anjuan.case.columns import Column, ColumnType, Derived
from anjuan.case.people import Who
from anjuan.case.records.base import CaseRow
from anjuan.case.records.moment import Moment
from anjuan.frozen import frozen

_T = ColumnType


@frozen(kw_only=True)
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
            help="如 2026-03-05 22:40；不知道几点就只写日期，不知道哪天可写 2026年3月上旬。"
            "夜间（22:00 至次日 8:00）请单独成行。",
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
            help="主叫号码、短信端口或微信号。",
        ),
    ]
    claimed_name: Annotated[
        str, Column("对方自称", help="来电人自称是哪里的什么人，如 ××公司法务；没有自称就空着。")
    ]
    ties: Annotated[
        tuple[Tie, ...],
        Column(
            "关联依据",
            _T.CHOICES,
            choices=tuple(Tie),
            also=OTHER_TIES,
            help="凭什么知道对方是替债权人催收；可写几项，用顿号隔开。",
        ),
    ]
    victim: Annotated[
        str,
        Column(
            "受扰人",
            required=True,
            help="接到电话或消息的人的姓名。",
        ),
    ]
    relation: Annotated[
        str, Column("与委托人关系", help="如 母亲、同事；受扰人就是委托人时写 本人。")
    ]
    victim_phone: Annotated[
        str, Column("受扰人电话", _T.PHONE, help="接到电话或消息的那个号码；不知道就空着。")
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
    connected: Annotated[
        int | None,
        Column(
            "接通次数",
            _T.COUNT,
            least=0,
            units=("次", "通"),
            help="其中接通了几次；一次也没有接通写 0，不知道就空着。",
        ),
    ]
    talk_seconds: Annotated[
        int | None,
        Column("通话时长", _T.DURATION, help="接通的一共说了多久，如 1分5秒；几通相加。"),
    ]
    content: Annotated[
        str,
        Column("内容", _T.NOTE, help="原话的要旨；引原话请加引号。"),
    ]
    natures: Annotated[
        tuple[Nature, ...],
        Column(
            "行为性质",
            _T.CHOICES,
            choices=tuple(Nature),
            also=OTHER_NATURES,
            help="可写几项，用顿号隔开。当着别人的面或在群里的辱骂写 公开侮辱；"
            "扬言伤人、限制自由写 威胁人身。",
        ),
    ]
    place_name: Annotated[
        str, Column("地点", help="上门、张贴的地方，如 委托人家门口；电话、短信空着。")
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
