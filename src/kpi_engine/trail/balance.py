"""The proof that every account of a run balances: on the figures, unit by unit as printed, and again on what was written and read back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

import numpy as np

from kpi_engine.engine.results import Results
from kpi_engine.errors import Problem
from kpi_engine.errors import k6_scoring as k6
from kpi_engine.formula.columns import run_columns
from kpi_engine.formula.making import arith, compare, const, logic
from kpi_engine.formula.steps import Step
from kpi_engine.formula.tree import Fallback, Name, Node, references
from kpi_engine.numbers import parse_number
from kpi_engine.stages.draft import Account, Line
from kpi_engine.table import Kind, Ref, Role, State
from kpi_engine.trail.accounts import accounts_of
from kpi_engine.trail.ledger import blocks

__all__ = ["balance_steps", "unbalanced", "unbalanced_figures", "unbalanced_rows"]

_RELATIVE = ("deduct", "add", "child", "bonus", "decision")


def balance_steps(accounts: Iterable[Account]) -> list[tuple[Account, Step]]:
    """For each account the truth that its items and children lead from one named figure to the next, as a step over the figures of a run."""
    return [(account, Step(Ref(Role.CHECK, f"balance:{account.name}", account.period), _chain(account))) for account in accounts]


def _chain(account: Account) -> Node:
    at: Node = _figure(account.opening) if account.opening is not None else const(0)
    truths: list[Node] = []
    moved = False
    for line in account.lines:
        if line.kind in _RELATIVE:
            at, moved = _moved(at, line), True
        else:
            if moved and line.before is not None:
                truths.append(compare("==", at, _figure(line.before)))
            at, moved = _figure(line.after), False
    truths.append(compare("==", at, _figure(account.closing)))
    return logic("and", truths)


def _moved(at: Node, line: Line) -> Node:
    figure = _figure(line.after)
    if line.kind == "deduct":
        return arith("-", at, figure)
    if line.kind in ("add", "decision"):
        return arith("+", at, figure)
    got: Node = Fallback(figure, not_applicable=const(0))
    if line.kind == "child" and line.before is not None:
        got = arith("-", got, _figure(line.before))
    return arith("+", at, got)


def _figure(ref: Ref) -> Name:
    return Name(ref, Kind.NUMBER)


def unbalanced_figures(results: Results) -> Iterator[Problem]:
    """All accounts of all units at once, on the columns (K690: a defect of the engine, never of the data)."""
    checks = balance_steps(results.plan.accounts)
    wanted = {part for _, step in checks for part in references(step.tree)}
    columns = {ref: column for ref in wanted if (column := results.column(ref)) is not None}
    run = run_columns([step for _, step in checks], replace(results.facts, columns={**results.facts.columns, **columns}))
    for account, step in checks:
        column = run.columns[step.ref]
        closing = columns.get(account.closing)
        told = column.state == State.PRESENT
        if closing is not None:
            told &= closing.state == State.PRESENT  # a part that a class does not have has no account there
        for row in (told & (column.numerator == 0)).nonzero()[0]:
            yield k6.UNBALANCED.at(unit=results.units[int(row)], indicator=account.title + (f"（{account.period}）" if account.period else ""))


def unbalanced(results: Results, rows: Iterable[int] | None = None) -> Iterator[Problem]:
    """The accounts whose printed postings do not lead from the opening to the published figure."""
    for block in blocks(range(len(results.units)) if rows is None else rows):
        for accounts in accounts_of(results, block):
            account = accounts.account
            for place in np.flatnonzero(accounts.unbalanced).tolist():
                title = account.title + (f"（{account.period}）" if account.period else "")
                yield k6.UNBALANCED.at(unit=results.units[int(block[place])], indicator=title)


def unbalanced_rows(trail: Iterable[Mapping[str, str]]) -> Iterator[Problem]:
    """The same for a written trail: rows with unit, indicator, period, kind and points; kind opening opens and closing closes an account."""
    sums: dict[tuple[str, str, str], Fraction] = {}
    for line in trail:
        key = (line["unit"], line["indicator"], line["period"])
        parsed = parse_number(line["points"]) if line["points"] else None
        amount = parsed.value if parsed is not None else Fraction(0)
        if line["kind"] == "closing":
            if sums.pop(key, Fraction(0)) != amount:
                yield k6.UNBALANCED.at(unit=line["unit"], indicator=line["indicator"])
        else:
            sums[key] = sums.get(key, Fraction(0)) + amount
    for unit, indicator, _ in sums:
        yield k6.UNBALANCED.at(unit=unit, indicator=indicator)
