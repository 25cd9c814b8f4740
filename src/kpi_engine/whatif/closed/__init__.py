"""Closed forms where totals are linear in the weights: crossings, tipping weights, best and worst ranks (docs/what-if-closed-forms.md).

`moves` says how one weight moves and who pays, `affine_reader` reads the plan's trees as affine forms with a bound of the rounding, `referee` runs
again what depends on the weights; `crossings`, `tipping` and `reach` are the questions.
"""
