"""The words that a cell of the workbook may hold: each is typed here and nowhere else.

The columns (records/) take their choices from these, in this order. A word is a text: it prints
as it is written and equals it, so that templates compare it with what a lawyer typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Literal


class Choice(StrEnum):
    """A word of a column, shown as the text that it is: what a paper is made from is known so."""

    __repr__ = str.__repr__


class Role(Choice):
    """委托人身份: who our client is."""

    DEBTOR = "债务人本人"
    CONTACT = "联系人"


class Sex(Choice):
    """性别."""

    MALE = "男"
    FEMALE = "女"


class IdentityDocument(Choice):
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


class Liability(Choice):
    """债务责任: what the client is to the debt besides, or instead of, being its debtor."""

    NONE = "无"
    GUARANTOR = "担保人"
    CO_BORROWER = "共同借款人"
    SPOUSE = "配偶"
    HEIR = "继承人"
    IMPERSONATED = "被冒名"
    WRONG_NUMBER = "号码错误"


class DebtorStatus(Choice):
    """债务人状态: whether the debtor himself can be asked."""

    NORMAL = "正常"
    MISSING = "失联"
    DEAD = "已死亡"
    ABROAD = "在境外"


class Party(Choice):
    """被告: whom the client wants to sue, by what they are to the debt."""

    CREDITOR = "债权人"
    PLATFORM = "借款平台"
    COLLECTOR = "催收机构"


class InstitutionType(Choice):
    """机构类型: decides who supervises it and which rules bind it."""

    BANK = "商业银行"
    CONSUMER_FINANCE = "消费金融公司"
    SMALL_LOAN = "小额贷款公司"
    ONLINE_LENDER = "网络借贷平台"
    LOAN_PLATFORM = "助贷平台"
    COLLECTION_AGENCY = "催收机构"
    ASSET_MANAGER = "资产管理公司"
    OTHER = "其他"


class LegalForm(Choice):
    """主体性质: whether an institution can be a party itself (Civil Procedure Law art. 51)."""

    LEGAL_PERSON = "法人"
    BRANCH = "分支机构"
    DEPARTMENT = "内设部门"


class Method(Choice):
    """方式: by which means somebody was harassed."""

    CALL = "电话"
    MESSAGE = "短信"
    WECHAT = "微信"
    VISIT = "上门"
    OTHER = "其他"


class Nature(Choice):
    """行为性质: what is wrong about it."""

    FREQUENT = "频繁拨打"
    INSULT = "辱骂"
    PUBLIC_INSULT = "公开侮辱"
    THREAT = "威胁恐吓"
    THREAT_TO_PERSON = "威胁人身"
    DISCLOSURE = "泄露债务信息"
    IMPERSONATION = "冒充公职人员"
    FALSE_NAME = "冒用他人名义"
    INTRUSION = "侵入住宅"
    POSTING = "张贴喷涂"
    OBSCENE = "淫秽或合成图片"
    OTHER = "其他"


class Tie(Choice):
    """关联依据: what ties a caller to the party he collects for."""

    NAMED_ITSELF = "自报名称"
    SIGNATURE = "短信署名"
    LINK = "还款链接"
    KNEW_CONTRACT = "知悉合同信息"
    CALLED_BACK = "回拨核实"
    OTHER = "其他"


class EvidenceType(Choice):
    """证据种类, as people call it; papers name the kinds of the Civil Procedure Law."""

    CALL_RECORDING = "通话录音"
    MESSAGE_SCREENSHOT = "短信截图"
    WECHAT_SCREENSHOT = "微信截图"
    CALL_RECORD = "通话记录"
    TESTIMONY = "证人证言"
    DIAGNOSIS = "诊断证明"
    CONTRACT = "合同"
    RECEIPT = "票据"
    WRITTEN_PROOF = "书面证明"
    PHOTO_OR_VIDEO = "照片录像"
    OTHER = "其他"


class StatutoryType(Choice):
    """法定种类, by the Civil Procedure Law (art. 66); a party's own statement is no exhibit."""

    DOCUMENT = "书证"
    OBJECT = "物证"
    AUDIOVISUAL = "视听资料"
    ELECTRONIC = "电子数据"
    TESTIMONY = "证人证言"
    EXPERT_OPINION = "鉴定意见"
    INSPECTION = "勘验笔录"


