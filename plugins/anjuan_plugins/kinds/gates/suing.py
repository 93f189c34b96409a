"""What would make a court send a complaint back, or dismiss a claim out of hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from anjuan import (
    ApologyForm,
    Case,
    Institution,
    LegalForm,
    Loss,
    Matter,
    Message,
    Nature,
    Place,
    Problem,
    Rule,
    Severity,
    person_key,
    public,
)
from anjuan_plugins.kinds import grounds
from anjuan_plugins.kinds.facts import exhibits, minors
from anjuan_plugins.kinds.facts import rows as facts
from anjuan_plugins.kinds.facts.defendants import defendants, is_company_name
from anjuan_plugins.kinds.facts.once import once_a_case
from anjuan_plugins.kinds.grounds import claims
from anjuan_plugins.kinds.grounds.civil import civil_grounds
from anjuan_plugins.kinds.grounds.venue import Fit, Venue, venue
from anjuan_plugins.kinds.prose import attribution, wording
from anjuan_plugins.kinds.prose.voices import COURT

NO_OWN_INFRINGEMENT = Rule("no-own-infringement", "记录里没有侵害委托人本人权益的行。")
SOLATIUM_WITHOUT_HARM = Rule("solatium-without-harm", "主张精神损害抚慰金而没有写明后果。")
APOLOGY_WITHOUT_SCOPE = Rule("apology-without-scope", "公开道歉没有写明范围。")
LAW_NOT_COVERED = Rule("law-not-covered", "行为早于本程序收录的法律。")
DEPARTMENT_IS_NO_PARTY = Rule("department-is-no-party", "内设部门不能作被告，没有写所属法人。")
COURT_ELSEWHERE = Rule("court-elsewhere", "管辖法院和已知的地址对不上。")
LOSS_OF_OTHERS = Rule("loss-of-others", "损失看来是别人的，委托人不能主张。")
SOLATIUM_WITHOUT_EVIDENCE = Rule(
    "solatium-without-evidence", "主张精神损害抚慰金而没有证据。", Severity.WARNING
)
APOLOGY_TOO_WIDE = Rule(
    "apology-too-wide", "要求公开道歉，记录里却没有外人知道。", Severity.WARNING
)
NO_PRIOR_REQUEST = Rule(
    "no-prior-request",
    "没有写明删除个人信息的请求被拒绝过，没有请求法院判令删除。",
    Severity.WARNING,
)
INTERNET_COURT = Rule("internet-court", "可能由互联网法院管辖。", Severity.WARNING)
NOT_ON_NETWORK = Rule(
    "not-on-network", "互联网法院只审理网络上的纠纷，记录里只有电话、短信。", Severity.WARNING
)
HARM_OF_OTHERS = Rule("harm-of-others", "损害后果看来是别人的。", Severity.WARNING)
NO_RECEIPT = Rule("no-receipt", "损失没有票据，也没有证据。", Severity.WARNING)
BRANCH_WITHOUT_HEAD = Rule("branch-without-head", "分支机构没有写负责人。", Severity.WARNING)
COMPANY_AS_WITNESS = Rule(
    "company-as-witness", "证人写的是单位，单位出具证明，不作证人。", Severity.WARNING
)

PARTY_RULES = (
    NO_OWN_INFRINGEMENT,
    LAW_NOT_COVERED,
    DEPARTMENT_IS_NO_PARTY,
    BRANCH_WITHOUT_HEAD,
    *minors.RULES,
    *attribution.RULES,
)
RULES = (
    *PARTY_RULES,
    SOLATIUM_WITHOUT_HARM,
    APOLOGY_WITHOUT_SCOPE,
    COURT_ELSEWHERE,
    LOSS_OF_OTHERS,
    SOLATIUM_WITHOUT_EVIDENCE,
    APOLOGY_TOO_WIDE,
    NO_PRIOR_REQUEST,
    INTERNET_COURT,
    NOT_ON_NETWORK,
    HARM_OF_OTHERS,
    NO_RECEIPT,
    COMPANY_AS_WITNESS,
    exhibits.EVIDENCE_KIND,
    wording.LEFT_OPEN,
)


def own(matter: Matter) -> Matter:
    """The matter with the plaintiff's own incidents only."""
    case = _own_case(matter.case)
    return matter if case is matter.case else replace(matter, case=case)


