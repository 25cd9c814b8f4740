"""The registry of functions: a file a family, a record a function."""

from __future__ import annotations

from kpi_engine.formula.functions import group_functions, reducers, row_functions


def test_few_names_are_of_more_than_one_sort() -> None:
    names = [*row_functions(), *reducers(), *group_functions()]
    both = {name for name in names if names.count(name) > 1}
    assert both == {"count", "max", "mean", "min", "sum"}  # told apart by what they are given: values, rows, or a class


def test_a_function_of_values_is_worked_out_or_is_another_way_to_write_a_tree() -> None:
    assert [f.name for f in row_functions().values() if (f.exact is None) == (f.build is None) and f.on_states is None] == []


def test_every_function_has_a_title_and_what_is_worked_out_has_words() -> None:
    every = [*row_functions().values(), *reducers().values(), *group_functions().values()]
    assert [f.name for f in every if not f.title] == []
    assert [f.name for f in every if not f.words and getattr(f, "build", None) is None] == []


def test_the_least_number_of_arguments_is_not_more_than_the_most() -> None:
    arities = {f.name: f.arity for f in [*row_functions().values(), *group_functions().values()]}
    assert [name for name, (least, most) in arities.items() if most is not None and least > most] == []
