"""A weight that moves, and a total along it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from kpi_engine.table import Ref, Role
from kpi_engine.whatif.closed.affine import ZERO

__all__ = ["Line", "Move", "Policy", "moved_ref"]

Policy = Literal["siblings", "none"]
"""Who pays for a weight that moves."""


def moved_ref(name: str) -> Ref:
    """The quantity that stands for a share that moves."""
    return Ref(Role.POINTS, name, part="moved")


@dataclass(frozen=True)
class Line:
    """A total along a move: ``start + slope × share``; what is published differs from it by at most ``slack``."""

    start: Fraction
    slope: Fraction
    slack: Fraction

    def at(self, share: Fraction) -> Fraction:
        """The total before rounding."""
        return self.start + self.slope * share


@dataclass(frozen=True)
class Move:
    """One weight that moves from ``least`` to ``most``, and for whom. ``worth`` is what one of it is in points (not 1 for weights under a mean)."""

    indicator: str
    title: str
    classes: tuple[int, ...]
    policy: Policy
    now: Fraction
    least: Fraction
    most: Fraction
    step: Fraction
    payers: Mapping[str, Fraction] = field(default_factory=dict)
    full_marks: Mapping[str, Fraction] = field(default_factory=dict)
    worth: Fraction = Fraction(1)

    def shares(self, share: Fraction) -> dict[str, Fraction]:
        """The shares of the indicator and of those that pay, when its own is ``share``."""
        left = sum(self.payers.values(), ZERO)
        paid = {name: now * (self.most - share) / left for name, now in self.payers.items()}
        return {self.indicator: share, **paid}

    def restated(self, share: Fraction) -> dict[str, Fraction]:
        """The full marks that change with it."""
        return {name: now + share - self.now for name, now in self.full_marks.items()}

    def grid(self, low: Fraction, high: Fraction) -> list[Fraction]:
        """The shares on the step from ``low`` to ``high``, both included, as far as the move goes."""
        first, last = -(-max(low, self.least) // self.step), min(high, self.most) // self.step
        return [k * self.step for k in range(int(first), int(last) + 1)]
