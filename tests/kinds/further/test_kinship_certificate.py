"""亲属关系证明: what 民诉法解释 arts. 88 and 115 ask of it; who is kin only its maker can say."""

from __future__ import annotations

from pathlib import Path

from support.runs import generate_into

from anjuan.testing import case, write_workbook


def test_it_certifies_for_the_court_and_leaves_the_relation_to_its_maker(tmp_path: Path) -> None:
    book = write_workbook(tmp_path / "表.xlsx", cases=[case()])

    done = generate_into(tmp_path / "out", book, kinds=("kinship-certificate",))
    text = done.text("kinship-certificate")

    assert "是张三（公民身份号码：000000199001010018，住虚构市甲路1号）的＿＿＿＿。" in text
    assert "向虚构市甲区人民法院提交" in text
    assert "〈中华人民共和国民事诉讼法〉的解释》第八十八条" in text
    assert "第一百一十五条" in text
    for signed in ("（加盖单位印章）", "单位负责人（签名）：", "制作人（签名）："):
        assert signed in text
