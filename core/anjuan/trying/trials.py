"""What `test.toml` beside a template says: cases, and what the papers made of them must say.

One table of settings, like `kind.toml` (plugin/manifest.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import Annotated

from anjuan.case.sheets import CASES, INCIDENTS, INSTITUTIONS, OURS, SHEETS, Sheet, Table
from anjuan.case.sheets import EVIDENCE as EXHIBITS
from anjuan.chinese import suggestion
from anjuan.errors import ConfigError
from anjuan.frozen import frozen
from anjuan.messages import Message
from anjuan.settings import Setting, read_record
from anjuan.trying.rows import CASE, EVIDENCE, INCIDENT, INSTITUTION, LOSS, PROCEEDING, WITNESS, Row

TRIALS_NAME = "test.toml"
Texts = tuple[str, ...]
# A heading that is nearly one of ours is mistyped, and no column of the lawyer's own.
_SURE = 0.6


@frozen(kw_only=True)
class Trial:
    """One case, and what its paper must say.

    Attributes:
        name: what is tried.
        must: phrases that stand in every paper of the kind.
        must_not: phrases that stand in none of them.
        refused: the case gets no paper, and this stands in the reason.
        recipient: part of the name of the recipient whose paper is meant; empty = every paper.
        case: 案件编号 in the workbook.
        cells: changes to the sound case, by `标题` or `工作表.标题`; an empty text empties a cell.
    """

    name: Annotated[str, Setting("这一项试什么。", 'name = "委托人是联系人"')]
    must: Annotated[
        Texts, Setting("文书里必须有的话，每一份都要有。", 'must = ["不是借款人", "共计5次"]')
    ] = ()
    must_not: Annotated[Texts, Setting("文书里不得出现的话。", 'must_not = ["本人的借款"]')] = ()
    refused: Annotated[
        str,
        Setting("这个案件不该出这份文书时写：不出的理由里必须有的话。", 'refused = "没有填写"'),
    ] = ""
    recipient: Annotated[
        str, Setting("有几家收文单位时，只看哪一家的：名称的一部分。", 'recipient = "银行"')
    ] = ""
    case: Annotated[
        str, Setting("用 workbook 里的哪个案件；不写就用自带的样例案件。", 'case = "A002"')
    ] = ""
    cells: Annotated[
        Mapping[str, Annotated[str, Setting(may_be_empty=True)]],
        Setting(
            '样例案件里改哪几格，其余不动：不写工作表的是“案件”表；写成 "" 是空着。',
            '"委托人身份" = "联系人"\n"债务人姓名" = "李四"\n'
            '"与债务人关系" = "同事"\n"骚扰记录.次数" = "3"',
            header="test.cells",
        ),
    ] = field(default_factory=dict)


@frozen(kw_only=True)
class Trials:
    """All trials of a kind.

    Attributes:
        workbook: a case workbook in the kind's folder; empty = there is none.
        test: the trials.
    """

    workbook: Annotated[
        str, Setting("同一个文件夹里的案件表，测试里用 case 指明案件。", 'workbook = "样例.xlsx"')
    ] = ""
    test: Annotated[tuple[Trial, ...], Setting("一项测试。", header="[test]")] = ()


def read_trials(folder: Path, table: Table = OURS) -> Trials:
    """The trials of a kind.

    Args:
        folder: of the kind.
        table: our sheets, with what plug-ins and the kind itself add.

    Raises:
        ConfigError: there are none, the file can't be read, says what nobody knows, or contradicts
            itself.
    """
    path = folder / TRIALS_NAME
    trials = read_record(path, Trials, "测试文件")
    if not trials.test:
        raise ConfigError("测试文件 {} 里没有一项测试。请写上 [[test]]。", path)
    names = [trial.name for trial in trials.test]
    if twice := [name for name in dict.fromkeys(names) if names.count(name) > 1]:
        raise ConfigError("测试文件 {} 里有几项测试都叫“{}”。请各起一个名字。", path, twice[0])
    for trial in trials.test:
        _refuse_contradiction(trial, trials, table, Message("测试文件 {} 的“{}”", path, trial.name))
    return trials


def _refuse_contradiction(trial: Trial, trials: Trials, table: Table, place: Message) -> None:
    if not (trial.must or trial.must_not or trial.refused):
        raise ConfigError("{}什么也没有查。请写上 must、must_not 或 refused。", place)
    if trial.refused and (trial.must or trial.must_not):
        raise ConfigError("{}里 refused 不能和 must、must_not 一起写：不出的文书里没有话。", place)
    if trial.case and not trials.workbook:
        raise ConfigError("{}里写了 case，却没有写 workbook。请在文件开头写上案件表的名字。", place)
    if trial.case and trial.cells:
        raise ConfigError("{}里 case 和 cells 只能写一项；请直接改案件表。", place)
    for name in trial.cells:
        _place_of(name, table, place)


def rows_of(trial: Trial, table: Table = OURS) -> dict[str, tuple[Row, ...]]:
    """Rows by sheet, as `write_workbook` takes them: the sound case with this trial's changes."""
    number = CASES.heading("number")
    rows = {sheet: dict(_SOUND[sheet]) for sheet in _BEGUN}
    for name, text in trial.cells.items():
        sheet, heading = _place_of(name, table, Message("“{}”", trial.name))
        sound = _SOUND.get(sheet.name, {number: ""})
        rows.setdefault(sheet.name, dict(sound))[heading] = text or None
    for row in rows.values():
        if number in row:
            row[number] = rows[CASES.name][number]
    return {_ARGUMENTS.get(sheet, sheet): (row,) for sheet, row in rows.items()}


# Arguments of `write_workbook`, and a sound row of each, in the order of the sheets.
_ARGUMENTS = dict(
    zip(
        (sheet.name for sheet in SHEETS),
        ("cases", "institutions", "incidents", "evidence", "losses", "witnesses", "proceedings"),
        strict=True,
    )
)
_SOUND = dict(
    zip(
        _ARGUMENTS,
        (CASE, INSTITUTION, INCIDENT, EVIDENCE, LOSS, WITNESS, PROCEEDING),
        strict=True,
    )
)
# Of these the sound case has a row.
_BEGUN = (CASES.name, INSTITUTIONS.name, INCIDENTS.name, EXHIBITS.name)


def _place_of(name: str, table: Table, place: Message) -> tuple[Sheet, str]:
    """Sheet and heading that a change names."""
    before, dot, heading = name.partition(".")
    asked = before if dot else CASES.name
    sheet = next((it for it in table.sheets if it.name == asked), None)
    if sheet is None or not (heading or before):
        names = [it.name for it in table.sheets]
        near = suggestion(before, tuple(names))
        raise ConfigError("{}的 cells 里没有工作表“{}”。{}可以写：{}。", place, before, near, names)
    heading = heading or before
    headings = tuple(item.column.heading for item in sheet.fields)
    near = "" if heading in headings else suggestion(heading, headings, _SURE)
    if near:
        raise ConfigError("{}的 cells 里，“{}”表没有“{}”。{}", place, sheet.name, heading, near)
    return sheet, heading
