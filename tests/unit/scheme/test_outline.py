from kpi_engine.scheme.outline import ROOT, outline, plain_points, points_by_class
from scored import HEAD, read_scheme

TEXT = (
    HEAD.replace("not_applicable: problem", "not_applicable: rescale\nowner: 考核办\nclasses: {街道: {}, 部门: {}}")
    + """
inputs: {率: {kind: percent, owner: 甲科}}
indicators:
  一:
    points: {街道: 60, otherwise: 50}
    clause: 一
    not_applicable: zero
    indicators:
      一甲: {points: 30, score: points * 率}
      一乙: {points: 20, clause: 一.2, not_applicable: rescale, score: points * 率}
  二: {points: open, owner: 乙科, score: points}
  三: {bonus: 5, add: {表彰: 1}}
"""
)


def test_settings_hold_below_and_the_nearest_one_wins() -> None:
    tree = outline(read_scheme(TEXT))
    assert [(e.name, e.not_applicable, e.carrier, e.clause, e.owner) for e in tree] == [
        (ROOT, "rescale", ROOT, "", "考核办"),
        ("一", "zero", "一", "一", "考核办"),
        ("一甲", "zero", "一", "一", "考核办"),
        ("一乙", "rescale", "一", "一.2", "考核办"),
        ("二", "rescale", ROOT, "", "乙科"),
        ("三", "rescale", ROOT, "", "考核办"),
    ]


def test_points_by_class_and_plain_points() -> None:
    tree = outline(read_scheme(TEXT))
    assert points_by_class(tree["一"], ("街道", "部门")) == {"街道": 60, "部门": 50}
    assert points_by_class(tree["一甲"], ("街道", "部门")) == {"街道": 30, "部门": 30}
    assert points_by_class(tree["二"], ()) == {"": None}
    assert (plain_points(tree["三"]), plain_points(tree["一"])) == (5, None)


def test_above_and_below() -> None:
    tree = outline(read_scheme(TEXT))
    assert [e.name for e in tree.above("一甲")] == ["一甲", "一", ROOT]
    assert [e.name for e in tree.below("一")] == ["一", "一甲", "一乙"]
    assert [e.name for e in tree.leaves] == ["一甲", "一乙", "二", "三"]
    assert [(e.level, e.is_bonus) for e in (tree[ROOT], tree["一"], tree["三"])] == [("total", False), ("group", False), ("indicator", True)]


def test_a_name_that_stands_twice_is_listed() -> None:
    text = HEAD + "indicators:\n  一:\n    points: 100\n    indicators:\n      一: {points: 100, score: points}\n"
    assert outline(read_scheme(text)).twice == ("一",)
