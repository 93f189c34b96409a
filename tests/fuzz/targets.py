"""What is fuzzed: the reader, the template compiler, the zip writer.

A target takes any bytes. It returns where the result is sound or the program said no in its own
words (AnjuanError); whatever else it raises is a finding. The first byte of an input chooses
which part of a sound package the rest takes the place of, so that mutations reach the code behind
the zip reader; the first few choices take the rest as a whole file.
"""

from __future__ import annotations

import atexit
import io
import shutil
import struct
import tempfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path

from docx import Document

from anjuan.case.sheets import SHEETS
from anjuan.case.text import typed_texts
from anjuan.documents.names import names_for
from anjuan.documents.planning import Document as Planned
from anjuan.documents.planning import plan
from anjuan.errors import AnjuanError
from anjuan.opc import reproducible
from anjuan.plugin.host import Plugins
from anjuan.resources import shipped
from anjuan.testing import CASE, contact, loss, write_workbook
from anjuan.word import rendering
from anjuan.word.marks import MARK
from anjuan.word.mould import Mould
from anjuan.word.proving import prove
from anjuan.word.rendering import render
from anjuan.word.views import Trace
from anjuan.workbook.heading_map import HeadingMap
from anjuan.workbook.marking.copying import mark
from anjuan.workbook.parsing import Workbook, parse_workbook
from anjuan.workbook.rows import read_sheets
from anjuan.workbook.rules.sheets import Form

SEEDS = Path(__file__).parent / "seeds"
TODAY = date(2026, 11, 23)
# Inputs that are a file as it stands come before those that are a part of a package.
_WHOLE_WORKBOOKS = (".xlsx", ".xls", ".ods", ".csv")
_ROWS = "{% for 记录 in 骚扰记录 %}{{ 记录.时间 }}{{ 记录.内容 }}{% endfor %}"


@dataclass(frozen=True)
class Target:
    """One thing to fuzz.

    Attributes:
        run: raises what is a finding.
        seeds: sound inputs to begin from.
        words: what mutations are made of besides single bytes.
    """

    run: Callable[[bytes], None]
    seeds: Callable[[], list[bytes]]
    words: tuple[str, ...]


