"""The whole result as JSON by ``results.schema.json``: figures are decimal strings, a figure that is not there is an object that names its state."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from importlib import resources
from itertools import repeat

from kpi_engine.engine.results import Results
from kpi_engine.errors import Language, Problem
from kpi_engine.report.figures import texts
from kpi_engine.report.installments import in_parts, parts_of
from kpi_engine.report.problems_json import FORMAT, failure_as_json, problems_as_json
from kpi_engine.report.spread import TOTAL_NAME, money_places
from kpi_engine.report.standing import flags, unranked_reasons
from kpi_engine.scheme.outline import ROOT
from kpi_engine.table import Ref, Role, State
from kpi_engine.trail.canonical import STATES
from kpi_engine.trail.ledger import Ledger, Posting, ledgers_by_unit, plain
from kpi_engine.trail.receipt import Receipt

__all__ = ["FORMAT", "account_as_json", "as_json", "failure_as_json", "json_bytes", "results_schema"]

Cells = Sequence[object]
Named = dict[str, Cells]


def results_schema() -> dict[str, object]:
    """The JSON Schema that `as_json` keeps to."""
    text = resources.files("kpi_engine").joinpath("results.schema.json").read_text(encoding="utf-8")
    schema: dict[str, object] = json.loads(text)
    return schema


def as_json(
    results: Results, receipt: Receipt, *, findings: Sequence[Problem] | None = None, language: Language = "zh", trail: bool = True
) -> dict[str, object]:
    """The answer of a run.

    Args:
        results: the run; where it has problems, the answer is a failure.
        receipt: its receipt, given whole, so that whoever keeps it can verify the run.
        findings: what was odd and accepted, on the way in and in the run (the run's own where not given).
        language: of messages and mends.
        trail: whether the accounts of each unit are told.

    """
    told = results.findings if findings is None else findings
    if results.problems:
        return failure_as_json(results.problems, told, language)
    return {
        "ok": True,
        "format": FORMAT,
        "scheme": {"name": receipt.scheme, "title": receipt.title, "edition": receipt.edition},
        "units": _Units(results, receipt).all(trail=trail),
        "findings": problems_as_json(told, language),
        "problems": [],
        "receipt": receipt.as_json(),
    }


def json_bytes(document: Mapping[str, object]) -> bytes:
    """A document as UTF-8, readable; halves of surrogate pairs are replaced."""
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


class _Units:
    """The columns of a run, put together again unit by unit."""

    def __init__(self, results: Results, receipt: Receipt) -> None:
        self.results = results
        self.size = len(results.units)
        self.account_places = {entry.name: results.places(entry.name) for entry in results.plan.book.tree}
        self.flags = flags(results, receipt.adjustments)
        self.reasons = unranked_reasons(results)
        self.plain: Named = {
            "total": self.figure(Ref(Role.TOTAL), results.places()),
            "computed_total": self.figure(Ref(Role.COMPUTED_TOTAL), results.places()),
            "rank": self.place(Ref(Role.RANK)),
            "rank_from_last": self.place(Ref(Role.RANK_FROM_LAST)),
            "grade": self.word(Ref(Role.GRADE)),
        }
        self.tied = self.place(Ref(Role.RANK, part="tied"))
        self.payments = self.paid("")
        self.installments = {name: parts_of(results, name) for name in in_parts(results)}
        self.consequences = self.taken("")
        self.vetoes = self.struck("")
        self.titles = self.kept("")
        self.indicators = self.scores("")
        self.periods = {period: self.period(period) for period in results.plan.needs.periods}

    def all(self, *, trail: bool) -> list[dict[str, object]]:
        if not trail:
            return [self.unit(row) for row in range(self.size)]
        there = [row for row in range(self.size) if self.results.takes_part(row)]
        accounts = dict(zip(there, ledgers_by_unit(self.results, there), strict=True))
        return [{**self.unit(row), "trail": [self.account(account) for account in accounts.get(row, ())]} for row in range(self.size)]

    def account(self, account: Ledger) -> dict[str, object]:
        return account_as_json(account, self.account_places.get(account.name, self.results.places()))

    def unit(self, row: int) -> dict[str, object]:
        results = self.results
        return {
            "unit": results.units[row],
            "class": results.class_of(row),
            "takes_part": results.takes_part(row),
            "ranked": results.is_ranked(row),
            **_at(self.plain, row),
            "tied": self.tied[row] not in (None, 1),
            "unranked_because": self.reasons[row],
            "flags": self.flags[row],
            "vetoes": [name for name, hit in self.vetoes.items() if hit[row] is True],
            "titles": [name for name, kept in self.titles.items() if kept[row] is True],
            "indicators": _at(self.indicators, row),
            "periods": {period: tell(row) for period, tell in self.periods.items()},
            "payments": _at(self.payments, row),
            **({"installments": {name: parts[row] for name, parts in self.installments.items()}} if self.installments else {}),
            "consequences": _at(self.consequences, row),
        }

    def scores(self, period: str) -> Named:
        told: Named = {}
        for entry in self.results.plan.book.tree:
            ref = Ref(Role.SCORE, entry.name, period)
            if entry.name != ROOT and ref in self.results.columns:
                told[entry.name] = self.figure(ref, self.results.places(entry.name))
        return told

    def period(self, period: str) -> Callable[[int], dict[str, object]]:
        """What a unit has in a period: total and grade, whatever else is asked in each period, and its scores."""
        scores = self.scores(period)
        plain: dict[str, Cells] = {
            "total": self.figure(Ref(Role.TOTAL, period=period), self.results.places()),
            "grade": self.word(Ref(Role.GRADE, period=period)),
        }
        for role in (Role.RANK, Role.RANK_FROM_LAST):
            if Ref(role, period=period) in self.results.columns:
                plain[role.value] = self.place(Ref(role, period=period))
        listed = {"vetoes": self.struck(period), "titles": self.kept(period)}
        named = {"payments": self.paid(period), "consequences": self.taken(period)}
        return lambda row: {
            **_at(plain, row),
            **{key: [name for name, hit in found.items() if hit[row] is True] for key, found in listed.items() if found},
            **{key: _at(found, row) for key, found in named.items() if found},
            "indicators": _at(scores, row),
        }

    def struck(self, period: str) -> Named:
        vetoes = self.results.plan.scheme.vetoes.items()
        return {str(n): self.value(Ref(Role.VETO, str(n), period)) for n, veto in vetoes if veto.each_period or not period}

    def kept(self, period: str) -> Named:
        scheme = self.results.plan.scheme
        return {n: self.value(Ref(Role.QUOTA, n, period, "keeps")) for n, quota in scheme.asked(scheme.quotas, period).items() if quota.title}

    def paid(self, period: str) -> Named:
        scheme = self.results.plan.scheme
        return {n: self.figure(Ref(Role.PAYMENT, n, period), money_places(self.results, n)) for n in scheme.asked(scheme.payments, period)}

    def taken(self, period: str) -> Named:
        scheme = self.results.plan.scheme
        return {n: self.value(Ref(Role.CONSEQUENCE, n, period)) for n in scheme.asked(scheme.consequences, period)}

    def figure(self, ref: Ref, places: int | None) -> Cells:
        column = self.results.column(ref)
        if column is None:
            return [None] * self.size
        told: list[object] = list(texts(column, places, self.size))
        for row in (column.state != State.PRESENT).nonzero()[0].tolist():
            told[row] = {"state": STATES[State(int(column.state[row]))]}
        return told

    def place(self, ref: Ref) -> Cells:
        """A rank: a whole number, null for a unit without one."""
        return [int(text) if text else None for text in texts(self.results.column(ref), 0, self.size)]

    def word(self, ref: Ref) -> Cells:
        return [text or None for text in texts(self.results.column(ref), None, self.size)]

    def value(self, ref: Ref) -> Cells:
        """A truth or a word as it is; null where there is none."""
        column = self.results.column(ref)
        return list(repeat(None, self.size)) if column is None else [column.value(row) for row in range(self.size)]


def _at(columns: Named, row: int) -> dict[str, object]:
    return {name: cells[row] for name, cells in columns.items()}


def account_as_json(account: Ledger, places: int | None = None) -> dict[str, object]:
    """One account with its postings, its ends with at least ``places`` decimals; without a figure it has neither opening nor closing."""
    present = account.state == State.PRESENT
    return {
        "indicator": account.name or TOTAL_NAME,
        "title": account.title,
        "period": account.period,
        "clause": account.clause,
        "state": STATES[account.state],
        "opening": plain(account.opening, places) if present else None,
        "closing": plain(account.closing, places) if present else None,
        "postings": [_posting(posting) for posting in account.postings],
    }


def _posting(posting: Posting) -> dict[str, object]:
    names = ("kind", "what", "clause", "quantity", "price", "memo", "evidence", "owner", "date", "source")
    return {"points": plain(posting.amount), **{name: getattr(posting, name) for name in names}}
