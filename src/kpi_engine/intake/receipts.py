"""Receipts of runs that are over, as later runs read them: whose they are, what each unit got, and whether that is what the run wrote."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from kpi_engine.errors import Problem
from kpi_engine.errors import k5_data as k5
from kpi_engine.intake.hashes import Json, canonical_bytes, sha256
from kpi_engine.numbers import parse_fraction
from kpi_engine.source import Place

__all__ = ["PastRun", "is_receipt", "own_faults", "read_receipt", "unit_key"]


@dataclass(frozen=True)
class PastRun:
    """A run that is over: its scheme, edition, and what each unit got (canonical results)."""

    scheme: str
    edition: str
    units: Mapping[str, Mapping[str, object]]
    name: str = ""
    at: str = ""
    code: str = ""


def read_receipt(data: bytes | str, *, name: str) -> tuple[PastRun | None, list[Problem]]:
    """A receipt file as a past run.

    What a run wrote is held against the hash in it. Results of a time before the program are written by hand, without one: that is told.

    Returns:
        (run, problems): K580 where the file is no receipt, K594 where its results are not those of its hash; the finding K593 where it has none, K595 where
        a unit or a figure of it cannot be what it says.

    """
    place = Place(name)
    try:
        told = json.loads(data, parse_float=str, parse_int=str)
        canonical_bytes(told)
    except (ValueError, RecursionError):
        return None, [k5.NOT_A_RECEIPT.at(place)]
    if not is_receipt(told):
        return None, [k5.NOT_A_RECEIPT.at(place)]
    by_hand = not {"format", "results_sha256"} & told.keys()
    problems = list(_slips(told["results"], name)) if by_hand else list(own_faults(told, place))
    if problems:
        return None, problems
    problems = [k5.RECEIPT_BY_HAND.at(place)] if by_hand else []
    scheme = told["scheme"]
    units = {unit_key(str(unit.get("unit"))): unit for unit in told["results"] if isinstance(unit, dict)}
    return PastRun(str(scheme.get("name")), str(scheme.get("edition")), units, name, str(told.get("at", "")), str(told.get("code", ""))), problems


def is_receipt(told: object) -> bool:
    """Whether this tells a scheme and results."""
    return isinstance(told, dict) and isinstance(told.get("scheme"), dict) and isinstance(told.get("results"), list)


def own_faults(told: Mapping[str, object], place: Place) -> Iterator[Problem]:
    """Where what a receipt says of itself is not so (K594)."""
    digest = str(told.get("results_sha256"))
    if sha256(canonical_bytes(cast("Json", told["results"]))) != digest:
        yield _edited(place, "里面的结果与它自己的校验码不符", "its results do not fit its own hash")
    if told.get("code") != digest[:8].upper():
        yield _edited(place, "回执码与里面的校验码不符", "its code does not fit its hash")


def _slips(results: Sequence[object], name: str) -> Iterator[Problem]:
    """What a hand got wrong (K595): a unit twice, a figure that is none. Read past, they would be no result at all."""
    met: set[str] = set()
    for at, unit in enumerate(results):
        path = f"results[{at}]"
        if not isinstance(unit, dict):
            yield _odd(name, path, f"写的是 {unit}", f"it says {unit}")
            continue
        key = unit_key(str(unit.get("unit")))
        if key in met:
            yield _odd(name, path, f"“{unit.get('unit')}”写了两次", f"{unit.get('unit')} is there twice")
        met.add(key)
        periods = unit.get("periods")
        parts = {path: unit, **({f"{path}.periods.{p}": told for p, told in periods.items()} if isinstance(periods, dict) else {})}
        for where, part in parts.items():
            yield from _odd_figures(part, name, where)


def _odd_figures(told: object, name: str, path: str) -> Iterator[Problem]:
    if not isinstance(told, dict):
        return
    scores = told.get("indicators")
    figures = {key: told.get(key) for key in ("total", "rank", "rank_from_last")}
    figures |= {f"indicators.{key}": value for key, value in scores.items()} if isinstance(scores, dict) else {}
    for key, value in figures.items():
        if value is not None and not isinstance(value, dict) and parse_fraction(str(value)) is None:
            yield _odd(name, f"{path}.{key}", f"“{value}”不是数", f"{value} is no number")


def _odd(name: str, path: str, reason: str, reason_en: str) -> Problem:
    return k5.RECEIPT_NOT_AS_WRITTEN.at(Place(name, path=path), reason=reason, reason_en=reason_en)


def _edited(place: Place, reason: str, reason_en: str) -> Problem:
    return k5.RECEIPT_EDITED.at(place, reason=reason, reason_en=reason_en)


def unit_key(name: str) -> str:
    """What a unit's name is compared by from run to run."""
    return "".join(unicodedata.normalize("NFKC", name).split())
