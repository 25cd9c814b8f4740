"""The canonical form of a run's results: the same bytes for the same results on any machine. Hashed for the receipt, kept in it for later runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from kpi_engine.engine.results import Results
from kpi_engine.intake.hashes import Json, canonical_bytes, sha256
from kpi_engine.numbers import decimal_places, decimal_text, exact_text
from kpi_engine.scheme.outline import ROOT
from kpi_engine.table import Ref, Role, State

__all__ = ["Json", "canonical_bytes", "canonical_results", "figure_text", "sha256"]

STATES = {State.PRESENT: "present", State.NOT_APPLICABLE: "not_applicable", State.MISSING: "missing", State.ERROR: "error"}


def figure_text(value: Fraction, places: int | None) -> str:
    """A figure as a decimal string at its published places; without places exactly, a fraction where no decimal is."""
    own = decimal_places(value)
    if places is not None and own is not None and own <= places:
        return decimal_text(value, places)
    return exact_text(value)


def canonical_results(results: Results) -> list[dict[str, object]]:
    """One object a unit, in register order: class, status, total, rank, grade, indicators, periods, payments, consequences, vetoes."""
    columns = _Columns(results)
    return [columns.unit(row) for row in range(len(results.units))]


Column = Sequence[object]
Named = Mapping[str, Column]


class _Columns:
    """Every figure of a run in canonical form, put together again unit by unit."""

    def __init__(self, results: Results) -> None:
        self.results = results
        self.size = len(results.units)
        self.kept: dict[tuple[int, int | None], dict[float, str]] = {}
        self.plain: Named = {
            "takes_part": self.truths(Ref(Role.UNIT, part="takes_part")),
            "ranked": self.truths(Ref(Role.UNIT, part="ranked")),
            "total": self.figures(Ref(Role.TOTAL), results.places()),
            "rank": self.figures(Ref(Role.RANK), 0),
            "rank_from_last": self.figures(Ref(Role.RANK_FROM_LAST), 0),
            "grade": self.words(Ref(Role.GRADE)),
        }
        self.indicators, self.vetoes = self.scores(""), self.struck("")
        self.titles, self.payments, self.consequences = self.titled(""), self.paid(""), self.taken("")
        self.periods = {period: self.period(period) for period in results.plan.needs.periods}

    def unit(self, row: int) -> dict[str, object]:
        told: dict[str, object] = {
            "unit": self.results.units[row],
            "class": self.results.class_of(row),
            **_at(self.plain, row),
            "vetoes": [name for name, hit in self.vetoes.items() if hit[row]],
            "titles": [name for name, kept in self.titles.items() if kept[row]],
            "indicators": _at(self.indicators, row),
            "payments": _at(self.payments, row),
            "consequences": _at(self.consequences, row),
        }
        if self.periods:
            told["periods"] = {period: tell(row) for period, tell in self.periods.items()}
        return told

    def period(self, period: str) -> Callable[[int], dict[str, object]]:
        """What a unit has in a period: its scores; its total and grade, and whatever else is asked in each period."""
        scores = self.scores(period)
        if self.results.plan.book.tree[ROOT].periods is None:
            return lambda row: {"indicators": _at(scores, row)}
        plain = {"total": self.figures(Ref(Role.TOTAL, period=period), self.results.places()), "grade": self.words(Ref(Role.GRADE, period=period))}
        for role in (Role.RANK, Role.RANK_FROM_LAST):
            if Ref(role, period=period) in self.results.columns:
                plain[role.value] = self.figures(Ref(role, period=period), 0)
        listed = {"vetoes": self.struck(period), "titles": self.titled(period)}
        named = {"payments": self.paid(period), "consequences": self.taken(period)}
        return lambda row: {
            "indicators": _at(scores, row),
            **_at(plain, row),
            **{key: [name for name, hit in found.items() if hit[row]] for key, found in listed.items() if found},
            **{key: _at(found, row) for key, found in named.items() if found},
        }

    def struck(self, period: str) -> Named:
        """The vetoes; of a period those that act in each."""
        vetoes = self.results.plan.scheme.vetoes.items()
        return {str(name): self.truths(Ref(Role.VETO, str(name), period)) for name, veto in vetoes if veto.each_period or not period}

    def titled(self, period: str) -> Named:
        """The titles that quotas give."""
        scheme = self.results.plan.scheme
        return {name: self.truths(Ref(Role.QUOTA, name, period, "keeps")) for name, q in scheme.asked(scheme.quotas, period).items() if q.title}

    def paid(self, period: str) -> Named:
        """The payments."""
        scheme = self.results.plan.scheme
        return {name: self.figures(Ref(Role.PAYMENT, name, period), _money(self.results, name)) for name in scheme.asked(scheme.payments, period)}

    def taken(self, period: str) -> Named:
        """The consequences."""
        scheme = self.results.plan.scheme
        return {name: self.values(Ref(Role.CONSEQUENCE, name, period)) for name in scheme.asked(scheme.consequences, period)}

    def scores(self, period: str) -> Named:
        refs = {entry.name: Ref(Role.SCORE, entry.name, period) for entry in self.results.plan.book.tree if entry.name != ROOT}
        return {name: self.figures(ref, self.results.places(name)) for name, ref in refs.items() if ref in self.results.columns}

    def figures(self, ref: Ref, places: int | None) -> Column:
        """Decimal strings, or objects that name the state; None where the scheme has no such figure."""
        column = self.results.column(ref)
        if column is None:
            return [None] * self.size
        if column.wide is not None:
            told: list[object] = [figure_text(value, places) for value in column.wide]
        else:
            known = self.kept.setdefault((column.denominator, places), {})
            for number in set(column.numerator.tolist()) - known.keys():
                known[number] = figure_text(Fraction(int(number), column.denominator), places)
            told = list(map(known.__getitem__, column.numerator.tolist()))
        for row in column.state.nonzero()[0].tolist():
            told[row] = {"state": STATES[State(int(column.state[row]))]}
        return told

    def values(self, ref: Ref) -> Column:
        column = self.results.column(ref)
        return [None] * self.size if column is None else [column.value(row) for row in range(self.size)]

    def truths(self, ref: Ref) -> Column:
        return [value is True for value in self.values(ref)]

    def words(self, ref: Ref) -> Column:
        return [value if isinstance(value, str) and value else None for value in self.values(ref)]


def _money(results: Results, name: str) -> int | None:
    payment, rounding = results.plan.scheme.payments[name], results.plan.scheme.rounding
    return payment.places if payment.places is not None else rounding.money if rounding is not None else None


def _at(columns: Named, row: int) -> dict[str, object]:
    return {name: cells[row] for name, cells in columns.items()}
