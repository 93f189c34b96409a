"""The words that a cell of the workbook may hold."""

from __future__ import annotations

DEBTOR = "债务人本人"
CONTACT = "联系人"
UNRELATED = "无"

BANK = "商业银行"
CONSUMER_FINANCE = "消费金融公司"
SMALL_LOAN = "小额贷款公司"
ONLINE_LENDER = "网络借贷平台"
LOAN_PLATFORM = "助贷平台"
COLLECTION_AGENCY = "催收机构"
UNLICENSED = "其他"

CREDIT_CARD = "信用卡"

FREQUENT = "频繁拨打"
INSULT = "辱骂"
THREAT = "威胁恐吓"
DISCLOSURE = "泄露债务信息"
IMPERSONATION = "冒充公职人员"

PHONE_CALL = "电话"
SHORT_MESSAGE = "短信"
WECHAT = "微信"
VISIT = "上门"

PUBLIC_APOLOGY = "公开"
