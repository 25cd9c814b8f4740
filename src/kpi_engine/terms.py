"""What forms and schemes both speak: rules, numbers by class, and how they are read from the text of a scheme.

Reading here is one step deep: a form's parameters stay as they were written (`FormUse.params`) until its own model reads them, so that one typo gives
one message.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, ModelWrapValidatorHandler, PrivateAttr, ValidationInfo, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from kpi_engine.numbers import parse_fraction
from kpi_engine.source import NOWHERE, Place

__all__ = [
    "FORM_NAMES",
    "OTHERWISE",
    "Amount",
    "ByClass",
    "Construct",
    "Figure",
    "Flag",
    "FormUse",
    "Formula",
    "Limit",
    "Places",
    "Points",
    "Rule",
    "RuleField",
    "RuleTable",
    "Whole",
    "Words",
    "key_place",
    "place_in",
    "read_rule",
]

FORM_NAMES = ("met", "attainment", "bands", "line", "levels", "cases", "places")
"""The scoring forms; the folder `kpi_engine.forms` holds one file for each."""

OTHERWISE = "otherwise"


class Construct(BaseModel):
    """What every construct may carry, and where it stands."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, arbitrary_types_allowed=True, defer_build=True)

    label: str = ""
    clause: str = ""
    basis: str = ""
    note: str = ""
    _place: Place = PrivateAttr(default=NOWHERE)

    @property
    def place(self) -> Place:
        """Where the construct stands in the text."""
        return self._place

    @model_validator(mode="wrap")
    @classmethod
    def _remember(cls, data: object, handler: ModelWrapValidatorHandler[Self], info: ValidationInfo) -> Self:
        if isinstance(info.context, dict) and isinstance(data, Mapping):
            info.context[id(data)] = [field.alias or name for name, field in cls.model_fields.items()]
        made = handler(data)
        made._place = place_in(data)
        return made


@dataclass(frozen=True, slots=True)
class Formula:
    """A rule written as a formula."""

    text: str
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class FormUse:
    """A rule written as a form: its name, and its parameters as they stand in the text."""

    name: str
    params: object
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class ByClass:
    """A rule that differs by class: ``{街道: 30, otherwise: 40}``."""

    table: tuple[tuple[str, Rule], ...]
    otherwise: Rule | None
    place: Place = field(default=NOWHERE, compare=False)


Rule = Formula | FormUse | ByClass


def place_in(node: object) -> Place:
    """Where a piece of a scheme's text stands (pieces that were made by hand stand nowhere)."""
    place = getattr(node, "place", NOWHERE)
    return place if isinstance(place, Place) else NOWHERE


def key_place(node: object, key: str) -> Place:
    """Where a key of a mapping stands."""
    finder = getattr(node, "key_place", None)
    return finder(key) if finder is not None else place_in(node)


def read_rule(node: object) -> Rule:
    """A rule from its text: a scalar is a formula, a mapping with the one key of a form is a form, any other mapping is by class.

    Raises:
        PydanticCustomError: K210 where it is neither.

    """
    if isinstance(node, (Formula, FormUse, ByClass)):
        return node
    if isinstance(node, str):
        return Formula(str(node), place_in(node))
    if isinstance(node, Mapping) and node:
        keys = [str(key) for key in node]
        if len(keys) == 1 and keys[0] in FORM_NAMES:
            return FormUse(keys[0], node[keys[0]], key_place(node, keys[0]))
        table = tuple((str(key), read_rule(value)) for key, value in node.items() if key != OTHERWISE)
        return ByClass(table, read_rule(node[OTHERWISE]) if OTHERWISE in node else None, place_in(node))
    raise PydanticCustomError("K210", "rule")


def _figure(node: object) -> Fraction:
    if isinstance(node, Fraction):
        return node
    value = parse_fraction(node) if isinstance(node, str) else None
    if value is None:
        raise PydanticCustomError("K206", "number", {"found": str(node)})
    return value


