"""From the document to the model: pydantic checks the shape, and what it says is put into our words, with the place in the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from kpi_engine.errors import Problem
from kpi_engine.errors import k2_shape as k2
from kpi_engine.formula.grammar import nearest
from kpi_engine.source import Place
from kpi_engine.terms import key_place, place_in

__all__ = ["read_model"]

M = TypeVar("M", bound=BaseModel)

_BY_TYPE = {
    "K204": k2.NOT_A_MAPPING,
    "K206": k2.NOT_A_NUMBER,
    "K207": k2.NOT_A_FLAG,
    "K208": k2.NOT_PLACES,
    "K209": k2.NOT_WORDS,
    "K210": k2.NOT_A_RULE,
    "K215": k2.NOT_WHOLE,
    "dict_type": k2.NOT_A_MAPPING,
    "model_type": k2.NOT_A_MAPPING,
    "model_attributes_type": k2.NOT_A_MAPPING,
    "string_type": k2.NOT_A_TEXT,
}


def read_model(model: type[M], raw: object) -> tuple[M | None, list[Problem]]:
    """Validate ``raw`` (from the document) as ``model``; all problems at once, each at its place."""
    allowed: dict[int, list[str]] = {}
    try:
        return model.model_validate(raw, context=allowed), []
    except ValidationError as error:
        seen: dict[tuple[Place, str], Problem] = {}
        for details in error.errors(include_url=False):
            problem = _translate(raw, details, allowed)
            seen.setdefault((problem.place, problem.code.number), problem)
        return None, list(seen.values())


def _translate(raw: object, details: ErrorDetails, allowed: Mapping[int, Sequence[str]]) -> Problem:
    parent, found, place = _locate(raw, details["loc"])
    key = str(details["loc"][-1]) if details["loc"] else ""
    kind = details["type"]
    if kind == "extra_forbidden":
        known = list(allowed.get(id(parent), ()))
        return k2.UNKNOWN_KEY.at(key_place(parent, key), key=key, near=nearest(key, known), allowed="、".join(known))
    if kind == "missing":
        return k2.MISSING_KEY.at(place_in(parent), key=key)
    if kind == "literal_error":
        expected = str(details.get("ctx", {}).get("expected", "")).replace("'", "").replace(" or ", "、").replace(", ", "、")
        return k2.NOT_ONE_OF.at(place, found=_shown(found), allowed=expected)
    code = _BY_TYPE.get(kind, k2.OTHER_SHAPE)
    facts = dict(details.get("ctx", {}))
    return code.at(place, found=str(facts.get("found", _shown(found))))


def _shown(node: object) -> str:
    if isinstance(node, str):
        return str(node)
    return "一个键值表" if isinstance(node, Mapping) else "一个列表" if isinstance(node, Sequence) else str(node)


def _locate(raw: object, loc: Sequence[str | int]) -> tuple[object, object, Place]:
    """Follow pydantic's location as far as the text goes: (mapping above, node, place)."""
    parent, node = raw, raw
    for step in loc:
        below = _below(node, step)
        parent, node = (node, below) if below is not None else (node if isinstance(node, Mapping) else parent, node)
    return parent, node, place_in(node)


def _below(node: object, step: str | int) -> object | None:
    if isinstance(step, int):
        return node[step] if isinstance(node, (list, tuple)) and step < len(node) else None
    return node.get(step) if isinstance(node, Mapping) else None
