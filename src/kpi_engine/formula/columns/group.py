"""Group functions on columns: statistics, standings and quotas of groups whose rows are neighbours, each told to every row."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from fractions import Fraction

import numpy as np

from kpi_engine.formula.columns.arithmetic import positive
from kpi_engine.formula.columns.choice import as_truth
from kpi_engine.formula.columns.machine import Block, BoolArray, FloatArray, Segments, Tape
from kpi_engine.formula.columns.rough import rough
from kpi_engine.formula.columns.rough_group import bits_of_sum, exact_codes, rough_figure
from kpi_engine.formula.columns.standing import codes_of, standing
from kpi_engine.formula.columns.value import LIMIT, Cells, Constant, Number, Rough, Truth, Val
from kpi_engine.formula.tree import Group
from kpi_engine.table import Kind, State, StateArray

__all__ = ["Grouping", "grouped"]


class Grouping:
    """What a group function is compiled with: the tape, whom it looks at, how many they are at most."""

    def __init__(self, tape: Tape, node: Group, most: int, key: Hashable) -> None:
        self.tape, self.node, self.most, self.key = tape, node, most, key
        self.certified = False
        self.everyone = node.scope == "all"
        self.options: Mapping[str, str] = dict(node.options)

    def groups(self, b: Block) -> Segments:
        """The groups in a block."""
        return b.everyone if self.everyone else b.classes


def grouped(on: Grouping, args: tuple[Val, ...], among: Truth | Constant | None) -> Val | None:
    """The function of the node, or None where it has no reading over scaled doubles."""
    reading = _READINGS.get(on.node.function)
    return None if reading is None else reading(on, args, among)


def _live(
    on: Grouping, among: Truth | Constant | None, states: tuple[int | None, ...]
) -> tuple[tuple[int, ...], Callable[[Block], BoolArray | None]]:
    """The registers that say which rows count, and how to ask them; None where all do."""
    gate = None if among is None else as_truth(on.tape, among, "")
    reads = tuple(s for s in states if s is not None)
    if gate is not None:
        reads += (gate.slot, *(() if gate.state is None else (gate.state,)))

    def asked(b: Block) -> BoolArray | None:
        told = None if gate is None else b.t[gate.slot]
        for state in (*states, None if gate is None else gate.state):
            there = None if state is None else b.s[state]
            if there is not None:
                told = there == State.PRESENT if told is None else told & (there == State.PRESENT)
        return told

    return reads, asked


def _plain(val: Val, tape: Tape) -> Number | None:
    """Whole numerators over one denominator, or truths as 0 and 1."""
    if isinstance(val, Truth):
        slot = val.slot
        return Number(Kind.NUMBER, Fraction(1), tape.x("as number", (slot,), lambda b: b.t[slot].astype(np.float64)), 1, 0.0, 1.0, val.state)
    if isinstance(val, Number) and val.den is None:
        return positive(tape, val)
    return None


def _none_state(groups: Segments, counts: FloatArray) -> StateArray | None:
    """MISSING for the rows of groups where nobody counts."""
    if counts.all():
        return None
    return np.where(counts == 0, np.uint8(State.MISSING), np.uint8(0)).repeat(groups.sizes)


def _reduced(values: FloatArray, live: BoolArray | None, groups: Segments, how: np.ufunc, neutral: float) -> tuple[FloatArray, FloatArray]:
    """The figure of each group (0 where nobody counts) and how many count."""
    if not len(values):
        return np.zeros(0), np.zeros(0)
    if live is None or live.all():
        return how.reduceat(values, groups.starts), groups.counts
    counts = np.add.reduceat(live, groups.starts, dtype=np.float64)
    figures = how.reduceat(np.where(live, values, neutral), groups.starts)
    return np.where(counts == 0, 0.0, figures), counts


def _extreme(on: Grouping, args: tuple[Val, ...], among: Truth | Constant | None) -> Val | None:
    number = _plain(args[0], on.tape)
    if number is None:
        return _roughly(on, args[0], among)
    largest = on.node.function == "max"
    how, neutral = (np.maximum, -np.inf) if largest else (np.minimum, np.inf)
    asks, asked = _live(on, among, (number.state,))
    num = number.num

    def make(slot: int) -> Callable[[Block], None]:
        def operation(b: Block) -> None:
            groups = on.groups(b)
            figures, counts = _reduced(b.x[num], asked(b), groups, how, neutral)
            b.x[slot], b.s[slot + 1] = figures.repeat(groups.sizes), _none_state(groups, counts)

        return operation

    reads = (num, *asks)
    slot = on.tape.write(("extreme", largest, on.everyone, reads, among is None), reads, make, writes=2)
    return Number(Kind.NUMBER, number.factor, slot, number.size, number.low, number.high, slot + 1)


def _total(on: Grouping, args: tuple[Val, ...], among: Truth | Constant | None) -> Val | None:
    """Totals and means: whole numerators add up exactly in any order."""
    number = _plain(args[0], on.tape)
    if number is None or number.size * on.most > LIMIT:
        return _roughly(on, args[0], among)
    asks, asked = _live(on, among, (number.state,))
    num, mean = number.num, on.node.function == "mean"

    def make(slot: int) -> Callable[[Block], None]:
        def operation(b: Block) -> None:
            groups = on.groups(b)
            figures, counts = _reduced(b.x[num], asked(b), groups, np.add, 0.0)
            b.x[slot] = figures.repeat(groups.sizes)
            if mean:
                b.s[slot + 1] = _none_state(groups, counts)
                b.x[slot + 2] = np.maximum(counts, 1.0).repeat(groups.sizes)

        return operation

    reads = (num, *asks)
    slot = on.tape.write(("total", mean, on.everyone, reads, among is None), reads, make, writes=3)
    size = number.size * on.most
    if mean:
        return Number(Kind.NUMBER, number.factor, slot, size, number.low, number.high, slot + 1, slot + 2, on.most)
    low, high = min(number.low, number.low * on.most, 0.0), max(number.high, number.high * on.most, 0.0)
    return Number(Kind.NUMBER, number.factor, slot, size, low * (1 + 1e-12), high * (1 + 1e-12))


def _roughly(on: Grouping, val: Val, among: Truth | Constant | None) -> Rough | None:
    """A figure of certified doubles."""
    if not isinstance(val, (Number, Rough)):
        return None
    asks, asked = _live(on, among, (val.state,))
    certified = rough(on.tape, val)
    on.certified = True
    bits = bits_of_sum(val, on.most) if isinstance(val, Number) and on.node.function in ("sum", "mean") else None
    return rough_figure(on.tape, certified, (on.node.function, on.most, bits), on.groups, (asks, asked), on.key, (on.everyone, among is None))


def _others_mean(on: Grouping, args: tuple[Val, ...], among: Truth | Constant | None) -> Val | None:
    number = _plain(args[0], on.tape)
    if number is None or isinstance(args[0], Truth) or number.size * on.most > LIMIT:
        return None
    asks, asked = _live(on, among, (number.state,))
    num = number.num

    def make(slot: int) -> Callable[[Block], None]:
        def operation(b: Block) -> None:
            groups, live = on.groups(b), asked(b)
            figures, counts = _reduced(b.x[num], live, groups, np.add, 0.0)
            rest, others = figures.repeat(groups.sizes), counts.repeat(groups.sizes)
            if live is None:
                rest, others = rest - b.x[num], others - 1
            else:
                rest, others = rest - np.where(live, b.x[num], 0.0), others - live
            none = others == 0
            b.x[slot], b.x[slot + 2] = rest, np.maximum(others, 1.0)
            b.s[slot + 1] = np.where(none, np.uint8(State.MISSING), np.uint8(0)) if none.any() else None

        return operation

    reads = (num, *asks)
    slot = on.tape.write(("others", on.everyone, reads, among is None), reads, make, writes=3)
    return Number(Kind.NUMBER, number.factor, slot, number.size * on.most, number.low, number.high, slot + 1, slot + 2, on.most)


def _counted(on: Grouping, args: tuple[Val, ...], among: Truth | Constant | None) -> Val | None:
    """How many have the value; of truths, how many are true."""
    val = args[0]
    if isinstance(val, Constant) and val.kind is Kind.TRUTH:
        val = as_truth(on.tape, val, "")
    if isinstance(val, Cells):
        return None
    asks, asked = _live(on, among, (val.state,))
    truth = val.slot if isinstance(val, Truth) else None

    def compute(b: Block) -> FloatArray:
        groups, live = on.groups(b), asked(b)
        if truth is not None:
            live = b.t[truth] if live is None else b.t[truth] & live
        if live is None or not len(live):
            return groups.counts.repeat(groups.sizes)
        return np.add.reduceat(live, groups.starts, dtype=np.float64).repeat(groups.sizes)

    reads = (*asks, *(() if truth is None else (truth,)))
    slot = on.tape.x("count", reads, compute, on.everyone, among is None, truth is None)
    return Number(Kind.NUMBER, Fraction(1), slot, on.most, 0.0, float(on.most))


def _key_register(val: Val, on: Grouping) -> int | None:
    """A register whose doubles stand in the order of the values, equal where they are equal."""
    tape = on.tape
    if isinstance(val, Number) and val.den is not None and val.factor:
        number = positive(tape, val)
        num, den = number.num, number.den
        if number.size >= 2**26 or number.den_size >= 2**26:
            return _code_register(rough(tape, val), on)
        assert den is not None
        return tape.x("quotient", (num, den), lambda b: b.x[num] / b.x[den])
    if isinstance(val, Rough):
        return _code_register(val, on)
    plain = _plain(val, tape)
    return None if plain is None or plain.factor == 0 else plain.num


def _code_register(val: Rough, on: Grouping) -> int:
    on.certified = True
    source, state = val.slot, val.state

    def compute(b: Block) -> FloatArray:
        states = None if state is None else b.s[state]
        return exact_codes(b.a[source], b.sizes[""], None if states is None else states == State.PRESENT, b)

    return on.tape.x("codes", (source,) if state is None else (source, state), compute)


def _keys(on: Grouping, args: tuple[Val, ...]) -> tuple[tuple[int, ...], Callable[[Block], FloatArray]] | None:
    registers = [(_key_register(arg, on), arg.state) for arg in args]
    if any(key is None for key, _ in registers):
        return None
    slots = tuple(key for key, _ in registers if key is not None)
    states = tuple(state for _, state in registers)
    if len(slots) == 1:
        only = slots[0]
        return slots, lambda b: b.x[only]

    def compute(b: Block) -> FloatArray:
        columns = [b.x[slots[0]]]
        for slot, state in zip(slots[1:], states[1:], strict=True):
            there = None if state is None else b.s[state]
            columns.append(b.x[slot] if there is None else np.where(there == State.PRESENT, b.x[slot], -np.inf))
        return codes_of(columns, on.groups(b))

    return (*slots, *(s for s in states[1:] if s is not None)), compute


def _standings(on: Grouping, args: tuple[Val, ...], among: Truth | Constant | None) -> tuple[int, int | None] | None:
    """Registers: how many are below, (next) how many not above, (next) how many count in the group; and the state of who has no place."""
    keys = _keys(on, args)
    if keys is None:
        return None
    reads, compute = keys
    asks, asked = _live(on, among, (args[0].state,))

    def make(slot: int) -> Callable[[Block], None]:
        def operation(b: Block) -> None:
            groups, live = on.groups(b), asked(b)
            b.x[slot], b.x[slot + 1] = standing(compute(b), live, groups)
            counts = groups.counts if live is None or not len(live) else np.add.reduceat(live, groups.starts, dtype=np.float64)
            b.x[slot + 2] = counts.repeat(groups.sizes)
            b.s[slot + 3] = None if live is None or live.all() else np.where(live, np.uint8(0), np.uint8(State.NOT_APPLICABLE))

        return operation

    slot = on.tape.write(("standing", on.everyone, reads, asks, among is None), (*reads, *asks), make, writes=4)
    return slot, slot + 3


def _ranked(on: Grouping, args: tuple[Val, ...], among: Truth | Constant | None) -> Val | None:
    found = _standings(on, args, among)
    if found is None:
        return None
    slot, absent = found
    lowest, mean = on.options.get("first") == "lowest", on.options.get("ties") == "mean"

    def compute(b: Block) -> FloatArray:
        below, upto = b.x[slot], b.x[slot + 1]
        if lowest:
            return below + 1 + upto if mean else below + 1
        after = b.x[slot + 2] - upto
        return after + 1 + (b.x[slot + 2] - below) if mean else after + 1

    num = on.tape.x("rank", (slot, slot + 1, slot + 2), compute, lowest, mean)
    state = _rank_state(on, args[0], among, absent)
    parts = 2 if mean else 1
    return Number(Kind.NUMBER, Fraction(1, parts), num, on.most * parts, 1.0, float(on.most), state)


def _rank_state(on: Grouping, first: Val, among: Truth | Constant | None, absent: int | None) -> int | None:
    """A member whose first key is not there has its state; one that does not count is not applicable."""
    assert absent is not None
    own = first.state
    reads, counted = _live(on, among, ())

    def compute(b: Block) -> StateArray | None:
        told, there = b.s[absent], None if own is None else b.s[own]
        if told is None or there is None:
            return told
        counts = counted(b)
        keeps = there != State.PRESENT if counts is None else (there != State.PRESENT) & counts
        return np.where(keeps, there, told)

    return on.tape.s("unranked", (absent, *reads, *(() if own is None else (own,))), compute, among is None)


def _count_same(on: Grouping, args: tuple[Val, ...], among: Truth | Constant | None) -> Val | None:
    """How many have the same value: those not above less those below. (With ``among`` a member that does not count still asks.)"""
    if among is not None:
        return None
    found = _standings(on, args, None)
    if found is None:
        return None
    slot, _ = found
    num = on.tape.x("equals", (slot, slot + 1), lambda b: b.x[slot + 1] - b.x[slot])
    return Number(Kind.NUMBER, Fraction(1), num, on.most, 0.0, float(on.most), args[0].state)


def _quota(on: Grouping, args: tuple[Val, ...], among: Truth | Constant | None) -> Val | None:
    """Who keeps a place, or (at_cut) who stands in the tie through which the cut goes."""
    holds, rank, places = args
    seats = _seats(on.tape, places)
    plain = _plain(rank, on.tape) if isinstance(rank, Number) else None
    if not isinstance(holds, (Truth, Constant)) or plain is None or seats is None:
        return None
    held = as_truth(on.tape, holds, "")
    asks, asked = _live(on, among, (held.state, rank.state))
    per_seat, places_of, seat_reads = seats
    key, at_cut, setting = plain.num, on.node.function == "at_cut", on.options.get("at_the_cut", "")
    absent = places.state

    def make(slot: int) -> Callable[[Block], None]:
        def operation(b: Block) -> None:
            live = asked(b)
            holders = b.t[held.slot] if live is None else b.t[held.slot] & live
            below, upto = standing(b.x[key], holders, on.groups(b))
            bar, there = places_of(b), None if absent is None else b.s[absent]
            cut = holders & (below * per_seat < bar) & (bar < upto * per_seat)
            unknown = None if there is None or not there.any() else there != State.PRESENT
            if unknown is not None:
                cut &= ~unknown
            if at_cut:
                b.t[slot] = cut
                return
            b.t[slot] = holders & ((upto * per_seat <= bar) | (cut & (setting == "take_all")))
            wrong = cut if setting == "problem" else np.zeros(len(cut), dtype=np.bool_)
            if unknown is not None:
                wrong = wrong | (holders & unknown)
            b.s[slot + 1] = np.where(wrong, np.uint8(State.ERROR), np.uint8(0)) if wrong.any() else None

        return operation

    reads = (key, held.slot, *asks, *seat_reads, *(() if absent is None else (absent,)))
    slot = on.tape.write(("quota", at_cut, setting, on.everyone, reads, among is None, per_seat, places), reads, make, writes=2)
    return Truth(slot, slot + 1)


def _seats(tape: Tape, places: Val) -> tuple[float, Callable[[Block], FloatArray | float], tuple[int, ...]] | None:
    """Places as a whole number over a whole number: the latter, how to ask for the former, the registers read."""
    if isinstance(places, Constant) and isinstance(places.value, Fraction):
        above, below = places.value.numerator, places.value.denominator
        if max(abs(above), below) > 2**20:
            return None
        return float(below), lambda _: float(above), ()
    number = _plain(places, tape) if isinstance(places, Number) else None
    if number is None or number.factor.denominator > 2**20 or number.size * number.factor.numerator > LIMIT:
        return None
    num, by = number.num, float(number.factor.numerator)
    return float(number.factor.denominator), lambda b: b.x[num] * by, (num,)


_READINGS: dict[str, Callable[[Grouping, tuple[Val, ...], Truth | Constant | None], Val | None]] = {
    "max": _extreme,
    "min": _extreme,
    "sum": _total,
    "mean": _total,
    "others_mean": _others_mean,
    "count": _counted,
    "count_same": _count_same,
    "rank": _ranked,
    "quota": _quota,
    "at_cut": _quota,
}
