"""The functions of the language. A file is a family; a function is one record; the folder is the registry.

Three sorts: a `RowFunction` works on one unit's values, a `Reducer` makes many rows one value, a `GroupFunction` looks across units. A function that
is only another way to write a tree is an *expansion* (``build``) and needs no readings of its own. The columns and workbook readings stand beside
the readers (`kpi_engine.formula.columns`, `kpi_engine.formula.workbook`), keyed by the same names; a house test holds that none is absent
without a reason.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from kpi_engine.formula.tree import Node
from kpi_engine.numbers import Root
from kpi_engine.table import Kind, State

__all__ = ["Exact", "ExactCell", "GroupFunction", "Member", "Reducer", "RowFunction", "group_functions", "reducers", "row_functions"]

Exact = Fraction | Root | bool | str
"""What the exact reader computes with."""

ExactCell = tuple[State, Exact | None]


@dataclass(frozen=True, slots=True)
class RowFunction:
    """A function of present values of one unit. ``exact`` returns None for what has no value (state ERROR).

    ``arity`` is (least, most), most None for any number. ``words`` is the template of its sentence, ``{0}`` the first argument, ``{args}`` all.
    """

    name: str
    title: str
    arity: tuple[int, int | None]
    build: Callable[[tuple[Node, ...]], Node] | None = None
    exact: Callable[[Sequence[Exact]], Exact | None] | None = None
    kinds: tuple[Kind, ...] = (Kind.NUMBER,)
    result: Kind = Kind.NUMBER
    words: str = ""
    on_states: Callable[[Sequence[ExactCell]], ExactCell] | None = None
    written: bool = True


@dataclass(frozen=True, slots=True)
class Reducer:
    """Rows of one unit -> one value. ``exact`` sees the cells of the rows that count, in their order."""

    name: str
    title: str
    exact: Callable[[Sequence[ExactCell], Mapping[str, int]], ExactCell]
    words: str = ""


class Member(NamedTuple):
    """A unit of a group: whether it counts, and the cells of the arguments."""

    counts: bool
    args: tuple[ExactCell, ...]


@dataclass(frozen=True, slots=True)
class GroupFunction:
    """All members of a group -> one value for each."""

    name: str
    title: str
    arity: tuple[int, int | None]
    exact: Callable[[Sequence[Member], Mapping[str, str]], Sequence[ExactCell]]
    words: str = ""


@cache
def _families() -> tuple[Sequence[RowFunction | Reducer | GroupFunction], ...]:
    names = sorted(found.name for found in pkgutil.iter_modules(__path__))
    return tuple(importlib.import_module(f"{__name__}.{name}").FUNCTIONS for name in names)


@cache
def row_functions() -> Mapping[str, RowFunction]:
    """All functions of one unit's values, by name."""
    return {f.name: f for family in _families() for f in family if isinstance(f, RowFunction)}


@cache
def reducers() -> Mapping[str, Reducer]:
    """All reducers, by name."""
    return {f.name: f for family in _families() for f in family if isinstance(f, Reducer)}


@cache
def group_functions() -> Mapping[str, GroupFunction]:
    """All functions across units, by name."""
    return {f.name: f for family in _families() for f in family if isinstance(f, GroupFunction)}
