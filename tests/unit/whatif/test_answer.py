from bases import base_of, outcome_of
from kpi_engine.whatif.answer import answer_of, sentences
from scored import HEAD

TEXT = (
    HEAD
    + """
clause: 例
inputs: {甲率: {kind: percent, owner: 股}, 乙率: {kind: percent, owner: 股}}
indicators:
  甲项: {points: 60, score: points * 甲率}
  乙项: {points: 40, score: points * 乙率}
grades: {of: total, from: {优秀: 90}, otherwise: 合格}
ranking: {within: all, by: [total], ties: share}
payments: {奖金: {amount: "1000 if grade == 优秀 else 0", places: 2}}
consequences: {表扬: {when: grade == 优秀}}
"""
)
BASE = base_of(TEXT, ["东乡", "西乡"], {"甲率": ["100%", "80%"], "乙率": ["80%", "100%"]})  # 92, 88


def told(*edits: str, language: str = "zh", **how: str) -> list[str]:
    return sentences(answer_of(BASE.results, outcome_of(BASE, *edits, **how)), language)


def test_the_answer_begins_with_what_was_asked_and_how_it_was_read() -> None:
    assert told("乙项.points=70", rebalance="siblings") == [
        "改分值：乙项 40 → 70（各单位的得分率不变，按新分值折算）。",
        "差额由同级指标按分值比例分担：甲项 60 → 30。",
        "进优秀：西乡；出优秀：东乡。",
        "2 个单位名次变动，最大的：东乡 第1名 → 第2名；西乡 第2名 → 第1名。",
        "总分平均 0.00；西乡 +6.00 得益最多；东乡 -6.00 失分最多。",
        "奖金：合计 1000.00 → 1000.00（0.00），2 个单位有变。",
        "新增表扬：西乡。",
        "不再表扬：东乡。",
    ]


def test_it_says_so_where_nothing_changes() -> None:
    assert told("grades.优秀=89") == ["改方案：grades.优秀 90 → 89。", "得分、名次、等次、兑现都没有变。"]


def test_full_marks_that_change_are_said_and_that_the_bounds_did_not() -> None:
    assert told("乙项.points=50", rebalance="none")[:2] == [
        "改分值：乙项 40 → 50（各单位的得分率不变，按新分值折算）。",
        "满分随着变：总分 100 → 110。等次的分数线没有跟着变。",
    ]


def test_a_dropped_indicator_is_called_so() -> None:
    assert told("drop 乙项", rebalance="siblings")[0] == "不再计：乙项（40 分）。"


def test_data_edits_are_told_with_the_old_value() -> None:
    assert told("unit 西乡.甲率=84%")[:2] == ["改数据：西乡 甲率 80% → 84%。", "进优秀：西乡。"]


def test_it_speaks_english() -> None:
    assert told("unit 西乡.甲率=84%", language="en") == [
        "Data changed: 西乡 甲率 80% → 84%.",
        "Into 优秀: 西乡.",
        "No unit's rank changes.",
        "Totals change by +1.20 on average; 西乡 gains most (+2.40).",
        "奖金: 1000.00 → 2000.00 in all (+1000.00), 1 unit affected.",
        "Newly 表扬: 西乡.",
    ]
