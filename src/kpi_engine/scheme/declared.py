"""What is reported and what is spoken of: inputs, events, other runs, functions, classes (constructs 4 to 8)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, ModelWrapValidatorHandler, PrivateAttr, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from kpi_engine.terms import Amount, Construct, Figure, Flag, Places, RuleField, Whole, Words, read_rule

__all__ = ["ClassDecl", "ColumnDecl", "Drop", "EventDecl", "InputDecl", "ReadDecl"]


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
