"""A scheme of one indicator, whatever its rule."""

from __future__ import annotations

from scored import HEAD

__all__ = ["INPUTS", "scheme"]

INPUTS = """
inputs:
  率: {kind: percent, owner: 甲科}
  数: {kind: count, owner: 甲科, target: given, better: lower}
  评定: {kind: choice, options: [好, 差], owner: 甲科}
"""


def scheme(rule: str, more: str = "", head: str = HEAD) -> str:
    """Its text."""
    return f"{head}{INPUTS}{more}\nindicators:\n  一: {{points: 100, clause: 一, score: {rule}}}\n"
