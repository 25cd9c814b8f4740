"""``met: 条件``: full marks where the condition holds, otherwise nothing (达标得满分, 否则不得分)."""

from __future__ import annotations

from typing import ClassVar

from kpi_engine.forms import Binder, Form
from kpi_engine.formula.making import choice, const
from kpi_engine.formula.tree import Node
from kpi_engine.terms import RuleField

__all__ = ["FORM", "Met"]


class Met(Form):
    """``points if when else 0``."""

    name: ClassVar[str] = "met"
    title: ClassVar[str] = "达标得满分"
    sole: ClassVar[str] = "when"

    when: RuleField

    def tree(self, bind: Binder) -> Node:
        """``points if when else 0``."""
        return choice(bind.rule(self.when), bind.points(), const(0))


FORM = Met
