"""Kinds without code: what a folder with kind.toml and a Word template can say."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from support.blank import new_document
from support.runs import Cli, Generate, Generated

from anjuan.documents.computed import OTHER_NAMES
from anjuan.plugin.host import Plugins
from anjuan.plugin.office import Office
from anjuan.run.fingerprints import Fingerprints
from anjuan.testing import (
    case,
    contact,
    evidence,
    incident,
    institution,
    loss,
    proceeding,
    write_workbook,
)

Made = Callable[..., Generated]


def kind_folder(root: Path, manifest: str = "", text: str = "致{{ 收文单位 or '（空）' }}") -> Path:
    """A kind `谢函` whose template holds one paragraph for each line."""
    folder = root / "种类" / "谢函"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "kind.toml").write_text(manifest, encoding="utf-8")
    document = new_document()
    for line in text.split("\n"):
        document.add_paragraph(line)
    document.save(str(folder / "谢函.docx"))
    return folder.parent


@pytest.fixture
def made(tmp_path: Path, generate: Generate) -> Made:
    """Generate the kind of a manifest from rows."""

    def run(manifest: str = "", text: str = "正文", asked: bool = True, **rows: Any) -> Generated:
        root = kind_folder(tmp_path, manifest, text)
        plugins = Plugins.load(Office((root,)), outside=False)
        reasons = [info.reason for info in plugins.infos.values() if info.reason]
        assert not reasons, reasons
        book = write_workbook(tmp_path / "表.xlsx", **rows)
        done = generate(book, plugins=plugins, kinds=("谢函",) if asked else ())
        return done

    return run


def recipients(done: Generated) -> list[str]:
    return [it.recipient for it in done.report.outcomes if it.kind == "谢函" and it.path]


def fault(tmp_path: Path, manifest: str) -> str:
    plugins = Plugins.load(Office((kind_folder(tmp_path, manifest),)), outside=False)
    return plugins.infos["folder:谢函"].reason


def test_an_empty_manifest_is_a_kind_named_by_its_folder(made: Made) -> None:
    done = made(text="{{ 委托人.姓名 }}的{{ 文书名 }}")

    assert "张三的谢函" in done.text("谢函")
    assert done.report.outcomes[0].path.endswith("_谢函.docx")


def test_each_filled_column_is_a_recipient_once(made: Made) -> None:
    rows = {
        "cases": [case(借款平台="甲贷", 催收机构="乙催")],
        "institutions": [institution(), institution(名称="乙催收公司", 简称="乙催")],
    }

    done = made('recipients = ["债权人", "借款平台", "催收机构"]', "{{ 收文机构.住所地 }}", **rows)

    assert recipients(done) == ["虚构甲网络借贷有限公司", "乙催收公司"]


def test_a_recipient_that_is_not_filled_is_left_open(made: Made) -> None:
    assert recipients(made('recipients = "管辖法院"', cases=[case(管辖法院=None)])) == [""]
    assert recipients(made('recipients = "管辖法院"')) == ["虚构市甲区人民法院"]


def test_one_recipient_can_be_the_same_for_every_case(made: Made) -> None:
    assert recipients(made('addressee = "某某调解中心"')) == ["某某调解中心"]


def test_each_distinct_value_of_a_row_column_gets_a_document_with_its_rows(made: Made) -> None:
    rows = [
        incident(受扰人="李四", 内容="甲"),
        incident(受扰人="王五", 内容="乙"),
        incident(受扰人="李四", 内容="丙"),
        incident(受扰人="张三", 内容="丁"),
    ]

    done = made(
        'each = "骚扰记录.受扰人"\nexcept = ["委托人姓名"]',
        "{% for 行 in 相关记录 %}{{ 行.内容 }}{% endfor %}",
        incidents=rows,
    )

    assert recipients(done) == ["李四", "王五"]
    assert "甲丙" in done.text("谢函", "李四")
    assert "丁" not in done.texts()


@pytest.mark.parametrize(
    ("condition", "applies"),
    [
        ('"债权人.机构类型" = "网络借贷平台"', True),
        ('"债权人.机构类型" = ["商业银行", "消费金融公司"]', False),
        ('"催收机构" = false', True),
        ('"催收机构.住所地" = true', False),
        ('"委托人身份" = "债务人本人"', True),
        ('"证据" = true\n"损失" = false', True),
        ('"损失" = true', False),
        ('"经办人" = "王律师"', True),
        ('"经办人" = false', False),
        ('"愿意协商还款" = true', False),
        ('"愿意协商还款" = false', True),
        ('"愿意协商还款" = "否"', True),
        ('"愿意协商还款" = ["是", "否"]', True),
        ('"借款金额" = "9000.00"', True),
        ('"借款金额" = ["900", "90000"]', False),
        ('"要求停止日期" = "2026-03-05"', True),
        ('"要求停止日期" = "2026年3月6日"', False),
        ('"精神损害抚慰金" = "0"', False),
    ],
)
def test_a_kind_applies_where_all_conditions_hold(
    made: Made, condition: str, applies: bool
) -> None:
    row = case(
        经办人="王律师",
        愿意协商还款="否",
        借款金额=9000,
        要求停止日期=date(2026, 3, 5),
        精神损害抚慰金="",
    )
    done = made(f"[applies]\n{condition}", asked=False, cases=[row])

    assert ("谢函" in done.states()) is applies
    spared = next(it.spared for it in done.report.outcomes if it.kind == "谢函")
    heading = re.findall('"(.+?)" =', condition)[-1]
    assert applies or heading in spared


def test_a_condition_on_a_column_the_workbook_lacks_is_refused_not_skipped(made: Made) -> None:
    done = made('[applies]\n"经办律师" = true', asked=False, cases=[case(经办人律师="王")])

    assert done.states()["谢函"] == ["refused"]
    assert "没有“经办律师”这一列" in done.problems()
    assert "是不是“经办人律师”" in done.problems()


@pytest.mark.parametrize(
    ("required", "rows", "words"),
    [
        ("律师事务所", {}, "（律师事务所）：没有填写，谢函必须写明"),
        ("损失", {}, "在“损失”表里一行也没有"),
        ("债权人.法定代表人", {}, "（法定代表人）：没有填写"),
        ("经办人", {"cases": [case(经办人="")]}, "（经办人）：没有填写"),
        ("经办人", {}, "没有“经办人”这一列"),
    ],
)
def test_what_is_required_and_missing_refuses_the_document_with_its_cell(
    made: Made, required: str, rows: dict[str, Any], words: str
) -> None:
    done = made(f'required = ["{required}"]', **rows)

    assert done.states()["谢函"] == ["refused"]
    assert words in done.problems()


def test_what_is_required_is_asked_only_where_the_kind_applies(made: Made) -> None:
    manifest = 'required = "律师事务所"\n[applies]\n"委托律师" = true'

    assert "谢函" not in made(manifest, asked=False).states()
    applying = made(manifest, asked=False, cases=[case(委托律师="王律师")])
    assert applying.states()["谢函"] == ["refused"]
    assert "（律师事务所）：没有填写" in applying.problems()


def test_the_file_name_is_written_in_the_template_language(made: Made) -> None:
    named = 'file_name = "{{ 委托人.姓名 }}诉{{ 债权人.简称 }}{{ 文书名 }}"'
    done = made(named, cases=[case(文书="谢函")])

    assert Path(done.report.outcomes[0].path).name == "01_张三诉甲贷谢函.docx"


def test_a_file_name_that_would_be_empty_in_part_is_refused(made: Made) -> None:
    done = made('file_name = "{{ 催收机构 }}{{ 文书名 }}"')

    assert done.states()["谢函"] == ["refused"]
    assert "催收机构" in done.problems()


def test_a_changed_manifest_makes_its_documents_anew(tmp_path: Path) -> None:
    # The template stays as it is: a Word file made anew has another time in it.
    folder = kind_folder(tmp_path)

    def key(manifest: str) -> str:
        (folder / "谢函" / "kind.toml").write_text(manifest, encoding="utf-8")
        plugins = Plugins.load(Office((folder,)), outside=False)
        return Fingerprints(plugins).key(plugins.kinds["谢函"])

    assert key("") == key("")
    assert key("") != key('recipients = "债权人"')


@pytest.mark.parametrize(
    ("manifest", "words"),
    [
        ("titel = '谢'", "没有设置“titel”。是不是“title”"),
        ("title = 3", "title 应当是文字"),
        ("api = 2", "api = 2，本程序只到 1。请升级 anjuan"),
        ("api = true", "api 应当是正整数，不加引号。现在写的是 true"),
        ("title =", "写法不对"),
        ("recipients = 3", "recipients 应当是文字"),
        ('recipients = "债权人"\naddressee = "甲"', "只能写其中一项"),
        ('recipients = "债权人.住址"', "“债权人.住址”不是一列。是不是“债权人.住所地”"),
        ('each = "骚扰记录.受害人"', "是不是“骚扰记录.受扰人”"),
        ('except = ["委托人姓名"]', "except 要和 each 一起用"),
        ("applies = true", "applies 应当是一个小节"),
        ('[applies]\n"债权人.机构类型" = "银行"', "“银行”不是“债权人.机构类型”的可选值"),
        ('[applies]\n"愿意协商还款" = "愿意"', "“愿意”不是“愿意协商还款”的可选值"),
        ('[applies]\n"借款金额" = "一万"', '“一万”不是数目。请写成 "9000" 这样'),
        ('[applies]\n"落款日期" = "3月5日"', '“3月5日”不是日期。请写成 "2026-03-05" 这样'),
        ('[applies]\n"证据" = "有"', "只能写 true 或 false"),
        ('template = "../谢函.docx"', "template 只写文件名"),
        ('template = "无.docx"', "无.docx 不存在"),
        ('title = "报案材料"', "“报案材料”已经用于文书种类 police-statement"),
    ],
)
def test_a_faulty_manifest_is_explained(tmp_path: Path, manifest: str, words: str) -> None:
    reason = fault(tmp_path, manifest)

    assert "插件 folder:谢函" in reason
    assert words in reason


def test_a_faulty_template_is_told_when_its_kind_is_loaded(tmp_path: Path) -> None:
    root = kind_folder(tmp_path, "", "{{ 委托人.姓名 }}\n{% if 案件.备注 %}没有结束\n｛｛ 旧 ｝｝")
    reason = Plugins.load(Office((root,)), outside=False).infos["folder:谢函"].reason

    assert "模板 谢函.docx 正文第 2 段“{% if 案件.备注 %}没有结束”" in reason
    assert "共 2 处" in reason


def test_a_faulty_cell_refuses_only_the_kinds_that_read_it(made: Made) -> None:
    rows = {"cases": [case(借款金额="两万多")]}

    assert made("", "{{ 委托人.姓名 }}", **rows).states()["谢函"] == ["written"]
    for text, manifest in (
        ("{{ 案件.借款金额 }}", ""),
        ("{% if 案件.借款金额 %}有{% endif %}", ""),
        ("正文", '[applies]\n"借款金额" = true'),
        ("正文", 'required = ["借款金额"]'),
    ):
        done = made(manifest, text, **rows)
        assert done.states()["谢函"] == ["refused"], (text, manifest)
        assert "借款金额" in done.problems()


def test_two_templates_in_a_folder_have_to_be_told_apart(tmp_path: Path) -> None:
    root = kind_folder(tmp_path)
    (root / "谢函" / "~$谢函.docx").write_bytes(b"lock")
    assert not fault(tmp_path, "")

    (root / "谢函" / "旧.docx").write_bytes((root / "谢函" / "谢函.docx").read_bytes())

    assert "有 2 个 .docx，不知道哪个是模板" in fault(tmp_path, "")


def test_a_folder_without_any_kind_is_refused(cli: Cli, tmp_path: Path) -> None:
    done = cli("documents", "--kinds-dir", tmp_path)

    assert done.status == 3
    assert "里没有文书种类" in done.err


def test_an_office_names_its_folders_in_its_settings(
    cli: Cli, process: Cli, tmp_path: Path
) -> None:
    kind_folder(tmp_path)
    write_workbook(tmp_path / "表.xlsx")
    (tmp_path / "anjuan.toml").write_text('[kinds]\nfolders = ["种类"]', encoding="utf-8")

    done = process("generate", "表.xlsx", "-o", "out", "-d", "谢函", "--jobs", 2)

    assert done.status == 0, done.err
    assert len(list((tmp_path / "out").rglob("*谢函.docx"))) == 1
    assert "谢函" in cli("documents").out


def test_a_setting_that_names_no_folder_is_explained(cli: Cli, tmp_path: Path) -> None:
    write_workbook(tmp_path / "表.xlsx")
    (tmp_path / "anjuan.toml").write_text('[kinds]\nfolders = ["没有"]', encoding="utf-8")

    done = cli("check", "表.xlsx")

    assert done.status == 3
    assert "文件夹“没有”不存在" in done.err


def test_a_plugin_is_left_out_by_settings_or_environment(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "anjuan.toml").write_text('[plugins]\noff = ["regulator_report"]', encoding="utf-8")

    done = cli("plugins", ANJUAN_DISABLE_PLUGINS="civil_complaint,没有的")

    assert done.out.count("已关闭") == 2
    assert "要关闭的插件“没有的”不存在" in done.out
    kinds = cli("documents").out
    assert "police-statement" in kinds
    assert "regulator-report" not in kinds


def test_figures_sums_and_citations_are_there_for_every_template(made: Made) -> None:
    done = made(
        text="{{ 统计.总次数 }}次，自{{ 统计.首日 }}；损失{{ 损失合计 }}元；"
        "{{ 行为时法条['security.harassment'] }}；{{ 现行法条['procedure.filing-conditions'] }}",
        incidents=[incident(时间="2025-12-01 10:00", 次数=3), incident(时间="2025-12-02 23:00")],
        losses=[loss(金额=100), loss(金额="20.50")],
    )

    text = done.text("谢函")
    assert "8次，自2025年12月1日；损失120.50元" in text
    assert "治安管理处罚法》第四十二条第五项" in text
    assert "民事诉讼法》第一百二十二条" in text


def test_a_citation_is_refused_where_it_was_not_in_force_or_does_not_apply(made: Made) -> None:
    early = made(
        text="{{ 行为时法条['pipl.minimum'] }}", incidents=[incident(时间="2021-05-01 10:00")]
    )
    assert "没有生效的条文" in early.problems()

    loan = made(text="{{ 行为时法条['finance.credit-card-instalments'] }}")
    assert "它只适用于信用卡" in loan.problems()

    unknown = made(text="{{ 行为时法条['civil.private-pease'] }}")
    assert "是不是“civil.private-peace”" in unknown.problems()


def test_a_contact_case_can_be_told_from_a_debtors(made: Made) -> None:
    done = made(
        '[applies]\n"委托人身份" = ["联系人"]',
        asked=False,
        cases=[case(), contact(案件编号="A002")],
        evidence=[evidence()],
    )

    made_for = {it.case: it.spared for it in done.report.outcomes if it.kind == "谢函"}
    assert made_for == {"A001": "“委托人身份”不是“联系人”。", "A002": ""}


def test_every_name_of_the_reference_is_answered(made: Made) -> None:
    names = [name for name in OTHER_NAMES if not name.endswith("法条")]
    text = "".join(f"{{% if {name} %}}{name}有{{% endif %}}" for name in names)

    done = made(
        'each = "骚扰记录.受扰人"',
        text,
        cases=[case(要求停止日期="2026-03-04")],
        incidents=[
            incident(时间="2026-03-05 23:00", 受扰人="李四", 行为性质="威胁恐吓"),
            incident(方式="短信", 受扰人="李四"),
        ],
        losses=[loss()],
        evidence=[evidence()],
        proceedings=[
            proceeding(事项="报案", 方式="当面", 文号="1", 答复期限="2026-03-08", 证据编号="1"),
            proceeding(
                事项="报案",
                方式="当面",
                文号="1",
                结果="已受理",
                答复期限="2026-03-08",
                证据编号="1",
            ),
            proceeding(事项="收到答复", 日期="2026-03-07", 文号="1", 结果="不予立案", 证据编号="1"),
        ],
    )

    told = done.text("谢函")
    # Each sort of recipient is a person here, who is no institution; there was an answer, and none
    # to an application for review.
    silence = ("未答复", "维持", "获支持", "逾期未答复", "未答复天数")
    empty = ["收文机构", *(f"办理.报案.{name}" for name in silence)]
    assert [name for name in names if f"{name}有" not in told] == empty


def test_a_column_of_the_lawyers_own_is_found_in_every_form_of_its_heading(made: Made) -> None:
    rows = {"cases": [case(**{"律所 (全称)": "虚构律所", "经 办 人": "王律师"})]}

    done = made('required = ["律所（全称）", "经办人"]', "{{ 案件.经办人 }}函", **rows)
    missing = made(
        'required = ["律所（全称）"]', cases=[case(**{"律所 (全称)": "", "经 办 人": "王律师"})]
    )

    assert "王律师函" in done.text("谢函")
    assert "（律所 (全称)）：没有填写，谢函必须写明" in missing.problems()


@pytest.mark.parametrize(
    ("manifest", "rows", "names"),
    [
        ('each = "骚扰记录.对方号码"', [("95533", "甲"), ("955 33", "甲"), ("10010", "乙")], 2),
        (
            'each = "骚扰记录.受扰人"\nexcept = ["不作证"]',
            [("95533", "王 芳"), ("10010", "李四")],
            1,
        ),
        ('each = "骚扰记录.受扰人"\nexcept = ["委托人姓名"]', [("1", "本人"), ("1", "李四")], 1),
        ('each = "骚扰记录.证据编号"', [("95533", "甲"), ("10010", "乙")], 1),
    ],
)
def test_each_thing_gets_one_document_in_whatever_form_its_rows_have_it(
    made: Made, manifest: str, rows: list[tuple[str, str]], names: int
) -> None:
    incidents = [
        incident(对方号码=number, 受扰人=victim, 证据编号="１" if number == "10010" else "1")
        for number, victim in rows
    ]

    done = made(manifest, cases=[case(不作证="王芳")], incidents=incidents)

    assert len(done.states()["谢函"]) == names


def test_a_recipient_that_stands_in_two_columns_in_two_forms_gets_one_document(made: Made) -> None:
    done = made(
        'recipients = ["抄送", "债权人", "寄给"]',
        cases=[case(抄送="虚构甲网络借贷 有限公司", 寄给="某某（北京）公司")],
    )
    twice = made(
        'recipients = ["抄送", "寄给"]',
        cases=[case(抄送="某某(北京)公司", 寄给="某某（北京）公司")],
    )

    assert len(done.states()["谢函"]) == 2
    assert [outcome.recipient for outcome in twice.report.outcomes] == ["某某(北京)公司"]
