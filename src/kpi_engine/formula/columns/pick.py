"""One of two columns of whole numbers, row by row. By multiplying with the truth, for a branch in each row costs more than three passes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from kpi_engine.formula.columns.machine import Block, FloatArray, Tape

__all__ = ["picked"]


def picked(tape: Tape, takes: int, then: int | None, otherwise: int | None, constants: tuple[int, int] = (1, 1)) -> int:
    """A register: ``then`` where the register ``takes`` is true, else ``otherwise``; None for the constant in its place.

    Whole numbers below 2^50 in size differ by less than 2^51, so that ``otherwise + truth x (then - otherwise)`` is exact.
    """
    reads = (takes, *(r for r in (then, otherwise) if r is not None))
    one, two = float(constants[0]), float(constants[1])
    return tape.x(
        "pick", reads, _picker(takes, then, otherwise, one, two), then, otherwise, one if then is None else 0, two if otherwise is None else 0
    )


def _picker(takes: int, then: int | None, otherwise: int | None, one: float, two: float) -> Callable[[Block], FloatArray]:
    if otherwise is not None:
        if then is None:
            return lambda b: _between(b, takes, one, b.x[otherwise])
        return lambda b: _between(b, takes, b.x[then], b.x[otherwise])
    if then is None:
        return lambda b: _plus(np.multiply(b.t[takes], one - two), two)
    if two == 0:
        return lambda b: np.multiply(b.t[takes], b.x[then])
    return lambda b: _plus(np.multiply(b.x[then] - two, b.t[takes]), two)


def _plus(values: FloatArray, constant: float) -> FloatArray:
    return np.add(values, constant, out=values) if constant else values


def _between(b: Block, takes: int, one: FloatArray | float, two: FloatArray) -> FloatArray:
    values = one - two
    np.multiply(values, b.t[takes], out=values)
    return np.add(values, two, out=values)