@once_a_case
def _own_case(case: Case) -> Case:
    return case.with_incidents(facts.own_incidents(case))


def check(matter: Matter) -> Iterator[Problem]:
    """Everything about standing, defendants, court, claims and money that a court would mind."""
    yield from parties(matter)
    yield from _court(own(matter))
    yield from _apology(matter.case)
    yield from _deletion(matter)
    yield from _harm(matter.case)
    yield from _losses(matter.case)
    yield from exhibits.unknown_kinds(matter.case)
    yield from _witnesses(matter.case)


def parties(matter: Matter) -> Iterator[Problem]:
    """Whether the client is wronged, who acts for it, and who can be sued, tied to the calls."""
    yield from minors.check(matter)
    yield from _standing(matter)
    yield from _defendants(matter.case)
    yield from attribution.untied(matter.case)


def _standing(matter: Matter) -> Iterator[Problem]:
    case = matter.case
    rows = facts.own_incidents(case)
    if not rows:
        message = "骚扰记录里没有侵害委托人本人权益的行，委托人不能代他人起诉。"
        remedy = "请由受扰人自己作委托人，或补上委托人本人受扰的记录。"
        yield NO_OWN_INFRINGEMENT.at(case, "role", message, remedy)
    elif not civil_grounds(matter):
        message = "向委托人本人催收的记录没有超出正常催收：没有写行为性质，不在夜间，次数也不多。"
        remedy = "请在骚扰记录里写明行为性质、要求停止日期，或补上其他记录。"
        yield NO_OWN_INFRINGEMENT.at(rows[0], "natures", message, remedy)
    for row in rows:
        if not grounds.is_covered(row, matter):
            message = "民法典施行以前的行为适用旧法，本程序没有收录。"
            yield LAW_NOT_COVERED.at(row, "moment", message, "请删去这一行，或自行撰写这部分。")


def _defendants(case: Case) -> Iterator[Problem]:
    for institution in defendants(case):
        yield from _capacity(case, institution)


def _capacity(case: Case, institution: Institution) -> Iterator[Problem]:
    if institution.legal_form == LegalForm.DEPARTMENT:
        message = "内设部门没有营业执照，不能作被告，应当以设立它的法人为被告。"
        remedy = "请在所属法人里填写该法人，并在机构表里登记。"
        yield DEPARTMENT_IS_NO_PARTY.at(institution, "parent", message, remedy, case=case.number)
    if institution.legal_form == LegalForm.BRANCH and not institution.head:
        message, remedy = "分支机构由负责人进行诉讼，没有法定代表人。", "请填写负责人的姓名。"
        yield BRANCH_WITHOUT_HEAD.at(institution, "head", message, remedy, case=case.number)


def _court(matter: Matter) -> Iterator[Problem]:
    case = matter.case
    if not case.court:
        yield wording.LEFT_OPEN.at(case, "court", "没有填写，起诉状的法院留空待手写。")
        return
    found = venue(matter)
    if found.internet_court:
        yield from _internet_court(matter, found)
    if not found.reasons:
        yield _elsewhere(case, found.best)


def _internet_court(matter: Matter, found: Venue) -> Iterator[Problem]:
    """Both headings where the network was used; a doubt where it was not."""
    case, internet = matter.case, found.internet_court
    rules = public(matter.law.courts.internet_courts.rules)
    if found.by_network and case.court != internet:
        said = "通过网络发生的隐私权、个人信息保护纠纷，在该市由{}集中管辖（{}）。"
        asked = "请核对：由它管辖的，抬头写“{}”；只涉及电话、短信的，仍写“{}”。"
        message, remedy = Message(said, internet, rules), Message(asked, internet, case.court)
        yield INTERNET_COURT.at(case, "court", message, remedy, value=case.court)
    if not found.by_network and case.court == internet:
        doubt = Message("记录里只有电话、短信，不当然属于网络上的纠纷（{}）。", rules)
        check_it = "请核对是否由住所地的基层人民法院管辖。"
        yield NOT_ON_NETWORK.at(case, "court", doubt, check_it, value=case.court)


def _elsewhere(case: Case, best: Fit) -> Problem:
    message = "委托人住址、被告住所地和记录里的地点，没有一处看得出在该法院的辖区内。"
    remedy = "请核对法院和这些地址；由被告住所地或者侵权行为地的法院管辖。"
    severity = Severity.ERROR if best is Fit.OTHER_CITY else Severity.WARNING
    return COURT_ELSEWHERE.at(case, "court", message, remedy, value=case.court, severity=severity)


