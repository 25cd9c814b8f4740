"""Postings of many units at once: one line of an account for all that have it. Texts are made when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from kpi_engine.formula.words import IndexArray, Saying
from kpi_engine.trail.amounts import Wholes

__all__ = ["Memo", "Postings", "Texts", "by_text", "each_text"]

Texts = str | Callable[[IndexArray], Sequence[str]]
"""The same text for all units, or what gives the texts of some of them, by their places."""

Memo = Callable[[IndexArray], list[Saying]]
"""What gives the explanations of some units, by their places."""


def each_text(texts: Texts, rows: IndexArray) -> Sequence[str]:
    """The text of each of some units."""
    return [texts] * len(rows) if isinstance(texts, str) else texts(rows)


def by_text(rows: IndexArray, texts: Sequence[str]) -> list[Saying]:
    """Texts of some units as sayings, equal ones together."""
    places: dict[str, list[int]] = {}
    for row, text in zip(rows.tolist(), texts, strict=True):
        places.setdefault(text, []).append(row)
    return [Saying(np.array(whose), text.replace("%", "%%")) for text, whose in places.items()]


def _nobody() -> IndexArray:
    return np.empty(0, dtype=np.intp)


def _nothing(rows: IndexArray) -> list[Saying]:
    return [Saying(rows, "")]


@dataclass(frozen=True)
class Postings:
    """One line of an account for the units that have it: ``rows`` are their places, ascending; ``amounts`` stand at the place of each unit.

    An amount is what the line changed (taken: negative); ``memo`` explains and is not added.
    """

    kind: str
    what: str
    clause: str = ""
    memo: Memo = _nothing
    quantity: Texts = ""
    price: Texts = ""
    evidence: Texts = ""
    owner: str = ""
    date: Texts = ""
    source: Texts = ""
    rows: IndexArray = field(default_factory=_nobody)
    amounts: Wholes = field(default_factory=_nobody)

    @cached_property
    def said(self) -> Sequence[Saying]:
        """The explanations of all of them, made once for all documents."""
        return self.memo(self.rows)
