"""人格权侵害禁令申请书 and 行为保全申请书: only while it goes on; orders that can be enforced."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from support.runs import Generated, generate_into

from anjuan.testing import Row, case, contact, incident, institution, proceeding, write_workbook

KINDS = ("personality-injunction", "conduct-preservation")
INJUNCTION, PRESERVATION = KINDS
LENDER = institution(法定代表人="赵六")
CLIENT = case(要求停止日期="2026-04-01", 要求停止方式="电话中口头", 工作单位="虚构小学")
THREAT = incident(
    时间="2026-04-28 21:10", 次数=6, 内容="“今天不还，明天上你单位”", 行为性质="频繁拨打、威胁恐吓",
    对方自称="甲贷", 关联依据="自报名称",
)  # fmt: skip
TOLD = incident(
    时间="2026-04-29 22:40", 次数=1, 受扰人="林同事", 与委托人关系="同事", 内容="“他欠钱”",
    行为性质="泄露债务信息",
)  # fmt: skip
Make = Callable[..., Generated]


def produce(folder: Path, client: Row = CLIENT, *incidents: Row, **rows: object) -> Generated:
    book = write_workbook(
        folder / "表.xlsx",
        cases=[client],
        institutions=[LENDER],
        incidents=incidents or (incident(), THREAT, TOLD),
        **rows,  # type: ignore[arg-type]
    )
    return generate_into(folder / "out", book, kinds=KINDS)


@pytest.fixture
def make(tmp_path: Path) -> Make:
    return lambda *rows, **more: produce(tmp_path, *rows, **more)


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    """Both of one case: threatened after the objection, reported to the police."""
    report = proceeding(
        日期="2026-04-20", 事项="报案", 机构="虚构市公安局甲派出所", 文号="接〔2026〕1号"
    )
    return produce(tmp_path_factory.mktemp("injunctions"), proceedings=[report])


def test_an_order_names_conduct_numbers_people_and_places(papers: Generated) -> None:
    text = papers.text(INJUNCTION)

    assert (
        "1．责令被申请人立即停止以频繁拨打、夜间联系、威胁恐吓等方式侵扰申请人（电话13800000001）"
        in text
    )
    assert "包括使用0571-00000011以及更换号码实施" in text
    assert "2．禁止被申请人向申请人的亲友、同事等与债务无关的第三人披露申请人的债务信息" in text
    assert "3．禁止被申请人到申请人的住所（虚构市甲路1号）和工作单位（虚构小学）滋扰申请人" in text


def test_it_tells_that_it_goes_on_and_cannot_be_made_good(papers: Generated) -> None:
    text = papers.text(INJUNCTION)

    assert "2026年4月28日以来仍有电话7次，最近一次在2026年4月29日" in text
    assert "在申请人要求停止以后仍以言词相威胁（证据1）" in text
    assert "向虚构市公安局甲派出所报案（文号：接〔2026〕1号）" in text
    assert "难以弥补的损害" in text
    assert "《中华人民共和国民法典》第九百九十七条" in text
    assert "《中华人民共和国民法典》第一千零三十三条第一项" in text
    assert "案由：申请人格权侵害禁令" in text


def test_nothing_is_asked_that_only_a_judgment_gives(papers: Generated) -> None:
    for kind in KINDS:
        text = papers.text(kind)
        for word in ("赔偿原告", "赔礼道歉", "删除", "拘留", "停止一切催收", "委托人", "原告"):
            assert word not in text, word
        assert not re.search(r"第\d+条", text)


def test_before_a_suit_security_and_the_promise_to_sue_are_told(papers: Generated) -> None:
    text = papers.text(PRESERVATION)

    assert "诉前行为保全申请书" in text
    assert "《中华人民共和国民事诉讼法》第一百零四条" in text
    assert "申请人提供的担保：＿＿＿" in text
    assert "依法定期限起诉" in text
    assert "security-left-open" in papers.codes()


def test_beside_a_suit_it_names_the_case_and_the_other_article(make: Make) -> None:
    suit = proceeding(日期="2026-04-10", 事项="起诉", 机构="虚构市甲区人民法院")
    client = {**CLIENT, "案号": "（2026）虚0000民初1号", "担保方式": "保险公司保函"}

    text = make(client, proceedings=[suit]).text(PRESERVATION)

    assert "[Title] 行为保全申请书" in text
    assert "案号：（2026）虚0000民初1号" in text
    assert "《中华人民共和国民事诉讼法》第一百零三条" in text
    assert "申请人提供的担保：保险公司保函。" in text


@pytest.mark.parametrize(
    ("objected", "rows", "written"),
    [
        # Old harassment that has ended.
        ("2026-04-01", [incident()], False),
        # Lately, but nothing more than asking a debtor for the money.
        (None, [incident(), incident(时间="2026-04-29 10:00", 次数=1, 行为性质=None)], False),
        # Lately, and wrongful.
        ("2026-04-01", [incident(时间="2026-04-20 23:10", 次数=1)], True),
        # A day too early.
        ("2026-04-01", [incident(时间="2026-04-16 23:10", 次数=4)], False),
        # A threat before anything was objected to is no reason; one after it is, however old.
        ("2026-04-01", [incident(行为性质="威胁恐吓")], False),
        ("2026-04-01", [incident(时间="2026-04-02", 行为性质="威胁恐吓")], True),
    ],
)
def test_without_an_act_of_the_last_days_or_a_threat_after_the_objection_there_is_none(
    make: Make, objected: str | None, rows: list[Row], written: bool
) -> None:
    state = "written" if written else "not-applicable"

    assert make({**CLIENT, "要求停止日期": objected}, *rows).states() == {
        kind: [state] for kind in KINDS
    }


def test_a_contact_is_left_alone_altogether(make: Make) -> None:
    row = incident(时间="2026-04-30 10:00", 次数=3, 行为性质=None)

    text = make(contact(), row).text(INJUNCTION)

    assert "停止以电话、短信、即时通讯、上门等方式就他人债务联系申请人" in text
    assert "到申请人的住所" not in text
    assert "披露" not in text


def test_a_child_applies_through_its_guardian(make: Make) -> None:
    child = {**CLIENT, "证件种类": "护照", "身份证号": "E00000001", "出生日期": "2012-03-14"}

    text = make({**child, "法定代理人": "张父", "法定代理人关系": "父亲"}).text(INJUNCTION)
    alone = make(child)

    assert "法定代理人：张父，申请人的父亲" in text
    assert "法定代理人（签名）：" in text
    assert alone.states()[INJUNCTION] == ["refused"]
