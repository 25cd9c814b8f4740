"""The scheme as a frozen model, construct by construct (section 2 of the language). Reading only; meaning is bound elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, TypeVar

from pydantic import Discriminator, Field, Tag

from kpi_engine.numbers import Mode
from kpi_engine.scheme.declared import ClassDecl, EventDecl, InputDecl, ReadDecl
from kpi_engine.scheme.indicators import Indicator
from kpi_engine.scheme.outcome import Amendment, Check, Consequence, DecisionRule, Grades, Payment, Quota, Ranking, Veto
from kpi_engine.terms import Construct, Places, RuleField

__all__ = ["Asked", "FromInput", "Rounding", "Scheme"]


class Rounding(Construct):
    """Where rounding happens; a level not named is not rounded."""

    mode: Mode
    indicator: Places | None = None
    group: Places | None = None
    total: Places | None = None
    money: Places | None = None


class FromInput(Construct):
    """Classes are the values of an input: ``{from: 所属卫生院}``."""

    from_: str = Field(alias="from")


Asked = TypeVar("Asked", Quota, Consequence, Payment)
"""What may be about the whole or about each period."""


def _which_classes(node: object) -> str:
    """``{from: 数据项}`` says that an input gives the class; anything else names the classes."""
    is_input = isinstance(node, FromInput) or (isinstance(node, Mapping) and list(map(str, node)) == ["from"])
    return "input" if is_input else "named"


class Scheme(Indicator):
    """The whole assessment; it is the root of its indicators."""

    scheme: str
    title: str
    edition: str
    classes: Annotated[Annotated[dict[str, ClassDecl], Tag("named")] | Annotated[FromInput, Tag("input")], Discriminator(_which_classes)] | None = (
        None
    )
    rounding: Rounding | None = None
    inputs: dict[str, InputDecl] = Field(default_factory=dict)
    events: dict[str, EventDecl] = Field(default_factory=dict)
    values: dict[str, RuleField] = Field(default_factory=dict)
    functions: dict[str, RuleField] = Field(default_factory=dict)
    reads: dict[str, ReadDecl] = Field(default_factory=dict)
    grades: Grades | None = None
    vetoes: dict[str, Veto] = Field(default_factory=dict)
    ranking: Ranking | None = None
    quotas: dict[str, Quota] = Field(default_factory=dict)
    consequences: dict[str, Consequence] = Field(default_factory=dict)
    payments: dict[str, Payment] = Field(default_factory=dict)
    checks: dict[str, Check] = Field(default_factory=dict)
    decisions: dict[str, DecisionRule] = Field(default_factory=dict)
    amendments: dict[str, Amendment] = Field(default_factory=dict)

    @property
    def class_names(self) -> tuple[str, ...]:
        """The declared classes (none where units are not classed, or classed by an input)."""
        return tuple(self.classes) if isinstance(self.classes, dict) else ()

    @property
    def class_input(self) -> str:
        """The input whose values are the classes, empty where no input gives them."""
        return self.classes.from_ if isinstance(self.classes, FromInput) else ""

    def spans(self, declared: Ranking | Quota | Consequence | Payment) -> tuple[str, ...]:
        """What it is about: the whole (""), or with ``each_period`` each of the periods."""
        return self.periods.names if declared.each_period and self.periods is not None else ("",)

    def asked(self, section: Mapping[str, Asked], period: str = "") -> dict[str, Asked]:
        """The quotas, consequences or payments that are about the whole, or those that are about each period."""
        return {str(name): declared for name, declared in section.items() if period in self.spans(declared)}

    @property
    def is_scored(self) -> bool:
        """Whether there is anything to score; a scheme may only read other results, and pay or take measures on them."""
        return bool(self.indicators or self.score or self.deduct or self.add) or not (self.payments or self.consequences)


Scheme.model_rebuild()  # the models are built with the one that holds them all, once, and before threads may ask for it
