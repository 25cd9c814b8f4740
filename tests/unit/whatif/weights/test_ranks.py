import numpy as np
import pytest

from kpi_engine.whatif.weights.ranks import competition_ranks


def by_hand(totals: np.ndarray, classes: list[slice]) -> list[list[int]]:
    told = np.zeros(totals.shape, dtype=int)
    for rows in classes:
        part = totals[:, rows]
        told[:, rows] = 1 + (part[:, None, :] > part[:, :, None]).sum(axis=2)
    return told.tolist()


def test_equals_share_a_place_and_the_next_is_left_out() -> None:
    assert competition_ranks(np.array([[90.0, 95.0, 90.0, 80.0]]), [slice(0, 4)]).tolist() == [[2, 1, 2, 4]]


def test_negative_totals_and_worlds_of_their_own() -> None:
    totals = np.array([[-1.0, -2.0, 0.0], [5.0, 5.0, 5.0]])
    assert competition_ranks(totals, [slice(0, 3)]).tolist() == [[2, 3, 1], [1, 1, 1]]


@pytest.mark.parametrize("width", [3, 40_000, 10**9, 10**15])
def test_however_wide_the_totals_are(width: int) -> None:
    totals = np.random.default_rng(width).integers(-width, width, (20, 33)).astype(float)
    totals[:, 5] = totals[:, 9]
    classes = [slice(0, 12), slice(12, 12), slice(12, 33)]
    assert competition_ranks(totals, classes).tolist() == by_hand(totals, classes)


def test_nobody_to_rank() -> None:
    assert competition_ranks(np.zeros((2, 0)), [slice(0, 0)]).tolist() == [[], []]
