"""What is scored: indicators with their items, policies and periods (constructs 1, 3, 9 and 11 of the language)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from kpi_engine.terms import Construct, Figure, Limit, Places, Points, RuleField, Words

__all__ = ["PERIODS_OF", "Indicator", "Item", "ItemField", "NotApplicable", "OnlyFor", "Periods", "Policies", "Policy"]

Policy = Literal["problem", "zero", "full", "class_mean", "not_applicable"]
NotApplicable = Literal["problem", "rescale", "spread", "full", "zero", "class_mean", "skip"]


def _item(node: object) -> object:
    """``擅自脱岗: 2`` is short for ``{each: 2}``; so is a price by class or by form."""
    if isinstance(node, str) or (isinstance(node, Mapping) and not set(map(str, node)) & _ITEM_KEYS):
        return {"each": node} if isinstance(node, str) or node else node
    return node


class Item(Construct):
    """A line item under ``deduct`` or ``add``: a quantity and its price."""

    each: RuleField | None = None
    once: RuleField | None = None
    chosen: tuple[Figure, Figure] | None = None
    for_: RuleField | None = Field(default=None, alias="for")
    when: RuleField | None = None
    count: str = ""
    per: Figure | None = None
    partial: Literal["ignore", "prorate", "round_up"] | None = None
    at_most: RuleField | None = None
    text: str = ""
    owner: str = ""
    evidence: Literal["required", "optional"] | None = None


_ITEM_KEYS = {field.alias or name for name, field in Item.model_fields.items()}
ItemField = Annotated[Item, BeforeValidator(_item)]


class Periods(Construct):
    """The node is scored in each period, then combined."""

    weights: dict[str, Figure] | None = None
    every: Literal["month", "quarter", "half"] | None = None
    named: Words = Field(default=(), alias="names")
    combine: Literal["mean", "sum", "highest", "lowest", "last"] | None = None
    missing: Literal["problem", "skip", "zero"]

    @property
    def names(self) -> tuple[str, ...]:
        """The periods in order."""
        return tuple(self.weights) if self.weights else self.named or PERIODS_OF[self.every or "month"]


PERIODS_OF: Mapping[str, tuple[str, ...]] = {
    "month": tuple(f"{n}月" for n in range(1, 13)),
    "quarter": ("一季度", "二季度", "三季度", "四季度"),
    "half": ("上半年", "下半年"),
}


class OnlyFor(Construct):
    """The classes or units for which a node exists."""

    class_: Words = Field(default=(), alias="class")
    unit: Words = ()


class Policies(Construct):
    """Settings that hold for a node and all below it; the nearest one wins."""

    missing: Policy | None = None
    not_applicable: NotApplicable | None = None
    same_fact: Literal["each", "heaviest", "first"] | None = None
    evidence: Literal["required", "optional"] | None = None
    zero_report: Literal["required", "optional"] | None = None
    owner: str = ""


def _round(node: object) -> object:
    return "none" if node == "none" else node


class Indicator(Policies):
    """A node of the tree: its share, then children or a rule and items."""

    points: Points | None = None
    bonus: Points | None = None
    weight: Figure | None = None
    indicators: dict[str, Indicator] = Field(default_factory=dict)
    score: RuleField | None = None
    deduct: dict[str, ItemField] = Field(default_factory=dict)
    add: dict[str, ItemField] = Field(default_factory=dict)
    combine: RuleField | None = None
    applies_if: RuleField | None = None
    counts_if: RuleField | None = None
    only_for: OnlyFor | None = None
    cap: Limit | None = None
    floor: Limit | None = None
    round: Places | Literal["none"] | None = None
    periods: Periods | None = None
    was: str = ""
    text: str = ""
