"""Truths and choices: comparisons by cross-multiplying, three-valued logic, picking one of two columns."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Sequence
from fractions import Fraction

import numpy as np

from kpi_engine.formula.columns.arithmetic import positive, scaled_up
from kpi_engine.formula.columns.arithmetic import product as multiplied_registers
from kpi_engine.formula.columns.machine import Block, BoolArray, Tape
from kpi_engine.formula.columns.pick import picked
from kpi_engine.formula.columns.value import LIMIT, Constant, Number, Truth, Val, Word, common_factor, place_type
from kpi_engine.formula.tree import CompareOp
from kpi_engine.table import EXACT_LIMIT, Kind, State, StateArray

__all__ = ["FLIPPED", "OPERATORS", "as_truth", "as_word", "chosen", "compared", "compared_words", "joined", "merged_words", "negated", "picked_state"]

OPERATORS: dict[str, Callable[..., BoolArray]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
FLIPPED: dict[CompareOp, CompareOp] = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


def compared(tape: Tape, op: str, left: Number, right: Number | Constant) -> Truth | None:
    """Whether left op right, of exact values; None beyond the bounds."""
    state = tape.worst(left.state, right.state)
    left = positive(tape, left)
    if isinstance(right, Constant):
        assert isinstance(right.value, Fraction), "the constructors let only numbers meet numbers"
        slot = _against_constant(tape, op, left, right.value)
    else:
        slot = _against_column(tape, op, left, positive(tape, right))
    return None if slot is None else Truth(slot, state)


def _against_column(tape: Tape, op: str, left: Number, right: Number) -> int | None:
    _, k, m = common_factor(left.factor, right.factor)
    same = left.den == right.den
    if k * left.size * (1 if same else right.den_size) > LIMIT or m * right.size * (1 if same else left.den_size) > LIMIT:
        return None
    one, two = scaled_up(tape, left.num, k), scaled_up(tape, right.num, m)
    if not same:
        first, second = multiplied_registers(tape, one, right.den), multiplied_registers(tape, two, left.den)
        assert first is not None
        assert second is not None
        one, two = first, second
    return _told(tape, op, one, two)


def _told(tape: Tape, op: str, one: int, two: int) -> int:
    compare = OPERATORS[op]
    return tape.t(op, (one, two), lambda b: compare(b.x[one], b.x[two]))


def _against_constant(tape: Tape, op: str, left: Number, value: Fraction) -> int | None:
    if not left.factor.numerator:
        return None
    bar = value / left.factor
    if left.den is None:
        return _against_bar(tape, op, left.num, bar)
    if left.size * bar.denominator > LIMIT or abs(bar.numerator) * left.den_size > LIMIT:
        return None
    if not bar:
        return _against_bar(tape, op, left.num, bar)
    return _told(tape, op, scaled_up(tape, left.num, bar.denominator), scaled_up(tape, left.den, bar.numerator))


def _against_bar(tape: Tape, op: str, slot: int, bar: Fraction) -> int | None:
    """A whole number against any: the nearest whole bar tells the same, and between two whole numbers none is equal."""
    if abs(bar) > LIMIT * LIMIT:
        return None
    if bar.denominator != 1:
        if op in ("==", "!="):
            return tape.t("never", (slot,), lambda b: np.full(len(b.x[slot]), op == "!="), op)
        whole = float(math.floor(bar))
        op = "<=" if op in ("<", "<=") else ">"
    else:
        whole = float(bar.numerator)
    if abs(whole) > EXACT_LIMIT:  # a reported column goes up to there, not only to `LIMIT`
        whole = math.copysign(EXACT_LIMIT * 2, whole)
    compare = OPERATORS[op]
    return tape.t(op, (slot,), lambda b: compare(b.x[slot], whole), whole)


def as_truth(tape: Tape, val: Truth | Constant, domain: str) -> Truth:
    """A register of truths, of a constant as well."""
    if isinstance(val, Truth):
        return val
    told = val.value is True
    return Truth(tape.t("truth", (), lambda b: np.full(b.sizes[domain], told), told, domain), val.state)


def as_word(tape: Tape, val: Word | Constant, domain: str) -> Word:
    """A register of words, of a constant as well."""
    if isinstance(val, Word):
        return val

    return Word(tape.i("first word", (), lambda b: np.zeros(b.sizes[domain], dtype=np.int8), domain), (str(val.value),), val.state)


def merged_words(tape: Tape, word: Word, words: tuple[str, ...]) -> int:
    """The register of ``word``'s places in another vocabulary that has all of its words."""
    if word.words == words[: len(word.words)]:
        return word.slot
    places = {w: i for i, w in enumerate(words)}
    mapping = np.array([places.get(w, -1) for w in word.words] or [0], dtype=place_type(words))
    source = word.slot
    return tape.i("words", (source,), lambda b: mapping.take(b.i[source]), tuple(mapping.tolist()))


def compared_words(tape: Tape, op: str, left: Word, right: Word | Constant) -> Truth:
    """Whether two words are equal, or not; vocabularies may differ."""
    state, equal, slot = tape.worst(left.state, right.state), op == "==", left.slot
    if isinstance(right, Constant):
        place = left.words.index(str(right.value)) if right.value in left.words else -1
        return Truth(tape.t("is", (slot,), lambda b: (b.i[slot] == place) == equal, place, equal), state)
    words = tuple(dict.fromkeys((*left.words, *right.words)))
    one, two = merged_words(tape, left, words), merged_words(tape, right, words)
    return Truth(tape.t("same", (one, two), lambda b: (b.i[one] == b.i[two]) == equal, equal), state)


