"""What a scheme needs to be told."""

from __future__ import annotations

from kpi_engine.scheme.declared import EventDecl
from kpi_engine.scheme.needs import EventNeed, Needs, marks_table, remarks_of
from kpi_engine.table import Ref, Role
from needing import column_need, declared, marks_need, needs_of, with_target


def test_a_column_is_called_by_its_label() -> None:
    assert column_need("投资额", label="固定资产投资").heading == "固定资产投资"
    assert column_need("投资额").heading == "投资额"


def test_a_reason_and_evidence_stand_beside_the_value_that_they_are_given_for() -> None:
    value = column_need("投资额", period="六月", reason="required", evidence="required")
    assert [(need.role, need.beside) for need in remarks_of(value)] == [
        ("reason", Ref(Role.INPUT, "投资额", "六月")),
        ("evidence", Ref(Role.INPUT, "投资额", "六月")),
    ]
    assert remarks_of(column_need("投资额")) == []
    assert with_target("投资额")[1].beside == Ref(Role.TARGET, "投资额")


def test_owners_are_named_once_in_the_order_in_which_they_first_fill_something_in() -> None:
    events = (EventNeed("脱岗", EventDecl(), "纪检室"), EventNeed("表彰", EventDecl(), ""))
    needs = needs_of(
        column_need("甲"), column_need("乙", owner="财务科"), column_need("丙"), marks=(marks_need("评委", owner="组织部"),), events=events
    )
    assert needs.owners == ("医政股", "财务科", "组织部", "纪检室")
    assert Needs().owners == ()


def test_each_jury_has_a_table_of_its_own() -> None:
    assert marks_table("评委") == "marks:评委"
    assert declared("marks").kind == "marks"
