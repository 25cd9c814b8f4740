"""``kpi editions``: the data of another year under this year's rules, and this year's under the other's."""

from __future__ import annotations

from pathlib import Path

import click

from kpi_engine.cli.help import examples
from kpi_engine.cli.inputs import FilesCommand, Named
from kpi_engine.cli.talk import Talk
from kpi_engine.cli.trial import answer_trial, start_trial, trial_options

__all__ = ["command"]

_EXAMPLES = examples(
    "kpi editions ../2023年考核",
)


@click.command(
    "editions",
    cls=FilesCommand,
    epilog=_EXAMPLES,
    help="去年的数据按今年的办法算，今年的按去年的算。 · Last year's data under this year's rules, and the reverse.",
)
@click.argument("other", type=click.Path(path_type=Path))
@trial_options
def command(talk: Talk, other: Path, where: Path, output: Path | None, named: Named) -> int:
    """Both ways; what cannot be compared is listed."""
    from kpi_engine.report.answers.editions import editions_telling
    from kpi_engine.whatif.editions import both_ways

    run, inputs = start_trial(talk, where, named)
    earlier, _ = start_trial(talk, other, Named())
    first, second = both_ways(earlier.base, run.base)
    telling = editions_telling([(earlier.results, first), (run.results, second)], language=talk.language)
    return answer_trial(talk, telling, run, inputs, output)
