"""A program that embeds anjuan checks templates without the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.blank import new_document
from support.runs import shipped_plugins

from anjuan.documents.checking import TemplateChecker
from anjuan.testing import case, write_workbook
from anjuan.workbook.parsing import load_workbook


@pytest.fixture
def template(tmp_path: Path) -> Path:
    document = new_document()
    document.add_paragraph("{{ 经办人 }}和张三，{% for 方 in 被告们 %}{{ 方.称谓 }}{% endfor %}")
    path = tmp_path / "自己的.docx"
    document.save(str(path))
    return path


def test_a_template_is_checked_by_the_names_of_its_kind(template: Path) -> None:
    plugins = shipped_plugins()
    by_name = template.rename(template.with_name("civil-complaint.docx"))

    as_named = TemplateChecker(plugins).check(by_name)
    as_told = TemplateChecker(plugins, plugins.kind("police-statement")).check(by_name)

    assert (as_named.kind, as_told.kind) == ("civil-complaint", "police-statement")
    assert [fault.code for fault in as_named.faults] == ["unknown-name"]
    assert [fault.code for fault in as_told.faults] == ["unknown-name", "unknown-name"]
    assert (as_named.errors, as_told.errors, as_told.unreadable) == (1, 2, "")


def test_a_workbook_tells_of_own_columns_and_of_clients(template: Path, tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "表.xlsx", cases=[case(经办人="丁一", 委托人姓名="张三")])
    plugins = shipped_plugins()
    checker = TemplateChecker(plugins, plugins.kind("civil-complaint"), load_workbook(path))

    assert [fault.code for fault in checker.check(template).faults] == ["old-client"]


def test_what_can_not_be_read_is_a_result_too(tmp_path: Path) -> None:
    broken = tmp_path / "坏.docx"
    broken.write_bytes(b"x")
    checker = TemplateChecker(shipped_plugins())

    assert "坏.docx：不是 Word 文档" in checker.check(broken).unreadable
    assert "打不开" in checker.check(tmp_path / "无.docx").unreadable
    assert not checker.check(broken).is_suspect
