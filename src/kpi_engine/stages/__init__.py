"""The steps after the data are in, in the order of the language's section 5. A file is a stage: it names trees, it computes nothing.

collect (observations to one number) → leaf → node → total (decided points, vetoes) → rank → grade → quota → decided grade → consequence → payment → check.
"""
