"""The plain cells of many rows at once, taken from the bytes of a sheet by arrays; what is not plain is left over for expat.

Plain is ``<c r="B6" s="3"><v>0.5</v></c>``, the form in which every writer stores a typed number, with or without ``s``, with ``t="s"`` for a
shared text, ``t="n"`` or neither; a text in the cell, ``<c r="B6" t="inlineStr"><is><t>甲镇</t></is></c>``; and a blank ``<c r="B6" s="3"/>``.
Every byte of such a cell is looked at, so taking it out of a row leaves a row that is well-formed exactly where it was before: `Tags` makes
sure that each ``<`` has its ``>`` before the next one, that cells stand in rows and not in each other, and that there is no comment, instruction
or section. A row whose cells are all plain is left out altogether where its own tag is plain too.

A number is kept as ``whole`` and ``places``, at most fifteen digits.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from kpi_engine.intake.digits import Texts, decimals_of, digits_at, numbers_at, texts_at
from kpi_engine.intake.formats import is_date_format
from kpi_engine.intake.grid import COLUMN_BITS, FORMAT_SHIFT, CellType, Limits
from kpi_engine.intake.sheetframe import LAST_COLUMN
from kpi_engine.intake.stored import SHARED
from kpi_engine.intake.tags import MASKS, Bools, Ints, Tags, word_of

__all__ = ["Known", "Plain", "plain_cells"]

Metas = npt.NDArray[np.uint32]

_ODD_LONGEST: Final = 32
_SPELLING: Final = b"0123456789+-.eE"
_NOT_AS_WRITTEN: Final = re.compile("[\x00-\x1f&\ufffe\uffff]|_x|^ | $")
"""Texts that XML or Office read otherwise than they stand."""
_STYLE_DIGITS: Final = 4
_PLACES: Final = 15


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

    ``spelled`` are the texts of those whose digits do not say how they are written (``0.50``, ``0.56999999999999995``), ``spelled_at`` where these
    cells are among the others. ``odd_keys``, ``odd_meta`` and ``odd`` are of texts, and of numbers that must be looked at one by one.
    """

    keys: Ints
    meta: Metas
    whole: Ints
    places: npt.NDArray[np.int8]
    spelled_at: Ints
    spelled: Texts
    odd_keys: Ints
    odd_meta: Metas
    odd: list[str]
    last_row: int


def plain_cells(rows: bytes, known: Known) -> tuple[Plain, bytes] | None:
    """The plain cells of whole rows, and the rows without them; None where the rows are not of the usual make.

    Args:
        rows: from one ``<row`` to a ``</row>``
        known: what cells refer to

    """
    tags = Tags(rows)
    if not tags.are_usual:
        return None
    found = _Cells(tags, known)
    return found.plain(), tags.without(found.is_plain, found.stop)


