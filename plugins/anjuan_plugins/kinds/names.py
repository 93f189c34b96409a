"""Names for every template: what takes more than a cell to find out."""

from __future__ import annotations

from collections.abc import Iterable

from anjuan import Brief, Institution, TemplateName, hookimpl
from anjuan_plugins.kinds.facts.defendants import defendants


def _sued(brief: Brief) -> tuple[Institution, ...]:
    return defendants(brief.case)


@hookimpl
def anjuan_names() -> Iterable[TemplateName]:
    """Offer the names."""
    help_ = (
        "起诉的各家机构，写法如 {% for 项 in 各被告 %}{{ 项.名称 }}{% endfor %}："
        "按“被告”一栏，空着时按来电的关联依据；内设部门换成它所属的法人。"
    )
    return (TemplateName("各被告", help_, _sued),)
