"""R22: what a doctor wrote tells the consequences where the lawyer did not."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.cases import loaded

from anjuan.testing import case, evidence
from anjuan_plugins.kinds.prose import wording
from anjuan_plugins.kinds.prose.voices import COURT

CLAIM = {"损害后果": None, "精神损害抚慰金": 5000}


def told(folder: Path, formed: str | None = "2026-04-02", **changes: object) -> str:
    exhibits = [
        evidence(
            证据编号="3", 证据名称="诊断证明书", 证据种类="诊断证明", 形成时间=formed,
            证明事项="委托人患焦虑状态。",
        ),
        evidence(),
    ]  # fmt: skip
    who = case(**{**CLAIM, **changes})
    return str(
        wording.account(loaded(folder, cases=[who], evidence=exhibits), COURT, "被告")["后果"]()
    )


@pytest.mark.parametrize("formed", ["2026-04-02", None])
def test_r22_a_diagnosis_tells_the_consequences(tmp_path: Path, formed: str | None) -> None:
    assert told(tmp_path, formed) == "上述行为造成的后果，见诊断证明书（证据3）：原告患焦虑状态。"


def test_r22_a_diagnosis_of_before_the_first_act_tells_nothing(tmp_path: Path) -> None:
    assert told(tmp_path, "2026-01-05") == ""


def test_r22_what_the_lawyer_wrote_comes_first(tmp_path: Path) -> None:
    assert told(tmp_path, 损害后果="委托人失眠") == "上述行为造成的后果：原告失眠。"


def test_r22_without_a_claim_nobody_s_health_is_told(tmp_path: Path) -> None:
    assert told(tmp_path, 精神损害抚慰金=None) == ""
