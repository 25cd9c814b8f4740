from fractions import Fraction

from bases import outcome_of
from kpi_engine.report.answers.why import why_telling
from kpi_engine.report.telling import telling_as_json
from kpi_engine.whatif.reasons.ends import end_after, end_of
from kpi_engine.whatif.reasons.why import why
from three import BASE

TOLD = why(end_of(BASE), end_after(BASE, outcome_of(BASE, "乙项.points=70", "unit 西乡.甲率=90%", rebalance="siblings")))


def test_the_parts_of_a_change_stand_side_by_side_and_add_up() -> None:
    (parts,) = why_telling(TOLD, places=2).listings
    assert [column.path for column in parts.columns[7:]] == [
        "change.own", "change.weights", "change.others", "places.own", "places.weights", "places.others",
    ]  # fmt: skip
    row = dict(zip([column.path for column in parts.columns], parts.rows[1], strict=True))
    assert (row["unit"], row["before.total"], row["after.total"]) == ("西乡", 88, 97)
    assert (row["change.own"], row["change.weights"]) == (Fraction("4.5"), Fraction("4.5"))  # 6 or 3 points of data, 6 or 3 of weights


def test_programs_find_the_same_keys_in_both_languages() -> None:
    chinese, english = (telling_as_json(why_telling(TOLD, places=2, language=language)) for language in ("zh", "en"))
    assert list(chinese["tables"]["parts"][0]) == list(english["tables"]["parts"][0])
