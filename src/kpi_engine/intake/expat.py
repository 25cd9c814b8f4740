"""Streaming XML: expat fed piece by piece while the part inflates, with every limit applied as it goes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Protocol
from xml.parsers import expat  # a DOCTYPE is refused before any entity is declared

from kpi_engine.errors import k1_reading
from kpi_engine.intake.package import Package, RefusedError

__all__ = ["Attributes", "PartReader", "StringReader", "joined", "local_name", "parse_part", "unescaped"]

Attributes = Mapping[str, str]

_ENCODINGS = {"utf-8", "utf8", "us-ascii", "ascii"}
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_BUFFER = 1 << 16


class PartReader(Protocol):
    """What `parse_part` drives. Character data is appended to ``buffer``, which the reader clears where it starts to collect."""

    buffer: list[str]

    def start(self, name: str, attributes: Attributes) -> None:
        """An element opens; the prefix of the root's namespace is taken off."""

    def end(self, name: str) -> None:
        """An element closes."""


def parse_part(package: Package, part: str, reader: PartReader) -> None:
    """Drive ``reader`` through a part. Raises `RefusedError` for a DOCTYPE, another encoding, broken XML, and anything past the limits."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = _BUFFER
    parser.CharacterDataHandler = reader.buffer.append
    guard = _Guard(package, part, parser, reader)
    parser.XmlDeclHandler = guard.declaration
    parser.StartDoctypeDeclHandler = guard.doctype
    parser.StartElementHandler = guard.root
    try:
        for chunk in package.chunks(part):
            guard.before(chunk)
            parser.Parse(chunk, False)
            guard.after()
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        reason = f"第 {error.lineno} 行第 {error.offset + 1} 字 {expat.ErrorString(error.code)}"
        raise RefusedError(k1_reading.BROKEN_XML.at(package.place, part=part, reason=reason)) from error
    except (ValueError, LookupError) as error:
        raise RefusedError(k1_reading.BROKEN_XML.at(package.place, part=part, reason=str(error))) from error


class _Guard:
    """The limits on what one part may make expat do."""

    def __init__(self, package: Package, part: str, parser: expat.XMLParserType, reader: PartReader) -> None:
        self.package, self.part, self.parser, self.reader = package, part, parser, reader
        self.fed = self.tags = 0

    def declaration(self, version: str, encoding: str | None, standalone: int) -> None:  # noqa: ARG002 - expat's signature
        if encoding is not None and encoding.lower() not in _ENCODINGS:
            raise RefusedError(k1_reading.XML_ENCODING.at(self.package.place, part=self.part))

    def doctype(self, *_: object) -> None:
        raise RefusedError(k1_reading.DOCTYPE.at(self.package.place, part=self.part))

    def root(self, name: str, attributes: Attributes) -> None:
        """The root tells the prefix of the main namespace: writers choose one freely, Excel writes none."""
        reader, cut = self.reader, name.rfind(":") + 1
        prefix = name[:cut]
        if prefix:
            self.parser.StartElementHandler = lambda tag, attrs: reader.start(tag.removeprefix(prefix), attrs)
            self.parser.EndElementHandler = lambda tag: reader.end(tag.removeprefix(prefix))
        else:
            self.parser.StartElementHandler, self.parser.EndElementHandler = reader.start, reader.end
        reader.start(name[cut:], attributes)

    def before(self, chunk: bytes) -> None:
        if b"\0" in chunk or (self.fed == 0 and chunk.startswith((b"\xff\xfe", b"\xfe\xff"))):
            raise RefusedError(k1_reading.XML_ENCODING.at(self.package.place, part=self.part))
        self.fed += len(chunk)
        self.tags += chunk.count(b"<")
        if self.tags > self.package.limits.tags:
            self.too_complex("元素个数", "the number of elements", self.package.limits.tags)

    def after(self) -> None:
        # expat scans an unfinished token anew with each piece: a token without end would take quadratic time.
        if self.fed - self.parser.CurrentByteIndex > self.package.limits.token_bytes:
            self.too_complex("一个标记的长度", "the length of one tag", self.package.limits.token_bytes)
        if len(self.reader.buffer) > 1 and sum(map(len, self.reader.buffer)) > self.package.limits.token_bytes:
            raise RefusedError(k1_reading.TEXT_TOO_LONG.at(self.package.place, part=self.part, limit=self.package.limits.text))

    def too_complex(self, what: str, what_en: str, limit: int) -> None:
        raise RefusedError(k1_reading.TOO_COMPLEX.at(self.package.place, part=self.part, what=what, what_en=what_en, limit=limit))


class StringReader:
    """The text of one string item: plain, or in runs whose texts are joined; phonetic guides are left out."""

    def __init__(self, buffer: list[str]) -> None:
        self.buffer = buffer
        self.pieces: list[str] = []
        self.phonetic = self.preserve = False

    def start(self, name: str, attributes: Attributes) -> None:
        """An element opens inside the item."""
        if name == "t":
            self.buffer.clear()
            self.preserve = attributes.get("xml:space") == "preserve"
        elif name == "rPh":
            self.phonetic = True

    def end(self, name: str) -> None:
        """An element closes inside the item."""
        if name == "t" and not self.phonetic:
            text = joined(self.buffer)
            self.pieces.append(text if self.preserve else text.strip(" \t\r\n"))
        elif name == "rPh":
            self.phonetic = False

    def take(self) -> str:
        """The text so far; starts anew."""
        text = self.pieces[0] if len(self.pieces) == 1 else "".join(self.pieces)
        self.pieces.clear()
        return unescaped(text)


def joined(buffer: list[str]) -> str:
    """The character data collected since the buffer was cleared."""
    return buffer[0] if len(buffer) == 1 else "".join(buffer)


def unescaped(text: str) -> str:
    r"""Office writes characters that XML cannot hold as ``_x000D_``.

    >>> unescaped("a_x000D_b"), unescaped("_x005F_x0041_")
    ('a\rb', '_x0041_')
    """
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def local_name(name: str) -> str:
    """A name without its namespace prefix."""
    return name[name.rfind(":") + 1 :]
