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
from typing import Final

from kpi_engine.errors import Language
from kpi_engine.whatif.ends import End, Side
from kpi_engine.whatif.replays import Came, came_of
from kpi_engine.whatif.shapley import Group, shapley
from kpi_engine.whatif.states import State, States
from kpi_engine.whatif.wording import points_text, signed_points

__all__ = ["GradeReason", "Part", "Reason", "Why", "group_word", "sentences", "why"]


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


# in words ------------------------------------------------------------------------------------------------------------------------------------------

_WORDS: Final[Mapping[Group, tuple[str, str]]] = {
    "own": ("本单位数据", "own data"),
    "corrections": ("更正", "corrections"),
    "decisions": ("审定", "decisions"),
    "weights": ("分值权重", "weights"),
    "rules": ("计分办法", "rules"),
    "quota": ("名额和参评范围", "quotas and who competes"),
    "others": ("其他单位的数据", "other units' data"),
}


def group_word(group: Group, told: Why, language: Language = "zh") -> str:
    """What people call a group of changes."""
    if group == "rules" and told.joined:
        return "方案（分值、办法、名额）" if language == "zh" else "the scheme (weights, rules, quotas)"
    return _WORDS[group][0 if language == "zh" else 1]


def sentences(told: Why, language: Language = "zh") -> list[str]:
    """What differs at all, then each unit that changed: total, place, grade with their parts."""
    zh = language == "zh"
    lines = list(_preface(told, language))
    changed = sorted((reason for reason in told.reasons if reason.is_changed), key=_weight)
    if not changed:
        return [*lines, "得分、名次、等次都没有变。" if zh else "No total, rank or grade changes."]
    return [*lines, *(line for reason in changed for line in _of_unit(reason, told, language))]


def _weight(reason: Reason) -> int:
    """What is told first: another grade, then another place, then another total."""
    before, after = reason.before, reason.after
    if before is None or after is None or before.grade != after.grade:
        return 0
    return 1 if before.rank != after.rank else 2


def _preface(told: Why, language: Language) -> Iterable[str]:
    zh = language == "zh"
    if told.groups:
        words = ("、" if zh else ", ").join(group_word(group, told, language) for group in told.groups)
        yield (
            (f"两次不同的只有{words}。" if zh else f"What differs: {words}, nothing else.")
            if len(told.groups) == 1
            else f"两次不同的有：{words}。每一部分占多少与先后次序无关（各种次序取平均），合计正好等于变化。"
            if zh
            else f"What differs: {words}. No part depends on an order (each is the mean over all); they add up to the change."
        )
    if told.joined:
        yield (
            "两次的分值、办法、名额混用不成方案，合在一起算。"
            if zh
            else "Weights, rules and quotas of the two runs make no scheme together; they count as one."
        )
    for side, where in ((0, ("前一次", "the earlier")), (1, ("后一次", "the later"))):
        names = [name for name, one in told.one_sided if one == side]
        if names:
            listed = ("、" if zh else ", ").join(names)
            yield (
                f"只有{where[0]}的方案要的数据，跟着方案算：{listed}。"
                if zh
                else (f"Asked for by {where[1]} scheme alone, counted with the rules: {listed}.")
            )
    if not told.corrections_known:
        yield "不知道更正之前报的数，更正算在数据里。" if zh else "What was sent before corrections is not known; corrections count as data."


def _of_unit(reason: Reason, told: Why, language: Language) -> Iterable[str]:
    zh = language == "zh"
    before, after = reason.before, reason.after
    colon = "：" if zh else ": "
    if before is None or after is None:
        yield f"{reason.unit}{colon}" + (
            ("前一次没有这个单位。" if before is None else "后一次没有这个单位。")
            if zh
            else f"not in the {'earlier' if before is None else 'later'} run."
        )
        return
    if before.total != after.total:
        yield f"{reason.unit}{colon}{_change(before.total, after.total, told.places, zh=zh)}{_parts(reason, told, language, places=told.places[1])}"
    if before.rank != after.rank:
        yield f"{reason.unit}{colon}{_moved(before.rank, after.rank, zh=zh)}{_parts(reason, told, language, of_ranks=True)}"
    if reason.grade is not None:
        yield f"{reason.unit}{colon}{_graded(reason.grade, before.grade, after.grade, told, language)}"


