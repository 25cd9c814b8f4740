"""What cells hold: texts that are made when they are asked for."""

from __future__ import annotations

import numpy as np
import pytest

from kpi_engine.intake.stored import OWN, SHARED, Stored


def stored() -> Stored:
    places = np.array([0, 2, 2, 3, 0, SHARED, OWN, OWN], dtype=np.int8)
    spelled = (np.array([3]), np.array([b"12.345000000000001"]))
    return Stored(np.array([0, 5, -5, 12345, -7, 1, 0, 1]), places, ["甲", "乙"], ["1E-3", True], spelled)


def test_texts_are_those_that_were_read() -> None:
    assert list(stored()) == ["0", "0.05", "-0.05", "12.345000000000001", "-7", "乙", "1E-3", True]
    assert len(stored()) == 8


def test_positions_count_from_both_ends_and_slices_are_lists() -> None:
    assert stored()[-1] is True
    assert stored()[-5] == "12.345000000000001"
    assert stored()[1:3] == ["0.05", "-0.05"]
    with pytest.raises(IndexError):
        stored()[8]
