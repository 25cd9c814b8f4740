"""``bands``: a step table (分档). One word for the whole table says on which side of a bound the bound itself lies."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import ClassVar, Literal

from pydantic import Field

from kpi_engine.errors import k2_shape as k2
from kpi_engine.errors import k3_meaning as k3
from kpi_engine.forms import Binder, Form
from kpi_engine.formula.making import Refused, choice, compare
from kpi_engine.formula.tree import Const, Node
from kpi_engine.terms import RuleField, RuleTable

__all__ = ["FORM", "Bands", "first_met", "in_order"]

Word = Literal["from", "above", "up_to", "below"]
_OPERATORS: dict[Word, Literal[">=", ">", "<=", "<"]] = {"from": ">=", "above": ">", "up_to": "<=", "below": "<"}


class Bands(Form):
    """The value of the first bound met, else ``otherwise``: ``from`` ≥, ``above`` >, ``up_to`` ≤, ``below`` <."""

    name: ClassVar[str] = "bands"
    title: ClassVar[str] = "分档"

    of: RuleField
    from_: RuleTable | None = Field(default=None, alias="from")
    above: RuleTable | None = None
    up_to: RuleTable | None = None
    below: RuleTable | None = None
    otherwise: RuleField

    def tree(self, bind: Binder) -> Node:
        """A chain of choices, the hardest bound first."""
        tables: list[tuple[Word, RuleTable | None]] = [("from", self.from_), ("above", self.above), ("up_to", self.up_to), ("below", self.below)]
        given = [(word, table) for word, table in tables if table]
        if len(given) != 1:
            raise Refused((k2.TWO_OF if given else k2.NONE_OF).at(self.place, what="bands 的分界", keys="from、above、up_to、below"))
        word, table = given[0]
        rows = [(bind.rule(bound), bind.rule(value)) for bound, value in table or ()]
        return first_met(bind.rule(self.of), word, in_order(word, rows), bind.rule(self.otherwise))


def in_order(word: Word, rows: Sequence[tuple[Node, Node]]) -> list[tuple[Node, Node]]:
    """Constant bounds in the order in which they must be tried, whatever their order in the text; the same bound twice is refused."""
    constants = [bound for bound, _ in rows if isinstance(bound, Const)]
    bounds = [bound.value for bound in constants if isinstance(bound.value, Fraction)]
    if len(bounds) < len(rows):
        return list(rows)
    if len(set(bounds)) < len(bounds):
        raise Refused(k3.SAME_BOUND.at(bound=next(bound.text for bound, value in zip(constants, bounds, strict=True) if bounds.count(value) > 1)))
    descending = word in ("from", "above")
    return [row for _, row in sorted(zip(bounds, rows, strict=True), key=lambda pair: pair[0], reverse=descending)]


def first_met(of: Node, word: Word, rows: Sequence[tuple[Node, Node]], otherwise: Node) -> Node:
    """``v1 if of ≥ b1 else v2 if of ≥ b2 else … otherwise``."""
    chain = otherwise
    for bound, value in reversed(rows):
        chain = choice(compare(_OPERATORS[word], of, bound), value, chain)
    return chain


FORM = Bands
