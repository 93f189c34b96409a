"""Sheet 机构: a creditor, a platform or a collector."""

from __future__ import annotations

from typing import Annotated, Literal

from anjuan.case.choices import OTHER_FORMS, OTHER_INSTITUTIONS, InstitutionType, LegalForm
from anjuan.case.columns import Column, ColumnType
from anjuan.case.records.base import Record
from anjuan.frozen import frozen

_T = ColumnType


@frozen(kw_only=True)
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
            also=OTHER_INSTITUTIONS,
            help="决定向哪个部门投诉举报、可以引用哪些规定。",
        ),
    ]
    legal_form: Annotated[
        LegalForm | Literal[""],
        Column(
            "主体性质",
            _T.CHOICE,
            choices=tuple(LegalForm),
            also=OTHER_FORMS,
            is_rare=True,
            help="空着就是法人。没有营业执照的部门（如有的信用卡中心）写 内设部门。",
        ),
    ]
    parent: Annotated[
        Institution | None,
        Column(
            "所属法人",
            _T.LINK,
            is_rare=True,
            help="分支机构、内设部门属于哪家机构；那一家也在本表登记。",
        ),
    ]
    credit_code: Annotated[
        str, Column("统一社会信用代码", _T.CREDIT_CODE, help="18 位，核对校验位。")
    ]
    address: Annotated[str, Column("住所地", help="营业执照上的住所。")]
    legal_representative: Annotated[str, Column("法定代表人", help="姓名，不是“负责人”。")]
    head: Annotated[str, Column("负责人", is_rare=True, help="分支机构营业执照上的负责人。")]
    position: Annotated[str, Column("职务", help="法定代表人或负责人的职务，如 董事长。")]
    phone: Annotated[str, Column("联系电话", _T.PHONE, help="机构对外公布的电话。")]
    complaint_address: Annotated[
        str, Column("投诉地址", is_rare=True, help="收投诉信件的地址；空着就寄往住所地。")
    ]
    email: Annotated[str, Column("电子邮箱", is_rare=True, help="收投诉邮件的邮箱。")]
    region: Annotated[str, Column("所在地区", help="省级行政区，如 浙江省；用来称呼当地监管部门。")]