def negated(tape: Tape, truth: Truth) -> Truth:
    """The other truth."""
    slot = truth.slot
    return Truth(tape.t("not", (slot,), lambda b: ~b.t[slot]), truth.state)


def joined(tape: Tape, op: str, items: Sequence[Truth]) -> Truth:
    """``and`` / ``or``, three-valued: one present false (true) decides, whatever the others are."""
    deciding, slots = op == "or", tuple(dict.fromkeys(item.slot for item in items))
    join = np.logical_or if deciding else np.logical_and
    if all(item.state is None for item in items):
        return Truth(tape.t(op, slots, lambda b: join.reduce([b.t[s] for s in slots])))
    pairs = tuple((item.slot, item.state) for item in items)
    worst = tape.worst(*(item.state for item in items))
    assert worst is not None

    def make(slot: int) -> Callable[[Block], None]:
        def operation(b: Block) -> None:
            states = b.s[worst]
            if states is None:
                b.t[slot] = join.reduce([b.t[t] for t, _ in pairs])
                return
            decided = np.logical_or.reduce([_decides(b, t, s, deciding) for t, s in pairs])
            b.t[slot] = decided if deciding else ~decided
            b.s[slot + 1] = np.where(decided, np.uint8(State.PRESENT), states)

        return operation

    reads = tuple(dict.fromkeys([*slots, worst, *(s for _, s in pairs if s is not None)]))
    slot = tape.write((op, pairs), reads, make, writes=2)
    return Truth(slot, slot + 1)


def _decides(b: Block, slot: int, state: int | None, deciding: bool) -> BoolArray:
    told = b.t[slot] if deciding else ~b.t[slot]
    states = None if state is None else b.s[state]
    return told if states is None else told & (states == State.PRESENT)


def chosen(tape: Tape, takes: int, then: Val, otherwise: Val, domain: str) -> Val | None:
    """``then`` where the register ``takes`` is true, else ``otherwise``, each with its state; None where scaled doubles cannot tell."""
    if type(then) is type(otherwise) and then == otherwise:
        return then
    state = picked_state(tape, takes, then.state, otherwise.state)
    if then.kind is Kind.TRUTH and isinstance(then, (Truth, Constant)) and isinstance(otherwise, (Truth, Constant)):
        one, two = as_truth(tape, then, domain).slot, as_truth(tape, otherwise, domain).slot
        return Truth(tape.t("where", (takes, one, two), lambda b: np.where(b.t[takes], b.t[one], b.t[two])), state)
    if then.kind is Kind.WORD and isinstance(then, (Word, Constant)) and isinstance(otherwise, (Word, Constant)):
        return _chosen_word(tape, takes, as_word(tape, then, domain), as_word(tape, otherwise, domain), state)
    if isinstance(then, (Number, Constant)) and isinstance(otherwise, (Number, Constant)):
        return _chosen_number(tape, takes, then, otherwise, state)
    return None


def picked_state(tape: Tape, takes: int, then: int | None, otherwise: int | None) -> int | None:
    """The state of the branch taken."""
    if then == otherwise:
        return then

    def compute(b: Block) -> StateArray | None:
        one, two = None if then is None else b.s[then], None if otherwise is None else b.s[otherwise]
        if one is None and two is None:
            return None
        return np.where(b.t[takes], np.uint8(0) if one is None else one, np.uint8(0) if two is None else two)

    return tape.s("state", (takes, *(s for s in (then, otherwise) if s is not None)), compute, then, otherwise)


def _chosen_word(tape: Tape, takes: int, then: Word, otherwise: Word, state: int | None) -> Word:
    words = tuple(dict.fromkeys((*then.words, *otherwise.words)))
    one, two = merged_words(tape, then, words), merged_words(tape, otherwise, words)
    return Word(tape.i("where word", (takes, one, two), lambda b: np.where(b.t[takes], b.i[one], b.i[two])), words, state)


def _parts(val: Number | Constant) -> tuple[Fraction, int | None, int, int | None, int, tuple[float, float]]:
    """Factor, numerator (None: 1), its size, denominator, its size, bounds."""
    if isinstance(val, Constant):
        assert isinstance(val.value, Fraction), "both branches are of one kind"
        return val.value, None, 1, None, 1, (float(val.value), float(val.value))
    return val.factor, val.num, val.size, val.den, val.den_size, (val.low, val.high)


def _chosen_number(tape: Tape, takes: int, then: Number | Constant, otherwise: Number | Constant, state: int | None) -> Number | None:
    one_factor, one, one_size, one_den, one_den_size, one_bounds = _parts(then)
    two_factor, two, two_size, two_den, two_den_size, two_bounds = _parts(otherwise)
    factor, k, m = common_factor(one_factor, two_factor)
    size = max(abs(k) * one_size, abs(m) * two_size)
    if size > LIMIT:
        return None
    first, second = None if one is None else scaled_up(tape, one, k), None if two is None else scaled_up(tape, two, m)
    num = picked(tape, takes, first, second, (k, m))
    den = one_den if one_den == two_den else picked(tape, takes, one_den, two_den)
    low, high = min(one_bounds[0], two_bounds[0]), max(one_bounds[1], two_bounds[1])
    return Number(then.kind, factor, num, size, low, high, state, den, max(one_den_size, two_den_size))
