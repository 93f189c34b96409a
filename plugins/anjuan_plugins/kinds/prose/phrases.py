"""Pieces of sentences: what a cell says fitted into prose, nothing doubled, nothing open."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from anjuan import Case, as_told, date_text, masked_numbers, split_list

_FULL_STOP = "。；;.,， \n"
_MARKS = "，。；：、！？,.;:!?…」』”"


def sentence(text: str) -> str:
    """A text on one line with exactly one full stop; empty stays empty."""
    stripped = one_line(text)
    return closed(stripped) if stripped else ""


def one_line(text: str) -> str:
    """A cell's text inside a sentence: lines are joined by a comma, the final stop is ours."""
    if "\n" not in text:
        return text.strip().rstrip(_FULL_STOP)
    lines = (line.strip() for line in str.split(text, "\n"))
    joined = ""
    for line in filter(None, lines):
        joined += line if not joined or joined[-1] in _MARKS else f"，{line}"
    return as_told(joined.rstrip(_FULL_STOP), text)


def closed(text: str) -> str:
    """A text with its final mark: 。, unless it already ends in one of its own."""
    return text if text.endswith(("！", "？", "!", "?", "…")) else f"{text}。"


def evidence_mark(numbers: str) -> str:
    """`（证据1、2）`, in order; empty without numbers."""
    if numbers.isalnum():
        # One exhibit, as most rows have it.
        return f"（证据{numbers}）"
    listed = evidence_of([numbers])
    return f"（{listed}）" if listed else ""


def evidence_of(numbers: Iterable[str]) -> str:
    """`证据1、2` for the numbers of several rows, each once, in order; empty without any."""
    found: dict[str, str] = {}
    for cell in numbers:
        for number in split_list(cell):
            found.setdefault(number, f"{as_told(number, cell)}")
    if len(found) > 1 and all(map(_is_plain, found)):
        found = {number: found[number] for number in sorted(found, key=int)}
    return f"证据{'、'.join(found.values())}" if found else ""


def _is_plain(number: str) -> bool:
    return number.isascii() and number.isdigit()


def in_quotes(text: str) -> str:
    """`“甲公司”`; a text that has quotation marks or brackets of its own keeps those."""
    return text if text[:1] in "“「『【《" else f"“{text}”"


def loan_text(case: Case) -> str:
    """`“××贷”（合同编号：123）` as far as it is known; never a full card number."""
    marks = []
    if case.contract_number:
        marks.append(f"合同编号：{masked_numbers(case.contract_number)}")
    if case.card_tail:
        marks.append(f"卡号后四位：{case.card_tail}")
    product = f"“{case.loan_product}”" if case.loan_product else ""
    return product + (f"（{'，'.join(marks)}）" if marks else "")


def debt_word(case: Case) -> str:
    """What is collected: 借款; a card is none."""
    return "信用卡欠款" if case.is_about_credit_card else "借款"


def signing_day(case: Case) -> str:
    """落款日期 as printed; where it is open, room to write it by hand."""
    return date_text(case.signing_date) if case.signing_date else "　　　　年　　月　　日"


def numbered(items: Iterable[str], style: Callable[[int], str]) -> list[str]:
    """Each text with its number in front."""
    return [f"{style(number)}{item}" for number, item in enumerate(items, start=1)]
