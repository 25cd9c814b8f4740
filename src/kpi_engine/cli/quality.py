"""``kpi quality``: how good the scheme is: what tells units apart, what measures the same, what counts otherwise than it seems to."""

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
    "kpi quality --alike 0.95",
)


@click.command(
    "quality",
    cls=FilesCommand,
    epilog=_EXAMPLES,
    help="方案好不好：哪些指标拉不开差距、哪些重复。 · How well the scheme tells units apart.",
)
@exact_option("--alike", "0.9", "相关系数到多少算重复（默认 0.9） · from which correlation two indicators measure the same")
@trial_options
def command(talk: Talk, alike: Fraction, where: Path, output: Path | None, named: Named) -> int:
    """The quality of the scheme."""
    from kpi_engine.report.answers.quality import quality_telling
    from kpi_engine.whatif.merits.quality import quality

    run, inputs = start_trial(talk, where, named)
    return answer_trial(talk, quality_telling(quality(run.results, alike=alike), language=talk.language), run, inputs, output)
