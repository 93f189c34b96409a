"""Rules over the people of a case: who is meant must be one person, whichever cell is asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from anjuan.case.choices import sex_of
from anjuan.case.keys import person_key
from anjuan.case.people import People, Who, is_of_client, name_and_remark, who_is_said
from anjuan.case.records.case import Case
from anjuan.case.records.client import Client
from anjuan.case.records.incident import Incident
from anjuan.case.records.rows import Witness
from anjuan.chinese import birth_date_of, split_list
from anjuan.messages import Message, public
from anjuan.problems import Problem, Rule, Severity

SEX_MISMATCH = Rule("sex-mismatch", "性别与身份证号不一致。")
BIRTH_MISMATCH = Rule("birth-mismatch", "出生日期与身份证号不一致。")
WITNESS_IS_PARTY = Rule("witness-is-party", "证人就是委托人或者债务人。")
DUPLICATE_WITNESS = Rule("duplicate-witness", "同一位证人写了两行。")
OWN_GUARDIAN = Rule("own-guardian", "法定代理人就是委托人自己。")
WHO_IS_MEANT = Rule("who-is-meant", "受扰人是谁，两格说法不一。")
WHO_IS_DEBTOR = Rule("who-is-debtor", "债务人是谁，两格说法不一。")
TWO_RELATIONS = Rule("two-relations", "同一个人写了两种关系。", Severity.WARNING)
NAME_WITH_REMARK = Rule(
    "name-with-remark", "姓名后面带括号的人，与不带括号的算作两个人。", Severity.WARNING
)
SEVERAL_PEOPLE = Rule("several-people", "写一个人的格子里，像是写了几个人。")

_HAN = "[\u4e00-\u9fff]"
# No name holds such a sign between Chinese characters, or ends so.
_SURELY_SEVERAL = (
    rf"{_HAN}.*[、，,；;/＋+&\n].*{_HAN}|{_HAN}{{2}}等(?:[0-9一二三四五六七八九十两几]+)?[人名位]?$"
)
_REMARK = re.compile(r"[（(].*?[）)]")
# Some names hold these.
_MAYBE_SEVERAL = rf"{_HAN}{{2}}\s*[和与及\s]\s*{_HAN}{{2}}"
# Neither is looked for in a name without any of these or a blank.
_BETWEEN = frozenset("、，,；;/＋+&等和与及")
_AND = (re.compile("[和及与跟+＋/&]"), re.compile(r"\s"))


def _identity_agrees(case: Case) -> Iterator[Problem]:
    """性别 and 出生日期 must be those inside the identity number (GB 11643-1999)."""
    yield from _as_in_number(case, case.client)
    for witness in case.witnesses:
        yield from _as_in_number(witness, witness)


def _as_in_number(row: Case | Witness, person: Client | Witness) -> Iterator[Problem]:
    number = person.identity_number
    # A passport says nothing of either.
    if not sex_of(number):
        return
    remedy = "请对照身份证核对性别、出生日期和身份证号。"
    if person.sex != sex_of(number):
        message = Message("性别写的是“{}”，身份证号却是“{}”。", person.sex, sex_of(number))
        yield SEX_MISMATCH.at(row, "sex", message, remedy, value=person.sex)
    if person.birth_date != birth_date_of(number):
        message = Message("出生日期与身份证号里的 {} 不一致。", birth_date_of(number))
        yield BIRTH_MISMATCH.at(row, "birth_date", message, remedy, value=person.birth_date)


def _witnesses_are_others(case: Case) -> Iterator[Problem]:
    """A party is no witness in their own case; a contact's debtor may be one, and is interested."""
    if not case.witnesses:
        return
    people = People(case.client.name, case.debtor_name, case.is_contact)
    for row in case.witnesses:
        who = people.named(row.name, row.relation).who
        if who is Who.OTHER:
            continue
        is_client = who is Who.CLIENT
        message = Message("证人“{}”就是{}。", row.name, public("委托人" if is_client else "债务人"))
        remedy = (
            "当事人不能作自己案件的证人，请删去这一行。"
            if is_client
            else "债务人与案件有利害关系，其证言不能单独作为依据；确要请他作证的，可以不管。"
        )
        severity = Severity.ERROR if is_client else Severity.WARNING
        yield WITNESS_IS_PARTY.at(row, "name", message, remedy, value=row.name, severity=severity)


