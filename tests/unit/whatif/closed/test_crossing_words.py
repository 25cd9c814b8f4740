from kpi_engine.whatif.closed.crossing_words import sentences
from kpi_engine.whatif.closed.crossings import crossing
from kpi_engine.whatif.closed.moves import Moves
from weights import PLAIN, scored

TWO = {"甲率": ["90%", "60%"], "乙率": ["50%", "95%"]}


def told(language: str) -> list[str]:
    (found,) = crossing(Moves(scored(PLAIN, ["东", "西"], TWO)), "东", "西", "甲")
    return sentences(found, language)  # type: ignore[arg-type]


def test_the_sentences_say_who_pays_where_the_lines_cross_and_what_is_published_there() -> None:
    assert told("zh") == [
        "“甲”的份额从 0 到 100（现为 40，步长 1），同级的其他指标按比例分担，合计不变；总分随它成直线变化。",
        "取整前的总分在 46.6666… 处相交：现在东在后。".replace("46.6666", "46.6667"),
        "从 45.9556… 到 47.3778… 公布的先后要看取整；以下东在后，以上东在前。",
        "逐步重算，东公布的名次：45 到 46 在后，47 到 48 在前；变 1 次。",
    ]


def test_they_say_so_in_english_too() -> None:
    assert told("en") == [
        "The share of “甲” from 0 to 100 (now 40, step 1), its siblings pay in proportion, the sum is kept; the totals are linear in it.",
        "The totals before rounding cross at 46.6667…: now 东 is behind.",
        "From 45.9556… to 47.3778… rounding decides the published order; below it 东 is behind, above it 东 is ahead.",
        "Run again at every step, 东 is published: 45 to 46 behind, 47 to 48 ahead; 1 changes.",
    ]
