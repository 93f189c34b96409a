"""What a template puts down: fixed text as it is, values escaped, and neither without end."""

from __future__ import annotations

import pytest

from anjuan.word import sandbox
from anjuan.word.language import RefusedError
from anjuan.word.sandbox import PLAIN, Sandbox
from anjuan.word.values import Typed
from anjuan.word.views import Trace

NAMES: dict[str, object] = {
    "名": "甲 & <乙>",
    "数": Typed("1<2", 1),
    "空": "",
    "行": ("一", '"二"'),
    "长": "字" * 20_000,
}


def filled(source: str) -> tuple[str, list[str]]:
    trace = Trace()
    return PLAIN.text(PLAIN.from_string(source), NAMES, trace), trace.printed


@pytest.mark.parametrize(
    ("source", "text", "printed"),
    [
        ("<b/>", "<b/>", []),
        ("<b>{{ 名 }}</b>", "<b>甲 &amp; &lt;乙&gt;</b>", ["甲 & <乙>"]),
        ("{{ 名 }}{{ 数 }}<b/>", "甲 &amp; &lt;乙&gt;1&lt;2<b/>", ["甲 & <乙>", "1<2"]),
        ("{{ 空 }}<b/>{{ 名 }}", "<b/>甲 &amp; &lt;乙&gt;", ["甲 & <乙>"]),
        ("<b/>{# 注 #}<c/>{{ 名 }}", "<b/><c/>甲 &amp; &lt;乙&gt;", ["甲 & <乙>"]),
        (
            "{% for 项 in 行 %}<i/>{{ 项 }}{{ loop.index }}{% endfor %}<b/>",
            "<i/>一1<i/>&#34;二&#34;2<b/>",
            ["一", "1", '"二"', "2"],
        ),
        ("{% if 空 %}{{ 名 }}{% else %}<b/>{% endif %}<c/>{{ '<' }}", "<b/><c/>&lt;", ["<"]),
        ("{{ 名 ~ '>' }}<b/>", "甲 &amp; &lt;乙&gt;&gt;<b/>", ["甲 & <乙>>"]),
        (
            "{% for 项 in 行 %}{% if loop.last %}{{ loop.length }}{% endif %}{% endfor %}",
            "2",
            ["2"],
        ),
        (
            "{% for 甲 in 行 %}{% for 乙 in 行 %}{{ loop.index }}{% endfor %};{% endfor %}",
            "12;12;",
            ["1", "2", "1", "2"],
        ),
        ("", "", []),
    ],
)
def test_values_are_escaped_and_fixed_text_is_not_however_they_stand_together(
    source: str, text: str, printed: list[str]
) -> None:
    assert filled(source) == (text, printed)


@pytest.mark.parametrize(
    "source",
    [
        "{{ 长 }}{{ 长 }}{{ 长 }}{{ 长 }}{{ 长 }}{{ 长 }}",
        "{{ 长 ~ 长 ~ 长 ~ 长 ~ 长 ~ 长 }}",
        "{% for 甲 in 行 %}{{ 长 }}{{ 长 }}{{ 长 }}{% endfor %}",
    ],
)
def test_long_values_are_counted_when_they_are_printed(
    source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "MOST_OUTPUT", 100_000)

    with pytest.raises(RefusedError, match="循环写错"):
        filled(source)


def test_what_a_filter_makes_is_counted_before_all_of_it_is_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[str] = []

    def longer(text: str) -> str:
        made.append(text * 2)
        return made[-1]

    monkeypatch.setattr(sandbox, "MOST_OUTPUT", 100_000)
    source = Sandbox({"加长": longer}).from_string("{{ 长|加长 }}" * 100)

    with pytest.raises(RefusedError, match="循环写错"):
        source.environment.text(source, NAMES, Trace())  # type: ignore[attr-defined]
    assert len(made) == 3


def test_a_loop_is_counted_before_its_first_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "MOST_OUTPUT", 99)

    with pytest.raises(RefusedError, match="循环写错"):
        filled("{% for 项 in 行 %}{{ 项.没有 }}{% endfor %}")


@pytest.mark.parametrize("name", ["index", "last"])
def test_a_name_that_is_only_called_like_a_loop_is_looked_up_like_others(name: str) -> None:
    with pytest.raises(RefusedError, match=f"“{name}”不存在"):
        filled(f"{{% set loop = 名 %}}{{{{ loop.{name} }}}}")
