from fractions import Fraction

from kpi_engine.report.answers.robust import robust_telling
from kpi_engine.whatif.weights.draws import Noise
from kpi_engine.whatif.weights.effective import effective_weights
from kpi_engine.whatif.weights.indices import indices
from kpi_engine.whatif.weights.removal import removals
from kpi_engine.whatif.weights.robust import robust
from kpi_engine.whatif.weights.weightings import families
from three import BASE

FOUND, _ = families(BASE.results.plan, BASE.results.facts)


def telling(noise: Fraction, size: int = 0):
    told, problems = robust(BASE.results, FOUND, Noise(noise), 200, 1)
    assert told is not None, problems
    sensitive = indices(BASE.results, FOUND, Noise(noise), size, 1)[0] if size else ()
    return robust_telling(told, removals(BASE.results, FOUND), effective_weights(BASE.results.plan), sensitive)


def test_the_first_sentence_is_the_one_that_matters() -> None:
    assert telling(Fraction(1, 10)).sentences[0] == "权重各浮动10%，名次都不变。"  # 西乡 comes level at 50 : 50 only
    assert telling(Fraction(1, 2)).sentences[0].startswith("权重各浮动50%，第1名也会变；第1、2名可能互换（")


def test_leaving_one_out_and_what_each_counts_stand_beside_it() -> None:
    told = telling(Fraction(1, 10), size=8)
    tables = {listing.key: listing.rows for listing in told.listings}
    assert tables["removals"] == (("甲项", Fraction(2, 3), 2, 2, "东乡", 1, 2), ("乙项", 0, 0, 0, None, None, None))  # nobody moves: nobody is named
    assert tables["weights"] == (("甲项", "", Fraction(3, 5), Fraction(3, 5)), ("乙项", "", Fraction(2, 5), Fraction(2, 5)))
    assert [row[1] for row in tables["ranges"]] == ["东乡", "西乡", "南乡"]
    assert tables["indices"] == (("全体名次", "甲项", 0, 0), ("全体名次", "乙项", 0, 0))
