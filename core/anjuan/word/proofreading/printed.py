"""What of a tag is printed, and what is written in one that no paper takes."""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import nodes

from anjuan.opc import ILLEGAL


def printed_parts(node: nodes.Expr) -> Iterator[nodes.Expr]:
    """The parts of an expression of which one is printed, or each."""
    match node:
        case nodes.CondExpr():
            inner = [node.expr1, *([node.expr2] if node.expr2 else [])]
        case nodes.Or() | nodes.And():
            inner = [node.left, node.right]
        case nodes.Concat():
            inner = list(node.nodes)
        case nodes.Filter(name="default"):
            inner = [*([node.node] if node.node else []), *node.args[:1]]
        case _:
            yield node
            return
    for part in inner:
        yield from printed_parts(part)


def unprintable(value: object) -> tuple[str, str] | None:
    """Why something written in a tag can't be printed, and what to do; None where it can."""
    if value is None:
        return "none 是空的，印不出来。", "不印什么的，请写成 ''。"
    if isinstance(value, float):
        return f"{value} 这样的小数不能直接印。", "请把它写在标签外面，或加上引号。"
    sign = ILLEGAL.search(value) if isinstance(value, str) else None
    if sign:
        code = f"U+{ord(sign[0]):04X}"
        return f"标签里的文字有 Word 存不下的字符（{code}）。", "请删去反斜杠和它后面的字符。"
    return None
