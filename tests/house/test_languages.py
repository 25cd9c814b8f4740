"""Messages in English are English: nothing of ours in them is Chinese, names of schemes aside."""

from __future__ import annotations

import ast
import re

from house.missing import modules, parsed

HAN = re.compile("[\u4e00-\u9fff]")
IN_BOTH = {"why", "what", "mend", "reason", "wanted"}
"""Facts of problems that are sentences or parts of sentences."""


def _is_han(node: ast.expr) -> bool:
    return any(isinstance(part, ast.Constant) and isinstance(part.value, str) and HAN.search(part.value) for part in ast.walk(node))


def test_a_sentence_among_the_facts_of_a_problem_has_its_english() -> None:
    """Seen where it is written at the call: ``CODE.at(…, why="…")`` wants ``why_en`` there."""
    lacking = []
    for path in modules():
        for call in (node for node in ast.walk(parsed(path)) if isinstance(node, ast.Call)):
            named = {word.arg: word.value for word in call.keywords if word.arg}
            if isinstance(call.func, ast.Attribute) and call.func.attr in {"at", "add", "say", "group"}:
                lacking += [f"{path.name}:{call.lineno} {key}" for key in IN_BOTH & set(named) if _is_han(named[key]) and f"{key}_en" not in named]
    assert lacking == []
