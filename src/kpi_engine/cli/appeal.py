"""``kpi appeal``: what a proposed correction would do, for the unit and for everybody else, before anybody decides."""

from __future__ import annotations

from pathlib import Path

import click

from kpi_engine.cli.help import examples
from kpi_engine.cli.inputs import FilesCommand, Named
from kpi_engine.cli.talk import Talk
from kpi_engine.cli.trial import answer_trial, start_trial, trial_options

__all__ = ["command"]

_EXAMPLES = examples(
    "kpi appeal --set 县中医院.业务培训=12",
)


@click.command(
    "appeal",
    cls=FilesCommand,
    epilog=_EXAMPLES,
    help="申诉预览：设若更正，谁还会变。 · What a proposed correction would do.",
)
@click.option(
    "--set", "edits", multiple=True, required=True, metavar="单位.数据项=新值", help="设若的更正，可以写几次 · UNIT.INPUT=VALUE; may be given again"
)
@trial_options
def command(talk: Talk, edits: tuple[str, ...], where: Path, output: Path | None, named: Named) -> int:
    """The preview of an appeal."""
    from kpi_engine.errors import KpiError
    from kpi_engine.report.answers.appeal import appeal_telling
    from kpi_engine.source import Place
    from kpi_engine.whatif.appeal import appeal
    from kpi_engine.whatif.edits import read_edits

    proposed, problems = read_edits((edit if edit.startswith(("unit ", "单位 ")) else f"unit {edit}" for edit in edits), place=Place(path="--set"))
    if problems:
        raise KpiError(problems)
    run, inputs = start_trial(talk, where, named)
    told, said = appeal(run.base, proposed)
    if told is None:
        raise KpiError(said)
    return answer_trial(talk, appeal_telling(run.results, told, language=talk.language), run, inputs, output)
