"""Figures of many weightings: one quantity of every unit in each, held as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from kpi_engine.engine.run import ROOT_PLACES
from kpi_engine.formula.columns import ColumnsRun
from kpi_engine.numbers import Root, round_root
from kpi_engine.table import Column, Kind, Ref, StateArray, column_of

__all__ = ["Figures", "Gathered", "as_column", "figures_of", "same_everywhere"]

FloatArray = npt.NDArray[np.float64]
IndexArray = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Figures:
    """One quantity in every weighting: ``whole / below`` where ``state`` is present, rows are weightings; ``wide`` where doubles do not hold it."""

    whole: FloatArray
    state: StateArray
    below: int = 1
    words: tuple[str, ...] = ()
    wide: npt.NDArray[np.object_] | None = None

    def value(self, at: int, unit: int) -> Fraction | str | None:
        """The figure of a unit in one weighting."""
        if self.state[at, unit]:
            return None
        if self.wide is not None:
            told: Fraction = self.wide[at, unit]
            return told
        whole = int(self.whole[at, unit])
        return self.words[whole] if self.words else Fraction(whole, self.below)


class Gathered:
    """The blocks of one quantity as one, each put in its place while it is still in the cache."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.first: Figures | None = None
        self.whole: FloatArray = np.empty(0)
        self.state: StateArray = np.empty(0, dtype=np.uint8)
        self.wide: npt.NDArray[np.object_] | None = None

    def put(self, start: int, figures: Figures) -> None:
        """One block."""
        if self.first is None:
            self.first = figures
            units = figures.whole.shape[1]
            self.whole = np.empty((self.size, units))
            same = figures.state.strides[0] == 0  # the same states in every weighting
            self.state = np.broadcast_to(figures.state[0], (self.size, units)) if same else np.empty((self.size, units), dtype=np.uint8)
        rows = slice(start, start + len(figures.whole))
        if self.wide is None and (figures.wide is not None or figures.below != self.first.below):
            before = Figures(self.whole[:start], self.state[:start], self.first.below)
            self.wide = np.concatenate([_fractions(before), np.full((self.size - start, self.whole.shape[1]), None, dtype=np.object_)])
        if self.wide is not None:
            self.wide[rows] = _fractions(figures)
        self.whole[rows] = figures.whole
        if self.state.flags.writeable:
            self.state[rows] = figures.state

    def figures(self, back: IndexArray | None) -> Figures:
        """All of them, in the order of the register."""
        if self.first is None:
            return Figures(np.empty((0, 0)), np.empty((0, 0), dtype=np.uint8))
        whole, state, wide = self.whole, self.state, self.wide
        if back is not None:
            whole, state, wide = whole[:, back], state[:, back], None if wide is None else wide[:, back]
        return Figures(whole, state, self.first.below, self.first.words, wide)


def as_column(figures: Figures) -> Column:
    """The same, world after world."""
    return Column(Kind.NUMBER, figures.whole.ravel().astype(np.float64, copy=False), figures.state.ravel(), figures.below)


def same_everywhere(column: Column, size: int) -> Figures:
    """A quantity that no weighting changes."""
    whole, state = np.broadcast_to(column.numerator, (size, len(column))), np.broadcast_to(column.state, (size, len(column)))
    wide = None if column.wide is None else np.broadcast_to(np.array(column.wide, dtype=np.object_), (size, len(column)))
    return Figures(whole, state, column.denominator, column.words, wide)


def figures_of(run: ColumnsRun, ref: Ref, size: int) -> Figures:
    """A quantity of a run in worlds, a row for each."""
    try:
        column = run.columns[ref]
    except KeyError:  # unrounded roots, as results hold them
        cells = [(state, round_root(value, ROOT_PLACES) if isinstance(value, Root) else value) for state, value in run.cells(ref)]
        column = column_of(Kind.NUMBER, cells)
    wide = None if column.wide is None else np.array(column.wide, dtype=np.object_).reshape(size, -1)
    return Figures(column.numerator.reshape(size, -1), column.state.reshape(size, -1), column.denominator, column.words, wide)


def _fractions(figures: Figures) -> npt.NDArray[np.object_]:
    if figures.wide is not None:
        return figures.wide
    flat = [Fraction(int(whole), figures.below) for whole in figures.whole.ravel().tolist()]
    told = np.empty(len(flat), dtype=np.object_)
    told[:] = flat
    return told.reshape(figures.whole.shape)
