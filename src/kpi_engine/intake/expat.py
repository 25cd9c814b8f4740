"""Streaming XML: expat fed piece by piece while the part inflates, with every limit applied as it goes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import TracebackType
from typing import Protocol, Self
from xml.parsers import expat  # a DOCTYPE is refused before any entity is declared

from kpi_engine.errors import k1_reading
from kpi_engine.intake.package import Package, RefusedError

__all__ = ["Attributes", "Parsing", "PartReader", "StringReader", "joined", "local_name", "parse_part", "unescaped"]

Attributes = Mapping[str, str]

_ENCODINGS = {"utf-8", "utf8", "us-ascii", "ascii"}
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_BUFFER = 1 << 16
_SPACE = b"xmlns"


class PartReader(Protocol):
    """What `parse_part` drives. Character data is appended to ``buffer``, which the reader clears where it starts to collect."""

    buffer: list[str]

    def start(self, name: str, attributes: Attributes) -> None:
        """An element opens; the prefix of the root's namespace is taken off."""

    def end(self, name: str) -> None:
        """An element closes."""


def parse_part(package: Package, part: str, reader: PartReader) -> None:
    """Drive ``reader`` through a part. Raises `RefusedError` for a DOCTYPE, another encoding, broken XML, and anything past the limits."""
    parsing = Parsing(package, part, reader)
    with parsing:
        for chunk in package.chunks(part):
            parsing.look_at(chunk)
            parsing.feed(chunk)


class Parsing:
    """Expat on its way through one part, with the limits on what the part may make it do. Leaving the context ends the document."""

    def __init__(self, package: Package, part: str, reader: PartReader) -> None:
        self.package, self.part, self.reader = package, part, reader
        self.seen = self.fed = self.tags = self.spaces = 0
        self._tail = b""
        self._names: _Names | None = None
        self.parser = parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.buffer_size = _BUFFER
        parser.CharacterDataHandler = reader.buffer.append
        parser.XmlDeclHandler = self._declaration
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._root

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            if error is not None:
                raise error
            self.parser.Parse(b"", True)
        except expat.ExpatError as broken:
            said = expat.ErrorString(broken.code)
            reason, reason_en = (
                f"{where} {said}" for where in (f"第 {broken.lineno} 行第 {broken.offset + 1} 字", f"{broken.lineno}:{broken.offset + 1}")
            )
            raise RefusedError(k1_reading.BROKEN_XML.at(self.package.place, part=self.part, reason=reason, reason_en=reason_en)) from broken
        except (ValueError, LookupError) as broken:
            raise RefusedError(k1_reading.BROKEN_XML.at(self.package.place, part=self.part, reason=str(broken))) from broken

    def look_at(self, chunk: bytes) -> None:
        """What is settled on the bytes, before any of them is parsed."""
        if b"\0" in chunk or (self.seen == 0 and chunk.startswith((b"\xff\xfe", b"\xfe\xff"))):
            raise RefusedError(k1_reading.XML_ENCODING.at(self.package.place, part=self.part))
        self.seen += len(chunk)
        self.spaces += (self._tail + chunk).count(_SPACE)
        self._tail = chunk[1 - len(_SPACE) :]
        if self._names is not None and self.spaces > self._names.declared:
            self._read_with_care(self._names)
        self.tags += chunk.count(b"<")
        if self.tags > self.package.limits.tags:
            self._too_complex("元素个数", "the number of elements", self.package.limits.tags)

    def feed(self, data: bytes) -> None:
        """Parse what comes next."""
        self.parser.Parse(data, False)
        self.fed += len(data)
        # expat scans an unfinished token anew with each piece: a token without end would take quadratic time.
        if self.fed - self.parser.CurrentByteIndex > self.package.limits.token_bytes:
            self._too_complex("一个标记的长度", "the length of one tag", self.package.limits.token_bytes)
        if len(self.reader.buffer) > 1 and sum(map(len, self.reader.buffer)) > self.package.limits.token_bytes:
            raise RefusedError(k1_reading.TEXT_TOO_LONG.at(self.package.place, part=self.part, limit=self.package.limits.text))

    @property
    def is_idle(self) -> bool:
        """Whether all that was fed has been parsed: no tag, comment or instruction is open."""
        return self.parser.CurrentByteIndex == self.fed

    def _declaration(self, version: str, encoding: str | None, standalone: int) -> None:  # noqa: ARG002 - expat's signature
        if encoding is not None and encoding.lower() not in _ENCODINGS:
            raise RefusedError(k1_reading.XML_ENCODING.at(self.package.place, part=self.part))

    def _doctype(self, *_: object) -> None:
        raise RefusedError(k1_reading.DOCTYPE.at(self.package.place, part=self.part))

    def _root(self, name: str, attributes: Attributes) -> None:
        """The root tells the main namespace: writers choose a prefix for it freely, Excel writes none."""
        reader = self.reader
        self._names = names = _Names(name, attributes)
        if self.spaces > names.declared:
            self._read_with_care(names)
        elif names.prefixes != {""}:
            self.parser.StartElementHandler = lambda tag, told: reader.start(names.plain(tag), told)
            self.parser.EndElementHandler = lambda tag: reader.end(names.plain(tag))
        else:
            self.parser.StartElementHandler, self.parser.EndElementHandler = reader.start, reader.end
        reader.start(names.plain(name), attributes)

    def _read_with_care(self, names: _Names) -> None:
        """Namespaces may be declared further down: what is declared there must leave the main one alone."""
        reader = self.reader

        def start(tag: str, attributes: Attributes) -> None:
            if not names.leave(attributes):
                reason, reason_en = f"<{tag[:40]}> 改了命名空间", f"<{tag[:40]}> declares the main namespace anew"
                raise RefusedError(k1_reading.BROKEN_XML.at(self.package.place, part=self.part, reason=reason, reason_en=reason_en))
            reader.start(names.plain(tag), attributes)

        self.parser.StartElementHandler = start
        self.parser.EndElementHandler = lambda tag: reader.end(names.plain(tag))

    def _too_complex(self, what: str, what_en: str, limit: int) -> None:
        raise RefusedError(k1_reading.TOO_COMPLEX.at(self.package.place, part=self.part, what=what, what_en=what_en, limit=limit))


class _Names:
    """The names of the main namespace, which is the root's, without the prefixes that stand for it."""

    def __init__(self, root: str, attributes: Attributes) -> None:
        spaces = {_prefix_of(key): value for key, value in attributes.items() if _is_space(key)}
        own = root[: root.rfind(":") + 1]
        self.declared = sum(key.count("xmlns") + value.count("xmlns") for key, value in attributes.items())
        self.space = spaces.get(own, "")
        self.prefixes = {own, *(prefix for prefix, space in spaces.items() if space == self.space)}

    def plain(self, tag: str) -> str:
        """A name of the main namespace without its prefix, any other so that it is none of those."""
        cut = tag.rfind(":") + 1
        return tag[cut:] if tag[:cut] in self.prefixes else tag if cut else f":{tag}"

    def leave(self, attributes: Attributes) -> bool:
        """Whether what an element declares leaves it as it is which prefixes stand for the main namespace."""
        return all((_prefix_of(key) in self.prefixes) == (value == self.space) for key, value in attributes.items() if _is_space(key))


def _is_space(attribute: str) -> bool:
    return attribute == "xmlns" or attribute.startswith("xmlns:")


def _prefix_of(declaration: str) -> str:
    """``x:`` for ``xmlns:x``, nothing for ``xmlns``."""
    return f"{declaration[6:]}:" if declaration.startswith("xmlns:") else ""


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
