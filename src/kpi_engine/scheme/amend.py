"""Edits of a scheme by path. The text keeps both the original and its amendments; what is read is a new document, with everything in its place.

An edited document is read again in the ordinary way, so an edit that makes no sense gives the ordinary problems.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from kpi_engine.errors import Problem
from kpi_engine.errors import k3_meaning as k3
from kpi_engine.scheme.document import read_document
from kpi_engine.scheme.nodes import Block, Items, Node, Text
from kpi_engine.scheme.paths import FIXED, Found, Paths
from kpi_engine.source import NOWHERE, Place

__all__ = ["Version", "amended", "paths_of", "set_path", "value_at", "versions"]

_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


@dataclass(frozen=True, slots=True)
class Version:
    """The scheme as it stood after one amendment (the first: as it was written, without name and date)."""

    document: Block
    name: str = ""
    decided: dt.date | None = None


def paths_of(document: Block) -> tuple[str, ...]:
    """All paths that lead to a value that can be changed, in the order of the text."""
    return Paths(document).all


def value_at(document: Block, path: str, *, place: Place = NOWHERE) -> tuple[Node | None, list[Problem]]:
    """What stands at a path now; for a class that is not written out, what holds otherwise.

    Returns:
        (node, problems): None where there is nothing yet (the key can be added), or the path is not good (K390, K391, K398).

    """
    paths = Paths(document)
    found, problems = _find(paths, path, place)
    if found is None:
        return None, problems
    node = paths.at(found.keys)
    if not found.new:
        return node, []
    if found.under == "otherwise":
        return node, []
    return (node.get(Text("otherwise")) if isinstance(node, Block) else None), []


def set_path(document: Block, path: str, value: str | Node, *, place: Place = NOWHERE) -> tuple[Block, list[Problem]]:
    """A new document with another value at ``path``.

    A key that may stand there and does not is added; a number becomes a table by class where a declared class is named.

    Args:
        document: the scheme's text; it is not changed.
        path: as people write it.
        value: the new value: its text (``15``, ``{街道: 30, otherwise: 40}``), or a piece of a document.
        place: where the edit itself is written.

    Returns:
        (document, problems): the old document where there is a problem (K390 to K392, K397, K398); K394 is a finding.

    """
    paths = Paths(document)
    found, problems = _find(paths, path, place)
    if found is None:
        return document, problems
    new, unread = _read(value, path, place)
    if new is None:
        return document, unread
    if not found.new and (group := _group(paths, found, new)):
        return document, [k3.PATH_NOT_A_VALUE.at(place, path=path, keys="、".join(f"{path}.{key}" for key in group[:6]))]
    old, _ = value_at(document, path)
    if old is not None and old == new:
        problems.append(k3.CHANGES_NOTHING.at(place, path=path, value=new))
    return _replaced(document, found.keys, found, new), problems


def amended(document: Block) -> tuple[Block, list[Problem]]:
    """The scheme with all its amendments, in the order of their dates.

    Returns:
        (document, problems): problems of the amendments themselves (K390 to K396); whether the scheme makes sense before and after is for the
        reader to check (see `versions`).

    """
    told, problems = versions(document)
    return told[-1].document, problems


def versions(document: Block) -> tuple[list[Version], list[Problem]]:
    """The scheme as written, and as it stood after each amendment."""
    told, problems = [Version(document)], list[Problem]()
    dated, undated = _dated(document)
    problems += undated
    touched: dict[tuple[dt.date, Found], str] = {}
    for name, decided, changes in dated:
        current = told[-1].document
        for path, value in changes.items():
            place = changes.key_place(path)
            for found in Paths(current).find(path):
                first = touched.setdefault((decided, found), name)
                if first != name:
                    problems.append(k3.SAME_DAY_SAME_PATH.at(place, path=path, date=decided.isoformat(), first=first, second=name))
            current, more = set_path(current, str(path), value, place=place)
            problems += more
        told.append(Version(current, name, decided))
    return told, problems


def _dated(document: Block) -> tuple[list[tuple[str, dt.date, Block]], list[Problem]]:
    """(name, date, changes) by date; what is not of the right shape is left to the reader of the scheme."""
    told: list[tuple[str, dt.date, Block]] = []
    problems: list[Problem] = []
    section = document.get(Text("amendments"))
    for name, node in section.items() if isinstance(section, Block) else ():
        changes = node.get(Text("changes")) if isinstance(node, Block) else None
        if not isinstance(node, Block) or not isinstance(changes, Block):
            continue
        if not node.get(Text("basis")):
            problems.append(k3.AMENDMENT_BASIS.at(node.place, name=name))
        text = node.get(Text("decided"))
        decided = _date(text) if isinstance(text, Text) else None
        if decided is not None:
            told.append((str(name), decided, changes))
        elif isinstance(text, Text):
            problems.append(k3.AMENDMENT_DATE.at(text.place, name=name, found=text))
    return sorted(told, key=lambda entry: entry[1]), problems


def _date(text: str) -> dt.date | None:
    match = _DATE.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day = map(int, match.groups())
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _find(paths: Paths, path: str, place: Place) -> tuple[Found | None, list[Problem]]:
    if path.partition(".")[0].strip() in FIXED:
        return None, [k3.PATH_FIXED.at(place, path=path)]
    found = paths.find(path)
    if not found:
        return None, [k3.UNKNOWN_PATH.at(place, path=path, near=paths.near(path))]
    if len(found) > 1:
        full = [".".join([one.keys[-3], *one.keys[-2:], *([one.new] if one.new else [])]) for one in found]
        return None, [k3.AMBIGUOUS_PATH.at(place, path=path, candidates="、".join(full))]
    return found[0], []


def _read(value: str | Node, path: str, place: Place) -> tuple[Node | None, list[Problem]]:
    """The new value as a piece of a document; a text that opens a bracket is read as one."""
    if isinstance(value, (Text, Block, Items)):
        return (value, []) if value else (None, [k3.VALUE_UNREADABLE.at(place, path=path, value="")])
    at = (place.file or f"{path} = {value}", place.line, place.column)
    text = value.strip()
    if text[:1] not in ("{", "["):
        return (Text(text, at), []) if text else (None, [k3.VALUE_UNREADABLE.at(place, path=path, value=value)])
    document, problems = read_document(f"value: {text}", name=at[0])
    if document is None or problems:
        return None, [k3.VALUE_UNREADABLE.at(place, path=path, value=value)]
    return document[Text("value")], []


def _group(paths: Paths, found: Found, new: Node) -> Sequence[str]:
    """The keys of what stands there, where it holds other things (and is not replaced by a thing of its kind)."""
    node = paths.at(found.keys)
    if not found.group or not isinstance(node, Block) or isinstance(new, Block):
        return ()
    return tuple(node) or tuple(found.model.model_fields if found.model is not None else ())


def _replaced(block: Block, keys: Sequence[str], found: Found, new: Node) -> Block:
    """A copy of ``block`` in which what stands at ``keys`` is changed; all else is shared."""
    copy = Block(block.place)
    for key, node in block.items():
        copy.put(key, node if not keys or key != keys[0] else _changed(node, keys[1:], found, new))
    if not keys:
        return _with_key(copy, found, new)
    return copy


def _changed(node: Node, keys: Sequence[str], found: Found, new: Node) -> Node:
    if keys:
        assert isinstance(node, Block), "only keys that are there are followed"
        return _replaced(node, keys, found, new)
    if not found.new:
        return new
    return _with_key(node, found, new)


def _with_key(node: Node, found: Found, new: Node) -> Block:
    """What stands there with one key more; a short form is written out first."""
    at = new.place
    made = Block(node.place)
    if found.under:
        made.put(Text(found.under, (at.file, at.line, at.column)), node)
    elif isinstance(node, Block):
        for key, below in node.items():
            made.put(key, below)
    key = Text(found.new, (at.file, at.line, at.column))
    if found.under == "otherwise":
        return _first(made, key, new)
    made.put(key, new)
    return made


def _first(block: Block, key: Text, new: Node) -> Block:
    made = Block(block.place)
    made.put(key, new)
    for known, node in block.items():
        made.put(known, node)
    return made
