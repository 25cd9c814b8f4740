from fractions import Fraction

from kpi_engine.trail.canonical import canonical_bytes, canonical_results, figure_text, sha256
from scored import HEAD, score_text

TEXT = (
    HEAD
    + """
inputs: {率: {kind: percent, owner: 甲科}}
indicators:
  一: {points: 60, clause: 一, score: points * 率}
  二: {points: 40, clause: 二, score: points / 3}
grades: {of: total, from: {优秀: 70}, otherwise: 合格}
ranking: {within: all, by: [total], ties: share}
"""
)


def test_figures_keep_their_published_places_and_are_exact_where_no_decimal_is() -> None:
    assert figure_text(Fraction(90), 2) == "90.00"
    assert figure_text(Fraction("1.125"), 2) == "1.125"
    assert figure_text(Fraction(40, 3), None) == "40/3"


def test_each_unit_is_told_in_register_order() -> None:
    first, second = canonical_results(score_text(TEXT, ["甲", "乙"], {"率": ["0.5", "1"]}).results)
    assert (first["unit"], first["total"], first["rank"], first["grade"]) == ("甲", "43.33", "2", "合格")
    assert (second["unit"], second["total"], second["rank"], second["grade"]) == ("乙", "73.33", "1", "优秀")
    assert first["indicators"] == {"一": "30", "二": "40/3"}


def test_the_hash_does_not_depend_on_the_order_of_keys() -> None:
    assert canonical_bytes({"b": 1, "a": "乙"}) == '{"a":"乙","b":1}'.encode()
    assert sha256(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
