"""Excel's functions on single values and on ranges. Each is declared with the arguments that it takes whole; others are lifted over arrays."""

from __future__ import annotations

import datetime
import math
import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from calculators.grammar import UnsupportedFormula
from calculators.values import (
    DIV0,
    NA,
    NUM,
    REF,
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_UP,
    ROUND_UP,
    VALUE,
    Array,
    ExcelError,
    Failure,
    Scalar,
    boolean,
    compare,
    finite,
    flat,
    number,
    power,
    rounded,
    text,
)

__all__ = ["FUNCTIONS", "Function"]


@dataclass(frozen=True, slots=True)
class Function:
    """How to compute it, and which arguments (by position) it takes as whole ranges."""

    compute: Callable[..., Array | Scalar]
    whole: Callable[[int], bool]


FUNCTIONS: dict[str, Function] = {}


def _declare(name: str, whole: Callable[[int], bool], compute: Callable[..., Array | Scalar]) -> None:
    FUNCTIONS[name] = Function(compute, whole)


def _scalar(name: str, compute: Callable[..., Scalar]) -> None:
    _declare(name, lambda _: False, compute)


def _numeric(name: str, compute: Callable[..., float]) -> None:
    """A function of numbers: every argument is turned into one, the result must be one."""
    _scalar(name, lambda *arguments: finite(compute(*map(number, arguments))))


def _whole(name: str, compute: Callable[..., Array | Scalar], *positions: int) -> None:
    """A function that takes the arguments at these positions whole; all of them where none is named."""
    _declare(name, lambda position: not positions or position in positions, compute)


def _need(condition: bool, error: ExcelError) -> None:
    if not condition:
        raise Failure(error)


# Numbers


def _ceiling(value: float, step: float = 1.0) -> float:
    return _to_step(value, step, ROUND_CEILING) if step else 0.0


def _floor(value: float, step: float = 1.0) -> float:
    _need(step != 0 or value == 0, DIV0)
    return _to_step(value, step, ROUND_FLOOR) if step else 0.0


def _to_step(value: float, step: float, mode: str) -> float:
    """The quotient is read at 15 digits, so that FLOOR(0.3, 0.1) is 0.3."""
    _need(not (value > 0 > step), NUM)
    return rounded(value / step, 0, mode) * step


def _mod(value: float, divisor: float) -> float:
    """``n - d * INT(n / d)``, as Excel's manual has it."""
    _need(divisor != 0, DIV0)
    return value - divisor * math.floor(value / divisor)


def _sqrt(value: float) -> float:
    _need(value >= 0, NUM)
    return math.sqrt(value)


def _logarithm(value: float, base: float = 10.0) -> float:
    _need(value > 0 and base > 0, NUM)
    _need(base != 1, DIV0)
    return math.log10(value) if base == 10 else math.log(value) / math.log(base)


def _ln(value: float) -> float:
    _need(value > 0, NUM)
    return math.log(value)


def _exp(value: float) -> float:
    _need(value < 709.78, NUM)
    return math.exp(value)


