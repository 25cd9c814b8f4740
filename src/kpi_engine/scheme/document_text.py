"""From the bytes of a scheme to text that YAML can read: encoding, forbidden characters, directives, crooked indentation."""

from __future__ import annotations

import re

from kpi_engine.errors import Problem, k1_reading
from kpi_engine.source import Place

__all__ = ["MOST_BYTES", "clean", "crooked_indents", "decode"]

MOST_BYTES = 2_000_000
"""The largest scheme that is read."""

_MOST_SHOWN = 100  # of each kind of character problem: a damaged file has thousands
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_HIDDEN = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]")
_HAN = re.compile("[\u4e00-\u9fff]")
_CROOKED = re.compile(r"^ *([\t\u3000\u00a0])[ \t\u3000\u00a0]*[^\s#]", re.MULTILINE)
_CROOKED_NAMES = {"\t": ("制表符（Tab）", "a tab"), "\u3000": ("全角空格", "a full-width space"), "\u00a0": ("不换行空格", "a no-break space")}


def decode(data: bytes | str, name: str) -> tuple[str | None, list[Problem]]:
    """The text of ``data`` with plain line ends and without BOM, or None.

    Text in GBK or UTF-16 is reported and returned all the same, so that its other problems are seen at once.

    Errors: K140, K141, K142, K143.
    """
    size = len(data) if isinstance(data, bytes) else len(data.encode("utf-8", "surrogatepass"))
    if size > MOST_BYTES:
        return None, [k1_reading.SCHEME_TOO_LARGE.at(Place(name), size=size, limit=MOST_BYTES)]
    text, problems = _decoded(data, name) if isinstance(data, bytes) else (data, [])
    if text is None:
        return None, problems
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"), problems


def _decoded(data: bytes, name: str) -> tuple[str | None, list[Problem]]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:4]:
        return _from_utf16(data, name)
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError as error:
        return _from_gbk(data, name, error.start)


def _from_utf16(data: bytes, name: str) -> tuple[str | None, list[Problem]]:
    codec = "utf-16" if data[:1] in (b"\xff", b"\xfe") else ("utf-16-be" if data[:1] == b"\0" else "utf-16-le")
    if b"\0" in data[:4] and len(data) % 2:
        return data.decode("utf-8", "replace"), []  # a stray NUL, which is reported as a control character
    try:
        return data.decode(codec), [k1_reading.SCHEME_IN_UTF16.at(Place(name))]
    except UnicodeDecodeError:
        return None, [k1_reading.SCHEME_IN_UTF16.at(Place(name))]


def _from_gbk(data: bytes, name: str, start: int) -> tuple[str | None, list[Problem]]:
    damaged = data.decode("utf-8", "replace")
    line = data.count(b"\n", 0, start) + 1
    column = len(data[data.rfind(b"\n", 0, start) + 1 : start].decode("utf-8", "replace")) + 1
    place = Place(name, line=line, column=column)
    unreadable = k1_reading.SCHEME_NOT_TEXT.at(place, offset=start + 1, byte=f"0x{data[start]:02X}")
    if damaged.count("\ufffd") <= len(_HAN.findall(damaged)):  # mostly good UTF-8 with a damaged spot
        return None, [unreadable]
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return None, [unreadable]
    han = _HAN.search(text)
    if han is None:
        return None, [unreadable]
    return text, [k1_reading.SCHEME_IN_GBK.at(place, sample=text[han.start() : han.start() + 12].split("\n")[0].strip())]


def clean(text: str, name: str) -> tuple[str, list[Problem]]:
    """The text with forbidden characters and directives made harmless, place by place, and the problems that they are.

    Errors: K144, K145, K151.
    """
    problems = []
    for pattern, kind in ((_CONTROL, k1_reading.SCHEME_CONTROL), (_HIDDEN, k1_reading.HIDDEN_CHARACTER)):
        for count, match in enumerate(pattern.finditer(text)):
            if count == _MOST_SHOWN:
                break
            problems.append(kind.at(_place(text, match.start(), name), found=f"U+{ord(match[0]):04X}"))
        text = pattern.sub("\ufffd", text)  # printable for YAML, one for one, so that no place moves
    return _without_directives(text, name, problems), problems


def _without_directives(text: str, name: str, problems: list[Problem]) -> str:
    """Turn the directives before the first line of content into comments."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if line.startswith("%"):
            if len(problems) > 3 * _MOST_SHOWN:
                break
            problems.append(k1_reading.YAML_DIRECTIVE.at(Place(name, line=number + 1, column=1), found=line.strip()[:40]))
            lines[number] = "#" + line[1:]
        elif line.strip() and not line.lstrip().startswith("#"):
            break
    return "\n".join(lines)


def crooked_indents(text: str, name: str, inside: frozenset[int] = frozenset()) -> list[Problem]:
    """Lines indented with tabs, full-width or no-break spaces, outside the lines ``inside`` quotations and notes (counted from 0).

    Errors: K156.
    """
    found: list[Problem] = []
    line, counted = 0, 0
    for match in _CROOKED.finditer(text):
        line += text.count("\n", counted, match.start())  # counted on from the last one: a file may have a million such lines
        counted = match.start()
        if line in inside:
            continue
        zh, en = _CROOKED_NAMES[match[1]]
        place = Place(name, line=line + 1, column=match.start(1) - match.start() + 1)
        found.append(k1_reading.TAB_INDENT.at(place, found=zh, found_en=en))
        if len(found) == _MOST_SHOWN:
            break
    return found


def _place(text: str, index: int, name: str) -> Place:
    return Place(name, line=text.count("\n", 0, index) + 1, column=index - text.rfind("\n", 0, index))
