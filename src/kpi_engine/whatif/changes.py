"""Two sets of results side by side: every unit of either, what it was and what it is, who came in and who went out. Nobody vanishes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from kpi_engine.engine.results import Results
from kpi_engine.table import Ref, Role

__all__ = ["Changes", "Displaced", "Move", "Standing", "changes_between", "standing_of"]

_TOTAL, _RANK, _GRADE = Ref(Role.TOTAL), Ref(Role.RANK), Ref(Role.GRADE)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a unit came out: its published total, place, grade; the titles it holds, what it is paid, the measures it meets. None, "" where there is none."""

    total: Fraction | None
    rank: int | None
    tied: bool
    grade: str
    titles: tuple[str, ...] = ()
    paid: Mapping[str, Fraction] = field(default_factory=dict)
    measures: tuple[str, ...] = ()
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """One unit in both results; a side is None where the unit is not there, or does not take part."""

    unit: str
    class_: str
    before: Standing | None
    after: Standing | None

    @property
    def points(self) -> Fraction | None:
        """By how much the total changed; None where it is not on both sides."""
        if self.before is None or self.after is None or self.before.total is None or self.after.total is None:
            return None
        return self.after.total - self.before.total

    @property
    def places(self) -> int | None:
        """By how many places it moved up (down: negative); None where it is not ranked on both sides."""
        if self.before is None or self.after is None or self.before.rank is None or self.after.rank is None:
            return None
        return self.before.rank - self.after.rank

    @property
    def grades(self) -> tuple[str, str]:
        """The grade on both sides."""
        return self.before.grade if self.before else "", self.after.grade if self.after else ""

    @property
    def is_changed(self) -> bool:
        """Whether anything that is published of it differs."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Displaced:
    """A quota's places (or a grade) in one group: who holds it no longer, who now does. ``class_`` is empty where all are one group."""

    what: str
    class_: str
    out: tuple[str, ...]
    into: tuple[str, ...]


@dataclass(frozen=True)
class Changes:
    """The difference of two results, units in the order of the register (those that only the later one has behind)."""

    moves: tuple[Move, ...]
    grades: tuple[str, ...]
    payments: tuple[str, ...]
    places: int | None = None
    _groups: Mapping[str, bool] = field(default_factory=dict, repr=False)

    @cached_property
    def flips(self) -> tuple[Move, ...]:
        """Whose grade changed."""
        return tuple(move for move in self.moves if move.grades[0] != move.grades[1])

    @cached_property
    def moved(self) -> tuple[Move, ...]:
        """Whose place changed, the furthest first."""
        told = [move for move in self.moves if move.places]
        return tuple(sorted(told, key=lambda move: -abs(move.places or 0)))

    @cached_property
    def displaced(self) -> tuple[Displaced, ...]:
        """For each grade and title who left it and who came to it, class by class where places are counted so."""
        told: list[Displaced] = []
        for what in (*self.grades, *self._titles()):
            by_class = self._groups.get(what, False)
            groups = dict.fromkeys(move.class_ if by_class else "" for move in self.moves)
            for group in groups:
                mine = [move for move in self.moves if not by_class or move.class_ == group]
                out = tuple(m.unit for m in mine if _holds(m.before, what) and not _holds(m.after, what))
                into = tuple(m.unit for m in mine if _holds(m.after, what) and not _holds(m.before, what))
                if out or into:
                    told.append(Displaced(what, group, out, into))
        return tuple(told)

    def _titles(self) -> list[str]:
        sides = [side for move in self.moves for side in (move.before, move.after) if side is not None]
        return list(dict.fromkeys(title for side in sides for title in side.titles))

    def paid(self, name: str) -> tuple[Fraction, Fraction]:
        """What a payment comes to on both sides."""
        before = sum((move.before.paid.get(name, Fraction(0)) for move in self.moves if move.before), Fraction(0))
        return before, sum((move.after.paid.get(name, Fraction(0)) for move in self.moves if move.after), Fraction(0))


def _holds(side: Standing | None, what: str) -> bool:
    return side is not None and (side.grade == what or what in side.titles)


def standing_of(results: Results, row: int) -> Standing | None:
    """How one unit came out; None where it does not take part."""
    if not results.takes_part(row):
        return None
    scheme = results.plan.scheme
    rank = results.number(_RANK, row) if results.has_value(_RANK, row) else None
    paid = {str(name): amount for name in scheme.payments if (amount := results.number(Ref(Role.PAYMENT, str(name)), row)) is not None}
    return Standing(
        total=results.number(_TOTAL, row),
        rank=int(rank) if rank is not None else None,
        tied=rank is not None and (results.number(Ref(Role.RANK, part="tied"), row) or 0) > 1,
        grade=results.word(_GRADE, row),
        titles=tuple(q.title for name, q in scheme.quotas.items() if q.title and results.holds(Ref(Role.QUOTA, str(name), part="keeps"), row)),
        paid=paid,
        measures=tuple(str(name) for name in scheme.consequences if _measure(results, str(name), row)),
    )


def _measure(results: Results, name: str, row: int) -> bool:
    ref = Ref(Role.CONSEQUENCE, name)
    return results.holds(ref, row) or bool(results.word(ref, row))


def changes_between(before: Results, after: Results, *, same: Mapping[str, str] | None = None) -> Changes:
    """What differs between two results.

    Args:
        before: the results to start from.
        after: the others.
        same: unit of ``before`` -> what it is called in ``after``, where the names differ.

    """
    called = same or {}
    rows_after = {name: row for row, name in enumerate(after.units)}
    moves: list[Move] = []
    for row, unit in enumerate(before.units):
        other = rows_after.pop(called.get(unit, unit), None)
        moves.append(Move(unit, before.class_of(row), standing_of(before, row), standing_of(after, other) if other is not None else None))
    moves += [Move(unit, after.class_of(row), None, standing_of(after, row)) for unit, row in rows_after.items()]
    sides = (before, after)
    return Changes(
        tuple(move for move in moves if move.before is not None or move.after is not None),
        _union(side.plan.scheme.grades.names if side.plan.scheme.grades is not None else () for side in sides),
        _union((str(name) for name in side.plan.scheme.payments) for side in sides),
        after.places(),
        {what: by_class for side in sides for what, by_class in _grouped(side).items()},
    )


def _union(parts: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for part in parts for word in part))


def _grouped(results: Results) -> dict[str, bool]:
    """Which grades and titles are given class by class."""
    scheme = results.plan.scheme
    within = scheme.ranking.within if scheme.ranking is not None else "all"
    told: dict[str, bool] = {}
    for quota in scheme.quotas.values():
        told[quota.grade or quota.title] = (quota.within or within) == "class"
    return told
