"""The template language: what a template may consist of; everything else is refused.

No calls, no macros, no inclusion, nothing that could double its own content line by line.
It is looked at when a template is compiled, so that what runs later
is known to be harmless.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import TemplateError as JinjaError
from jinja2.idtracking import VAR_LOAD_PARAMETER, VAR_LOAD_RESOLVE

# The filter through which every loop goes, so that its turns are counted; no template can name it.
COUNTED = "计数"
# A turn of a loop counts as so many characters, and so does each value in it, whether it prints
# any or not.
_TURN, _VALUE = 50, 5
# What Jinja's own `loop` is asked for: always a number or a truth, so that nobody has to look.
_OF_LOOP = frozenset({"index", "index0", "first", "last", "length", "revindex", "revindex0"})
# All that a template may consist of.
_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.For, nodes.Assign,
    nodes.Name, nodes.NSRef, nodes.Const, nodes.Getattr, nodes.Getitem, nodes.Filter, nodes.Test,
    nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.CondExpr, nodes.Concat,
    nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Neg, nodes.Pos,
    nodes.List, nodes.Tuple, nodes.Keyword,
)  # fmt: skip
# What makes a text of its own; all others are held already, however often they are printed.
_MAKING = (nodes.Filter, nodes.Concat)
# A name that is set from these could double its own content line by line.
_GROWING = (nodes.Concat, nodes.Add, nodes.Mul, nodes.List, nodes.Tuple, nodes.Filter)
_WORDS: Mapping[type[nodes.Node], str] = MappingProxyType(
    {
        nodes.Call: "调用（名字后面带括号）",
        nodes.Macro: "macro",
        nodes.CallBlock: "call",
        nodes.FilterBlock: "filter 段",
        nodes.AssignBlock: "set 段（没有等号的 set）",
        nodes.Include: "include",
        nodes.Import: "import",
        nodes.FromImport: "from … import",
        nodes.Extends: "extends",
        nodes.Block: "block",
        nodes.With: "with",
        nodes.Pow: "乘方（**）",
        nodes.Dict: "字典（大括号）",
        nodes.Slice: "切片（[:]）",
        nodes.ScopedEvalContextModifier: "autoescape",
    }
)


class RefusedError(JinjaError):
    """The template asks for something it can't have; the message is Chinese."""


def refusals(tree: nodes.Node) -> Iterator[str]:
    """Every construct in a template, or in a part of one, that the sandbox does not take."""
    return _refusals_among(_every(tree))


def _every(tree: nodes.Node) -> tuple[nodes.Node, ...]:
    return (tree, *tree.find_all(nodes.Node))


def _refusals_among(every: Iterable[nodes.Node]) -> Iterator[str]:
    for node in every:
        if not isinstance(node, _ALLOWED):
            yield f"模板里不能用 {_WORDS.get(type(node), type(node).__name__)}。"
        elif isinstance(node, nodes.For) and node.recursive:
            yield "模板里的 for 不能用 recursive。"
        elif isinstance(node, nodes.Assign) and _grows(node):
            yield "set 的等号右边只能是一个名字、文字或条件，不能拼接或套用过滤器。"


def _grows(assignment: nodes.Assign) -> bool:
    value = assignment.node
    parts = (value, *value.find_all(nodes.Node))
    return not isinstance(assignment.target, nodes.Name) or any(
        isinstance(part, _GROWING) for part in parts
    )


def tests_of(tree: nodes.Node) -> frozenset[int]:
    """Those parts of a template, by identity, of which only the truth is asked."""
    return _tests_among(tree.find_all(nodes.Node))


def _tests_among(every: Iterable[nodes.Node]) -> frozenset[int]:
    asked: list[nodes.Node | None] = []
    for node in every:
        match node:
            case nodes.If() | nodes.For() | nodes.CondExpr():
                asked.append(node.test)
            case nodes.Not():
                asked.append(node.node)
    for part in asked:
        if isinstance(part, nodes.And | nodes.Or):
            asked += [part.left, part.right]
    return frozenset(map(id, asked))


