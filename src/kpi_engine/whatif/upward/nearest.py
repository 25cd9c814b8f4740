"""The nearest way up: what a unit would have had to report to reach the next grade or the next place.

Every trial is the whole decision again with the changed report, all other units as they are. For one input the amounts 1, 2, 4, … up to its range are
tried and the first that reaches the goal is closed in by halves, so that it is *verified*: with this amount the goal is reached, with one step less it
is not. That no smaller amount reaches it either is *least*: proved where more of the input never lowers the total and no other unit's total moves with
it, or because all smaller amounts were tried.

Two inputs together: the cheapest pair of amounts, by the costs of `levers`, that reaches the goal and costs less than the cheapest single way; neither
amount reaches it alone. All pairs of amounts are tried where they are few. Otherwise all amounts of the one that has fewer, or beyond `MOST_TRIED` so
many that are evenly spread, each with the first amount of the other that will do, closed in by halves; what is not proved cheapest so says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from kpi_engine.engine.results import Results
from kpi_engine.errors import Language, Problem
from kpi_engine.errors import k8_whatif as k8
from kpi_engine.formula.grammar import nearest as near
from kpi_engine.lint.look import Look
from kpi_engine.numbers import short_text
from kpi_engine.whatif.replays import GRADE, RANK, Came, came_of
from kpi_engine.whatif.upward.goals import Aim, Goal, goal_of
from kpi_engine.whatif.upward.ways import Search, Way
from kpi_engine.whatif.wording import points_text

__all__ = ["Nearest", "nearest_way", "sentences"]


@dataclass(frozen=True)
class Nearest:
    """All single ways, the cheapest first; pairs that are cheaper; and what alone does not get there however far it goes.

    ``goal`` is None where there is nothing better to reach; ``places`` are the decimals of published totals.
    """

    unit: str
    now: Came
    goal: Goal | None
    ways: tuple[Way, ...] = ()
    pairs: tuple[Way, ...] = ()
    unreachable: tuple[str, ...] = ()
    places: int | None = None


def nearest_way(
    results: Results, unit: str, aim: Aim = "grade", *, look: Look | None = None, pairs: bool = True
) -> tuple[Nearest | None, list[Problem]]:
    """The nearest ways for a unit to the next better grade, or to a better place.

    Args:
        results: the run.
        unit: the unit's name.
        aim: which of the two.
        look: the scheme under inspection, where many units are asked about in a row.
        pairs: whether to look for pairs as well, which takes longest.

    Returns:
        (nearest, problems): K840 for an unknown unit, K841 where the scheme has no such result.

    """
    if unit not in results.units:
        return None, [k8.NO_UNIT_TO_RAISE.at(unit=unit, near=near(unit, results.units))]
    if (GRADE if aim == "grade" else RANK) not in results.plan.steps_by_ref:
        return None, [k8.NOTHING_TO_REACH.at(aim="等次" if aim == "grade" else "名次", aim_en=aim)]
    row = results.units.index(unit)
    now = came_of(results, row)
    goal = goal_of(results, now, aim)
    if goal is None:
        return Nearest(unit, now, None, places=results.places()), []
    search = Search(results, row, look or Look(results.plan), goal)
    ways = search.ways()
    reached = {search.levers[at].key for at in ways}
    helps = dict.fromkeys(search.levers[at].what for at in search.helping(now) if search.levers[at].key not in reached)
    singles = sorted(ways.values(), key=lambda way: way.cost)
    return Nearest(unit, now, goal, tuple(singles), tuple(search.pairs(ways) if pairs else ()), tuple(helps), results.places()), []


# in words --------------------------------------------------------------------------------------------------------------------------------------------


def sentences(told: Nearest, language: Language = "zh", most: int = 5) -> list[str]:
    """Where the unit stands, what would do, what would do together, and what would not."""
    zh = language == "zh"
    where = _where(told.now, told.places, language)
    if told.goal is None:
        return [f"{told.unit}：{where}，上面没有更好的了。" if zh else f"{told.unit}: {where}; there is nothing better to reach."]
    goal = told.goal.text(language)
    lines = [f"{told.unit}：{where}；到{goal}，别的都不变，有这些办法：" if zh else f"{told.unit}: {where}. To reach {goal}, all else as it is:"]
    if not told.ways and not told.pairs:
        lines = [f"{told.unit}：{where}；只改一项或两项，到不了{goal}。" if zh else f"{told.unit}: {where}. One or two changes do not reach {goal}."]
    for way in (*told.ways[:most], *told.pairs[:most]):
        lines.append(_way_text(way, told, language))
    if len(told.ways) > most:
        rest = len(told.ways) - most
        lines.append(f"另有 {rest} 项单独改也能到。" if zh else f"{rest} more would do alone.")
    if told.unreachable:
        names = ("、" if zh else ", ").join(told.unreachable)
        lines.append(f"再多也到不了的（单靠这一项）：{names}。" if zh else f"However far any of these went alone, it would not do: {names}.")
    return lines


def _where(now: Came, places: int | None, language: Language) -> str:
    zh = language == "zh"
    parts = []
    if now.total is not None:
        parts.append(f"总分 {points_text(now.total, places)}" if zh else f"total {points_text(now.total, places)}")
    if now.rank is not None:
        parts.append(f"第{now.rank}名" if zh else f"rank {now.rank}")
    if now.grade:
        parts.append(now.grade)
    return ("，" if zh else ", ").join(parts) or ("没有结果" if zh else "no result")


def _size(cost: Fraction, *, zh: bool) -> str:
    """How large a change is beside what was reported; never 0% of something."""
    if 0 < cost < Fraction(5, 10_000):
        return "不到 0.1%" if zh else "less than 0.1%"
    share = f"{short_text(cost * 100, 1).rstrip('…')}%"
    return f"约 {share}" if zh else f"about {share}"


def _way_text(way: Way, told: Nearest, language: Language) -> str:
    zh = language == "zh"
    pulls = ("，同时" if zh else ", and ").join(pull.text(language) for pull in way.pulls)
    then = _where(way.came, told.places, language)
    share = _size(way.cost, zh=zh)
    assert told.goal is not None, "ways have a goal"
    if zh:
        return f"{pulls}，即可（{then}；改动幅度{share}）{'' if way.least else '；也许还有更省的'}。"
    return f"{pulls} ({then}; a change of {share}){'' if way.least else '; less might do as well'}."
