"""The tags of some rows of a sheet as arrays, and whether they are of the usual make: numbered rows of cells with references."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from kpi_engine.intake.digits import digits_at
from kpi_engine.intake.sheetframe import LAST_ROW

__all__ = ["MASKS", "Bools", "Ints", "Tags", "word_of"]

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Words = npt.NDArray[np.uint64]

_WORD: Final = 8
_PAD: Final = bytes(32)  # so that a word can be read at any tag and behind any value
_ROW_DIGITS: Final = 7
_ROW_TAG: Final = 200
_PLAIN_ROW: Final = re.compile(rb'(?: (?:spans|ht|customHeight|customFormat|s|x14ac:dyDescent|thickBot|thickTop)="[A-Za-z0-9.:]*")*')
_NAME: Final = re.compile(rb' ([A-Za-z0-9:]+)="')

MASKS: Final = np.array([(1 << 8 * count) - 1 for count in range(_WORD)] + [2**64 - 1], dtype=np.uint64)
"""How much of a word its first n bytes are."""


def word_of(text: bytes) -> np.uint64:
    """Up to eight bytes as the number that they are in memory."""
    return np.uint64(int.from_bytes(text.ljust(_WORD, b"\0"), "little"))


class Tags:
    """``lt`` and ``gt`` are where the tags begin and end, ``head`` the first eight bytes of each as one number, ``words`` those from any place on.

    ``cells`` are the tags that open cells, each in the row ``of_row`` (``is_closed`` where the tag is all there is); ``rows`` those that open rows.
    """

    def __init__(self, rows: bytes) -> None:
        self.raw = rows + _PAD
        self.size = len(rows)
        self.bytes = np.frombuffer(self.raw, dtype=np.uint8)
        self.words: Words = np.ndarray((len(self.raw) - _WORD + 1,), dtype="<u8", buffer=self.raw, strides=(1,))
        self.lt: Ints = np.flatnonzero(self.bytes == ord("<"))
        self.gt: Ints = np.flatnonzero(self.bytes == ord(">"))
        self.are_usual = _take_turns(self.lt, self.gt) and self._find_tags() and self._find_rows() and self._find_cells()

    def _find_tags(self) -> bool:
        """What the tags are; no comments, no instructions, no cells or rows of another make."""
        self.head: Words = self.words[self.lt]
        four = self.head.astype(np.uint32)
        two = four.astype(np.uint16)
        if (two == word_of(b"<!")).any() or (two == word_of(b"<?")).any():
            return False
        rows, row_ends = np.flatnonzero(four == word_of(b"<row")), np.flatnonzero(four == word_of(b"</ro"))
        self.cells, self.cell_ends = np.flatnonzero(two == word_of(b"<c")), np.flatnonzero(four == word_of(b"</c>"))
        self.rows = rows[self.bytes[self.gt[rows] - 1] != ord("/")]
        self.row_ends = row_ends
        return bool(
            (self.head[rows] == word_of(b'<row r="')).all()
            and ((self.head[row_ends] & MASKS[6]) == word_of(b"</row>")).all()
            and ((self.head[self.cells] & MASKS[6]) == word_of(b'<c r="')).all()
        )

    def _find_rows(self) -> bool:
        """Whether rows have numbers and do not stand in each other."""
        if not len(self.rows) or not _take_turns(self.rows, self.row_ends):
            return False
        self.row_text = self.lt[self.rows] + 8
        self.row_number, self.row_digits = digits_at(self.bytes, self.row_text, _ROW_DIGITS)
        is_plain = (self.row_digits > 0) & (self.bytes[self.row_text + self.row_digits] == ord('"')) & (self.bytes[self.row_text] != ord("0"))
        return bool(is_plain.all()) and int(self.row_number.max()) <= LAST_ROW

    def _find_cells(self) -> bool:
        """Whether cells stand in rows, and not in each other."""
        cells = self.cells
        self.of_row = np.searchsorted(self.rows, cells) - 1
        if (self.of_row < 0).any() or (cells > self.row_ends[self.of_row]).any():
            return False
        self.is_closed = self.bytes[self.gt[cells] - 1] == ord("/")
        opened = cells[~self.is_closed]
        if not _take_turns(opened, self.cell_ends):
            return False
        blank = cells[self.is_closed]
        around = np.searchsorted(opened, blank) - 1
        return not (blank[around >= 0] < self.cell_ends[around[around >= 0]]).any()

    def follow(self, end: Ints, *names: bytes) -> Bools:
        """For each cell whether its tag, which ends there, is followed by just these tags, with nothing between them but a text after the last that opens."""
        last = len(self.lt) - 1
        told = np.ones(len(self.cells), dtype=np.bool_)
        opens = max(step for step, name in enumerate(names) if not name.startswith(b"</"))
        before = end
        for step, name in enumerate(names):
            tag = np.minimum(self.cells + step + 1, last)
            told &= (self.head[tag] & MASKS[len(name)]) == word_of(name)
            told &= True if step == opens + 1 else self.lt[tag] == before + 1
            before = self.gt[tag]
        return told

    def without(self, is_plain: Bools, stop: Ints) -> bytes:
        """What is left where the plain cells are taken out, each up to ``stop``; a row of which nothing is left but a plain tag goes with its cells."""
        begin, end = self._plain_rows(is_plain, stop)
        taken = np.flatnonzero(is_plain)
        begin, end = np.concatenate([begin, self.lt[self.cells[taken]]]), np.concatenate([end, stop[taken]])
        order = np.argsort(begin, kind="stable")
        starts, ends = np.concatenate([[0], np.maximum.accumulate(end[order])]), np.concatenate([begin[order], [self.size]])
        left = np.flatnonzero(ends > starts)
        return b"".join([self.raw[at:to] for at, to in zip(starts[left].tolist(), ends[left].tolist(), strict=True)])

    def _plain_rows(self, is_plain: Bools, stop: Ints) -> tuple[Ints, Ints]:
        """Where rows begin and end of which nothing need be left."""
        taken = np.flatnonzero(is_plain)
        size = np.zeros(len(self.rows), dtype=np.int64)
        np.add.at(size, self.of_row[taken], stop[taken] - self.lt[self.cells[taken]])
        tag_end = self.gt[self.rows]
        tails = [self.raw[at:to] for at, to in zip((self.row_text + self.row_digits + 1).tolist(), tag_end.tolist(), strict=True)]
        empty = (self.lt[self.row_ends] - tag_end - 1 == size) & np.array([len(tail) <= _ROW_TAG and _says_nothing(tail) for tail in tails])
        return self.lt[self.rows[empty]], self.gt[self.row_ends[empty]] + 1


def _take_turns(first: Ints, second: Ints) -> bool:
    """Whether first and second follow each other by turns."""
    return len(first) == len(second) and bool((first < second).all() and (second[:-1] < first[1:]).all())


@lru_cache(maxsize=4096)
def _says_nothing(attributes: bytes) -> bool:
    """Whether the attributes of a row are well-formed and of its looks only."""
    names = _NAME.findall(attributes)
    return _PLAIN_ROW.fullmatch(attributes) is not None and len(set(names)) == len(names)
