"""Two tables line by line, whatever their order: which lines say the same, which belong together and differ, which are on one side only.

Neither table is held in memory: both are passed through twice, and only lines without an equal on the other side are kept.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

__all__ = ["KEPT", "Line", "Unlike", "unlike"]

KEPT = 20_000
"""Lines without an equal that are kept to be told; what is beyond is counted."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its number in its file, its cells as they stand, and what they say (equal where the values are)."""

    number: int
    shown: tuple[str, ...]
    says: tuple[str, ...]


Lines = Callable[[], Iterable[Line]]
"""A table that can be passed through again."""

Key = Callable[[Line], tuple[str, ...]]
"""What a line is about."""


@dataclass
class Unlike:
    """How two tables differ. ``changed`` are (as wanted, as found); ``moved`` says that the lines are the same in another order."""

    changed: list[tuple[Line, Line]] = field(default_factory=list)
    missing: list[Line] = field(default_factory=list)
    extra: list[Line] = field(default_factory=list)
    moved: bool = False
    beyond: int = 0

    @property
    def same(self) -> bool:
        """Whether both have the same lines."""
        return not (self.changed or self.missing or self.extra or self.beyond)


def unlike(wanted: Lines, found: Lines, key: Key) -> Unlike:
    """Compare two tables.

    Args:
        wanted: as it should be.
        found: as it is.
        key: what a line is about; two lines without an equal that are about the same belong together, else those at the same place.

    """
    surplus: Counter[bytes] = Counter()
    orders = []
    for lines, step in ((wanted, 1), (found, -1)):
        order = hashlib.blake2b()
        for line in lines():
            digest = _digest(line)
            order.update(digest)
            surplus[digest] += step
        orders.append(order.digest())
    told = Unlike()
    if not any(surplus.values()):
        told.moved = orders[0] != orders[1]
        return told
    left = _left(wanted, surplus, 1, told)
    over = _left(found, surplus, -1, told)
    _pair(left, over, key, told)
    _pair(told.missing, told.extra, lambda line: (str(line.number),), told)
    told.changed.sort(key=lambda pair: pair[0].number)
    return told


def _digest(line: Line) -> bytes:
    text = "\x1f".join(f"{len(cell)}:{cell}" for cell in line.says)
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _left(lines: Lines, surplus: Counter[bytes], sign: int, told: Unlike) -> list[Line]:
    """The lines that the other side lacks."""
    kept: list[Line] = []
    for line in lines():
        digest = _digest(line)
        if surplus[digest] * sign <= 0:
            continue
        surplus[digest] -= sign
        if len(kept) < KEPT:
            kept.append(line)
        else:
            told.beyond += 1
    return kept


def _pair(left: list[Line], over: list[Line], key: Key, told: Unlike) -> None:
    """Bring together what belongs together; the rest is missing here and extra there."""
    by_key: defaultdict[tuple[str, ...], deque[Line]] = defaultdict(deque)
    for line in over:
        by_key[key(line)].append(line)
    missing = []
    for line in left:
        waiting = by_key[key(line)]
        if waiting:
            told.changed.append((line, waiting.popleft()))
        else:
            missing.append(line)
    alone = {id(line) for waiting in by_key.values() for line in waiting}
    told.missing, told.extra = missing, [line for line in over if id(line) in alone]
