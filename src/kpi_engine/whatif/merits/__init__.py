"""How good a scheme is, seen from its results: what tells units apart, what measures the same, what weighs otherwise than it says.

`contributions` says what each indicator brings to a total, `moments` means and correlations in exact numbers, `raters` how severe raters are; `quality`
is the question.
"""
