"""责令提交书证申请书, 调查取证申请书 and 律师调查令申请书: what each has to state, and to whom."""

from __future__ import annotations

import pytest
from support.runs import Generated, generate_into

from anjuan.testing import Row, case, evidence, incident, institution, write_workbook

KINDS = ("document-production", "evidence-collection", "investigation-order")
FIRM = {"委托律师": "王律师", "律师事务所": "虚构律师事务所", "律师执业证号": "13301202010000001"}
COLLECTOR = institution(
    名称="虚构乙催收公司", 简称="乙催", 机构类型="催收机构", 统一社会信用代码=None,
    住所地=None, 法定代表人="钱某",
)  # fmt: skip
CARD = institution(
    名称="虚构银行股份有限公司", 简称="虚构银行", 机构类型="商业银行", 统一社会信用代码=None
)
CLIENTS: dict[str, Row] = {
    "full": case(案件编号="full", **FIRM, 催收机构="乙催", 案号="（2026）虚0000民初1号",
                 举证期限="2026-06-01", 被告="债权人、催收机构"),
    "late": case(案件编号="late", **FIRM, 举证期限="2026-04-01"),
    "card": case(案件编号="card", **FIRM, 债权人="虚构银行", 借款产品="信用卡"),
    "bare": case(案件编号="bare", 管辖法院=None),
}  # fmt: skip
ROWS = [
    *(incident(案件编号=it, 受扰人电话="13800000001", 对方自称="甲贷客服", 关联依据="自报名称")
      for it in CLIENTS),
    incident(案件编号="full", 时间="2026-03-07 23:00", 受扰人="张母", 与委托人关系="委托人的母亲",
             方式="短信", 对方号码="10690000", 次数=1, 内容="「还钱」"),
    incident(案件编号="full", 时间="2026-03-09", 受扰人="张母", 与委托人关系="母亲", 方式="上门",
             对方号码=None, 次数=1, 内容="敲门"),
]  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Generated]:
    """The applications of each case."""
    folder = tmp_path_factory.mktemp("applications")
    book = write_workbook(
        folder / "表.xlsx",
        cases=list(CLIENTS.values()),
        institutions=[institution(), COLLECTOR, CARD],
        incidents=ROWS,
        evidence=[evidence(案件编号=it) for it in CLIENTS],
    )
    return {it: generate_into(folder / it, book, kinds=KINDS, cases=(it,)) for it in CLIENTS}


def test_an_order_to_produce_states_the_four_things_of_article_45(
    made: dict[str, Generated],
) -> None:
    text = made["full"].text("document-production")

    for heading in ("请求提交的书证", "待证事实及其重要性", "控制上列书证的根据", "应当提交的理由"):
        assert heading in text
    for document in (
        "外呼日志",
        "录音",
        "委托他人催收的合同",
        "号码的租用或者采购合同",
        "个人信息",
    ):
        assert document in text
    for cited in ("第四十五条", "第四十七条", "第四十八条", "第九十九条第二款", "第一百一十二条",
                  "第一百一十三条"):  # fmt: skip
        assert cited in text
    assert "来电人自称“甲贷客服”（5次，证据1）" in text
    assert "在举证期限（2026年6月1日）届满前提出申请" in text


def test_it_names_the_defendants_the_days_and_every_number(made: dict[str, Generated]) -> None:
    text = made["full"].text("document-production")

    assert "被申请人（被告）：虚构甲网络借贷有限公司" in text
    assert (
        "被申请人（被告）：虚构乙催收公司，住所地：＿＿＿＿＿＿＿＿＿＿＿＿，法定代表人：钱某"
        in text
    )
    assert "副本2份" in text
    assert "期间为2026年3月5日至2026年3月9日" in text
    assert "| 1 | 0571-00000011 | 2026年3月5日 | 5 | 证据1 |" in text
    assert "张母（原告的母亲）" in text
    # A visit leaves nothing in a log of calls.
    assert "上门" not in text.partition("附表二")[2]
    assert "委托人" not in text


def test_how_long_recordings_are_kept_is_said_only_of_whom_a_rule_binds(
    made: dict[str, Generated],
) -> None:
    assert "《商业银行信用卡业务监督管理办法》第六十八条" in made["card"].text(
        "document-production"
    )
    assert "信用卡" not in made["full"].text("document-production")


def test_what_is_asked_of_a_carrier_is_who_has_the_number_and_never_the_calls(
    made: dict[str, Generated],
) -> None:
    for kind in ("evidence-collection", "investigation-order"):
        text = made["full"].text(kind)
        assert "号码的登记用户" in text
        assert "不涉及通话详单和通信内容" in text
        assert "| 0571-00000011 | 　 | 2026年3月5日，5次 | 证据1 |" in text
        assert "第六十七条" in text
        assert "电信条例" not in text


def test_an_investigation_by_the_court_states_the_five_things_of_article_20(
    made: dict[str, Generated],
) -> None:
    text = made["full"].text("evidence-collection")

    for part in ("申请事项", "不能自行收集的原因", "要证明的事实", "被调查人和线索", "住所地"):
        assert part in text
    assert "第九十四条" in text
    assert "《最高人民法院关于民事诉讼证据的若干规定》第二十条" in text


def test_an_order_for_a_lawyer_names_who_holds_it(made: dict[str, Generated]) -> None:
    text = made["full"].text("investigation-order")

    assert "持令律师：王律师，虚构律师事务所律师，执业证号：13301202010000001。" in text
    assert "《中华人民共和国律师法》第三十五条" in text
    assert "持令律师（签名）：" in text


@pytest.mark.parametrize("kind", KINDS)
def test_after_the_term_the_reason_for_being_late_is_asked_for(
    made: dict[str, Generated], kind: str
) -> None:
    assert "逾期的理由：＿＿" in made["late"].text(kind)
    assert "逾期的理由" not in made["full"].text(kind)


@pytest.mark.parametrize("kind", KINDS)
def test_without_a_court_nothing_is_applied_for(made: dict[str, Generated], kind: str) -> None:
    assert made["bare"].states()[kind] == ["refused"]
    assert "管辖法院" in made["bare"].problems()


def test_a_docket_number_that_is_not_known_yet_is_a_line_and_a_reminder(
    made: dict[str, Generated],
) -> None:
    assert "案号：（立案后填写）＿＿＿" in made["late"].text("evidence-collection")
    assert "（案号）" in made["late"].problems()
    assert "（案号）" not in made["full"].problems()
