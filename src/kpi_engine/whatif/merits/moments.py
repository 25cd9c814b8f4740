"""Means, variances and correlations of exact numbers. Sums are exact; a root is taken only where a figure is printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from kpi_engine.numbers import Root, decimal_text, round_root

__all__ = ["Correlation", "correlation", "covariance", "deviation_text", "mean", "variance"]


@dataclass(frozen=True, slots=True)
class Correlation:
    """Pearson's r as its sign and its square, which are exact: r = cov ÷ √(var · var)."""

    sign: int
    square: Fraction

    def reaches(self, bound: Fraction) -> bool:
        """Whether |r| ≥ bound."""
        return self.square >= bound * bound

    def rounded(self, places: int = 3) -> Fraction:
        """The coefficient rounded half up, away from zero."""
        return self.sign * round_root(Root(self.square, 2), places)

    def text(self, places: int = 3) -> str:
        """The coefficient as it is printed."""
        return decimal_text(self.rounded(places), places)


def mean(values: Sequence[Fraction]) -> Fraction:
    """Σx ÷ n."""
    return sum(values, Fraction(0)) / len(values)


def variance(values: Sequence[Fraction]) -> Fraction:
    """Σ(x − mean)² ÷ n, over all there are (no sample of more)."""
    return covariance(values, values)


def covariance(left: Sequence[Fraction], right: Sequence[Fraction]) -> Fraction:
    """Σ(x − mean x)(y − mean y) ÷ n.

    >>> covariance([Fraction(1), Fraction(3)], [Fraction(2), Fraction(8)])
    Fraction(3, 1)
    """
    products = sum((a * b for a, b in zip(left, right, strict=True)), Fraction(0))
    return products / len(left) - mean(left) * mean(right)


def correlation(left: Sequence[Fraction], right: Sequence[Fraction]) -> Correlation | None:
    """Pearson's r; None where one of the two does not vary."""
    if not left:
        return None
    spread = variance(left) * variance(right)
    if not spread:
        return None
    together = covariance(left, right)
    return Correlation((together > 0) - (together < 0), together * together / spread)


def deviation_text(spread: Fraction, places: int = 2) -> str:
    """The standard deviation √variance as it is printed."""
    return decimal_text(round_root(Root(spread, 2), places), places)
