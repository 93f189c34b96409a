"""Names for every template: what takes more than a cell to find out.

With them a template without code says who is sued, and tells what happened in the words of the
shipped papers: counted, the worst first, and with how the callers are known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from anjuan import (
    Brief,
    DebtorStatus,
    Incident,
    Institution,
    LegalForm,
    Method,
    TemplateName,
    count_incidents,
    hookimpl,
    phone_key,
)
from anjuan_plugins.kinds.facts import kinship
from anjuan_plugins.kinds.facts.defendants import defendants
from anjuan_plugins.kinds.facts.minors import client_is_child, client_is_minor
from anjuan_plugins.kinds.facts.parties import legal_party, party
from anjuan_plugins.kinds.gates import suing
from anjuan_plugins.kinds.grounds.claims import cause_names
from anjuan_plugins.kinds.prose import attribution, demands, reasons, wording
from anjuan_plugins.kinds.prose.phrases import evidence_of, signing_day
from anjuan_plugins.kinds.prose.voices import (
    APPLICANT,
    COURT,
    LETTER,
    REGULATOR,
    Voice,
    in_letter,
    polite_you,
)

# What is told of a case, part by part (wording.account), and the worst of what was said.
_PARTS = ("身份说明", "查明催收", "事实概括", "披露事实", "要求停止", "后果", "原话")
_EACH = "逐次事实"
# How the callers are known, and nothing of what is still unknown.
_KNOWN = "已知关联"
_ARGUED = ("理由", "请求")


def _sued(brief: Brief) -> tuple[Institution, ...]:
    return defendants(brief.case)


def _added(brief: Brief) -> Institution | None:
    """Who answers for the collector; None where that is the lender itself, or is not known."""
    case = brief.case
    party = legal_party(case.collector) if case.collector else None
    if party is None or party.legal_form == LegalForm.DEPARTMENT:
        return None
    is_lender = case.creditor and legal_party(case.creditor).name == party.name
    return None if is_lender else party


def _numbers(brief: Brief) -> Iterator[Mapping[str, object]]:
    """Each number of a telephone once: when it called or wrote, how often, and what shows it."""
    groups: dict[str, list[Incident]] = {}
    for row in brief.case.incidents:
        if row.number and row.method in (Method.CALL, Method.MESSAGE):
            groups.setdefault(phone_key(row.number), []).append(row)
    for rows in groups.values():
        counted = count_incidents(rows)
        yield {
            "号码": rows[0].number,
            "首日": counted.began,
            "末日": counted.ended,
            "次数": counted.total,
            "证据": evidence_of(row.evidence_numbers for row in rows),
        }


def _survives_near_kin(brief: Brief) -> bool:
    case = brief.case
    is_dead = case.debtor_status == DebtorStatus.DEAD
    return is_dead and case.is_contact and kinship.is_near_kin(case.relation_to_debtor)


# Who the client is, in the order of the courts' forms.
_CLIENT = (
    "{{ 委托人.姓名 }}{% if 委托人.性别 %}，{{ 委托人.性别 }}{% endif %}"
    "{% if 委托人.出生日期 %}，{{ 委托人.出生日期 }}出生{% endif %}"
    "{% if 委托人.民族 %}，{{ 委托人.民族 }}{% endif %}，{{ 证件号名称 }}：{{ 委托人.身份证号 }}"
    "，住{{ 委托人.住址 }}，联系电话：{{ 委托人.联系电话 }}"
)
_GUARDIAN = (
    "{{ 委托人.法定代理人 }}"
    "{% if 委托人.法定代理人关系 %}，委托人的{{ 委托人.法定代理人关系 }}{% endif %}"
    "{% if 委托人.法定代理人身份证号 %}，公民身份号码：{{ 委托人.法定代理人身份证号 }}{% endif %}"
    "{% if 委托人.法定代理人电话 %}，联系电话：{{ 委托人.法定代理人电话 }}{% endif %}"
)
_LAWYER = (
    "{{ 案件.委托律师 }}{% if 案件.律师事务所 %}，{{ 案件.律师事务所 }}律师{% endif %}"
    "{% if 案件.律师电话 %}，联系电话：{{ 案件.律师电话 }}{% endif %}"
)
_ROOM = "　　　　　　"


def _parties(brief: Brief) -> list[str]:
    return [party(it) for it in _sued(brief)]


def _signatures(brief: Brief) -> list[str]:
    """Who signs: the client, and the guardian of one who can't act alone."""
    acts_through_another = brief.case.client.guardian or client_is_minor(brief)
    who = ("委托人", "法定代理人") if acts_through_another else ("委托人",)
    return [f"{it}（签名）：{_ROOM}" for it in who]


def _polite_you(brief: Brief) -> str:
    addressee = brief.recipient.institution
    return polite_you(addressee) if addressee else ""


def _in_a_letter(brief: Brief) -> Mapping[str, object]:
    """What the client writes to an institution; empty parts where no row has a day."""
    case, addressee = brief.case, brief.recipient.institution
    if not (case.figures.began and case.creditor and addressee):
        return dict.fromkeys((*_PARTS, _EACH, *_ARGUED), "")
    you, lender = polite_you(addressee), in_letter(case.creditor, addressee)
    collector = in_letter(case.collector, addressee) if case.collector else ""
    told = wording.account(case, LETTER, lender, you, collector)
    return {
        **{name: tell() for name, tell in told.items()},
        "原话": wording.quotations(case, LETTER),
        "理由": reasons.reasons(brief, LETTER),
        "请求": [*demands.demands(brief, LETTER, addressee, you)],
    }