def _apology(case: Case) -> Iterator[Problem]:
    if case.apology_form != ApologyForm.PUBLIC:
        return
    if not case.apology_scope:
        message = "公开道歉须写明范围。"
        remedy = "请写明与影响相当的范围，如 某某公司内部。"
        yield APOLOGY_WITHOUT_SCOPE.at(case, "apology_scope", message, remedy)
    public_acts = facts.having(case, Nature.PUBLIC_INSULT, Nature.POSTING)
    if not public_acts and not facts.outsiders(case.incidents):
        message = "赔礼道歉应当与影响的范围相当，记录里除委托人和亲属外没有人知道。"
        remedy = "请改为书面道歉，或补上让外人知道的记录；坚持公开道歉的，可以不改。"
        yield APOLOGY_TOO_WIDE.at(case, "apology_form", message, remedy, value=case.apology_form)


def _deletion(matter: Matter) -> Iterator[Problem]:
    case = matter.case
    if not facts.signed_nothing(case) or claims.may_claim_deletion(matter):
        return
    message = "请求法院判令删除个人信息的，须先向对方提出过而被拒绝；办理记录里没有。"
    remedy = (
        "起诉状没有写这一项。需要的，请先寄出平台投诉函，其中请求删除，"
        "再在办理记录里写明要求删除的日期、答复期限和结果。"
    )
    yield NO_PRIOR_REQUEST.on(Place("办理记录", case=case.number), message, remedy)


def _harm(case: Case) -> Iterator[Problem]:
    if case.solatium and not case.consequences:
        message = "主张精神损害抚慰金须写明严重后果。"
        remedy = "请写明就诊、失眠、离职等实际后果，并附证据。"
        severity = Severity.WARNING if wording.diagnosed(case, COURT) else Severity.ERROR
        yield SOLATIUM_WITHOUT_HARM.at(case, "consequences", message, remedy, severity=severity)
    if case.solatium and not case.evidence:
        message = "主张精神损害抚慰金，证据表里却没有证据。"
        yield SOLATIUM_WITHOUT_EVIDENCE.at(case, "solatium", message, "请补上诊断证明等证据。")
    if word := facts.kin_word(case.consequences):
        message = Message("写了“{}”：别人受到的损害不能由委托人主张。", word)
        remedy = "请只写委托人自己的后果；确是自己的，可以不改。"
        yield HARM_OF_OTHERS.at(case, "consequences", message, remedy, value=case.consequences)


def _losses(case: Case) -> Iterator[Problem]:
    for loss in case.losses:
        if is_of_others(case, loss):
            message = "只能主张委托人自己的损失，别人的损失由他自己主张。"
            yield LOSS_OF_OTHERS.at(
                loss, "owner", message, "请删去这一行，或由权利人另案主张。", value=loss.owner
            )
        elif not loss.owner and (word := facts.kin_word(loss.explanation)):
            message = Message("说明里写了“{}”，看不出是不是委托人自己的损失。", word)
            remedy = "是委托人自己的损失，请在权利人里写 委托人；不是的，请删去这一行。"
            yield LOSS_OF_OTHERS.at(loss, "explanation", message, remedy, value=loss.explanation)
        if not loss.receipt and not loss.evidence_numbers:
            message = "没有写票据，也没有证据编号，这一项可能得不到支持。"
            yield NO_RECEIPT.at(loss, "receipt", message, "请写明票据，或补上证据编号。")


def is_of_others(case: Case, loss: Loss) -> bool:
    """True where 权利人 names somebody else than the client."""
    own_words = {person_key(word) for word in ("委托人", "本人", "原告", case.client.name)}
    return bool(loss.owner) and person_key(loss.owner) not in own_words


def _witnesses(case: Case) -> Iterator[Problem]:
    """A company gives a certificate with seal and signatures (民诉法解释 art. 115)."""
    for witness in case.witnesses:
        if is_company_name(witness.name):
            message = "单位不作证人，由单位出具证明，负责人和制作人签名并加盖单位印章。"
            remedy = "请写接到电话的人的姓名，或把单位证明登记在证据表里。"
            yield COMPANY_AS_WITNESS.at(witness, "name", message, remedy, value=witness.name)
