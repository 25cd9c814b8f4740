import numpy as np

from kpi_engine.trail.postings import Postings, by_text, each_text


def test_equal_texts_are_said_once_for_all() -> None:
    told = by_text(np.array([2, 5, 7]), ["50% 未报", "", "50% 未报"])
    assert [(saying.rows.tolist(), saying.texts()) for saying in told] == [([2, 7], ["50% 未报", "50% 未报"]), ([5], [""])]


def test_a_text_is_that_of_all_or_of_each() -> None:
    rows = np.array([3, 4])
    assert each_text("1", rows) == ["1", "1"]
    assert each_text(lambda asked: [f"A{row}" for row in asked], rows) == ["A3", "A4"]


def test_postings_without_explanation_say_nothing() -> None:
    assert [saying.texts() for saying in Postings("veto", "一票否决").memo(np.array([0]))] == [[""]]
