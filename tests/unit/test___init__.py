"""The public names: all there, none heavy before it is asked for."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

import kpi_engine
from kpi_engine import verify
from windows import SCHEME


def test_importing_the_package_loads_nothing_heavy() -> None:
    heavy = "('numpy', 'pandas', 'pydantic', 'yaml', 'xlsxwriter', 'kpi_engine.api')"
    code = f"import sys, kpi_engine; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True, env={**os.environ, "PYTHONUTF8": "1"}
    )
    assert done.stdout.splitlines() == ["[]"]


def test_scoring_files_loads_no_pandas() -> None:
    """Tables of pandas are a way in; whoever does not use it does not pay for it."""
    code = f"import sys; from kpi_engine import load_scheme; load_scheme(('a.yaml', {SCHEME!r}.encode())); print('pandas' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True, env={**os.environ, "PYTHONUTF8": "1"}
    )
    assert done.stdout.splitlines() == ["False"]


def test_every_public_name_is_there_and_no_other() -> None:
    assert [name for name in kpi_engine.__all__ if getattr(kpi_engine, name, None) is None] == []
    assert set(kpi_engine.__all__) <= set(dir(kpi_engine))
    with pytest.raises(AttributeError, match="has no attribute 'scor'"):
        kpi_engine.scor  # noqa: B018 - the look-up is the test


def test_verify_is_the_function_whatever_was_imported_before() -> None:
    import kpi_engine.verify as module

    assert callable(module)
    assert kpi_engine.verify is verify
    assert kpi_engine.verify.__module__ == "kpi_engine.api.verifying"
