"""Groups of changes between two states, and the part that each has in a change of a figure: its Shapley value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from math import factorial
from typing import Final, Literal

__all__ = ["GROUPS", "Group", "shapley"]

Group = Literal["own", "corrections", "decisions", "weights", "rules", "quota", "others"]

GROUPS: Final[tuple[Group, ...]] = ("own", "corrections", "decisions", "weights", "rules", "quota", "others")
"""In the order in which the first that turns a grade is told."""


def shapley(groups: Sequence[Group], value: Mapping[frozenset[Group], Fraction]) -> dict[Group, Fraction]:
    """The part of each group, given the figure of every state: the mean, over all orders in which the groups can come, of what each does.

    >>> states = {frozenset(): 0, frozenset({"own"}): 4, frozenset({"rules"}): 0, frozenset({"own", "rules"}): 6}
    >>> shapley(("own", "rules"), {state: Fraction(figure) for state, figure in states.items()})
    {'own': Fraction(5, 1), 'rules': Fraction(1, 1)}
    """
    told: dict[Group, Fraction] = {}
    size = len(groups)
    for group in groups:
        others = [other for other in groups if other != group]
        told[group] = sum(
            (
                Fraction(factorial(count) * factorial(size - count - 1), factorial(size))
                * (value[frozenset((*some, group))] - value[frozenset(some)])
                for count in range(size)
                for some in combinations(others, count)
            ),
            Fraction(0),
        )
    return told
