import pytest

from kpi_engine.source import NOWHERE, Place, column_letters


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (Place("方案.yaml", line=3, column=9), "方案.yaml:3:9"),
        (Place("方案.yaml", line=3), "方案.yaml:3"),
        (Place("数据.xlsx", sheet="医政股", line=17, column=3), "数据.xlsx!医政股!C17"),
        (Place("数据.xlsx", sheet="医政股"), "数据.xlsx!医政股"),
        (Place("数据.xlsx", sheet="医政股", line=4), "数据.xlsx!医政股!4"),
        (Place("stdin", path="units[0]"), "stdin:units[0]"),
        (Place(path="units[0]"), "units[0]"),
        (NOWHERE, ""),
    ],
)
def test_places_print_as_people_look_for_them(place: Place, text: str) -> None:
    assert str(place) == text


def test_columns_have_excels_letters() -> None:
    assert [column_letters(n) for n in (1, 26, 27, 702, 703, 16384)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
