"""The plain cells of many rows at once, taken from the bytes of a sheet by arrays; what is not plain is left over for expat.

Plain is ``<c r="B6" s="3"><v>0.5</v></c>``, the form in which every writer stores a typed number, with or without ``s``, with ``t="s"`` for a
shared text, ``t="n"`` or neither, and a blank ``<c r="B6" s="3"/>``. Every byte of such a cell is looked at here, so taking it out of a row
leaves a row that is well-formed exactly where it was before: `Block` makes sure that each ``<`` has its ``>`` before the next one, so that a
cell never stands inside a tag, that cells stand in rows and not in each other, and that there is no comment, instruction or CDATA section.

A number is kept as ``whole`` and ``places``, the digits as they are written: at most fifteen, no zero too many, so that its text can be made again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from kpi_engine.intake.formats import is_date_format
from kpi_engine.intake.grid import COLUMN_BITS, FORMAT_SHIFT, CellType, Limits
from kpi_engine.intake.stored import SHARED

__all__ = ["Known", "Plain", "plain_cells"]

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Words = npt.NDArray[np.uint64]
Metas = npt.NDArray[np.uint32]

_WORD: Final = 8
_PAD: Final = bytes(32)
_LONGEST: Final = 17  # sign, point, fifteen digits
_DIGITS: Final = 15
_ODD_LONGEST: Final = 32
_SPELLING: Final = b"0123456789+-.eE"
_STYLE_DIGITS: Final = 4
_ROW_DIGITS: Final = 7
_MASKS: Final = np.array([(1 << 8 * count) - 1 for count in range(_WORD)] + [2**64 - 1], dtype=np.uint64)


@dataclass(frozen=True)
class Known:
    """What the other parts of the workbook say: the number formats and the shared texts; and the limits."""

    formats: Sequence[str]
    strings: Sequence[str]
    limits: Limits

    @cached_property
    def is_number(self) -> Bools:
        """For each format whether a number under it is a number, not a date."""
        return np.array([not is_date_format(text) for text in self.formats], dtype=np.bool_)

    @cached_property
    def is_filled(self) -> Bools:
        """For each shared text whether there is one."""
        return np.fromiter(map(bool, self.strings), dtype=np.bool_, count=len(self.strings))


@dataclass(frozen=True)
class Plain:
    """Plain cells in the order of the file: where they stand, type and format, and what they hold.

    ``odd_keys``, ``odd_meta`` and ``odd`` are of numbers whose digits must be kept as they stand (``1E-3``, sixteen digits, ``0.50``).
    """

    keys: Ints
    meta: Metas
    whole: Ints
    places: npt.NDArray[np.int8]
    odd_keys: Ints
    odd_meta: Metas
    odd: list[str]


def plain_cells(rows: bytes, known: Known) -> tuple[Plain, bytes] | None:
    """The plain cells of whole rows, and the rows without them; None where the rows are not of the usual make.

    Args:
        rows: from one ``<row`` to a ``</row>``, without ``<!`` and ``<?``
        known: what cells refer to

    """
    block = _Block(rows)
    if not block.is_usual:
        return None
    found = _Cells(block, known)
    return found.plain(), found.rest()


def _word(text: bytes) -> np.uint64:
    return np.uint64(int.from_bytes(text.ljust(_WORD, b"\0"), "little"))


class _Block:
    """The tags of some rows: ``lt`` and ``gt`` are where they begin and end, ``head`` the first eight bytes of each as one number."""

    def __init__(self, rows: bytes) -> None:
        self.raw = rows + _PAD
        self.bytes = np.frombuffer(self.raw, dtype=np.uint8)
        self.words: Words = np.ndarray((len(self.raw) - _WORD + 1,), dtype="<u8", buffer=self.raw, strides=(1,))
        self.lt: Ints = np.flatnonzero(self.bytes == ord("<"))
        self.gt: Ints = np.flatnonzero(self.bytes == ord(">"))
        self.is_usual = len(self.lt) == len(self.gt) and bool((self.lt < self.gt).all() and (self.gt[:-1] < self.lt[1:]).all())
        self.is_usual = self.is_usual and self._find_rows() and self._find_cells()

    def begins(self, text: bytes) -> Ints:
        """The tags that begin so."""
        return np.flatnonzero((self.head & _MASKS[len(text)]) == _word(text))

    def _find_rows(self) -> bool:
        """Whether rows have numbers and do not stand in each other."""
        self.head: Words = self.words[self.lt]
        opened = self.begins(b"<row")
        numbered = self.begins(b'<row r="')
        closed = self.begins(b"</row>")
        if len(opened) != len(numbered):
            return False
        rows = numbered[self.bytes[self.gt[numbered] - 1] != ord("/")]
        if not len(rows) or not _alternate(rows, closed):
            return False
        self.rows, self.row_ends = rows, closed
        self.row_text = self.lt[rows] + 8
        self.row_number, self.row_digits = _whole(self.bytes, self.row_text, _ROW_DIGITS)
        is_plain = (self.row_digits > 0) & (self.bytes[self.row_text + self.row_digits] == ord('"')) & (self.bytes[self.row_text] != ord("0"))
        return bool(is_plain.all())

    def _find_cells(self) -> bool:
        """Whether all cells have references, stand in rows, and not in each other."""
        cells = self.begins(b'<c r="')
        if len(cells) != len(self.begins(b"<c")):
            return False
        self.cells = cells
        self.of_row = np.searchsorted(self.rows, cells) - 1
        if (self.of_row < 0).any() or (cells > self.row_ends[self.of_row]).any():
            return False
        self.is_closed = self.bytes[self.gt[cells] - 1] == ord("/")
        opened, ends = cells[~self.is_closed], self.begins(b"</c>")
        if not _alternate(opened, ends):
            return False
        blank = cells[self.is_closed]
        around = np.searchsorted(opened, blank) - 1
        return not (blank[around >= 0] < ends[around[around >= 0]]).any()


def _alternate(first: Ints, second: Ints) -> bool:
    """Whether the two take turns."""
    return len(first) == len(second) and bool((first < second).all() and (second[:-1] < first[1:]).all())


def _whole(text: npt.NDArray[np.uint8], at: Ints, most: int) -> tuple[Ints, Ints]:
    """The whole numbers that begin at some places, and how many digits they have."""
    value, count = np.zeros(len(at), dtype=np.int64), np.zeros(len(at), dtype=np.int64)
    alive = np.ones(len(at), dtype=np.bool_)
    for place in range(most):
        digit = text[at + place] - np.uint8(ord("0"))
        alive &= digit <= 9
        value[alive] = value[alive] * 10 + digit[alive]
        count += alive
    return value, count


class _Cells:
    """The cells of a block. ``is_plain`` is narrowed down check by check."""

    def __init__(self, block: _Block, known: Known) -> None:
        self.block, self.known = block, known
        self.start, self.end = block.lt[block.cells], block.gt[block.cells] - block.is_closed
        self.is_plain = (block.row_number <= known.limits.rows)[block.of_row]
        self._references()
        self._attributes()
        self._values()
        self._numbers()
        self._types()

    def _references(self) -> None:
        """Columns, and whether the number of the row is that of the row."""
        block = self.block
        at = self.start + 6
        word = block.words[at]
        first, second, third = (((word >> np.uint64(8 * place)) & np.uint64(255)).astype(np.int64) - 64 for place in range(3))
        is_second = (second > 0) & (second <= 26)
        is_third = is_second & (third > 0) & (third <= 26)
        self.column = np.where(is_third, (first * 26 + second) * 26 + third, np.where(is_second, first * 26 + second, first))
        self.is_plain &= (first > 0) & (first <= 26) & (self.column <= self.known.limits.columns)
        at += 1 + is_second + is_third
        mask = _MASKS[block.row_digits + 1]
        wanted = block.words[block.row_text] & mask
        self.is_plain &= (block.words[at] & mask[block.of_row]) == wanted[block.of_row]
        self.after = at + (block.row_digits + 1)[block.of_row]

    def _attributes(self) -> None:
        """Style and type; any other attribute makes a cell one for expat."""
        block = self.block
        length = self.end - self.after
        tail = block.words[np.maximum(self.end - 6, 0)] & _MASKS[6]
        is_long = length >= 6
        self.is_shared = is_long & (tail == _word(b' t="s"'))
        length -= 6 * (self.is_shared | (is_long & (tail == _word(b' t="n"'))))
        styled = length > 0
        digits = length - 5
        good = (digits >= 1) & (digits <= _STYLE_DIGITS) & ((block.words[self.after] & _MASKS[4]) == _word(b' s="'))
        self.style = np.zeros(len(length), dtype=np.int64)
        text = np.where(good, self.after + 4, 0)
        value, count = _whole(block.bytes, text, _STYLE_DIGITS)
        good &= (count == digits) & (block.bytes[text + np.where(good, digits, 0)] == ord('"')) & ((digits == 1) | (block.bytes[text] != ord("0")))
        good &= value < len(self.known.formats)
        self.style[good] = value[good]
        self.is_plain &= (length == 0) | (styled & good)

    def _values(self) -> None:
        """Where the value begins and how long it is."""
        block = self.block
        last = len(block.lt) - 1
        opened, ended, closed = (np.minimum(block.cells + step, last) for step in (1, 2, 3))
        value_end = block.lt[ended]
        shape = ((block.head[opened] & _MASKS[3]) == _word(b"<v>")) & ((block.head[ended] & _MASKS[4]) == _word(b"</v>"))
        shape &= ((block.head[closed] & _MASKS[4]) == _word(b"</c>")) & (block.lt[closed] == value_end + 4) & (block.lt[opened] == self.end + 1)
        self.text = np.where(shape, block.lt[opened] + 3, 0)
        self.stop = block.gt[np.where(block.is_closed, block.cells, closed)] + 1
        self.length = np.where(shape, value_end - self.text, 0)
        self.is_blank = block.is_closed
        self.is_plain &= self.is_blank | (shape & (self.length > 0) & (self.length <= _ODD_LONGEST))

    def _numbers(self) -> None:
        """Digits and places of the values."""
        text, length = self.block.bytes, np.where(self.length <= _LONGEST, self.length, 0)
        whole, places = np.zeros(len(length), dtype=np.int64), np.zeros(len(length), dtype=np.int64)
        is_number = length > 0
        negative = text[self.text] == ord("-")
        seen = np.zeros(len(length), dtype=np.bool_)
        digits = np.zeros(len(length), dtype=np.int64)
        for place in range(int(length.max(initial=0))):
            inside = place < length
            letter = text[self.text + place]
            digit = letter - np.uint8(ord("0"))
            is_digit = inside & (digit <= 9)
            whole = np.where(is_digit, whole * 10 + digit, whole)
            digits += is_digit
            places += is_digit & seen
            point = inside & (letter == ord("."))
            is_number &= ~inside | is_digit | (point & ~seen) | (negative if place == 0 else False)
            seen |= point
        self._canonical(is_number & (digits <= _DIGITS), negative, seen, (whole, places))

    def _canonical(self, is_number: Bools, negative: Bools, pointed: Bools, told: tuple[Ints, Ints]) -> None:
        """Only numbers whose text can be made again from the digits: no zero too many, no bare point."""
        text = self.block.bytes
        whole, places = told
        first = self.text + negative
        before = self.length - negative - places - pointed
        good = is_number & (before > 0) & ((text[first] != ord("0")) | (before == 1)) & ((places > 0) == pointed)
        good &= ((whole != 0) | ~negative) & (~pointed | (text[np.maximum(self.text + self.length - 1, 0)] != ord("0")))
        self.whole, self.places, self.is_number = np.where(negative, -whole, whole), places.astype(np.int8), good

    def _types(self) -> None:
        """Shared texts, numbers, and numbers that are kept as they are spelled. Dates are left to expat."""
        known = self.known
        is_shared = self.is_number & (self.places == 0) & (self.whole >= 0) & (self.whole < len(known.strings)) & self.is_shared
        is_shared[is_shared] = known.is_filled[self.whole[is_shared]]
        self.places[is_shared] = SHARED
        is_number = ~self.is_shared & known.is_number[self.style]
        self.is_odd = self.is_plain & ~self.is_blank & is_number & ~self.is_number
        self.is_plain &= self.is_blank | is_shared | (is_number & self.is_number)
        self._odd()

    def _odd(self) -> None:
        """Numbers as they are spelled; what has other letters than numbers have is left to expat."""
        at = np.flatnonzero(self.is_odd)
        raw = self.block.raw
        found = {cell: raw[begin : begin + size] for cell, begin, size in zip(at.tolist(), self.text[at].tolist(), self.length[at].tolist(), strict=True)}
        self.odd = {cell: text.decode("ascii") for cell, text in found.items() if not text.translate(None, _SPELLING)}
        self.is_plain[list(self.odd)] = True

    def plain(self) -> Plain:
        """What was found."""
        odd = np.array(list(self.odd), dtype=np.int64)
        is_kept = self.is_plain & ~self.is_blank
        is_kept[odd] = False
        kept = np.flatnonzero(is_kept)
        kind = np.where(self.places == SHARED, CellType.TEXT, CellType.NUMBER)
        meta = ((self.style << FORMAT_SHIFT) | kind).astype(np.uint32)
        keys = (self.block.row_number[self.block.of_row] << COLUMN_BITS) + self.column - 1
        return Plain(keys[kept], meta[kept], self.whole[kept], self.places[kept], keys[odd], meta[odd], list(self.odd.values()))

    def rest(self) -> bytes:
        """The block without what was found."""
        taken = np.flatnonzero(self.is_plain)
        begins = np.concatenate([[0], self.stop[taken]])
        ends = np.concatenate([self.start[taken], [len(self.block.raw) - len(_PAD)]])
        left = np.flatnonzero(ends > begins)
        raw = self.block.raw
        return b"".join([raw[begin:end] for begin, end in zip(begins[left].tolist(), ends[left].tolist(), strict=True)])
