"""监管举报投诉材料: one document for each competent channel, with the fields that channel asks for.

Who is competent follows from 机构类型; what each channel asks for and refuses, from the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from anjuan import (
    Brief,
    Case,
    Institution,
    InstitutionType,
    Kind,
    Matter,
    Problem,
    Recipient,
    Rule,
    Severity,
    hookimpl,
    shipped_template,
)
from anjuan_plugins.kinds import grounds, handing_in
from anjuan_plugins.kinds.facts import rows as facts
from anjuan_plugins.kinds.facts.once import once_a_case
from anjuan_plugins.kinds.facts.parties import loan_platform
from anjuan_plugins.kinds.gates import complaining
from anjuan_plugins.kinds.grounds import procedure
from anjuan_plugins.kinds.prose import demands, hotline, naming, prior, reasons, spam, wording
from anjuan_plugins.kinds.prose.phrases import loan_text
from anjuan_plugins.kinds.prose.signing import guardian
from anjuan_plugins.kinds.prose.voices import REGULATOR, annexes

CHANNEL_REFUSES_LITIGATION = Rule(
    "channel-refuses-litigation", "渠道不受理已经起诉的纠纷。", Severity.WARNING
)
CHECK_NAME = Rule("check-name", "收文单位的名称因地区而不同，只写了职能名称。", Severity.WARNING)

FINANCIAL_REGULATOR = "financial-regulator"
INTERNET_FINANCE = "internet-finance-association"
SPAM_CENTRE = "spam-report-centre"
GOVERNMENT_HOTLINE = "government-hotline"
LOCAL_REGULATOR = "local-financial-regulator"

_INTERNET_LENDERS = (
    InstitutionType.ONLINE_LENDER,
    InstitutionType.LOAN_PLATFORM,
    InstitutionType.SMALL_LOAN,
    InstitutionType.CONSUMER_FINANCE,
)
# A report has two pages, and the table tells the rest.
_QUOTATIONS = 2
_LOCALLY_SUPERVISED = (InstitutionType.SMALL_LOAN, InstitutionType.OTHER)


def recipients(matter: Matter) -> Iterator[Recipient]:
    """The channels competent for the creditor's type."""
    case = matter.case
    assert case.creditor
    lender = case.creditor
    if lender.type in grounds.LICENSED:
        title = "监管举报信" if case.is_contact else "监管投诉信"
        name = matter.law.authorities[FINANCIAL_REGULATOR].name(matter.filing_date)
        branch = _branch(matter)
        office = f"{branch}监管局" if branch else "派出机构"
        yield _channel(FINANCIAL_REGULATOR, matter, title, name + office)
    if lender.type in _LOCALLY_SUPERVISED:
        yield _channel(LOCAL_REGULATOR, matter, "监管举报信", _local_office(lender.region))
    if lender.type in _INTERNET_LENDERS or loan_platform(case):
        yield _channel(INTERNET_FINANCE, matter, "互联网金融举报材料")
    if spam.concerns(case):
        yield _channel(SPAM_CENTRE, matter, "骚扰号码举报材料")
    if lender.type not in grounds.LICENSED or case.collector:
        yield _channel(GOVERNMENT_HOTLINE, matter, "12345诉求材料")


def _channel(channel: str, matter: Matter, title: str, name: str = "") -> Recipient:
    """A channel under the name that it has on the day of filing, unless it has one of its own."""
    name = name or matter.law.authorities[channel].name(matter.filing_date)
    return Recipient(name=name, title=title, channel=channel)


@once_a_case
def _branch(matter: Matter) -> str:
    """The regulator's branch for the lender, as its name has it; empty where there is none."""
    lender, office = matter.case.creditor, matter.law.authorities[FINANCIAL_REGULATOR]
    assert lender
    return office.branch(lender.region, lender.address)


def _local_office(region: str) -> str:
    """Named by function: what it is called differs by place since 2023."""
    return f"{region}地方金融管理机构"


