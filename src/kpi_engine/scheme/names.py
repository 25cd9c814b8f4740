"""What a bare name means where it stands, and what is said of one that means nothing there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kpi_engine.errors import Problem
from kpi_engine.errors import k4_formula as k4
from kpi_engine.formula.grammar import nearest
from kpi_engine.formula.making import Refused
from kpi_engine.formula.tree import Const, Name, Node
from kpi_engine.scheme.needs import EVENTS
from kpi_engine.scheme.outline import ROOT
from kpi_engine.scheme.quantities import KINDS, RESULTS, class_name, input_name
from kpi_engine.table import Kind, Ref, Role

if TYPE_CHECKING:
    from kpi_engine.scheme.binding import Book, Here

__all__ = ["Names"]


@dataclass(frozen=True)
class Names:
    """The names of a scheme at one place."""

    book: Book
    here: Here

    def named(self, name: str) -> Node:
        """The tree of a bare name."""
        if name in self.here.local:
            return self.here.local[name]
        found = self._column(name) or self._result(name) or self._input(name) or self._value(name) or self._period(name)
        if found is not None:
            return found
        if name in self.book.words():
            return Const(name, Kind.WORD, name)
        raise Refused(self._unknown(name))

    def _unknown(self, name: str) -> Problem:
        if name in ("points", "children_sum"):
            if name == "points":
                return k4.WRONG_PLACE.at(name=name, why="这里没有所属的指标", why_en="there is no indicator here that it would be the points of")
            return k4.WRONG_PLACE.at(name=name, why="只能用在 combine 里", why_en="it is for combine only")
        if name in self.book.tree:
            return k4.WRONG_PLACE.at(
                name=name, why=f"它是指标；要它的得分写 score({name})", why_en=f"it is an indicator; its points are score({name})"
            )
        scheme = self.book.scheme
        event = next((str(event) for event, decl in scheme.events.items() if name in decl.columns), "")
        if event:
            why = f"它是事项“{event}”的列，一件一个；用在这种事项的单价里，合计写 sum({event}, {name})"
            why_en = f"it is a column of the event {event}, one for each; use it in the price of such events, or write sum({event}, {name})"
            return k4.WRONG_PLACE.at(name=name, why=why, why_en=why_en)
        if name == "mark":
            why_en = "one mark of one rater is for valid_if only; what the marks make together has the name of the input"
            return k4.WRONG_PLACE.at(name=name, why="一个评委的一个分只用在 valid_if 里；合成的分写数据项的名字", why_en=why_en)
        renamed = next((str(now) for now, decl in scheme.inputs.items() if decl.was == name), "")
        if renamed:
            return k4.UNKNOWN_NAME.at(name=name, near=f"，是不是 {renamed}？")
        known = [*scheme.inputs, *scheme.values, *self.book.words(), *scheme.payments, "points", "total", "grade", "rank", "unit_class"]
        return k4.UNKNOWN_NAME.at(name=name, near=nearest(name, [*known, *self.here.local]))

    def _column(self, name: str) -> Node | None:
        """A column of the event whose row is priced here."""
        decl = self.book.event_names().get(self.here.event)
        column = decl.columns.get(name) if decl else None
        if column is None:
            return None
        ref = Ref(Role.COLUMN, EVENTS, part=f"{self.here.event}.{name}")
        return Name(ref, KINDS[column.kind], domain=EVENTS, words=column.options, label=name)

    def _result(self, name: str) -> Node | None:
        if name == "unit_class":
            return class_name(self.book)
        if name not in RESULTS:
            return None
        lacking = self._lacking(name)
        if lacking is not None:
            why, why_en = lacking
            raise Refused(k4.WRONG_PLACE.at(name=name, why=why, why_en=why_en))
        role = {"total": Role.TOTAL, "grade": Role.GRADE, "rank": Role.RANK, "rank_from_last": Role.RANK_FROM_LAST}[name]
        words = self.book.grade_words() if name == "grade" else ()
        label = {"total": "总分", "grade": "等次", "rank_from_last": "倒数名次"}.get(name, "名次")
        if self.book.tree[ROOT].periods is None:  # a part has periods, the results are those of the whole
            return Name(Ref(role), RESULTS[name], words=words, label=label)
        if self.here.period and role is Role.GRADE and not self.book.grades_periods:
            why_en = "grades go by rank, ranks are those of the year, periods have no grade"
            raise Refused(k4.WRONG_PLACE.at(name=name, why="等次按名次定，名次是全年的，各期没有等次", why_en=why_en))
        return Name(Ref(role, period=self.here.period), RESULTS[name], words=words, label=self.here.dated_label(label))

    def _lacking(self, name: str) -> tuple[str, str] | None:
        """Why this scheme has no such result of its own, in both languages; None where it has."""
        scheme = self.book.scheme
        if not scheme.is_scored:
            return (
                f"这个方案没有指标，没有自己的总分、等次、名次；读来的结果写 {name}(某个 reads)",
                f"the scheme has no indicators and so no results of its own; one that is read is {name}(a reading)",
            )
        if name == "grade" and scheme.grades is None:
            return "方案没有写 grades，没有等次", "the scheme has no grades"
        if name in ("rank", "rank_from_last"):
            if scheme.ranking is None:
                return "方案没有写 ranking，没有名次", "the scheme has no ranking"
            if self.here.period and not (scheme.ranking.each_period and scheme.periods is not None):
                return (
                    "这里说的是一期，各期没有名次；要各期也排名，在 ranking 里写 each_period: yes",
                    "this speaks of one period, and periods have no ranks; to rank periods too, write each_period: yes in ranking",
                )
        return None

    def _input(self, name: str) -> Node | None:
        decl = self.book.scheme.inputs.get(name)
        if decl is None:
            return None
        self.book.used.add(name)
        told = input_name(name, decl, self.here.period)
        return replace(told, label=self.here.dated_label(told.label)) if told.ref.period else told

    def _period(self, name: str) -> Node | None:
        """``period``: the one that is worked out here, as a word; in the rows of events that of each row."""
        names = self.book.period_names()
        if name != "period" or not names:
            return None
        if self.here.period:
            return Const(self.here.period, Kind.WORD, self.here.period)
        if self.here.event:
            return Name(Ref(Role.COLUMN, EVENTS, part="period"), Kind.WORD, domain=EVENTS, words=names, label="时期")
        raise Refused(k4.WRONG_PLACE.at(name=name, why="这里说的是全年，不是哪一期", why_en="this speaks of the year, not of a period"))

    def _value(self, name: str) -> Node | None:
        if name in self.book.scheme.values:
            self.book.used.add(name)
            return self.book.value(name, self.here)
        payment = self.book.scheme.payments.get(name)
        if payment is None:
            return None
        if payment.each_period and not self.here.period:
            raise Refused(
                k4.WRONG_PLACE.at(name=name, why="它每期兑现一次，这里说的是全年", why_en="it is paid in each period, and this speaks of the year")
            )
        return Name(Ref(Role.PAYMENT, name, self.here.period if payment.each_period else ""), Kind.NUMBER, label=name)
