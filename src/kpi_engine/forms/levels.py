"""``levels``: a look-up by name (按档次、类别、等次)."""

from __future__ import annotations

from typing import ClassVar

from kpi_engine.errors import k3_meaning as k3
from kpi_engine.errors import k4_formula as k4
from kpi_engine.forms import Binder, Form
from kpi_engine.formula.making import KIND_WORDS, KIND_WORDS_EN, Refused, describe
from kpi_engine.formula.tree import Lookup, Name, Node
from kpi_engine.table import Kind
from kpi_engine.terms import RuleField, RuleTable

__all__ = ["FORM", "Levels"]


class Levels(Form):
    """The value given for the word that ``of`` is; every option must be given, or ``otherwise``."""

    name: ClassVar[str] = "levels"
    title: ClassVar[str] = "按档次"

    of: RuleField
    give: RuleTable
    otherwise: RuleField | None = None

    def tree(self, bind: Binder) -> Node:
        """A look-up."""
        key = bind.rule(self.of)
        if key.kind is not Kind.WORD:
            why, why_en = f"levels 按名字取值，这里是{KIND_WORDS[key.kind]}", f"levels goes by names, and this is {KIND_WORDS_EN[key.kind]}"
            raise Refused(k4.WRONG_PLACE.at(self.place, name=describe(key), why=why, why_en=why_en))
        table = tuple((word.text, bind.rule(value)) for word, value in self.give)
        otherwise = bind.rule(self.otherwise) if self.otherwise is not None else None
        if isinstance(key, Name) and key.words:
            self._complete(key, [word for word, _ in table])
        kinds = {node.kind for node in (*(value for _, value in table), *([otherwise] if otherwise else []))}
        if len(kinds) != 1:
            raise Refused(k4.KINDS_DIFFER.at(self.place, left="levels", left_kind="几类值", right=describe(key), right_kind="一类值"))
        return Lookup(key, table, otherwise, kinds.pop())

    def _complete(self, key: Name, given: list[str]) -> None:
        unknown = [word for word in given if word not in key.words]
        lacking = [word for word in key.words if word not in given]
        if unknown:
            raise Refused(k4.NOT_AN_OPTION.at(self.place, name=describe(key), word="、".join(unknown), options="、".join(key.words)))
        if lacking and self.otherwise is None:
            raise Refused(k3.OPTION_LACKING.at(self.place, name=describe(key), options="、".join(lacking)))


FORM = Levels
