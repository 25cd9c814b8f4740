"""Plain containers that remember where they stand in a text: what a scheme is before it has a meaning."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self, TypeAlias

from kpi_engine.source import NOWHERE, Place

__all__ = ["Block", "Items", "Node", "Text", "key_place_of", "place_of"]


class Text(str):
    """A scalar as it was written, with its place; ``quoted`` also for ``|`` and ``>`` texts."""

    __slots__ = ("_at", "quoted")
    _at: tuple[str, int, int]
    quoted: bool

    def __new__(cls, value: str = "", at: tuple[str, int, int] = ("", 0, 0), quoted: bool = False) -> Self:
        """Make a text that stands ``at`` (file, line, column)."""
        made = super().__new__(cls, value)
        made._at = at
        made.quoted = quoted
        return made

    @property
    def place(self) -> Place:
        """Where the text begins (at the quotation mark, if there is one)."""
        return Place(self._at[0], line=self._at[1], column=self._at[2])


class Block(dict[Text, "Node"]):
    """A mapping in the order of the text, with its place."""

    def __init__(self, place: Place = NOWHERE) -> None:
        super().__init__()
        self.place = place
        self._keys: dict[str, Text] = {}

    def put(self, key: Text, value: Node) -> None:
        """Add an entry; for the reader."""
        self[key] = value
        self._keys[key] = key

    def key_place(self, key: str) -> Place:
        """Where the key itself is written; the block's place if it has no such key."""
        known = self._keys.get(key)
        return self.place if known is None else known.place


class Items(list["Node"]):
    """A sequence, with its place."""

    def __init__(self, place: Place = NOWHERE) -> None:
        super().__init__()
        self.place = place


Node: TypeAlias = Text | Block | Items


def place_of(document: Block, path: Sequence[str | int]) -> Place:
    """The place of the value at ``path`` (as pydantic's ``loc`` gives it), or of the deepest thing on the way that exists."""
    node: Node = document
    for step in path:
        found = _child(node, step)
        if found is None:
            break
        node = found
    return node.place


def key_place_of(document: Block, path: Sequence[str | int]) -> Place:
    """The place of the last key on ``path`` that exists (for missing and unknown keys); the document's place if none does."""
    node: Node = document
    place = document.place
    for step in path:
        found = _child(node, step)
        if found is None:
            break
        place = node.key_place(str(step)) if isinstance(node, Block) else found.place
        node = found
    return place


def _child(node: Node, step: str | int) -> Node | None:
    if isinstance(node, Block):
        return node.get(Text(str(step)))
    if isinstance(node, Items) and isinstance(step, int) and 0 <= step < len(node):
        return node[step]
    return None
