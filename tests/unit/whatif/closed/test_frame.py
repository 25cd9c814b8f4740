from bases import base_of
from kpi_engine.table import Ref, Role
from kpi_engine.whatif.closed.frame import BaseFrame
from kpi_engine.whatif.reweigh import WRITTEN
from scored import HEAD

TEXT = HEAD + "clause: 例\ninputs: {率: {kind: percent, owner: 股}}\nindicators: {项: {points: 100, score: points * 率}}\n"


def test_what_a_reweighed_plan_calls_written_is_what_the_run_calls_points() -> None:
    frame = BaseFrame(base_of(TEXT, ["东", "西"], {"率": ["50%", "70%"]}).results)
    points = Ref(Role.POINTS, "项")
    assert list(frame.cells(Ref(Role.POINTS, "项", part=WRITTEN))) == list(frame.cells(points))
    assert (frame.size(""), len(frame.classes()), len(frame.world_of())) == (2, 2, 2)
