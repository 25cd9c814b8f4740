"""What comes of the points, as it is written."""

from __future__ import annotations

import pytest

from kpi_engine.scheme.outcome import Grades


@pytest.mark.parametrize(
    ("written", "direction", "names"),
    [
        ({"from": {"优秀": "90", "合格": "60"}, "otherwise": "不合格"}, "from", ("优秀", "合格", "不合格")),
        ({"up_to": {"一档": "3"}, "otherwise": "二档"}, "up_to", ("一档", "二档")),
        ({"below": {"差": "60"}, "otherwise": "好"}, "below", ("差", "好")),
    ],
)
def test_grades_know_from_which_side_their_bounds_count(written: dict[str, object], direction: str, names: tuple[str, ...]) -> None:
    grades = Grades.model_validate({"of": "total", **written})
    assert (grades.direction, grades.names) == (direction, names)
