from kpi_engine.verify.words import COUNTS, FIGURES, USES, cut, said


def test_values_of_a_receipt_are_said_in_both_languages() -> None:
    assert [said(value) for value in ("97.00", None, "", True, ["甲", "乙"], [], {"state": "missing"})] == [
        ("97.00", "97.00"),
        ("无", "none"),
        ("无", "none"),
        ("是", "yes"),
        ("甲、乙", "甲, 乙"),
        ("无", "none"),
        ("未报", "missing"),
    ]


def test_a_long_text_is_cut_and_stands_on_one_line() -> None:
    assert cut("一\n二") == "一 二"
    assert cut("长" * 70) == "长" * 60 + "…"


def test_no_word_of_the_program_is_shown_raw_in_chinese() -> None:
    assert not [words[0] for table in (USES, FIGURES, COUNTS) for words in table.values() if words[0].isascii()]
