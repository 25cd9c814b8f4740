"""Scoring: what only shows when a run computes (K6xx)."""

from __future__ import annotations

from kpi_engine.errors import code
