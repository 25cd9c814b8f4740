"""The canonical form of a run's results: the same bytes for the same results on any machine. Hashed for the receipt, kept in it for later runs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from fractions import Fraction

from kpi_engine.engine.results import Results
from kpi_engine.numbers import decimal_places, decimal_text, exact_text
from kpi_engine.scheme.outline import ROOT
from kpi_engine.table import Ref, Role, State

__all__ = ["Json", "canonical_bytes", "canonical_results", "figure_text", "sha256"]

Json = Mapping[str, object] | Sequence[object] | str | int | bool | None

STATES = {State.PRESENT: "present", State.NOT_APPLICABLE: "not_applicable", State.MISSING: "missing", State.ERROR: "error"}


def canonical_bytes(value: Json) -> bytes:
    """JSON with sorted keys and no blanks, in UTF-8."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sha256(data: bytes) -> str:
    """The hash as hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def figure_text(value: Fraction, places: int | None) -> str:
    """A figure as a decimal string at its published places; without places exactly, a fraction where no decimal is."""
    own = decimal_places(value)
    if places is not None and own is not None and own <= places:
        return decimal_text(value, places)
    return exact_text(value)


def canonical_results(results: Results) -> list[dict[str, object]]:
    """One object a unit, in register order: class, status, total, rank, grade, indicators, periods, payments, consequences, vetoes."""
    return [_unit(results, row) for row in range(len(results.units))]


def _unit(results: Results, row: int) -> dict[str, object]:
    scheme = results.plan.scheme
    told: dict[str, object] = {
        "unit": results.units[row],
        "class": results.class_of(row),
        "takes_part": results.takes_part(row),
        "ranked": results.is_ranked(row),
        "total": _figure(results, Ref(Role.TOTAL), row, results.places()),
        "rank": _figure(results, Ref(Role.RANK), row, 0),
        "rank_from_last": _figure(results, Ref(Role.RANK_FROM_LAST), row, 0),
        "grade": results.word(Ref(Role.GRADE), row) or None,
        "vetoes": [str(name) for name in scheme.vetoes if results.holds(Ref(Role.VETO, str(name)), row)],
        "titles": [str(n) for n, q in scheme.quotas.items() if q.title and results.holds(Ref(Role.QUOTA, str(n), part="keeps"), row)],
        "indicators": _indicators(results, row, ""),
    }
    told["payments"] = {str(name): _figure(results, Ref(Role.PAYMENT, str(name)), row, _money(results, str(name))) for name in scheme.payments}
    told["consequences"] = {str(name): results.cell(Ref(Role.CONSEQUENCE, str(name)), row)[1] for name in scheme.consequences}
    root = results.plan.book.tree[ROOT]
    if results.plan.needs.periods:
        told["periods"] = {period: _period(results, row, period, root_has=root.periods is not None) for period in results.plan.needs.periods}
    return told


def _money(results: Results, name: str) -> int | None:
    payment, rounding = results.plan.scheme.payments[name], results.plan.scheme.rounding
    return payment.places if payment.places is not None else rounding.money if rounding is not None else None


def _period(results: Results, row: int, period: str, *, root_has: bool) -> dict[str, object]:
    told: dict[str, object] = {"indicators": _indicators(results, row, period)}
    if root_has:
        told["total"] = _figure(results, Ref(Role.TOTAL, period=period), row, results.places())
        told["grade"] = results.word(Ref(Role.GRADE, period=period), row) or None
    return told


def _indicators(results: Results, row: int, period: str) -> dict[str, object]:
    told = {}
    for entry in results.plan.book.tree:
        ref = Ref(Role.SCORE, entry.name, period)
        if entry.name != ROOT and ref in results.columns:
            told[entry.name] = _figure(results, ref, row, results.places(entry.name))
    return told


def _figure(results: Results, ref: Ref, row: int, places: int | None) -> object:
    """A decimal string, or an object that names the state; None where the scheme has no such figure."""
    if results.column(ref) is None:
        return None
    state, value = results.cell(ref, row)
    if state != State.PRESENT or not isinstance(value, Fraction):
        return {"state": STATES[state]}
    return figure_text(value, places)
