"""How the papers of kinds with code are handed in: what 递交清单 says of them.

What goes with a paper is not said here: each says so itself, after 附：.
"""

from __future__ import annotations

from dataclasses import replace

from anjuan import HandingIn

_CLIENT = (
    "{{ 委托人.姓名 }}{% if 委托人.法定代理人 %}和法定代理人{{ 委托人.法定代理人 }}{% endif %}签名"
)
_BY_POST = (
    "挂号信或者快递寄出{% if 收文机构.电子邮箱 %}，也可以发到{{ 收文机构.电子邮箱 }}{% endif %}；"
    "留存寄件凭证和签收记录"
)
_BEFORE_PROOF_ENDS = "{% if 案件.举证期限 %}举证期限（{{ 案件.举证期限 }}）届满前{% endif %}"
_ONE_EACH = "交1份，自留1份"
_LAWYERS = "{% if 案件.委托律师 %}、律师执业证、律师事务所函{% endif %}"

LETTER_OF_CLIENT = HandingIn(signed_by=_CLIENT, copies="寄1份，自留1份", ways=_BY_POST)
LETTER_OF_LAWYER = HandingIn(
    signed_by="{{ 案件.委托律师 or '律师' }}签名，{{ 案件.律师事务所 }}盖章",
    copies="寄1份，存档1份",
    ways=_BY_POST,
    bring="律师事务所印章",
)
REPORT = HandingIn(
    signed_by=_CLIENT,
    copies=_ONE_EACH,
    ways="照收文单位公布的网站、热线或者信函渠道提交；记下受理编号和日期",
    bring="委托人身份证",
)
POLICE = HandingIn(
    signed_by=f"{_CLIENT}、捺印",
    copies="交1份，自留1份，请接收人在自留的一份上签收",
    ways="到收文单位当面递交，请其出具接报案回执，记下文号和日期",
    bring="委托人身份证、存有通话记录和录音的手机",
)
COMPLAINT = HandingIn(
    signed_by=_CLIENT,
    copies="正本1份，副本{{ 副本份数 }}份，自留1份",
    ways="到立案窗口递交，或者在人民法院在线服务平台提交",
    bring=f"委托人身份证{_LAWYERS}",
)
EXHIBITS = HandingIn(
    to="{{ 案件.管辖法院 }}",
    signed_by="{{ 案件.委托律师 or 委托人.姓名 }}签名",
    copies="{{ 副本份数 + 1 }}份，自留1份",
    ways="连同所列证据的复印件，随起诉状或者在举证期限内递交",
    bring="各项证据的原件和原始载体",
    due=_BEFORE_PROOF_ENDS,
)
STATEMENT = HandingIn(
    signed_by="{{ 收文单位 }}签名、捺印",
    copies=_ONE_EACH,
    ways="证人核对、补填、签名以后收回，随证据递交",
)
APPLICATION_FOR_WITNESS = HandingIn(
    signed_by=_CLIENT,
    copies="正本1份，副本照“附”一项，自留1份",
    ways="递交受理案件的法庭",
    due=_BEFORE_PROOF_ENDS,
)
CERTIFICATE = HandingIn(
    signed_by="单位负责人、制作人签名，单位盖章",
    copies=_ONE_EACH,
    ways="单位核对、补填、签名盖章以后收回，随证据递交",
    bring="单位印章",
)
TRANSCRIPT = replace(
    EXHIBITS,
    signed_by="整理人签名",
    copies="{{ 各被告|length + 1 }}份，自留1份",
    ways="随录音的复制件，在举证期限内递交",
    bring="录音的原始载体",
)
URGENT_APPLICATION = replace(
    COMPLAINT,
    copies="正本1份，副本{{ 各被告|length }}份，自留1份",
    ways="到立案窗口递交；已经起诉的，递交受理案件的法庭",
)
