"""A watch-list: who lies near a boundary, on both sides, how far, and on request what would move those below.

Boundaries are the bounds of grades that look at the total (published, as they do), and the cut of each quota. The distance of a unit from a bound is
|total − bound|. At a cut it is, for who has a place, the total less that of the best without one; for who has none, the total of the last with one
less its own. Who is not considered for a place (another grade, not ranked) is not near its cut.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from kpi_engine.engine.results import Results
from kpi_engine.errors import Language
from kpi_engine.formula.exact import evaluate
from kpi_engine.formula.tree import Compare, Const, Group, If, Node, references
from kpi_engine.lint.look import Look
from kpi_engine.numbers import short_text
from kpi_engine.table import Kind, Ref, Role, State
from kpi_engine.whatif.replays import GRADE, RANK, TOTAL
from kpi_engine.whatif.upward.nearest import nearest_way
from kpi_engine.whatif.upward.ways import Way
from kpi_engine.whatif.wording import counted, points_text

__all__ = ["Near", "Watch", "sentences", "watch"]

_BAND = Ref(Role.GRADE, part="band")
_RANKS = {Role.RANK, Role.RANK_FROM_LAST}


@dataclass(frozen=True, slots=True)
class Near:
    """One unit near one boundary: of a grade (by name) or a quota; ``inside``: it meets the bound, or has a place.

    ``bound`` is the total at the boundary, ``grade`` what the unit came out with in the end, ``ways`` what would move it up, where that was asked for.
    """

    unit: str
    class_: str
    kind: Literal["grade", "quota"]
    what: str
    inside: bool
    total: Fraction
    bound: Fraction
    grade: str
    ways: tuple[Way, ...] = ()

    @property
    def distance(self) -> Fraction:
        """How far from the boundary, in points."""
        return abs(self.total - self.bound)


@dataclass(frozen=True)
class Watch:
    """Everybody within ``distance``, the nearest first; ``unwatched`` are grades and quotas of which no distance in points can be told.

    ``boundaries``: whether the scheme has any grade or quota; ``places`` are the decimals of published totals.
    """

    distance: Fraction
    near: tuple[Near, ...]
    unwatched: tuple[str, ...] = ()
    boundaries: bool = True
    places: int | None = None


def watch(results: Results, distance: Fraction, *, with_ways: bool = False) -> Watch:
    """Who lies within so many points of a boundary.

    Args:
        results: the run.
        distance: in points of the total; who lies exactly so far is listed.
        with_ways: whether to look for the nearest ways up of those who are just below a bound of a grade (see `nearest`).

    """
    told: list[Near] = []
    unwatched: list[str] = []
    if results.plan.scheme.grades is not None and TOTAL in results.plan.steps_by_ref:
        found = list(_bounds(results))
        told += found
        unwatched += [] if found or not _looks_elsewhere(results) else ["grades"]
    for name in results.plan.scheme.quotas:
        told += _cut(results, str(name))
    near = [one for one in told if one.distance <= distance]
    if with_ways:
        look = Look(results.plan)
        near = [_with_ways(one, results, look) for one in near]
    order = {unit: row for row, unit in enumerate(results.units)}
    scheme = results.plan.scheme
    listed = tuple(sorted(near, key=lambda one: (one.distance, order[one.unit])))
    return Watch(distance, listed, tuple(unwatched), scheme.grades is not None or bool(scheme.quotas), results.places())


def _looks_elsewhere(results: Results) -> bool:
    """Whether grades do not go by the total."""
    return not any(_is_of_total(of) for of, _, _, _ in _chain(results.plan.steps_by_ref[_BAND].tree))


# bounds of grades ------------------------------------------------------------------------------------------------------------------------------------


def _chain(tree: Node) -> Iterator[tuple[Node, str, Node, str]]:
    """(what is looked at, operator, bound, grade), the hardest bound first."""
    while isinstance(tree, If) and isinstance(tree.condition, Compare) and isinstance(tree.then, Const):
        yield tree.condition.left, tree.condition.op, tree.condition.right, str(tree.then.value)
        tree = tree.otherwise


def _is_of_total(of: Node) -> bool:
    """Whether a grade looks at points: the total, also rounded, and no rank."""
    named = references(of)
    return of.kind is Kind.NUMBER and TOTAL in named and not any(ref.role in _RANKS for ref in named)


def _bounds(results: Results) -> Iterator[Near]:
    for of, op, bound, grade in _chain(results.plan.steps_by_ref[_BAND].tree):
        if not _is_of_total(of):
            continue
        values, bounds = evaluate(of, results), evaluate(bound, results)
        for row, (value, edge) in enumerate(zip(values, bounds, strict=True)):
            if results.takes_part(row) and isinstance(value[1], Fraction) and isinstance(edge[1], Fraction):
                yield _near(results, row, "grade", grade, value[1], edge[1], inside=_meets(value[1], op, edge[1]))


def _meets(value: Fraction, op: str, bound: Fraction) -> bool:
    return {">=": value >= bound, ">": value > bound, "<=": value <= bound, "<": value < bound}[op]


def _near(results: Results, row: int, kind: Literal["grade", "quota"], what: str, total: Fraction, bound: Fraction, *, inside: bool) -> Near:
    grade = results.word(GRADE, row) if GRADE in results.plan.steps_by_ref else ""
    return Near(results.units[row], results.class_of(row), kind, what, inside, total, bound, grade)


# cuts of quotas --------------------------------------------------------------------------------------------------------------------------------------


def _cut(results: Results, name: str) -> Iterator[Near]:
    """Those who are considered for a place, each against the nearest on the other side of the cut."""
    keeps = results.plan.steps_by_ref.get(Ref(Role.QUOTA, name, part="keeps"))
    if keeps is None or not isinstance(keeps.tree, Group):
        return
    considered = _considered(results, keeps.tree)
    quota = results.plan.scheme.quotas[name]
    groups: dict[str, list[int]] = {}
    for row in considered:
        groups.setdefault(results.class_of(row) if keeps.tree.scope == "class" else "", []).append(row)
    for rows in groups.values():
        with_place = [row for row in rows if results.holds(keeps.ref, row)]
        without = [row for row in rows if row not in with_place]
        if not with_place or not without:
            continue
        last, best = min(_total(results, row) for row in with_place), max(_total(results, row) for row in without)
        for row in rows:
            inside = row in with_place
            yield _near(results, row, "quota", quota.title or name, _total(results, row), best if inside else last, inside=inside)


def _considered(results: Results, tree: Group) -> Sequence[int]:
    """Ranked units with a total that hold what the quota counts."""
    holds = evaluate(tree.args[0], results)
    among = evaluate(tree.among, results) if tree.among is not None else [(State.PRESENT, True)] * len(results.units)
    ranked = [row for row in range(len(results.units)) if results.takes_part(row) and results.has_value(RANK, row)]
    return [row for row in ranked if holds[row][1] is True and among[row][1] is True and results.number(TOTAL, row) is not None]


def _total(results: Results, row: int) -> Fraction:
    return results.number(TOTAL, row) or Fraction(0)


def _with_ways(near: Near, results: Results, look: Look) -> Near:
    if near.inside or near.kind != "grade":
        return near
    told, _ = nearest_way(results, near.unit, look=look, pairs=False)
    grades = results.plan.scheme.grades
    names = grades.names if grades is not None else ()
    good = names[: names.index(near.what) + 1]
    ways = [way for way in (told.ways if told is not None else ()) if way.came.grade in good]
    return Near(near.unit, near.class_, near.kind, near.what, near.inside, near.total, near.bound, near.grade, tuple(ways))


# in words --------------------------------------------------------------------------------------------------------------------------------------------


def sentences(told: Watch, language: Language = "zh", ways: int = 2) -> list[str]:
    """One sentence a unit and boundary, the nearest first."""
    zh = language == "zh"
    size = short_text(told.distance)
    if not told.boundaries:
        return ["方案没有等次，也没有名额，没有边界可看。" if zh else "The scheme has neither grades nor quotas, so there is no boundary to watch."]
    if not told.near:
        lines = [
            f"没有单位离分数线或名额线在 {size} 分以内。"
            if zh
            else f"No unit is within {_points(size)} of the bound of a grade or the cut of a quota."
        ]
    else:
        count = len({one.unit for one in told.near})
        lines = [
            f"{count} 个单位离分数线或名额线在 {size} 分以内："
            if zh
            else f"Within {_points(size)} of the bound of a grade or the cut of a quota, {counted(count, 'unit')}:"
        ]
        lines += [_text(one, told.places, language, ways) for one in told.near]
    if told.unwatched:
        lines.append("等次不按总分定，说不出差多少分。" if zh else "Grades do not go by the total; no distance in points can be told.")
    return lines


def _text(near: Near, places: int | None, language: Language, ways: int) -> str:
    zh = language == "zh"
    distance, total, bound = points_text(near.distance, places), points_text(near.total, places), short_text(near.bound)
    where = _where(near, distance, bound, zh=zh)
    came = _came(near, zh=zh)
    more = ("；" if zh else "; ").join(("，同时" if zh else " and ").join(pull.text(language) for pull in way.pulls) for way in near.ways[:ways])
    if more:
        more = f"。可以：{more}" if zh else f". Would do: {more}"
    return f"{near.unit} {total} 分，{where}{came}{more}。" if zh else f"{near.unit}: total {total}, {where}{came}{more}."


def _points(size: str) -> str:
    return f"{size} point{'' if size == '1' else 's'}"


def _where(near: Near, distance: str, bound: str, *, zh: bool) -> str:
    if near.kind == "grade":
        line = f"{near.what}线（{bound}）" if zh else f"the bound of {near.what}, {bound}"
        if not near.distance:
            return f"正好在{line}上" if zh else f"exactly at {line}"
        side = near.total > near.bound
        return f"比{line}{'高' if side else '低'} {distance} 分" if zh else f"{distance} {'above' if side else 'below'} {line}"
    if near.inside:
        return f"“{near.what}”名额内，比名额外最高的高 {distance} 分" if zh else f"with a place of {near.what}, {distance} above the best without"
    return f"“{near.what}”名额外，比名额内最低的低 {distance} 分" if zh else f"without a place of {near.what}, {distance} below the last with one"


def _came(near: Near, *, zh: bool) -> str:
    if near.kind == "grade" and near.grade and near.inside != (near.grade == near.what):
        return f"（最后是{near.grade}）" if zh else f" (in the end {near.grade})"
    return ""
