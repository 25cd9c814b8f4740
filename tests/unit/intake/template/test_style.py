"""The looks of the template."""

from __future__ import annotations

import io

from xlsxwriter import Workbook

from kpi_engine.intake.template.style import Styles


def test_a_format_is_made_once_for_each_number_format() -> None:
    styles = Styles(Workbook(io.BytesIO()))
    assert styles("cell", "0.00%") is styles("cell", "0.00%")
    assert styles("cell", "0.00%") is not styles("cell")
