"""A Word file opened without trusting it: sizes are looked at before anything is parsed."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field

from lxml import etree

from anjuan.errors import TemplateError
from anjuan.frozen import frozen
from anjuan.opc import UNREADABLE, parse_xml
from anjuan.problems import Rule
from anjuan.word.proofreading.faults import Fault
from anjuan.word.proofreading.formats import refusal
from anjuan.word.standard_form import standard_form

ENTITIES = Rule("entities", "含有 DOCTYPE 或 ENTITY。")
TOO_LARGE = Rule("too-large", "文件太大，或里面的部件太多。")

MOST_ENTRIES = 2000
LARGEST_PART = 8 * 2**20
LARGEST_PACKAGE = 100 * 2**20
_EMBEDDED = "word/embeddings/"
_XML = (".xml", ".rels", ".vml")
_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_NO_PACKAGE = (*UNREADABLE, KeyError, etree.XMLSyntaxError)


@frozen
class WordFile:
    """What a package holds.

    Attributes:
        source: the package in its usual form.
        names: of all parts.
        xml: the XML parts, as they are stored.
        trees: those that were asked for, parsed; filled by `tree`.
        faults: what is wrong with the package itself. Where it is too large, nothing was read.
    """

    source: bytes = b""
    names: tuple[str, ...] = ()
    xml: Mapping[str, bytes] = field(default_factory=dict)
    trees: dict[str, etree._Element] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()

    def tree(self, part: str) -> etree._Element | None:
        """The root of an XML part; None where there is none, or it is broken."""
        if part not in self.trees and part in self.xml:
            try:
                self.trees[part] = parse_xml(self.xml[part])
            except (etree.XMLSyntaxError, ValueError):
                return None
        return self.trees.get(part)

    def embedded(self) -> Iterator[tuple[str, bytes]]:
        """Files that stand in the document as objects, by name."""
        names = [name for name in self.names if name.startswith(_EMBEDDED)]
        with zipfile.ZipFile(io.BytesIO(self.source)) as package:
            for name in dict.fromkeys(names):
                yield name, package.read(name)


def open_word_file(source: bytes) -> WordFile:
    """Read the XML parts of a package, in its usual form.

    Raises:
        TemplateError: it is no Word document at all.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(source)) as package:
            excess = tuple(_excess(package.infolist()))
        if excess:
            return WordFile(source, tuple(package.namelist()), faults=excess)
        usual = standard_form(source)
        with zipfile.ZipFile(io.BytesIO(usual)) as package:
            return _read(usual, package)
    except _NO_PACKAGE as error:
        raise TemplateError(refusal(source)) from error


def is_suspect(faults: Iterable[Fault]) -> bool:
    """True where a package was made to harm whoever opens it."""
    return any(fault.rule in (TOO_LARGE, ENTITIES) for fault in faults)


def whole_file_fault(rule: Rule, message: str, remedy: str, part: str = "") -> Fault:
    """A fault that no paragraph is to blame for."""
    return Fault(part, "整个文件", "", rule, message, remedy)


def _read(source: bytes, package: zipfile.ZipFile) -> WordFile:
    entries = package.infolist()
    # zipfile never unpacks more than the declared size, and checks that it was the true one.
    xml = {entry.filename: package.read(entry) for entry in entries if _is_xml(entry)}
    declared = tuple(_declared(xml))
    sound = {name: content for name, content in xml.items() if not _has_declaration(content)}
    return WordFile(source, tuple(package.namelist()), sound, faults=declared)


def _is_xml(entry: zipfile.ZipInfo) -> bool:
    return entry.filename.lower().endswith(_XML)


def _excess(entries: list[zipfile.ZipInfo]) -> Iterator[Fault]:
    remedy = "这不像正常的模板，请用 Word 新建文档，把文字粘贴过去再试。"
    if len(entries) > MOST_ENTRIES:
        message = f"里面有 {len(entries)} 个部件，超过 {MOST_ENTRIES} 个。"
        yield whole_file_fault(TOO_LARGE, message, remedy)
    if sum(entry.file_size for entry in entries) > LARGEST_PACKAGE:
        message = f"解开后超过 {LARGEST_PACKAGE >> 20} MB。"
        yield whole_file_fault(TOO_LARGE, message, remedy)
    for entry in entries:
        if _is_xml(entry) and entry.file_size > LARGEST_PART:
            message = f"部件 {entry.filename} 解开后超过 {LARGEST_PART >> 20} MB。"
            yield whole_file_fault(TOO_LARGE, message, remedy, entry.filename)


def _has_declaration(content: bytes) -> bool:
    # Without the zero bytes, UTF-16 reads the same.
    return _DECLARED.search(content.replace(b"\0", b"")) is not None


def _declared(xml: Mapping[str, bytes]) -> Iterator[Fault]:
    for name, content in xml.items():
        if _has_declaration(content):
            message = f"部件 {name} 里有 DOCTYPE 或 ENTITY，Word 自己从不写这些。"
            remedy = "来历不明的模板请不要使用。"
            yield whole_file_fault(ENTITIES, message, remedy, name)
