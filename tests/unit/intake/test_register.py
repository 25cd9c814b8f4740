from __future__ import annotations

from kpi_engine.intake.frames import grid_of_rows
from kpi_engine.intake.register import classed_by, read_register, register_of
from kpi_engine.table import Kind, State, column_of
from needing import codes, units

CLASSES = {"乡镇": 2, "街道": None}


def read(*rows, classes=None):
    return read_register([grid_of_rows(rows, file="单位名录.xlsx", sheet="名录")], classes or {})


def test_the_register_keeps_the_order_and_all_names_of_the_file():
    register, problems = read(
        ["考核对象名录"],
        ["序号", "单位", "全称", "简称", "曾用名", "类别", "状态", "主管单位", "联系人"],
        [1, "城关镇", "城关镇人民政府", "城关", "城关公社、城关区", "乡镇", None, "县政府", "张三"],
        [2, "东街", "东街街道办事处", None, None, "街道", "单列", None, None],
        [3, "西乡", None, None, None, "乡镇", "参评", None, None],
        classes=CLASSES,
    )
    assert codes(problems) == ["K508"]
    assert register.unit_names == ("城关镇", "东街", "西乡")
    first, second, _ = register.units
    assert (first.full_name, first.short_names, first.former_names, first.parent) == ("城关镇人民政府", ("城关",), ("城关公社", "城关区"), "县政府")
    assert first.extra == {"联系人": "张三"}
    assert (second.takes_part, second.is_ranked) == (True, False)
    assert register.names.find("城关公社").index == 0
    assert str(second.place) == "单位名录.xlsx!名录!B4"


def test_two_units_may_not_share_a_name_in_any_spelling():
    _, problems = read(["单位", "简称"], ["城关镇", "城关"], ["城关 镇", None], ["城东镇", "城关"])
    assert [(p.code.number, str(p.place), str(p.also[0])) for p in problems] == [
        ("K503", "单位名录.xlsx!名录!A3", "单位名录.xlsx!名录!A2"),
        ("K503", "单位名录.xlsx!名录!A4", "单位名录.xlsx!名录!A2"),
    ]


def test_an_unknown_class_is_refused_with_what_it_looks_like_and_counts_must_agree():
    _, problems = read(["单位", "类别"], ["甲", "乡鎮"], ["乙", "乡镇"], ["丙", "街 道"], classes=CLASSES)
    assert [p.code.number for p in problems] == ["K504", "K505"]
    assert problems[0].message() == "“甲”的类别“乡鎮”不是方案里的类别，是不是 乡镇？"
    assert problems[1].facts == {"name": "乡镇", "found": 1, "expected": 2}


def test_units_that_do_not_take_part_need_no_class_and_are_not_counted():
    register, problems = read(
        ["单位", "类别", "状态"], ["甲", "乡镇", None], ["乙", "乡镇", None], ["丙", "乡镇", "不参评"], ["丁", None, "并入甲"], classes=CLASSES
    )
    assert codes(problems) == []
    assert [(unit.takes_part, unit.merged_into) for unit in register.units] == [(True, ""), (True, ""), (False, ""), (False, "甲")]


def test_a_status_that_is_not_known_and_a_merger_into_nobody_are_refused():
    _, problems = read(["单位", "状态"], ["甲", "暂停"], ["乙", "并入丙"], ["丁", "并入"])
    assert codes(problems) == ["K506", "K507", "K507"]


def test_a_register_without_heading_or_without_units_is_refused():
    assert codes(read(["名单"], ["甲"])[1]) == ["K501"]
    assert codes(read(["单位", "类别"])[1]) == ["K502"]
    assert codes(read(["单位", "类别"], [None, "乡镇"], ["乙", "乡镇"])[1]) == ["K509"]


def test_a_further_sheet_of_the_register_that_holds_no_units_is_told_of():
    grids = [grid_of_rows([["单位"], ["甲"]], sheet="名录"), grid_of_rows([["说明"], ["按文件顺序"]], sheet="说明")]
    register, problems = read_register(grids)
    assert register.unit_names == ("甲",)
    assert [(p.code.number, p.severity) for p in problems] == [("K532", "finding")]


def test_records_of_a_program_are_read_like_rows():
    register, problems = register_of(
        [{"name": "甲", "class": "镇", "short_names": ["a", "b"]}, {"单位": "乙", "类别": "镇", "状态": "单列"}], {"镇": 2}
    )
    assert codes(problems) == []
    assert register.units[0].short_names == ("a", "b")
    assert str(register.units[1].place) == "units[1]"


def test_an_input_may_say_who_is_in_which_class():
    people = units("张三", "李四", "王五", {"单位": "赵六", "状态": "不参评"}, "孙七")
    told = [(State.PRESENT, "二院"), (State.PRESENT, "一院"), (State.MISSING, None), (State.MISSING, None), (State.PRESENT, "二院")]
    register, classes, problems = classed_by(people, column_of(Kind.WORD, told), "所属卫生院")
    assert classes == ("二院", "一院")
    assert [unit.class_name for unit in register.units] == ["二院", "一院", "", "", "二院"]
    assert [(p.code.number, p.facts["unit"]) for p in problems] == [("K504", "王五")]