class EvidenceGroup(Choice):
    """分组: what an exhibit is for, in the order of the list of exhibits."""

    ATTRIBUTION = "主体与关联"
    INCIDENTS = "侵扰事实"
    AFTER_REFUSAL = "拒绝后仍继续"
    CONSEQUENCES = "损害后果"
    COSTS = "费用"


class Original(Choice):
    """原件: whether the original can be shown in court."""

    ORIGINAL = "原件"
    COPY = "复制件"


class LossItem(Choice):
    """项目: what money is claimed for."""

    LOST_INCOME = "误工费"
    MEDICAL = "医疗费"
    TRAVEL = "交通费"
    LAWYER = "律师费"
    NOTARY = "公证费"
    OTHER = "其他"


class Testimony(Choice):
    """作证方式: how a witness testifies."""

    IN_COURT = "出庭"
    WRITTEN = "书面证言"
    NONE = "不作证"


class ProceedingStep(Choice):
    """事项: what was done or received in a case."""

    STOP_REQUEST = "要求停止"
    DELETION_REQUEST = "要求删除"
    ACCESS_REQUEST = "查阅复制"
    PLATFORM_COMPLAINT = "平台投诉"
    REGULATOR_COMPLAINT = "监管投诉"
    REGULATOR_REPORT = "监管举报"
    POLICE_REPORT = "报案"
    REVIEW = "申请复议"
    ADMINISTRATIVE_SUIT = "提起行政诉讼"
    SUIT = "起诉"
    DOCKETING = "立案"
    PROOF_DEADLINE = "举证期限"
    HEARING = "开庭"
    ANSWER = "收到答复"
    JUDGMENT = "收到判决"
    ENFORCEMENT = "申请执行"
    OTHER = "其他"