def _one_row_a_witness(case: Case) -> Iterator[Problem]:
    """Two rows of one name would give one person two papers."""
    first: dict[str, Witness] = {}
    for row in case.witnesses:
        known = first.setdefault(person_key(row.name), row)
        if row.name and known is not row:
            message = Message("证人“{}”在第 {} 行已经有了。", row.name, public(known.origin.shown))
            remedy = "是同一个人的，请合成一行；同名的两个人，请在姓名后加以区别。"
            yield DUPLICATE_WITNESS.at(row, "name", message, remedy, value=row.name)


def _guardian_is_another(case: Case) -> Iterator[Problem]:
    name = case.client.guardian
    if name and person_key(name) == person_key(case.client.name):
        message = Message("法定代理人“{}”就是委托人自己。", name)
        remedy = "委托人成年的，请把这一格空着；未成年的，请写监护人。"
        yield OWN_GUARDIAN.at(case, "guardian", message, remedy, value=name)


def _debtor_agrees(case: Case) -> Iterator[Problem]:
    """A debtor who is the client has the client's name; a contact's debtor has another."""
    if not (case.client.name and case.client.role and case.debtor_name):
        return
    same = person_key(case.debtor_name) == person_key(case.client.name)
    if case.is_contact is (same or _is_said(case.debtor_name, case)):
        yield from _about_debtor(case, "debtor_name", case.debtor_name)


def _relation_agrees(case: Case) -> Iterator[Problem]:
    """A contact is somebody's relative or friend, and not 本人."""
    if case.is_contact and _is_said(case.relation_to_debtor, case):
        yield from _about_debtor(case, "relation_to_debtor", case.relation_to_debtor)


def _is_said(word: str, case: Case) -> bool:
    return who_is_said(word, case.is_contact) is not None


def _about_debtor(case: Case, attribute: str, value: str) -> Iterator[Problem]:
    role, cell, client = (case.place(it).cell for it in ("role", attribute, "name"))
    message = Message(
        "委托人身份（{}）是“{}”，{}（{}）却是“{}”，委托人（{}）是“{}”。",
        *(role, case.client.role, public(case.place(attribute).heading), cell, value),
        *(client, case.client.name),
    )
    for name, found in (("role", case.client.role), (attribute, value)):
        yield WHO_IS_DEBTOR.at(case, name, message, "请核对这几格。", value=found)


def _rows_agree(case: Case) -> Iterator[Problem]:
    # Rows of one of several clients contradict nothing but the cell, which is told.
    is_one = case.client.name and _several(case.client.name) is not Severity.ERROR
    reasons: dict[tuple[str, str], str] = {}
    for row in case.incidents if is_one else ():
        said = (row.victim, row.relation)
        if said not in reasons:
            reasons[said] = _contradiction(case, row)
        if reasons[said]:
            yield from _contradicted(case, row, reasons[said])


def _contradiction(case: Case, row: Incident) -> str:
    """What a row says of the person besides the name, where that is somebody else."""
    name, remark = name_and_remark(row.victim, case.is_contact)
    for word in (name, remark, row.relation):
        said = who_is_said(word, case.is_contact)
        if said and said is not row.who:
            return word
    if row.is_about_client and row.relation and not is_of_client(row.relation, case.is_contact):
        return row.relation
    return ""


def _contradicted(case: Case, row: Incident, word: str) -> Iterator[Problem]:
    victim, relation = row.place("victim").cell, row.place("relation").cell
    debtor = Message("，债务人是“{}”", case.debtor_name) if case.is_contact else ""
    message = Message(
        "受扰人（{}）“{}”与“{}”（{}）说的不是同一个人：委托人（{}）是“{}”{}。",
        *(victim, row.victim, word, relation if word == row.relation else victim),
        *(case.place("name").cell, case.client.name, debtor),
    )
    remedy = "是委托人的，关系请写 本人；不是的，请改正关系；同名的另一个人，请在姓名后加以区别。"
    for attribute in ("victim", "relation"):
        value = getattr(row, attribute)
        yield WHO_IS_MEANT.at(row, attribute, message, remedy, value=value)


