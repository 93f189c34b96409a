"""What an old case may have left in a template: numbers and names of people."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from stdnum import luhn
from stdnum.cn import ric

from anjuan.chinese import birth_date_of
from anjuan.problems import Rule, Severity
from anjuan.word.proofreading.faults import Finding

OLD_IDENTITY = Rule("old-identity", "留有身份证号。")
OLD_PHONE = Rule("old-phone", "留有手机号码。", Severity.WARNING)
OLD_ACCOUNT = Rule("old-account", "留有像银行卡号的数字。", Severity.WARNING)
OLD_CASE_NUMBER = Rule("old-case-number", "留有法院案号。", Severity.WARNING)
OLD_NAME = Rule("old-name", "留有当事人的姓名。", Severity.WARNING)
OLD_CLIENT = Rule("old-client", "留有案件表里委托人或债务人的资料。")

_DIGITS = str.maketrans("０１２３４５６７８９Ｘ", "0123456789X")
_NUMBER = re.compile(r"(?<![0-9A-Za-z])[0-9][0-9 -]{8,30}[0-9Xx](?![0-9A-Za-z])")
_IDENTITY = re.compile(r"[0-9]{17}[0-9Xx]")
_PHONE = re.compile(r"1[3-9][0-9]{9}")
_CARD = re.compile(r"[1-9][0-9]{15,18}")
# （2025）京0105民初1234号; a document number of an authority has its place in front of the year.
_CASE_NUMBER = re.compile(
    r"[（(〔\[](?:19|20)[0-9]{2}[）)〕\]]\s*[一-鿿]{1,2}[0-9]{0,4}[一-鿿]{1,6}[0-9]{1,7}(?:之[一二三])?号"
)
_NAME = re.compile(
    r"(?:原告|申请人|投诉人|报案人|委托人|债务人|证人|受托人|姓名)[：:][ \u3000]*"
    r"([一-鿿]{2,4})(?=[，。；、,;.（(\s]|$)"
)
# What stands on a form instead of a name.
_NO_NAME = re.compile("某|签[名字章]|盖章|手印|捺印|本人|详见|同上|附后|如下|电话|日期|无")


def personal_findings(text: str, clients: Mapping[str, str]) -> Iterator[Finding]:
    """Personal data in a text.

    Args:
        text: of one paragraph.
        clients: what is known to belong to somebody → what it is (`委托人姓名，案件 A001`).
    """
    if not text or text.isspace():
        return
    plain = text.translate(_DIGITS)
    known = list(_known(plain, clients))
    yield from known
    for finding in (*_numbers(plain), *_case_numbers(plain), *_names(plain)):
        if not any(one.start <= finding.start < one.end for one in known):
            yield finding


def _numbers(text: str) -> Iterator[Finding]:
    for found in _NUMBER.finditer(text):
        number = re.sub("[ -]", "", found[0])
        if _is_identity(number):
            yield _left(OLD_IDENTITY, "身份证号", found, "{{ 委托人.身份证号 }}")
        elif _PHONE.fullmatch(number):
            yield _left(OLD_PHONE, "手机号码", found, "{{ 委托人.联系电话 }}")
        elif _CARD.fullmatch(number) and luhn.is_valid(number):
            yield _left(OLD_ACCOUNT, "像银行卡号的数字", found, "变量")


def _is_identity(number: str) -> bool:
    return (
        _IDENTITY.fullmatch(number) is not None
        and birth_date_of(number) is not None
        and ric.calc_check_digit(number) == number[-1].upper()
    )


def _case_numbers(text: str) -> Iterator[Finding]:
    for found in _CASE_NUMBER.finditer(text):
        yield _left(OLD_CASE_NUMBER, "法院案号", found, "变量")


def _names(text: str) -> Iterator[Finding]:
    for found in _NAME.finditer(text):
        if not _NO_NAME.search(found[1]):
            yield _left(OLD_NAME, "像姓名的文字", found, "{{ 委托人.姓名 }}")


def _left(rule: Rule, what: str, found: re.Match[str], instead: str) -> Finding:
    return Finding(
        rule,
        f"模板里留有{what}“{found[found.lastindex or 0]}”，会印进每一份文书。",
        f"如果是以前案件的资料，请换成{instead}。",
        found.start(),
        found.end(),
    )


def _known(text: str, clients: Mapping[str, str]) -> Iterator[Finding]:
    """Every value of the workbook that stands in the text, the longer ones first."""
    lengths = sorted({len(value) for value in clients}, reverse=True)
    taken: list[range] = []
    for length in lengths:
        for start in range(len(text) - length + 1):
            value = text[start : start + length]
            if value in clients and not any(start in span for span in taken):
                taken.append(range(start, start + length))
                yield Finding(
                    OLD_CLIENT,
                    f"“{value}”是案件表里的{clients[value]}，却写死在模板里。",
                    "请换成变量，如 {{ 委托人.姓名 }}。",
                    start=start,
                    end=start + length,
                )
