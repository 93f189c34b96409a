"""The words that a cell of the workbook may hold: each is typed here and nowhere else.

The columns (records.py) take their choices from these, in this order. A word is a text: it prints
as it is written and equals it, so that templates compare it with what a lawyer typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Literal


class Role(StrEnum):
    """委托人身份: who our client is."""

    DEBTOR = "债务人本人"
    CONTACT = "联系人"


class Sex(StrEnum):
    """性别."""

    MALE = "男"
    FEMALE = "女"


class IdentityDocument(StrEnum):
    """证件种类: which document the client is identified by."""

    CARD = "居民身份证"
    PASSPORT = "护照"
    HONG_KONG_AND_MACAO = "港澳居民来往内地通行证"
    TAIWAN = "台湾居民来往大陆通行证"
    PERMANENT_RESIDENCE = "外国人永久居留身份证"

    @property
    def short(self) -> str:
        """What a list of enclosures calls it: 身份证, 护照."""
        return "身份证" if self is IdentityDocument.CARD else str(self)

    @property
    def number_title(self) -> str:
        """What its number is called on paper: 公民身份号码, 护照号码."""
        return "公民身份号码" if self is IdentityDocument.CARD else f"{self}号码"


def sex_of(identity_number: str) -> Sex | Literal[""]:
    """By the parity of the 17th digit (GB 11643-1999); empty for no number."""
    if len(identity_number) != 18:
        return ""
    return Sex.MALE if int(identity_number[16]) % 2 else Sex.FEMALE


class Liability(StrEnum):
    """债务责任: what a contact of the debtor owes himself."""

    NONE = "无"
    GUARANTOR = "担保人"
    CO_BORROWER = "共同借款人"


class InstitutionType(StrEnum):
    """机构类型: decides who supervises it and which rules bind it."""

    BANK = "商业银行"
    CONSUMER_FINANCE = "消费金融公司"
    SMALL_LOAN = "小额贷款公司"
    ONLINE_LENDER = "网络借贷平台"
    LOAN_PLATFORM = "助贷平台"
    COLLECTION_AGENCY = "催收机构"
    OTHER = "其他"


class Method(StrEnum):
    """方式: by which means somebody was harassed."""

    CALL = "电话"
    MESSAGE = "短信"
    WECHAT = "微信"
    VISIT = "上门"
    OTHER = "其他"


class Nature(StrEnum):
    """行为性质: what is wrong about it."""

    FREQUENT = "频繁拨打"
    INSULT = "辱骂"
    THREAT = "威胁恐吓"
    DISCLOSURE = "泄露债务信息"
    IMPERSONATION = "冒充公职人员"
    OTHER = "其他"


class EvidenceType(StrEnum):
    """证据种类, as people call it; papers name the kinds of the Civil Procedure Law."""

    CALL_RECORDING = "通话录音"
    MESSAGE_SCREENSHOT = "短信截图"
    WECHAT_SCREENSHOT = "微信截图"
    CALL_RECORD = "通话记录"
    TESTIMONY = "证人证言"
    DIAGNOSIS = "诊断证明"
    OTHER = "其他"


class LossItem(StrEnum):
    """项目: what money is claimed for."""

    LOST_INCOME = "误工费"
    MEDICAL = "医疗费"
    TRAVEL = "交通费"
    LAWYER = "律师费"
    NOTARY = "公证费"
    OTHER = "其他"


class ApologyForm(StrEnum):
    """道歉方式: what sort of apology is claimed."""

    WRITTEN = "书面"
    PUBLIC = "公开"


# What 借款产品 says where the loan is a credit card's.
CREDIT_CARD = "信用卡"

# Other words for choices, of which nobody can be in doubt what is meant.
OTHER_SEXES: Mapping[str, str] = {"男性": Sex.MALE, "女性": Sex.FEMALE}
OTHER_METHODS: Mapping[str, str] = {
    "来电": Method.CALL,
    "打电话": Method.CALL,
    "电话催收": Method.CALL,
    "发短信": Method.MESSAGE,
    "上门催收": Method.VISIT,
}
OTHER_APOLOGIES: Mapping[str, str] = {
    "书面道歉": ApologyForm.WRITTEN,
    "公开道歉": ApologyForm.PUBLIC,
    "登报": ApologyForm.PUBLIC,
    "登报道歉": ApologyForm.PUBLIC,
}
OTHER_DOCUMENTS: Mapping[str, str] = {
    "身份证": IdentityDocument.CARD,
    "二代身份证": IdentityDocument.CARD,
    "外国护照": IdentityDocument.PASSPORT,
    "港澳通行证": IdentityDocument.HONG_KONG_AND_MACAO,
    "港澳居民通行证": IdentityDocument.HONG_KONG_AND_MACAO,
    "回乡证": IdentityDocument.HONG_KONG_AND_MACAO,
    "台胞证": IdentityDocument.TAIWAN,
    "台湾居民通行证": IdentityDocument.TAIWAN,
    "永居证": IdentityDocument.PERMANENT_RESIDENCE,
    "外国人永久居留证": IdentityDocument.PERMANENT_RESIDENCE,
    "永久居留身份证": IdentityDocument.PERMANENT_RESIDENCE,
}
_YES = ("愿意", "愿", "同意", "可以", "对", "√", "✓", "Y", "y", "YES", "yes", "Yes")
_NO = ("不愿意", "不愿", "不同意", "不可以", "不", "不是", "×", "✗", "N", "n", "NO", "no", "No")
CONSENT: Mapping[str, str] = {**dict.fromkeys(_YES, "是"), **dict.fromkeys(_NO, "否")}
