"""Why, nearest ways, watch-lists, appeals, quality and editions on every scheme of the library, against runs from the beginning by the exact reader."""

from __future__ import annotations

from fractions import Fraction

import pytest

from golden_case import ROOT, folder_run
from kpi_engine import Run
from kpi_engine.engine.run import run_plan
from kpi_engine.lint.look import Look
from kpi_engine.table import Facts, Kind, State
from kpi_engine.whatif.editions import sentences as edition_text
from kpi_engine.whatif.editions import under
from kpi_engine.whatif.merits.quality import quality
from kpi_engine.whatif.merits.quality import sentences as quality_text
from kpi_engine.whatif.reasons.ends import End, end_of
from kpi_engine.whatif.reasons.why import why
from kpi_engine.whatif.reasons.words import sentences as why_text
from kpi_engine.whatif.replays import GRADE, RANK, TOTAL, Came, came_of
from kpi_engine.whatif.upward.goals import goal_of
from kpi_engine.whatif.upward.nearest import nearest_way
from kpi_engine.whatif.upward.nearest import sentences as nearest_text
from kpi_engine.whatif.watch import sentences as watch_text
from kpi_engine.whatif.watch import watch
from kpi_engine.whatif.worlds import with_cell

SCHEMES = sorted(path.stem for path in (ROOT / "rules").glob("*.yaml"))


def brute(run: Run, facts: Facts, row: int) -> Came:
    return came_of(run_plan(run.results.plan, facts, reader="exact"), row)


def middling(run: Run) -> list[int]:
    """A unit in the middle of the ranking and the last one."""
    rows = [row for row in range(len(run.results.units)) if run.results.takes_part(row) and run.results.number(TOTAL, row) is not None]
    ranked = sorted(rows, key=lambda row: run.results.number(RANK, row) or Fraction(0))
    return [ranked[len(ranked) // 2], ranked[-1]] if ranked else []


@pytest.mark.parametrize("name", SCHEMES)
def test_with_this_much_it_is_reached_and_with_one_step_less_it_is_not(name: str) -> None:
    run = folder_run(name)
    look, steps = Look(run.results.plan), run.results.plan.steps_by_ref
    for row in middling(run)[:1]:
        for aim, ref in (("grade", GRADE), ("rank", RANK)):
            if ref not in steps:
                continue
            told, problems = nearest_way(run.results, run.results.units[row], aim, look=look, pairs=False)  # type: ignore[arg-type]
            assert told is not None, problems
            assert nearest_text(told)
            assert nearest_text(told, "en")
            goal = goal_of(run.results, told.now, aim)  # type: ignore[arg-type]
            assert goal == told.goal
            for way in told.ways[:2] if goal is not None else ():
                (pull,) = way.pulls
                came = brute(run, pull.lever.apply(run.results.facts, row, pull.amount), row)
                assert (came.total, came.rank, came.grade) == (way.came.total, way.came.rank, way.came.grade)
                assert goal is not None
                assert goal.is_reached(came)
                if pull.amount > 1:
                    assert not goal.is_reached(brute(run, pull.lever.apply(run.results.facts, row, pull.amount - 1), row))


def with_less(run: Run) -> Facts:
    """Every third unit reported a tenth less of everything that is no count."""
    facts = run.results.facts
    columns = dict(facts.columns)
    for need in run.results.plan.needs.columns:
        if need.kind is Kind.NUMBER and need.role == "value" and need.decl.kind in ("number", "percent"):
            for row in range(0, len(facts.units), 3):
                value = columns[need.ref].value(row)
                if isinstance(value, Fraction):
                    columns[need.ref] = with_cell(columns[need.ref], row, (State.PRESENT, value * Fraction(9, 10)))
    return Facts(facts.units, facts.classes, facts.class_of, columns, facts.rows)


@pytest.mark.parametrize("name", SCHEMES)
def test_parts_of_a_change_add_up_and_both_ends_are_the_runs(name: str) -> None:
    run = folder_run(name)
    if TOTAL not in run.results.plan.steps_by_ref:
        return
    facts = with_less(run)
    later = run_plan(run.results.plan, facts)
    end = end_of(run.base)
    told = why(end, End(end.document, later, end.register, lambda _: (facts, []), facts), [run.results.units[row] for row in middling(run)])
    assert why_text(told)
    assert why_text(told, "en")
    for row, one in zip(sorted(middling(run)), told.reasons, strict=True):
        assert one.before is not None
        assert one.after is not None
        assert (one.before, one.after) == (came_of(run.results, row), came_of(later, row))
        if one.before.total is not None and one.after.total is not None:
            assert sum((part.total for part in one.parts), Fraction(0)) == one.after.total - one.before.total  # type: ignore[misc]
        if one.before.rank is not None and one.after.rank is not None:
            assert sum((part.places for part in one.parts), Fraction(0)) == one.before.rank - one.after.rank  # type: ignore[misc]


@pytest.mark.parametrize("name", SCHEMES)
def test_a_scheme_looked_at_by_its_results(name: str) -> None:
    run = folder_run(name)
    if TOTAL not in run.results.plan.steps_by_ref:
        return
    told = quality(run.results)
    for group in told.groups:
        known = [one.effective for one in group.indicators if one.effective is not None]
        assert not known or len(known) < len(group.indicators) or sum(known) == 1
    assert quality_text(told)
    assert quality_text(told, "en")
    near = watch(run.results, Fraction(1, 2))
    assert all(one.distance <= Fraction(1, 2) for one in near.near)
    assert watch_text(near)
    assert watch_text(near, "en")


@pytest.mark.parametrize("name", SCHEMES)
def test_a_run_under_its_own_rules_is_itself(name: str) -> None:
    run = folder_run(name)
    edition = under(run.base, run.base)
    assert not any(move.is_changed for move in edition.changes.moves)
    assert not edition.uncompared
    assert not edition.unscored
    assert edition_text(edition)
    assert edition_text(edition, "en")


@pytest.mark.parametrize(
    ("data", "rules"), [("hospital_support", "county_year"), ("county_year", "hospital_support"), ("red_lines", "township_hospital")]
)
def test_data_under_rules_that_have_nothing_to_do_with_them_are_told_not_crashed_on(data: str, rules: str) -> None:
    edition = under(folder_run(data).base, folder_run(rules).base)
    assert edition.uncompared.asked_only
    assert edition_text(edition)
    assert edition_text(edition, "en")
