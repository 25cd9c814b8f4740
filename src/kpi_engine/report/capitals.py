"""An amount of money in capital figures, as vouchers write it."""

from __future__ import annotations

from fractions import Fraction

from kpi_engine.numbers import round_fraction

__all__ = ["in_capitals"]

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")
_LIMIT = 10**16


def in_capitals(amount: Fraction) -> str:
    """An amount in 元, to the cent; empty for what is too large to write out.

    >>> in_capitals(Fraction("25000")), in_capitals(Fraction("1006.05")), in_capitals(Fraction("-0.5"))
    ('贰万伍仟元整', '壹仟零陆元零伍分', '负伍角整')
    """
    cents = int(round_fraction(abs(amount), 2) * 100)
    yuan, rest = divmod(cents, 100)
    if yuan >= _LIMIT:
        return ""
    whole = f"{_whole(yuan)}元" if yuan else ""
    told = whole + _cents(rest, after_yuan=bool(yuan))
    return ("负" if amount < 0 and cents else "") + (told or "零元整")


def _cents(rest: int, *, after_yuan: bool) -> str:
    jiao, fen = divmod(rest, 10)
    if not rest:
        return "整" if after_yuan else ""
    told = f"{_DIGITS[jiao]}角" if jiao else ("零" if after_yuan else "")
    return told + (f"{_DIGITS[fen]}分" if fen else "整")


def _whole(yuan: int) -> str:
    """Groups of four digits from the left; a gap between two figures is one 零."""
    told, gap = "", False
    for group in range(len(_GROUPS) - 1, -1, -1):
        figure = yuan // 10 ** (4 * group) % 10**4
        if figure == 0:
            gap = bool(told)
            continue
        zero = "零" if told and (gap or figure < 1000) else ""
        told += zero + _four(figure) + _GROUPS[group]
        gap = False
    return told


def _four(figure: int) -> str:
    told, gap = "", False
    for place in range(3, -1, -1):
        digit = figure // 10**place % 10
        if digit == 0:
            gap = bool(told)
            continue
        told += ("零" if gap else "") + _DIGITS[digit] + _PLACES[place]
        gap = False
    return told
