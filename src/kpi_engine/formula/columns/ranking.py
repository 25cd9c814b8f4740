"""Group functions that follow from where values stand: ranks, counts of equals, quotas."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np

from kpi_engine.formula.columns.arithmetic import positive
from kpi_engine.formula.columns.choice import as_truth
from kpi_engine.formula.columns.grouping import Grouping, live_rows, plain
from kpi_engine.formula.columns.machine import Block, BoolArray, FloatArray, IndexArray, Segments, Tape
from kpi_engine.formula.columns.rough import rough
from kpi_engine.formula.columns.rough_group import exact_codes
from kpi_engine.formula.columns.standing import codes_of, joined, part_of, standing
from kpi_engine.formula.columns.value import LIMIT, Constant, Number, Rough, Truth, Val, Word
from kpi_engine.table import Kind, State, StateArray

__all__ = ["count_same", "quota", "ranked"]


def _key_register(val: Val, on: Grouping) -> int | None:
    """A register whose doubles stand in the order of the values, equal where they are equal."""
    tape = on.tape
    if isinstance(val, Number) and val.den is not None and val.factor:
        ratio = positive(tape, val)
        num, den = ratio.num, ratio.den
        if ratio.size >= 2**26 or ratio.den_size >= 2**26:
            return _code_register(rough(tape, val), on)
        assert den is not None
        return tape.x("quotient", (num, den), lambda b: b.x[num] / b.x[den])
    if isinstance(val, Rough):
        return _code_register(val, on)
    number = plain(val, tape)
    return None if number is None or number.factor == 0 else number.num


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
        return joined(columns, on.groups(b))

    return (*slots, *(s for s in states[1:] if s is not None)), compute


def ranked(on: Grouping, args: tuple[Val, ...], among: Truth | Constant | None) -> Val | None:
    """Competition ranks, and the state of who has no place."""
    keys = _keys(on, args)
    if keys is None:
        return None
    reads, compute = keys
    asks, asked = live_rows(on, among, (args[0].state,))
    lowest, mean = on.options.get("first") == "lowest", on.options.get("ties") == "mean"
    whole = len(args) > 1 or isinstance(args[0], Truth) or (isinstance(args[0], Number) and args[0].den is None)

    def make(slot: int) -> Callable[[Block], None]:
        def operation(b: Block) -> None:
            keys, groups, live = compute(b), on.groups(b), asked(b)
            if live is None or live.all():
                b.x[slot] = _ranks(keys, groups, lowest, mean, whole)
                return
            b.x[slot] = np.zeros(len(keys))
            b.x[slot][live] = _ranks(keys[live], part_of(groups, live), lowest, mean, whole)
            b.s[slot + 1] = np.where(live, np.uint8(0), np.uint8(State.NOT_APPLICABLE))

        return operation

    slot = on.tape.write(("ranks", lowest, mean, on.everyone, reads, asks, among is None), (*reads, *asks), make, writes=2)
    state = _rank_state(on, args[0], among, slot + 1)
    parts = 2 if mean else 1
    return Number(Kind.NUMBER, Fraction(1, parts), slot, on.most * parts, 1.0, float(on.most), state)


def _ranks(keys: FloatArray, groups: Segments, lowest: bool, mean: bool, whole: bool) -> FloatArray:
    """Ranks in each group; twice them where those of equal rows are averaged."""
    below, above = standing(keys, groups, lower=lowest or mean, upper=mean or not lowest, whole=whole)
    ahead, behind = (below, above) if lowest else (above, below)
    ahead += 1.0
    if mean:
        ahead += groups.counts.repeat(groups.sizes)
        ahead -= behind
    return ahead


def _rank_state(on: Grouping, first: Val, among: Truth | Constant | None, absent: int) -> int | None:
    """A member whose first key is not there has its state; one that does not count is not applicable."""
    own = first.state
    reads, counted = live_rows(on, among, ())

    def compute(b: Block) -> StateArray | None:
        told, there = b.s[absent], None if own is None else b.s[own]
        if told is None or there is None:
            return told
        counts = counted(b)
        keeps = there != State.PRESENT if counts is None else (there != State.PRESENT) & counts
        return np.where(keeps, there, told)

    return on.tape.s("unranked", (absent, *reads, *(() if own is None else (own,))), compute, among is None)


def count_same(on: Grouping, args: tuple[Val, ...], among: Truth | Constant | None) -> Val | None:
    """How many of those that count have the same value; one that does not count may ask as well."""
    val = args[0]
    key = _place_register(val, on) if isinstance(val, Word) else _key_register(val, on)
    if key is None:
        return None
    asks, asked = live_rows(on, among, (val.state,))

    def compute(b: Block) -> FloatArray:
        live = asked(b)
        codes = codes_of([b.x[key]], on.groups(b)).astype(np.intp)
        counts = np.bincount(codes if live is None else codes[live], minlength=len(codes))
        return counts.take(codes).astype(np.float64)

    num = on.tape.x("equals", (key, *asks), compute, on.everyone, among is None)
    return Number(Kind.NUMBER, Fraction(1), num, on.most, 0.0, float(on.most), val.state)


def _place_register(val: Word, on: Grouping) -> int:
    slot = val.slot
    return on.tape.x("place", (slot,), lambda b: b.i[slot].astype(np.float64))


def quota(on: Grouping, args: tuple[Val, ...], among: Truth | Constant | None) -> Val | None:
    """Who keeps a place, or (at_cut) who stands in the tie through which the cut goes."""
    holds, rank, places = args
    seats = _seats(on.tape, places)
    ranks = plain(rank, on.tape) if isinstance(rank, Number) else None
    if not isinstance(holds, (Truth, Constant)) or ranks is None or seats is None:
        return None
    held = as_truth(on.tape, holds, "")
    asks, asked = live_rows(on, among, (held.state, rank.state))
    per_seat, places_of, seat_reads = seats
    key, at_cut, setting = ranks.num, on.node.function == "at_cut", on.options.get("at_the_cut", "")
    absent = places.state

    def make(slot: int) -> Callable[[Block], None]:
        def operation(b: Block) -> None:
            live = asked(b)
            holders = b.t[held.slot] if live is None else b.t[held.slot] & live
            rows, seats = np.flatnonzero(holders), part_of(on.groups(b), holders)
            below, above = standing(b.x[key][rows], seats, whole=True)
            upto, bar = seats.counts.repeat(seats.sizes) - above, places_of(b, rows)
            cut, keeps = (below * per_seat < bar) & (bar < upto * per_seat), upto * per_seat <= bar
            there = None if absent is None else b.s[absent]
            unknown = np.zeros(len(rows), dtype=np.bool_) if there is None else there[rows] != State.PRESENT
            cut &= ~unknown
            b.t[slot] = _spread(cut if at_cut else keeps | (cut & (setting == "take_all")), rows, len(holders))
            wrong = unknown | cut if setting == "problem" else unknown
            if wrong.any() and not at_cut:
                b.s[slot + 1] = np.where(_spread(wrong, rows, len(holders)), np.uint8(State.ERROR), np.uint8(0))

        return operation

    reads = (key, held.slot, *asks, *seat_reads, *(() if absent is None else (absent,)))
    slot = on.tape.write(("quota", at_cut, setting, on.everyone, reads, among is None, per_seat, places), reads, make, writes=2)
    return Truth(slot, slot + 1)


def _spread(told: BoolArray, rows: IndexArray, size: int) -> BoolArray:
    """What is told of some rows, false of the others."""
    spread = np.zeros(size, dtype=np.bool_)
    spread[rows] = told
    return spread


def _seats(tape: Tape, places: Val) -> tuple[float, Callable[[Block, IndexArray], FloatArray | float], tuple[int, ...]] | None:
    """Places as a whole number over a whole number: the latter, how to ask for the former of some rows, the registers read."""
    if isinstance(places, Constant) and isinstance(places.value, Fraction):
        above, below = places.value.numerator, places.value.denominator
        if max(abs(above), below) > 2**20:
            return None
        return float(below), lambda _, __: float(above), ()
    number = plain(places, tape) if isinstance(places, Number) else None
    if number is None or number.factor.denominator > 2**20 or number.size * number.factor.numerator > LIMIT:
        return None
    num, by = number.num, float(number.factor.numerator)
    return float(number.factor.denominator), lambda b, rows: b.x[num][rows] * by, (num,)
