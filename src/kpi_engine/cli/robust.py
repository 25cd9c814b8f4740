"""``kpi robust``: how safe the ranking is before it is signed: many weightings at once, the whole decision each time."""

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
from kpi_engine.numbers import parse_fraction

if TYPE_CHECKING:
    from kpi_engine.api.runs import Run
    from kpi_engine.whatif.weights.draws import Vary
    from kpi_engine.whatif.weights.indices import Indices
    from kpi_engine.whatif.weights.weightings import Family

__all__ = ["command"]

_EXAMPLES = examples(
    "kpi robust --vary 20% --draws 5000",
    "kpi robust --between 综合评价=5..15",
)


@click.command(
    "robust",
    cls=FilesCommand,
    epilog=_EXAMPLES,
    help="名次稳不稳：权重浮动、去掉一项，名次和等次怎么变。 · How safe the ranking is when weights vary.",
)
@exact_option("--vary", "10%", "各指标权重浮动多少（默认 10%） · relative noise of each weight")
@click.option("--level", "levels", multiple=True, metavar="层=浮动", help="某一层另定，如 1=5%，可以写几次 · noise of one level")
@click.option("--simplex", is_flag=True, help="同级指标的权重完全随意 · any weights at all")
@click.option("--between", "bounds", multiple=True, metavar="指标=低..高", help="只在这个范围里变，可以写几次 · bounds of one indicator's points")
@click.option("--draws", type=click.IntRange(1, 1_000_000), default=1000, help="抽多少组权重（默认 1000） · how many weightings")
@click.option("--seed", type=click.IntRange(0), default=1, help="种子，同一个种子抽得一样（默认 1） · the seed")
@click.option(
    "--indices", "size", type=click.IntRange(0, 100_000), default=0, help="再算敏感度，样本数 · variance-based indices with so many samples"
)
@click.option("--unit", "units", multiple=True, help="再看这些单位的名次随什么变 · indices of these units' places")
@trial_options
def command(
    talk: Talk,
    vary: Fraction,
    levels: tuple[str, ...],
    simplex: bool,
    bounds: tuple[str, ...],
    draws: int,
    seed: int,
    size: int,
    units: tuple[str, ...],
    where: Path,
    output: Path | None,
    named: Named,
) -> int:
    """Draw weights, score each weighting, say what holds."""
    from kpi_engine.report.answers.robust import robust_telling
    from kpi_engine.whatif.weights.effective import effective_weights
    from kpi_engine.whatif.weights.removal import removals
    from kpi_engine.whatif.weights.robust import robust
    from kpi_engine.whatif.weights.weightings import families

    how = _how(talk, vary, levels, bounds, simplex=simplex)
    run, inputs = start_trial(talk, where, named)
    found, problems = families(run.results.plan, run.results.facts)
    if problems:
        raise KpiError(problems)
    talk.progress("drawing", count=draws)
    told, problems = robust(run.results, found, how, draws, seed)
    if told is None:
        raise KpiError(problems)
    sensitive = _indices(run, found, how, size, seed, units)
    telling = robust_telling(told, removals(run.results, found), effective_weights(run.results.plan), sensitive, language=talk.language)
    return answer_trial(talk, telling, run, inputs, output)


def _indices(run: Run, found: tuple[Family, ...], how: Vary, size: int, seed: int, units: tuple[str, ...]) -> tuple[Indices, ...]:
    from kpi_engine.whatif.weights.indices import indices

    if not size:
        return ()
    names = [run.register.units[match.index].name if (match := run.register.names.find(unit)) is not None else unit for unit in units]
    told, problems = indices(run.results, found, how, size, seed, names)
    if problems:
        raise KpiError(problems)
    return told


def _how(talk: Talk, vary: Fraction, levels: tuple[str, ...], bounds: tuple[str, ...], *, simplex: bool) -> Vary:
    """How the weights vary, as the options say."""
    from kpi_engine.whatif.weights.draws import Bounds, Noise, Simplex

    if (simplex and (bounds or levels)) or (bounds and levels):
        raise click.UsageError(text("one_way_to_vary", talk.language), click.get_current_context())
    if simplex:
        return Simplex()
    if bounds:
        return Bounds(tuple(_bound(talk, told) for told in bounds))
    return Noise(vary, tuple(_level(talk, told) for told in levels))


def _level(talk: Talk, told: str) -> tuple[int, Fraction]:
    level, _, noise = told.replace("＝", "=").partition("=")
    value = parse_fraction(noise)
    if not level.strip().isdecimal() or value is None:
        raise click.UsageError(text("not_a_level", talk.language, told=told), click.get_current_context())
    return int(level), value


def _bound(talk: Talk, told: str) -> tuple[str, Fraction, Fraction]:
    name, _, between = told.replace("＝", "=").partition("=")
    low, dots, high = between.partition("..")
    ends = parse_fraction(low), parse_fraction(high)
    if not name.strip() or not dots or ends[0] is None or ends[1] is None:
        raise click.UsageError(text("not_a_bound", talk.language, told=told), click.get_current_context())
    return name.strip(), ends[0], ends[1]
