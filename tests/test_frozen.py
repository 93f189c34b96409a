"""Records that can't be changed are what the standard library would make of them, made quicker."""

from __future__ import annotations

import copy
import inspect
import pickle
from dataclasses import FrozenInstanceError, asdict, dataclass, field, fields, replace
from typing import Any

import pytest
from support.runs import ROOT

from anjuan.frozen import frozen


@frozen
class Paper:
    """A paper."""

    name: str
    pages: int = 1
    marks: list[str] = field(default_factory=list)
    note: str = field(default="", compare=False, repr=False)
    _known: int = field(default=7, init=False, repr=False, compare=False)


@frozen(kw_only=True)
class Signed(Paper):
    """A paper that somebody signed."""

    by: str


@frozen
class Counted:
    """A number that is looked at once it is there."""

    number: int

    def __post_init__(self) -> None:
        if self.number < 0:
            raise ValueError("below nought")

    def __repr__(self) -> str:
        return f"№ {self.number}"


def test_it_prints_compares_and_hashes_as_a_dataclass_does() -> None:
    assert repr(Paper("起诉状", 2)) == "Paper(name='起诉状', pages=2, marks=[])"
    assert Paper("起诉状", note="甲") == Paper("起诉状", note="乙") != Paper("起诉状", 3)
    assert Counted(3) == Counted(3)
    assert {Counted(3), Counted(3)} == {Counted(3)}
    assert Paper("起诉状") != Signed("起诉状", by="陈示例")


def test_what_can_not_be_hashed_makes_no_key() -> None:
    with pytest.raises(TypeError, match="unhashable"):
        hash(Paper("起诉状"))


def test_nothing_of_it_can_be_changed_taken_away_or_added() -> None:
    paper: Any = Paper("起诉状")

    for name in ("name", "other"):
        with pytest.raises(FrozenInstanceError, match=name):
            setattr(paper, name, "反诉状")
    with pytest.raises(FrozenInstanceError, match="name"):
        del paper.name
    assert not hasattr(paper, "__dict__")


def test_what_is_made_for_each_record_is_no_others() -> None:
    one, other = Paper("甲"), Paper("乙")

    one.marks.append("章")

    assert other.marks == []
    assert one._known == 7


def test_a_kind_of_it_has_the_fields_of_both_and_what_it_says_itself_goes_before() -> None:
    signed = Signed("起诉状", 2, by="陈示例")

    assert [it.name for it in fields(signed)] == ["name", "pages", "marks", "note", "_known", "by"]
    assert asdict(replace(signed, pages=3))["pages"] == 3
    assert repr(Counted(3)) == "№ 3"
    with pytest.raises(ValueError, match="below nought"):
        Counted(-1)


@pytest.mark.parametrize("given", [(), ("甲", 1, [], "", 7), ("甲", 1, [], "", "陈示例")])
def test_what_is_missing_or_too_much_is_refused(given: tuple[Any, ...]) -> None:
    with pytest.raises(TypeError):
        Signed(*given)  # type: ignore[call-arg]


@pytest.mark.parametrize(
    "again", [copy.copy, copy.deepcopy, lambda it: pickle.loads(pickle.dumps(it))]
)
def test_it_can_be_copied_and_sent_to_another_process(again: Any) -> None:
    signed = Signed("起诉状", 2, ["章"], by="陈示例")

    assert again(signed) == signed
    assert repr(again(signed)) == repr(signed)


def test_the_core_makes_its_records_so() -> None:
    """`@dataclass` is for what can be changed, or has more than its fields."""
    slow = (
        "@dataclass(frozen=True, slots=True)\n",
        "@dataclass(frozen=True, slots=True, kw_only=True)\n",
    )
    sources = {path: path.read_text("utf-8") for path in (ROOT / "core/anjuan").rglob("*.py")}

    assert [path for path, text in sources.items() if any(it in text for it in slow)] == []


def test_its_signature_is_that_of_a_dataclass() -> None:
    @dataclass(frozen=True, slots=True)
    class Same:
        name: str
        pages: int = 1
        marks: list[str] = field(default_factory=list)
        note: str = field(default="", compare=False, repr=False)

    assert str(inspect.signature(Paper)) == str(inspect.signature(Same))
