"""What an old case may have left in a template is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.proofread import CORE, codes, only
from support.word_files import docx

from anjuan.documents.vocabulary import client_values
from anjuan.testing import IDENTITY, case, witness, write_workbook
from anjuan.word.proofreading.template import find_faults
from anjuan.workbook.parsing import load_workbook


@pytest.mark.parametrize(
    ("text", "code", "is_error"),
    [
        (f"身份证号{IDENTITY}，", "old-identity", True),
        ("证号 11010519491231002x", "old-identity", True),
        ("电话：13800138000", "old-phone", False),
        ("电话：138 0013 8000", "old-phone", False),
        ("电话：１３８００１３８０００", "old-phone", False),
        ("账号 6222 0212 3456 7890 128", "old-account", False),
        ("参照（2025）京0105民初1234号判决", "old-case-number", False),
        ("原告：李明，男", "old-name", False),
        ("委托人:欧阳小明", "old-name", False),
    ],
)
def test_personal_data_of_an_old_case(text: str, code: str, is_error: bool) -> None:
    fault = only(docx(text))

    assert (fault.code, fault.is_error) == (code, is_error)


@pytest.mark.parametrize(
    "text",
    [
        "原告：{{ 委托人.姓名 }}",
        "委托人：（签名）",
        "委托人：签名",
        "申请人：某某，",
        "证号 110105194912310021",
        "电话 12378、400-888-8888、0571-88888888",
        "法释〔2020〕17号、银保监办发〔2021〕32号",
        "编号 6222021234567890129",
        "原告住所地：",
    ],
)
def test_what_is_no_personal_data(text: str) -> None:
    assert codes(docx(text)) == []


def test_people_of_the_workbook_may_not_stand_in_the_template(tmp_path: Path) -> None:
    book = write_workbook(tmp_path / "表.xlsx", cases=[case(委托人姓名="赵铁柱")])
    clients = client_values(load_workbook(book))
    source = docx("本人赵铁柱，", "电话13800000001", header=f"证号{IDENTITY}")
    found = find_faults(source, CORE, clients=clients)

    assert [fault.code for fault in found] == ["old-client"] * 3
    assert "委托人姓名（案件 A001）" in found[0].message
    assert all(fault.is_error for fault in found)


def test_guardians_and_witnesses_are_known_too(tmp_path: Path) -> None:
    child = case(法定代理人="张大山", 法定代理人关系="父亲", 法定代理人电话="138 0000 0077")
    people = [witness(姓名="周证人", 联系电话="13800000088", 身份证号=None)]
    book = load_workbook(write_workbook(tmp_path / "表.xlsx", cases=[child], witnesses=people))
    known = client_values(book)

    assert known["张大山"].startswith("法定代理人（")
    assert known["13800000077"].startswith("法定代理人电话（")
    assert known["周证人"].startswith("姓名（") and "13800000088" in known
