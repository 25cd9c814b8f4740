"""Tables for the terminal."""

from __future__ import annotations

from kpi_engine.engine.results import Results
from kpi_engine.report.printed import findings_table, flag_said, owed_table, ranked_table
from scored import HEAD, score_text


def test_the_ranked_table(desk: Results) -> None:
    table = ranked_table(desk)
    assert table.headings == ("名次", "单位", "类别", "总分", "等次", "奖金", "备注")
    assert table.lines == (
        ("并列第1", "=城关镇", "街道", "99.00", "合格", "9900.00", "名额线并列；名额外:优秀名额"),
        ("并列第1", "古市镇", "街道", "99.00", "合格", "9900.00", "名额线并列；名额外:优秀名额"),
        ("3", "老区", "园区", "33.33", "不合格", "3333.00", ""),
        ("—", "新区", "园区", "86.00", "不合格", "8600.00", "否决:事故"),
        ("—", "单列镇", "街道", "92.20", "优秀", "9220.00", "单列"),
        ("—", "免考镇", "街道", "—", "—", "—", "不参评"),
    )
    assert (sorted(table.figures), table.left_out) == ([0, 3, 5], 0)


def test_a_long_table_says_how_many_lines_are_left_out(desk: Results) -> None:
    table = ranked_table(desk, language="en", most=2)
    assert (len(table.lines), table.left_out, table.lines[0][0], table.headings[0]) == (2, 4, "=1", "Rank")


def test_a_cut_table_of_classes_shows_the_first_of_each() -> None:
    text = HEAD.replace("points: 100", "points: 100\nclasses: {街道: {}, 部门: {}, 园区: {}}") + (
        "inputs: {分: {kind: number, owner: 办公室}}\nindicators: {得分: {points: 100, score: 分}}\nranking: {within: class, by: [total], ties: share}\n"
    )
    units = {"甲": "街道", "乙": "街道", "丙": "街道", "丁": "部门", "戊": "部门", "己": "部门", "庚": "园区"}
    results = score_text(text, units, {"分": ["70", "90", "80", "60", "50", "40", "99"]}).results
    told = ranked_table(results, most=5)
    assert [(line[0], line[1]) for line in told.lines] == [("1", "乙"), ("2", "丙"), ("1", "丁"), ("2", "戊"), ("1", "庚")]
    assert told.left_out == 2
    assert len(ranked_table(results, most=7).lines) == 7


def test_findings_are_lines(desk: Results) -> None:
    table = findings_table(desk.findings)
    assert [(line[0], line[1]) for line in table.lines] == [("desk.yaml:43:9", "K605")]
    assert findings_table(desk.findings, most=0).left_out == 1


def test_who_owes_what_is_listed_by_owner() -> None:
    text = HEAD + "inputs: {乙数: {kind: number, owner: 乙科, label: 乙的数}, 甲数: {kind: number, owner: 甲科, target: given}}\n"
    text += "indicators: {得分: {points: 60, score: {attainment: {actual: 甲数}}}, 另一: {points: 40, score: 乙数}}\n"
    units = [f"单位{n}" for n in range(1, 8)]
    sheet = score_text(text, units, {"甲数": ["1"] * 6 + [None], "乙数": [None] * 7}, targets={"甲数": ["1"] * 7}, absent=["单位1"], both=False)
    assert owed_table(sheet.results).lines == (
        ("乙科", "乙的数", "6", "单位2、单位3、单位4、单位5、单位6 等 6 个"),
        ("甲科", "甲数", "1", "单位7"),
    )


def test_nobody_owes_anything(desk: Results) -> None:
    assert owed_table(desk).lines == ()


def test_flags_are_said_in_the_language_of_the_message() -> None:
    told = ["不参评", "单列", "否决:吃拿卡要", "名额线并列", "名额外:优秀名额", "更正", "审定", "红旗窗口"]
    assert [flag_said(flag, "zh") for flag in told] == told
    english = [
        "takes no part",
        "listed apart",
        "vetoed: 吃拿卡要",
        "tied at the cut",
        "beyond the quota: 优秀名额",
        "corrected",
        "decided",
        "红旗窗口",
    ]
    assert [flag_said(flag, "en") for flag in told] == english
