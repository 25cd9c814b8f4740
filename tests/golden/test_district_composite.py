"""district_composite against an independent calculation: 423 units in seven classes, the amendment applied, every leaf, total, place and grade."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest

from golden_case import expected_rows, expected_text, folder_sheet, generator
from kpi_engine import check_scheme, score
from kpi_engine.errors import KpiError
from kpi_engine.scheme.amend import versions
from kpi_engine.scheme.document import read_document
from kpi_engine.table import Ref, Role
from scored import Sheet

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "fixtures" / "district_composite"
RULES = ROOT / "rules" / "district_composite.yaml"
CLASSES = {"党政群机关": 40, "公检法": 4, "产业园区": 10, "街道": 20, "直属企业": 15, "驻区单位": 29, "事业单位": 305}


def rows(group: str = "") -> list[dict[str, str]]:
    return [row for row in expected_rows("district_composite") if group in ("", row["类别"])]


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    return folder_sheet("district_composite", at="2014-01-25")


def figure(text: str) -> object:
    return Fraction(text) if text else "NOT_APPLICABLE"


def test_the_expected_table_is_what_the_independent_calculation_gives() -> None:
    assert expected_text("district_composite") == generator("district_composite_expected").write()


@pytest.mark.parametrize("group", CLASSES)
def test_every_figure_of_a_class_is_as_expected(sheet: Sheet, group: str) -> None:
    told = rows(group)
    assert len(told) == CLASSES[group]
    leaves = generator("district_composite_expected").LEAVES
    for row in told:
        unit = row["单位"]
        assert {leaf: sheet.score(leaf, unit) for leaf in leaves} == {leaf: figure(row[leaf]) for leaf in leaves}, unit
        assert (sheet.score("", unit), sheet.total(unit)) == (figure(row["合成"]), figure(row["总分"])), unit
        assert (sheet.rank(unit), sheet.results.class_of(sheet.row(unit))) == (figure(row["名次"]), group), unit
        assert (sheet.grade(unit, "band"), sheet.grade(unit)) == (row["分数等次"], row["等次"]), unit
        assert {name: sheet.taken(name, unit) for name in ("调整建议", "表彰奖励")} == {name: row[name] == "是" for name in ("调整建议", "表彰奖励")}


def test_places_are_a_fifth_of_each_class_that_the_office_ranks(sheet: Sheet) -> None:
    first = {group: rows(group)[-1]["单位"] for group in CLASSES}
    assert {group: sheet.places("优秀名额", unit) for group, unit in first.items()} == {
        "党政群机关": 8,
        "公检法": 1,  # 0.8
        "产业园区": 2,
        "街道": 4,
        "直属企业": 3,
        "驻区单位": 6,  # 5.8
        "事业单位": 19,  # 94 of 305: the others are ranked by their parents
    }
    assert sum(1 for row in rows("事业单位") if row["名次"]) == 94


def test_of_two_tied_for_the_last_place_neither_is_taken(sheet: Sheet) -> None:
    assert [(sheet.rank(u), sheet.grade(u, "band"), sheet.grade(u)) for u in ("移动分公司", "供电分公司")] == [(6, "优秀", "良好")] * 2
    assert Counter(row["等次"] for row in rows("驻区单位"))["优秀"] == 5


def test_the_posts_to_be_changed_are_as_many_as_the_paper_says() -> None:
    told = Counter(row["类别"] for row in rows() if row["调整建议"] == "是")
    assert told == {"街道": 3, "驻区单位": 1, "直属企业": 2, "事业单位": 4}


def test_both_editions_stand_and_the_amended_one_counts(sheet: Sheet) -> None:
    document, problems = read_document(RULES.read_bytes(), name=RULES.name)
    assert document is not None
    assert problems == []
    told, problems = versions(document)
    assert (problems, [version.name for version in told]) == ([], ["", "第三季度调整"])
    assert check_scheme(RULES).findings == ()
    assert [sheet.cell(Ref(Role.POINTS, name), "石桥街道") for name in ("工作效能", "民生稳定", "信访化解", "党风廉政")] == [60, 30, 15, 15]


def test_a_group_without_votes_is_left_out_and_the_rest_counts_for_the_whole(sheet: Sheet) -> None:
    # 560/6 of the departments by 30, 280/3 of the leaders by 40, nothing valid of those served: 93.3333, a quarter of it.
    assert sheet.score("民主评议得分", "档案局") == Fraction("23.33")


def test_what_its_parent_assessed_counts_without_a_place_and_is_not_better_than_the_parent_says(sheet: Sheet) -> None:
    assert (sheet.total("第一中学"), sheet.rank("第一中学")) == (Fraction("93.57"), "NOT_APPLICABLE")
    assert (sheet.grade("第一中学", "band"), sheet.grade("第一中学")) == ("优秀", "良好")
    assert (sheet.rank("图书馆"), sheet.grade("图书馆")) == ("NOT_APPLICABLE", "优秀")


def test_a_target_that_the_third_quarter_lowered_is_a_correction(sheet: Sheet) -> None:
    assert sheet.score("重点任务完成", "信访局") == Fraction("46.88")  # 50 x 15/16, not 15/20


def test_what_is_odd_is_found(sheet: Sheet) -> None:
    assert sheet.problems == ()
    told = [(p.code.number, str(p.facts.get("unit", p.facts.get("units", "")))) for p in sheet.results.findings]
    assert sorted(told) == [
        ("K537", ""),
        ("K537", ""),
        ("K593", ""),  # what the bureaus filed was typed in
        ("K605", "供电分公司、移动分公司"),
        ("K607", "文化体育局"),  # two of nine
    ]


def test_a_register_with_a_unit_too_few_is_refused() -> None:
    text = RULES.read_text(encoding="utf-8").replace("{expect: 305}", "{expect: 306}")
    with pytest.raises(KpiError) as caught:
        score(
            (RULES.name, text.encode()),
            register=FOLDER / "单位名录.xlsx",
            data=[],
            receipts=sorted((FOLDER / "往年").glob("*.json")),
        )
    assert "K505" in {p.code.number for p in caught.value.problems}


def test_before_the_third_quarter_only_the_streets_stood_otherwise(sheet: Sheet) -> None:
    text = RULES.read_text(encoding="utf-8").partition("\namendments:")[0]
    before = Sheet(
        score(
            (RULES.name, text.encode()),
            register=FOLDER / "单位名录.xlsx",
            data=sorted((FOLDER / "数据").iterdir()),
            adjustments=[FOLDER / "更正与审定.xlsx"],
            receipts=sorted((FOLDER / "往年").glob("*.json")),
        ).results
    )
    assert {row["单位"]: before.total(row["单位"]) for row in rows()} == {row["单位"]: Fraction(row["年初方案总分"]) for row in rows()}
    assert Counter(row["类别"] for row in rows() if row["年初方案总分"] != row["总分"]) == {"街道": 12}
    assert [(s.total("龙泉街道"), s.rank("龙泉街道")) for s in (before, sheet)] == [(Fraction("86.25"), 13), (Fraction("85.23"), 14)]
