"""Payments in parts: the parts of each unit as texts, and told in one cell."""

from __future__ import annotations

from itertools import groupby

from kpi_engine.engine.results import Results
from kpi_engine.report.figures import texts
from kpi_engine.report.spread import money_places
from kpi_engine.table import Ref, Role

__all__ = ["in_parts", "parts_of", "told_in_parts"]


def in_parts(results: Results) -> list[str]:
    """The payments of the whole that are paid in parts."""
    scheme = results.plan.scheme
    return [name for name, payment in scheme.asked(scheme.payments).items() if payment.installments is not None]


def parts_of(results: Results, name: str) -> list[list[str]]:
    """For each unit its parts in order, none where it has no amount."""
    count, places, size = results.plan.scheme.payments[name].installments or 0, money_places(results, name), len(results.units)
    columns = [texts(results.column(Ref(Role.PAYMENT, name, part=str(part))), places, size) for part in range(1, count + 1)]
    return [[text for text in row if text] for row in zip(*columns, strict=True)]


def told_in_parts(results: Results, name: str) -> list[str]:
    """For each unit its parts in a few words: ``第1至4次各 833.34，第5至12次各 833.33``."""
    return [_told(parts) for parts in parts_of(results, name)]


def _told(parts: list[str]) -> str:
    said: list[str] = []
    at = 1
    for text, equal in groupby(parts):
        count = len(list(equal))
        said.append(f"第{at}次 {text}" if count == 1 else f"第{at}至{at + count - 1}次各 {text}")
        at += count
    return "，".join(said)
