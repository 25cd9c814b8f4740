"""A receipt that was changed is not read; one that was written by hand is, and told."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kpi_engine.intake.receipts import read_receipt

WRITTEN: dict[str, Any] = {
    "format": 1,
    "code": "E8104041",
    "scheme": {"name": "desk", "edition": "2023"},
    "results_sha256": "e8104041169e33cb80399cc0d0a12bf50a59dd34f68447a6c0eb116092739cf8",
    "results": [{"unit": "甲 ", "total": "1.00"}],
}


def told(**changes: Any) -> tuple[Any, list[tuple[str, str]]]:
    found, problems = read_receipt(json.dumps({**WRITTEN, **changes}), name="receipt.json")
    return found, [(p.code.number, str(p.facts.get("reason", ""))) for p in problems]


def test_what_a_run_wrote_is_read() -> None:
    found, problems = told()
    assert (found.scheme, found.edition, found.code, list(found.units), problems) == ("desk", "2023", "E8104041", ["甲"], [])


def test_a_figure_that_was_changed_is_found_by_the_hash() -> None:
    assert told(results=[{"unit": "甲 ", "total": "2.00"}]) == (None, [("K594", "里面的结果与它自己的校验码不符")])


def test_a_code_that_is_not_that_of_the_hash_is_refused() -> None:
    assert told(code="00000000") == (None, [("K594", "回执码与里面的校验码不符")])


def test_a_hash_that_was_taken_out_is_missed() -> None:
    kept = {key: value for key, value in WRITTEN.items() if key != "results_sha256"}
    found, problems = read_receipt(json.dumps(kept), name="receipt.json")
    assert (found, problems[0].code.number) == (None, "K594")


def test_results_of_a_year_before_the_program_are_written_by_hand_and_told() -> None:
    found, problems = read_receipt('{"scheme": {"name": "desk", "edition": "2022"}, "results": [{"unit": "甲", "grade": "优秀"}]}', name="2022.json")
    assert found is not None
    assert (found.units["甲"]["grade"], [(p.code.number, p.severity) for p in problems]) == ("优秀", [("K593", "finding")])


@pytest.mark.parametrize(
    "bad", ["{", "[]", "{}", '{"scheme": 1, "results": []}', '{"scheme": {}, "results": ["\\ud800"]}', "[" * 100_000, b"\xff", b""]
)
def test_what_is_no_receipt_is_refused(bad: bytes | str) -> None:
    found, problems = read_receipt(bad, name="receipt.json")
    assert (found, [p.code.number for p in problems]) == (None, ["K580"])


def by_hand(*results: Any) -> list[tuple[str, str, str]]:
    _, problems = read_receipt(json.dumps({"scheme": {"name": "desk", "edition": "2023"}, "results": results}), name="手.json")
    return [(p.code.number, p.place.path, str(p.facts.get("reason", ""))) for p in problems]


def test_a_unit_that_a_hand_wrote_twice_is_told() -> None:
    assert by_hand({"unit": "甲", "grade": "优秀"}, {"unit": " 甲", "grade": "合格"}) == [("K595", "results[1]", "“ 甲”写了两次")]


def test_a_figure_by_hand_that_is_no_number_is_told_and_one_that_is_a_number_is_none() -> None:
    assert by_hand({"unit": "甲", "total": "85分", "indicators": {"一": "3/0"}, "periods": {"六月": {"rank": "第2"}}}, 7) == [
        ("K595", "results[0].total", "“85分”不是数"),
        ("K595", "results[0].indicators.一", "“3/0”不是数"),
        ("K595", "results[0].periods.六月.rank", "“第2”不是数"),
        ("K595", "results[1]", "写的是 7"),
    ]
    assert by_hand({"unit": "甲", "total": 85.5, "rank": 2, "rank_from_last": None, "indicators": {"一": {"state": "missing"}}}) == [("K593", "", "")]
