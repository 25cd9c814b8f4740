from __future__ import annotations

import pytest

from kpi_engine.intake.match import Names, near_text, normal_form, split_names


@pytest.mark.parametrize(
    ("written", "other"),
    [
        ("市财政局（市地税局）", "市财政局(市地税局)"),
        ("市财政局〔地税〕", "市财政局[地税]"),
        ("城关 镇", "城关镇"),
        ("城关镇\u00a0", "城关镇"),
        ("城\u200b关镇\ufeff", "城关镇"),
        ("⼀窗⼝", "一窗口"),
        ("Ａ区", "a区"),
        ("七一–八一", "七一-八一"),
    ],
)
def test_spellings_that_look_the_same_have_one_form(written, other):
    assert normal_form(written) == normal_form(other)


def test_a_cyrillic_letter_is_another_letter_and_only_a_near_miss():
    names = Names.of(["A区管委会"])
    assert names.find("А区管委会") is None
    assert names.near("А区管委会") == ("A区管委会",)


def test_an_exact_name_is_told_from_another_spelling():
    names = Names((("市财政局", 0), ("财政局", 0), ("市审计局", 1)))
    assert [names.find(text) for text in ("财政局", "审计局")] != [None, None]
    assert names.find("财政局").exact
    assert not names.find("财政 局").exact
    assert names.find("审计局") is None


def test_a_near_miss_is_suggested_and_never_taken():
    names = Names.of([f"第{n}中学" for n in range(3000)] + ["城关镇"])
    assert names.find("城关乡") is None
    assert names.near("城关乡") == ("城关镇",)
    assert near_text(names.near("城关乡")) == "，是不是 城关镇？"
    assert near_text(names.near("xyz")) == ""


def test_several_names_in_one_cell_are_split():
    assert split_names("公安窗口；王某某、税务,民政\n人社") == ("公安窗口", "王某某", "税务", "民政", "人社")
