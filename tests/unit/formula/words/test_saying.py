"""One thing said of many rows."""

from __future__ import annotations

import numpy as np

from kpi_engine.formula.words import Saying

TOLD = Saying(np.array([0, 3, 4]), "%s ÷ %s，100%%", (["1", "2", "3"], ["8", "5", "5"]))


def test_each_row_has_its_own_figures_in_the_form() -> None:
    assert TOLD.texts() == ["1 ÷ 8，100%", "2 ÷ 5，100%", "3 ÷ 5，100%"]
    assert Saying(np.array([1, 2]), "不低于 60%%").texts() == ["不低于 60%", "不低于 60%"]


def test_of_some_rows_it_says_the_same_as_of_all() -> None:
    wanted = np.array([False, True, True, True, True])
    some = TOLD.where(wanted)
    assert (some.rows.tolist(), some.texts()) == ([3, 4], ["2 ÷ 5，100%", "3 ÷ 5，100%"])
    assert TOLD.where(np.ones(5, dtype=np.bool_)) is TOLD
    nobody = TOLD.where(np.zeros(5, dtype=np.bool_))
    assert (len(nobody.rows), nobody.texts()) == (0, [])


def test_the_words_of_the_clause_come_first() -> None:
    assert TOLD.after("扣完为止，不超过 5%").texts()[0] == "扣完为止，不超过 5%　1 ÷ 8，100%"
    assert TOLD.after("") is TOLD
