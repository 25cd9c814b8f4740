"""``python -m kpi_engine``: the command ``kpi``."""

from __future__ import annotations

import sys

from kpi_engine.cli import main

if __name__ == "__main__":
    sys.exit(main())
