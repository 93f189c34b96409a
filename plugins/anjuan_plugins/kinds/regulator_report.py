"""监管举报投诉材料: one document for each competent channel, with the fields that channel asks for.

Competence by 机构类型: law-facts §4.3; what each channel asks for and refuses: law-facts §8.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from anjuan import (
    Brief,
    Case,
    Incident,
    Institution,
    InstitutionType,
    Kind,
    Matter,
    Method,
    Problem,
    Recipient,
    Rule,
    Severity,
    hookimpl,
    is_at_night,
    moment_text,
    phone_key,
    shipped_template,
)
from anjuan_plugins.kinds import complaining, facts, grounds, wording
from anjuan_plugins.kinds.grounds import procedure
from anjuan_plugins.kinds.parties import loan_platform
from anjuan_plugins.kinds.phrases import loan_text, signing_day
from anjuan_plugins.kinds.voices import REGULATOR

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
# A form lists so many moments or messages; a longer list would run over pages.
MOST_LISTED = 20
_OPERATOR_METHODS = (Method.CALL, Method.MESSAGE)


def recipients(matter: Matter) -> Iterator[Recipient]:
    """The channels competent for the creditor's type."""
    case = matter.case
    assert case.creditor
    lender = case.creditor
    if lender.type in grounds.LICENSED:
        title = "监管举报信" if case.is_contact else "监管投诉信"
        name = matter.law.authorities[FINANCIAL_REGULATOR].name(matter.filing_date)
        branch = _branch(matter, lender)
        office = f"{branch}监管局" if branch else "派出机构"
        yield _channel(FINANCIAL_REGULATOR, matter, title, name + office)
    if lender.type in (InstitutionType.SMALL_LOAN, InstitutionType.OTHER):
        yield _channel(LOCAL_REGULATOR, matter, "监管举报信", _local_office(lender.region))
    if lender.type in _INTERNET_LENDERS or loan_platform(case):
        yield _channel(INTERNET_FINANCE, matter, "互联网金融举报材料")
    if any(row.number and row.method in _OPERATOR_METHODS for row in case.incidents):
        yield _channel(SPAM_CENTRE, matter, "骚扰号码举报材料")
    if lender.type not in grounds.LICENSED or case.collector:
        yield _channel(GOVERNMENT_HOTLINE, matter, "12345诉求材料")


def _channel(channel: str, matter: Matter, title: str, name: str = "") -> Recipient:
    """A channel under the name that it has on the day of filing, unless it has one of its own."""
    name = name or matter.law.authorities[channel].name(matter.filing_date)
    return Recipient(name=name, title=title, channel=channel)


def _branch(matter: Matter, lender: Institution) -> str:
    """The regulator's branch for a lender, as its name has it; empty where there is none."""
    office = matter.law.authorities[FINANCIAL_REGULATOR]
    return office.branch(lender.region, lender.address)


def _local_office(region: str) -> str:
    """Named by function: what it is called differs by place since 2023 (law-facts §8.1)."""
    return f"{region}地方金融管理机构"


def context(brief: Brief) -> Mapping[str, object]:
    """What the template prints; the channel's own part is empty for all other channels."""
    case, channel = brief.case, brief.recipient.channel
    assert case.creditor
    target, platform = _target(case, channel), loan_platform(case)
    entries = _number_entries(case) if channel == SPAM_CENTRE else []
    return {
        "渠道": channel,
        "被反映机构": target,
        "平台运营方": platform.name if platform else "",
        "是客户": not case.is_contact,
        "无关联系人": facts.is_unrelated_contact(case),
        "涉及信息": facts.concerns_information(case),
        "第三人": bool(facts.third_parties(case)),
        "业务标识": loan_text(case),
        **wording.account(case, REGULATOR, case.creditor.name),
        "法律依据": wording.cited(grounds.privacy(brief)),
        "行业规范": wording.cited_for_acts(case, grounds.industry(brief)),
        "号码清单": entries,
        "明细另附": any(entry["有略"] for entry in entries),
        "代理": bool(case.lawyer),
        "落款": signing_day(case),
    }


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


def _number_entries(case: Case) -> list[dict[str, object]]:
    """One entry a number and receiver: the centre takes one number a report, from its receiver."""
    groups: dict[tuple[str, str], list[Incident]] = {}
    for row in case.incidents:
        if row.number and row.method in _OPERATOR_METHODS:
            groups.setdefault((phone_key(row.number), row.victim), []).append(row)
    return [_entry(case, rows) for rows in groups.values()]


def _entry(case: Case, rows: list[Incident]) -> dict[str, object]:
    """Fields the centre asks for: number, kind, receiving number, times, content."""
    to_client = rows[0].is_about_client
    victim = rows[0].victim
    moments = [moment_text(row.moment) for row in rows if row.moment]
    contents = list(dict.fromkeys(row.content for row in rows if row.content))
    return {
        "号码": rows[0].number,
        "类型": "、".join(
            dict.fromkeys("骚扰电话" if row.method == Method.CALL else "骚扰短信" for row in rows)
        ),
        "接收号码": case.client.phone if to_client else "＿＿＿＿＿＿＿＿＿＿＿",
        "举报人": f"{victim}，联系电话：{case.client.phone}"
        if to_client
        else f"{victim}（接收人）",
        "次数": sum(row.count for row in rows),
        "夜间次数": sum(row.count for row in rows if is_at_night(row)),
        "时间": _in_short(moments),
        "内容": _in_short(contents),
        "有略": max(len(moments), len(contents)) > MOST_LISTED,
        "证据": "、".join(exhibit.number for exhibit in case.exhibits_of(rows)),
    }


def _in_short(items: list[str]) -> str:
    """The items of a form's cell; what is too much for it is in the table of incidents."""
    text = "；".join(items[:MOST_LISTED])
    rest = len(items) - MOST_LISTED
    return f"{text}；其余{rest}条见所附骚扰记录明细" if rest > 0 else text


def check(matter: Matter) -> Iterator[Problem]:
    """Warn that channels turn away what has gone to court, and where the addressee is doubtful."""
    for suit in procedure.suits(matter.case)[:1]:
        message = "监管投诉和12345不受理已经起诉的纠纷。"
        remedy = "已经起诉的，请不提交这些材料。"
        yield CHANNEL_REFUSES_LITIGATION.at(suit, "step", message, remedy, value=suit.step)
    yield from complaining.check(matter)
    yield from _doubtful_names(matter)


def _doubtful_names(matter: Matter) -> Iterator[Problem]:
    """Warn where the addressee's name hangs on the region (law-facts §8.1)."""
    case = matter.case
    assert case.creditor
    lender = case.creditor
    unknown_branch = lender.type in grounds.LICENSED and not _branch(matter, lender)
    if unknown_branch or lender.type in (InstitutionType.SMALL_LOAN, InstitutionType.OTHER):
        message = "监管部门的名称按地区而不同，程序只写了职能名称。"
        remedy = "请按当地官网核定收文单位的名称。"
        yield CHECK_NAME.at(lender, "region", message, remedy, case=case.number)


KIND = Kind(
    name="regulator-report",
    title="监管举报投诉材料",
    also_called=("举报", "举报信", "举报材料", "监管举报", "监管投诉", "投诉举报"),
    help="按债权人的机构类型，向有管辖的监管部门、举报平台和热线各出一份。",
    template=shipped_template("regulator-report", "监管举报投诉材料"),
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
