"""Kinds that what was done in a case decides upon: 办理记录 in kind.toml and in templates."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from plugin.test_folders import fault, kind_folder
from support.runs import Cli, Generate, Generated, shipped_plugins

from anjuan.plugin.host import Plugins
from anjuan.plugin.office import Office
from anjuan.testing import Row, case, incident, proceeding, write_workbook

Made = Callable[..., Generated]
REPORT = proceeding(事项="报案", 日期="2026-03-06", 机构="甲分局", 文号="1号")
REFUSED = proceeding(事项="收到答复", 日期="2026-03-10", 机构="甲分局", 结果="不予立案")


@pytest.fixture
def made(tmp_path: Path, generate: Generate) -> Made:
    """Generate the kind of a manifest; filed on 2026-05-10 where nothing else is said."""

    def run(manifest: str, text: str = "正文", asked: bool = False, **rows: Any) -> Generated:
        plugins = Plugins.load(Office((kind_folder(tmp_path, manifest, text),)), outside=False)
        assert not plugins.infos["folder:谢函"].reason
        rows.setdefault("cases", [case(落款日期="2026-05-10", 文书="谢函")])
        book = write_workbook(tmp_path / "表.xlsx", **rows)
        return generate(book, plugins=plugins, kinds=("谢函",) if asked else ())

    return run


def reason(done: Generated) -> str:
    return next(it.spared for it in done.report.outcomes if it.kind == "谢函")


@pytest.mark.parametrize(
    ("condition", "proceedings", "why"),
    [
        ('"办理.报案" = true', [REPORT], ""),
        ('"办理.报案" = true', [], "办理记录里没有“报案”。"),
        ('"办理.报案" = false', [REPORT], "办理记录里已经有报案（办理记录 B2，2026-03-06）。"),
        ('"办理.报案.未答复" = true', [REPORT], ""),
        ('"办理.报案.未答复" = true', [], "办理记录里没有“报案”。"),
        ('"办理.报案.未答复" = false', [], "办理记录里没有“报案”。"),
        (
            '"办理.报案.未答复" = true',
            [REPORT, REFUSED],
            "报案（办理记录 B2，2026-03-06）已经有答复。",
        ),
        ('"办理.报案.被拒" = true', [REPORT, REFUSED], ""),
        ('"办理.报案.被拒" = true', [REPORT], "报案（办理记录 B2，2026-03-06）没有被拒绝。"),
        ('"办理.报案.文号" = "1号"', [REPORT], ""),
        ('"办理.报案.答复日期" = "2026-03-10"', [REPORT, REFUSED], ""),
        (
            '"办理.报案.方式" = true',
            [REPORT],
            "报案（办理记录 B2，2026-03-06）的“方式”没有内容。",
        ),
        ('"办理.报案.未答复天数" = { at_least = 65 }', [REPORT], ""),
        (
            '"办理.报案.未答复天数" = { at_least = 66 }',
            [REPORT],
            "报案（办理记录 B2，2026-03-06）的“未答复天数”是 65，不到 66。",
        ),
        (
            '"办理.报案.未答复天数" = { at_least = 60 }',
            [REPORT, REFUSED],
            "报案（办理记录 B2，2026-03-06）已经有答复（收到答复（办理记录 B3，2026-03-10））。",
        ),
        (
            '"办理.报案.已过天数" = { at_least = 1, at_most = 64 }',
            [REPORT],
            "报案（办理记录 B2，2026-03-06）的“已过天数”是 65，超过 64。",
        ),
        ('"统计.距末日天数" = { at_most = 70 }', [], ""),
        ('"统计.距末日天数" = { at_most = 7 }', [], "“统计.距末日天数”是 66，超过 7。"),
        ('"统计.要求停止后次数" = { at_least = 1 }', [], "“统计.要求停止后次数”是 0，不到 1。"),
        ('"借款金额" = { at_most = 9000 }', [], "“借款金额”没有内容。"),
    ],
)
def test_what_was_done_decides_and_the_reason_names_the_row(
    made: Made, condition: str, proceedings: list[Row], why: str
) -> None:
    done = made(f"[applies]\n{condition}", proceedings=proceedings)

    assert reason(done) == why
    assert done.states()["谢函"] == ["not-applicable" if why else "written"]


def test_of_several_conditions_one_is_enough(made: Made) -> None:
    manifest = (
        '[applies]\n"办理.报案" = true\n'
        '[applies_any]\n"办理.报案.被拒" = true\n"办理.报案.未答复天数" = { at_least = 90 }'
    )

    assert not reason(made(manifest, proceedings=[REPORT, REFUSED]))
    late = [case(落款日期="2026-06-10", 文书="谢函")]
    assert not reason(made(manifest, cases=late, proceedings=[REPORT]))
    neither = reason(made(manifest, proceedings=[REPORT]))
    assert "没有被拒绝" in neither and "不到 90" in neither


def test_threats_are_counted_with_their_number(made: Made) -> None:
    rows = [incident(行为性质="威胁恐吓", 次数=2), incident(行为性质="辱骂、威胁人身", 次数=1)]
    done = made("", "{{ 统计.威胁次数 }}次", incidents=rows)

    assert "3次" in done.text("谢函")


def test_each_institution_of_a_step_gets_a_paper_where_its_own_rows_meet_the_conditions(
    made: Made,
) -> None:
    rows = [
        proceeding(事项="监管投诉", 日期="2026-03-06", 机构="甲局", 文号="甲1"),
        proceeding(事项="监管投诉", 日期="2026-03-07", 机构="乙局", 文号="乙1"),
        proceeding(事项="监管投诉", 日期="2026-03-08", 机构="丙局", 文号="丙1"),
        proceeding(事项="收到答复", 日期="2026-03-09", 机构="丙局", 结果="已经查处"),
    ]
    done = made(
        'recipients = ["办理.监管投诉.机构"]\n[applies]\n"办理.监管投诉.未答复" = true',
        "{{ 办理.监管投诉.文号 }}、{{ 办理.监管投诉.日期 }}",
        proceedings=rows,
    )

    assert "甲1、2026年3月6日" in done.text("谢函", "甲局")
    assert "乙1、2026年3月7日" in done.text("谢函", "乙局")
    assert done.states()["谢函"] == ["written", "written"]


def test_without_any_row_of_the_step_there_is_nobody_to_write_to(made: Made) -> None:
    assert reason(made('recipients = ["办理.报案.机构"]')) == "办理记录里没有“报案”。"


def test_a_step_that_names_no_institution_leaves_the_recipient_open(made: Made) -> None:
    rows = [proceeding(事项="监管投诉", 机构="")]
    done = made('recipients = ["办理.监管投诉.机构"]', "致{{ 收文单位 or '空' }}", proceedings=rows)

    assert "致空" in done.text("谢函")


@pytest.mark.parametrize(
    ("required", "place"),
    [
        ("办理.报案.方式", "办理记录!E2（方式）：没有填写"),
        ("办理.申请复议", "办理记录：没有“申请复议”这一项"),
        ("办理.报案.文号", ""),
    ],
)
def test_what_is_required_of_a_step_is_asked_for_at_its_cell(
    made: Made, required: str, place: str
) -> None:
    done = made(f'required = ["{required}"]', proceedings=[REPORT])

    assert place in done.problems()
    assert done.states()["谢函"] == ["refused" if place else "written"]


COMPLAINTS = [
    proceeding(事项="监管投诉", 日期="2026-03-06", 机构="甲局", 文号="甲1"),
    proceeding(事项="监管投诉", 日期="2026-03-07", 机构="乙局"),
]
TO_EACH = 'recipients = ["办理.监管投诉.机构"]\nrequired = ["办理.监管投诉.文号"]'


def test_what_is_required_of_a_step_is_asked_of_each_that_a_paper_goes_to(made: Made) -> None:
    done = made(TO_EACH, "{{ 办理.监管投诉.文号 }}", proceedings=COMPLAINTS)

    # 乙局 came last and lacks its number: 甲局 gets its paper all the same.
    assert [it.recipient for it in done.report.outcomes if it.kind == "谢函"] == ["甲局"]
    [told] = [it for it in done.report.problems if it.code == "needed"]
    assert (told.place, told.is_error) == ("办理记录!F3（文号）", False)


def test_where_nobody_has_what_is_required_each_is_refused_with_its_cell(made: Made) -> None:
    rows = [{**it, "文号": ""} for it in COMPLAINTS]
    done = made(TO_EACH, proceedings=rows)

    assert set(done.states()["谢函"]) == {"refused"}
    assert {"办理记录!F2", "办理记录!F3"} <= set(re.findall("办理记录!F[0-9]", done.problems()))


def test_what_is_required_is_not_asked_of_rows_that_the_conditions_leave_out(made: Made) -> None:
    answered = proceeding(事项="收到答复", 日期="2026-03-09", 机构="乙局", 结果="已经查处")
    manifest = f'{TO_EACH}\n[applies]\n"办理.监管投诉.未答复" = true'
    done = made(manifest, proceedings=[*COMPLAINTS, answered])

    assert done.states()["谢函"] == ["written"]
    assert "needed" not in done.codes()


def test_a_paper_signed_before_what_its_conditions_ask_for_is_reminded_of(made: Made) -> None:
    manifest = '[applies]\n"办理.报案.被拒" = true\n"办理.申请复议" = false'
    early = made(manifest, cases=[case(落款日期="2026-03-09", 文书="谢函")],
                 proceedings=[REPORT, REFUSED])  # fmt: skip
    [told] = [it for it in early.report.problems if it.code == "signed-before"]

    assert (told.heading, told.is_error) == ("落款日期", False)
    assert told.message == "早于收到答复（办理记录 B3，2026-03-10），谢函里写到了它。"
    assert "signed-before" not in made(manifest, proceedings=[REPORT, REFUSED]).codes()


def test_a_period_that_nobody_knows_is_refused_with_the_nearest(tmp_path: Path) -> None:
    assert "review-refused" in fault(tmp_path, 'within = ["review-refuse"]')


def test_a_period_of_several_recipients_is_refused(tmp_path: Path) -> None:
    """Of two stations one may be late, and the paper to the other is still in time."""
    each = 'recipients = ["办理.报案.机构"]\nwithin = ["review-refused"]'

    assert "各家的期限不同" in fault(tmp_path, each)


def test_a_step_is_false_where_it_was_not_taken_and_printed_only_where_it_was(made: Made) -> None:
    text = (
        "{% if 办理.报案 %}报过案{% endif %}{% if not 办理.申请复议 %}没有复议{% endif %}"
        "{{ 办理.申请复议.日期 or '＿＿' }}"
        "{% for 次 in 办理.报案.各次 %}〔{{ 次.文号 }}〕{% endfor %}"
    )
    assert "报过案没有复议＿＿〔1号〕" in made("", text, proceedings=[REPORT]).text("谢函")

    refused = made("", "{{ 办理.申请复议.日期 }}")
    assert "没有“申请复议”这一项" in refused.problems()
    assert refused.states()["谢函"] == ["refused"]


@pytest.mark.parametrize(
    ("manifest", "told"),
    [
        ('[applies]\n"办理.报警" = true', "“报警”没有这一项"),
        ('[applies]\n"办理.报案.回执" = true', "“回执”没有这一项"),
        ('[applies]\n"统计.总数" = true', "“总数”没有这一项"),
        ('[applies]\n"办理.报案" = "甲"', "只能写 true 或 false"),
        ('[applies]\n"办理.报案.被拒" = "拒绝"', "“拒绝”不是"),
        ('[applies]\n"办理.报案.日期" = { at_least = 3 }', "不是数目"),
        ('[applies]\n"办理.报案.次数" = {}', "要写 at_least 或 at_most"),
        ('recipients = ["办理.报案.文号"]', "请写成 办理.报案.机构"),
        ('required = ["统计.总次数"]', "是算出来的"),
    ],
)
def test_a_condition_that_nothing_can_meet_is_refused(
    tmp_path: Path, manifest: str, told: str
) -> None:
    assert told in fault(tmp_path, manifest)


def test_a_cell_that_cant_be_read_is_no_missing_step(made: Made) -> None:
    rows = [{**REPORT, "事项": "报安"}]
    done = made('[applies]\n"办理.报案" = true', proceedings=rows)

    assert done.states()["谢函"] == ["refused"]
    assert "“报安”" in done.problems()


ON_REQUEST = "on_request = true"


def test_a_kind_on_request_is_made_only_where_it_is_named(made: Made) -> None:
    rows = {"cases": [case()]}
    assert "谢函" not in {it.kind for it in made(ON_REQUEST, **rows).report.outcomes}
    assert made(ON_REQUEST, asked=True).states()["谢函"] == ["written"]
    named = made(ON_REQUEST, cases=[case(文书="谢函、报案材料")])
    assert set(named.states()) == {"谢函", "police-statement"}


def test_a_kind_on_request_that_does_not_concern_the_case_says_why(made: Made) -> None:
    manifest = f'{ON_REQUEST}\n[applies]\n"办理.报案" = true'
    done = made(manifest, asked=True)

    assert done.states()["谢函"] == ["not-applicable"]
    assert reason(done) == "办理记录里没有“报案”。"


def test_papers_on_request_have_the_numbers_that_they_have_together(
    cli: Cli, tmp_path: Path
) -> None:
    for name in ("甲函", "乙函"):
        root = kind_folder(tmp_path, ON_REQUEST)
        (root / "谢函").rename(root / name)
    book = write_workbook(tmp_path / "表.xlsx")
    cli("generate", book, "-o", "out", "--kinds-dir", "种类", "-d", "甲函", "-d", "乙函")
    together = {path.name for path in (tmp_path / "out").rglob("*.docx")}
    for name in ("甲函", "乙函"):
        cli("generate", book, "-o", "apart", "--kinds-dir", "种类", "-d", name)

    assert {path.name for path in (tmp_path / "apart").rglob("*.docx")} == together
    assert len({name[:2] for name in together}) == 2


PROMPTED = (
    '[applies]\n"办理.报案" = true\n'
    '[applies_any]\n"办理.报案.被拒" = true\n"办理.报案.未答复" = true'
)


@pytest.mark.parametrize(
    ("proceedings", "told"),
    [
        ([REPORT], "2026-03-06 报案（甲分局），至今未见答复：可出谢函。"),
        ([REPORT, REFUSED], "2026-03-06 报案（甲分局），2026-03-10 被拒绝：可出谢函。"),
        (
            [{**REPORT, "结果": "口头拒绝"}],
            "2026-03-06 报案（甲分局），已经被拒绝：可出谢函。",
        ),
        ([], ""),
    ],
)
def test_check_proposes_the_next_step_with_what_was_done(
    cli: Cli, tmp_path: Path, proceedings: list[Row], told: str
) -> None:
    kind_folder(tmp_path, PROMPTED)
    cases = [case(文书="谢函")]
    book = write_workbook(tmp_path / "表.xlsx", cases=cases, proceedings=proceedings)
    shown = cli("check", book, "--kinds-dir", "种类").out
    found = json.loads(cli("check", book, "--kinds-dir", "种类", "--json").out)["next_steps"]

    assert [it["message"] for it in found] == ([told] if told else [])
    assert (f"下一步：\n  A001 {told}" in shown) if told else "下一步" not in shown


def test_next_steps_hide_what_is_typed(cli: Cli, tmp_path: Path) -> None:
    kind_folder(tmp_path, PROMPTED)
    book = write_workbook(tmp_path / "表.xlsx", cases=[case(文书="谢函")], proceedings=[REPORT])
    shown = cli("check", book, "--kinds-dir", "种类", "--redact").out

    assert "至今未见答复" in shown and "甲分局" not in shown and "2026-03-06" not in shown


def test_what_was_judged_is_not_told_as_waiting_for_an_answer(cli: Cli, tmp_path: Path) -> None:
    kind_folder(tmp_path, '[applies]\n"办理.收到判决" = true')
    rows = [proceeding(事项="收到判决", 日期="2026-05-06", 机构="")]
    book = write_workbook(tmp_path / "表.xlsx", cases=[case(文书="谢函")], proceedings=rows)
    found = json.loads(cli("check", book, "--kinds-dir", "种类", "--json").out)["next_steps"]

    assert [it["message"] for it in found] == [
        "2026-05-06 收到判决（虚构市甲区人民法院）：可出谢函。"
    ]


def test_check_and_documents_name_the_kinds_on_request(cli: Cli, tmp_path: Path) -> None:
    kind_folder(tmp_path, f'title = "谢函"\n{ON_REQUEST}')
    book = write_workbook(tmp_path / "表.xlsx", cases=[case(文书="报案材料")])

    told = cli("check", book, "--kinds-dir", "种类").out
    [line] = [it for it in told.splitlines() if it.startswith("点名才出（写进“文书”一栏，或用 -d")]
    assert line.endswith("、谢函。")
    listed = json.loads(cli("documents", "--kinds-dir", "种类", "--json").out)["documents"]
    ours = {it.name for it in shipped_plugins().kinds.values()}
    assert [it["name"] for it in listed if it["on_request"] and it["name"] not in ours] == ["谢函"]
