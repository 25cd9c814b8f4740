"""What the cells of a sheet hold. Most are numbers of few digits or shared texts: they are kept in arrays, and their text is made when it is asked for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final, overload

import numpy as np
import numpy.typing as npt

__all__ = ["OWN", "SHARED", "Stored"]

SHARED: Final = -1
"""In place of a number's places: ``whole`` is the number of a shared text."""
OWN: Final = -2
"""In place of a number's places: ``whole`` is the position of a value that is kept as it stands."""

Ints = npt.NDArray[np.int64]


class Stored(Sequence[str | bool]):
    """Texts and truths by position.

    Args:
        whole: digits of numbers, or what ``SHARED`` and ``OWN`` say
        places: the places of numbers
        shared: the shared texts
        own: values that are kept as they stand
        spelled: of numbers that are written otherwise than their digits say, the positions (ascending) and texts

    >>> stored = Stored(np.array([-5, 5, 1, 0]), np.array([2, 1, SHARED, OWN], dtype=np.int8), ["甲", "乙"], [True], (np.array([1]), np.array([b"0.50"])))
    >>> list(stored)
    ['-0.05', '0.50', '乙', True]

    """

    def __init__(
        self,
        whole: Ints,
        places: npt.NDArray[np.int8],
        shared: Sequence[str],
        own: Sequence[str | bool],
        spelled: tuple[Ints, npt.NDArray[np.bytes_]],
    ) -> None:
        self.whole, self.places = whole, places
        self._wholes, self._places = whole.data, places.data
        self._shared, self._own = shared, own
        self._spelled_at, self._spelled = spelled[0].data, spelled[1]

    def __len__(self) -> int:
        return len(self._wholes)

    @overload
    def __getitem__(self, index: int) -> str | bool: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[str | bool]: ...
    def __getitem__(self, index: int | slice) -> str | bool | Sequence[str | bool]:
        if isinstance(index, slice):
            return [self[at] for at in range(*index.indices(len(self)))]
        whole, places = self._wholes[index], self._places[index]
        if places >= 0:
            return self._spelling(index % len(self)) or _text(whole, places)
        return self._shared[whole] if places == SHARED else self._own[whole]

    def _spelling(self, index: int) -> str:
        at = bisect_left(self._spelled_at, index)
        return self._spelled[at].decode("ascii") if at < len(self._spelled_at) and self._spelled_at[at] == index else ""


def _text(whole: int, places: int) -> str:
    digits = str(abs(whole)).rjust(places + 1, "0")
    sign = "-" if whole < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else sign + digits
