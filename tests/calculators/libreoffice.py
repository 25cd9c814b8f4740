"""LibreOffice as a calculator: every formula is calculated anew, whatever value the file stores for it.

LibreOffice trusts the stored values of files that it did not write, unless its setting ``OOXMLRecalcMode`` is 0 (always). The
setting stands in a private profile, one for each process, so that neither the user's profile nor parallel test workers meet.
The values come back through a saved .xlsx, hence at 15 significant digits. LibreOffice is neither Excel nor a plain IEEE
calculator: its ``+`` and ``-`` snap results near zero, ``=`` compares approximately, SUM is compensated, truths are numbers
(SUM over cells and SUMPRODUCT count TRUE as 1, Excel does not), and 0^0 is 1. See ``ieee`` for the other side.
"""

from __future__ import annotations

import atexit
import functools
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
import pytest

from calculators.cells import Key, formula_cells, plain_value

__all__ = ["Answer", "agree", "differences", "is_installed", "recalculate", "recalculate_many"]

Answer = float | bool | str

_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="ODFRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
_SAVED_AS_VALUE = ("#VALUE!", "#NUM!", "#REF!", "#NAME?", "#NULL!")
_START_SECONDS, _FILE_SECONDS = 60, 30


def is_installed() -> bool:
    """Whether ``soffice`` is on this machine."""
    return _program() is not None


def recalculate(path: Path | str) -> dict[Key, Answer]:
    """The value of every formula cell of one workbook, calculated by LibreOffice. Skips the test where there is none."""
    return recalculate_many([path])[0]


def recalculate_many(paths: Sequence[Path | str]) -> list[dict[Key, Answer]]:
    """``recalculate`` for several workbooks in one start of LibreOffice (1.5 s for the start, little for each file)."""
    program = _program()
    if program is None:
        pytest.skip("soffice (LibreOffice) is not installed: the workbook cannot be recalculated by it")
    with tempfile.TemporaryDirectory(prefix="recalculated-") as folder:
        inside, outside = Path(folder, "in"), Path(folder, "out")
        inside.mkdir()
        copies = [shutil.copyfile(path, inside / f"{number:04}.xlsx") for number, path in enumerate(paths)]
        if copies:
            _convert(program, copies, outside)
        return [_answers(copy, outside / copy.name) for copy in copies]


def _program() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


@functools.cache
def _profile(process: int) -> Path:
    """A fresh profile for this process (the number keys the cache, so that a forked worker makes its own)."""
    folder = Path(tempfile.mkdtemp(prefix=f"office-profile-{process}-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    user = folder / "user"
    user.mkdir()
    (user / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
    return folder


def _convert(program: str, files: Sequence[Path], outside: Path) -> None:
    command = [
        program,
        f"-env:UserInstallation={_profile(os.getpid()).as_uri()}",
        *("--headless", "--norestore", "--nolockcheck", "--nodefault"),
        *("--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(outside)),
        *map(str, files),
    ]
    office = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)
    try:
        output, _ = office.communicate(timeout=_START_SECONDS + _FILE_SECONDS * len(files))
    except subprocess.TimeoutExpired:
        _end(office)
        pytest.fail(f"LibreOffice did not finish {len(files)} workbooks in time")
    absent = [file.name for file in files if not (outside / file.name).exists()]
    if office.returncode or absent:
        pytest.fail(f"LibreOffice ended with {office.returncode}, without {absent}: {output.decode('utf-8', 'replace')}")


def _end(office: subprocess.Popen[bytes]) -> None:
    """End the program and what it started: the command is a wrapper, and its child would live on."""
    if hasattr(os, "killpg"):
        os.killpg(office.pid, signal.SIGKILL)
    else:
        office.kill()
    office.communicate()


def _answers(original: Path, recalculated: Path) -> dict[Key, Answer]:
    wanted = openpyxl.load_workbook(original)
    values = openpyxl.load_workbook(recalculated, data_only=True)
    return {(found.sheet, name): _answer(values, found.sheet, name) for found in formula_cells(wanted) for name in found.cells}


def _answer(values: openpyxl.Workbook, sheet: str, name: str) -> Answer:
    value = plain_value(values[sheet][name].value)
    return "" if value is None else value  # a formula never yields a blank: openpyxl reads the empty text as None


def differences(left: Mapping[Key, Answer], right: Mapping[Key, Answer]) -> list[str]:
    """Where two answers do not ``agree``, one line a cell."""
    lines = [f"{key}: only in one" for key in sorted(left.keys() ^ right.keys())]
    return lines + [f"{key}: {left[key]!r} is not {right[key]!r}" for key in left if key in right and not agree(left[key], right[key])]


def agree(left: Answer, right: Answer) -> bool:
    """Equal texts, or numbers equal within 1e-12 of their size: saved files hold 15 digits, and sums differ in the last of 17.

    LibreOffice saves its errors of other kinds than #DIV/0! and #N/A as #VALUE!, so these count as one.
    """
    if isinstance(left, str) or isinstance(right, str):
        return left == right or (left in _SAVED_AS_VALUE and right in _SAVED_AS_VALUE)
    return abs(left - right) <= 1e-12 * max(1.0, abs(left), abs(right))
