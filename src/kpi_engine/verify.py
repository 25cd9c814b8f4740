"""Recompute a past result from its receipt, and say what differs."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kpi_engine.errors import KpiError
from kpi_engine.errors import k5_data as k5
from kpi_engine.intake.past import read_receipt
from kpi_engine.source import Place
from kpi_engine.trail.canonical import canonical_bytes
from kpi_engine.trail.receipt import Receipt, receipt_differences

__all__ = ["Recompute", "Verification", "read_kept", "verify_receipt"]

Recompute = Callable[[str, str], Receipt]
"""Scores again, as done by whom and when (``actor``, ``at``), and gives the receipt."""

_BESIDE = {"counts": "计数", "adjustments": "更正与审定", "findings": "疑点"}


@dataclass(frozen=True)
class Verification:
    """A kept receipt, the receipt of the same inputs today, and each difference as a sentence."""

    kept: Mapping[str, object]
    fresh: Receipt
    differences: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether the kept results can be recomputed as they are."""
        return not self.differences


def read_kept(data: bytes, name: str) -> Mapping[str, object]:
    """A receipt as plain data.

    Raises:
        KpiError: K580 where the file is not one.

    """
    run, problems = read_receipt(data, name=name)
    if run is None:
        raise KpiError(problems)
    try:
        told = json.loads(data)
    except ValueError:  # a whole number of thousands of digits, which no receipt has
        raise KpiError([k5.NOT_A_RECEIPT.at(Place(name))]) from None
    assert isinstance(told, dict), "read_receipt has looked"
    return told


def verify_receipt(data: bytes, name: str, recompute: Recompute) -> Verification:
    """Compare a kept receipt with a run of today.

    Args:
        data: the receipt's file.
        name: its name.
        recompute: scores the inputs that are there now; what it raises is raised.

    Raises:
        KpiError: K580 where the file is no receipt; whatever keeps the inputs from being scored.

    """
    kept = read_kept(data, name)
    fresh = recompute(str(kept.get("actor", "")), str(kept.get("at", "")))
    return Verification(kept, fresh, tuple(_differences(kept, fresh)))


def _differences(kept: Mapping[str, object], fresh: Receipt) -> list[str]:
    said = receipt_differences(kept, fresh)
    if str(kept.get("code")) != str(kept.get("results_sha256"))[:8].upper():
        said.append("回执码与回执里的校验码不符：回执被改过")
    if said:
        return said
    now = fresh.as_json()  # where results and files are the same, what was told of them must be, too
    return [f"{word}与重算的不同" for what, word in _BESIDE.items() if canonical_bytes([kept.get(what)]) != canonical_bytes([now[what]])]
