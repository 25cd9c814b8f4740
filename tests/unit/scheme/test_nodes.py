"""Containers that remember where they stand."""

from __future__ import annotations

from kpi_engine.scheme.nodes import Block, Items, Text, key_place_of, place_of
from kpi_engine.source import Place


def block() -> Block:
    """``派驻: {分值: 40}`` in line 2, a list of two in line 3."""
    inner = Block(Place("s", line=2, column=5))
    inner.put(Text("分值", ("s", 2, 6)), Text("40", ("s", 2, 10)))
    listed = Items(Place("s", line=3, column=5))
    listed += [Text("甲", ("s", 3, 6)), Text("乙", ("s", 3, 9))]
    outer = Block(Place("s", line=1, column=1))
    outer.put(Text("派驻", ("s", 2, 1)), inner)
    outer.put(Text("单位", ("s", 3, 1)), listed)
    return outer


def test_a_text_is_its_characters_whatever_its_place() -> None:
    assert Text("90%", ("s", 1, 5)) == "90%"
    assert Text("90%", ("s", 1, 5)).place == Place("s", line=1, column=5)
    assert Text("x", quoted=True).quoted


def test_a_block_knows_where_its_keys_stand() -> None:
    assert block().key_place("派驻") == Place("s", line=2, column=1)
    assert block().key_place("没有") == Place("s", line=1, column=1)


def test_a_path_leads_to_the_value_or_as_far_as_there_is_a_way() -> None:
    assert place_of(block(), ["派驻", "分值"]) == Place("s", line=2, column=10)
    assert place_of(block(), ["派驻", "权重"]) == Place("s", line=2, column=5)
    assert place_of(block(), ["单位", 1]) == Place("s", line=3, column=9)
    assert place_of(block(), ["单位", 2]) == Place("s", line=3, column=5)
    assert place_of(block(), ["派驻", "分值", "x"]) == Place("s", line=2, column=10)


def test_the_last_key_on_a_path_has_its_own_place() -> None:
    assert key_place_of(block(), ["派驻", "分值"]) == Place("s", line=2, column=6)
    assert key_place_of(block(), ["派驻", "权重"]) == Place("s", line=2, column=1)
    assert key_place_of(block(), ["单位", 0]) == Place("s", line=3, column=6)
    assert key_place_of(block(), ["没有"]) == Place("s", line=1, column=1)
