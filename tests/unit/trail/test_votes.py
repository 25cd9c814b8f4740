"""What each group of raters voted is told in the account that rests on it."""

from __future__ import annotations

from fractions import Fraction

from kpi_engine.trail.balance import unbalanced
from kpi_engine.trail.ledger import Posting, ledgers
from scored import HEAD, Sheet, score_text

SCHEME = (
    HEAD
    + """
inputs:
  测评: {kind: ballots, label: 民主测评, owner: 考核办, options: {好: 100, 中: 50, 差: 0}, not_counted: [不了解]MORE}
indicators:
  满意: {points: 100, clause: 一, score: 测评}
"""
)
RATERS = ", raters: {群众: 60%, 干部: 40%}"


def told(sheet: Sheet, unit: int = 0) -> list[Posting]:
    account = next(account for account in ledgers(sheet.results, unit) if account.name == "满意")
    assert account.balances
    assert list(unbalanced(sheet.results)) == []
    return [posting for posting in account.postings if posting.kind == "votes"]


def votes(*groups: str) -> dict[tuple[str, str], list[int]]:
    """Each group's votes of one unit: 群众 8 2 0."""
    listed = [group.split() for group in groups]
    return {("测评", f"{rater}|{option}"): [int(n)] for rater, *counts in listed for option, n in zip(("好", "中", "差"), counts, strict=True)}


def test_each_group_of_raters_is_a_line_worth_nothing() -> None:
    sheet = score_text(SCHEME.replace("MORE", RATERS + ", missing_rater: problem"), ["甲"], votes=votes("群众 8 2 0", "干部 3 1 1"))
    assert [(p.what, p.amount, p.clause, p.owner, p.memo) for p in told(sheet)] == [
        ("民主测评", 0, "一", "考核办", "群众：好 8、中 2、差 0"),
        ("民主测评", 0, "一", "考核办", "干部：好 3、中 1、差 1"),
    ]
    assert sheet.score("满意", "甲") == 82  # 60% of 90, 40% of 70


def test_what_a_group_makes_of_the_unit_is_told_where_it_is_a_figure() -> None:
    sheet = score_text(SCHEME.replace("MORE", RATERS + ", missing_rater: renormalise"), ["甲"], votes=votes("群众 2 1 0", "干部 0 0 0"))
    assert [p.memo for p in told(sheet)] == ["群众：好 2、中 1、差 0 → 83.3333…", "干部：好 0、中 0、差 0"]
    assert sheet.score("满意", "甲") == Fraction(250, 3)


def test_without_groups_the_votes_stand_alone() -> None:
    text = SCHEME.replace("MORE", ", valid_if: returned >= 5")
    sheet = score_text(text, ["甲"], votes={("测评", f"|{part}"): [n] for part, n in (("好", 4), ("中", 1), ("差", 0), ("returned", 5))})
    assert [p.memo for p in told(sheet)] == ["好 4、中 1、差 0、收回 5"]
