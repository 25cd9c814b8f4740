"""``kpi nearest``: what a unit would have to report to reach the next grade, or a better place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kpi_engine.cli.help import examples
from kpi_engine.cli.inputs import FilesCommand, Named
from kpi_engine.cli.talk import Talk
from kpi_engine.cli.trial import answer_trial, start_trial, trial_options

if TYPE_CHECKING:
    from kpi_engine.whatif.upward.goals import Aim

__all__ = ["command"]

_EXAMPLES = examples(
    "kpi nearest 县中医院",
    "kpi nearest 县中医院 --aim rank",
)


@click.command(
    "nearest",
    cls=FilesCommand,
    epilog=_EXAMPLES,
    help="差多少：一个单位怎么到下一等次或前一名。 · The nearest way up for a unit.",
)
@click.argument("units", nargs=-1, required=True)
@click.option("--aim", type=click.Choice(["grade", "rank"]), default="grade", help="到下一等次，或前一名 · the next grade, or a better place")
@trial_options
def command(talk: Talk, units: tuple[str, ...], aim: Aim, where: Path, output: Path | None, named: Named) -> int:
    """The nearest ways of one unit or several."""
    from kpi_engine.errors import KpiError
    from kpi_engine.report.answers.nearest import nearest_telling
    from kpi_engine.whatif.upward.nearest import nearest_way

    run, inputs = start_trial(talk, where, named)
    told, problems = [], []
    for unit in units:
        match = run.register.names.find(unit)
        found, said = nearest_way(run.results, run.register.units[match.index].name if match is not None else unit, aim)
        told += [found] if found is not None else []
        problems += said
    if problems:
        raise KpiError(problems)
    return answer_trial(talk, nearest_telling(told, places=run.results.places(), language=talk.language), run, inputs, output)
