"""Why a unit's total, place or grade changed between two runs, in parts that add up exactly and depend on no order.

What differs between the runs is put into groups:

- *own*: what was reported of the unit itself;
- *corrections* and *decisions* (of all units);
- *weights*: points and weights; *rules*: the rest of the text but quotas;
- *quota*: the quotas, and who competes (takes part, is ranked, in which class);
- *others*: what was reported of all other units.

A *state* takes some groups from the later run and the rest from the earlier one, and is scored as any run is. With n groups that differ, v(S) the
figure in the state that has the groups S from the later run, the part of group i is its Shapley value

    part(i) = Σ over S without i of  |S|! · (n − |S| − 1)! / n! · (v(S + i) − v(S)),

the mean over all orders, in which the groups can be changed one after the other, of what the change of i does. The parts add up to v(all) − v(none),
the change itself; a group that never matters has 0; two that always do the same have the same. (Shapley, L. S., A value for n-person games, 1953.)

Parts of totals and of places are exact fractions: a place's part is a mean of whole numbers. Places count upwards (5th to 3rd is +2). Grades are no
numbers; it is told which group alone brings the new grade, without which it would not have come, and which is first in the order above.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from kpi_engine.whatif.reasons.ends import End, Side
from kpi_engine.whatif.reasons.shapley import Group, shapley
from kpi_engine.whatif.reasons.states import State, States
from kpi_engine.whatif.replays import Came, came_of

__all__ = ["GradeReason", "Part", "Reason", "Why", "why"]


@dataclass(frozen=True, slots=True)
class Part:
    """What one group did: to the total, and to the place (upwards); None where there is none on some side or in some mixed state."""

    group: Group
    total: Fraction | None
    places: Fraction | None


@dataclass(frozen=True, slots=True)
class GradeReason:
    """A changed grade: the groups that bring it alone, those without which it would not have come, and the first in the stated order."""

    alone: tuple[Group, ...]
    needed: tuple[Group, ...]
    first: Group


@dataclass(frozen=True, slots=True)
class Reason:
    """One unit: how it came out in both runs (None where it is not there), and why that differs."""

    unit: str
    before: Came | None
    after: Came | None
    parts: tuple[Part, ...] = ()
    grade: GradeReason | None = None

    @property
    def is_changed(self) -> bool:
        """Whether anything differs."""
        return self.before != self.after


@dataclass(frozen=True)
class Why:
    """All units with their reasons; the groups that differ, what cannot be told apart, and how many states were scored.

    ``joined``: shares, rules and quotas stand together under *rules*, because a text with some of them from each run makes no sense.
    ``one_sided``: inputs that only one of the schemes asks for (they come and go with the rules), each with the end that has it.
    ``places``: the decimals of totals that each run publishes.
    """

    reasons: tuple[Reason, ...]
    groups: tuple[Group, ...]
    joined: bool = False
    one_sided: tuple[tuple[str, Side], ...] = ()
    corrections_known: bool = True
    runs: int = 0
    places: tuple[int | None, int | None] = (None, None)


def why(before: End, after: End, units: Iterable[str] | None = None) -> Why:
    """Why each unit came out otherwise.

    States in which a unit's own data and those of the others are of two runs are scored for that unit alone, many in one pass; all other states are
    scored once for all units.

    Args:
        before: the earlier run.
        after: the later one.
        units: those to be told of, by their name in the earlier run; None for all.

    """
    states = States(before, after)
    chosen = None if units is None else set(units)
    asked = [at for at, pair in enumerate(states.pairs) if chosen is None or pair.name in chosen]
    states.score(asked)
    return Why(
        tuple(_reason(states, at) for at in asked),
        states.groups,
        states.joined,
        tuple((ref.name, side) for ref, side in dict.fromkeys((replace(ref, part="", period=""), side) for ref, side in states.differ.one_sided)),
        before.reported is not None and after.reported is not None,
        len(states.runs),
        (before.results.places(), after.results.places()),
    )


def _reason(states: States, at: int) -> Reason:
    """One unit's."""
    pair = states.pairs[at]
    if None in pair.rows:
        return Reason(pair.name, _alone(states.ends[0], pair.rows[0]), _alone(states.ends[1], pair.rows[1]))
    groups, came = states.groups_of(at), states.of(at)
    before, after = came[frozenset()], came[frozenset(groups)]
    totals = _split(groups, {state: one.total for state, one in came.items()})
    places = _split(groups, {state: -one.rank if one.rank is not None else None for state, one in came.items()})
    parts = tuple(Part(group, totals.get(group), places.get(group)) for group in groups)
    return Reason(pair.name, before, after, parts, _grade_reason(groups, {state: one.grade for state, one in came.items()}))


def _alone(end: End, row: int | None) -> Came | None:
    """How a unit that one run alone has came out."""
    return came_of(end.results, row) if row is not None else None


def _split(groups: Sequence[Group], value: Mapping[State, Fraction | int | None]) -> dict[Group, Fraction]:
    """The parts; none where some state has no figure."""
    known = {state: Fraction(figure) for state, figure in value.items() if figure is not None}
    return shapley(groups, known) if len(known) == len(value) else {}


def _grade_reason(groups: Sequence[Group], grade: Mapping[State, str]) -> GradeReason | None:
    whole = frozenset(groups)
    old, new = grade[frozenset()], grade[whole]
    if old == new:
        return None
    alone = tuple(group for group in groups if grade[frozenset({group})] == new)
    needed = tuple(group for group in groups if grade[whole - {group}] != new)
    steps = [frozenset(groups[: count + 1]) for count in range(len(groups))]
    turned = next(count for count in range(len(groups)) if all(grade[state] == new for state in steps[count:]))
    return GradeReason(alone, needed, groups[turned])
