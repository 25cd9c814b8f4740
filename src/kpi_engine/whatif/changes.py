"""Two sets of results side by side: every unit of either, what it was and what it is, who came in and who went out. Nobody vanishes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import cast

from kpi_engine.engine.results import Results
from kpi_engine.scheme.model import Asked, Scheme
from kpi_engine.table import Ref, Role

__all__ = ["Changes", "Displaced", "Move", "Standing", "changes_between", "standings"]

_TOTAL, _RANK, _GRADE = Ref(Role.TOTAL), Ref(Role.RANK), Ref(Role.GRADE)
_KEPT = "standings"


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


def standings(results: Results) -> list[Standing | None]:
    """How each unit came out; None where it does not take part. Worked out once for each set of results."""
    if _KEPT not in results.kept:
        results.kept[_KEPT] = _standings(results)
    return cast("list[Standing | None]", results.kept[_KEPT])


def _standings(results: Results) -> list[Standing | None]:
    scheme, size = results.plan.scheme, len(results.units)

    def values(ref: Ref) -> Sequence[object]:
        column = results.column(ref)
        return [None] * size if column is None else [value for _, value in results.cells(ref)]

    takes_part, totals, grades = values(Ref(Role.UNIT, part="takes_part")), values(_TOTAL), values(_GRADE)
    ranks, tied = values(_RANK), values(Ref(Role.RANK, part="tied"))
    paid = {f"{name}{at}": values(Ref(Role.PAYMENT, name, period)) for name, _, period, at in _asked(scheme, scheme.payments)}
    quotas = [(quota.title + at, Ref(Role.QUOTA, name, period, "keeps")) for name, quota, period, at in _asked(scheme, scheme.quotas) if quota.title]
    titles = {title: values(ref) for title, ref in quotas}
    measures = {f"{name}{at}": values(Ref(Role.CONSEQUENCE, name, period)) for name, _, period, at in _asked(scheme, scheme.consequences)}
    return [
        Standing(
            total=_number(totals[row]),
            rank=int(rank) if (rank := _number(ranks[row])) is not None else None,
            tied=rank is not None and (_number(tied[row]) or 0) > 1,
            grade=str(grades[row] or ""),
            titles=tuple(title for title, holds in titles.items() if holds[row] is True),
            paid={name: amount for name, amounts in paid.items() if (amount := _number(amounts[row])) is not None},
            measures=tuple(name for name, told in measures.items() if told[row] is True or (isinstance(told[row], str) and told[row])),
        )
        if takes_part[row] is True
        else None
        for row in range(size)
    ]


def _asked(scheme: Scheme, section: Mapping[str, Asked]) -> Iterator[tuple[str, Asked, str, str]]:
    """(name, declaration, period, how a period is said) of all that is about the whole or, one by one, about the periods."""
    for name, declared in section.items():
        yield from ((str(name), declared, period, f"（{period}）" if period else "") for period in scheme.spans(declared))


def _number(value: object) -> Fraction | None:
    return value if isinstance(value, Fraction) else None


def changes_between(before: Results, after: Results, *, same: Mapping[str, str] | None = None) -> Changes:
    """What differs between two results.

    Args:
        before: the results to start from.
        after: the others.
        same: unit of ``before`` -> what it is called in ``after``, where the names differ.

    """
    called = same or {}
    rows_after = {name: row for row, name in enumerate(after.units)}
    was, will = standings(before), standings(after)
    moves: list[Move] = []
    for row, unit in enumerate(before.units):
        other = rows_after.pop(called.get(unit, unit), None)
        moves.append(Move(unit, before.class_of(row), was[row], will[other] if other is not None else None))
    moves += [Move(unit, after.class_of(row), None, will[row]) for unit, row in rows_after.items()]
    sides = (before, after)
    return Changes(
        tuple(move for move in moves if move.before is not None or move.after is not None),
        _union(side.plan.scheme.grades.names if side.plan.scheme.grades is not None else () for side in sides),
        _union((name + at for name, _, _, at in _asked(side.plan.scheme, side.plan.scheme.payments)) for side in sides),
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
    for _, quota, _, at in _asked(scheme, scheme.quotas):
        told[(quota.grade or quota.title) + at] = (quota.within or within) == "class"
    return told
