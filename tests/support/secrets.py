"""A workbook full of secrets, and which of them a text gives away."""

from __future__ import annotations

import re
from pathlib import Path

from anjuan.testing import IDENTITY, case, evidence, incident, institution, loss, write_workbook

PHONE = "13800000001"
SECRETS = {
    "案件编号": "秘密编号7731",
    "委托人姓名": "秘密委托人",
    "身份证号": IDENTITY,
    "住址": "秘密住址",
    "联系电话": PHONE,
    "工作单位": "秘密单位",
    "损害后果": "秘密后果",
    "公安机关": "秘密公安局",
    "管辖法院": "秘密法院",
    "委托律师": "秘密律师",
    "律师电话": "13900000002",
    "备注": "秘密备注",
    "经办人": "秘密经办人",
}
OTHERS = ("秘密机构", "秘密简称", "秘密内容", "秘密受扰人", "秘密证据", "秘密说明", "秘密文件")


def secret_workbook(path: Path, **changes: object) -> Path:
    """A workbook in which every free text is a secret."""
    number = str(changes.get("案件编号", SECRETS["案件编号"]))
    return write_workbook(
        path,
        cases=[case(**{**SECRETS, "债权人": "秘密简称", **changes})],
        institutions=[institution(名称="秘密机构", 简称="秘密简称")],
        incidents=[
            incident(案件编号=number, 受扰人="秘密受扰人", 内容="秘密内容", 对方号码="13911112222")
        ],
        evidence=[evidence(案件编号=number, 证据名称="秘密证据", 文件路径="秘密文件.mp3")],
        losses=[loss(案件编号=number, 说明="秘密说明")],
    )


def secrets_in(text: str) -> set[str]:
    """Which of them a text gives away."""
    numbers = {IDENTITY, IDENTITY[6:14], PHONE, "13900000002", "13911112222", "7731"}
    return set(re.findall("秘密", text)) | {number for number in numbers if number in text}
