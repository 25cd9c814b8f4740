"""``kpi what-if``: scenarios from the command line or a sheet, each scored from the beginning; the answer goes among the trials, never among the results."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kpi_engine.cli.help import examples
from kpi_engine.cli.inputs import FilesCommand, Named
from kpi_engine.cli.messages import text
from kpi_engine.cli.talk import Talk
from kpi_engine.cli.trial import answer_trial, start_trial, trial_options

if TYPE_CHECKING:
    from kpi_engine.whatif.edits import Reading, Rebalance, Scenario

__all__ = ["command"]

_EXAMPLES = examples(
    "kpi what-if --set 综合评价.points=15 --rebalance siblings",
    'kpi what-if --set "unit 城关镇.群众满意率=91%" --set grades.优秀=88',
)


@click.command(
    "what-if",
    cls=FilesCommand,
    epilog=_EXAMPLES,
    help="试算：改分值、规则或数据，看谁升谁降。 · What if points, rules or data were otherwise.",
)
@click.option("--set", "edits", multiple=True, metavar="路径=新值", help="一项改动，可以写几次 · an edit, PATH=VALUE; may be given again")
@click.option("--scenarios", "sheets", multiple=True, type=click.Path(path_type=Path), help="场景表：场景|改什么|改成 · a sheet of scenarios")
@click.option(
    "--rebalance",
    type=click.Choice(["siblings", "none"]),
    default=None,
    help="分值不合时谁分担：同级，或不分担 · who pays where points no longer add up",
)
@click.option(
    "--reading",
    type=click.Choice(["reweigh", "rewrite"]),
    default="reweigh",
    help="改分值的读法：保留得分率折算，或改文本重算 · what new points mean",
)
@trial_options
def command(
    talk: Talk,
    edits: tuple[str, ...],
    sheets: tuple[Path, ...],
    rebalance: Rebalance | None,
    reading: Reading,
    where: Path,
    output: Path | None,
    named: Named,
) -> int:
    """Run the scenarios and say what differs."""
    from kpi_engine.api.scenarios import what_if
    from kpi_engine.report.answers.what_if import what_if_telling

    scenarios = _scenarios(talk, edits, sheets, rebalance, reading)
    run, inputs = start_trial(talk, where, named)
    telling = what_if_telling(run.results, what_if(run, scenarios), language=talk.language)
    return answer_trial(talk, telling, run, inputs, output)


def _scenarios(talk: Talk, edits: tuple[str, ...], sheets: tuple[Path, ...], rebalance: Rebalance | None, reading: Reading) -> list[Scenario]:
    """Those of the sheets, and one of all ``--set`` together."""
    from kpi_engine.api.scenarios import read_scenarios
    from kpi_engine.errors import KpiError
    from kpi_engine.source import Place
    from kpi_engine.whatif.edits import Scenario, read_edits

    told, problems = read_edits(edits, place=Place(path="--set"))
    if problems:
        raise KpiError(problems)
    own = [Scenario(text("scenario", talk.language), tuple(told), rebalance, reading)] if told or not sheets else []
    return [*own, *(read_scenarios(sheets, rebalance=rebalance, reading=reading) if sheets else [])]
