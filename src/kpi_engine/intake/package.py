"""The zip gate: a package is looked over before anything is unpacked, and counted while it is."""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from kpi_engine.errors import Problem, k1_reading
from kpi_engine.intake.grid import DEFAULT_LIMITS, Limits
from kpi_engine.source import Place

__all__ = ["Package", "RefusedError", "open_package", "part_names"]

CHUNK = 1 << 18
_HEAD = 4096
_LISTED_MOST = 20_000  # embedded packages have directories too, so this is wider than the limit on entries
_ZIP_ERRORS = (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OverflowError, struct.error, zlib.error, OSError)
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class RefusedError(Exception):
    """Reading stops here; carries the problem. Never leaves the reader."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.code.slug)


@dataclass
class Package:
    """An accepted zip package. ``read_bytes`` counts what was unpacked so far; a part that is read twice counts twice."""

    place: Place
    limits: Limits
    archive: zipfile.ZipFile
    parts: dict[str, zipfile.ZipInfo]
    read_bytes: int = 0

    def __contains__(self, part: str) -> bool:
        return _part_key(part) in self.parts

    def chunks(self, part: str) -> Iterator[bytes]:
        """The unpacked bytes of a part, piece by piece. Raises `RefusedError` past a limit or where the package is broken."""
        info = self.parts.get(_part_key(part))
        if info is None:
            raise RefusedError(k1_reading.MISSING_PART.at(self.place, part=part))
        try:
            with self.archive.open(info) as stream:
                while chunk := stream.read(CHUNK):
                    self._count(chunk)
                    yield chunk
        except _ZIP_ERRORS as error:
            raise RefusedError(k1_reading.BROKEN_ZIP.at(self.place, reason=f"{part}: {error or type(error).__name__}")) from error

    def _count(self, chunk: bytes) -> None:
        self.read_bytes += len(chunk)
        if self.read_bytes > self.limits.unpacked_bytes:
            raise RefusedError(k1_reading.UNPACKED_TOO_LARGE.at(self.place, size=self.read_bytes, limit=self.limits.unpacked_bytes))


def open_package(data: bytes, place: Place, limits: Limits = DEFAULT_LIMITS) -> tuple[Package | None, list[Problem]]:
    """Look a zip package over: entries, names, sizes, ratios, methods, and the head of each XML part. None where any of them is refused."""
    listed = _listed(data)
    if listed > _LISTED_MOST:
        return None, [k1_reading.TOO_MANY_PARTS.at(place, count=listed, limit=limits.entries)]
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _ZIP_ERRORS as error:
        return None, [k1_reading.BROKEN_ZIP.at(place, reason=str(error) or type(error).__name__)]
    infos = archive.infolist()
    problems = [*_check_sizes(infos, place, limits), *_check_names(infos, place), *_check_methods(infos, place)]
    package = Package(place, limits, archive, {_part_key(info.filename): info for info in infos if not info.is_dir()})
    if not problems:
        problems += _check_heads(package)
    return (None if problems else package), problems


def part_names(data: bytes) -> frozenset[str]:
    """The names in a zip directory, lower case, to tell what kind of package it is; empty where it is broken or too long."""
    if _listed(data) > _LISTED_MOST:
        return frozenset()
    try:
        return frozenset(map(_part_key, zipfile.ZipFile(io.BytesIO(data)).namelist()))
    except _ZIP_ERRORS:
        return frozenset()


def _listed(data: bytes) -> int:
    """How many entries the directory can have at most: it becomes objects when it is opened, so it is bounded first."""
    return data.count(b"PK\x01\x02")


def _part_key(name: str) -> str:
    return name.replace("\\", "/").removeprefix("/").casefold()


def _check_sizes(infos: list[zipfile.ZipInfo], place: Place, limits: Limits) -> Iterator[Problem]:
    if len(infos) > limits.entries:
        yield k1_reading.TOO_MANY_PARTS.at(place, count=len(infos), limit=limits.entries)
    total = sum(info.file_size for info in infos)
    if total > limits.unpacked_bytes:
        yield k1_reading.UNPACKED_TOO_LARGE.at(place, size=total, limit=limits.unpacked_bytes)
    for info in infos:
        ratio = info.file_size // max(1, info.compress_size)
        if info.file_size > limits.ratio_from and ratio > limits.ratio:
            yield k1_reading.PACKED_TOO_TIGHT.at(place, part=info.filename, ratio=ratio, limit=limits.ratio)


def _check_names(infos: list[zipfile.ZipInfo], place: Place) -> Iterator[Problem]:
    seen: set[str] = set()
    for info in infos:
        name = info.orig_filename.replace("\\", "/")
        reason = _name_fault(name, seen)
        if reason:
            yield k1_reading.PART_NAMES.at(place, part=repr(name), reason=reason)
        seen.add(_part_key(name))


def _name_fault(name: str, seen: set[str]) -> str:
    if name.startswith("/") or re.match("[A-Za-z]:", name):
        return "绝对路径 absolute"
    if ".." in posixpath.normpath(name).split("/") or ".." in name.split("/"):
        return "含 .. "
    if not name or any(ord(letter) < 32 for letter in name):
        return "控制字符 control character"
    return "重名 duplicate" if _part_key(name) in seen else ""


def _check_methods(infos: list[zipfile.ZipInfo], place: Place) -> Iterator[Problem]:
    for info in infos:
        if info.flag_bits & 1 or info.compress_type not in _METHODS:
            yield k1_reading.PACKING_METHOD.at(place, part=info.filename)


def _check_heads(package: Package) -> Iterator[Problem]:
    """The parts that this reader never opens may be opened by another (templates): none may declare entities or hide in UTF-16."""
    for info in package.parts.values():
        if not info.filename.lower().endswith((".xml", ".rels", ".vml")):
            continue
        try:
            with package.archive.open(info) as stream:
                head = stream.read(_HEAD)
        except _ZIP_ERRORS as error:
            yield k1_reading.BROKEN_ZIP.at(package.place, reason=f"{info.filename}: {error or type(error).__name__}")
            continue
        if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in head[:64]:
            yield k1_reading.XML_ENCODING.at(package.place, part=info.filename)
        elif b"<!doctype" in head.lower():
            yield k1_reading.DOCTYPE.at(package.place, part=info.filename)
