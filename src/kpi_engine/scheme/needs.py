"""What a scheme needs to be told: the columns and tables that the plan's trees read. Intake fills them, the template asks for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from kpi_engine.scheme.declared import EventDecl, InputDecl
from kpi_engine.table import MARKS, Kind, Ref, Role

__all__ = ["EVENTS", "REMARKS", "ColumnNeed", "EventNeed", "MarksNeed", "Needs", "marks_table", "remarks_of"]

EVENTS = "events"
"""The table of events, one row for each event and unit. Its columns (``Ref(COLUMN, "events", part=…)``):

``event`` WORD, ``fact`` WORD (fact number; MISSING where none), ``evidence`` WORD, ``date`` DATE, ``period`` WORD, ``amount`` NUMBER (what the assessor
chose, for ``chosen`` items), and ``{event}.{column}`` for each declared column of an event (NOT_APPLICABLE in the rows of other events).
"""


REMARKS = {"reason": "理由", "evidence": "证据"}
"""What may have to be written beside a value, as it is called."""


def marks_table(name: str) -> str:
    """The table of a ``marks`` input: columns ``mark`` NUMBER, ``fact`` WORD (the rater), ``period`` WORD."""
    return MARKS + name


@dataclass(frozen=True, slots=True)
class ColumnNeed:
    """One column of units to be filled.

    ``ref`` is one of INPUT(name, period), TARGET(name, period), VOTES(name, period, part="rater|option"), with ``rater`` empty where the input has no
    raters, and the options "issued" and "returned" beside the declared ones; or REMARK(name, period, part=role). ``role`` says which.
    """

    ref: Ref
    kind: Kind
    name: str
    decl: InputDecl
    role: Literal["value", "target", "votes", "reason", "evidence"]
    period: str = ""
    part: str = ""

    @property
    def heading(self) -> str:
        """What the column is called: the input's label or name."""
        return self.decl.label or self.name

    @property
    def beside(self) -> Ref:
        """The value that a reason or evidence is given for; any other column is asked for itself."""
        return Ref(Role.INPUT, self.name, self.period) if self.ref.role is Role.REMARK else self.ref


def remarks_of(value: ColumnNeed) -> list[ColumnNeed]:
    """The columns that stand beside a value because its input asks for a reason, or for evidence."""
    asked: list[tuple[Literal["reason", "evidence"], object]] = [("reason", value.decl.reason), ("evidence", value.decl.evidence)]
    refs = [(role, Ref(Role.REMARK, value.name, value.period, role)) for role, how in asked if how is not None]
    return [ColumnNeed(ref, Kind.WORD, value.name, value.decl, role, value.period) for role, ref in refs]


@dataclass(frozen=True, slots=True)
class EventNeed:
    """One kind of event: where it is priced, what columns it has, who reports it."""

    name: str
    decl: EventDecl
    owner: str
    indicators: tuple[str, ...] = ()
    chosen: tuple[Fraction, Fraction] | None = None
    evidence: bool = False
    zero_report: bool = False
    text: str = ""
    clause: str = ""
    dated: bool = False
    """Whether a formula asks in which period it happened."""


@dataclass(frozen=True, slots=True)
class MarksNeed:
    """One jury: a mark from each rater for each unit (and period)."""

    name: str
    decl: InputDecl
    periods: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Needs:
    """All that has to come in, in the order of the scheme."""

    columns: tuple[ColumnNeed, ...] = ()
    events: tuple[EventNeed, ...] = ()
    marks: tuple[MarksNeed, ...] = ()
    reads: tuple[Ref, ...] = ()
    decided: tuple[Ref, ...] = field(default=())
    periods: tuple[str, ...] = ()
    remarks: tuple[ColumnNeed, ...] = ()

    @property
    def owners(self) -> tuple[str, ...]:
        """Who fills something in, in order of first appearance."""
        named = [need.decl.owner for need in self.columns] + [need.decl.owner for need in self.marks] + [need.owner for need in self.events]
        return tuple(dict.fromkeys(owner for owner in named if owner))
