import datetime as dt
from fractions import Fraction

import numpy as np

from kpi_engine.table import MARKS, Column, Facts, Kind, Ref, Role, Rows, State, Value, as_date, as_ordinal, column_of, fact_keys, no_source

PRESENT = State.PRESENT


def cells(*values: Value | None) -> list[tuple[State, Value | None]]:
    return [(PRESENT, value) if value is not None else (State.MISSING, None) for value in values]


def test_a_column_gives_back_what_it_was_made_of() -> None:
    for kind, values in (
        (Kind.NUMBER, (Fraction("0.35"), None, Fraction(-2))),
        (Kind.TRUTH, (True, False, None)),
        (Kind.WORD, ("好", None, "差")),
        (Kind.DATE, (as_ordinal(dt.date(2024, 12, 31)), None)),
    ):
        column = column_of(kind, cells(*values))
        assert [column.value(row) for row in range(len(column))] == list(values)
        assert column.cell(len(values) - 1) == cells(*values)[-1]


def test_numbers_of_a_column_share_one_denominator() -> None:
    column = column_of(Kind.NUMBER, cells(Fraction("0.5"), Fraction("0.125")))
    assert (column.denominator, column.numerator.tolist(), column.bound) == (1000, [500.0, 125.0], 500.0)


def test_values_that_doubles_cannot_hold_are_kept_wide() -> None:
    long = Fraction("123456789012345678.5")
    third = Fraction(1, 3)
    assert column_of(Kind.NUMBER, cells(long)).value(0) == long
    wide = column_of(Kind.NUMBER, cells(third, None))
    assert wide.wide is not None
    assert wide.value(0) == third
    assert wide.value(1) is None


def test_an_empty_column_has_no_bound() -> None:
    assert column_of(Kind.NUMBER, []).bound == 0.0


def test_words_keep_a_given_order() -> None:
    column = column_of(Kind.WORD, cells("差"), words=("好", "差"))
    assert column.words == ("好", "差")


def test_a_fact_is_one_within_its_unit_and_a_rater_across_units() -> None:
    told = [(PRESENT, "F1"), (PRESENT, "F1"), (PRESENT, "F1"), (State.MISSING, None)]
    assert fact_keys("events", [0, 0, 1, 1], told) == [(0, "F1"), (0, "F1"), (1, "F1"), 3]
    by_rater = fact_keys(MARKS + "评审", [0, 0, 1, 1], told)
    assert by_rater[0] == by_rater[2]


def test_references_print_as_people_read_them() -> None:
    assert str(Ref(Role.SCORE, "投资", "六月")) == "score(投资@六月)"
    assert str(Ref(Role.TOTAL)) == "total"
    assert str(Ref(Role.ITEM, "纪律", part="脱岗")) == "item(纪律.脱岗)"


def test_facts_know_the_size_of_each_domain() -> None:
    rows = Rows("events", np.array([0, 0, 1]), {})
    facts = Facts(("甲", "乙"), (), np.zeros(2, dtype=np.int64), {}, {"events": rows})
    assert (facts.size(""), facts.size("events"), len(rows)) == (2, 3, 3)


def test_a_column_without_sources_says_nothing() -> None:
    assert no_source(3) == ""
    assert Column(Kind.NUMBER, np.zeros(1), np.zeros(1, dtype=np.uint8)).sources(0) == ""


def test_dates_are_their_ordinals() -> None:
    assert as_date(as_ordinal(dt.date(2008, 2, 29))) == dt.date(2008, 2, 29)
