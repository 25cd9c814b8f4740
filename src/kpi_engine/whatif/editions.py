"""Last year under this year's rules, and the reverse: the data of one run scored by the scheme of another, and what of it cannot be compared.

What both schemes ask for by the same name and of the same kind is taken as it counted in its own run (corrected); ``same`` names inputs that are called
otherwise now. What the other scheme asks for beyond that is looked for in what was sent; where nothing was, it is missing, and the policies of the
other scheme say what then. Units that cannot be scored so are listed with the reason, never dropped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from kpi_engine.engine.plan import Plan
from kpi_engine.engine.results import Results
from kpi_engine.engine.run import run_plan
from kpi_engine.errors import Language, Problem
from kpi_engine.formula.tree import Name, walk
from kpi_engine.scheme.model import Scheme
from kpi_engine.table import Column, Facts, Kind, Ref, Role, Rows, State, column_of
from kpi_engine.whatif.base import Base
from kpi_engine.whatif.changes import Changes, changes_between
from kpi_engine.whatif.replays import TAKES_PART, TOTAL
from kpi_engine.whatif.uncompared import Uncompared, uncompared
from kpi_engine.whatif.wording import counted, listed

__all__ = ["Edition", "Unscored", "both_ways", "sentences", "under"]

MOST_NAMED = 12
"""So many of what cannot be compared are named in a sentence."""

_RANKED = Ref(Role.UNIT, part="ranked")


@dataclass(frozen=True, slots=True)
class Unscored:
    """A unit that has no total under the other rules, and why."""

    unit: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Edition:
    """The data of one run under the scheme of another.

    ``changes`` are from the run's own results to these, for all units of the run; ``problems`` are what the other scheme would refuse.
    """

    data: str
    rules: str
    results: Results = field(repr=False)
    changes: Changes
    unscored: tuple[Unscored, ...]
    uncompared: Uncompared
    problems: tuple[Problem, ...] = field(default=(), repr=False)


def both_ways(earlier: Base, later: Base, *, same: Mapping[str, str] | None = None) -> tuple[Edition, Edition]:
    """The earlier data under the later rules, and the later data under the earlier rules.

    Args:
        earlier: one run.
        later: the other.
        same: input of the later scheme -> what the earlier one calls it.

    """
    turned = {old: new for new, old in (same or {}).items()}
    first, second = under(earlier, later, same=same), under(later, earlier, same=turned)
    if first.data != first.rules:
        return first, second
    older, newer = (f"{first.data.removesuffix('）')}，{which}）" for which in ("前一次", "后一次"))
    return replace(first, data=older, rules=newer), replace(second, data=newer, rules=older)


def under(data: Base, rules: Base, *, same: Mapping[str, str] | None = None) -> Edition:
    """The data of one run under the scheme of another.

    Args:
        data: the run whose data, register, corrections and decisions count.
        rules: the run whose scheme counts, as amended.
        same: input of that scheme -> what the data's own scheme calls it.

    """
    plan, called = rules.plan, {**renamed_inputs(data.plan.scheme, rules.plan.scheme), **(same or {})}
    sent, said = data.facts_for(plan)
    facts = _completed(plan, _taken_over(data, plan, sent, called))
    facts, strangers = _without_strangers(plan, facts, data)
    results = run_plan(plan, facts)
    schemes = (data.plan.scheme, plan.scheme)
    names = [f"{scheme.title}（{scheme.edition}）" for scheme in schemes]
    problems = (*(problem for problem in said if problem.severity == "problem"), *results.problems)
    return Edition(
        names[0],
        names[1],
        results,
        changes_between(data.results, results),
        tuple(_unscored(data.results, results, strangers)),
        uncompared(data, rules, facts, called),
        problems,
    )


# facts -----------------------------------------------------------------------------------------------------------------------------------------------


def renamed_inputs(own: Scheme, other: Scheme) -> dict[str, str]:
    """Input of the other scheme -> what the own one calls it, where either says what it was called before (``was``)."""
    told = {str(name): decl.was for name, decl in other.inputs.items() if decl.was in own.inputs and name not in own.inputs}
    back = {decl.was: str(name) for name, decl in own.inputs.items() if decl.was in other.inputs and name not in other.inputs}
    return {**told, **back}


def _taken_over(data: Base, plan: Plan, sent: Facts, called: Mapping[str, str]) -> Facts:
    """What both schemes ask for, as it counted in its own run."""
    own = data.results.facts
    columns = dict(sent.columns)
    if own.units == sent.units:
        for need in plan.needs.columns:
            known = own.columns.get(replace(need.ref, name=called.get(need.name, need.name)))
            if known is not None and known.kind is need.kind:
                columns[need.ref] = known
    return replace(sent, columns=columns)


def _completed(plan: Plan, facts: Facts) -> Facts:
    """With a column for everything that the plan reads: what nobody sent is missing."""
    columns, rows = dict(facts.columns), dict(facts.rows)
    for name in _facts_read(plan):
        if name.domain and name.domain not in rows:
            rows[name.domain] = Rows(name.domain, np.zeros(0, dtype=np.int64), {})
        if name.ref not in columns:
            columns[name.ref] = _missing(name, len(rows[name.domain]) if name.domain else len(facts.units))
    return replace(facts, columns=columns, rows=rows)


def _facts_read(plan: Plan) -> Iterator[Name]:
    for step in plan.steps:
        for part in walk(step.tree):
            if isinstance(part, Name) and part.ref not in plan.steps_by_ref:
                yield part


def _missing(name: Name, size: int) -> Column:
    if name.ref.role is Role.DECIDED and name.kind is Kind.NUMBER:
        return Column(Kind.NUMBER, np.zeros(size), np.zeros(size, dtype=np.uint8))
    return column_of(name.kind, [(State.MISSING, None)] * size, words=name.words)


def _without_strangers(plan: Plan, facts: Facts, data: Base) -> tuple[Facts, frozenset[int]]:
    """Units of a class that the scheme does not have take no part."""
    classes = plan.scheme.class_names
    names = [unit.class_name for unit in data.register.units]
    strangers = frozenset(row for row, name in enumerate(names) if classes and name not in classes and row < len(facts.units))
    if not strangers:
        return facts, strangers
    columns = dict(facts.columns)
    for ref in (TAKES_PART, _RANKED):
        cells = [(State.PRESENT, columns[ref].value(row) is True and row not in strangers) for row in range(len(facts.units))]
        columns[ref] = column_of(Kind.TRUTH, cells)
    return replace(facts, columns=columns), strangers


def _unscored(own: Results, results: Results, strangers: frozenset[int]) -> Iterator[Unscored]:
    """Who had a total and has none now."""
    reasons: dict[str, list[str]] = {}
    for problem in results.problems:
        reasons.setdefault(str(problem.facts.get("unit", "")), []).append(problem.message())
    for row, unit in enumerate(results.units):
        if row in strangers:
            yield Unscored(unit, ("class",))
        elif results.takes_part(row) and own.takes_part(row) and results.number(TOTAL, row) is None and own.number(TOTAL, row) is not None:
            yield Unscored(unit, tuple(dict.fromkeys(reasons.get(unit, []))))


# in words --------------------------------------------------------------------------------------------------------------------------------------------

_KINDS: Mapping[str, str] = {
    "count": "个数", "number": "数值", "percent": "百分数", "yes_no": "是否", "date": "日期", "choice": "选项", "text": "文字", "unit": "单位",
    "ballots": "测评票", "marks": "评分",
}  # fmt: skip


def sentences(told: Edition, language: Language = "zh") -> list[str]:
    """How many could be scored, what comes of it, and all that cannot be compared."""
    zh = language == "zh"
    scored = [move for move in told.changes.moves if move.points is not None]
    both = f"{len(scored)} 个单位两边都有总分。" if zh else f"{counted(len(scored), 'unit')} with a total on both sides."
    lines = [f"{told.data}的数据，用{told.rules}的办法计：{both}" if zh else f"The data of {told.data} under the rules of {told.rules}: {both}"]
    if scored and not any(move.is_changed for move in told.changes.moves):
        lines.append("得分、名次、等次、兑现都没有变。" if zh else "No total, rank, grade or payment changes.")
    lines += [*_moves(told, language), *_not_scored(told, language), *_lists(told.uncompared, language)]
    return lines


def _moves(told: Edition, language: Language) -> Iterator[str]:
    zh = language == "zh"
    flips: dict[tuple[str, str], list[str]] = {}
    for move in told.changes.flips:
        if move.points is not None:
            flips.setdefault(move.grades, []).append(move.unit)
    none = "无等次" if zh else "no grade"
    for (old, new), units in flips.items():
        yield (
            f"等次 {old or none} → {new or none}：{listed(units, language)}。"
            if zh
            else f"Grade {old or none} → {new or none}: {listed(units, language)}."
        )
    moved = [(move, move.before.rank, move.after.rank) for move in told.changes.moved if move.before is not None and move.after is not None]
    if moved:
        parts = [f"{move.unit} 第{old}名 → 第{new}名" if zh else f"{move.unit} {old} → {new}" for move, old, new in moved[:5]]
        text = ("、" if zh else ", ").join(parts)
        yield f"名次变动 {len(moved)} 个，最大的：{text}。" if zh else f"{counted(len(moved), 'unit')} changed places, the most: {text}."


def _not_scored(told: Edition, language: Language) -> Iterator[str]:
    zh = language == "zh"
    alike: dict[tuple[str, ...], list[str]] = {}
    for one in told.unscored:
        kinds = tuple(dict.fromkeys(reason.replace(one.unit, "…") for reason in one.reasons[:3]))
        alike.setdefault(kinds, []).append(one.unit)
    for reasons, units in alike.items():
        text = ("；" if zh else "; ").join(reasons) or ("没有总分" if zh else "no total")
        text = ("那边没有它的类别" if zh else "its class is not there") if reasons == ("class",) else text
        yield (
            f"算不出 {len(units)} 个：{listed(units, language)}（{text}）。"
            if zh
            else f"Not scored, {len(units)}: {listed(units, language)} ({text})."
        )


def _lists(told: Uncompared, language: Language) -> Iterator[str]:
    zh = language == "zh"
    comma = "、" if zh else ", "
    plain: Sequence[tuple[Sequence[str], str, str]] = (
        (told.asked_only, "办法要、当时没有收的", "Asked for and not collected"),
        (told.unused, "当时收了、办法不用的", "Collected and not used"),
        (told.new, "新的指标", "New indicators"),
        (told.gone, "没有了的指标", "Indicators gone"),
        ([f"{old} → {new}" for old, new in told.renamed], "改了名的指标", "Indicators renamed"),
        ([name for name, here in told.alone if here], "只在数据那边名录里的单位", "Units of the data alone"),
        ([name for name, here in told.alone if not here], "只在办法那边名录里的单位", "Units of the rules alone"),
    )
    for names, chinese, english in plain:
        if names:
            more = len(names) - MOST_NAMED
            text = comma.join(names[:MOST_NAMED]) + ((f" 等 {len(names)} 项" if zh else f" and {more} more") if more > 0 else "")
            yield f"{chinese}：{text}。" if zh else f"{english}: {text}."
    for name, here, there in told.otherwise:
        yield f"“{name}”口径不同：{_kind(here)}，办法要{_kind(there)}。" if zh else f"“{name}” is not the same: {here}, asked for as {there}."
    moved: dict[tuple[str, str], list[str]] = {}
    for unit, old, new in told.classes:
        moved.setdefault((old or ("无类别" if zh else "no class"), new or ("那边没有这一类" if zh else "no such class")), []).append(unit)
    for (old, new), units in moved.items():
        yield f"类别 {old} → {new}：{listed(units, language)}。" if zh else f"Class {old} → {new}: {listed(units, language)}."


def _kind(text: str) -> str:
    word, _, rest = text.partition(" ")
    return f"{_KINDS.get(word, word)}{f'（{rest}）' if rest else ''}"
