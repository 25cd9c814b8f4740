"""Many weightings at once, each the whole decision again, exact: how sure the places are, what an indicator carries, whose weight matters.

`weightings` and `draws` say which weights, `many` what comes of all of them (through `worlds`, the plan's own trees, or `layers` and `reckon` where the
totals are proved to be linear); `robust`, `removal`, `indices` and `effective` are the questions.
"""
