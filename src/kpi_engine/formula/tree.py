"""The formula tree: fifteen kinds of node, each with the kind of value it yields.

Whatever computes one unit's figure is such a tree; what looks across units is a `Group` node in one. Readers (exact, columns, workbook, words) and
analyses are folds over it. Nodes are made by checking constructors (`kpi_engine.formula.making`), which refuse what has no meaning.

States. Arithmetic, comparison and calls are strict: the highest state of their operands (`State` is ordered) is theirs. ``Logic`` is three-valued:
a false (true) operand decides ``and`` (``or``) whatever the others are. ``If`` and ``Lookup`` have the state of the condition (key) where that is
not present, otherwise of the branch taken: what stands in the branch not taken is never asked for. ``Fallback`` makes states good.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, Literal

from kpi_engine.numbers import Mode
from kpi_engine.table import Kind, Ref, State

__all__ = [
    "Absent",
    "Arith",
    "Call",
    "Compare",
    "CompareOp",
    "Const",
    "Fallback",
    "Group",
    "If",
    "Logic",
    "Lookup",
    "Name",
    "Node",
    "Not",
    "Power",
    "Reduce",
    "Round",
    "Scope",
    "children",
    "references",
    "walk",
]

ArithOp = Literal["+", "-", "*", "/"]
CompareOp = Literal["==", "!=", "<", "<=", ">", ">="]
Scope = Literal["class", "all", "fact"]
"""Whom a group function looks at: the unit's class, everybody, or (tables of rows) the rows of one fact in one unit."""


@dataclass(frozen=True, slots=True)
class Const:
    """A literal; ``text`` is how the scheme writes it (``95%``)."""

    value: Fraction | bool | str
    kind: Kind = Kind.NUMBER
    text: str = ""


@dataclass(frozen=True, slots=True)
class Absent:
    """No value, with the reason: what an indicator that does not apply is worth."""

    state: State
    kind: Kind = Kind.NUMBER


@dataclass(frozen=True, slots=True)
class Name:
    """A quantity. ``domain`` is the table of rows it belongs to, empty for the units; ``words`` the vocabulary of a word."""

    ref: Ref
    kind: Kind
    domain: str = ""
    words: tuple[str, ...] = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class Arith:
    """``left op right``; division by zero has state ERROR."""

    op: ArithOp
    left: Node
    right: Node
    kind: Kind = Kind.NUMBER


@dataclass(frozen=True, slots=True)
class Power:
    """``base ** exponent`` with a whole exponent from 0 to 10."""

    base: Node
    exponent: int
    kind: Kind = Kind.NUMBER


@dataclass(frozen=True, slots=True)
class Compare:
    """A comparison of exact values; words know == and != only."""

    op: CompareOp
    left: Node
    right: Node
    kind: Kind = Kind.TRUTH


@dataclass(frozen=True, slots=True)
class Logic:
    """``and`` / ``or`` over two or more truths, three-valued."""

    op: Literal["and", "or"]
    items: tuple[Node, ...]
    kind: Kind = Kind.TRUTH


@dataclass(frozen=True, slots=True)
class Not:
    """The other truth."""

    item: Node
    kind: Kind = Kind.TRUTH


@dataclass(frozen=True, slots=True)
class If:
    """``then if condition else otherwise``."""

    condition: Node
    then: Node
    otherwise: Node
    kind: Kind = Kind.NUMBER


@dataclass(frozen=True, slots=True)
class Lookup:
    """The entry of ``table`` whose word is the key's value, else ``otherwise`` (state ERROR where there is none)."""

    key: Node
    table: tuple[tuple[str, Node], ...]
    otherwise: Node | None
    kind: Kind = Kind.NUMBER


@dataclass(frozen=True, slots=True)
class Call:
    """A function of one unit's values, by its name in the registry (`kpi_engine.formula.functions`)."""

    function: str
    args: tuple[Node, ...]
    kind: Kind = Kind.NUMBER


@dataclass(frozen=True, slots=True)
class Reduce:
    """Many rows of a table made into one value for each unit: the rows where ``where`` is true, through the function.

    ``arg`` and ``where`` are trees over the rows' domain ``table``; ``options`` are the function's settings (dropped extremes, ...).
    """

    function: str
    table: str
    arg: Node
    where: Node | None = None
    options: tuple[tuple[str, int], ...] = ()
    kind: Kind = Kind.NUMBER


@dataclass(frozen=True, slots=True)
class Group:
    """A function across units (or rows of one fact): ``args`` are evaluated for all of them, those with ``among`` true and a value count."""

    function: str
    scope: Scope
    args: tuple[Node, ...]
    among: Node | None = None
    options: tuple[tuple[str, str], ...] = ()
    domain: str = ""
    kind: Kind = Kind.NUMBER


@dataclass(frozen=True, slots=True)
class Round:
    """``arg`` rounded to ``places`` decimals by ``mode``."""

    arg: Node
    places: int
    mode: Mode = "half_up"
    kind: Kind = Kind.NUMBER


@dataclass(frozen=True, slots=True)
class Fallback:
    """``arg``, or ``missing`` where it is MISSING, or ``not_applicable`` where it is NOT_APPLICABLE (None: the state stays)."""

    arg: Node
    missing: Node | None = None
    not_applicable: Node | None = None
    kind: Kind = Kind.NUMBER


Node = Const | Absent | Name | Arith | Power | Compare | Logic | Not | If | Lookup | Call | Reduce | Group | Round | Fallback


_BELOW: Final[Mapping[type, Callable[[Any], tuple[Node, ...]]]] = {
    Const: lambda _: (),
    Absent: lambda _: (),
    Name: lambda _: (),
    Arith: lambda node: (node.left, node.right),
    Compare: lambda node: (node.left, node.right),
    Power: lambda node: (node.base,),
    Logic: lambda node: node.items,
    Call: lambda node: node.args,
    Not: lambda node: (node.item,),
    Round: lambda node: (node.arg,),
    If: lambda node: (node.condition, node.then, node.otherwise),
    Lookup: lambda node: (node.key, *(given for _, given in node.table), *([node.otherwise] if node.otherwise is not None else [])),
    Reduce: lambda node: (node.arg,) if node.where is None else (node.arg, node.where),
    Group: lambda node: node.args if node.among is None else (*node.args, node.among),
    Fallback: lambda node: tuple(part for part in (node.arg, node.missing, node.not_applicable) if part is not None),
}


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below, in the order they are written."""
    return _BELOW[node.__class__](node)


def walk(node: Node) -> Iterator[Node]:
    """Every node of the tree, parents first."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += children(node)[::-1]


def references(node: Node) -> tuple[Ref, ...]:
    """The quantities that the tree names, each once, in order."""
    return tuple(dict.fromkeys(part.ref for part in walk(node) if isinstance(part, Name)))
