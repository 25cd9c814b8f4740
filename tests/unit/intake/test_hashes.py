"""The same values are the same bytes, whatever their order."""

from __future__ import annotations

from kpi_engine.intake.hashes import canonical_bytes, sha256


def test_the_order_of_keys_is_no_difference() -> None:
    assert canonical_bytes({"b": [True, None], "a": "甲"}) == '{"a":"甲","b":[true,null]}'.encode()


def test_the_hash_of_nothing_is_the_known_one() -> None:
    assert sha256(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
