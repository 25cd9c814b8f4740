from fractions import Fraction

from kpi_engine.whatif.reasons.why import GradeReason, Part, Reason, Why
from kpi_engine.whatif.reasons.words import group_word, sentences
from kpi_engine.whatif.replays import Came

F = Fraction


def parts(**told: tuple[str, int]) -> tuple[Part, ...]:
    return tuple(Part(group, F(total), F(places)) for group, (total, places) in told.items())  # type: ignore[arg-type]


TOTAL_ALONE = Reason("甲", Came(F(86), 2, "合格"), Came(F(86, 1) + F(1, 3), 2, "合格"), parts(own=("1/3", 0), corrections=("0", 0)))
GRADE = Reason(
    "乙",
    Came(F("89.5"), 5, "合格"),
    Came(F(91), 3, "优秀"),
    parts(own=("2", 2), corrections=("-0.5", 0)),
    GradeReason(("own",), ("own",), "own"),
)
PLACES = (2, 2)


def test_who_has_another_grade_is_told_first_and_totals_have_their_published_decimals() -> None:
    told = Why((TOTAL_ALONE, GRADE), ("own", "corrections"), places=PLACES)
    assert sentences(told) == [
        "两次不同的有：本单位数据、更正。每一部分占多少与先后次序无关（各种次序取平均），合计正好等于变化。",
        "乙：总分 89.50 → 91.00（+1.50）：本单位数据 +2.00，更正 -0.50。",
        "乙：名次 第5名 → 第3名：本单位数据 +2。",
        "乙：等次 合格 → 优秀：全是因为本单位数据（单有它就会变，没有它就不会变）。",
        "甲：总分 86.00 → 86.3333…（+0.3333…）：本单位数据 +0.3333…。",
    ]
    assert sentences(told, "en")[3] == "乙: grade 合格 → 优秀: because of own data (it alone would do it; not without it)."


def test_where_one_thing_differs_nothing_is_split() -> None:
    one = Reason("乙", Came(F("89.5"), 5, "合格"), Came(F(91), 3, "优秀"), parts(rules=("1.5", 2)), GradeReason(("rules",), ("rules",), "rules"))
    told = Why((one,), ("rules",), places=PLACES)
    assert sentences(told) == [
        "两次不同的只有计分办法。",
        "乙：总分 89.50 → 91.00（+1.50）。",
        "乙：名次 第5名 → 第3名。",
        "乙：等次 合格 → 优秀。",
    ]


def test_a_grade_that_nothing_alone_brings_says_what_it_takes() -> None:
    none = Reason(
        "乙", Came(F(80), 5, "合格"), Came(F(80), 5, "优秀"), parts(own=("0", 0), rules=("0", 0)), GradeReason((), ("own", "rules"), "rules")
    )
    told = Why((none,), ("own", "rules"), places=PLACES)
    assert sentences(told)[1] == (
        "乙：等次 合格 → 优秀：单有哪一样都不会变；本单位数据、计分办法，缺一样就不会变；照上面的次序一样一样地改，改到计分办法时变。"
    )


def test_what_cannot_be_told_apart_counts_as_the_scheme() -> None:
    assert group_word("rules", Why((), ("rules",), joined=True)) == "方案（分值、办法、名额）"
    assert group_word("rules", Why((), ("rules",)), "en") == "rules"
