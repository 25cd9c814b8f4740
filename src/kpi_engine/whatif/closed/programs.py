"""The mixed-integer program of a rank: as few rivals before a unit as the weights allow. And the way back from its solution to whole-number weights.

Variables: what each indicator that moves counts with, as a share of the whole (between 0 and 1), a scale for each set of siblings, and for each rival
whether it is let pass. A solver works in doubles and decides nothing: what it finds is rounded to weights of the set and run again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from kpi_engine.whatif.closed.affine import ZERO
from kpi_engine.whatif.closed.shifts import Block, Node, Weights

__all__ = ["PARTS", "Gap", "Program", "Solution", "Solver", "program_for", "weights_at"]

PARTS = 10**6
"""A share as written is so many parts; weights are whole numbers of them."""

Gap = tuple[int, Sequence[Fraction], int, Sequence[Fraction], int, Fraction, Fraction]
"""Block and corner values of the unit, the same of a rival, the side (1: the unit is to be ahead), what rounding may ease, the most the rival can lead."""


@dataclass(frozen=True)
class Program:
    """Minimise ``cost · x`` where ``rows · x ≤ most`` and ``equal · x = 1``, each x from 0 to ``upper``, those of ``whole`` whole numbers."""

    cost: npt.NDArray[np.float64]
    rows: npt.NDArray[np.float64]
    most: npt.NDArray[np.float64]
    equal: npt.NDArray[np.float64]
    upper: npt.NDArray[np.float64]
    whole: npt.NDArray[np.bool_]
    columns: dict[tuple[int, str], int]


@dataclass(frozen=True)
class Solution:
    """What a solver found: a point, and a bound below which the cost is not, to the solver's tolerance."""

    point: Sequence[float]
    bound: float


Solver = Callable[[Program], Solution | None]


def program_for(blocks: Sequence[Block], shift: Fraction, gaps: Sequence[Gap]) -> Program:
    """The program that lets as few rivals pass as it can."""
    columns = {(at, node.name): 0 for at, block in enumerate(blocks) for node in block.root.walk()}
    columns = {key: k for k, key in enumerate(columns)}
    scales = [(at, node) for at, block in enumerate(blocks) for node in block.root.walk() if node.below]
    width = len(columns) + len(scales) + len(gaps)
    rows: list[tuple[npt.NDArray[np.float64], float]] = []
    equal: list[npt.NDArray[np.float64]] = []
    for k, (at, node) in enumerate(scales):
        rows += _box(columns, width, at, node, len(columns) + k, shift)
    for at, block in enumerate(blocks):
        equal += _sums(columns, width, at, block.root)
    for k, gap in enumerate(gaps):
        rows.append(_rival(columns, width, blocks, gap, len(columns) + len(scales) + k))
    upper, whole = np.full(width, np.inf), np.zeros(width, dtype=bool)
    upper[: len(columns)] = 1.0
    upper[width - len(gaps) :], whole[width - len(gaps) :] = 1.0, True
    cost = whole.astype(np.float64)
    return Program(cost, np.array([row for row, _ in rows]), np.array([most for _, most in rows]), np.array(equal), upper, whole, columns)


def _box(
    columns: dict[tuple[int, str], int], width: int, at: int, node: Node, scale: int, shift: Fraction
) -> Iterator[tuple[npt.NDArray[np.float64], float]]:
    """Each child counts with its share × scale, more or less the shift."""
    whole = sum((child.share for child in node.below), ZERO)
    for child in node.below:
        for sign in (1, -1):
            row = np.zeros(width)
            row[columns[at, child.name]] = sign
            row[scale] = -sign * float(child.share / whole * (1 + sign * shift))
            yield row, 0.0


def _sums(columns: dict[tuple[int, str], int], width: int, at: int, root: Node) -> Iterator[npt.NDArray[np.float64]]:
    """The whole is 1; what counts below a node comes to what the node counts with (written as: the rest of the whole and it come to 1)."""
    top = np.zeros(width)
    top[columns[at, root.name]] = 1.0
    yield top
    for node in root.walk():
        if node.below:
            row = top.copy()
            row[columns[at, node.name]] += 1.0
            for child in node.below:
                row[columns[at, child.name]] -= 1.0
            yield row


def _rival(columns: dict[tuple[int, str], int], width: int, blocks: Sequence[Block], gap: Gap, let: int) -> tuple[npt.NDArray[np.float64], float]:
    """The rival leads (or, where the unit is to be behind, trails) by no more than rounding eases, unless it is let pass."""
    of, mine, of_rival, theirs, sign, ease, over = gap
    row = np.zeros(width)
    for block, values, way in ((of_rival, theirs, sign), (of, mine, -sign)):
        for name, value in zip(blocks[block].atoms, values, strict=True):
            row[columns[block, name]] += way * float(value)
    row[let] = -float(max(over - ease, ZERO)) - 1e-6
    return row, float(ease)


def weights_at(program: Program, solution: Solution, blocks: Sequence[Block], shift: Fraction) -> dict[int, Weights]:
    """The point as weights of the set: each a whole number of parts of its share, and within the shift."""
    told: dict[int, Weights] = {}
    for at, block in enumerate(blocks):
        weights: dict[str, Fraction] = {}
        for node in block.root.walk():
            if node.below:
                weights |= _weights(node, [solution.point[program.columns[at, child.name]] for child in node.below], shift)
        told |= dict.fromkeys(block.classes, weights)
    return told


def _weights(node: Node, found: Sequence[float], shift: Fraction) -> dict[str, Fraction]:
    """Weights in proportion to what was found, so scaled that all of them lie within the shift, as nearly as whole numbers can."""
    ratios = [value / float(child.share) for child, value in zip(node.below, found, strict=True)]
    low, high = min(ratios), max(ratios)
    middle = (low / float(1 - shift) + high / float(1 + shift)) / 2 if high > 0 else 1.0
    least, most = -int(-(1 - shift) * PARTS // 1), int((1 + shift) * PARTS // 1)
    parts = [min(max(round(ratio / middle * PARTS), least), most) if middle > 0 else PARTS for ratio in ratios]
    return {child.name: child.share * Fraction(part, PARTS) for child, part in zip(node.below, parts, strict=True)}
