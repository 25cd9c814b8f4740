"""What the parts of a receipt and the columns of published tables are called, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kpi_engine.trail.canonical import STATES

__all__ = ["COUNTS", "FIGURES", "USES", "Both", "cut", "said"]

Both = tuple[str, str]
"""A text in Chinese and in English."""

USES: Final[Mapping[str, Both]] = {
    "scheme": ("考核方案", "scheme"),
    "register": ("单位名录", "register"),
    "data": ("数据", "data"),
    "adjustments": ("更正与审定", "corrections and decisions"),
    "receipt": ("以前的回执", "receipt of another run"),
    "request": ("一段 JSON", "JSON text"),
}
FIGURES: Final[Mapping[str, Both]] = {
    "class": ("类别", "class"),
    "takes_part": ("参评", "takes part"),
    "ranked": ("参加排名", "ranked"),
    "total": ("总分", "total"),
    "rank": ("名次", "rank"),
    "rank_from_last": ("倒数名次", "rank from last"),
    "grade": ("等次", "grade"),
    "vetoes": ("一票否决", "vetoes"),
    "titles": ("称号", "titles"),
}
COUNTS: Final[Mapping[str, Both]] = {
    "units": ("单位数", "number of units"),
    "takes_part": ("参评数", "number that take part"),
    "ranked": ("参加排名数", "number that are ranked"),
    "indicators": ("指标数", "number of indicators"),
    "events": ("事项数", "number of events"),
    "findings": ("疑点数", "number of findings"),
    "adjustments": ("更正与审定数", "number of corrections and decisions"),
}
_STATES: Final[Mapping[str, Both]] = {
    "not_applicable": ("不涉及", "not applicable"),
    "missing": ("未报", "missing"),
    "error": ("无法计算", "error"),
    "present": ("有得分", "present"),
}
assert _STATES.keys() == set(STATES.values()), "each state has its words"

_LONGEST = 60


def said(value: object) -> Both:
    """A value of a receipt as people say it."""
    if isinstance(value, bool):
        return ("是", "yes") if value else ("否", "no")
    if isinstance(value, dict):
        return _STATES.get(str(value.get("state")), (str(value), str(value)))
    if isinstance(value, list):
        return ("、".join(map(str, value)) or "无", ", ".join(map(str, value)) or "none")
    if value is None or value == "":
        return ("无", "none")
    text = cut(str(value))
    return (text, text)


def cut(text: str) -> str:
    """A text on one line, and not too long for a message."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[:_LONGEST] + "…"
