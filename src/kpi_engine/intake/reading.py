"""What a cell may hold, and what it was read as."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final, Literal

from kpi_engine.errors import Code, k5_data
from kpi_engine.intake.grid import CellType, GridCell
from kpi_engine.intake.match import Names, normal_form
from kpi_engine.table import Kind, State, Value

__all__ = ["CellKind", "CellRule", "Reading", "kind_of", "refused", "state_of", "wrong_type"]

CellKind = Literal["count", "number", "percent", "yes_no", "date", "choice", "text", "unit"]

_NOT_APPLICABLE: Final = frozenset(["不涉及", "未涉及", "不适用", "无此项", "无此项工作", "—", "——", "-", "--", "/", "n/a", "─"])
_MISSING: Final = frozenset(["未报", "未上报", "未报送", "缺报", "空白", "缺", "暂缺", "待报", "未提供"])
_KINDS: Final[Mapping[str, Kind]] = {"yes_no": Kind.TRUTH, "date": Kind.DATE, "choice": Kind.WORD, "text": Kind.WORD, "unit": Kind.WORD}

Said = tuple[tuple[Code, Mapping[str, object]], ...]


def kind_of(kind: str) -> Kind:
    """The kind of value that cells of a kind give."""
    return _KINDS.get(kind, Kind.NUMBER)


@dataclass(frozen=True, slots=True)
class CellRule:
    """What a cell may hold. ``what`` is how messages call it; ``in_percent`` says that the heading carries the percent sign."""

    kind: CellKind
    what: str
    options: tuple[str, ...] = ()
    measured_in: str = ""
    between: tuple[Fraction, Fraction] | None = None
    places: int | None = None
    in_percent: bool = False
    names: Names | None = None
    named: tuple[str, ...] = ()

    @property
    def is_number(self) -> bool:
        """Whether the cell holds a number."""
        return self.kind in ("count", "number", "percent")

    @property
    def admits_negative(self) -> bool:
        """Whether a count may be negative: where its range says so."""
        return self.kind != "count" or (self.between is not None and self.between[0] < 0)


@dataclass(frozen=True, slots=True)
class Reading:
    """One cell as it was read: its state, its value where it has one, and what there is to say about it."""

    state: State
    value: Value | None = None
    said: Said = field(default=())

    def but(self, code: Code, **facts: object) -> Reading:
        """The same with one more thing to say."""
        return Reading(self.state, self.value, (*self.said, (code, facts)))


def refused(code: Code, **facts: object) -> Reading:
    """A cell that is no value, with the reason."""
    return Reading(State.ERROR, None, ((code, facts),))


def state_of(text: str) -> State | None:
    """The state that a text stands for: 不涉及, 未报, blank; None where it is a value.

    >>> state_of("不涉及"), state_of(" "), state_of("无"), state_of("—")
    (<State.NOT_APPLICABLE: 1>, <State.MISSING: 2>, None, <State.NOT_APPLICABLE: 1>)
    """
    form = normal_form(text)
    if form in _NOT_APPLICABLE:
        return State.NOT_APPLICABLE
    return State.MISSING if not form or form in _MISSING else None


def wrong_type(rule: CellRule, cell: GridCell) -> Reading:
    """A cell of a type that the kind does not admit."""
    kinds = {CellType.DATE: "日期", CellType.BOOL: "逻辑值", CellType.NUMBER: "数", CellType.TEXT: "文字"}
    wanted = {"date": "日期", "choice": "档次", "text": "文字", "unit": "单位", "yes_no": "是或否"}.get(rule.kind, "数")
    return refused(k5_data.WRONG_TYPE, what=rule.what, wanted=wanted, kind=kinds[cell.type], found=str(cell.value))
