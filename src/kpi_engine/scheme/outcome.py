"""What comes of the points: grades, vetoes, ranking, quotas, consequences, payments, checks, amendments, decisions (constructs 12 to 19)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from kpi_engine.scheme.indicators import OnlyFor
from kpi_engine.terms import Amount, Construct, Figure, Flag, Places, RuleField, Whole, Words

__all__ = ["Amendment", "Check", "Consequence", "DecisionRule", "Effect", "Grades", "Payment", "Quota", "Ranking", "Veto"]


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
