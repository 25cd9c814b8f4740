from kpi_engine.report.answers.appeal import appeal_telling
from kpi_engine.whatif.appeal import appeal
from kpi_engine.whatif.edits import read_edits
from three import BASE


def test_the_correction_and_everybody_else_stand_in_one_table() -> None:
    told, problems = appeal(BASE, read_edits(["unit 西乡.甲率=90%"])[0])
    assert told is not None, problems
    telling = appeal_telling(BASE.results, told)
    assert telling.sentences[0] == "设若更正：西乡 甲率 80% → 90%。"
    assert [(row[0], row[4], row[5], row[8]) for row in telling.listings[0].rows] == [("东乡", 92, 2, -1), ("西乡", 94, 1, 1), ("南乡", 50, 3, 0)]
