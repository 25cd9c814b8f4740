"""``kpi why``: why units came out otherwise than in another folder or in a scenario, in parts that add up."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kpi_engine.cli.help import examples
from kpi_engine.cli.inputs import FilesCommand, Named
from kpi_engine.cli.messages import text
from kpi_engine.cli.talk import Talk
from kpi_engine.cli.trial import answer_trial, start_trial, trial_options
from kpi_engine.errors import KpiError
from kpi_engine.errors import k5_data as k5

if TYPE_CHECKING:
    from kpi_engine.api.runs import Run
    from kpi_engine.whatif.edits import Rebalance
    from kpi_engine.whatif.reasons.ends import End

__all__ = ["command"]

_EXAMPLES = examples(
    "kpi why 古市医院 --against ../上一次的文件夹",
    "kpi why --set 综合评价.points=15 --rebalance siblings",
)


@click.command(
    "why",
    cls=FilesCommand,
    epilog=_EXAMPLES,
    help="为什么变了：与另一个文件夹或一个设想相比，分几部分说清。 · Why units came out otherwise, in parts that add up.",
)
@click.argument("units", nargs=-1)
@click.option("--against", type=click.Path(path_type=Path), default=None, help="原来的工作文件夹 · the work folder of the earlier run")
@click.option(
    "--set", "edits", multiple=True, metavar="路径=新值", help="与这样改以后相比，写法同 kpi what-if · against a scenario, as for kpi what-if"
)
@click.option("--rebalance", type=click.Choice(["siblings", "none"]), default=None, help="分值不合时谁分担 · who pays where points no longer add up")
@trial_options
def command(
    talk: Talk,
    units: tuple[str, ...],
    against: Path | None,
    edits: tuple[str, ...],
    rebalance: Rebalance | None,
    where: Path,
    output: Path | None,
    named: Named,
) -> int:
    """The parts of each unit's change."""
    from kpi_engine.intake.match import near_text
    from kpi_engine.report.answers.why import why_telling
    from kpi_engine.whatif.reasons.why import why

    if bool(against) == bool(edits):
        raise click.UsageError(text("against_what", talk.language), click.get_current_context())
    run, inputs = start_trial(talk, where, named)
    before, after = _ends(talk, run, against, edits, rebalance)
    wanted = [match.index for unit in units if (match := run.register.names.find(unit)) is not None]
    unknown = [unit for unit in units if run.register.names.find(unit) is None]
    if unknown:
        raise KpiError([k5.NO_SUCH_UNIT.at(unit=unit, near=near_text(run.register.names.near(unit))) for unit in unknown])
    names = [run.register.units[index].name for index in wanted] or None
    return answer_trial(talk, why_telling(why(before, after, names), places=run.results.places(), language=talk.language), run, inputs, output)


def _ends(talk: Talk, run: Run, against: Path | None, edits: tuple[str, ...], rebalance: Rebalance | None) -> tuple[End, End]:
    """From the other folder to this one, or from this one to the scenario."""
    from kpi_engine.source import Place
    from kpi_engine.whatif.edits import Scenario, read_edits
    from kpi_engine.whatif.reasons.ends import end_after, end_of
    from kpi_engine.whatif.scenario import run_scenario

    if against is not None:
        return end_of(start_trial(talk, against, Named())[0].base), end_of(run.base)
    told, problems = read_edits(edits, place=Place(path="--set"))
    if problems:
        raise KpiError(problems)
    outcome, said = run_scenario(run.base, Scenario(text("scenario", talk.language), tuple(told), rebalance))
    if outcome is None:
        raise KpiError(said)
    return end_of(run.base), end_after(run.base, outcome)
