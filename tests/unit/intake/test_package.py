"""The zip gate refuses what no reader should open."""

from __future__ import annotations

import io
import warnings
import zipfile
import zlib

import pytest

from kpi_engine.intake.grid import Limits
from kpi_engine.intake.package import open_package
from kpi_engine.source import Place

PLACE = Place("甲.xlsx")


def zip_of(*entries: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile warns of a duplicate name
        with zipfile.ZipFile(stream, "w", method) as archive:
            for name, content in entries:
                archive.writestr(name, content)
    return stream.getvalue()


def slugs(data: bytes, limits: Limits | None = None) -> list[str]:
    package, problems = open_package(data, PLACE, limits or Limits())
    assert (package is None) == bool(problems)
    return [problem.code.slug for problem in problems]


def test_an_ordinary_package_passes() -> None:
    assert slugs(zip_of(("xl/workbook.xml", b"<workbook/>"), ("xl/media/1.png", b"\0\0"))) == []


@pytest.mark.parametrize("name", ["/etc/passwd", "../up.xml", "xl/../../up.xml", "C:/x.xml", "xl\\..\\..\\up.xml"])
def test_a_name_that_leaves_the_package_is_refused(name: str) -> None:
    assert slugs(zip_of((name, b"x"))) == ["part-names"]


def test_two_parts_of_one_name_are_refused_whatever_their_case() -> None:
    assert slugs(zip_of(("xl/sheet1.xml", b"<a/>"), ("xl/sheet1.xml", b"<b/>"))) == ["part-names"]
    assert slugs(zip_of(("xl/sheet1.xml", b"<a/>"), ("XL\\Sheet1.xml", b"<b/>"))) == ["part-names"]


def test_too_many_parts_are_refused() -> None:
    assert slugs(zip_of(*((f"{n}", b"") for n in range(2001)))) == ["too-many-parts"]


def test_a_directory_of_a_hundred_thousand_parts_is_refused_before_it_is_opened() -> None:
    assert slugs(b"PK\x03\x04" + b"PK\x01\x02" * 100_000) == ["too-many-parts"]


def test_the_declared_size_is_bounded() -> None:
    assert slugs(zip_of(("a", b"x" * 2000), method=zipfile.ZIP_STORED), Limits(unpacked_bytes=1999)) == ["unpacked-too-large"]


def test_a_part_that_is_packed_too_tight_is_refused() -> None:
    assert slugs(zip_of(("xl/sheet1.xml", b" " * 10_000_001))) == ["packed-too-tight"]


def test_the_unpacked_bytes_are_counted_while_they_come() -> None:
    package, _ = open_package(zip_of(("a", b"x" * 3000)), PLACE, Limits(unpacked_bytes=5000))
    assert package is not None
    assert b"".join(package.chunks("a")) == b"x" * 3000
    with pytest.raises(Exception, match="unpacked-too-large"):
        list(package.chunks("A"))


def test_a_part_that_is_longer_than_declared_is_broken() -> None:
    data = zip_of(("a", b"x" * 3000))
    lying = data.replace((3000).to_bytes(4, "little"), (30).to_bytes(4, "little"))
    package, _ = open_package(lying, PLACE)
    assert package is not None
    with pytest.raises(Exception, match="broken-zip"):
        list(package.chunks("a"))
    assert zlib.crc32(b"x" * 30) != zlib.crc32(b"x" * 3000)


def test_an_encrypted_part_and_an_odd_method_are_refused() -> None:
    data = bytearray(zip_of(("a", b"x")))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert slugs(bytes(data)) == ["packing-method"]
    assert slugs(zip_of(("a", b"x"), method=zipfile.ZIP_BZIP2)) == ["packing-method"]


def test_a_doctype_is_refused_in_parts_that_are_never_read() -> None:
    assert slugs(zip_of(("docProps/core.xml", b'<?xml version="1.0"?><!DOCTYPE x><x/>'))) == ["doctype"]


def test_utf_16_is_refused_with_and_without_its_mark() -> None:
    assert slugs(zip_of(("a.xml", "<a/>".encode("utf-16")), ("b.xml", "<a/>".encode("utf-16-le")))) == ["xml-encoding", "xml-encoding"]


def test_all_faults_are_told_at_once() -> None:
    assert slugs(zip_of(("../a", b"x"), ("/b", b"x" * 9)), Limits(unpacked_bytes=5)) == ["unpacked-too-large", "part-names", "part-names"]


@pytest.mark.parametrize("cut", [10, 40, 90, 110])
def test_a_torn_package_is_refused(cut: int) -> None:
    assert slugs(zip_of(("xl/workbook.xml", b"<workbook/>"))[:cut]) == ["broken-zip"]
