"""The workbook reader: what the formulas look like, what stands where, and what is a value with its reason."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from calculators import ieee
from kpi_engine.formula.functions import ExactCell, group_functions, reducers, row_functions
from kpi_engine.formula.making import const
from kpi_engine.formula.steps import Step, run_exact
from kpi_engine.formula.tree import Arith, Call, Compare, Group, If, Name, Node, Reduce, Round
from kpi_engine.formula.workbook import Layout, plan_sheets, write_formula_workbook
from kpi_engine.formula.workbook.functions import CALLS
from kpi_engine.formula.workbook.groups import GROUPS
from kpi_engine.formula.workbook.reductions import REDUCERS
from kpi_engine.formula.workbook.term import (
    Unwritable,
    added,
    all_of,
    any_of,
    chosen,
    compared,
    made,
    most,
    multiplied,
    quoted,
    subtracted,
    whole,
)
from kpi_engine.table import Facts, Kind, Ref, Role, Rows, State, column_of

PRESENT = State.PRESENT
MISSING: ExactCell = (State.MISSING, None)
EXCEL_2007 = {
    "IF", "AND", "OR", "NOT", "ROUND", "INT", "ABS", "SIGN", "MIN", "MAX", "SUM", "SUMPRODUCT", "SUMIFS", "COUNTIFS", "INDEX", "EXACT",
    "ISNUMBER", "ISTEXT", "ISLOGICAL", "YEAR", "MONTH", "DAY",
}  # fmt: skip


def cells(*values: object) -> list[ExactCell]:
    return [v if isinstance(v, tuple) else (PRESENT, v if isinstance(v, bool) else Fraction(v) if not isinstance(v, str) else v) for v in values]


def quantity(name: str, kind: Kind = Kind.NUMBER) -> Name:
    return Name(Ref(Role.INPUT, name), kind, label=name)


DONE, DUE = quantity("完成"), quantity("任务")


def facts(done: Sequence[object], due: Sequence[object], classes: Sequence[int] = ()) -> Facts:
    columns = {DONE.ref: column_of(Kind.NUMBER, cells(*done)), DUE.ref: column_of(Kind.NUMBER, cells(*due))}
    units = tuple(f"单位{n}" for n in range(len(done)))
    return Facts(units, ("甲", "乙"), np.array(classes or [0] * len(units), dtype=np.int64), columns)


def step(tree: Node, name: str = "得分") -> Step:
    return Step(Ref(Role.VALUE, name), tree, label=name)


def named(made_step: Step) -> Name:
    return Name(made_step.ref, made_step.tree.kind, label=made_step.label)


def shown(steps: Sequence[Step], known: Facts, which: Step) -> list[object]:
    """What the recalculated cells of a step show, whatever the file stores."""
    buffer = BytesIO()
    layout = write_formula_workbook(buffer, steps, known, spoil=True)
    values = ieee.recalculate(buffer.getvalue())
    return [values[layout.cell_of(which.ref, row)] for row in range(len(known.units))]


SCORE = step(Round(Arith("*", const(30), Call("min", (const(1), Arith("/", DONE, DUE)))), 2))


def test_one_division_of_whole_numbers_stands_inside_the_rounding():
    layout = plan_sheets([SCORE], facts([4, 5, 6], [5, 5, 5]))
    assert layout.as_values == {}
    assert layout.cell_of(SCORE.ref, 0) == ("计算", "L4")
    assert layout.formula_for(SCORE.ref, 0) == '=IF($K4=0,ROUND($I4/$J4,0)/100,IF($K4=1,"不涉及",IF($K4=2,"未报","无法计算")))'
    assert layout.formula_for(SCORE.ref, 1) == '=IF($K5=0,ROUND($I5/$J5,0)/100,IF($K5=1,"不涉及",IF($K5=2,"未报","无法计算")))'


def test_the_recalculated_score_is_the_exact_one():
    assert shown([SCORE], facts([4, 5, 6], [5, 5, 5]), SCORE) == [24.0, 30.0, 30.0]
    tie = step(Round(Arith("/", DONE, DUE), 2))
    assert shown([tie], facts([67, -67, 1005], [200, 200, 1000]), tie) == [0.34, -0.34, 1.01]


def test_a_state_is_a_word_and_a_blank_is_never_zero(tmp_path: Path):
    known = facts([4, MISSING, (State.NOT_APPLICABLE, None), 3], [5, 5, 5, 0])
    assert shown([SCORE], known, SCORE) == [24.0, "未报", "不涉及", "无法计算"]
    path = tmp_path / "复算.xlsx"
    layout = write_formula_workbook(path, [SCORE], known)
    book = openpyxl.load_workbook(path)
    (column,) = layout.inputs[DONE.ref]
    book["数据"][f"{column.letters}4"].value = None
    book.save(path)
    assert ieee.recalculate(path)[layout.cell_of(SCORE.ref, 0)] == "未报"


def test_a_step_that_is_not_rounded_keeps_numerator_and_denominator():
    rate = step(Arith("/", DONE, DUE), "完成率")
    third = step(Arith("*", named(rate), const(3)), "三倍")
    whole_again = step(Compare("==", named(third), const(1)), "正好")
    known = facts([1, 2], [3, 3])
    layout = plan_sheets([rate, third, whole_again], known)
    stands = layout.steps[rate.ref]
    assert stands.numerator is not None
    assert stands.denominator is not None
    assert [stands.numerator.cached, stands.denominator.cached] == [[1, 2], [3, 3]]
    assert shown([rate, third, whole_again], known, whole_again) == [True, False]


def test_ranks_and_class_statistics_are_formulas():
    rank = step(Group("rank", "class", (named(SCORE),)), "名次")
    best = step(Group("max", "class", (named(SCORE),)), "最高")
    known = facts([4, 5, 4, 1], [5, 5, 5, 5], [0, 0, 0, 1])
    assert shown([SCORE, rank, best], known, rank) == [2.0, 1.0, 2.0, 1.0]
    assert shown([SCORE, rank, best], known, best) == [30.0, 30.0, 30.0, 6.0]


def test_a_pot_is_split_to_the_cent():
    share = step(Group("share_of_pot", "all", (const(100), DONE)), "奖金")
    assert shown([share], facts([1, 1, 1], [1, 1, 1]), share) == [33.34, 33.33, 33.33]


def test_words_are_compared_letter_by_letter():
    level = quantity("级别", Kind.WORD)
    tree = step(If(Compare("==", level, const("a")), const(1), const(0)))
    known = Facts(("一", "二"), ("甲",), np.zeros(2, dtype=np.int64), {level.ref: column_of(Kind.WORD, cells("a", "A"))})
    assert shown([tree], known, tree) == [1.0, 0.0]


def test_what_whole_numbers_cannot_hold_is_a_value_with_its_reason():
    root = step(Round(Call("root", (DONE, const(2))), 4), "方根")
    raw = step(Call("root", (DONE, const(2))), "未取整")
    large = step(Arith("*", DONE, const(10**14)), "大数")
    mean = step(Group("mean", "all", (Arith("/", DONE, DUE),)), "平均完成率")
    after = step(Arith("+", named(root), const(1)), "再加一")
    stuck = step(Compare(">", named(raw), const(1)), "比方根")
    steps = [root, raw, large, mean, after, stuck]
    layout = plan_sheets(steps, facts([2, 3], [3, 7]))
    assert layout.as_values == {
        root.ref: "开方的结果不是两个整数之比",
        raw.ref: "开方的结果不是两个整数之比",
        large.ref: "中间的整数超过 1e14，表格软件算不准",
        mean.ref: "各单位的分母不同，不能用整数相加",
        stuck.ref: "用到的 value(未取整) 只能写成近似值",
    }
    assert layout.formula_for(root.ref, 0) == ""
    assert shown(steps, facts([2, 3], [3, 7]), after) == [2.4142, 2.7321]


def test_a_value_says_above_its_column_why_it_is_no_formula():
    root = step(Round(Call("root", (DONE, const(2))), 4), "方根")
    buffer = BytesIO()
    layout = write_formula_workbook(buffer, [root], facts([2, 3], [1, 1]))
    sheet, cell = layout.cell_of(root.ref, 0)
    book = openpyxl.load_workbook(BytesIO(buffer.getvalue()))
    assert book[sheet][cell.replace("4", "3")].value == "按数值写入：开方的结果不是两个整数之比"


def test_an_input_that_no_decimal_holds_stands_as_two_whole_numbers():
    tree = step(Compare("==", Arith("*", DONE, const(3)), const(1)))
    known = facts([Fraction(1, 3), Fraction(1, 2)], [1, 1])
    assert [c.shows for c in plan_sheets([tree], known).inputs[DONE.ref]] == ["data", "numerator", "denominator"]
    assert shown([tree], known, tree) == [True, False]


def test_a_table_without_rows_is_added_up_to_nothing():
    amount = Name(Ref(Role.COLUMN, "事项", part="扣分"), Kind.NUMBER, "事项")
    column = column_of(Kind.NUMBER, [])
    rows = Rows("事项", np.array([], dtype=np.int64), {"扣分": column})
    base = facts([1, 2], [1, 1])
    known = Facts(base.units, base.classes, base.class_of, {**base.columns, amount.ref: column}, {"事项": rows})
    total, best = step(Reduce("sum", "事项", amount), "扣分"), step(Reduce("highest", "事项", amount), "最高")
    assert shown([total, best], known, total) == [0.0, 0.0]
    assert shown([total, best], known, best) == ["未报", "未报"]


def test_the_stored_values_are_those_that_were_given(tmp_path: Path):
    path, known = tmp_path / "复算.xlsx", facts([4, 5], [5, 5])
    layout = write_formula_workbook(path, [SCORE], known, stored={SCORE.ref: cells(7, MISSING)})
    book = openpyxl.load_workbook(path, data_only=True)
    sheet, _ = layout.cell_of(SCORE.ref, 0)
    assert [book[sheet][layout.cell_of(SCORE.ref, row)[1]].value for row in (0, 1)] == [7, "未报"]


def test_the_file_is_the_same_whenever_it_is_written():
    first, second = BytesIO(), BytesIO()
    for buffer in (first, second):
        write_formula_workbook(buffer, [SCORE], facts([4, 5], [5, 5]))
    assert first.getvalue() == second.getvalue()


def test_a_unit_called_like_a_formula_stays_a_text():
    base = facts([4, 5], [5, 5])
    buffer = BytesIO()
    write_formula_workbook(buffer, [SCORE], Facts(("=1+1", "@SUM(A1)"), base.classes, base.class_of, base.columns))
    book = openpyxl.load_workbook(BytesIO(buffer.getvalue()))
    assert [book["数据"]["B4"].data_type, book["数据"]["B4"].value, book["数据"]["B5"].value] == ["s", "=1+1", "@SUM(A1)"]


def formulas(layout: Layout) -> list[str]:
    return [column.formula for columns in layout.sheets.values() for column in columns if column.formula]


def test_formulas_use_functions_of_excel_2007_and_stay_short():
    scores = [step(Round(Arith("*", const(n), Call("min", (const(1), Arith("/", DONE, DUE)))), 2), f"指标{n}") for n in range(1, 301)]
    total = step(Round(Call("sum_of", tuple(named(s) for s in scores)), 2), "总分")
    rank = step(Group("rank", "class", tuple(named(s) for s in (total, *scores[:5]))), "名次")
    layout = plan_sheets([*scores, total, rank], facts([4, 5], [5, 5]))
    assert layout.as_values == {}
    used = {name for text in formulas(layout) for name in re.findall(r"([A-Z][A-Z0-9.]*)\(", re.sub('"[^"]*"', "", text))}
    assert used <= EXCEL_2007
    assert max(len(text) for text in formulas(layout)) < 8_192


def test_too_many_units_to_compare_with_each_other_are_values():
    rank = step(Group("rank", "all", (DONE,)), "名次")
    layout = plan_sheets([rank], facts([1] * 2_100, [1] * 2_100))
    assert layout.as_values == {rank.ref: "行数太多，逐行比较的公式算得太慢"}


def test_steps_come_out_as_run_exact_says_even_when_results_are_handed_over():
    known = facts([4, 5], [5, 5])
    assert plan_sheets([SCORE], known, run_exact([SCORE], known)).steps[SCORE.ref].value.cached == [24, 30]


def test_every_function_of_the_registry_has_a_workbook_reading_or_a_reason():
    assert set(CALLS) == {f.name for f in row_functions().values() if f.build is None}
    assert set(REDUCERS) == set(reducers())
    assert set(GROUPS) == set(group_functions())


ONE_CELL = made("$A\ue000", [1, 2])


@pytest.mark.parametrize(
    ("term", "text"),
    [
        (added(ONE_CELL, whole(0)), "$A\ue000"),
        (added(ONE_CELL, whole(-2)), "$A\ue000+(-2)"),
        (subtracted(ONE_CELL, added(ONE_CELL, whole(1))), "$A\ue000-($A\ue000+1)"),
        (multiplied(added(ONE_CELL, whole(1)), ONE_CELL), "($A\ue000+1)*$A\ue000"),
        (multiplied(ONE_CELL, whole(0)), "0"),
        (most(ONE_CELL, ONE_CELL), "$A\ue000"),
        (chosen(compared(">", ONE_CELL, whole(1)), whole(3), whole(3)), "3"),
        (all_of(compared(">", whole(2), whole(1)), compared(">", ONE_CELL, whole(1))), "$A\ue000>1"),
        (any_of(compared(">", whole(2), whole(1)), compared(">", ONE_CELL, whole(1))), "TRUE"),
    ],
)
def test_terms_are_written_as_short_as_they_can(term, text: str):
    assert term.text == text


def test_whole_numbers_beyond_1e14_are_refused():
    with pytest.raises(Unwritable):
        multiplied(ONE_CELL, whole(10**14))


def test_quotation_marks_in_words_are_doubled_and_long_words_refused():
    assert quoted('一"二') == '"一""二"'
    with pytest.raises(Unwritable):
        quoted("长" * 256)
