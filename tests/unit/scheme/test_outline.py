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


def test_only_what_has_full_marks_has_points_and_a_weight_those_of_its_parent() -> None:
    tree = outline(read_scheme(TEXT))
    assert [e.name for e in tree if not tree.has_points(e)] == ["二"]
    text = HEAD.replace("points: 100", "points: %s\ncombine: mean") + "indicators: {甲: {weight: 1, score: 1}}"
    assert [outline(read_scheme(text % points)).has_points(outline(read_scheme(text % points))["甲"]) for points in ("100", "open")] == [True, False]


def test_who_shares_the_points_that_are_spread() -> None:
    text = HEAD.replace("not_applicable: problem", "not_applicable: spread")
    text += """indicators:
  甲: {points: 20, score: 1}
  乙: {points: 20, indicators: {丙: {points: 20, not_applicable: zero, score: 1}}}
  折: {points: 20, not_applicable: rescale, indicators: {丁: {points: 20, score: 1}}}
  择优: {points: 20, combine: highest, not_applicable: skip, indicators: {戊: {points: 1, score: 1}}}
  庚: {points: 20, not_applicable: spread, score: 1}
  附加: {bonus: 5, score: 1}
"""
    tree = outline(read_scheme(text))
    assert {name: list(leaves) for name, leaves in tree.spread_over.items()} == {ROOT: ["甲", "丙", "庚"]}
    assert [e.name for e in tree if tree.gets_spread(e)] == ["甲", "丙", "庚"]
    assert [e.name for e in tree if tree.rescales(e)] == ["折"]
    assert [e.name for e in tree if e.is_over_rates] == ["择优"]
    assert [node.name for node in tree.way_up(tree["丙"], tree["乙"])] == ["丙", "乙"]
