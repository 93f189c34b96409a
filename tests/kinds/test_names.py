"""What shipped plug-ins offer to all templates: a kind without code prints it by name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from support.blank import new_document

from anjuan.plugin.host import Plugins
from anjuan.plugin.office import Office
from anjuan.testing import (
    CREDIT_CODE,
    IDENTITY,
    Papers,
    case,
    contact,
    incident,
    institution,
    make_all,
    write_workbook,
)

Made = Callable[..., Papers]
COLLECTOR = institution(
    名称="虚构乙催收公司", 简称="乙催", 机构类型="催收机构", 统一社会信用代码=None
)
DEPARTMENT = institution(
    名称="虚构银行信用卡中心", 简称="卡中心", 机构类型="商业银行", 主体性质="内设部门",
    所属法人="甲贷", 统一社会信用代码=None,
)  # fmt: skip
SUED = "{% for 项 in 各被告 %}{{ 项.名称 }}；{% endfor %}"


@pytest.fixture
def printed(tmp_path: Path) -> Callable[..., str]:
    """What a template without code prints, to the creditor."""

    def made(text: str, **rows: object) -> str:
        folder = tmp_path / "文书种类" / "便函"
        folder.mkdir(parents=True)
        (folder / "kind.toml").write_text('recipients = ["债权人"]\n', encoding="utf-8")
        document = new_document()
        document.add_paragraph(text)
        document.save(str(folder / "便函.docx"))
        rows.setdefault("institutions", [institution(), COLLECTOR, DEPARTMENT])
        book = write_workbook(tmp_path / "表.xlsx", **rows)  # type: ignore[arg-type]
        plugins = Plugins.load(Office((folder.parent,)), outside=False)
        return make_all(book, tmp_path / "out", plugins, kinds=("便函",)).text("便函")

    return made


def test_the_sued_are_those_of_the_column_and_a_department_stands_for_its_bank(
    printed: Callable[..., str],
) -> None:
    rows = {"cases": [case(债权人="卡中心", 催收机构="乙催", 被告="催收机构、债权人")]}

    assert "虚构甲网络借贷有限公司；虚构乙催收公司；" in printed(SUED, **rows)


def test_without_the_column_they_are_those_whom_the_rows_tie(printed: Callable[..., str]) -> None:
    tied = incident(对方自称="虚构甲网络借贷有限公司客服", 关联依据="自报名称")

    text = printed(SUED, cases=[case(催收机构="乙催")], incidents=[tied])

    assert "虚构甲网络借贷有限公司；" in text
    assert "乙催收" not in text


def test_a_letter_and_a_court_paper_tell_the_same_in_their_own_voices(
    printed: Callable[..., str],
) -> None:
    rows = {
        "cases": [contact(损害后果="委托人夜里不能入睡")],
        "incidents": [incident(次数=3, 内容="「还钱」")],
    }

    letter, _, court = printed(
        "{{ 尊称 }}，{{ 本人.事实概括 }}{{ 本人.后果 }}{{ 本人.请求[0] }}"
        "／{{ 原告.事实概括 }}{{ 原告.后果 }}",
        **rows,
    ).partition("／")

    assert "贵司，2026年3月5日，有人以催收“甲贷借款”欠款为由" in letter
    assert "本人夜里不能入睡。停止以电话" in letter
    assert "电话3次" in court
    assert "原告夜里不能入睡。" in court
    assert "委托人" not in letter + court


@pytest.mark.parametrize(("birth", "told"), [("2010-03-14", "是"), ("1990-01-01", "否")])
def test_whether_the_client_is_a_minor_can_be_asked(
    printed: Callable[..., str], birth: str, told: str
) -> None:
    rows = {
        "cases": [case(出生日期=birth, 证件种类="护照", 身份证号="E00000001", 法定代理人="张父")]
    }

    assert f"未成年：{told}" in printed("未成年：{% if 未成年 %}是{% else %}否{% endif %}", **rows)


def test_where_nothing_happened_yet_the_parts_are_empty(printed: Callable[..., str]) -> None:
    text = "{% if not 原告.事实概括 and not 本人.请求 %}还没有记录{% endif %}"

    assert "还没有记录" in printed(text, incidents=[])


@pytest.mark.parametrize(("name", "me"), [("申请人", "申请人"), ("举报", "本人")])
def test_an_application_and_a_report_have_voices_too(
    printed: Callable[..., str], name: str, me: str
) -> None:
    rows = {"cases": [contact(损害后果="委托人失眠")], "incidents": [incident(次数=3)]}

    text = printed(f"{{{{ {name}.事实概括 }}}}{{{{ {name}.后果 }}}}", **rows)

    assert "电话3次" in text
    assert f"{me}失眠。" in text
    assert "委托人" not in text


def test_each_number_stands_once_with_its_days_and_what_shows_it(
    printed: Callable[..., str],
) -> None:
    rows = [
        incident(对方号码="0571-00000011", 次数=2),
        incident(对方号码="057100000011", 时间="2026-03-07", 次数=3, 证据编号=None),
        incident(对方号码="10690000", 时间="2026-03-08", 方式="短信", 次数=1),
        incident(对方号码="wx-1", 时间="2026-03-08", 方式="微信", 次数=1),
    ]

    text = printed(
        "{% for 项 in 各号码 %}{{ 项.号码 }}：{{ 项.首日 }}至{{ 项.末日 }}{{ 项.次数 }}次"
        "{% if 项.证据 %}，{{ 项.证据 }}{% endif %}；{% endfor %}",
        incidents=rows,
    )

    assert "0571-00000011：2026年3月5日至2026年3月7日5次，证据1；10690000：" in text
    assert "wx-1" not in text


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (incident(), "不知道"),
        (incident(对方自称="甲贷客服", 关联依据="自报名称"), "来电人自称“甲贷客服”"),
    ],
)
def test_what_is_known_of_the_callers_is_apart_from_what_is_not(
    printed: Callable[..., str], row: dict[str, object], told: str
) -> None:
    assert told in printed("{{ 原告.已知关联 or '不知道' }}", incidents=[row])


def test_a_line_of_a_party_holds_its_numbers_in_full(printed: Callable[..., str]) -> None:
    text = printed("原告：{{ 委托人情况 }}。", cases=[case(民族="汉族")])

    assert (
        f"原告：张三，男，1990年1月1日出生，汉族，公民身份号码：{IDENTITY}，住虚构市甲路1号，"
        "联系电话：13800000001。"
    ) in text


def test_a_line_of_a_party_that_lacks_a_cell_refuses_the_paper_with_it(
    printed: Callable[..., str],
) -> None:
    with pytest.raises(AssertionError, match=r"住址.*没有填写"):
        printed("{{ 委托人情况 }}", cases=[case(住址=None)])


AGENTS = (
    "{% if 法定代理人情况 %}法定代理人：{{ 法定代理人情况|称申请人 }}。{% endif %}"
    "{% if 代理律师情况 %}代理人：{{ 代理律师情况 }}。{% endif %}"
    "{% for 栏 in 签名栏 %}{{ 栏|称申请人 }}{% endfor %}{{ 落款日 }}"
)


def test_who_acts_for_the_client_and_signs_is_told_where_there_is_somebody(
    printed: Callable[..., str],
) -> None:
    guardian = {"法定代理人": "张母", "法定代理人关系": "母亲", "法定代理人电话": "13900000001"}
    lawyer = {"委托律师": "顾明哲", "律师事务所": "虚构律师事务所"}

    text = printed(AGENTS, cases=[case(**guardian, **lawyer)])

    assert "法定代理人：张母，申请人的母亲，联系电话：13900000001。" in text
    assert "代理人：顾明哲，虚构律师事务所律师。" in text
    assert "申请人（签名）：　　　　　　法定代理人（签名）：　　　　　　2026年5月1日" in text


def test_a_client_who_acts_alone_signs_alone_and_leaves_room_for_the_day(
    printed: Callable[..., str],
) -> None:
    text = printed(AGENTS, cases=[case(落款日期=None)])

    assert text.splitlines()[0] == "申请人（签名）：　　　　　　　　　　年　　月　　日"


def test_each_defendant_has_a_line(printed: Callable[..., str]) -> None:
    bank = institution(法定代表人="钱某", 职务="董事长", 联系电话="0571-00000012")
    branch = {
        **COLLECTOR,
        "主体性质": "分支机构",
        "负责人": "孙某",
        "职务": "经理",
        "住所地": "丙路",
    }

    text = printed(
        "{% for 项 in 各被告情况 %}{{ 项 }}；{% endfor %}",
        cases=[case(催收机构="乙催", 被告="债权人、催收机构")],
        institutions=[bank, branch],
    )

    assert (
        f"虚构甲网络借贷有限公司，住所地：虚构市乙路2号，统一社会信用代码：{CREDIT_CODE}，"
        "法定代表人：钱某，董事长，联系电话：0571-00000012；"
    ) in text
    assert "虚构乙催收公司，住所地：丙路，负责人：孙某；" in text
