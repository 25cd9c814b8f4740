"""The scheme as frozen models, construct by construct (section 2 of the language). Reading only; meaning is bound elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self, TypeVar

from pydantic import BeforeValidator, Discriminator, Field, ModelWrapValidatorHandler, PrivateAttr, Tag, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from kpi_engine.numbers import Mode
from kpi_engine.terms import Amount, Construct, Figure, Flag, Limit, Places, Points, RuleField, Whole, Words, read_rule

__all__ = [
    "Amendment", "Asked", "Check", "ClassDecl", "Consequence", "Construct", "DecisionRule", "EventDecl", "FunctionDecl", "Grades", "Indicator", "InputDecl", "Item",
    "OnlyFor", "Payment", "Periods", "Quota", "Ranking", "ReadDecl", "Rounding", "Scheme", "Veto",
]  # fmt: skip

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


class Drop(Construct):
    """Extremes left out of a jury's mean."""

    highest: Whole = 0
    lowest: Whole = 0
    if_more_than: Whole = 0


class InputDecl(Construct):
    """A reported value, and how many observations become one."""

    kind: Literal["count", "number", "percent", "yes_no", "date", "choice", "text", "unit", "ballots", "marks"]
    owner: str
    measured_in: str = ""
    options: Annotated[
        tuple[tuple[str, object], ...] | None,
        BeforeValidator(_options),
        WithJsonSchema({"anyOf": [{"type": "array", "items": {"type": "string"}}, {"type": "object"}]}),
    ] = None
    between: tuple[Figure, Figure] | None = None
    places: Places | None = None
    target: Literal["given"] | Amount | None = None
    targets_total: Figure | None = None
    better: Literal["higher", "lower"] = "higher"
    per: Literal["unit", "class", "all"] = "unit"
    every: Literal["month", "quarter", "half", "year"] | None = None
    take: Literal["mean", "sum", "last", "highest", "lowest"] | None = None
    not_counted: Words = ()
    raters: dict[str, Figure] = Field(default_factory=dict)
    missing_rater: Literal["problem", "renormalise"] | None = None
    valid_if: RuleField | None = None
    drop: Drop | None = None
    at_least: Whole | None = None
    reason: Literal["required", "optional"] | None = None
    evidence: Literal["required", "optional"] | None = None
    was: str = ""
    _signed: bool = PrivateAttr(default=False)

    @model_validator(mode="wrap")
    @classmethod
    def _see_signs(cls, data: object, handler: ModelWrapValidatorHandler[Self]) -> Self:
        made = handler(data)
        between = data.get("between") if isinstance(data, Mapping) else None
        made._signed = isinstance(between, (list, tuple)) and str(between[-1]).strip().endswith(("%", "％"))
        return made

    @property
    def ends_in_percent(self) -> bool:
        """Whether the upper end of ``between`` is written with the percent sign."""
        return self._signed

    @property
    def words(self) -> tuple[str, ...]:
        """The options by name."""
        return tuple(name for name, _ in self.options or ())


def _options(node: object) -> object:
    if isinstance(node, (list, tuple)) and all(isinstance(n, str) for n in node):
        return tuple((str(n), None) for n in node)
    if isinstance(node, Mapping):
        return tuple((str(key), read_rule(value)) for key, value in node.items())
    raise PydanticCustomError("K209", "words", {"found": str(node)})


class ColumnDecl(Construct):
    """A column of an event."""

    kind: Literal["count", "number", "percent", "yes_no", "date", "choice", "text"]
    measured_in: str = ""
    options: Words = ()
    between: tuple[Figure, Figure] | None = None


class EventDecl(Construct):
    """An event with columns of its own, or of several units."""

    columns: dict[str, ColumnDecl] = Field(default_factory=dict)
    units: Literal["one", "several"] = "one"
    owner: str = ""


class FunctionDecl(Construct):
    """A named rule with parameters: ``级别分(级): {levels: …}``."""

    name: str
    parameters: tuple[str, ...]
    rule: RuleField