def _told(voice: Voice, brief: Brief) -> Mapping[str, object]:
    """What is told to whoever is no party to the loan; empty parts where no row has a day."""
    case = brief.case
    if not (case.figures.began and case.creditor):
        return dict.fromkeys((*_PARTS, _EACH, _KNOWN), "")
    lender = case.creditor.name
    known = attribution.how_known(case) + attribution.found_collector(case, voice, lender)
    return {
        **{name: tell() for name, tell in wording.account(case, voice, lender).items()},
        "原话": wording.quotations(case, voice),
        _KNOWN: known,
    }


def _in_court(brief: Brief) -> Mapping[str, object]:
    return _told(COURT, brief)


def _in_an_application(brief: Brief) -> Mapping[str, object]:
    return _told(APPLICANT, brief)


def _to_an_authority(brief: Brief) -> Mapping[str, object]:
    return _told(REGULATOR, brief)


@hookimpl
def anjuan_names() -> Iterable[TemplateName]:
    """Offer the names."""
    parts = "、".join(_PARTS)
    return (
        TemplateName(
            "各被告",
            "起诉的各家机构，写法如 {% for 项 in 各被告 %}{{ 项.名称 }}{% endfor %}："
            "按“被告”一栏，空着时按来电的关联依据；内设部门换成它所属的法人。",
            _sued,
        ),
        TemplateName(
            "被追加的被告",
            "起诉以后查明的催收机构，内设部门换成它所属的法人，写法如 {{ 被追加的被告.名称 }}；"
            "没有写所属法人的，或者就是债权人自己的，没有内容。",
            _added,
        ),
        TemplateName(
            "本案案由",
            "民事案由，按记录里的侵害和落款之日有效的案由规定，与民事起诉状一致：隐私权、个人信息保护纠纷等。",
            lambda brief: cause_names(suing.own(brief)),
        ),
        TemplateName(
            "各被告情况",
            "各被告的名称、住所地、统一社会信用代码、代表人和电话，每家一行："
            "{% for 项 in 各被告情况 %}被告：{{ 项 }}。{% endfor %}",
            _parties,
        ),
        TemplateName(
            "委托人情况",
            "委托人的姓名、性别、出生日期、民族、证件号码、住址和电话，写成一行："
            "原告：{{ 委托人情况 }}。",
            phrase=_CLIENT,
        ),
        TemplateName(
            "法定代理人情况",
            "法定代理人的姓名、关系、身份证号和电话，写成一行；先判断有没有法定代理人："
            "{% if 委托人.法定代理人 %}法定代理人：{{ 法定代理人情况|称原告 }}。{% endif %}",
            phrase=_GUARDIAN,
        ),
        TemplateName(
            "代理律师情况",
            "委托律师的姓名、律师事务所和电话，写成一行；先判断有没有委托律师："
            "{% if 案件.委托律师 %}委托诉讼代理人：{{ 代理律师情况 }}。{% endif %}",
            phrase=_LAWYER,
        ),
        TemplateName(
            "签名栏",
            "谁签名：委托人，有法定代理人的还有法定代理人，每人一行，留好签名的空："
            "{% for 栏 in 签名栏 %}{{ 栏|称申请人 }}{% endfor %}",
            _signatures,
        ),
        TemplateName(
            "落款日",
            "落款日期；案件表里空着的，留出手写的空：　　　　年　　月　　日。",
            lambda brief: signing_day(brief.case),
        ),
        TemplateName("未成年", "委托人在落款之日未满十八周岁，用在 {% if %} 里。", client_is_minor),
        TemplateName("未满十四周岁", "委托人在落款之日未满十四周岁，写法相同。", client_is_child),
        TemplateName(
            "近亲属已死亡",
            "债务人已经死亡，委托人是他的近亲属：配偶、父母、子女、兄弟姐妹、祖父母、外祖父母、孙子女、外孙子女。",
            _survives_near_kin,
        ),
        TemplateName(
            "各号码",
            "打来电话或者发来短信的号码，逐个列出：号码、首日、末日、次数、证据。",
            _numbers,
        ),
        TemplateName("尊称", "收文的是机构时，对它的称呼：贵行或者贵司。", _polite_you),
        TemplateName(
            "本人",
            f"委托人写给机构的话，如 {{{{ 本人.事实概括 }}}}：{parts}、理由，"
            "还有逐条列出的 本人.逐次事实、本人.请求。",
            _in_a_letter,
        ),
        TemplateName("原告", _help("原告", "写给人民法院的话"), _in_court),
        TemplateName("申请人", _help("申请人", "申请书里的话"), _in_an_application),
        TemplateName("举报", _help("举报", "写给主管部门的话"), _to_an_authority),
    )


def _help(name: str, what: str) -> str:
    parts = "、".join(_PARTS)
    return (
        f"{what}，如 {{{{ {name}.事实概括 }}}}：{parts}、{_KNOWN}，还有逐条列出的 {name}.{_EACH}。"
    )