@cache
def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="anjuan-fuzz-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def parts_of(package: bytes) -> dict[str, bytes]:
    """Every part of a package by name."""
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    """A package of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


# The reader: a workbook of any format, read, checked, parsed and marked.


@cache
def _workbook_parts() -> dict[str, bytes]:
    rows = [CASE, contact(案件编号="A002", 经办人="丁一")]
    path = write_workbook(_folder() / "seed.xlsx", cases=rows, losses=[loss()])
    return parts_of(path.read_bytes())


@cache
def _calc_parts() -> dict[str, bytes]:
    """The least .ods file that has our sheets."""
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    tables = (
        f'<table:table table:name="{sheet.name}"><table:table-row>'
        + "".join(cell.format(item.column.heading) for item in sheet.fields)
        + "</table:table-row></table:table>"
        for sheet in SHEETS
    )
    oasis = "urn:oasis:names:tc:opendocument:xmlns"
    spaces = "".join(f' xmlns:{it}="{oasis}:{it}:1.0"' for it in ("office", "table", "text"))
    content = (
        f"<office:document-content{spaces}><office:body><office:spreadsheet>{''.join(tables)}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    index = b"<manifest:manifest/>"
    return {
        "mimetype": kind.encode(),
        "META-INF/manifest.xml": index,
        "content.xml": content.encode(),
    }


def _workbook_seeds() -> list[bytes]:
    rows = CASE.keys(), map(str, CASE.values())
    text = "\n".join(",".join(row) for row in rows).encode()
    legacy = (SEEDS / "案件.xls").read_bytes()
    whole = [packed(_workbook_parts()), legacy, packed(_calc_parts()), text]
    parts = [*_workbook_parts().values(), *_calc_parts().values()]
    found = [bytes([number]) + it for number, it in enumerate([*whole, *parts])]
    # What else is called .xls.
    return [*found, *(bytes([1]) + it for it in (_page(), _xml_2003()))]


def _page() -> bytes:
    """The headings of our sheets as tables of a page."""
    tables = (
        f"<h2>{sheet.name}</h2><table><tr>"
        + "".join(f"<th rowspan=1>{item.column.heading}" for item in sheet.fields)
        + "<tr><td colspan=2 style='display:none'><s>1</s></table>"
        for sheet in SHEETS
    )
    return f"<html><style>.a{{display:none}}</style>{''.join(tables)}".encode()


def _xml_2003() -> bytes:
    """The least XML Spreadsheet that has our sheets."""
    cell = '<Cell ss:Index="{}"><Data ss:Type="String">{}</Data></Cell>'
    sheets = (
        f'<Worksheet ss:Name="{sheet.name}"><Table><Column ss:Hidden="1"/><Row ss:Index="1">'
        + "".join(cell.format(place, it.column.heading) for place, it in enumerate(sheet.fields, 1))
        + "</Row></Table></Worksheet>"
        for sheet in SHEETS
    )
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    head = f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}">'
    return f"{head}{''.join(sheets)}</Workbook>".encode()


def _workbook_file(data: bytes) -> Path:
    """The file that an input stands for."""
    packages = (("xlsx", _workbook_parts()), ("ods", _calc_parts()))
    slots = [(suffix, package, name) for suffix, package in packages for name in package]
    choice = data[0] % (len(_WHOLE_WORKBOOKS) + len(slots))
    if choice < len(_WHOLE_WORKBOOKS):
        path, content = _folder() / f"book{_WHOLE_WORKBOOKS[choice]}", data[1:]
    else:
        suffix, package, name = slots[choice - len(_WHOLE_WORKBOOKS)]
        path, content = _folder() / f"book.{suffix}", packed({**package, name: data[1:]})
    path.write_bytes(content)
    return path


def read_workbook(data: bytes) -> None:
    """Read, check and parse a workbook, and mark what is wrong with it."""
    if not data:
        return
    path = _workbook_file(data)
    with suppress(AnjuanError):
        sheets = read_sheets(path, SHEETS, HeadingMap())
        form = Form(sheets)
        workbook = parse_workbook(form.sheets, {})
        _assert_clean(workbook)
        if path.suffix == ".xlsx":
            _assert_opens(mark(path.read_bytes(), (*workbook.problems, *form.problems())))


def _assert_clean(workbook: Workbook) -> None:
    for case in workbook.cases:
        assert case.number
        assert not MARK.search(f"{case.number}{case.client.name}{case.extra}")
    assert all(problem.message and problem.remedy for problem in workbook.problems)


def _assert_opens(package: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        assert opened.testzip() is None


# The compiler: a template of any make, compiled, filled and proved.


@cache
def _template_parts() -> dict[str, bytes]:
    # The package of a shipped template, which is small, with a body of its own.
    document = Document(str(shipped("templates") / "platform-complaint" / "平台投诉函.docx"))
    for element in list(document.element.body)[:-1]:
        document.element.body.remove(element)
    document.add_paragraph("{{ 委托人.姓名 }}诉{{ 债权人.名称 }}：{% if 借款金额 %}有{% endif %}")
    document.add_paragraph("{%p for 项 in 证据 %}")
    document.add_paragraph("{{ loop.index }}、{{ 项.证据名称 }}")
    document.add_paragraph("{%p endfor %}")
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text = _ROWS
    document.sections[0].header.paragraphs[0].text = "{{ 文书名 }}"
    packed_ = io.BytesIO()
    document.save(packed_)
    return parts_of(packed_.getvalue())


def _template_seeds() -> list[bytes]:
    parts = [packed(_template_parts()), *_template_parts().values()]
    return [bytes([number]) + it for number, it in enumerate(parts)]


@cache
def _planned() -> tuple[Plugins, Planned]:
    plugins = Plugins.load(outside=False)
    path = write_workbook(_folder() / "template.xlsx")
    workbook = parse_workbook(read_sheets(path, SHEETS, HeadingMap()), {})
    return plugins, plan(workbook.cases[0], plugins, TODAY, {}, ("civil-complaint",))[0]


def fill_template(data: bytes) -> None:
    """Compile a template and fill it; what is not refused has to be a sound document."""
    if not data:
        return
    parts = _template_parts()
    names = list(parts)
    choice = data[0] % (len(names) + 1)
    content = packed({**parts, names[choice - 1]: data[1:]}) if choice else data[1:]
    path = _folder() / "template.docx"
    path.write_bytes(content)
    # Times of files are too coarse to tell one input from the next.
    rendering._ready.cache_clear()
    plugins, document = _planned()
    trace = Trace(about=document.case.number, typed=partial(typed_texts, document.case))
    with suppress(AnjuanError):
        rendered = render(path, names_for(document, trace, plugins), trace, "题")
        prove(rendered, trace)
        _assert_opens(rendered.content)


# The zip writer: packages of any parts, made reproducible and poured anew.


def _package_seeds() -> list[bytes]:
    parts = [("word/document.xml", b"<a/>"), ("docProps/core.xml", b"<b/>"), ("图.png", bytes(70))]
    few = [parts[:1], parts, parts * 2]
    return [b"".join(map(_chunk, it)) for it in few]


def _chunk(part: tuple[str, bytes]) -> bytes:
    name = part[0].encode()
    return struct.pack("<BBH", len(name), 1, len(part[1])) + name + part[1]


def _chunks(data: bytes) -> dict[str, tuple[int, bytes]]:
    """Names, ways of packing and contents, read from an input until it ends."""
    found: dict[str, tuple[int, bytes]] = {}
    while len(data) > 4:
        name_length, way, length = struct.unpack_from("<BBH", data)
        name, data = data[4 : 4 + name_length], data[4 + name_length :]
        # zipfile ends a name at a zero byte, and knows no other separator than a slash.
        text = name.decode("utf-8", "replace").partition("\0")[0].replace("\\", "/")
        found[text], data = (way, data[:length]), data[length:]
    return found


def pour_package(data: bytes) -> None:
    """Whatever the parts are, they come out of the mould, and the same bytes each time."""
    chunks = _chunks(data)
    source = io.BytesIO()
    with zipfile.ZipFile(source, "w") as package:
        for name, (way, content) in chunks.items():
            compression = zipfile.ZIP_DEFLATED if way % 2 else zipfile.ZIP_STORED
            package.writestr(zipfile.ZipInfo(name), content, compression)
    holes = [name for name, (way, _) in chunks.items() if way & 2]
    fillings = [content[::-1] for name, (_, content) in chunks.items() if name in holes]
    expected = {name: content for name, (_, content) in chunks.items()}
    _assert_holds(reproducible(source.getvalue()), expected)
    mould = Mould(source.getvalue(), holes)
    poured = mould.fill(fillings)
    _assert_holds(poured, {**expected, **dict(zip(holes, fillings, strict=True))})
    assert mould.fill(fillings) == poured


def _assert_holds(package: bytes, parts: Mapping[str, bytes]) -> None:
    core = "docProps/core.xml"
    found = parts_of(package)
    assert found.keys() == parts.keys()
    assert all(found[name] == parts[name] for name in parts if name != core)


_XML_WORDS = ("<!DOCTYPE a [", '<!ENTITY a "b">', "&a;", "&#0;", "<![CDATA[", "<?xml ", "]]>", '"')
_SHEET_WORDS = (
    *("<row ", "<c ", "<v>", "<f>", "<is><t>", 't="e"', 't="s"', 't="b"', 't="d"', 's="9"'),
    *(
        'r="XFD1048576"',
        'r="A0"',
        "hidden=",
        "<mergeCell ",
        "state=",
        "Target=",
        "../",
        "-1",
        "1e99",
    ),
)
_TAG_WORDS = (
    *(
        "{{ ",
        " }}",
        "{% ",
        " %}",
        "{%p ",
        "{%tr ",
        "{%r ",
        "{# ",
        "#}",
        "for a in ",
        "if ",
        "endif",
    ),
    *(
        "endfor",
        "else",
        "set a = ",
        "委托人",
        "骚扰记录",
        ".姓名",
        "loop",
        "|",
        "~",
        "[0]",
        "**",
        "9999",
    ),
    *("<w:p>", "</w:p>", "<w:t>", "<w:tbl>", "<w:tr>", "<w:tc>", "<w:gridSpan", "<w:br/>", "{_{"),
)
TARGETS: Mapping[str, Target] = {
    "reader": Target(read_workbook, _workbook_seeds, (*_XML_WORDS, *_SHEET_WORDS)),
    "compiler": Target(fill_template, _template_seeds, (*_XML_WORDS, *_TAG_WORDS)),
    "packages": Target(pour_package, _package_seeds, ("\1\1\0\0", "docProps/core.xml", "../")),
}


def names() -> Sequence[str]:
    """The targets there are."""
    return tuple(TARGETS)
