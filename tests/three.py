"""Three units, two indicators: 东乡 92 优秀, 西乡 88 合格, 南乡 50 合格. Small enough for every answer of what-if to be worked by hand."""

from __future__ import annotations

from bases import base_of
from scored import HEAD

__all__ = ["BASE", "TEXT"]

TEXT = (
    HEAD
    + """
clause: 例
inputs: {甲率: {kind: percent, owner: 股, between: [0%, 100%]}, 乙率: {kind: percent, owner: 股, between: [0%, 100%]}}
indicators:
  甲项: {points: 60, score: points * 甲率}
  乙项: {points: 40, score: points * 乙率}
grades: {of: total, from: {优秀: 90}, otherwise: 合格}
ranking: {within: all, by: [total], ties: share}
"""
)
BASE = base_of(TEXT, ["东乡", "西乡", "南乡"], {"甲率": ["100%", "80%", "50%"], "乙率": ["80%", "100%", "50%"]})
