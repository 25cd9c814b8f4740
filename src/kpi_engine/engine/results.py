"""What a run yields: every figure of every unit, with what went in and what was odd. Frozen; tables are made from it, never kept in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from kpi_engine.engine.plan import Plan
from kpi_engine.errors import Problem
from kpi_engine.formula.functions import ExactCell
from kpi_engine.formula.words import Measure
from kpi_engine.numbers import decimal_places, decimal_text, exact_text
from kpi_engine.scheme.outline import ROOT
from kpi_engine.stages.periods import WEIGHED
from kpi_engine.table import FACT, Column, Facts, Ref, Role, State, fact_keys

__all__ = ["Results"]


@dataclass(frozen=True)
class Results:
    """One run. ``columns`` are the steps' figures, ``problems`` what makes the results void, ``findings`` what was odd and accepted."""

    plan: Plan
    facts: Facts
    columns: Mapping[Ref, Column]
    problems: tuple[Problem, ...] = ()
    findings: tuple[Problem, ...] = ()
    rungs: Mapping[str, int] = field(default_factory=dict)
    kept: dict[str, object] = field(default_factory=dict, compare=False, repr=False)
    """What readers of the results work out once and keep beside them."""
    _exact: dict[Ref, list[ExactCell]] = field(default_factory=dict, compare=False, repr=False)

    def column(self, ref: Ref) -> Column | None:
        """The column of a step or a fact."""
        found = self.columns.get(ref)
        return self.facts.columns.get(ref) if found is None else found

    def cell(self, ref: Ref, row: int) -> ExactCell:
        """State and exact value of one figure; MISSING where there is no such figure."""
        column = self.column(ref)
        return (State.MISSING, None) if column is None else column.cell(row)

    # what the exact reader and the words reader ask of a frame

    def size(self, domain: str) -> int:
        """How many rows ``domain`` has."""
        return self.facts.size(domain)

    def cells(self, ref: Ref) -> Sequence[ExactCell]:
        """All cells of a figure, made exact once."""
        if ref not in self._exact:
            column = self.column(ref)
            assert column is not None, f"no figure {ref}"
            self._exact[ref] = [column.cell(row) for row in range(len(column))]
        return self._exact[ref]

    def unit_of(self, domain: str) -> Sequence[int]:
        """For each row of a table the index of its unit."""
        return [int(u) for u in self.facts.rows[domain].unit]

    def classes(self) -> Sequence[object]:
        """For each unit its class."""
        return [int(c) for c in self.facts.class_of]

    def world_of(self) -> Sequence[object]:
        """For each unit its world."""
        return self.facts.world_of()

    def fact_of(self, domain: str) -> Sequence[object]:
        """For each row of a table its unit and fact number; a row without one is a fact of its own."""
        return fact_keys(domain, self.unit_of(domain), self.cells(Ref(Role.COLUMN, domain, part=FACT)))

    # what people ask

    @property
    def units(self) -> tuple[str, ...]:
        """The units in register order."""
        return self.facts.units

    def class_of(self, row: int) -> str:
        """The unit's class, empty where the scheme has none."""
        return self.facts.classes[int(self.facts.class_of[row])] if self.facts.classes else ""

    def number(self, ref: Ref, row: int) -> Fraction | None:
        """A figure as a number."""
        value = self.cell(ref, row)[1]
        return value if isinstance(value, Fraction) and not isinstance(value, bool) else None

    def word(self, ref: Ref, row: int) -> str:
        """A figure as a word, empty where there is none."""
        value = self.cell(ref, row)[1]
        return value if isinstance(value, str) else ""

    def holds(self, ref: Ref, row: int) -> bool:
        """Whether a condition is true."""
        return self.cell(ref, row)[1] is True

    def has_value(self, ref: Ref, row: int) -> bool:
        """Whether there is a value."""
        return self.column(ref) is not None and self.cell(ref, row)[0] == State.PRESENT

    def measure_of(self, ref: Ref) -> Measure:
        """How a quantity prints in sentences: percents as percents, published figures at their places."""
        decl = self.plan.scheme.inputs.get(ref.name)
        if ref.role in (Role.INPUT, Role.TARGET) and decl is not None:
            return Measure(percent=decl.kind == "percent")
        if ref.role is Role.SCORE and ref.name in self.plan.book.tree:
            return Measure(places=self.places(ref.name))
        if ref.role is Role.RAW and ref.part == WEIGHED:
            return Measure(percent=True, places=0)
        return Measure(places=self.places()) if ref.role in (Role.TOTAL, Role.COMPUTED_TOTAL) else Measure()

    def takes_part(self, row: int) -> bool:
        """Whether the unit is assessed at all."""
        return self.holds(Ref(Role.UNIT, part="takes_part"), row)

    def is_ranked(self, row: int) -> bool:
        """Whether the unit stands in the ranking (not listed apart)."""
        return self.holds(Ref(Role.UNIT, part="ranked"), row)

    def places(self, name: str = ROOT) -> int | None:
        """The decimals that the scheme publishes an indicator with; None where it is not rounded."""
        entry = self.plan.book.tree[name]
        if entry.model.round is not None:
            return entry.model.round if isinstance(entry.model.round, int) else None
        rounding = self.plan.scheme.rounding
        if rounding is None:
            return None
        return {"indicator": rounding.indicator, "group": rounding.group, "total": rounding.total}[entry.level]

    def text(self, ref: Ref, row: int, places: int | None = None) -> str:
        """A figure as it is printed: with ``places`` decimals; 不涉及, 未报 or 无法计算 for a state."""
        state, value = self.cell(ref, row)
        if state != State.PRESENT or value is None:
            return {State.NOT_APPLICABLE: "不涉及", State.MISSING: "未报", State.ERROR: "无法计算"}.get(state, "")
        if isinstance(value, bool):
            return "是" if value else "否"
        if isinstance(value, str):
            return value
        assert isinstance(value, Fraction), "columns hold no roots"
        if places is not None:
            return decimal_text(value, places)
        exact = decimal_places(value)
        return exact_text(value) if exact is not None and exact <= 10 else decimal_text(value, 6)
