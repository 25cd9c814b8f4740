"""One shape for every problem."""

from __future__ import annotations

from kpi_engine.errors import k7_writing as k7
from kpi_engine.report.problems_json import failure_as_json, problem_as_json
from kpi_engine.source import Place


def test_a_problem_has_code_place_message_and_mend() -> None:
    problem = k7.OUTPUT_NOT_EMPTY.at(
        Place("数据.xlsx", sheet="医政股", line=17, column=3), folder="结果", clause="五", also=[Place("a.yaml", line=2)]
    )
    assert problem_as_json(problem) == {
        "code": "K701",
        "slug": "output-not-empty",
        "severity": "problem",
        "place": {"text": "数据.xlsx!医政股!C17", "file": "数据.xlsx", "sheet": "医政股", "line": 17, "column": 3},
        "message": "结果 已经有内容，不会覆盖",
        "mend": "换一个文件夹名，或先把里面的东西移走",
        "clause": "五",
        "also": [{"text": "a.yaml:2", "file": "a.yaml", "line": 2}],
    }


def test_english_on_request() -> None:
    assert problem_as_json(k7.DISK_FULL.at(folder="out"), "en")["message"] == "the disk is full; out was not written and nothing was left behind"


def test_a_refused_run_says_so() -> None:
    told = failure_as_json([k7.DISK_FULL.at(folder="out")])
    assert (told["ok"], told["format"], len(told["problems"]), told["findings"]) == (False, 1, 1, [])  # type: ignore[arg-type]