class ApologyForm(Choice):
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
OTHER_LIABILITIES: Mapping[str, str] = {
    "没有责任": Liability.NONE,
    "保证人": Liability.GUARANTOR,
    "担保": Liability.GUARANTOR,
    "连带责任保证人": Liability.GUARANTOR,
    "共同借款": Liability.CO_BORROWER,
    "共借人": Liability.CO_BORROWER,
    "夫妻": Liability.SPOUSE,
    "妻子": Liability.SPOUSE,
    "丈夫": Liability.SPOUSE,
    "遗产继承人": Liability.HEIR,
    "被冒名贷款": Liability.IMPERSONATED,
    "被冒名借款": Liability.IMPERSONATED,
    "冒名贷款": Liability.IMPERSONATED,
    "错号": Liability.WRONG_NUMBER,
    "打错号码": Liability.WRONG_NUMBER,
    "二次放号": Liability.WRONG_NUMBER,
}
OTHER_STATUSES: Mapping[str, str] = {
    "失踪": DebtorStatus.MISSING,
    "联系不上": DebtorStatus.MISSING,
    "下落不明": DebtorStatus.MISSING,
    "死亡": DebtorStatus.DEAD,
    "去世": DebtorStatus.DEAD,
    "已去世": DebtorStatus.DEAD,
    "境外": DebtorStatus.ABROAD,
    "国外": DebtorStatus.ABROAD,
    "在国外": DebtorStatus.ABROAD,
}
OTHER_PARTIES: Mapping[str, str] = {
    "出借人": Party.CREDITOR,
    "平台": Party.PLATFORM,
    "助贷平台": Party.PLATFORM,
    "催收公司": Party.COLLECTOR,
    "外包催收公司": Party.COLLECTOR,
}
OTHER_INSTITUTIONS: Mapping[str, str] = {
    "消金公司": InstitutionType.CONSUMER_FINANCE,
    "小贷公司": InstitutionType.SMALL_LOAN,
    "网贷平台": InstitutionType.ONLINE_LENDER,
    "催收公司": InstitutionType.COLLECTION_AGENCY,
    "资管公司": InstitutionType.ASSET_MANAGER,
    "金融资产管理公司": InstitutionType.ASSET_MANAGER,
    "地方资产管理公司": InstitutionType.ASSET_MANAGER,
    "AMC": InstitutionType.ASSET_MANAGER,
}
OTHER_FORMS: Mapping[str, str] = {
    "独立法人": LegalForm.LEGAL_PERSON,
    "总公司": LegalForm.LEGAL_PERSON,
    "分公司": LegalForm.BRANCH,
    "分行": LegalForm.BRANCH,
    "支行": LegalForm.BRANCH,
    "内设机构": LegalForm.DEPARTMENT,
    "内部部门": LegalForm.DEPARTMENT,
}
OTHER_NATURES: Mapping[str, str] = {
    "骂人": Nature.INSULT,
    "谩骂": Nature.INSULT,
    "当众侮辱": Nature.PUBLIC_INSULT,
    "威胁": Nature.THREAT,
    "恐吓": Nature.THREAT,
    "泄露欠款信息": Nature.DISCLOSURE,
    "泄露借款信息": Nature.DISCLOSURE,
    "冒充公检法": Nature.IMPERSONATION,
    "冒充警察": Nature.IMPERSONATION,
    "冒充民警": Nature.IMPERSONATION,
    "冒充法官": Nature.IMPERSONATION,
    "冒充法院工作人员": Nature.IMPERSONATION,
    "强闯住宅": Nature.INTRUSION,
    "非法侵入住宅": Nature.INTRUSION,
    "张贴": Nature.POSTING,
    "喷涂": Nature.POSTING,
    "泼漆": Nature.POSTING,
    "泼油漆": Nature.POSTING,
    "贴大字报": Nature.POSTING,
    "淫秽图片": Nature.OBSCENE,
    "合成图片": Nature.OBSCENE,
    "P图": Nature.OBSCENE,
}
OTHER_TIES: Mapping[str, str] = {
    "自报公司名称": Tie.NAMED_ITSELF,
    "自报家门": Tie.NAMED_ITSELF,
    "短信签名": Tie.SIGNATURE,
    "链接": Tie.LINK,
    "知道合同信息": Tie.KNEW_CONTRACT,
    "知道借款信息": Tie.KNEW_CONTRACT,
    "回拨": Tie.CALLED_BACK,
    "回拨确认": Tie.CALLED_BACK,
}
OTHER_EXHIBITS: Mapping[str, str] = {
    "电话录音": EvidenceType.CALL_RECORDING,
    "短信": EvidenceType.MESSAGE_SCREENSHOT,
    "微信聊天记录": EvidenceType.WECHAT_SCREENSHOT,
    "通话详单": EvidenceType.CALL_RECORD,
    "通话清单": EvidenceType.CALL_RECORD,
    "证言": EvidenceType.TESTIMONY,
    "协议": EvidenceType.CONTRACT,
    "发票": EvidenceType.RECEIPT,
    "收据": EvidenceType.RECEIPT,
    "单位证明": EvidenceType.WRITTEN_PROOF,
    "照片": EvidenceType.PHOTO_OR_VIDEO,
    "录像": EvidenceType.PHOTO_OR_VIDEO,
    "视频": EvidenceType.PHOTO_OR_VIDEO,
}
OTHER_ORIGINALS: Mapping[str, str] = {
    "有原件": Original.ORIGINAL,
    "复印件": Original.COPY,
    "影印件": Original.COPY,
}
OTHER_TESTIMONIES: Mapping[str, str] = {
    "出庭作证": Testimony.IN_COURT,
    "到庭": Testimony.IN_COURT,
    "到庭作证": Testimony.IN_COURT,
    "书面": Testimony.WRITTEN,
    "书面作证": Testimony.WRITTEN,
    "不出庭也不出具证言": Testimony.NONE,
    "不愿作证": Testimony.NONE,
    "拒绝作证": Testimony.NONE,
}
OTHER_STEPS: Mapping[str, str] = {
    "要求停止催收": ProceedingStep.STOP_REQUEST,
    "要求删除信息": ProceedingStep.DELETION_REQUEST,
    "要求删除个人信息": ProceedingStep.DELETION_REQUEST,
    "申请查阅": ProceedingStep.ACCESS_REQUEST,
    "查阅、复制": ProceedingStep.ACCESS_REQUEST,
    "向平台投诉": ProceedingStep.PLATFORM_COMPLAINT,
    "报警": ProceedingStep.POLICE_REPORT,
    "行政复议": ProceedingStep.REVIEW,
    "申请行政复议": ProceedingStep.REVIEW,
    "行政诉讼": ProceedingStep.ADMINISTRATIVE_SUIT,
    "提交起诉状": ProceedingStep.SUIT,
    "法院立案": ProceedingStep.DOCKETING,
    "举证期限届满": ProceedingStep.PROOF_DEADLINE,
    "庭审": ProceedingStep.HEARING,
    "收到回复": ProceedingStep.ANSWER,
    "强制执行": ProceedingStep.ENFORCEMENT,
    "申请强制执行": ProceedingStep.ENFORCEMENT,
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
