"""Never its own run."""

from collections.abc import Callable

Codes = Callable[[str], list[str]]


def test_history_and_other_years_are_not_its_own_run(codes: Codes) -> None:
    body = "reads: {以前: {scheme: example, %s}}\nconsequences: {进步: {when: total > total(以前)}}"
    assert codes(body % "edition: 2024") == ["K380"]
    assert codes(body % "edition: 2023") == []
    series = "reads: {以前: {scheme: example, history: 11}}\nranking: {within: all, by: [total], ties: share}\n"
    assert codes(series + 'consequences: {提醒: {when: "times(以前, rank_from_last == 1) >= 3"}}') == []