class ReadDecl(Construct):
    """Results of another run."""

    scheme: str
    edition: str = ""
    period: str = ""
    unit: str = ""
    members_by: str = ""
    history: Whole | None = None
    required: Flag = True
    gaps: Literal["break", "skip"] | None = None
    grades: Words = ()


class ClassDecl(Construct):
    """A class of units."""

    expect: Whole | None = None


class Rounding(Construct):
    """Where rounding happens; a level not named is not rounded."""

    mode: Mode
    indicator: Places | None = None
    group: Places | None = None
    total: Places | None = None
    money: Places | None = None


class Grades(Construct):
    """Bounds on a figure."""

    of: RuleField
    from_: dict[str, Amount] | None = Field(default=None, alias="from")
    above: dict[str, Amount] | None = None
    up_to: dict[str, Amount] | None = None
    below: dict[str, Amount] | None = None
    otherwise: str

    @property
    def direction(self) -> Literal["from", "above", "up_to", "below"] | None:
        """Which of the four words is used; None where not exactly one is."""
        given: list[Literal["from", "above", "up_to", "below"]] = []
        for word, table in (("from", self.from_), ("above", self.above), ("up_to", self.up_to), ("below", self.below)):
            if table is not None:
                given.append(word)  # type: ignore[arg-type]
        return given[0] if len(given) == 1 else None

    @property
    def bounds(self) -> dict[str, Amount]:
        """Grade -> bound."""
        return self.from_ or self.above or self.up_to or self.below or {}

    @property
    def names(self) -> tuple[str, ...]:
        """The grades, best first."""
        return tuple(dict.fromkeys([*self.bounds, self.otherwise]))


class Effect(Construct):
    """What a veto does."""

    grade: str = ""
    at_most: str = ""
    total: Figure | None = None
    stop: Flag = False
    zero: str = ""


class Veto(Construct):
    """A condition, or an event, with its effects."""

    when: RuleField | None = None
    for_: str = Field(default="", alias="for")
    then: Effect
    each_period: Flag | None = None


class Ranking(Construct):
    """Places."""

    within: Literal["class", "all"]
    by: Words
    ties: Literal["share", "problem"]
    vetoed: Literal["last", "unranked", "as_scored"] | None = None
    among: RuleField | None = None
    each_period: Flag = False


class Quota(Construct):
    """At most so many hold a grade, or get a title."""

    grade: str = ""
    title: str = ""
    at_most: Amount
    of: RuleField | None = None
    rounding: Literal["floor", "half_up", "ceiling"] | None = None
    at_least: Amount | None = None
    within: Literal["class", "all"] | None = None
    among: RuleField | None = None
    at_the_cut: Literal["take_all", "take_none", "problem"]
    falls_to: str = ""
    each_period: Flag = False


class Consequence(Construct):
    """After grade and rank: a named measure, or a grade for somebody."""

    when: RuleField | None = None
    gives: str = ""
    each_period: Flag = False


class Payment(Construct):
    """An amount for each unit, or a pot with shares."""

    amount: RuleField | None = None
    pot: RuleField | None = None
    shares: RuleField | None = None
    places: Places | None = None
    within: Literal["class", "all"] = "all"
    leftover_cents: Literal["largest_remainder", "first"] | None = None
    if_no_shares: Literal["keep", "problem"] | None = None
    installments: Whole | None = None
    measured_in: str = ""
    each_period: Flag = False


class Check(Construct):
    """What must hold over the data."""

    must: RuleField
    otherwise: Literal["problem", "finding"]
    only_for: OnlyFor | None = None


class Amendment(Construct):
    """Dated changes, path -> new value."""

    decided: str
    changes: dict[str, object]


class DecisionRule(Construct):
    """What may be decided after the run: points in a range, or a grade."""

    range: tuple[Figure, Figure] | None = None
    by: str
    counts_in: Literal["total"] | None = None
    grade: Flag = False
    uses_quota: Flag | None = None


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
