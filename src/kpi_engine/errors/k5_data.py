"""Data: registers, workbooks, tables, corrections and decisions (K5xx)."""

from __future__ import annotations

from kpi_engine.errors import code
