"""How a unit stands beside its figures: flags, and why it has no place in the ranking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kpi_engine.engine.results import Results
from kpi_engine.table import Column, Kind, Ref, Role, State

__all__ = [
    "SEPARATOR",
    "Adjustments",
    "GradeStep",
    "absent_rows",
    "flags",
    "flags_of_period",
    "grade_path",
    "periods_asked",
    "ranking_order",
    "unranked_reasons",
]

SEPARATOR = "；"

Adjustments = Sequence[Mapping[str, str]]
"""Corrections and decisions as the receipt tells them; ``unit`` names whose each is, ``kind`` is 更正 or 审定."""

Mask = npt.NDArray[np.bool_]


def flags(results: Results, adjustments: Adjustments = ()) -> list[list[str]]:
    """For each unit what a reader must know: 不参评, 单列, 否决:<name>, 名额线并列, 名额外:<name>, titles held, measures taken, 更正, 审定."""
    told: list[list[str]] = [[] for _ in results.units]

    def mark(mask: Mask, text: str) -> None:
        for row in mask.nonzero()[0].tolist():
            told[row].append(text)

    takes_part = _true(results, Ref(Role.UNIT, part="takes_part"))
    mark(~takes_part, "不参评")
    mark(takes_part & ~_true(results, Ref(Role.UNIT, part="ranked")), "单列")
    for name, veto in results.plan.scheme.vetoes.items():
        mark(_true(results, Ref(Role.VETO, str(name))), f"否决:{veto.label or name}")
    scheme = results.plan.scheme
    for name in scheme.asked(scheme.quotas):
        mark(_true(results, Ref(Role.QUOTA, str(name), part="cut")), "名额线并列")
        mark(_fell(results, str(name)), f"名额外:{name}")
    for name, quota in scheme.asked(scheme.quotas).items():
        if quota.title:
            mark(_true(results, Ref(Role.QUOTA, name, part="keeps")), quota.title)
    for ref, measure in _measures(results):
        mark(_true(results, ref), measure)
    mark(_adjusted(results, adjustments, "更正"), "更正")
    mark(_adjusted(results, adjustments, "审定") | _decided(results), "审定")
    return [list(dict.fromkeys(texts)) for texts in told]


def periods_asked(results: Results) -> tuple[str, ...]:
    """The periods in which something is asked: a ranking, a veto, a quota, a measure, a payment; none where all is about the whole."""
    scheme = results.plan.scheme
    after = [scheme.ranking, *scheme.vetoes.values(), *scheme.quotas.values(), *scheme.consequences.values(), *scheme.payments.values()]
    asked = any(declared is not None and declared.each_period for declared in after)
    return scheme.periods.names if asked and scheme.periods is not None else ()


def flags_of_period(results: Results, period: str) -> list[list[str]]:
    """For each unit what a reader must know of a period: 否决:<name>, 名额线并列, titles held, measures taken."""
    told: list[list[str]] = [[] for _ in results.units]
    scheme = results.plan.scheme
    marks = [(Ref(Role.VETO, str(name), period), f"否决:{veto.label or name}") for name, veto in scheme.vetoes.items() if veto.each_period]
    for name, quota in scheme.asked(scheme.quotas, period).items():
        marks.append((Ref(Role.QUOTA, name, period, "cut"), "名额线并列"))
        marks += [(Ref(Role.QUOTA, name, period, "keeps"), quota.title)] if quota.title else []
    for ref, text in [*marks, *_measures(results, period)]:
        for row in _true(results, ref).nonzero()[0].tolist():
            told[row].append(text)
    return [list(dict.fromkeys(texts)) for texts in told]


def _measures(results: Results, period: str = "") -> list[tuple[Ref, str]]:
    """What may be done about a unit (约谈, 通报), by what says whether it is."""
    scheme = results.plan.scheme
    asked = scheme.asked(scheme.consequences, period).items()
    return [(Ref(Role.CONSEQUENCE, name, period), measure.label or name) for name, measure in asked if measure.when is not None]


@dataclass(frozen=True, slots=True)
class GradeStep:
    """A grade on the way to the final one: what gave it, and the paper where it was decided."""

    what: str
    grade: str
    source: str = ""


def grade_path(results: Results, row: int) -> list[GradeStep]:
    """How a unit came to its grade, where it is not simply that of its points: by points, after vetoes, after each quota, as decided."""
    scheme = results.plan.scheme
    if scheme.grades is None or not results.has_value(Ref(Role.GRADE, part="band"), row):
        return []
    path = [GradeStep("按分数", results.word(Ref(Role.GRADE, part="band"), row))]
    hit = [veto.label or str(name) for name, veto in scheme.vetoes.items() if results.holds(Ref(Role.VETO, str(name)), row)]
    order = {name: place for place, name in enumerate(scheme.grades.names)}
    quotas = sorted(
        (name for name, quota in scheme.asked(scheme.quotas).items() if quota.grade), key=lambda name: order.get(scheme.quotas[name].grade, 99)
    )
    for part, what in (("veto", "否决：" + "、".join(hit)), *((name, f"名额：{name}") for name in quotas)):
        grade = results.word(Ref(Role.GRADE, part=part), row)
        if grade != path[-1].grade:
            path.append(GradeStep(what, grade))
    for name in (str(name) for name, rule in scheme.decisions.items() if rule.grade):
        column = results.facts.columns.get(Ref(Role.DECIDED, name))
        if column is not None and column.cell(row)[0] == State.PRESENT:
            path.append(GradeStep(f"审定：{name}", str(column.cell(row)[1]), column.sources(row)))
    return path if len(path) > 1 else []


def absent_rows(results: Results) -> list[int]:
    """The units that do not take part; whatever their columns hold is no result."""
    return [int(row) for row in (~_true(results, Ref(Role.UNIT, part="takes_part"))).nonzero()[0]]


def unranked_reasons(results: Results, period: str = "") -> list[str]:
    """For each unit why it has no place: 不参评, 单列, 否决 or 不排名; empty where it has one, or nobody has."""
    rank = results.columns.get(Ref(Role.RANK, period=period))
    if rank is None:
        return [""] * len(results.units)
    takes_part, apart = _true(results, Ref(Role.UNIT, part="takes_part")), ~_true(results, Ref(Role.UNIT, part="ranked"))
    vetoed = np.zeros(len(results.units), dtype=bool)
    for name in results.plan.scheme.vetoes:
        vetoed |= _true(results, Ref(Role.VETO, str(name), period))
    told = np.select([rank.state == State.PRESENT, ~takes_part, apart, vetoed], ["", "不参评", "单列", "否决"], "不排名")
    return [str(reason) for reason in told.tolist()]


def ranking_order(results: Results, period: str = "") -> list[int]:
    """The units as a ranking lists them: by class where places are counted within it, by place, then as the register has them; the unranked last."""
    size = len(results.units)
    ranking, rank = results.plan.scheme.ranking, results.columns.get(Ref(Role.RANK, period=period))
    place = np.zeros(size) if rank is None else np.where(rank.state == State.PRESENT, rank.numerator, np.inf)
    takes_part = _true(results, Ref(Role.UNIT, part="takes_part"))
    by_class = ranking is not None and ranking.within == "class"
    group = results.facts.class_of if by_class else np.zeros(size)
    return [int(row) for row in np.lexsort((np.arange(size), place, ~takes_part, group))]


def _true(results: Results, ref: Ref) -> Mask:
    column: Column | None = results.column(ref)
    if column is None:
        return np.zeros(len(results.units), dtype=bool)
    mask: Mask = (column.state == State.PRESENT) & (column.numerator != 0)
    return mask


def _adjusted(results: Results, adjustments: Adjustments, kind: str) -> Mask:
    named = {told.get("unit", "") for told in adjustments if told.get("kind") == kind}
    return np.array([unit in named for unit in results.units], dtype=bool)


def _decided(results: Results) -> Mask:
    """Whose grade was decided, or whose points were moved (no points decided is a zero)."""
    told = np.zeros(len(results.units), dtype=bool)
    for ref, column in results.facts.columns.items():
        if ref.role is Role.DECIDED:
            given = column.state == State.PRESENT
            told |= given if column.kind is Kind.WORD else given & (column.numerator != 0)
    return told


def _fell(results: Results, quota: str) -> Mask:
    """Who would have held the grade and found no place for it."""
    before, after = _grade_around(results, quota)
    grade = results.plan.scheme.quotas[quota].grade
    if before is None or after is None or grade not in before.words:
        return np.zeros(len(results.units), dtype=bool)
    held = (before.state == State.PRESENT) & (before.numerator == before.words.index(grade))
    kept = (after.state == State.PRESENT) & (after.numerator == (after.words.index(grade) if grade in after.words else -1))
    fell: Mask = held & ~kept
    return fell


def _grade_around(results: Results, quota: str) -> tuple[Column | None, Column | None]:
    """The grade before and after a quota; the plan's order of steps is the order in which quotas cut."""
    parts = [step.ref for step in results.plan.steps if step.ref.role is Role.GRADE and step.ref.part and not step.ref.period]
    after = Ref(Role.GRADE, part=quota)
    if after not in parts or parts.index(after) == 0:
        return None, None
    return results.columns.get(parts[parts.index(after) - 1]), results.columns.get(after)
