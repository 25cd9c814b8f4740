"""排名."""

from __future__ import annotations

from kpi_engine.engine.results import Results
from kpi_engine.report.ranking_sheet import grade_looks, ranking_table
from scored import HEAD, score_text


def test_the_best_and_the_last_grade_stand_out_in_black_and_white(desk: Results) -> None:
    looks = grade_looks(desk)
    assert list(looks) == ["优秀", "合格", "不合格"]
    assert [(look.get("bold"), look.get("italic"), look.get("bg_color")) for look in looks.values()] == [
        (True, None, "#E2EFDA"), (None, None, None), (True, True, "#D0CECE"),
    ]  # fmt: skip


def test_the_subtitle_counts_the_grades(desk: Results) -> None:
    assert ranking_table(desk, (), "版本 2024").subtitle == "版本 2024　优秀 1 个　合格 2 个　不合格 2 个"


def test_a_scheme_without_ranking_grades_or_money_has_no_such_columns() -> None:
    text = HEAD + "inputs: {分: {kind: number, owner: 办公室}}\nindicators: {得分: {points: 100, score: 分}}\n"
    table = ranking_table(score_text(text, ["甲", "乙"], {"分": ["1", "2"]}, both=False).results, (), "")
    assert [f.heading for f in table.fields] == ["单位", "得分\n（100分）", "总分", "备注"]
    assert (table.closing, table.remarks) == ([], [])


def test_who_has_no_place_for_another_reason_is_told_why() -> None:
    text = HEAD + "inputs: {分: {kind: number, owner: 办公室}}\nindicators: {得分: {points: 100, score: 分}}\n"
    text += "ranking: {within: all, by: [total], ties: share, among: total >= 60}\n"
    table = ranking_table(score_text(text, ["甲", "乙"], {"分": ["50", "70"]}, both=False).results, (), "")
    assert [list(table.fields[n].cells) for n in (0, 1, 4)] == [[1.0, "—"], ["乙", "甲"], ["", "不排名"]]
