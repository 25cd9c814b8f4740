from __future__ import annotations

from kpi_engine.intake.collect import collect
from kpi_engine.intake.frames import grid_of_rows
from kpi_engine.intake.grid import Area
from kpi_engine.table import Ref, Role
from needing import REGISTER, ballot_needs, codes, needs_of, numbers


def test_ballots_are_read_by_rows_of_raters_and_by_columns():
    needs = needs_of(*ballot_needs("民主测评", options={"优秀": "100", "称职": "80"}, not_counted=["弃权"], raters={"领导": "40%", "群众": "60%"}))
    by_rows = grid_of_rows(
        [
            ["单位", "评议主体", "发出", "收回", "优秀", "称职", "弃权"],
            ["甲镇", "领导", "5", "5", "3", "2", "0"],
            ["甲镇", "群众", "9", "8", "4", "3", "1"],
        ],
        sheet="票数-民主测评",
    )
    by_columns = grid_of_rows(
        [["单位", "领导", None, "群众", None], [None, "优秀", "称职票数", "优秀", "称职"], ["乙镇", "1", "2", "3", "4"]],
        sheet="测评",
        merged=[Area(1, 1, 2, 1), Area(1, 2, 1, 3), Area(1, 4, 1, 5)],
    )
    collected = collect([by_rows, by_columns], REGISTER, needs)
    assert codes(collected.problems) == []
    told = {part: numbers(collected, Ref(Role.VOTES, "民主测评", part=part))[:2] for part in ("领导|优秀", "群众|称职", "群众|弃权", "群众|returned")}
    assert told == {"领导|优秀": [3, 1], "群众|称职": [3, 4], "群众|弃权": [1, None], "群众|returned": [8, None]}
