"""Independent calculators for the workbooks that the engine writes: a plain IEEE one and LibreOffice, recalculating by force.

Neither reads a stored value of a formula, and neither knows the engine: what they say about a workbook is what a reader's
spreadsheet program will say once it recalculates. Both answer ``recalculate(path) -> {(sheet, cell): value}`` for every
formula cell; a value is a float, a bool, a text, or an error as its text (``"#DIV/0!"``).
"""
