"""What a scheme declares, as the names that formulas hold: inputs, the unit's class, rows of events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi_engine.formula.making import const
from kpi_engine.formula.tree import Compare, Logic, Name, Node
from kpi_engine.scheme.declared import InputDecl
from kpi_engine.scheme.needs import EVENTS
from kpi_engine.table import Kind, Ref, Role

if TYPE_CHECKING:
    from kpi_engine.scheme.binding import Book

__all__ = ["KINDS", "RESULTS", "class_name", "event_rows", "input_name", "kind_of_input", "takes_part"]

KINDS = {
    "count": Kind.NUMBER, "number": Kind.NUMBER, "percent": Kind.NUMBER, "yes_no": Kind.TRUTH, "date": Kind.DATE, "choice": Kind.WORD, "text": Kind.WORD,
    "unit": Kind.WORD, "ballots": Kind.NUMBER, "marks": Kind.NUMBER,
}  # fmt: skip
"""What a declared value is, by its kind."""

RESULTS = {"total": Kind.NUMBER, "grade": Kind.WORD, "rank": Kind.NUMBER, "rank_from_last": Kind.NUMBER}
"""The results of a run that formulas may name."""


def kind_of_input(decl: InputDecl) -> Kind:
    """What an input's value is."""
    return KINDS[decl.kind]


def takes_part() -> Node:
    """Whether the unit takes part: what class statistics are over."""
    return Name(Ref(Role.UNIT, part="takes_part"), Kind.TRUTH, label="参评")


def class_name(book: Book) -> Name:
    """The unit's class."""
    return Name(Ref(Role.UNIT, part="class"), Kind.WORD, words=book.scheme.class_names, label="类别")


def input_name(name: str, decl: InputDecl, period: str) -> Name:
    """The quantity that an input is in a period (none where it is reported once)."""
    at = "" if decl.every == "year" else period
    return Name(Ref(Role.INPUT, name, at), kind_of_input(decl), words=decl.words if decl.kind == "choice" else (), label=decl.label or name)


def event_rows(event: str, period: str) -> Node:
    """The rows of one event (in one period)."""
    is_event = Compare("==", Name(Ref(Role.COLUMN, EVENTS, part="event"), Kind.WORD, domain=EVENTS, label="事项"), const(event))
    if not period:
        return is_event
    in_period = Compare("==", Name(Ref(Role.COLUMN, EVENTS, part="period"), Kind.WORD, domain=EVENTS, label="时期"), const(period))
    return Logic("and", (is_event, in_period))
