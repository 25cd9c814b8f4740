"""What a user of the library calls; each call has one module, and `kpi_engine` names them all.

Nothing here prints, reads a clock or keeps state; ``actor`` and ``at`` are arguments. What is wrong comes as one `KpiError` that carries all of it.
"""