class Generator(CodeGenerator):
    """Compiles what is allowed only, and has every turn of a loop counted.

    Comparisons, `or`, `~` and what is printed are left to the sandbox, which knows what values are.
    A name is looked up where it is used: Jinja would begin with all of them, those of branches
    that are not taken included.
    """

    _tests: frozenset[int] = frozenset()
    _set: frozenset[str] = frozenset()

    def visit_Template(  # noqa: N802  # Jinja's name
        self, node: nodes.Template, frame: Frame | None = None
    ) -> None:
        """Refuse what is not allowed, and send every loop through the counting filter."""
        every = _every(node)
        for reason in _refusals_among(every):
            raise RefusedError(reason)
        for loop in (it for it in every if isinstance(it, nodes.For)):
            weight = nodes.Const(_TURN + _fixed_size(loop.body), lineno=loop.lineno)
            loop.iter = nodes.Filter(
                loop.iter, COUNTED, [weight], [], None, None, lineno=loop.lineno
            )
        self._tests = _tests_among(every)
        names = (it for it in every if isinstance(it, nodes.Name))
        self._set = frozenset(it.name for it in names if it.ctx != "load")
        super().visit_Template(node, frame)

    def write_commons(self) -> None:
        """Begin a template with what nearly every tag calls."""
        super().write_commons()
        self.writeline("asked, put, printed, plain = context.begun()")
        self.writeline("look_up = environment.getattr")

    def leave_frame(self, frame: Frame, with_python_scope: bool = False) -> None:
        """End a template with what was put down."""
        super().leave_frame(frame, with_python_scope)
        if frame.rootlevel:
            self.writeline("yield context.written()")

    def enter_frame(self, frame: Frame) -> None:
        """Begin a template or a turn of a loop with the names that it sets."""
        loads = frame.symbols.loads
        frame.symbols.loads = {name: it for name, it in loads.items() if not self._is_asked(it)}
        super().enter_frame(frame)
        frame.symbols.loads = loads

    def visit_Name(self, node: nodes.Name, frame: Frame) -> None:  # noqa: N802  # likewise
        """Ask for a name that no tag sets: `asked('委托人')`."""
        load = frame.symbols.find_load(frame.symbols.ref(node.name))
        if node.ctx == "load" and load is not None and self._is_asked(load):
            self.write(f"asked({node.name!r})")
        else:
            super().visit_Name(node, frame)

    def _is_asked(self, load: tuple[str, str | None]) -> bool:
        return load[0] == VAR_LOAD_RESOLVE and load[1] not in self._set

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:  # noqa: N802  # likewise
        """Put fixed text and values down in turn: `put(('<w:t>', asked('姓名'), '</w:t>', ''))`."""
        self.newline(node)
        self.write("put((")
        is_turn_of_value = False
        for part in node.nodes:
            is_value = not isinstance(part, nodes.TemplateData)
            if is_value is not is_turn_of_value:
                self.write("'', ")
            self._put(part, frame)
            is_turn_of_value = not is_value
        self.write("''))" if is_turn_of_value else "))")

    def _put(self, part: nodes.Expr, frame: Frame) -> None:
        if isinstance(part, nodes.TemplateData):
            self.write(f"{part.data!r}, ")
        elif isinstance(part, _MAKING) or next(part.find_all(_MAKING), None):
            self.write("printed(")
            self.visit(part, frame)
            self.write("), ")
        else:
            # Nearly all values are printed as they are, and the others are looked at.
            self.write("value if type(value := ")
            self.visit(part, frame)
            self.write(") is plain else printed(value), ")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802  # likewise
        """Have the sandbox answer a name after a dot: `look_up(asked('委托人'), '姓名')`."""
        if node.attr in _OF_LOOP and self._is_loop(node.node, frame):
            self.visit(node.node, frame)
            self.write(f".{node.attr}")
            return
        self.write("look_up(")
        self.visit(node.node, frame)
        self.write(f", {node.attr!r})")

    def _is_loop(self, node: nodes.Expr, frame: Frame) -> bool:
        if not (isinstance(node, nodes.Name) and node.name == "loop"):
            return False
        load = frame.symbols.find_load(frame.symbols.ref(node.name))
        # That of the loop around it, which no tag can set.
        return load is not None and load[0] == VAR_LOAD_PARAMETER

    def visit_Compare(self, node: nodes.Compare, frame: Frame) -> None:  # noqa: N802  # likewise
        """Have the sandbox compare: `environment.compare(context, 'lt', left, right) and …`."""
        left = node.expr
        for number, operand in enumerate(node.ops):
            self.write(f"{' and ' if number else '('}environment.compare(context, {operand.op!r}, ")
            self.visit(left, frame)
            self.write(", ")
            self.visit(operand.expr, frame)
            self.write(")")
            left = operand.expr
        self.write(")")

    def visit_Or(self, node: nodes.BinExpr, frame: Frame) -> None:  # noqa: N802  # likewise
        """Where a value is wanted, 否 is one; only what is empty gives way to the other."""
        if id(node) in self._tests:
            super().visit_Or(node, frame)
            return
        kept = self.temporary_identifier()
        self.write(f"({kept} if (({kept} := ")
        self.visit(node.left, frame)
        self.write(f") or environment.stands({kept})) else ")
        self.visit(node.right, frame)
        self.write(")")

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802  # likewise
        """Have the sandbox put texts together, so that it sees an empty one."""
        self.write("environment.joined(context, (")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")


def _fixed_size(body: Iterable[nodes.Node]) -> int:
    """What one turn counts for what it prints at the most, inner loops left out."""
    size = 0
    for node in body:
        if isinstance(node, nodes.Output):
            data = [part for part in node.nodes if isinstance(part, nodes.TemplateData)]
            size += sum(len(part.data) for part in data)
            size += _VALUE * (len(node.nodes) - len(data))
        elif isinstance(node, nodes.If):
            branches = (node.body, node.else_, *(other.body for other in node.elif_))
            size += max(map(_fixed_size, branches))
    return size