class _Cells:
    """The cells of some rows. ``is_plain`` is narrowed down check by check."""

    def __init__(self, tags: Tags, known: Known) -> None:
        self.tags, self.known = tags, known
        self.start, self.end = tags.lt[tags.cells], tags.gt[tags.cells] - tags.is_closed
        self.is_blank = tags.is_closed
        self.is_plain = (tags.row_number <= known.limits.rows)[tags.of_row]
        self._references()
        self._attributes()
        self._values()
        self._types()
        self._odd()

    def _references(self) -> None:
        """Columns, and whether the number of the row is that of the row."""
        tags = self.tags
        at = self.start + 6
        word = tags.words[at]
        first, second, third = (((word >> np.uint64(8 * place)) & np.uint64(255)).astype(np.int64) - 64 for place in range(3))
        is_second = (second > 0) & (second <= 26)
        is_third = is_second & (third > 0) & (third <= 26)
        self.column = np.where(is_third, (first * 26 + second) * 26 + third, np.where(is_second, first * 26 + second, first))
        self.is_plain &= (first > 0) & (first <= 26) & (self.column <= min(self.known.limits.columns, LAST_COLUMN))
        at += 1 + is_second + is_third
        mask = MASKS[tags.row_digits + 1]
        wanted = tags.words[tags.row_text] & mask
        self.is_plain &= (tags.words[at] & mask[tags.of_row]) == wanted[tags.of_row]
        self.after = at + (tags.row_digits + 1)[tags.of_row]

    def _attributes(self) -> None:
        """Style and type; any other attribute makes a cell one for expat."""
        tags = self.tags
        length = self.end - self.after
        tail = tags.words[np.maximum(self.end - 6, 0)] & MASKS[6]
        is_long = length >= 6
        self.is_shared = is_long & (tail == word_of(b' t="s"'))
        self.is_inline = (tail == word_of(b'neStr"')) & (tags.words[np.maximum(self.end - 14, 0)] == word_of(b' t="inli'))
        length -= 6 * (self.is_shared | (is_long & (tail == word_of(b' t="n"')))) + 14 * self.is_inline
        digits = length - 5
        good = (digits >= 1) & (digits <= _STYLE_DIGITS) & ((tags.words[self.after] & MASKS[4]) == word_of(b' s="'))
        text = np.where(good, self.after + 4, 0)
        value, count = digits_at(tags.bytes, text, int(digits[good].max(initial=0)))
        good &= (count == digits) & (tags.bytes[text + count] == ord('"')) & ((digits == 1) | (tags.bytes[text] != ord("0")))
        good &= value < len(self.known.formats)
        self.style = np.where(good, value, 0)
        self.is_plain &= (length == 0) | good

    def _values(self) -> None:
        """Where the value begins and ends, and where the cell does."""
        tags = self.tags
        value = tags.follow(self.end, b"<v>", b"</v>", b"</c>")
        text = tags.follow(self.end, b"<is>", b"<t>", b"</t>", b"</is>", b"</c>") if self.is_inline.any() else value
        self.is_plain &= self.is_blank | np.where(self.is_inline, text, value)
        self.is_inline &= text
        step = np.where(self.is_inline, 2, 1)
        opened, ended, closed = (np.minimum(tags.cells + more, len(tags.lt) - 1) for more in (step, step + 1, np.where(self.is_inline, 5, 3)))
        self.is_valued = self.is_plain & ~self.is_blank
        self.text = np.where(self.is_valued, tags.gt[opened] + 1, 0)
        self.length = np.where(self.is_valued, tags.lt[ended] - self.text, 0)
        self.stop = tags.gt[np.where(self.is_blank, tags.cells, closed)] + 1
        self.is_valued &= self.length > 0

    def _types(self) -> None:
        """Shared texts and numbers. Dates are left to expat."""
        known = self.known
        found = numbers_at(self.tags.bytes, self.text, np.where(self.is_valued & ~self.is_inline, self.length, 0))
        self.whole, self.places = found.whole, found.places
        is_shared = found.is_shortest & self.is_shared & (self.places == 0) & (self.whole >= 0) & (self.whole < len(known.strings))
        is_shared[is_shared] = known.is_filled[self.whole[is_shared]]
        self.places[is_shared] = SHARED
        is_number = self.is_valued & ~self.is_shared & ~self.is_inline & known.is_number[self.style]
        self._spelled(is_number & found.is_decimal & ~found.is_shortest)
        is_told = is_number & (found.is_shortest | self.is_spelled)
        self.is_odd = (is_number & ~is_told & (self.length <= _ODD_LONGEST)) | (self.is_valued & self.is_inline)
        self.is_kept = is_shared | is_told

    def _spelled(self, which: Bools) -> None:
        """Numbers that are written otherwise than in fifteen digits: the double is the decimal of up to fifteen digits, and the text is kept."""
        at = np.flatnonzero(which)
        texts = texts_at(self.tags.bytes, self.text[at], self.length[at])
        whole, places = decimals_of(np.array(list(map(float, texts.tolist()))), _PLACES)
        good = places >= 0
        self.is_spelled = np.zeros(len(which), dtype=np.bool_)
        self.is_spelled[at[good]] = True
        self.whole[at[good]], self.places[at[good]] = whole[good].astype(np.int64), places[good]
        self.spelled = texts[good]

    def _odd(self) -> None:
        """Texts as they are written; whatever could be read otherwise than it stands is left to expat."""
        at = np.flatnonzero(self.is_odd)
        raw, most = self.tags.raw, self.known.limits.text
        self.odd: dict[int, str] = {}
        for cell, begin, size, is_text in zip(
            at.tolist(), self.text[at].tolist(), self.length[at].tolist(), self.is_inline[at].tolist(), strict=True
        ):
            text = _text(raw[begin : begin + size], most) if is_text else _spelled(raw[begin : begin + size])
            if text:
                self.odd[cell] = text
        self.is_plain &= self.is_blank | self.is_kept
        self.is_plain[list(self.odd)] = True

    def plain(self) -> Plain:
        """What was found."""
        odd = np.array(list(self.odd), dtype=np.int64)
        kept = np.flatnonzero(self.is_kept)
        kind = np.where((self.places == SHARED) | self.is_inline, CellType.TEXT, CellType.NUMBER)
        meta = ((self.style << FORMAT_SHIFT) | kind).astype(np.uint32)
        keys = (self.tags.row_number[self.tags.of_row] << COLUMN_BITS) + self.column - 1
        told = (keys[kept], meta[kept], self.whole[kept], self.places[kept], np.flatnonzero(self.is_spelled[kept]), self.spelled)
        return Plain(*told, keys[odd], meta[odd], list(self.odd.values()), int(self.tags.row_number[-1]))


def _spelled(text: bytes) -> str:
    return "" if text.translate(None, _SPELLING) else text.decode("ascii")


def _text(text: bytes, most: int) -> str:
    try:
        told = text.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    return "" if len(told) > most or _NOT_AS_WRITTEN.search(told) else told
