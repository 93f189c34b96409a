"""The part of sheet 案件 that describes 委托人."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from anjuan.case.choices import OTHER_DOCUMENTS, OTHER_SEXES, IdentityDocument, Role, Sex
from anjuan.case.columns import Column, ColumnType
from anjuan.frozen import frozen

_T = ColumnType


@frozen(kw_only=True)
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
            is_rare=True,
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
    address: Annotated[str, Column("住址", required=True, help="能收到邮件的地址。")]
    postcode: Annotated[str, Column("邮编", _T.KEY, is_rare=True, help="住址的邮政编码，6 位。")]
    phone: Annotated[
        str,
        Column(
            "联系电话",
            _T.PHONE,
            required=True,
            help="委托人自己的电话。",
        ),
    ]
    email: Annotated[str, Column("电子邮箱", is_rare=True, help="收答复用的邮箱；没有就空着。")]
    guardian: Annotated[
        str,
        Column("法定代理人", is_rare=True, help="委托人未满 18 岁的，写父亲或母亲等监护人的姓名。"),
    ]
    guardian_relation: Annotated[
        str, Column("法定代理人关系", is_rare=True, help="法定代理人是委托人的什么人，如 母亲。")
    ]
    guardian_identity_number: Annotated[
        str,
        Column(
            "法定代理人身份证号", _T.IDENTITY, is_rare=True, help="18 位。单元格请设为文本格式。"
        ),
    ]
    guardian_phone: Annotated[
        str, Column("法定代理人电话", _T.PHONE, is_rare=True, help="法定代理人自己的电话。")
    ]
