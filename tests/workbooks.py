"""Rows and workbooks for tests: those that authors of plug-ins test with."""

from anjuan.testing import (
    CASE,
    CREDIT_CODE,
    EVIDENCE,
    IDENTITY,
    INCIDENT,
    INSTITUTION,
    Row,
    case,
    contact,
    evidence,
    incident,
    institution,
    loss,
    write_workbook,
)

__all__ = [
    "CASE",
    "CREDIT_CODE",
    "EVIDENCE",
    "IDENTITY",
    "INCIDENT",
    "INSTITUTION",
    "Row",
    "case",
    "contact",
    "evidence",
    "incident",
    "institution",
    "loss",
    "write_workbook",
]
