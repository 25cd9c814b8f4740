"""扣分明细."""

from __future__ import annotations

from kpi_engine.engine.results import Results
from kpi_engine.report.losses import Loss, Losses
from kpi_engine.report.losses_sheet import losses_table


def test_numbers_are_numbers_and_words_are_words(desk: Results) -> None:
    losses = Losses(desk)
    losses.rows.append(Loss("甲", "纪律", 20.0, 18.5, "二", "脱岗", "3", "0.5", -1.5, "说明", "=证", "科室", "2024-05-01", "数据!A1"))
    losses.total = 1
    table = losses_table(losses, "")
    assert [f.cells[0] for f in table.fields] == [
        "甲",
        "纪律",
        20.0,
        18.5,
        "二",
        "脱岗",
        3.0,
        0.5,
        -1.5,
        "说明",
        "=证",
        "科室",
        "2024-05-01",
        "数据!A1",
    ]
    assert len(table.remarks) == 1


def test_a_state_as_quantity_stays_a_word(desk: Results) -> None:
    losses = Losses(desk)
    losses.rows.append(Loss("甲", "纪律", 20.0, 18.5, "", "脱岗", "不涉及", "5%", -1.0, "", "", "", "", ""))
    table = losses_table(losses, "")
    assert [table.fields[n].cells[0] for n in (6, 7)] == ["不涉及", "5%"]


def test_the_csv_is_named_where_lines_do_not_fit(desk: Results) -> None:
    losses = Losses(desk)
    losses.total = 7
    assert losses_table(losses, "").remarks[0] == "另有 7 行放不下，全部明细见 trail.csv。"
