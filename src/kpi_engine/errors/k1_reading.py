"""Reading: a file that cannot be read as what it claims to be (K1xx)."""

from __future__ import annotations

from kpi_engine.errors import code
