"""Messages in English are English: nothing of ours in them is Chinese, names of schemes aside."""

from __future__ import annotations

import ast
import re

from house.missing import modules, parsed
from kpi_engine.errors import Code, k1_reading, k2_shape, k3_meaning, k4_formula, k5_data, k6_scoring, k7_writing, k8_whatif

HAN = re.compile("[\u4e00-\u9fff]")
IN_BOTH = ("why", "what", "mend", "reason", "wanted")
"""Facts of problems that are sentences or parts of sentences."""
CODES = {
    name: code
    for module in (k1_reading, k2_shape, k3_meaning, k4_formula, k5_data, k6_scoring, k7_writing, k8_whatif)
    for name, code in vars(module).items()
}


def _is_han(node: ast.expr) -> bool:
    return any(isinstance(part, ast.Constant) and isinstance(part.value, str) and HAN.search(part.value) for part in ast.walk(node))


def _english(call: ast.Call) -> str:
    """What the codes that are named at a call say in English."""
    named = [CODES.get(part.attr) for part in ast.walk(call) if isinstance(part, ast.Attribute)]
    return " ".join(f"{code.en} {code.mend_en}" for code in named if isinstance(code, Code))


def test_a_sentence_among_the_facts_of_a_problem_has_its_english() -> None:
    """Seen where it is written at the call: ``CODE.at(…, why="…")`` wants ``why_en`` there, if the English message tells why."""
    lacking = []
    for path in modules():
        for call in (node for node in ast.walk(parsed(path)) if isinstance(node, ast.Call)):
            given = {word.arg: word.value for word in call.keywords if word.arg}
            english = _english(call) if given else ""
            here = [key for key in IN_BOTH if key in given and _is_han(given[key]) and f"{{{key}}}" in english and f"{key}_en" not in given]
            lacking += [f"{path.name}:{call.lineno} {key}" for key in here]
    assert lacking == []
