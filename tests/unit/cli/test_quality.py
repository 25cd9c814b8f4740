"""``kpi quality``: how well the scheme tells units apart."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

Kpi = Callable[..., tuple[int, str, str]]


def test_every_indicator_of_every_class_is_listed(desk: Path, kpi: Kpi) -> None:
    code, out, _ = kpi("quality", "-C", desk, "--json")
    assert code == 0
    told = json.loads(out)["tables"]["indicators"]
    assert [(row["class"], row["indicator"], row["units"]) for row in told] == [
        ("甲类", "满意", 2), ("甲类", "纪律", 2), ("乙类", "满意", 2), ("乙类", "纪律", 2),
    ]  # fmt: skip
