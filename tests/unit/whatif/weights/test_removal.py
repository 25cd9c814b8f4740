from fractions import Fraction

from kpi_engine.engine.results import Results
from kpi_engine.engine.run import run_plan
from kpi_engine.table import Role
from kpi_engine.whatif.reweigh import reweighed
from kpi_engine.whatif.weights.many import GRADE, RANK
from kpi_engine.whatif.weights.removal import removals, sentences
from kpi_engine.whatif.weights.weightings import families
from rates import three_rates, three_rates_run
from scored import facts_of, plan_text

SCHEME = three_rates(60, 30, 10, grades="grades: {of: total, from: {优秀: 80}, otherwise: 合格}\n")
GIVEN = {"甲率": ["100%", "80%", "50%"], "乙率": ["50%", "90%", "100%"], "丙率": ["60%", "60%", "60%"]}


def base(text: str = SCHEME) -> Results:
    return three_rates_run(text, ["一", "二", "三"], GIVEN)


def test_the_share_of_the_one_left_out_goes_to_its_siblings_in_proportion() -> None:
    results = base()  # 81, 81, 66
    told = removals(results, families(results.plan, results.facts)[0])
    # without 甲: 75 × 乙 + 25 × 丙 = 52.5, 82.5, 90; without 乙: 85.71 × 甲 + 14.29 × 丙 = 94.29, 77.14, 51.43; without 丙: 83.33, 83.33, 66.67
    moves = [(one.name, one.mean_move, one.moved, one.farthest, one.was, one.becomes, one.grades) for one in told.told]
    assert moves == [
        ("甲", Fraction(5, 3), 3, "一", 1, 3, 2),
        ("乙", Fraction(1, 3), 1, "二", 1, 2, 1),
        ("丙", Fraction(0), 0, "一", 1, 1, 0),
    ]
    assert told.alone == ()


def test_every_removal_is_the_reweighed_plan_through_the_exact_reader() -> None:
    results = base()
    for one in removals(results, families(results.plan, results.facts)[0]).told:
        points = {"甲": Fraction(60), "乙": Fraction(30), "丙": Fraction(10)}
        rest = 100 - points[one.name]
        shares = {name: Fraction(0) if name == one.name else share * 100 / rest for name, share in points.items()}
        alone = run_plan(reweighed(results.plan, shares), results.facts, reader="exact")
        assert one.becomes == alone.number(RANK, results.units.index(one.farthest))
        assert one.grades == sum(alone.word(GRADE, row) != results.word(GRADE, row) for row in range(3))


def test_an_indicator_without_siblings_in_a_class_is_listed_apart() -> None:
    text = SCHEME.replace("missing: zero", "missing: zero\nclasses: {街道: {}, 部门: {}}").replace(
        "甲: {points: 60", "甲: {points: {街道: 100, 部门: 60}").replace("乙: {points: 30", "乙: {points: {街道: 0, 部门: 30}").replace(
        "丙: {points: 10", "丙: {points: {街道: 0, 部门: 10}")  # fmt: skip
    plan = plan_text(text)
    facts = facts_of(plan, {"一": "街道", "二": "部门", "三": "部门"}, {Role.INPUT: GIVEN}, rows={})
    told = removals(run_plan(plan, facts), families(plan, facts)[0])
    assert told.alone == ("甲",)
    assert [one.name for one in told.told] == ["乙", "丙"]


def test_the_answer_says_what_the_ranking_hangs_on() -> None:
    results = base()
    told = removals(results, families(results.plan, results.facts)[0])
    assert sentences(told) == [
        "名次最靠“甲”：去掉它，平均移动 1.7 名，3 个单位名次变、2 个等次变，一从第1名到第3名。",
        "去掉 丙 中任一项，名次和等次都不变。",
    ]
    assert sentences(told, "en")[1] == "Leaving out any of 丙 changes nothing."
