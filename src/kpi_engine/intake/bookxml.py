"""The parts of a workbook beside its sheets: relationships, the list of sheets, shared strings, number formats."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field

from kpi_engine.errors import k1_reading
from kpi_engine.intake.expat import Attributes, StringReader, local_name, parse_part
from kpi_engine.intake.formats import BUILTIN_FORMATS
from kpi_engine.intake.package import Package, RefusedError

__all__ = ["Book", "Relationship", "SheetEntry", "number_formats", "read_book", "relationships", "shared_strings"]

_SMALL_PART = 500_000  # elements: the largest styles parts have some 64,000 formats


@dataclass(frozen=True, slots=True)
class Relationship:
    """What a part refers to: ``kind`` is the last word of the type, the same in transitional and strict files; ``target`` a part, or empty."""

    id: str
    kind: str
    target: str


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A sheet as the workbook lists it."""

    name: str
    hidden: bool
    relationship: str


@dataclass(frozen=True)
class Book:
    """What workbook.xml says."""

    part: str
    sheets: tuple[SheetEntry, ...] = ()
    date1904: bool = False
    recalculates_on_load: bool = False
    manual_calculation: bool = False
    relationships: tuple[Relationship, ...] = ()


@dataclass
class _Elements:
    """All elements of a small part, each with the name of its parent."""

    package: Package
    part: str
    buffer: list[str] = field(default_factory=list)
    stack: list[str] = field(default_factory=list)
    found: list[tuple[str, str, Attributes]] = field(default_factory=list)

    def start(self, name: str, attributes: Attributes) -> None:
        if len(self.found) >= _SMALL_PART:
            raise RefusedError(k1_reading.TOO_COMPLEX.at(self.package.place, part=self.part, what="元素个数", what_en="elements", limit=_SMALL_PART))
        if len(self.stack) >= self.package.limits.depth:
            limit = self.package.limits.depth
            raise RefusedError(k1_reading.TOO_COMPLEX.at(self.package.place, part=self.part, what="嵌套层数", what_en="nesting", limit=limit))
        self.found.append((self.stack[-1] if self.stack else "", name, attributes))
        self.stack.append(name)
        self.buffer.clear()

    def end(self, name: str) -> None:  # noqa: ARG002 - expat's signature
        self.stack.pop()


def _elements(package: Package, part: str) -> list[tuple[str, str, Attributes]]:
    reader = _Elements(package, part)
    parse_part(package, part, reader)
    return reader.found


def relationships(package: Package, part: str) -> tuple[Relationship, ...]:
    """The relationships of a part (``""`` for the package); none where it has no such file."""
    folder, name = posixpath.split(part)
    rels = posixpath.join(folder, "_rels", f"{name}.rels")
    if rels not in package:
        return ()
    made = []
    for _, tag, attributes in _elements(package, rels):
        if tag == "Relationship":
            external = attributes.get("TargetMode", "").lower() == "external"
            target = "" if external else _resolved(folder, attributes.get("Target", ""))
            made.append(Relationship(attributes.get("Id", ""), attributes.get("Type", "").rpartition("/")[2], target))
    return tuple(made)


def _resolved(folder: str, target: str) -> str:
    """A target as a part name: absolute from the package's root, or relative to the folder; empty where it leaves the package."""
    target = target.replace("\\", "/")
    path = posixpath.normpath(target if target.startswith("/") else posixpath.join("/", folder, target))
    return path.lstrip("/")


def read_book(package: Package) -> Book:
    """Find and read workbook.xml. Raises `RefusedError`."""
    part = next((found.target for found in relationships(package, "") if found.kind == "officeDocument"), "xl/workbook.xml")
    if part not in package:
        raise RefusedError(k1_reading.MISSING_PART.at(package.place, part=part))
    sheets: list[SheetEntry] = []
    flags: dict[str, bool] = {}
    for parent, tag, attributes in _elements(package, part):
        if tag == "sheet" and parent == "sheets":
            link = next((value for name, value in attributes.items() if ":" in name and local_name(name) == "id"), "")
            sheets.append(SheetEntry(attributes.get("name", ""), attributes.get("state", "visible") != "visible", link))
        elif tag == "workbookPr":
            flags["date1904"] = _is_true(attributes.get("date1904"))
        elif tag == "calcPr":
            flags["recalculates_on_load"] = _is_true(attributes.get("fullCalcOnLoad"))
            flags["manual_calculation"] = attributes.get("calcMode") == "manual"
    return Book(part, tuple(sheets), relationships=relationships(package, part), **flags)


def _is_true(value: str | None) -> bool:
    return value in ("1", "true", "on")


def number_formats(package: Package, part: str) -> tuple[str, ...]:
    """The number format of each cell format, in the order that cells refer to them."""
    own: dict[str, str] = {}
    used: list[str] = []
    for parent, tag, attributes in _elements(package, part):
        if tag == "numFmt" and parent == "numFmts":
            own[attributes.get("numFmtId", "")] = attributes.get("formatCode", "General")
        elif tag == "xf" and parent == "cellXfs":
            used.append(attributes.get("numFmtId", "0"))
    return tuple(own.get(number) or _builtin(number) for number in used)


def _builtin(number: str) -> str:
    return BUILTIN_FORMATS.get(int(number), "General") if number.isdecimal() and len(number) < 6 else "General"


class _Strings:
    """The shared strings, in order."""

    def __init__(self, package: Package, part: str) -> None:
        self.package, self.part = package, part
        self.buffer: list[str] = []
        self.text = StringReader(self.buffer)
        self.strings: list[str] = []
        self.depth = 0

    def start(self, name: str, attributes: Attributes) -> None:
        self.depth += 1
        if self.depth > self.package.limits.depth:
            self._too_complex("嵌套层数", "nesting", self.package.limits.depth)
        self.text.start(name, attributes)

    def end(self, name: str) -> None:
        self.depth -= 1
        if name != "si":
            self.text.end(name)
            return
        text = self.text.take()
        limits = self.package.limits
        if len(text) > limits.text:
            where = f"{self.part} si[{len(self.strings)}]"
            raise RefusedError(k1_reading.TEXT_TOO_LONG.at(self.package.place, part=where, limit=limits.text))
        self.strings.append(text)
        if len(self.strings) > limits.strings:
            self._too_complex("共享文字个数", "the number of shared strings", limits.strings)

    def _too_complex(self, what: str, what_en: str, limit: int) -> None:
        raise RefusedError(k1_reading.TOO_COMPLEX.at(self.package.place, part=self.part, what=what, what_en=what_en, limit=limit))


def shared_strings(package: Package, part: str) -> list[str]:
    """The texts that cells refer to by number. The count that the file declares is not believed. Raises `RefusedError`."""
    reader = _Strings(package, part)
    parse_part(package, part, reader)
    return reader.strings
