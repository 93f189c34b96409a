"""Promise 7: a template is data. It can't run code, read files, grow without end or hang.

Every attack is rendered in a process with bounds on memory and time, from the body and from
headers, footnotes and document properties; the message names the template.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import nsdecls
from support.blank import new_document
from support.forks import forks
from support.once import once
from support.own_paper import (
    Office,
    reason,
)

from anjuan.testing import case, incident, write_workbook

# Of processor time, for one template; some machines are slow.
SECONDS = 10
MEMORY = 3 * 2**30
LONG = "甲" * 30_000

WALKS = [
    "{{ 委托人.__class__ }}",
    "{{ 委托人['__class__'] }}",
    "{{ 委托人.姓名.__class__.__mro__ }}",
    "{{ ''.__class__.__base__.__subclasses__() }}",
    "{{ 骚扰记录.__len__ }}",
    "{{ 骚扰记录[0].__init__ }}",
    "{{ 统计._values }}",
    "{{ 行为时法条._law }}",
    "{{ self }}",
    "{{ self.__init__ }}",
    "{% for a in 骚扰记录 %}{{ loop._iterator }}{% endfor %}",
    "{{ loop.cycle('甲', '乙') }}",
]
CODE = [
    "{{ cycler('甲') }}",
    "{{ joiner() }}",
    "{{ namespace(a=1) }}",
    "{{ lipsum() }}",
    "{{ range(9) }}",
    "{{ dict(a=1) }}",
    "{{ '{0.__class__}'.format(委托人) }}",
    "{{ '%s' % 委托人 }}",
    "{{ '%999999999d' % 1 }}",
    "{{ 委托人|attr('__class__') }}",
    "{{ 委托人|map('upper')|list }}",
    "{{ '<w:br/>'|safe }}",
    "{% autoescape false %}{{ '<w:br/>' }}{% endautoescape %}",
    "{% include '/etc/passwd' %}",
    "{% import '/etc/passwd' as a %}",
    "{% extends '/etc/passwd' %}",
    "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}",
    "{% block a %}{{ self.a() }}{% endblock %}",
    "{% call(x) 委托人() %}{% endcall %}",
    "{% for a in 骚扰记录 recursive %}{{ loop(骚扰记录) }}{% endfor %}",
    "{% filter join('甲') %}乙{% endfilter %}",
    "{% do 委托人 %}",
]
GROWTH = [
    "{{ 9**9**9 }}",
    "{{ '甲' * 999999999 }}",
    "{{ 999999999999 * 999999999999 * 999999999999 }}",
    "{{ [1] * 999999999 }}",
    "{% set a = '甲' %}" + "{% set a = a ~ a %}" * 60 + "{{ a }}",
    "{% set a = ['甲'] %}" + "{% set a = [a, a] %}" * 60 + "{{ a|join }}",
    "{% set a %}甲{% endset %}" + "{% set a %}{{ a }}{{ a }}{% endset %}" * 60 + "{{ a }}",
    "{% for a in 骚扰记录 %}" * 5 + "甲" + "{% endfor %}" * 5,
    "{% for a in 骚扰记录 %}" * 5 + "{{ 案件.备注 }}" + "{% endfor %}" * 5,
    "{% for a in [1, 2, 3, 4, 5, 6, 7, 8] %}" * 15 + "{% endfor %}" * 15,
    "{% for a in [1, 2, 3] %}" * 30 + "甲" + "{% endfor %}" * 30,
    "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
    "{{ " + "not " * 5000 + "1 }}",
    "{% if 1 %}" * 200 + "甲" + "{% endif %}" * 200,
    "{{ 1 / 0 }}",
    "{{ 1 % 0 }}",
    "{{ 委托人.姓名 + 1 }}",
    "{{ 委托人.姓名 < 1 }}",
    "{{ -委托人.姓名 }}",
    "{% for a in 案件.备注 %}{{ a }}{% endfor %}",
    "{% for a in 1 %}{% endfor %}",
    "{{ 1|length }}",
]


def body(document: Any, attack: str) -> None:
    document.add_paragraph(attack)


def header(document: Any, attack: str) -> None:
    document.sections[0].header.paragraphs[0].text = attack


def document_property(document: Any, attack: str) -> None:
    document.core_properties.subject = attack[:250]


def footnote(document: Any, attack: str) -> None:
    blob = (
        f"<w:footnotes {nsdecls('w')}><w:footnote w:id='2'><w:p><w:r>"
        f"<w:t>{escape(attack)}</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    package = document.part.package
    part = Part(PackURI("/word/footnotes.xml"), CT.WML_FOOTNOTES, blob.encode(), package)
    document.part.relate_to(part, RT.FOOTNOTES)


ELSEWHERE = [WALKS[3], CODE[0], CODE[13], GROWTH[0], GROWTH[4]]
ATTACKS: dict[str, tuple[Callable[[Any, str], None], str]] = {
    f"{place.__name__}-{number}": (place, attack)
    for place, attacks in (
        (body, [*WALKS, *CODE, *GROWTH]),
        (header, ELSEWHERE),
        (footnote, ELSEWHERE),
        (document_property, ELSEWHERE),
    )
    for number, attack in enumerate(attacks)
}

Endings = Mapping[str, tuple[str, str, float]]


@pytest.fixture(scope="module")
def endings(tmp_path_factory: pytest.TempPathFactory) -> Endings:
    """State, reason and seconds of every attack, by its name."""
    written = (once(tmp_path_factory, "attacks", _attack) / "endings.json").read_text("utf-8")
    return {name: (state, reason, seconds) for name, state, reason, seconds in json.loads(written)}


def _attack(folder: Path) -> None:
    for name, (place, attack) in ATTACKS.items():
        document = new_document()
        place(document, attack)
        document.save(str(folder / f"{name}.docx"))
    # A case with incidents and a very long cell: 40 to the power of 5 is enough to multiply.
    incidents = [incident(时间=f"2026-03-05 10:{minute}") for minute in range(10, 50)]
    write_workbook(folder / "表.xlsx", cases=[case(备注=LONG)], incidents=incidents)
    with forks("support.forked") as forked:
        done = forked.run("rendered", folder, MEMORY, seconds=SECONDS * len(ATTACKS))
    (folder / "endings.json").write_text(json.dumps(done.result), encoding="utf-8")


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_is_refused_soon_and_the_template_named(name: str, endings: Endings) -> None:
    state, reason, seconds = endings[name]

    assert state == "failed"
    assert f"{name}.docx" in reason
    assert "root:" not in reason
    assert seconds < SECONDS


@pytest.mark.parametrize(
    "attack",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ 委托人.__class__ }}",
        "{{ 委托人._values }}",
        "{{ 委托人.look_up('姓名') }}",
        "{{ 委托人['__init__'] }}",
        "{{ 骚扰记录.__len__() }}",
        "{{ '%s'|format(委托人) }}",
        "{{ '{0.__class__}'.format(委托人) }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ range(999999999) }}",
        "{{ lipsum() }}",
        "{% for x in 骚扰记录 %}{{ loop.__init__ }}{% endfor %}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{{ 委托人|attr('__class__') }}",
        "{{ 委托人|map(attribute='__class__')|list }}",
    ],
)
@pytest.mark.parametrize("place", ["body", "header"])
def test_a_template_is_data(office: Office, attack: str, place: str) -> None:
    done = office(attack) if place == "body" else office("正文", header=attack)

    assert "模板 own.docx" in reason(done)
