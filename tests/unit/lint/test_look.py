"""Where figures are written, and for which classes something is so."""

from collections.abc import Callable

from kpi_engine.engine.plan import Plan
from kpi_engine.lint.look import Look, listed
from kpi_engine.table import Ref, Role


def test_a_class_is_named_only_where_it_is_not_all_of_them(plan_of: Callable[[str], Plan]) -> None:
    look = Look(plan_of("classes: {街道: {}, 部门: {}}"))
    assert look.of_class(["街道"]) == {"of_class": "类别“街道”的", "of_class_en": " (class 街道)"}
    assert look.of_class(["街道", "部门"]) == {"of_class": "", "of_class_en": ""}


def test_a_quantity_stands_where_its_rule_is_written(plan_of: Callable[[str], Plan]) -> None:
    look = Look(plan_of("values:\n  线: 3\nchecks: {甲: {must: total > 线, otherwise: finding}}"))
    assert look.where(Ref(Role.VALUE, "线")).place.line == 11
    assert look.where(Ref(Role.ITEM, "工作", part="迟报")).title == "迟报"
    assert look.where(Ref(Role.CHECK, "甲")).place.line == 12


def test_long_lists_say_how_many_there_are() -> None:
    assert listed(["甲", "乙"]) == "甲、乙"
    assert listed([str(n) for n in range(14)]) == "0、1、2、3、4、5、6、7、8、9、10、11 等 14 项"
