"""trail.csv: every account of every unit, posting by posting, so that it can be added up again by whoever reads it.

Lines are made a posting at a time for all units that have it: what is the same for them is made a form once, and only figures, cells and sources are
put in for each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np

from kpi_engine.engine.results import Results
from kpi_engine.formula.words import IndexArray
from kpi_engine.report.delimited import END, cells, figure, inert, open_text, quoted
from kpi_engine.report.figures import STATE_WORDS
from kpi_engine.report.spread import TOTAL_NAME
from kpi_engine.report.standing import absent_rows
from kpi_engine.table import State
from kpi_engine.trail.accounts import Accounts, accounts_of
from kpi_engine.trail.amounts import amount_texts
from kpi_engine.trail.ledger import blocks
from kpi_engine.trail.postings import Postings, Texts

__all__ = ["COLUMNS", "write_trail"]

COLUMNS = {
    "unit": "单位", "indicator": "指标", "period": "时期", "kind": "类型", "clause": "条款", "what": "事由", "quantity": "数量", "price": "单价",
    "points": "分值", "memo": "说明", "evidence": "佐证", "owner": "责任单位", "date": "日期", "source": "数据出处",
}  # fmt: skip
"""Name -> Chinese heading."""

TOLD_EVERY = 2000
"""Units whose lines are made together, and after which a word is said on how far the trail is."""

See = Callable[[Sequence[Accounts], IndexArray], None]


def write_trail(
    path: Path,
    results: Results,
    *,
    labels: bool = False,
    see: See | None = None,
    tell: Callable[[int], None] | None = None,
) -> None:
    """Write trail.csv, unit by unit, for all that take part.

    Args:
        path: the file to make.
        results: the run.
        labels: Chinese headings, and indicators by their labels.
        see: is shown the accounts of each portion of units on the way, so that they are worked out once only.
        tell: is told now and then how many units are done.

    """
    names = _Names(results, labels=labels)
    absent = set(absent_rows(results))
    with open_text(path) as stream:
        stream.write(",".join(map(quoted, COLUMNS.values() if labels else COLUMNS)) + END)
        for number, block in enumerate(blocks([row for row in range(len(results.units)) if row not in absent], TOLD_EVERY)):
            if number and tell is not None:
                tell(int(block[0]))
            accounts = accounts_of(results, block)
            if see is not None:
                see(accounts, block)
            stream.writelines(_lines(accounts, [names.units[row] for row in block.tolist()], names))


class _Names:
    """What units and indicators are called, and with how many decimals their ends are printed."""

    def __init__(self, results: Results, *, labels: bool) -> None:
        tree = results.plan.book.tree
        self.units = cells(results.units)
        self._places = {entry.name: results.places(entry.name) for entry in tree}
        self._titles = {entry.name: entry.title for entry in tree if entry.name} if labels else {}
        self._total = results.places()

    def places(self, accounts: Accounts) -> int | None:
        """The decimals of opening and closing."""
        return self._places.get(accounts.account.name, self._total)

    def start(self, accounts: Accounts) -> str:
        """How every line of these accounts begins, with the unit left open."""
        account = accounts.account
        return ",".join(["%s", _form(self._titles.get(account.name, account.name or TOTAL_NAME)), _form(account.period), ""])


def _lines(accounts: Sequence[Accounts], units: Sequence[str], names: _Names) -> Iterable[str]:
    """All lines of some units, those of each unit together."""
    told: list[list[str]] = [[] for _ in units]
    for each in accounts:
        start, places = names.start(each), names.places(each)
        _put_end(told, each, units, start, ("opening", "期初"), amount_texts(each.opening, places))
        for postings in each.postings:
            _put(told, postings, units, start)
        _put_end(told, each, units, start, ("closing", "期末"), amount_texts(each.closing, places))
    return map("".join, told)


def _put_end(told: list[list[str]], each: Accounts, units: Sequence[str], start: str, end: tuple[str, str], amounts: list[str]) -> None:
    """The opening or the closing. Where there is no figure neither has an amount, and the closing says why."""
    kind, what = end
    form = f"{start}{kind},{_form(each.account.clause)},{what},,,%s,%s,,,,{END}"
    memos = [""] * len(units)
    absent = np.flatnonzero(each.state != State.PRESENT).tolist()
    for place in absent:
        amounts[place] = ""
        memos[place] = STATE_WORDS[State(int(each.state[place]))] if kind == "closing" else ""
    for lines, text in zip(told, map(form.__mod__, zip(units, amounts, memos, strict=True)), strict=True):
        lines.append(text)


def _put(told: list[list[str]], postings: Postings, units: Sequence[str], start: str) -> None:
    """One posting, for those that have it."""
    start += f"{postings.kind},{_form(postings.clause)},{_form(postings.what)},"
    for said in postings.said:
        rows = said.rows.tolist()
        line = _Line(start, [list(map(units.__getitem__, rows))])
        line.put(postings.quantity, said.rows, _figures)
        line.put(postings.price, said.rows, _figures)
        line.add("%s", [amount_texts(postings.amounts[said.rows])])
        line.add(quoted(inert(said.form)), said.columns)
        line.put(postings.evidence, said.rows, cells)
        line.add(_form(postings.owner), ())
        line.put(postings.date, said.rows, cells)
        line.put(postings.source, said.rows, cells)
        for place, text in zip(rows, line.texts(), strict=True):
            told[place].append(text)


class _Line:
    """A line's form so far, and for each place that is open in it the texts."""

    def __init__(self, start: str, texts: list[Sequence[str]]) -> None:
        self._cells, self._texts = [start], texts

    def add(self, form: str, texts: Iterable[Sequence[str]]) -> None:
        """A cell with its open places."""
        self._cells.append(form)
        self._texts += texts

    def put(self, texts: Texts, rows: IndexArray, harmless: Callable[[Sequence[str]], list[str]]) -> None:
        """A cell that is the same in all lines, or different in each."""
        if isinstance(texts, str):
            self.add(harmless([texts])[0].replace("%", "%%"), ())
        else:
            self.add("%s", [harmless(texts(rows))])

    def texts(self) -> Iterable[str]:
        """The lines."""
        form = self._cells[0] + ",".join(self._cells[1:]) + END
        return map(form.__mod__, zip(*self._texts, strict=True))


def _form(text: str) -> str:
    """A cell that is the same in all lines."""
    return quoted(inert(text)).replace("%", "%%")


def _figures(texts: Sequence[str]) -> list[str]:
    return [quoted(figure(text)) for text in texts]
