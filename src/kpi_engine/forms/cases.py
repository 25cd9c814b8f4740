"""``cases``: the first true row (条件组合赋分)."""

from __future__ import annotations

from typing import ClassVar

from kpi_engine.errors import k2_shape as k2
from kpi_engine.forms import Binder, Form
from kpi_engine.formula.making import Refused, choice
from kpi_engine.formula.tree import Node
from kpi_engine.terms import Construct, RuleField

__all__ = ["FORM", "Cases"]


class Row(Construct):
    """A row: ``{when, give}``, or the last one ``{otherwise}``."""

    when: RuleField | None = None
    give: RuleField | None = None
    otherwise: RuleField | None = None


class Cases(Form):
    """``give`` of the first row whose ``when`` is true; the last row says ``otherwise``."""

    name: ClassVar[str] = "cases"
    title: ClassVar[str] = "条件组合"
    sole: ClassVar[str] = "rows"

    rows: tuple[Row, ...]

    def tree(self, bind: Binder) -> Node:
        """A chain of choices."""
        *rows, last = self.rows or (Row(),)
        if last.otherwise is None:
            raise Refused(k2.MISSING_KEY.at(self.place if not self.rows else last.place, key="otherwise（写在最后一行）"))
        chain = bind.rule(last.otherwise)
        for row in reversed(rows):
            if row.when is None or row.give is None:
                raise Refused(k2.MISSING_KEY.at(row.place, key="when 和 give"))
            chain = choice(bind.rule(row.when), bind.rule(row.give), chain)
        return chain


FORM = Cases