def _others(case: Case) -> list[Incident]:
    return [row for row in case.incidents if row.who is Who.OTHER and row.victim]


def _one_relation(case: Case) -> Iterator[Problem]:
    """Somebody else with two relations: perhaps one person, perhaps two of one name."""
    first: dict[str, Incident] = {}
    told: set[tuple[str, str]] = set()
    for row in _others(case):
        known = first.setdefault(row.victim, row) if row.relation else row
        found = (row.victim, person_key(row.relation))
        if person_key(known.relation) == found[1] or found in told:
            continue
        told.add(found)
        yield TWO_RELATIONS.at(
            row,
            "relation",
            Message(
                "“{}”在这里是“{}”，在 {} 是“{}”，按同一个人计算。",
                *(row.victim, row.relation, known.place("relation").cell, known.relation),
            ),
            "是同一个人的，请写成一样；同名的两个人，请在姓名后加以区别，如 王芳（大）。",
            value=row.relation,
        )


def _names_with_remarks(case: Case) -> Iterator[Problem]:
    """王芳 and 王芳（同事） are two people unless they are typed alike."""
    first = {person_key(row.victim): row for row in reversed(_others(case))}
    for key, row in first.items():
        other = first.get(key.partition("(")[0]) if key.endswith(")") else None
        if other:
            yield NAME_WITH_REMARK.at(
                row,
                "victim",
                Message(
                    "“{}”与 {} 的“{}”按两个人计算。",
                    *(row.victim, other.place("victim").cell, other.victim),
                ),
                "是同一个人的，请写成一样。",
                value=row.victim,
            )


def _one_client(case: Case) -> Iterator[Problem]:
    """A row of sheet 案件 is one client: papers have one plaintiff, one identity number."""
    severity = _several(case.client.name)
    if severity:
        message = Message("“{}”像是几个人。", case.client.name)
        remedy = "一行只写一个委托人：请各写一行，案件编号各不相同，其余各表的行也分开写。"
        yield SEVERAL_PEOPLE.at(
            case, "name", message, remedy, value=case.client.name, severity=severity
        )


def _one_victim(case: Case) -> Iterator[Problem]:
    """Several people in one cell are counted as one; they may have been reached together.

    The client among them would be a third person, and a witness to himself.
    """
    rows = _others(case)
    known = {name: _known_among(name, case) for name in {row.victim for row in rows}}
    for row in rows:
        name = known[row.victim]
        if name or _several(row.victim):
            also = Message("其中有“{}”，", name) if name else ""
            yield SEVERAL_PEOPLE.at(
                row,
                "victim",
                Message("“{}”像是几个人，{}按一个人计算。", row.victim, also),
                "请一人一行。",
                value=row.victim,
                severity=Severity.ERROR if name else Severity.WARNING,
            )


def _known_among(names: str, case: Case) -> str:
    """The client or a contact's debtor, where they are one of several in a cell."""
    people = People(case.client.name, case.debtor_name, case.is_contact)
    listed = split_list(names)
    parts = [it for sign in _AND for part in listed for it in sign.split(part)]
    found = (people.named(it) for it in (*listed, *parts) if it != names)
    return next((it.name for it in found if it.who is not Who.OTHER), "")


def _several(name: str) -> Severity | None:
    """How sure it is that a name is those of several people; None for one person's."""
    if _BETWEEN.isdisjoint(name) and name.split() == [name]:
        return None
    bare = _REMARK.sub("", name)
    if re.search(_SURELY_SEVERAL, bare):
        return Severity.ERROR
    return Severity.WARNING if re.search(_MAYBE_SEVERAL, bare) else None


PEOPLE: tuple[Callable[[Case], Iterator[Problem]], ...] = (
    _identity_agrees,
    _debtor_agrees,
    _relation_agrees,
    _rows_agree,
    _one_relation,
    _names_with_remarks,
    _one_client,
    _one_victim,
    _witnesses_are_others,
    _one_row_a_witness,
    _guardian_is_another,
)
