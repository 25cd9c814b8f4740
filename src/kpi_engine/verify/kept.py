"""A kept receipt as it is read: exactly what the program writes, nothing more, nothing less."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kpi_engine.errors import KpiError, Problem
from kpi_engine.errors import k5_data as k5
from kpi_engine.intake.receipts import is_receipt
from kpi_engine.source import Place
from kpi_engine.trail.receipt import FORMAT

__all__ = ["read_kept"]

_MOST = 200


class _Exact(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Scheme(_Exact):
    name: str
    title: str
    edition: str


class _File(_Exact):
    use: str
    name: str
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class _Counts(_Exact):
    units: int
    takes_part: int
    ranked: int
    indicators: int
    events: int
    findings: int
    adjustments: int


class _Adjustment(_Exact):
    kind: str
    unit: str
    what: str
    old: str
    new: str
    basis: str
    by: str
    date: str
    place: str


class _State(_Exact):
    state: Literal["present", "not_applicable", "missing", "error"]


_Figure = str | _State | None


class _Period(_Exact):
    indicators: dict[str, _Figure]
    total: _Figure = None
    grade: str | None = None
    rank: _Figure = None
    rank_from_last: _Figure = None
    vetoes: list[str] = Field(default_factory=list)
    titles: list[str] = Field(default_factory=list)
    payments: dict[str, _Figure] = Field(default_factory=dict)
    consequences: dict[str, bool | str | None] = Field(default_factory=dict)


class _Unit(_Exact):
    unit: str
    class_: str = Field(alias="class")
    takes_part: bool
    ranked: bool
    total: _Figure
    rank: _Figure
    rank_from_last: _Figure
    grade: str | None
    vetoes: list[str]
    titles: list[str]
    indicators: dict[str, _Figure]
    payments: dict[str, _Figure]
    consequences: dict[str, bool | str | None]
    periods: dict[str, _Period] = Field(default_factory=dict)


class _Receipt(_Exact):
    format: int
    code: str
    scheme: _Scheme
    engine: str
    actor: str
    at: str
    sources: list[_File]
    counts: _Counts
    adjustments: list[_Adjustment]
    findings: list[str]
    results_sha256: str
    results: list[_Unit]


def read_kept(data: bytes, name: str) -> Mapping[str, object]:
    """A receipt as plain data.

    Raises:
        KpiError: K580 where the file is none, K595 for each place that is not as the program writes it.

    """
    told, twice = _loaded(data, name)
    problems = [*(_odd(name, f"键“{key}”写了两次", f"key {key} is given twice", key) for key in twice), *_shape(told, name)]
    if problems:
        raise KpiError(problems)
    return told


def _loaded(data: bytes, name: str) -> tuple[dict[str, object], list[str]]:
    twice: dict[str, None] = {}

    def pairs(listed: list[tuple[str, object]]) -> dict[str, object]:
        made = dict(listed)
        if len(made) < len(listed):
            keys = [key for key, _ in listed]
            twice.update({key: None for key in keys if keys.count(key) > 1})
        return made

    try:
        told = json.loads(data, object_pairs_hook=pairs)
        json.dumps(told, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):  # a number of thousands of digits, half a character, no end of brackets: no receipt has them
        raise KpiError([k5.NOT_A_RECEIPT.at(Place(name))]) from None
    if not is_receipt(told):
        raise KpiError([k5.NOT_A_RECEIPT.at(Place(name))])
    return told, list(twice)


def _shape(told: dict[str, object], name: str) -> list[Problem]:
    seen: dict[str, Problem] = {}
    try:
        if _Receipt.model_validate(told).format != FORMAT:
            found = told["format"]
            seen["format"] = _odd(
                name, f"格式是 {found}，这个程序写的是 {FORMAT}", f"the format is {found}, and this program writes {FORMAT}", "format"
            )
    except ValidationError as error:
        for details in error.errors(include_url=False, include_context=False, include_input=False):
            path, reason, reason_en = _said(told, details["loc"], details["type"])
            seen.setdefault(path, _odd(name, reason, reason_en, path))
    listed = list(seen.values())
    if len(listed) > _MOST:
        rest = len(listed) - _MOST
        listed = [*listed[:_MOST], _odd(name, f"另有 {rest} 处也不是", f"{rest} more places are not, either", "")]
    return listed


def _said(told: object, loc: Sequence[str | int], kind: str) -> tuple[str, str, str]:
    """The path as far as the text goes (pydantic's goes on with the kinds that it tried), and what is wrong there."""
    path, node = "", told
    for step in loc:
        below = _below(node, step)
        if below is None:
            break
        path, node = _joined(path, step), below[0]
    if kind == "missing":
        key = str(loc[-1])
        return _joined(path, key), f"少了“{key}”", f"{key} is missing"
    if kind == "extra_forbidden":
        key = str(loc[-1])
        return path, f"不认识的键“{key}”", f"unknown key {key}"
    shown = json.dumps(node, ensure_ascii=False)
    shown = shown if len(shown) <= 40 else shown[:40] + "…"
    return path, f"写的是 {shown}", f"it says {shown}"


def _below(node: object, step: str | int) -> tuple[object] | None:
    if isinstance(step, int):
        return (node[step],) if isinstance(node, list) and step < len(node) else None
    return (node[step],) if isinstance(node, dict) and step in node else None


def _joined(path: str, step: str | int) -> str:
    return f"{path}[{step}]" if isinstance(step, int) else f"{path}.{step}" if path else step


def _odd(name: str, reason: str, reason_en: str, path: str) -> Problem:
    return k5.RECEIPT_NOT_AS_WRITTEN.at(Place(name, path=path), reason=reason, reason_en=reason_en)
