"""A paper knows nothing of the disk, the template and the list of addresses of its template."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from support.word_files import docx, repacked, replacing

from anjuan.word.persons import without_persons
from anjuan.word.proofreading.template import find_faults
from anjuan.word.rendering import render
from anjuan.word.views import Trace

_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = "word/_rels/settings.xml.rels"
WPS = r"file:///C:\Users\Administrator\AppData\Roaming\kingsoft\office6\templates\wps\zh_CN\Normal.dotm"


def relations(*entries: tuple[str, str]) -> bytes:
    inner = "".join(
        f'<Relationship Id="rId{number}" Type="{_KINDS}/{kind}" Target="{target}"{mode}/>'
        for number, (kind, target) in enumerate(entries, start=1)
        for mode in ("" if target.endswith(".xml") else ' TargetMode="External"',)
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{inner}</Relationships>'.encode()


def with_settings(inner: str, *entries: tuple[str, str]) -> bytes:
    """A template whose settings hold this XML, and refer to these."""
    related = inner.replace(" r:", f' xmlns:r="{_KINDS}" r:')
    changes = {
        "word/settings.xml": replacing("</w:settings>", f"{related}</w:settings>"),
        _RELS: relations(*entries),
    }
    return repacked(docx("{{ 名 }}"), changes)  # type: ignore[arg-type]


def attached(target: str) -> bytes:
    inner = '<w:attachedTemplate r:id="rId1"/><w:linkStyles/>'
    return with_settings(inner, ("attachedTemplate", target))


def everything(document: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        return b"".join(name.encode() + package.read(name) for name in package.namelist())


def made(template: bytes, folder: Path) -> bytes:
    path = folder / "模板.docx"
    path.write_bytes(template)
    return render(path, {"名": "张三"}, Trace(), "题").content


@pytest.mark.parametrize(
    "target",
    [
        WPS,
        "file:///C:/Users/wang/AppData/Roaming/Microsoft/Templates/Normal.dotm",
        "Normal.dotm",
        r"D:\律所\函头.dotx",
        "file:///D:/%E5%BE%8B%E6%89%80/%E5%87%BD%E5%A4%B4.dotx",
        "/Users/wang/Library/Group%20Containers/Normal.dotm",
    ],
)
def test_a_template_of_the_writers_own_disk_is_no_fault_and_in_no_paper(
    target: str, tmp_path: Path
) -> None:
    source = attached(target)

    assert find_faults(source) == ()
    told = everything(made(source, tmp_path))
    assert b"attachedTemplate" not in told and b"linkStyles" not in told
    assert target.encode() not in told


@pytest.mark.parametrize(
    "target",
    [
        r"\\server\模板\函头.dotx",
        "file://server/t.dotx",
        r"file:///\\server\t.dotm",
        "//server/t.dotm",
    ],
)
def test_a_template_of_another_computer_is_told_and_in_no_paper(
    target: str, tmp_path: Path
) -> None:
    source = attached(target)

    assert [(it.code, it.is_error) for it in find_faults(source)] == [("attached-template", False)]
    assert target.encode() not in everything(made(source, tmp_path))


@pytest.mark.parametrize(
    "target", ["http://example.invalid/x.dotm", "HTTPS://e.invalid/x", "ftp://e/x"]
)
def test_a_template_from_the_web_is_refused(target: str) -> None:
    assert [(it.code, it.is_error) for it in find_faults(attached(target))] == [("external", True)]


def test_the_list_of_a_mail_merge_is_no_fault_and_in_no_paper(tmp_path: Path) -> None:
    path = r"file:///C:\客户\欠款人名单.xlsx"
    inner = (
        '<w:mailMerge><w:mainDocumentType w:val="formLetters"/><w:dataType w:val="native"/>'
        r'<w:connectString w:val="Provider=X;Data Source=C:\客户\欠款人名单.xlsx"/>'
        '<w:query w:val="SELECT * FROM `名单$`"/><w:dataSource r:id="rId1"/><w:odso>'
        '<w:recipientData r:id="rId2"/></w:odso></w:mailMerge>'
    )
    entries = (("mailMergeSource", path), ("recipientData", "recipientData.xml"))
    people = b"<w:recipients xmlns:w='x'><w:uniqueTag w:val='old'/></w:recipients>"
    source = repacked(with_settings(inner, *entries), {"word/recipientData.xml": people})

    assert find_faults(source) == ()
    told = everything(made(source, tmp_path)).decode("utf-8", "replace")
    for trace in ("mailMerge", "recipientData", "uniqueTag", "欠款人名单"):
        assert trace not in told


def test_a_file_that_tells_nothing_stays_as_it_is() -> None:
    source = without_persons(docx("{{ 名 }}"))

    assert without_persons(source) is source
