"""Paths into the text of a scheme: ``[section.]name.key[.key]``, the one grammar of amendments and of what-if.

The section may be left out for indicators and for line items that no other item is called like; a path never goes through parents and never by
position:
``派驻任务.points``, ``工作效能.points.街道``, ``请假未报备.at_most``, ``在岗纪律.deduct.擅自脱岗.each``, ``grades.优秀``, ``values.达标线``.
A key may hold a point (``0.5`` in a table of bounds): the longest key that is there is taken.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, get_args, get_origin

from pydantic import BaseModel

from kpi_engine.forms import forms
from kpi_engine.scheme.indicators import Indicator, Item
from kpi_engine.scheme.model import Scheme
from kpi_engine.scheme.nodes import Block, Items, Node, Text
from kpi_engine.terms import FORM_NAMES, OTHERWISE

__all__ = ["FIXED", "Found", "Paths"]

FIXED = ("scheme", "edition", "amendments")
"""What no path may change: the identity of the scheme, and the amendments themselves."""

_BOUNDS = ("from", "above", "up_to", "below")
_SAID = ("label", "clause", "basis", "note", "text", "title", "was")
_ITEM_KEYS = frozenset(info.alias or name for name, info in Item.model_fields.items())

Model = type[BaseModel] | None


@dataclass(frozen=True, slots=True)
class Found:
    """Where a path leads: ``keys`` from the root to what is there, then perhaps one ``new`` key that is not there yet.

    ``under``: what is there is a short form and becomes the entry of this key before the new one stands beside it (``擅自脱岗: 2`` is ``{each: 2}``).
    ``model``: the construct that stands there, if it is one; ``group``: it holds other things and is no plain value.
    """

    keys: tuple[str, ...]
    new: str = ""
    under: str = ""
    model: Model = None
    group: bool = False


@dataclass(frozen=True)
class Paths:
    """The paths of one document."""

    document: Block

    @cached_property
    def classes(self) -> tuple[str, ...]:
        """The declared classes."""
        declared = self.document.get(Text("classes"))
        return tuple(declared) if isinstance(declared, Block) and list(declared) != ["from"] else ()

    @cached_property
    def indicators(self) -> Mapping[str, tuple[str, ...]]:
        """Indicator -> its keys from the root."""
        return dict(self._indicators(self.document, ()))

    @cached_property
    def items(self) -> Mapping[str, list[tuple[str, ...]]]:
        """Line item -> the keys of all items of that name."""
        told: dict[str, list[tuple[str, ...]]] = {}
        for keys in ((), *self.indicators.values()):
            node = self.at(keys)
            for list_key in ("deduct", "add"):
                items = node.get(Text(list_key)) if isinstance(node, Block) else None
                for name in items if isinstance(items, Block) else ():
                    told.setdefault(str(name), []).append((*keys, list_key, str(name)))
        return told

    def _indicators(self, block: Block, keys: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
        below = block.get(Text("indicators"))
        for name, node in below.items() if isinstance(below, Block) else ():
            here = (*keys, "indicators", str(name))
            yield str(name), here
            if isinstance(node, Block):
                yield from self._indicators(node, here)

    def at(self, keys: Sequence[str]) -> Node:
        """What stands at these keys."""
        node: Node = self.document
        for key in keys:
            assert isinstance(node, Block), "only keys that are there are followed"
            node = node[Text(key)]
        return node

    # finding ----------------------------------------------------------------------------------------------------------------------------------

    def find(self, path: str) -> list[Found]:
        """All places that a path can mean; none where there is no such thing."""
        rest = [part.strip() for part in path.split(".")]
        if not all(rest):
            return []
        told = dict.fromkeys(self._starts(rest))
        return list(told)

    def _starts(self, rest: list[str]) -> Iterator[Found]:
        if rest[0] == "indicators":
            yield from self._named(rest[1:], self.indicators.items(), Indicator)
            return
        if rest[0] in self.document or (len(rest) == 1 and rest[0] in _fields(Scheme)):
            yield from self._walk((), rest, Scheme)
            return
        yield from self._named(rest, self.indicators.items(), Indicator)
        yield from self._named(rest, ((name, keys) for name, several in self.items.items() for keys in several), Item)

    def _named(self, rest: list[str], known: Iterable[tuple[str, tuple[str, ...]]], model: type[BaseModel]) -> Iterator[Found]:
        for name, keys in known:
            length = name.count(".") + 1
            if ".".join(rest[:length]) == name:
                yield from self._walk(keys, rest[length:], model)

    def _walk(self, keys: tuple[str, ...], rest: list[str], model: Model, *, entries: bool = False) -> Iterator[Found]:
        """Follow ``rest`` from ``keys``; ``entries``: the block there holds names, each a ``model``."""
        if not rest:
            yield Found(keys, model=model, group=isinstance(self.at(keys), Block) and (model is not None or entries))
            return
        node = self.at(keys)
        if model is Item and not entries and _is_short(node):
            yield from self._short_item(keys, rest)
            return
        if isinstance(node, Block):
            yield from self._walk_block(node, keys, rest, model, entries=entries)
        elif model is None and len(rest) == 1 and rest[0] in self.classes:
            yield Found(keys, rest[0], OTHERWISE)

    def _walk_block(self, node: Block, keys: tuple[str, ...], rest: list[str], model: Model, *, entries: bool) -> Iterator[Found]:
        for length in range(len(rest), 0, -1):
            key = _key_in(node, ".".join(rest[:length]), functions=keys == ("functions",))
            if key is not None and not (key == "indicators" and model is Indicator):
                below, holds = _below(model, key, entries=entries)
                yield from self._walk((*keys, key), rest[length:], below, entries=holds)
                return
        if keys == ("grades",):
            word = next((word for word in _BOUNDS if isinstance(node.get(Text(word)), Block)), "")
            if word and ".".join(rest) in node[Text(word)]:
                yield Found((*keys, word, ".".join(rest)))
                return
        yield from self._new_key(node, keys, rest, model, entries=entries)

    def _new_key(self, node: Block, keys: tuple[str, ...], rest: list[str], model: Model, *, entries: bool) -> Iterator[Found]:
        if len(rest) != 1 or entries:
            return
        by_class = model is None and bool(node) and all(key == OTHERWISE or key in self.classes for key in node)
        if (model is not None and rest[0] in _fields(model)) or (by_class and rest[0] in self.classes):
            yield Found(keys, rest[0])

    def _short_item(self, keys: tuple[str, ...], rest: list[str]) -> Iterator[Found]:
        """``擅自脱岗: 2`` and ``办件超期: {窗口: 3}`` are short for ``{each: …}``."""
        if rest[0] == "each":
            yield from self._walk(keys, rest[1:], None)
        elif len(rest) == 1 and rest[0] in _ITEM_KEYS:
            yield Found(keys, rest[0], "each")

    # telling ----------------------------------------------------------------------------------------------------------------------------------

    @cached_property
    def all(self) -> tuple[str, ...]:
        """Every path that leads to a value, in the order of the text, as short as it may be written."""
        return tuple(dict.fromkeys(self._all(self.document, (), Scheme, entries=False)))

    def _all(self, node: Node, keys: tuple[str, ...], model: Model, *, entries: bool) -> Iterator[str]:
        if isinstance(node, (Text, Items)):
            yield self.written((*keys, "each") if model is Item and not entries else keys)
        if not isinstance(node, Block):
            return
        if model is Item and not entries and _is_short(node):
            yield from self._all(node, (*keys, "each"), None, entries=False)
            return
        for key, below in node.items():
            if (not keys and key in FIXED) or (key in _SAID and not entries and model is not None):
                continue
            inner, holds = _below(model, str(key), entries=entries)
            yield from self._all(below, (*keys, str(key)), inner, entries=holds)

    def written(self, keys: Sequence[str]) -> str:
        """The path of some keys as people write it: without parents, without what can be left out."""
        told = list(keys)
        while "indicators" in told:
            told = told[told.index("indicators") + 1 :]
        for at, key in enumerate(told[:-1]):
            if key in ("deduct", "add") and at <= 1 and len(self.items.get(told[at + 1], ())) == 1 and told[at + 1] not in self.indicators:
                told = told[at + 1 :]
                break
        if told[:1] == ["grades"] and len(told) > 2 and told[1] in _BOUNDS:
            del told[1]
        return ".".join(told)

    def near(self, path: str) -> str:
        """``，是不是 X？`` for the paths that look like this one: first those that end alike, then by letters, then what else the named thing has."""
        if not path.strip("."):
            return ""
        name = path.rpartition(".")[0]
        ending = [known for known in self.all if known.endswith(f".{path}") or ("." in known and path.endswith(f".{known}"))]
        ending.sort(key=len, reverse=True)
        beside = [known for known in self.all if name and known.rpartition(".")[0] == name]
        close = difflib.get_close_matches(path, self.all, n=3, cutoff=0.6)
        told = list(dict.fromkeys([*ending, *difflib.get_close_matches(path, beside, n=1, cutoff=0.6), *close]))[:3] or beside[:3]
        return f"，是不是 {'、'.join(told)}？" if told else ""


def _is_short(node: Node) -> bool:
    return isinstance(node, Text) or (isinstance(node, Block) and not _ITEM_KEYS & set(map(str, node)))


def _key_in(node: Block, key: str, *, functions: bool) -> str | None:
    if key in node:
        return key
    return next((str(known) for known in node if functions and str(known).partition("(")[0].strip() == key), None)


def _fields(model: type[BaseModel]) -> Mapping[str, object]:
    return {info.alias or name: info.annotation for name, info in model.model_fields.items()}


def _below(model: Model, key: str, *, entries: bool) -> tuple[Model, bool]:
    """The construct under a key, and whether a block there holds names."""
    if entries:
        return model, False
    if model is None:
        return (forms()[key] if key in FORM_NAMES else None), False
    return _construct(_fields(model).get(key))


def _construct(annotation: object) -> tuple[Model, bool]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation, False
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is dict:
        return _construct(args[1])[0], True
    if origin is Annotated:
        return _construct(args[0])
    for arg in args:
        model, holds = _construct(arg)
        if model is not None or holds:
            return model, holds
    return None, False
