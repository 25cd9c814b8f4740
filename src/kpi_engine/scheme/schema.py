"""The JSON Schema of the scheme language, made from the models, so that an editor can complete keys and mark what is not of the language.

It describes shape only: names, sums and formulas are checked when a scheme is bound. A scalar may stand as text or as what YAML makes of it
(``points: 40``, ``edition: 2024``, ``required: no``), because readers of the language see texts and editors see numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import BaseModel
from pydantic.json_schema import DefsRef, GenerateJsonSchema, JsonRef, JsonSchemaKeyT, JsonSchemaMode, JsonSchemaValue, models_json_schema
from pydantic_core import CoreSchema

from kpi_engine.forms import Form, forms
from kpi_engine.scheme.model import Scheme

__all__ = ["DIALECT", "Schema", "language_schema"]

DIALECT = "https://json-schema.org/draft/2020-12/schema"

Schema = dict[str, object]
"""A JSON Schema, or a part of one."""

_SCALAR: Schema = {"type": ["string", "number", "boolean"]}
_RULE: Schema = {"$ref": "#/$defs/Rule"}
_ITEM: Schema = {"anyOf": [{"$ref": "#/$defs/Item"}, _RULE]}


class _Generator(GenerateJsonSchema):
    """Knows ``Rule``, which no model stands for: rules are read by hand, and fields only refer to them."""

    def generate_definitions(
        self, inputs: Sequence[tuple[JsonSchemaKeyT, JsonSchemaMode, CoreSchema]]
    ) -> tuple[dict[tuple[JsonSchemaKeyT, JsonSchemaMode], JsonSchemaValue], dict[DefsRef, JsonSchemaValue]]:
        rule = DefsRef("Rule")
        self.json_to_defs_refs[JsonRef("#/$defs/Rule")] = rule
        self.definitions[rule] = _rule()
        self._prioritized_defsref_choices[rule] = [rule]
        return super().generate_definitions(inputs)


def language_schema() -> Schema:
    """The schema of one scheme: the keys of `Scheme` at the top, every other construct, ``Rule`` and each form under ``$defs``."""
    models: list[type[BaseModel]] = [Scheme, *forms().values()]
    read: list[tuple[type[BaseModel], JsonSchemaMode]] = [(model, "validation") for model in models]
    _, made = models_json_schema(read, by_alias=True, ref_template="#/$defs/{model}", schema_generator=_Generator)
    definitions: dict[str, Schema] = {name: _open_scalars(part) for name, part in made["$defs"].items()}
    definitions["Rule"] = _rule()
    for name in ("Indicator", "Scheme"):
        _allow_short_items(definitions[name])
    scheme = definitions.pop("Scheme")
    head: Schema = {"$schema": DIALECT, "title": "考核方案 · assessment scheme"}
    return head | scheme | {"$defs": _reached(scheme, definitions)}


def _reached(scheme: Schema, definitions: Mapping[str, Schema]) -> Schema:
    """The definitions that the scheme refers to, by name."""
    told: set[str] = set()
    todo: list[object] = [scheme]
    while todo:
        part = todo.pop()
        todo += part.values() if isinstance(part, Mapping) else part if isinstance(part, list) else []
        name = str(part.get("$ref", "")).removeprefix("#/$defs/").partition("/")[0] if isinstance(part, Mapping) else ""
        if name and name not in told:
            told.add(name)
            todo.append(definitions[name])
    return {name: definitions[name] for name in sorted(told)}


def _rule() -> Schema:
    """A formula, one of the forms, or rules by class."""
    by_form = [_form_use(name, form) for name, form in sorted(forms().items())]
    by_class: Schema = {
        "type": "object",
        "minProperties": 1,
        "propertyNames": {"not": {"enum": sorted(forms())}},
        "additionalProperties": _RULE,
        "description": "by class: {街道: 30, otherwise: 40}",
    }
    return {"anyOf": [_SCALAR | {"description": "a formula"}, *by_form, by_class], "description": "a rule: a formula, a form, or rules by class"}


def _form_use(name: str, form: type[Form]) -> Schema:
    """``{name: parameters}``; a form with one parameter is written without its key."""
    body: Schema = {"$ref": f"#/$defs/{form.__name__}"}
    if form.sole:
        body = {"$ref": f"#/$defs/{form.__name__}/properties/{form.sole}"}
    return {"type": "object", "properties": {name: body}, "required": [name], "additionalProperties": False, "description": form.title}


def _allow_short_items(definition: Schema) -> None:
    """``擅自脱岗: 2`` stands for ``{each: 2}``."""
    properties = definition["properties"]
    assert isinstance(properties, dict), "a model has properties"
    for key in ("deduct", "add"):
        properties[key]["additionalProperties"] = _ITEM


def _open_scalars(part: object) -> Schema:
    """The same schema with every plain text also open to the numbers and truths that YAML makes of texts."""
    opened = _opened(part)
    assert isinstance(opened, dict), "a definition is a mapping"
    return opened


def _opened(part: object) -> object:
    if isinstance(part, list):
        return [_opened(one) for one in part]
    if not isinstance(part, Mapping):
        return part
    told = {str(key): _opened(value) for key, value in part.items() if key != "default" and not (key == "title" and isinstance(value, str))}
    if told.get("type") == "string" and "const" not in told and "enum" not in told:
        told["type"] = _SCALAR["type"]
    return told
