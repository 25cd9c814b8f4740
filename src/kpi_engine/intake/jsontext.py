"""A JSON text with its numbers as they are written: none passes through a float."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Final

from kpi_engine.errors import k5_data
from kpi_engine.intake.told import Told
from kpi_engine.numbers import LONGEST, exact_text
from kpi_engine.source import Place

__all__ = ["read_json"]

_MOST_EXPONENT: Final = 30
_WRONG: Final[Mapping[str, str]] = {
    "Expecting value": "这里该有一个值",
    "Expecting ',' delimiter": "两项之间少了逗号",
    "Expecting ':' delimiter": "键后面少了冒号",
    "Expecting property name enclosed in double quotes": "这里该是双引号里的键",
    "Unterminated string starting at": "这里开始的文字没有收尾的引号",
    "Invalid control character at": "文字里有没有转义的换行或制表符",
    "Extra data": "结束以后还有内容",
}
"""What the reader of JSON says, in Chinese; what is not here is told as it is."""


class _Digits(str):
    """A JSON number as it is written."""

    __slots__ = ()


def read_json(text: str | bytes, told: Told, place: Place) -> object:
    """A JSON text with its numbers as their digits; None where it is broken. A key given twice is a problem."""

    def pairs(found: list[tuple[str, object]]) -> dict[str, object]:
        made: dict[str, object] = {}
        for key, value in found:
            if key in made:
                told.add(k5_data.JSON_KEY_TWICE, place, key=key)
            made[key] = value
        return made

    def constant(word: str) -> object:
        return _Digits(word)

    try:
        plain = text.decode("utf-8-sig") if isinstance(text, bytes) else text
        return json.loads(plain, parse_float=_digits, parse_int=_digits, parse_constant=constant, object_pairs_hook=pairs)
    except json.JSONDecodeError as error:
        told.add(
            k5_data.JSON_BROKEN,
            replace(place, line=error.lineno, column=error.colno),
            reason=_WRONG.get(error.msg, error.msg),
            reason_en=error.msg,
            line=error.lineno,
            column=error.colno,
        )
    except UnicodeDecodeError:
        told.add(k5_data.JSON_BROKEN, place, reason="不是 UTF-8 编码", reason_en="not UTF-8", line=1, column=1)
    except RecursionError:
        told.add(k5_data.JSON_BROKEN, place, reason="括号套得太深", reason_en="nested too deeply", line=1, column=1)
    return None


def _digits(text: str) -> _Digits:
    """The digits of a JSON number; an exponent is written out where it is a small one."""
    plain = text.lower()
    if "e" not in plain or len(plain) > LONGEST:
        return _Digits(text)
    exponent = plain.partition("e")[2].lstrip("+-")
    return _Digits(exact_text(Fraction(plain)) if len(exponent) < 4 and int(exponent) <= _MOST_EXPONENT else text)
