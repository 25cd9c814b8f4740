"""The workbook that collects the data: a sheet for each owner, units in the order of the register, checks on entry, what is not asked greyed out."""

from __future__ import annotations

from kpi_engine.intake.template.book import Burden, Template, make_template
from kpi_engine.intake.template.layout import OWN_SHEETS

__all__ = ["OWN_SHEETS", "Burden", "Template", "make_template"]
