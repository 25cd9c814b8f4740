"""Analyses of formulas: folds over the tree, through the steps that its names stand for.

Bounds and outcomes (`intervals`), divisors that can be zero and branches never taken (`reach`), the direction in which a figure goes (`monotone`),
linearity (`linear_in`), and how large its fractions can grow (`degree`, `decimals`).
"""

from kpi_engine.formula.analysis.bounds import Bounds, intervals
from kpi_engine.formula.analysis.direction import Direction, Slopes, monotone
from kpi_engine.formula.analysis.interval import ANYTHING, EITHER, INFINITY, NOTHING, Choices, Interval, Possible, point
from kpi_engine.formula.analysis.linear import linear_in, scales_with
from kpi_engine.formula.analysis.reach import OneWay, ZeroDivisor, one_way, possible_zero_divisors
from kpi_engine.formula.analysis.size import MOST_DEGREE, Degrees, decimals, degree

__all__ = [
    "ANYTHING",
    "EITHER",
    "INFINITY",
    "MOST_DEGREE",
    "NOTHING",
    "Bounds",
    "Choices",
    "Degrees",
    "Direction",
    "Interval",
    "OneWay",
    "Possible",
    "Slopes",
    "ZeroDivisor",
    "decimals",
    "degree",
    "intervals",
    "linear_in",
    "monotone",
    "one_way",
    "point",
    "possible_zero_divisors",
    "scales_with",
]
