"""Receipts of runs that are over, as later runs read them: whose they are, what each unit got, and whether that is what the run wrote."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from kpi_engine.errors import Problem
from kpi_engine.errors import k5_data as k5
from kpi_engine.intake.hashes import Json, canonical_bytes, sha256
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
        (run, problems): K580 where the file is no receipt, K594 where its results are not those of its hash; the finding K593 where it has none.

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
    problems = [k5.RECEIPT_BY_HAND.at(place)] if by_hand else list(own_faults(told, place))
    if problems and not by_hand:
        return None, problems
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


def _edited(place: Place, reason: str, reason_en: str) -> Problem:
    return k5.RECEIPT_EDITED.at(place, reason=reason, reason_en=reason_en)


def unit_key(name: str) -> str:
    """What a unit's name is compared by from run to run."""
    return "".join(unicodedata.normalize("NFKC", name).split())