def _date(year: float, month: float, day: float) -> float:
    """The serial number; months and days beyond their range carry over."""
    months = (math.trunc(year) + (1900 if year < 1900 else 0)) * 12 + math.trunc(month) - 1
    first = datetime.date(months // 12, months % 12 + 1, 1)
    serial = (first - datetime.date(1899, 12, 30)).days + math.trunc(day) - 1
    if serial < 61:
        raise UnsupportedFormula("dates before March 1900, where Excel counts a day that never was")
    return float(serial)


def _calendar(serial: float) -> datetime.date:
    if serial < 61:
        raise UnsupportedFormula("dates before March 1900, where Excel counts a day that never was")
    return datetime.date(1899, 12, 30) + datetime.timedelta(days=math.floor(serial))


_numeric("ABS", abs)
_numeric("SIGN", lambda x: (x > 0) - (x < 0) + 0.0)
_numeric("INT", lambda x: float(math.floor(x)))
_numeric("ROUND", lambda x, places: rounded(x, places, ROUND_HALF_UP))
_numeric("ROUNDUP", lambda x, places: rounded(x, places, ROUND_UP))
_numeric("ROUNDDOWN", lambda x, places: rounded(x, places, ROUND_DOWN))
_numeric("TRUNC", lambda x, places=0.0: rounded(x, places, ROUND_DOWN))
_numeric("CEILING", _ceiling)
_numeric("FLOOR", _floor)
_numeric("MOD", _mod)
_numeric("POWER", power)
_numeric("SQRT", _sqrt)
_numeric("LN", _ln)
_numeric("LOG", _logarithm)
_numeric("LOG10", _logarithm)
_numeric("EXP", _exp)
_numeric("PI", lambda: math.pi)
_numeric("DATE", _date)
_numeric("YEAR", lambda serial: float(_calendar(serial).year))
_numeric("MONTH", lambda serial: float(_calendar(serial).month))
_numeric("DAY", lambda serial: float(_calendar(serial).day))


# Truths, kinds and texts


def _is_number(value: Scalar) -> bool:
    return isinstance(value, float)


def _is_text(value: Scalar) -> bool:
    return isinstance(value, str) and not isinstance(value, ExcelError)


def _as_number(value: Scalar) -> Scalar:
    """N(): numbers and truths; anything else is 0; an error stays."""
    return 0.0 if value is None or _is_text(value) else number(value)


def _as_text(value: Scalar) -> Scalar:
    """T(): a text; anything else is empty; an error stays."""
    return value if isinstance(value, str) else ""


def _formatted(value: Scalar, pattern: Scalar) -> str:
    """TEXT() for the patterns ``0``, ``0.00`` and ``0.00%``."""
    if _is_text(value):
        return text(value)
    digits, percent = text(pattern).removesuffix("%"), text(pattern).endswith("%")
    whole, _, decimals = digits.partition(".")
    if whole != "0" or decimals.strip("0") or (not decimals and "." in digits):
        raise UnsupportedFormula(f"TEXT with the format {pattern!r}")
    shown = rounded(number(value) * (100 if percent else 1), len(decimals), ROUND_HALF_UP)
    return f"{shown + 0.0:.{len(decimals)}f}" + "%" * percent


def _truths(arguments: tuple[Array | Scalar, ...]) -> list[bool]:
    """What AND and OR look at: texts and blanks in cells are passed over, elsewhere they are turned into truths."""
    found = []
    for argument in arguments:
        for value in flat(argument):
            if isinstance(value, ExcelError):
                raise Failure(value)
            if not (isinstance(argument, Array) and (value is None or isinstance(value, str))):
                found.append(boolean(value))
    _need(bool(found), VALUE)
    return found


_whole("AND", lambda *arguments: all(_truths(arguments)))
_whole("OR", lambda *arguments: any(_truths(arguments)))
_scalar("NOT", lambda value: not boolean(value))
_scalar("TRUE", lambda: True)
_scalar("FALSE", lambda: False)
_scalar("NA", lambda: NA)
_scalar("IFERROR", lambda value, otherwise: otherwise if isinstance(value, ExcelError) else value)
_scalar("ISERROR", lambda value: isinstance(value, ExcelError))
_scalar("ISERR", lambda value: isinstance(value, ExcelError) and value != NA)
_scalar("ISNA", lambda value: isinstance(value, ExcelError) and value == NA)
_scalar("ISBLANK", lambda value: value is None)
_scalar("ISNUMBER", _is_number)
_scalar("ISTEXT", _is_text)
_scalar("ISNONTEXT", lambda value: not _is_text(value))
_scalar("ISLOGICAL", lambda value: isinstance(value, bool))
_scalar("N", _as_number)
_scalar("T", _as_text)
_scalar("VALUE", number)
_scalar("LEN", lambda value: float(len(text(value))))
_scalar("LEFT", lambda value, count=1.0: text(value)[: int(number(count))])
_scalar("CONCATENATE", lambda *values: "".join(map(text, values)))
_scalar("EXACT", lambda left, right: text(left) == text(right))
_scalar("TEXT", _formatted)


# Reducers


def _numbers(*arguments: Array | Scalar) -> Iterator[float]:
    """The numbers in arguments: texts, truths and blanks in ranges are passed over, as arguments of their own they are turned into numbers."""
    for argument in arguments:
        for value in flat(argument):
            if isinstance(value, ExcelError):
                raise Failure(value)
            if _is_number(value) or not isinstance(argument, Array):
                yield number(value)


def _reducer(name: str, compute: Callable[[list[float]], float], empty: ExcelError | float) -> None:
    def reduce(*arguments: Array | Scalar) -> Scalar:
        found = list(_numbers(*arguments))
        return finite(compute(found)) if found else empty

    _whole(name, reduce)


def _plain_sum(values: list[float]) -> float:
    """From left to right, each step a double (Python's own sum of floats is compensated since 3.12)."""
    total = 0.0
    for value in values:
        total += value
    return total


def _deviations(values: list[float]) -> float:
    mean = _plain_sum(values) / len(values)
    return _plain_sum([(value - mean) ** 2 for value in values])


def _sample(values: list[float]) -> float:
    _need(len(values) > 1, DIV0)
    return _deviations(values) / (len(values) - 1)


def _geometric(values: list[float]) -> float:
    _need(min(values) > 0, NUM)
    return math.prod(values) ** (1 / len(values))


_reducer("SUM", _plain_sum, 0.0)
_reducer("PRODUCT", math.prod, 0.0)
_reducer("MIN", min, 0.0)
_reducer("MAX", max, 0.0)
_reducer("SUMSQ", lambda values: _plain_sum([value * value for value in values]), 0.0)
_reducer("AVERAGE", lambda values: _plain_sum(values) / len(values), DIV0)
_reducer("MEDIAN", statistics.median, NUM)
_reducer("GEOMEAN", _geometric, NUM)
_reducer("VAR", _sample, DIV0)
_reducer("VARP", lambda values: _deviations(values) / len(values), DIV0)
_reducer("STDEV", lambda values: math.sqrt(_sample(values)), DIV0)
_reducer("STDEVP", lambda values: math.sqrt(_deviations(values) / len(values)), DIV0)


def _count(*arguments: Array | Scalar) -> float:
    found = [value for argument in arguments for value in flat(argument) if isinstance(argument, Array) or not isinstance(value, ExcelError)]
    return float(sum(_is_number(value) for value in found) + sum(isinstance(a, bool) for a in arguments))


def _count_all(*arguments: Array | Scalar) -> float:
    return float(sum(value is not None for argument in arguments for value in flat(argument)))


def _sum_product(*arguments: Array | Scalar) -> float:
    """What is no number counts as 0, truths too: they want ``--``, ``N()`` or a product."""
    shapes = {(a.height, a.width) if isinstance(a, Array) else (1, 1) for a in arguments}
    _need(len(shapes) == 1, VALUE)
    total = 0.0
    for row in zip(*(flat(argument) for argument in arguments), strict=True):
        for value in row:
            if isinstance(value, ExcelError):
                raise Failure(value)
        total += math.prod(value if _is_number(value) else 0.0 for value in row)
    return finite(total)


def _nth(values: Array | Scalar, place: Scalar, *, largest: bool) -> float:
    ordered = sorted(_numbers(values), reverse=largest)
    index = math.ceil(number(place))
    _need(1 <= index <= len(ordered), NUM)
    return ordered[index - 1]


def _rank(value: Scalar, among: Array | Scalar, order: Scalar = None) -> float:
    own, others = number(value), list(_numbers(among))
    _need(own in others, NA)
    ascending = number(order) != 0
    return 1.0 + sum(other < own if ascending else other > own for other in others)


def _percentile(values: Array | Scalar, share: Scalar) -> float:
    ordered, part = sorted(_numbers(values)), number(share)
    _need(bool(ordered) and 0 <= part <= 1, NUM)
    place = part * (len(ordered) - 1)
    low = math.floor(place)
    return ordered[low] + (place - low) * (ordered[min(low + 1, len(ordered) - 1)] - ordered[low])


_whole("COUNT", _count)
_whole("COUNTA", _count_all)
_whole("COUNTBLANK", lambda values: float(sum(value in (None, "") for value in flat(values))))
_whole("SUMPRODUCT", _sum_product)
_whole("LARGE", lambda values, place: _nth(values, place, largest=True), 0)
_whole("SMALL", lambda values, place: _nth(values, place, largest=False), 0)
_whole("RANK", _rank, 1)
_whole("PERCENTILE", _percentile, 0)


# Looking up


def _index(values: Array | Scalar, row: Scalar, column: Scalar = None) -> Array | Scalar:
    table = values if isinstance(values, Array) else Array(((values,),))
    r, c = int(number(row)), int(number(column))
    if column is None and table.height == 1:
        r, c = 1, r
    elif column is None and table.width == 1:
        c = 1
    _need(0 <= r <= table.height and 0 <= c <= table.width, REF)
    rows = table.rows if r == 0 else (table.rows[r - 1],)
    chosen = tuple(one if c == 0 else (one[c - 1],) for one in rows)
    return chosen[0][0] if len(chosen) == len(chosen[0]) == 1 else Array(chosen, table.is_reference)


def _position(wanted: Scalar, values: list[Scalar], way: float) -> int:
    """Where ``wanted`` stands: the first equal one (0), or the last of a rising row not above it (1), of a falling row not below it (-1)."""
    if isinstance(wanted, ExcelError):
        raise Failure(wanted)
    alike = [(place, value) for place, value in enumerate(values) if value is not None and _same_kind(value, wanted)]
    if way == 0:
        _no_wildcards(wanted)
        places = [place for place, value in alike if compare(value, wanted) == 0][:1]
    else:
        places = [place for place, value in alike if compare(value, wanted) * way <= 0]
    _need(bool(places), NA)
    return places[-1]


def _same_kind(left: Scalar, right: Scalar) -> bool:
    if isinstance(left, ExcelError):
        return False
    return (isinstance(left, bool), isinstance(left, str)) == (isinstance(right, bool), isinstance(right, str))


def _no_wildcards(wanted: Scalar) -> None:
    if isinstance(wanted, str) and any(sign in wanted for sign in "*?~"):
        raise UnsupportedFormula(f"wildcards in {wanted!r}")


def _match(wanted: Scalar, values: Array | Scalar, way: Scalar = 1.0) -> float:
    return float(_position(wanted, list(flat(values)), float((number(way) > 0) - (number(way) < 0))) + 1)


def _lookup_down(wanted: Scalar, table: Array, column: Scalar, near: Scalar = True) -> Scalar:
    place = _position(wanted, [row[0] for row in table.rows], float(boolean(near)))
    _need(number(column) >= 1, VALUE)
    _need(number(column) <= table.width, REF)
    return table.rows[place][int(number(column)) - 1]


def _lookup_across(wanted: Scalar, table: Array, row: Scalar, near: Scalar = True) -> Scalar:
    return _lookup_down(wanted, Array(tuple(zip(*table.rows, strict=True))), row, near)


def _lookup(wanted: Scalar, values: Array | Scalar, results: Array | Scalar = None) -> Scalar:
    place = _position(wanted, list(flat(values)), 1.0)
    return list(flat(values if results is None else results))[place]


_whole("INDEX", _index, 0)
_whole("MATCH", _match, 1)
_whole("VLOOKUP", _lookup_down, 1)
_whole("HLOOKUP", _lookup_across, 1)
_whole("LOOKUP", _lookup, 1, 2)


# Counting and summing where a criterion holds


def _criterion(wanted: Scalar) -> Callable[[Scalar], bool]:
    """``5``, ``"优秀"``, ``">=60"``, ``"<>"``: a number finds equal numbers, a text equal texts without case; a blank cell stands for 0."""
    operator, right = _split(wanted)
    if operator in ("=", "<>"):
        holds = _equal_to(right)
        return holds if operator == "=" else lambda value: not holds(value)
    tests = {"<": (-1,), "<=": (-1, 0), ">": (1,), ">=": (0, 1)}[operator]
    return lambda value: value is not None and _same_kind(value, right) and compare(value, right) in tests


def _split(wanted: Scalar) -> tuple[str, Scalar]:
    if wanted is None:
        return "=", 0.0
    if not _is_text(wanted):
        return "=", wanted
    written = text(wanted)
    operator = next((sign for sign in ("<>", "<=", ">=", "<", ">", "=") if written.startswith(sign)), "")
    rest = written[len(operator) :]
    if not rest:
        return operator or "=", None if operator else ""
    _no_wildcards(rest)
    return operator or "=", _read(rest)


def _read(written: str) -> Scalar:
    """The number or truth that a criterion's text means, otherwise the text."""
    if written.upper() in ("TRUE", "FALSE"):
        return written.upper() == "TRUE"
    try:
        return number(written)
    except Failure:
        return written


def _equal_to(right: Scalar) -> Callable[[Scalar], bool]:
    if right is None:
        return lambda value: value is None
    if right == "":
        return lambda value: value is None or value == ""
    if isinstance(right, ExcelError):
        return lambda value: isinstance(value, ExcelError) and value == right
    return lambda value: value is not None and _same_kind(_read(value) if _is_text(value) else value, right) and _found(value, right)


def _found(value: Scalar, right: Scalar) -> bool:
    return compare(_read(value) if isinstance(value, str) else value, right) == 0


def _chosen(*pairs: Array | Scalar) -> list[bool]:
    """For each cell of the ranges, whether every criterion holds."""
    ranges, criteria = [list(flat(one)) for one in pairs[::2]], [_criterion(one) for one in pairs[1::2]]  # type: ignore[arg-type]
    _need(len({len(one) for one in ranges}) == 1, VALUE)
    return [all(holds(value) for holds, value in zip(criteria, row, strict=True)) for row in zip(*ranges, strict=True)]


def _where(values: Array | Scalar, *pairs: Array | Scalar) -> list[float]:
    """The numbers among ``values`` where every criterion holds."""
    wanted, found = _chosen(*pairs), list(flat(values))
    if len(wanted) != len(found):
        raise UnsupportedFormula("a range to sum whose size is not that of the range of its criterion")
    return list(_numbers(Array((tuple(value for value, holds in zip(found, wanted, strict=True) if holds),))))


def _mean(values: list[float]) -> float:
    _need(bool(values), DIV0)
    return _plain_sum(values) / len(values)


def _own(among: Array | Scalar, values: Array | Scalar) -> Array | Scalar:
    return among if values is None else values


_whole("COUNTIF", lambda among, wanted: float(sum(_chosen(among, wanted))), 0)
_whole("SUMIF", lambda among, wanted, values=None: _plain_sum(_where(_own(among, values), among, wanted)), 0, 2)
_whole("AVERAGEIF", lambda among, wanted, values=None: _mean(_where(_own(among, values), among, wanted)), 0, 2)
_declare("COUNTIFS", lambda position: position % 2 == 0, lambda *pairs: float(sum(_chosen(*pairs))))
_declare("SUMIFS", lambda position: position == 0 or position % 2 == 1, lambda *arguments: _plain_sum(_where(*arguments)))
_declare("AVERAGEIFS", lambda position: position == 0 or position % 2 == 1, lambda *arguments: _mean(_where(*arguments)))