def _points(node: object) -> object:
    if isinstance(node, str) and node == "open":
        return "open"
    if isinstance(node, str):
        return _figure(node)
    if isinstance(node, Mapping):
        return read_rule(node)
    return node if isinstance(node, (Fraction, ByClass)) else _figure(node)


def _flag(node: object) -> bool:
    words = {"yes": True, "no": False, "是": True, "否": False, "true": True, "false": False}
    if isinstance(node, bool):
        return node
    if isinstance(node, str) and node in words:
        return words[node]
    raise PydanticCustomError("K207", "flag", {"found": str(node)})


def _places(node: object) -> int:
    if isinstance(node, int):
        return node
    if isinstance(node, str) and node.isascii() and node.isdigit() and int(node) <= 10:
        return int(node)
    raise PydanticCustomError("K208", "places", {"found": str(node)})


def _whole(node: object) -> int:
    if isinstance(node, int):
        return node
    if isinstance(node, str) and node.isascii() and node.isdigit() and len(node) <= 7:
        return int(node)
    raise PydanticCustomError("K215", "whole", {"found": str(node)})


def _limit(node: object) -> object:
    return "none" if isinstance(node, str) and node == "none" else read_rule(node)


def _words(node: object) -> tuple[str, ...]:
    if isinstance(node, str):
        return (str(node),)
    if isinstance(node, (list, tuple)) and all(isinstance(item, str) for item in node):
        return tuple(str(item) for item in node)
    raise PydanticCustomError("K209", "words", {"found": str(node)})


_NUMBER_SCHEMA = {"type": ["string", "number"], "description": "a number, as text: 0.35, 95%"}
_RULE_SCHEMA = {"$ref": "#/$defs/Rule"}

Figure = Annotated[Fraction, BeforeValidator(_figure), WithJsonSchema(_NUMBER_SCHEMA)]
"""A plain number of the scheme."""

Points = Annotated[Fraction | ByClass | Literal["open"], BeforeValidator(_points), WithJsonSchema({"anyOf": [_NUMBER_SCHEMA, {"type": "object"}]})]
"""Points: a number, a number by class, or ``open``."""

Flag = Annotated[bool, BeforeValidator(_flag), WithJsonSchema({"enum": ["yes", "no", True, False]})]
"""yes or no."""

Places = Annotated[int, BeforeValidator(_places), WithJsonSchema({"type": ["integer", "string"], "minimum": 0, "maximum": 10})]
"""How many decimals."""

Whole = Annotated[int, BeforeValidator(_whole), WithJsonSchema({"type": ["integer", "string"], "minimum": 0})]
"""A whole number."""

Words = Annotated[
    tuple[str, ...], BeforeValidator(_words), WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]})
]
"""One word or several."""

RuleField = Annotated[Formula | FormUse | ByClass, BeforeValidator(read_rule), WithJsonSchema(_RULE_SCHEMA)]
"""A rule as a field of a model."""

Limit = Annotated[
    Formula | FormUse | ByClass | Literal["none"], BeforeValidator(_limit), WithJsonSchema({"anyOf": [_RULE_SCHEMA, {"const": "none"}]})
]
"""A rule, or ``none``."""

Amount = RuleField


def _rule_table(node: object) -> tuple[tuple[Formula, Rule], ...]:
    """Pairs of rule and rule (bounds, knots), in the order they are written."""
    if not isinstance(node, Mapping):
        raise PydanticCustomError("K204", "mapping", {"found": str(node)})
    return tuple((Formula(str(key), key_place(node, key)), read_rule(value)) for key, value in node.items())


RuleTable = Annotated[
    tuple[tuple[Formula, Rule], ...], BeforeValidator(_rule_table), WithJsonSchema({"type": "object", "additionalProperties": _RULE_SCHEMA})
]
"""Formula -> rule: the bounds of ``bands``, the knots of ``line``, the words of ``levels``."""
