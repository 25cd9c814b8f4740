"""``kpi watch``: who lies within so many points of a boundary, on both sides, and what would take those below over it."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import click

from kpi_engine.cli.help import examples
from kpi_engine.cli.inputs import FilesCommand, Named
from kpi_engine.cli.talk import Talk
from kpi_engine.cli.trial import answer_trial, exact_option, start_trial, trial_options

__all__ = ["command"]

_EXAMPLES = examples(
    "kpi watch --within 1 --ways",
)


@click.command(
    "watch",
    cls=FilesCommand,
    epilog=_EXAMPLES,
    help="边界上的单位：离等次线、名额线不到几分的。 · Units within so many points of a boundary.",
)
@exact_option("--within", "0.5", "几分以内（默认 0.5） · within so many points")
@click.option("--ways", is_flag=True, help="线下的再算怎么过线（慢一些） · also what would take those below over it")
@trial_options
def command(talk: Talk, within: Fraction, ways: bool, where: Path, output: Path | None, named: Named) -> int:
    """The watch-list."""
    from kpi_engine.report.answers.watch import watch_telling
    from kpi_engine.whatif.watch import watch

    run, inputs = start_trial(talk, where, named)
    told = watch(run.results, within, with_ways=ways)
    return answer_trial(talk, watch_telling(told, places=run.results.places(), language=talk.language), run, inputs, output)
