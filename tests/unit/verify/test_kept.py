"""Only what the program writes is a receipt; each other place is named."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kpi_engine import KpiError
from kpi_engine.verify.kept import read_kept
from unit.verify.test_verify import kept


def refused(data: bytes) -> list[tuple[str, str, str]]:
    with pytest.raises(KpiError) as caught:
        read_kept(data, "receipt.json")
    return [(p.code.number, p.place.path, str(p.facts.get("reason", ""))) for p in caught.value.problems]


def changed(*path: Any, value: object) -> bytes:
    told = json.loads(kept()[1])
    node = told
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = value
    return json.dumps(told).encode()


def without(*path: Any) -> bytes:
    told = json.loads(kept()[1])
    node = told
    for step in path[:-1]:
        node = node[step]
    del node[path[-1]]
    return json.dumps(told).encode()


def test_what_the_program_wrote_is_read_as_it_is() -> None:
    assert read_kept(kept()[1], "receipt.json") == json.loads(kept()[1])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[1]",
        b"\xff",
        b'{"scheme": 1, "results": []}',
        b'{"scheme": {}, "results": [], "format": 1%s}' % (b"0" * 5000),
        b'{"scheme": {"name": "\\ud800"}, "results": []}',
        b'{"scheme": {}, "results": [], "at": NaN}',
        b'{"scheme": {}, "results": [], "at": %s}' % (b"[" * 100_000),
    ],
)
def test_what_is_no_receipt_is_refused(data: bytes) -> None:
    assert [number for number, _, _ in refused(data)] == ["K580"]


def test_another_format_is_refused() -> None:
    assert refused(changed("format", value=2)) == [("K595", "format", "格式是 2，这个程序写的是 1")]


@pytest.mark.parametrize("found", ["1", True, 1.0, None])
def test_a_format_of_another_kind_is_refused(found: object) -> None:
    assert refused(changed("format", value=found)) == [("K595", "format", f"写的是 {json.dumps(found)}")]


@pytest.mark.parametrize("path", [("备注",), ("scheme", "备注"), ("sources", 0, "备注"), ("counts", "备注"), ("results", 1, "备注")])
def test_a_key_that_the_program_does_not_write_is_refused(path: tuple[Any, ...]) -> None:
    where = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")
    assert refused(changed(*path, value="x")) == [("K595", where, "不认识的键“备注”")]


@pytest.mark.parametrize("path", [("actor",), ("scheme", "title"), ("sources", 1, "sha256"), ("counts", "units"), ("results", 0, "rank")])
def test_a_key_that_is_not_there_is_refused(path: tuple[Any, ...]) -> None:
    where = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")
    assert refused(without(*path)) == [("K595", where, f"少了“{path[-1]}”")]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("counts", "units"), "4"),
        (("counts", "units"), True),
        (("results", 0, "total"), 97.5),
        (("results", 0, "total"), ["97"]),
        (("results", 0, "total"), {"state": "好"}),
        (("results", 0, "takes_part"), "yes"),
        (("results", 0, "indicators"), []),
        (("sources", 0, "sha256"), "abc"),
        (("findings",), "无"),
        (("at",), 20250101),
    ],
)
def test_a_value_of_another_kind_is_refused(path: tuple[Any, ...], value: object) -> None:
    told = refused(changed(*path, value=value))
    assert told
    assert all(number == "K595" and place.startswith(str(path[0])) for number, place, _ in told)


def test_a_key_that_is_there_twice_is_refused() -> None:
    data = kept()[1].replace(b'"engine":', b'"engine": "9", "engine":', 1)
    assert refused(data) == [("K595", "engine", "键“engine”写了两次")]


def test_everything_is_told_at_once_and_the_rest_is_counted() -> None:
    told = json.loads(kept()[1])
    told["results"] = [{**told["results"][0], "x": 1} for _ in range(300)]
    said = refused(json.dumps(told).encode())
    assert len(said) == 201
    assert "另有 100 处也不是" in [reason for _, _, reason in said]
