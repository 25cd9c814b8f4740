"""What a scheme declares, as the names that formulas hold."""

from __future__ import annotations

from kpi_engine.formula.tree import Compare, Logic, Name
from kpi_engine.scheme.quantities import KINDS, RESULTS, event_rows, input_name, kind_of_input, takes_part
from kpi_engine.table import Kind, Ref, Role
from needing import declared


def test_every_kind_of_input_has_a_kind_of_value() -> None:
    assert {kind: kind_of_input(declared(kind, **({"options": ["好", "差"]} if kind == "choice" else {}))) for kind in ("percent", "date", "choice")} == {
        "percent": Kind.NUMBER, "date": Kind.DATE, "choice": Kind.WORD,
    }  # fmt: skip
    assert (KINDS["yes_no"], KINDS["unit"], RESULTS["grade"], RESULTS["rank"]) == (Kind.TRUTH, Kind.WORD, Kind.WORD, Kind.NUMBER)


def test_an_input_is_a_quantity_of_each_period_unless_it_is_reported_once_a_year() -> None:
    assert input_name("投资", declared(label="固定资产投资"), "六月") == Name(Ref(Role.INPUT, "投资", "六月"), Kind.NUMBER, label="固定资产投资")
    assert input_name("投资", declared(every="year"), "六月").ref == Ref(Role.INPUT, "投资")
    assert input_name("评定", declared("choice", options=["好", "差"]), "").words == ("好", "差")


def test_rows_are_told_by_event_and_in_a_period_by_both() -> None:
    assert isinstance(event_rows("脱岗", ""), Compare)
    both = event_rows("脱岗", "六月")
    assert isinstance(both, Logic)
    assert (both.op, [str(item.right.text) for item in both.items if isinstance(item, Compare) and hasattr(item.right, "text")]) == (
        "and",
        ["脱岗", "六月"],
    )
    assert takes_part() == Name(Ref(Role.UNIT, part="takes_part"), Kind.TRUTH, label="参评")
