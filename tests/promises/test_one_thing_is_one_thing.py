"""Promise 8: one thing is one thing, in every spelling of it, or the difference is told."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.cells import cell as cell_of
from support.checking import assert_found, edited, found, problems
from support.runs import Cli, Generate, generate_into

from anjuan import number_key
from anjuan.testing import (
    Row,
    case,
    contact,
    evidence,
    incident,
    institution,
    loss,
    write_workbook,
)
from anjuan.workbook.parsing import load_workbook

# One case number; whoever types it may type each of these.
FORMS = ("（2026）浙杭民代12号", "(2026)浙杭民代12号", "〔２０２６〕 浙杭民代 １２ 号")
OTHERS = (
    ("A001", "Ａ００１"),
    ("A（甲）", "a(甲)"),
    ("A：甲", "A:甲"),
    ("A-1", "A—1"),
    ("A 1", "A1"),
)
PAIRS = [*((FORMS[0], form) for form in FORMS), *OTHERS]


@pytest.mark.parametrize(("number", "spelled"), PAIRS)
def test_a_faulty_cell_refuses_its_case_however_its_number_is_spelled(
    generate: Generate, tmp_path: Path, number: str, spelled: str
) -> None:
    book = write_workbook(
        tmp_path / "表.xlsx",
        cases=[case(案件编号=number, 精神损害抚慰金="五千多")],
        incidents=[incident(案件编号=spelled, 次数="十多次")],
        evidence=[evidence(案件编号=spelled)],
        losses=[loss(案件编号=spelled, 金额="一千多")],
    )

    done = generate(book)

    states = done.states()
    states.pop("evidence-list")
    assert {state for found in states.values() for state in found} == {"refused"}
    assert {problem.case for problem in done.report.problems if problem.is_error} == {number}


@pytest.mark.parametrize(("number", "spelled"), PAIRS)
def test_a_case_is_asked_for_by_its_number_in_any_form_or_by_the_clients_name(
    cli: Cli, tmp_path: Path, number: str, spelled: str
) -> None:
    others = [incident(案件编号="其他", 次数="十多次", 受扰人="王五")]
    write_workbook(
        tmp_path / "表.xlsx",
        cases=[case(案件编号=number, 委托人姓名="张 磊"), case(案件编号="其他", 委托人姓名="王五")],
        incidents=[incident(案件编号=number, 受扰人="张磊"), *others],
        evidence=[evidence(案件编号=number)],
    )

    for asked in (number, spelled, "张磊", "张　磊"):
        done = cli("generate", "表.xlsx", "-d", "police-statement", "-c", asked, "-o", "out")

        assert done.status == 0, done.err
        assert "十多次" not in done.err
        assert len([*(tmp_path / "out").rglob("*.docx")]) == 1
    unknown = cli("generate", "表.xlsx", "-c", "张雷", "-o", "out")
    assert unknown.status == 2
    assert "没有案件“张雷”。也没有叫这个姓名的委托人" in unknown.err


@pytest.mark.parametrize(("number", "spelled"), PAIRS[1:])
def test_two_rows_of_one_case_are_told_with_both_cells(
    tmp_path: Path, number: str, spelled: str
) -> None:
    book = write_workbook(
        tmp_path / "表.xlsx",
        cases=[case(案件编号=number), case(案件编号=spelled)],
        incidents=[incident(案件编号=number)],
        evidence=[
            evidence(案件编号=number, 证据编号="1"),
            evidence(案件编号=spelled, 证据编号="１"),
        ],
    )

    for cell in ("案件!案件编号2", "案件!案件编号3"):
        assert_found(book, "duplicate-case", cell)
    for cell in ("证据!证据编号2", "证据!证据编号3"):
        assert_found(book, "duplicate-evidence", cell)


def test_what_is_said_of_a_case_stands_together_however_its_rows_are_spelled(
    cli: Cli, tmp_path: Path
) -> None:
    write_workbook(
        tmp_path / "表.xlsx",
        cases=[case(案件编号=FORMS[0], 借款日期="去年")],
        incidents=[incident(案件编号=FORMS[1], 次数="十多次", 证据编号=None)],
        evidence=[],
    )

    said = cli("check", "表.xlsx").out

    assert said.count("案件 （2026）浙杭民代12号\n") == 1
    assert "案件 (2026)" not in said


def test_a_row_whose_case_number_has_a_fault_still_counts_for_its_case(
    generate: Generate, tmp_path: Path
) -> None:
    book = write_workbook(
        tmp_path / "表.xlsx", incidents=[incident(), incident(案件编号="A\u200b001")]
    )

    done = generate(book)

    assert load_workbook(book).cases[0].figures.total == 10
    assert "invisible-character" in done.codes()


def test_codes_and_numbers_are_printed_as_they_were_typed(
    generate: Generate, tmp_path: Path
) -> None:
    typed = {"合同编号": "（2025）借字第001号", "联系电话": "+86 138 0000 0001"}
    book = write_workbook(tmp_path / "表.xlsx", cases=[case(案件编号=FORMS[0], **typed)],
                          incidents=[incident(案件编号=FORMS[1], 对方号码="(0571)0000 0011")],
                          evidence=[evidence(案件编号=FORMS[1])])  # fmt: skip

    text = generate(book).texts()

    for word in (*typed.values(), "(0571)0000 0011"):
        assert word in text


def test_a_number_is_listed_once_in_whatever_form_it_called(
    generate: Generate, tmp_path: Path
) -> None:
    forms = (
        "0571-00000011",
        "(0571)00000011",
        "+86 571 00000011",
        "０５７１－００００００１１",
    )
    rows = [incident(对方号码=form) for form in forms]

    done = generate(write_workbook(tmp_path / "表.xlsx", incidents=rows))

    assert "使用的号码、账号：0571-00000011。" in done.text("police-statement")
    reports = done.text("regulator-report", "12321")
    assert reports.count("举报之") == 1
    assert "20次" in reports


def test_a_case_that_is_spelled_anew_keeps_its_folder(generate: Generate, tmp_path: Path) -> None:
    def folders(number: str, name: str) -> list[str]:
        book = write_workbook(
            tmp_path / "表.xlsx",
            cases=[case(案件编号=number, 委托人姓名=name, 文书="报案材料")],
            incidents=[incident(案件编号=number, 受扰人=name)],
            evidence=[evidence(案件编号=number)],
        )
        done = generate(book)
        assert "removed-case" not in done.codes()
        assert done.report.documents[0].state in ("written", "unchanged")
        return sorted(path.name for path in done.folder.iterdir() if path.is_dir())

    first = folders("a（甲）", "张 磊")

    assert first == [".anjuan", "a(甲)_张磊"]
    assert folders("Ａ(甲)", "张磊") == folders("A〔甲〕", "张　磊") == first


# The same person in several forms.
CLIENTS = [
    ("张 磊", "张磊"), ("张磊", "张　磊"), ("买买提·艾力", "买买提•艾力"),
    ("买买提．艾力", "买买提・艾力"),
    ("Lee Min-ho", "ＬＥＥ　ＭＩＮ－ＨＯ"), ("孙晓雯", "孙晓雯（本人）"), ("孙晓雯", "本人"),
    ("孙晓雯", "（本人）"), ("孙晓雯", "委托人"), ("孙晓雯", "债务人本人"),
]  # fmt: skip
TOLD_BY = {"行为性质": "泄露债务信息、辱骂", "时间": "2026-03-06 23:10"}


@pytest.mark.parametrize(("name", "typed"), CLIENTS)
@pytest.mark.parametrize("relation", [None, "本人", "（本人）"])
def test_the_client_is_never_a_third_party_nor_a_witness_to_himself(
    generate: Generate, tmp_path: Path, name: str, typed: str, relation: str | None
) -> None:
    def papers(victim: str) -> list[str]:
        rows = [incident(受扰人=victim, 与委托人关系=relation, **TOLD_BY)]
        client = case(委托人姓名=name, 委托律师="王律师", 律师事务所="虚构律所")
        book = write_workbook(tmp_path / "表.xlsx", cases=[client], incidents=rows)
        done = generate(book)
        assert "witness-statement" not in done.states()
        assert "witness-application" not in done.states()
        assert {problem.code for problem in done.report.problems} <= {
            "channel-refuses-litigation",
            "spelled-otherwise",
            "untied-caller",
        }
        return [done.read(done.folder / outcome.path) for outcome in done.report.documents]

    assert papers(typed) == papers(name)


@pytest.mark.parametrize("typed", ["李 四", "李　四", "李四（债务人）", "债务人", "借款人本人"])
def test_a_contacts_debtor_is_one_person_too(
    generate: Generate, tmp_path: Path, typed: str
) -> None:
    def papers(victim: str) -> list[str]:
        rows = [incident(), incident(受扰人=victim, 与委托人关系="债务人", **TOLD_BY)]
        book = write_workbook(tmp_path / "表.xlsx", cases=[contact()], incidents=rows)
        done = generate(book)
        assert "who-is-meant" not in done.codes()
        return [done.read(done.folder / outcome.path) for outcome in done.report.documents]

    assert papers(typed) == papers("李四")


def test_a_third_person_is_one_person_in_every_form(generate: Generate, tmp_path: Path) -> None:
    rows = [
        incident(受扰人=name, 与委托人关系=relation, **TOLD_BY)
        for name, relation in (("王 芳", "同事"), ("王芳", None), ("王　芳", "同 事"))
    ]
    book = write_workbook(tmp_path / "表.xlsx", incidents=[incident(), *rows])
    done = generate(book)

    assert load_workbook(book).cases[0].figures.victims == ("张三", "王 芳")
    complaint = done.text("platform-complaint")
    assert "向同事王 芳书面说明不当披露的情况" in complaint
    assert "王芳" not in complaint
    assert len([it for it in done.report.problems if it.code == "spelled-otherwise"]) == 2


CONTRADICTIONS: list[tuple[Row, Row, str]] = [
    (case(), incident(受扰人="李四", 与委托人关系="本人"), "who-is-meant"),
    (case(), incident(与委托人关系="母亲"), "who-is-meant"),
    (case(委托人姓名="张 三"), incident(与委托人关系="母亲"), "who-is-meant"),
    (case(), incident(受扰人="本人", 与委托人关系="母亲"), "who-is-meant"),
    (case(), incident(受扰人="李四（本人）"), "who-is-meant"),
    (case(), incident(受扰人="李四", 与委托人关系="债务人"), "who-is-meant"),
    (contact(), incident(受扰人="李 四", 与委托人关系="本人"), "who-is-meant"),
    (contact(), incident(受扰人="张三", 与委托人关系="债务人"), "who-is-meant"),
    (contact(), incident(受扰人="王五", 与委托人关系="债务人本人"), "who-is-meant"),
    (contact(), incident(受扰人="本人（债务人）"), "who-is-meant"),
    (case(), incident(受扰人="本人（手机）"), "who-is-meant"),
    (case(), incident(受扰人="李四", 与委托人关系="本人（单位电话）"), "who-is-meant"),
    (contact(债务人姓名="张 三"), incident(), "who-is-debtor"),
    (contact(债务人姓名="本人"), incident(), "who-is-debtor"),
    (case(债务人姓名="李四"), incident(), "who-is-debtor"),
]


@pytest.mark.parametrize(("who", "row", "code"), CONTRADICTIONS)
def test_a_contradiction_about_a_person_is_told_with_both_cells_and_never_guessed(
    generate: Generate, tmp_path: Path, who: Row, row: Row, code: str
) -> None:
    book = write_workbook(tmp_path / "表.xlsx", cases=[who], incidents=[row])

    done = generate(book)

    told = [problem for problem in done.report.problems if problem.code == code]
    places = {
        "who-is-meant": ("受扰人", "与委托人关系"),
        "who-is-debtor": ("委托人身份", "债务人姓名"),
    }
    assert {problem.heading for problem in told} == set(places[code])
    cells = {problem.cell for problem in told if problem.value}
    assert all(cell in problem.message for cell in cells for problem in told)
    kinds = {"police-statement", "platform-complaint", "civil-complaint", "regulator-report"}
    states = done.states()
    assert {state for kind in kinds for state in states[kind]} == {"refused"}


@pytest.mark.parametrize(
    ("who", "row"),
    [
        (case(债务人姓名="张　三"), incident(受扰人="张三", 与委托人关系="债务人")),
        (case(债务人姓名="本人"), incident(与委托人关系="借款人本人")),
        (contact(), incident(与委托人关系="联系人")),
        (case(), incident(与委托人关系="本人（单位电话）")),
        (contact(), incident(受扰人="王五", 与委托人关系="紧急联系人")),
        (contact(), incident(受扰人="李四", 与委托人关系="儿子")),
    ],
)
def test_what_does_not_contradict_is_not_told(tmp_path: Path, who: Row, row: Row) -> None:
    book = write_workbook(tmp_path / "表.xlsx", cases=[who], incidents=[row])

    assert not {code for code, _ in found(book)} & {"who-is-meant", "who-is-debtor"}


def test_somebody_with_two_relations_and_a_name_with_a_remark_are_told(tmp_path: Path) -> None:
    rows = [
        incident(受扰人="王芳", 与委托人关系="同事"),
        incident(受扰人="王 芳", 与委托人关系="表姐", 时间="2026-03-06"),
        incident(受扰人="王芳（小）", 与委托人关系="同学", 时间="2026-03-07"),
    ]
    book = write_workbook(tmp_path / "表.xlsx", incidents=rows)

    assert_found(book, "two-relations", "骚扰记录!与委托人关系3")
    assert_found(book, "name-with-remark", "骚扰记录!受扰人4")


@pytest.mark.parametrize(
    "typed", ["虚构(甲)公司", "虚构〔甲〕 公司", "虚构（甲）公司", "甲ＡＢ", "甲 ab", "甲ab"]
)
def test_an_institution_is_one_in_every_form_of_its_name(
    generate: Generate, tmp_path: Path, typed: str
) -> None:
    lender = institution(名称="虚构（甲）公司", 简称="甲AB")
    book = write_workbook(
        tmp_path / "表.xlsx",
        cases=[case(债权人="虚构（甲）公司", 借款平台=typed, 催收机构=typed)],
        institutions=[lender],
    )

    done = generate(book)

    # One letter, one defendant: nobody is written to, or sued, twice.
    assert done.states()["platform-complaint"] == ["written"]
    assert "被告：虚构（甲）公司" in done.text("civil-complaint")
    assert "查明" not in done.text("civil-complaint").partition("二、")[0]


def test_a_company_that_leaves_out_a_word_is_another_and_told(tmp_path: Path) -> None:
    book = write_workbook(
        tmp_path / "表.xlsx",
        cases=[case(债权人="虚构甲股份公司")],
        institutions=[institution(名称="虚构甲股份有限公司", 简称=None)],
    )

    assert_found(book, "unknown-institution", "案件!债权人2")


def test_two_rows_of_one_institution_are_told_with_both_cells(tmp_path: Path) -> None:
    rows = [
        institution(),
        institution(名称="虚构甲网络借贷 有限公司", 简称="乙", 统一社会信用代码=None),
        institution(名称="虚构甲网络借贷公司（旧名）", 简称=None),
    ]
    book = write_workbook(tmp_path / "表.xlsx", institutions=rows)

    for cell in ("机构!名称2", "机构!名称3"):
        assert_found(book, "duplicate-institution", cell)
    for cell in ("机构!统一社会信用代码2", "机构!统一社会信用代码4"):
        assert_found(book, "duplicate-credit-code", cell)


def test_a_short_name_that_stands_for_two_institutions_is_never_guessed(
    generate: Generate, tmp_path: Path
) -> None:
    rows = [institution(), institution(名称="虚构乙公司", 简称="甲 贷")]
    book = write_workbook(tmp_path / "表.xlsx", institutions=rows)

    done = generate(book)

    assert "机构表第 2、3 行都叫“甲贷”，不知道是哪一家" in done.problems()
    assert set(done.states()["civil-complaint"]) == {"refused"}


def test_sheets_and_headings_are_found_in_every_form(cli: Cli, tmp_path: Path) -> None:
    def spell_anew(workbook: openpyxl.Workbook) -> None:
        workbook["骚扰记录"].title = "骚 扰　记录"
        workbook["案件"].title = " 案件"
        for table in workbook:
            for cell in table[1]:
                heading = str(cell.value)
                cell.value = f" {heading[:1]}　{heading[1:]} ＊"

    edited(tmp_path, spell_anew, cases=[case(借款日期="去年")], incidents=[incident(次数="很多")])

    said = cli("check", "表.xlsx", "--mark", "副本.xlsx").out

    assert "骚 扰　记录!" in said
    assert "（次数）" in said
    assert "案件!" in said
    assert "unknown-heading" not in cli("check", "表.xlsx", "--json").out
    assert openpyxl.load_workbook(tmp_path / "副本.xlsx")["骚 扰　记录"][
        cell_of("骚扰记录", "次数")
    ].comment


def test_a_kind_is_one_in_every_form_of_its_name(generate: Generate, tmp_path: Path) -> None:
    book = write_workbook(
        tmp_path / "表.xlsx", cases=[case(文书="报案 材料、Ｐｏｌｉｃｅ－Statement")]
    )

    assert generate(book).states() == {"police-statement": ["written"]}
    assert generate(book, kinds=("报 案材料",)).states() == {"police-statement": ["unchanged"]}


def test_two_rows_that_differ_in_form_only_are_told_with_both_cells(tmp_path: Path) -> None:
    twin = incident(
        案件编号="Ａ００１",
        时间="2026年3月5日10时0分",
        对方号码="+86 571 00000011",
        受扰人="本人",
        内容=" 催 款",
        证据编号="１",
    )
    other = incident(时间="2026-03-05 10:00", 次数=6)
    book = write_workbook(tmp_path / "表.xlsx", incidents=[incident(), other, twin])

    [problem] = [it for it in problems(book) if it.code == "duplicate-row"]
    assert problem.place == "骚扰记录!A4（案件编号）"
    assert "与第 2 行相同" in problem.message


# What a keyboard, an input method or a spreadsheet may change.
_TWINS = {"(": "（〔[", ")": "）〕]", "-": "－–—‐", "·": "•．・", ":": "："}
_BLANKS = st.sampled_from(("", "", "", " ", "　", "\u00a0"))
NUMBERS = ("(2026)浙0106民初12号", "A-1", "B:甲(乙)", "c001", "001")
NAMES = ("张磊", "欧阳·艾力", "Lee-Ho", "孙晓雯")


@st.composite
def spelling(draw: st.DrawFn, text: str) -> str:
    """The text in any other form."""
    return "".join(draw(_BLANKS) + draw(_sign(sign)) for sign in text)


def _sign(sign: str) -> st.SearchStrategy[str]:
    forms = [sign, *_TWINS.get(sign, ())]
    if "!" <= sign <= "~":
        forms += [sign.swapcase(), chr(ord(sign) + 0xFEE0)]
    return st.sampled_from(forms)


@given(st.data(), st.sampled_from(NUMBERS), st.sampled_from(NAMES), st.booleans())
def test_any_spelling_gives_the_same_refusals_the_same_counts_and_the_same_papers(
    data: st.DataObject, number: str, name: str, faulty: bool
) -> None:
    """But for what is printed as it was typed: relations, numbers of exhibits."""

    def spelled(text: str) -> str:
        return data.draw(spelling(text))

    def told(spell: Callable[[str], str]) -> tuple[object, ...]:
        caller, mother, exhibit = "+86 571 00000011", "王芳", "证1"
        rows = [
            incident(受扰人=name, 对方号码=caller),
            incident(受扰人=mother, 与委托人关系="母亲", 对方号码="0571-00000011", **TOLD_BY),
            incident(受扰人=spell(name), 与委托人关系=spell("本人")),
            incident(受扰人=spell(mother), 与委托人关系=spell("母亲"), 时间="2026-03-07"),
        ]
        rows = [{**row, "案件编号": spell(number), "证据编号": spell(exhibit)} for row in rows]
        rows[-1] = {**rows[-1], "次数": "很多" if faulty else 2}
        return _told(
            number,
            cases=[case(案件编号=spell(number), 委托人姓名=name, 债权人=spell("甲贷"))],
            incidents=rows,
            evidence=[evidence(案件编号=spell(number), 证据编号=exhibit)],
        )

    assert told(spelled) == told(str)


def _told(number: str, **rows: list[Row]) -> tuple[object, ...]:
    with tempfile.TemporaryDirectory() as folder:
        book = write_workbook(Path(folder) / "表.xlsx", **rows)
        done = generate_into(Path(folder) / "out", book, cases=(number,))
        states = done.states()
        papers = [
            (Path(it.path).name, number_key(done.read(done.folder / it.path)))
            for it in done.report.documents
            if it.path
        ]
        places = {
            (it.code, it.place) for it in done.report.problems if it.code != "spelled-otherwise"
        }
    return states, papers, places


@pytest.mark.parametrize("word", ["本人", "债务人本人", "（本人）"])
def test_a_contact_who_is_said_to_be_the_debtor_is_a_contradiction(
    tmp_path: Path, word: str
) -> None:
    book = write_workbook(tmp_path / "表.xlsx", cases=[contact(与债务人关系=word)])

    assert_found(book, "who-is-debtor", "案件!委托人身份2")
    assert_found(book, "who-is-debtor", "案件!与债务人关系2")


@pytest.mark.parametrize("victim", ["张三、李四", "李四和张 三", "本人、母亲", "王五，债务人"])
def test_the_client_is_not_hidden_among_others_in_one_cell(
    generate: Generate, tmp_path: Path, victim: str
) -> None:
    book = write_workbook(tmp_path / "表.xlsx", incidents=[incident(受扰人=victim)])

    done = generate(book)

    assert_found(book, "several-people", "骚扰记录!受扰人2")
    assert done.states()["witness-statement"] == ["refused"]
    assert done.states()["police-statement"] == ["refused"]


def test_the_clients_own_number_among_the_callers_is_told(tmp_path: Path) -> None:
    rows = [incident(对方号码="+86 138-0000-0001")]

    assert_found(
        write_workbook(tmp_path / "表.xlsx", incidents=rows), "own-number", "骚扰记录!对方号码2"
    )


def test_a_case_number_that_excel_took_for_a_day_refuses_too(
    generate: Generate, tmp_path: Path
) -> None:
    day = datetime(2026, 1, 5)
    book = write_workbook(
        tmp_path / "表.xlsx",
        cases=[case(案件编号=day)],
        incidents=[incident(案件编号=day, 次数="十多次")],
        evidence=[evidence(案件编号=day)],
    )

    assert generate(book).states()["police-statement"] == ["refused"]


def test_an_offices_own_word_for_a_choice_is_known_in_every_form(cli: Cli, tmp_path: Path) -> None:
    write_workbook(tmp_path / "表.xlsx", incidents=[incident(方式="来 电（座机）")])
    settings = '[choices."骚扰记录"."方式"]\n"来电(座机)" = "电话"\n'
    (tmp_path / "anjuan.toml").write_text(settings, encoding="utf-8")

    assert "方式" not in cli("check", "表.xlsx").out
