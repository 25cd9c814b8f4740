"""The workbook that collects the data: a sheet for each owner, units in the order of the register, checks on entry, what is not asked greyed out."""
