"""Indicators, items and periods as they are written."""

from __future__ import annotations

from kpi_engine.scheme.indicators import Item, Periods
from kpi_engine.terms import Formula
from scored import HEAD, read_scheme


def test_a_price_alone_is_short_for_an_item() -> None:
    scheme = read_scheme(HEAD + "indicators: {纪律: {points: 100, owner: 办, deduct: {脱岗: 2, 迟到: {each: 1, at_most: 3}}}}\n")
    items: dict[str, Item] = scheme.indicators["纪律"].deduct
    assert (items["脱岗"].each, items["迟到"].each, items["迟到"].at_most) == (Formula("2"), Formula("1"), Formula("3"))


def test_periods_are_counted_or_named() -> None:
    assert Periods.model_validate({"names": ["上半年", "下半年"], "combine": "mean", "missing": "skip"}).names == ("上半年", "下半年")
