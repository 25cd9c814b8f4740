"""``kpi explain``: every point of a unit, from full marks through each posting to the published figure."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kpi_engine.cli.inputs import FilesCommand, Named, file_options
from kpi_engine.cli.messages import Language, text
from kpi_engine.cli.talk import Talk, options, padded

if TYPE_CHECKING:
    from kpi_engine.api.runs import Run
    from kpi_engine.report.standing import GradeStep
    from kpi_engine.trail.ledger import Ledger, Posting
    from kpi_engine.trail.money import Paid

__all__ = ["command"]


@click.command("explain", cls=FilesCommand, help="说明一个单位的每一分。 · Explain a unit's points.")
@click.argument("unit", default="")
@click.option("--unit", "unit_named", default="", help="单位，与直接写名称一样 · the unit, as the argument")
@click.option("--indicator", "indicators", multiple=True, help="只说明这个指标，可以写几次 · this indicator only; may be given again")
@click.option("-C", "--folder", "where", default=".", type=click.Path(path_type=Path), help="工作文件夹 · work folder")
@file_options()
@options
def command(talk: Talk, unit: str, unit_named: str, indicators: tuple[str, ...], where: Path, named: Named) -> int:
    """Explain one unit; without a name, list the units."""
    from kpi_engine.api.accounts import explain, row_of_unit
    from kpi_engine.cli.run import score_inputs

    wanted = _one_unit(talk, unit, unit_named)
    talk.progress("reading")
    run = score_inputs(named.found(where))
    if not wanted:
        return _list_units(talk, run)
    row = row_of_unit(run, wanted)
    _tell(talk, run, row, explain(run, wanted, indicators=indicators), whole=not indicators)
    return 0


def _one_unit(talk: Talk, unit: str, named: str) -> str:
    """The unit, however it was named."""
    if unit and named and unit != named:
        raise click.UsageError(text("two_units", talk.language, one=unit, other=named), click.get_current_context())
    return named or unit


def _list_units(talk: Talk, run: Run) -> int:
    from kpi_engine.report.printed import ranked_table

    talk.table(ranked_table(run.results, run.receipt.adjustments, language=talk.language))
    talk.say("which_unit")
    talk.answer({"ok": True, "units": list(run.results.units)})
    return 0


def _tell(talk: Talk, run: Run, row: int, accounts: list[Ledger], *, whole: bool) -> None:
    from kpi_engine.report.results_json import account_as_json
    from kpi_engine.report.standing import grade_path
    from kpi_engine.table import State
    from kpi_engine.trail.money import money_of

    name = run.results.units[row]
    for line in _standing(run, name, talk.language):
        talk.line(line)
    for account in accounts:
        if whole and not account.postings and (account.state == State.NOT_APPLICABLE or account.name not in run.results.plan.book.tree):
            continue  # does not exist for this unit, or nothing was decided after the total
        talk.line("")
        _tell_account(talk, run, account)
    path = grade_path(run.results, row) if whole else []
    _tell_grade(talk, path)
    paid = money_of(run.results, row) if whole else []
    _tell_money(talk, paid)
    steps = [{"what": step.what, "grade": step.grade, "source": step.source} for step in path]
    accounts_told = [account_as_json(account, _places(run, account)) for account in accounts]
    talk.answer({"ok": True, "unit": name, "accounts": accounts_told, "grade_path": steps, "payments": [asdict(one) for one in paid]})


def _standing(run: Run, unit: str, language: Language) -> list[str]:
    """The unit with its total, place and grade, as far as it has them; and a line for each period that has places."""
    from kpi_engine.report.printed import flag_said
    from kpi_engine.report.standing import flags_of_period, periods_asked
    from kpi_engine.table import Ref, Role

    results, row = run.results, run.results.units.index(unit)

    def figures(period: str) -> list[str]:
        asked = [(Role.TOTAL, results.places()), (Role.RANK, None), (Role.GRADE, None)]
        told = [(role, results.text(ref, row, places)) for role, places in asked if results.has_value(ref := Ref(role, period=period), row)]
        return [text("rank", language, rank=said) if role is Role.RANK else said for role, said in told]

    periods = (
        (f"    {period}", *figures(period), *(flag_said(flag, language) for flag in flags_of_period(results, period)[row]))
        for period in periods_asked(results)
    )
    return ["  ".join(parts) for parts in ((unit, *figures("")), *periods)]


def _places(run: Run, account: Ledger) -> int | None:
    """The decimals of a figure; what comes after the last indicator is the total again."""
    return run.results.places(account.name) if account.name in run.results.plan.book.tree else run.results.places()


def _tell_account(talk: Talk, run: Run, account: Ledger) -> None:
    from kpi_engine.table import State
    from kpi_engine.trail.ledger import plain

    head = "  ".join(part for part in (account.title, account.period, account.clause) if part)
    talk.line(f"【{head}】")
    if account.state != State.PRESENT:
        talk.line(f"    {text('no_figure', talk.language)}")
        return
    rows = [(text("opening", talk.language), plain(account.opening))]
    rows += [(posting.what, _signed(posting)) for posting in account.postings]
    rows += [(text("closing", talk.language), plain(account.closing, _places(run, account)))]
    beneath: list[list[str]] = [[], *(_why(posting, talk.language) for posting in account.postings), []]
    for line, below in zip(padded([("  ", *row) for row in rows], right=(2,)), beneath, strict=True):
        talk.line(line)
        for more in below:
            talk.line(f"        {more}")


def _tell_grade(talk: Talk, path: list[GradeStep]) -> None:
    """How the unit came to its grade, where it is not simply that of its points."""
    if path:
        talk.line("")
        talk.line(text("grade_path", talk.language))
    for line, step in zip(padded([("  ", step.what, step.grade) for step in path]), path, strict=True):
        talk.line(line)
        if step.source:
            talk.line(f"        {text('source', talk.language, source=step.source)}")


def _tell_money(talk: Talk, paid: list[Paid]) -> None:
    """Each amount with its sentence, its parts and its cells."""
    for one in paid:
        talk.line("")
        talk.line(f"【{'  '.join(part for part in (one.label, one.clause) if part)}】")
        talk.line(f"    {one.amount}{f' {one.measured_in}' if one.measured_in else ''}")
        talk.line(f"        {one.memo}")
        if one.parts:
            talk.line(f"        {'、'.join(one.parts)}")
        if one.source:
            talk.line(f"        {text('source', talk.language, source=one.source)}")


def _signed(posting: Posting) -> str:
    from kpi_engine.trail.ledger import plain

    return ("+" if posting.amount > 0 else "") + plain(posting.amount)


def _why(posting: Posting, language: Language) -> list[str]:
    """What stands behind an amount: the sentence, the event's date and evidence, the cells."""
    facts = "　".join(part for part in (posting.date, posting.evidence) if part)
    source = text("source", language, source=posting.source) if posting.source else ""
    return [line for line in (posting.memo, facts, source) if line]