def context(brief: Brief) -> Mapping[str, object]:
    """What the template prints; the channel's own part is empty for all other channels."""
    case, channel = brief.case, brief.recipient.channel
    assert case.creditor
    target, platform = _target(case, channel), loan_platform(case)
    sheets = spam.sheets(case) if channel == SPAM_CENTRE else []
    role = _role(case, channel)
    return {
        "渠道": channel,
        "称谓": role,
        "被反映机构": target,
        "平台运营方": platform.name if platform else "",
        "平台名称": case.app or (platform.name if platform else case.loan_product),
        "无关联系人": facts.is_unrelated_contact(case),
        "涉及信息": facts.concerns_information(case),
        "停止对象": lambda: _whom_to_leave(case),
        "催收方式": lambda: reasons.by_manner(case),
        "留存记录": lambda: demands.records(case),
        "业务标识": lambda: loan_text(case),
        **wording.account(case, REGULATOR, case.creditor.name),
        "另有明细": len(case.incidents) > 1,
        "原话": lambda: wording.quotations(case, REGULATOR, _QUOTATIONS),
        "起止": lambda: wording.period(case).removesuffix("期间"),
        "先行投诉": lambda: prior.complaint(brief, target, REGULATOR),
        "机构答复": lambda: prior.answer(brief, target, REGULATOR),
        "监管规定": lambda: reasons.breaches(brief, REGULATOR),
        "民事规定": lambda: reasons.civil_line(brief, REGULATOR),
        "号码清单": sheets,
        "明细另附": any(sheet["有略"] for sheet in sheets),
        "诉求": _asked_of_hotline(brief, target) if channel == GOVERNMENT_HOTLINE else "",
        "法定代理": lambda: guardian(case, role),
        "代理": bool(case.lawyer),
        "附件": lambda: annexes(_annexes(case)),
    }


def _role(case: Case, channel: str) -> str:
    """A customer complains, a stranger reports; a hotline is asked."""
    if channel == GOVERNMENT_HOTLINE:
        return "诉求人"
    return "投诉人" if channel == FINANCIAL_REGULATOR and not case.is_contact else "举报人"


def _whom_to_leave(case: Case) -> str:
    """Those besides the debtor who are to be left alone; empty where nobody else was reached."""
    names = demands.others(case)
    return naming.listing(names) if names else ""


def _asked_of_hotline(matter: Matter, target: Institution) -> str:
    lender = matter.case.creditor
    assert lender
    if target == lender and lender.type in _LOCALLY_SUPERVISED:
        return hotline.paragraph(matter, target, _local_office(lender.region))
    return hotline.paragraph(matter, target, "有管辖权的部门")


def _annexes(case: Case) -> Iterator[str]:
    document = case.client.identity_document
    yield f"{document.short if document else '身份证'}复印件"
    yield "法定代理人身份证明" if case.client.guardian else ""
    yield "授权委托书" if case.lawyer else ""
    yield "受托人身份证明" if case.lawyer else ""
    yield "骚扰记录明细"
    yield "证据清单及证据" if case.evidence else ""


def _target(case: Case, channel: str) -> Institution:
    """12345 is told of the collector where the lender is licensed: it does not punish banks."""
    assert case.creditor
    licensed = case.creditor.type in grounds.LICENSED
    if channel == GOVERNMENT_HOTLINE and licensed and case.collector:
        return case.collector
    platform = loan_platform(case)
    if channel == INTERNET_FINANCE and platform and case.creditor.type == InstitutionType.BANK:
        return platform
    return case.creditor


def check(matter: Matter) -> Iterator[Problem]:
    """Warn that channels turn away what has gone to court, and where the addressee is doubtful."""
    for suit in procedure.suits(matter.case)[:1]:
        message = "监管投诉和12345不受理已经起诉的纠纷。"
        remedy = "已经起诉的，请不提交这些材料。"
        yield CHANNEL_REFUSES_LITIGATION.at(suit, "step", message, remedy, value=suit.step)
    yield from complaining.check(matter)
    yield from _doubtful_names(matter)


def _doubtful_names(matter: Matter) -> Iterator[Problem]:
    """Warn where the addressee's name hangs on the region."""
    case = matter.case
    assert case.creditor
    lender = case.creditor
    unknown_branch = lender.type in grounds.LICENSED and not _branch(matter)
    if unknown_branch or lender.type in _LOCALLY_SUPERVISED:
        message = "监管部门的名称按地区而不同，程序只写了职能名称。"
        remedy = "请按当地官网核定收文单位的名称。"
        yield CHECK_NAME.at(lender, "region", message, remedy, case=case.number)


KIND = Kind(
    name="regulator-report",
    title="监管举报投诉材料",
    also_called=("举报", "举报信", "举报材料", "监管举报", "监管投诉", "投诉举报"),
    help="按债权人的机构类型，向有管辖的监管部门、举报平台和热线各出一份。",
    template=shipped_template("regulator-report", "监管举报投诉材料"),
    handing_in=handing_in.REPORT,
    recipients=recipients,
    context=context,
    needs=("creditor", "incidents"),
    check=check,
    rules=(CHANNEL_REFUSES_LITIGATION, CHECK_NAME, *complaining.RULES),
)


@hookimpl
def anjuan_kinds() -> Iterable[Kind]:
    """Offer the regulator report."""
    return (KIND,)
