"""``kpi tipping``: how far a weight is from changing a place or a grade; where two units cross; how far places can go when all weights move."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kpi_engine.cli.help import examples
from kpi_engine.cli.inputs import FilesCommand, Named
from kpi_engine.cli.messages import text
from kpi_engine.cli.talk import Talk
from kpi_engine.cli.trial import answer_trial, exact_option, start_trial, trial_options
from kpi_engine.errors import KpiError
from kpi_engine.errors import k5_data as k5

if TYPE_CHECKING:
    from kpi_engine.api.runs import Run
    from kpi_engine.report.telling import Telling

__all__ = ["command"]

_EXAMPLES = examples(
    "kpi tipping 县中医院 --within 5",
    "kpi tipping 县中医院 县第三人民医院 --indicator 综合评价",
    "kpi tipping --reach 10%",
)


@click.command(
    "tipping",
    cls=FilesCommand,
    epilog=_EXAMPLES,
    help="临界权重：权重动多少，名次或等次就变。 · How far weights are from changing a place or a grade.",
)
@click.argument("units", nargs=-1)
@click.option("--indicator", default="", help="两个单位在这个指标的权重上何处交叉；不写单位就是所有相邻的 · where units cross as this weight moves")
@exact_option("--reach", None, "所有权重各浮动这么多（10%），名次最好最差到哪里 · best and worst places when all weights move by this much")
@click.option("--solver", is_flag=True, help="名次范围用求解器再收紧（要装 kpi-engine[solver]） · tighten the ranges with the solver")
@exact_option("--step", None, "权重按几分一步 · the step that weights are stated in")
@exact_option("--within", None, "只看变动几分以内的 · changes of at most so many points")
@trial_options
def command(
    talk: Talk,
    units: tuple[str, ...],
    indicator: str,
    reach: Fraction | None,
    solver: bool,
    step: Fraction | None,
    within: Fraction | None,
    where: Path,
    output: Path | None,
    named: Named,
) -> int:
    """Tipping weights; with --indicator crossings; with --reach ranges of places."""
    if indicator and (len(units) not in (0, 2) or reach is not None):
        raise click.UsageError(text("two_to_cross", talk.language), click.get_current_context())
    run, inputs = start_trial(talk, where, named)
    wanted = _named(run, units)
    if reach is not None:
        telling = _reach(talk, run, reach, wanted, solver=solver)
    elif indicator:
        telling = _crossings(talk, run, indicator, step, wanted)
    else:
        telling = _tips(talk, run, step, within, wanted)
    return answer_trial(talk, telling, run, inputs, output)


def _named(run: Run, units: tuple[str, ...]) -> list[str]:
    from kpi_engine.intake.match import near_text

    found = {unit: run.register.names.find(unit) for unit in units}
    problems = [k5.NO_SUCH_UNIT.at(unit=unit, near=near_text(run.register.names.near(unit))) for unit, match in found.items() if match is None]
    if problems:
        raise KpiError(problems)
    return [run.register.units[match.index].name for match in found.values() if match is not None]


def _tips(talk: Talk, run: Run, step: Fraction | None, within: Fraction | None, units: list[str]) -> Telling:
    from kpi_engine.report.answers.tipping import tipping_telling
    from kpi_engine.whatif.closed.moves import Moves
    from kpi_engine.whatif.closed.tipping import tipping_points

    there = [unit for row, unit in enumerate(run.results.units) if run.results.takes_part(row)]
    found = tipping_points(Moves(run.results, step), units=units or there, within=within)
    return tipping_telling(run.results, found, language=talk.language)


def _crossings(talk: Talk, run: Run, indicator: str, step: Fraction | None, units: list[str]) -> Telling:
    from kpi_engine.report.answers.tipping import crossing_telling
    from kpi_engine.whatif.closed.crossings import crossing, neighbours
    from kpi_engine.whatif.closed.moves import Moves

    moves = Moves(run.results, step)
    found = crossing(moves, units[0], units[1], indicator) if units else neighbours(moves, indicator)
    return crossing_telling(found, language=talk.language)


def _reach(talk: Talk, run: Run, shift: Fraction, units: list[str], *, solver: bool) -> Telling:
    from kpi_engine.report.answers.tipping import reach_telling
    from kpi_engine.whatif.closed.reach import reaches
    from kpi_engine.whatif.closed.solver import find_solver

    solve, findings = find_solver() if solver else (None, ())
    found = reaches(run.results, shift, units=units or None, solver=solve)
    talk.findings(findings)
    return reach_telling(found, language=talk.language)
