"""What rows of other sheets refer to: institutions, the cases of a workbook, the people of each."""

from __future__ import annotations

from collections.abc import Iterable

from anjuan.case.keys import institution_key, number_key, person_key
from anjuan.case.people import People, Person
from anjuan.case.records.case import Case
from anjuan.case.records.institution import Institution


class Directory:
    """The institutions by name and short name; of two rows with one name the first counts.

    Args:
        institutions: from sheet 机构.
    """

    def __init__(self, institutions: Iterable[Institution] = ()) -> None:
        self._by_key: dict[str, dict[str, Institution]] = {}
        self._names: dict[str, None] = {}
        for it in institutions:
            for name in filter(None, (it.name, it.short_name)):
                self._names.setdefault(name)
                known = self._by_key.setdefault(institution_key(name), {})
                known.setdefault(institution_key(it.name), it)

    @property
    def names(self) -> tuple[str, ...]:
        """Names and short names, as typed."""
        return tuple(self._names)

    def called(self, name: str) -> tuple[Institution, ...]:
        """Those that a name or short name stands for."""
        return tuple(self._by_key.get(institution_key(name), {}).values())


class Register:
    """The cases by their numbers; of two rows with one number the first counts.

    Args:
        cases: from sheet 案件.
    """

    def __init__(self, cases: Iterable[Case] = ()) -> None:
        self._cases: dict[str, Case] = {}
        for case in cases:
            if case.number:
                self._cases.setdefault(number_key(case.number), case)
        # What was asked for before: rows are many.
        self._numbers: dict[str, str] = {}

    @property
    def cases(self) -> tuple[Case, ...]:
        """Each case once, in the order of the sheet."""
        return tuple(self._cases.values())

    def number(self, typed: str) -> str:
        """案件编号 as sheet 案件 has it; empty for one that it has not."""
        found = self._numbers.get(typed)
        if found is None:
            case = self._cases.get(number_key(typed))
            found = self._numbers[typed] = case.number if case else ""
        return found

    def people(self, number: str) -> People:
        """The people of a case, by the names that its own row gives them."""
        case = self._cases.get(number_key(number))
        return People(case.client.name, case.debtor_name, case.is_contact) if case else People()


class Persons:
    """The people whom the rows of one sheet name, each under one name in the whole case.

    Args:
        register: the cases that rows belong to.
    """

    def __init__(self, register: Register) -> None:
        self._register = register
        self._people: dict[str, People] = {}
        self._persons: dict[tuple[str, str, str], Person] = {}
        self._spellings: set[tuple[str, str]] = set()

    def person(self, number: str, typed: str, relation: str) -> Person:
        """The person whom a row of a case names; arguments as those of `People.named`."""
        asked = (number, typed, relation)
        known = self._persons.get(asked)
        if known is None:
            known = self._persons[asked] = self._people_of(number).named(typed, relation)
        return known

    def is_new_spelling(self, number: str, typed: str, person: Person) -> bool:
        """True the first time that a person of a case is typed in this other form.

        Args:
            number: of the case.
            typed: another name than the person has.
            person: who is meant.
        """
        spelling = (number, typed)
        if spelling in self._spellings:
            return False
        self._spellings.add(spelling)
        return person_key(typed) == person_key(person.name)

    def _people_of(self, number: str) -> People:
        key = number_key(number)
        if key not in self._people:
            self._people[key] = self._register.people(number)
        return self._people[key]
