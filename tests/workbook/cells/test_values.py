"""Cells as people write them, from the file to the papers: read and told, or refused."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, time
from decimal import Decimal
from pathlib import Path

import pytest
from support.runs import Cli, Generate

from anjuan.case.records.moment import Moment
from anjuan.testing import Row, case, evidence, incident, institution, loss, write_workbook
from anjuan.workbook.parsing import load_workbook

SPOKEN: Mapping[str, Sequence[Row]] = {
    "cases": [
        case(
            精神损害抚慰金="3万",
            愿意协商还款="不愿意",
            落款日期="2026年5月1号",
            借款日期=44990,
            文书="报案、起诉状",
        ),
    ],
    "incidents": [
        incident(时间="2026-3-5 晚上10点", 次数="12通"),
        incident(时间="2026.3.5 下午3点半", 次数="十二次"),
        incident(时间="2026年3月5日22时41分许", 次数="5条"),
    ],
    "evidence": [evidence(页数="3页")],
    "losses": [loss(金额="3000元整")],
}


def test_what_nobody_can_misread_is_read_and_every_reading_is_told(
    cli: Cli, tmp_path: Path
) -> None:
    book = write_workbook(tmp_path / "表.xlsx", **SPOKEN)

    done = cli("check", book, "--json")

    told = [it for it in json.loads(done.out)["problems"] if it["code"] == "read-as"]
    assert done.status == 0, done.out
    assert {it["severity"] for it in told} == {"warning"}
    assert {it["message"].partition("读作")[2] for it in told} >= {
        " 30000。", " 否。", " 2026-05-01。", " 2023-03-05。", " 2026-03-05 22:00。",
        " 2026-03-05 15:30。", " 2026-03-05 22:41。", " 12。", " 5。", " 3。", " 3000。",
    }  # fmt: skip
    assert len({(it["sheet"], it["cell"]) for it in told}) == len(told) == 13


def test_what_was_read_is_what_the_papers_say(generate: Generate, tmp_path: Path) -> None:
    plain: Mapping[str, Sequence[Row]] = {
        "cases": [
            case(
                精神损害抚慰金=30000,
                愿意协商还款="否",
                落款日期=date(2026, 5, 1),
                借款日期="2023-03-05",
                文书="报案材料、民事起诉状",
            ),
        ],
        "incidents": [
            incident(时间="2026-03-05 22:00", 次数=12),
            incident(时间="2026-03-05 15:30", 次数=12),
            incident(时间="2026-03-05 22:41", 次数=5),
        ],
        "evidence": [evidence(页数=3)],
        "losses": [loss(金额=3000)],
    }  # fmt: skip
    made = []
    for name, rows in (("甲", SPOKEN), ("乙", plain)):
        done = generate(write_workbook(tmp_path / f"{name}.xlsx", **rows), kinds=(), force=True)
        made.append({path.name: path.read_bytes() for path in done.folder.rglob("*.docx")})

    assert len(made[0]) == 2
    assert made[0] == made[1]


def as_text(folder: Path, tables: Mapping[str, Sequence[Row]]) -> Path:
    """A workbook as .csv files, as a lawyer has who saved each sheet."""
    for sheet, rows in tables.items():
        headings = list(dict.fromkeys(heading for row in rows for heading in row))
        lines = [headings, *([str(row.get(it) or "") for it in headings] for row in rows)]
        text = "\n".join(",".join(f'"{cell}"' for cell in line) for line in lines)
        (folder / f"{sheet}.csv").write_text(text + "\n", encoding="gb18030")
    return folder / "案件.csv"


def test_days_are_read_from_a_csv_as_excel_writes_them(cli: Cli, tmp_path: Path) -> None:
    tables: Mapping[str, Sequence[Row]] = {
        "案件": [
            case(落款日期="2026/5/1 0:00", 借款日期="2023-03-05 00:00:00", 借款金额="3,000.00")
        ],
        "机构": [institution()],
        "骚扰记录": [
            incident(时间="2026/3/5 0:00"),
            incident(时间="2026/3/5 22:41:07"),
            incident(时间="2026/3/6 0:00:01"),
        ],
        "证据": [evidence()],
        "损失": [loss()],
    }
    path = as_text(tmp_path, tables)

    [read] = load_workbook(path).cases
    assert (read.signing_date, read.loan_date) == (date(2026, 5, 1), date(2023, 3, 5))
    assert read.loan_amount == Decimal(3000)
    assert [row.moment for row in read.incidents] == [
        Moment(date(2026, 3, 5)),
        Moment(date(2026, 3, 5), time(22, 41, 7)),
        Moment(date(2026, 3, 6), time(0, 0, 1)),
    ]
    told = json.loads(cli("check", path, "--json").out)["problems"]
    assert [it["cell"] for it in told if it["code"] == "read-as"] == ["B2"]


@pytest.mark.parametrize(
    ("rows", "cell", "meant"),
    [
        ({"cases": [case(精神损害抚慰金="12,5")]}, "精神损害抚慰金", "12.50，还是 125"),
        ({"cases": [case(借款金额="3万、2万")]}, "借款金额", "30000，还是 20000"),
        ({"cases": [case(落款日期="05/03/2026")]}, "落款日期", "2026-03-05，还是 2026-05-03"),
        ({"cases": [case(落款日期="26.3.5")]}, "落款日期", "2026-03-05"),
        ({"incidents": [incident(次数="10余次")]}, "次数", "10"),
        ({"incidents": [incident(次数="1O")]}, "次数", "10"),
        (
            {"incidents": [incident(时间="2026-3-5 夜里1点")]},
            "时间",
            "2026-03-05 01:00，还是 2026-03-06 01:00",
        ),
    ],
)  # fmt: skip
def test_what_can_be_misread_is_refused_and_a_proposal_names_the_values(
    cli: Cli, tmp_path: Path, rows: dict[str, list[Row]], cell: str, meant: str
) -> None:
    book = write_workbook(tmp_path / "表.xlsx", **rows)

    done = cli("check", book, "--json")

    [told] = [it for it in json.loads(done.out)["problems"] if it["severity"] == "error"]
    assert done.status == 1
    assert told["heading"] == cell
    assert f"是不是 {meant}？" in told["remedy"]
