from fractions import Fraction

import numpy as np

from kpi_engine.formula.columns import run_columns
from kpi_engine.formula.making import const
from kpi_engine.formula.steps import Step
from kpi_engine.formula.tree import Call, Name
from kpi_engine.table import Column, Facts, Kind, Ref, Role, State, column_of
from kpi_engine.whatif.weights.figures import Figures, Gathered, as_column, figures_of, same_everywhere

NONE = np.zeros((2, 2), dtype=np.uint8)


def test_a_figure_is_a_fraction_a_word_or_nothing() -> None:
    figures = Figures(np.array([[150.0, 0.0]]), np.array([[0, 2]], dtype=np.uint8), 100)
    assert [figures.value(0, unit) for unit in (0, 1)] == [Fraction(3, 2), None]
    assert Figures(np.array([[1.0]]), np.zeros((1, 1), dtype=np.uint8), 1, ("优秀", "合格")).value(0, 0) == "合格"


def test_blocks_are_put_together_in_the_order_of_the_register() -> None:
    told = Gathered(3)
    told.put(0, Figures(np.array([[1.0, 2.0], [3.0, 4.0]]), NONE, 10))
    told.put(2, Figures(np.array([[5.0, 6.0]]), np.array([[0, 1]], dtype=np.uint8), 10))
    figures = told.figures(np.array([1, 0]))
    assert [[figures.value(at, unit) for unit in (0, 1)] for at in range(3)] == [
        [Fraction(1, 5), Fraction(1, 10)], [Fraction(2, 5), Fraction(3, 10)], [None, Fraction(1, 2)],
    ]  # fmt: skip


def test_blocks_over_other_denominators_are_held_as_fractions() -> None:
    told = Gathered(3)
    told.put(0, Figures(np.array([[1.0, 2.0], [3.0, 4.0]]), NONE, 10))
    told.put(2, Figures(np.array([[1.0, 2.0]]), NONE[:1], 3))
    figures = told.figures(None)
    assert [figures.value(at, 1) for at in range(3)] == [Fraction(1, 5), Fraction(2, 5), Fraction(2, 3)]


def test_no_weightings_no_figures() -> None:
    assert Gathered(0).figures(None).whole.size == 0


def test_what_no_weighting_changes_is_the_same_in_all() -> None:
    column = column_of(Kind.NUMBER, [(State.PRESENT, Fraction(1, 4)), (State.MISSING, None)])
    figures = same_everywhere(column, 3)
    assert [figures.value(2, unit) for unit in (0, 1)] == [Fraction(1, 4), None]
    back: Column = as_column(figures)
    assert [back.value(row) for row in range(6)] == [Fraction(1, 4), None] * 3


def test_unrounded_roots_have_twenty_decimals_as_in_results() -> None:
    x = Ref(Role.INPUT, "数")
    facts = Facts(("东",), (), np.zeros(1, dtype=np.int64), {x: column_of(Kind.NUMBER, [(State.PRESENT, Fraction(2))])})
    step = Step(Ref(Role.TOTAL), Call("root", (Name(x, Kind.NUMBER), const(2))))
    assert figures_of(run_columns([step], facts), step.ref, 1).value(0, 0) == Fraction("1.41421356237309504880")