def _change(old: Fraction | None, new: Fraction | None, places: tuple[int | None, int | None], *, zh: bool) -> str:
    none = "没有总分" if zh else "no total"
    told = " → ".join(points_text(total, at) if total is not None else none for total, at in zip((old, new), places, strict=True))
    change = f"（{signed_points(new - old, places[1])}）" if old is not None and new is not None else ""
    return f"总分 {told}{change}" if zh else f"total {told}{change.replace('（', ' (').replace('）', ')')}"


def _moved(old: int | None, new: int | None, *, zh: bool) -> str:
    none = "没有名次" if zh else "no rank"
    places = [(f"第{rank}名" if zh else str(rank)) if rank is not None else none for rank in (old, new)]
    return f"名次 {places[0]} → {places[1]}" if zh else f"rank {places[0]} → {places[1]}"


def _parts(reason: Reason, told: Why, language: Language, *, places: int | None = None, of_ranks: bool = False) -> str:
    """What each group did; nothing to add where there is one only."""
    zh = language == "zh"
    if len(told.groups) == 1:
        return "。" if zh else "."
    figures = [(part.group, part.places if of_ranks else part.total) for part in reason.parts]
    if any(figure is None for _, figure in figures):
        return "，分不出各部分（有的中间状态没有这个数）。" if zh else "; it has no parts, since some mixed state has no such figure."
    moved = sorted(((group, figure) for group, figure in figures if figure), key=lambda pair: -abs(pair[1]))
    listed = ("，" if zh else ", ").join(f"{group_word(group, told, language)} {signed_points(figure, places)}" for group, figure in moved)
    return f"：{listed}。" if zh else f": {listed}."


def _graded(reason: GradeReason, old: str, new: str, told: Why, language: Language) -> str:
    zh = language == "zh"
    none = "无等次" if zh else "no grade"
    head = f"等次 {old or none} → {new or none}" if zh else f"grade {old or none} → {new or none}"
    if len(told.groups) == 1:
        return f"{head}。" if zh else f"{head}."
    if reason.alone == reason.needed == (reason.first,):
        word = group_word(reason.first, told, language)
        return (
            f"{head}：全是因为{word}（单有它就会变，没有它就不会变）。"
            if zh
            else f"{head}: because of {word} (it alone would do it; not without it)."
        )
    alone, needed = ([group_word(group, told, language) for group in groups] for groups in (reason.alone, reason.needed))
    parts = [_alone_text(alone, zh=zh), *([_needed_text(needed, zh=zh)] if needed else [])]
    parts.append(
        f"照上面的次序一样一样地改，改到{group_word(reason.first, told, language)}时变"
        if zh
        else f"changed one after the other in the order above, it turns at {group_word(reason.first, told, language)}"
    )
    return f"{head}：{'；'.join(parts)}。" if zh else f"{head}: {'; '.join(parts)}."


def _alone_text(names: Sequence[str], *, zh: bool) -> str:
    if not names:
        return "单有哪一样都不会变" if zh else "nothing alone would do it"
    if len(names) == 1:
        return f"单有{names[0]}就会变" if zh else f"{names[0]} alone would do it"
    return f"{'、'.join(names)}，单有哪一样都会变" if zh else f"any of {', '.join(names)} alone would do it"


def _needed_text(names: Sequence[str], *, zh: bool) -> str:
    if len(names) == 1:
        return f"没有{names[0]}就不会变" if zh else f"without {names[0]} it would not have come"
    return f"{'、'.join(names)}，缺一样就不会变" if zh else f"without any one of {', '.join(names)} it would not have come"
