"""Who acts and signs for a client: a lawyer, or the guardian of one who can't act alone."""

from __future__ import annotations

from anjuan import Case
from anjuan_plugins.kinds.facts.kinship import is_plain_relation

_TITLE = "律师"


def guardian(case: Case, role: str) -> str:
    """`王某，系投诉人的母亲，联系电话：138…`; empty where nobody acts by law.

    Args:
        case: the case.
        role: what the paper calls the client: 投诉人.
    """
    client = case.client
    if not client.guardian:
        return ""
    relation = client.guardian_relation
    plain = is_plain_relation(relation)
    parts = [client.guardian]
    parts += (
        [f"系{role}的{relation}" if plain else f"与{role}的关系：{relation}"] if relation else []
    )
    parts += [f"联系电话：{client.guardian_phone}"] if client.guardian_phone else []
    return "，".join(parts)


def lawyers(case: Case) -> str:
    """`顾明哲律师`, whether or not the cell has the word; empty without a lawyer."""
    name = case.lawyer
    return name if not name or name.endswith(_TITLE) else f"{name}{_TITLE}"
