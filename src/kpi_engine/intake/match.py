"""Matching of names: on a normal form, never by likeness. What is only like a known name is refused with suggestions."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

__all__ = ["Match", "Names", "near_text", "normal_form", "split_names"]

_BRACKETS = str.maketrans("〔〕[]【】{}〈〉《》「」『』", "()()()()()()()()")
_DASHES = str.maketrans("−‐‑‒–", "-----")
_LISTED = re.compile(r"[;；、,，\n]+")
_CANDIDATES = 60


@lru_cache(maxsize=65_536)
def normal_form(text: str) -> str:
    r"""The form in which names are compared: NFKC, without spaces and invisible characters, with one kind of bracket and dash, in lower case.

    >>> normal_form("市财政局（市地税局） ") == normal_form("市财政局〔市地税局〕")
    True
    >>> normal_form("⼀窗⼝\u200b")
    '一窗口'
    """
    plain = unicodedata.normalize("NFKC", text)
    if not plain.isalnum():
        plain = "".join(c for c in plain if not c.isspace() and unicodedata.category(c) not in ("Cf", "Cc", "Zs", "Cn", "Co"))
    return plain.translate(_BRACKETS).translate(_DASHES).casefold()


def split_names(text: str) -> tuple[str, ...]:
    """Several names in one cell: ``公安窗口；王某某``.

    >>> split_names("公安窗口；王某某、 税务窗口")
    ('公安窗口', '王某某', '税务窗口')
    """
    return tuple(part for part in (piece.strip() for piece in _LISTED.split(text)) if part) if text else ()


@dataclass(frozen=True, slots=True)
class Match:
    """What a text was matched with: the position of the thing named, and whether the spelling is the known one."""

    index: int
    exact: bool


@dataclass(frozen=True)
class Names:
    """Known names, several of which may mean the same thing (``index``). ``shown`` are those that are suggested."""

    entries: tuple[tuple[str, int], ...]

    @classmethod
    def of(cls, names: Iterable[str]) -> Names:
        """One name for each thing."""
        return cls(tuple((name, index) for index, name in enumerate(names)))

    @cached_property
    def _exact(self) -> dict[str, int]:
        return {name: index for name, index in reversed(self.entries) if name}

    @cached_property
    def _normal(self) -> dict[str, int]:
        return {normal_form(name): index for name, index in reversed(self.entries) if name}

    def find(self, text: str) -> Match | None:
        """The thing that ``text`` names, None where it names nothing known."""
        index = self._exact.get(text)
        if index is not None:
            return Match(index, True)
        index = self._normal.get(normal_form(text))
        return None if index is None else Match(index, False)

    @cached_property
    def _by_character(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for position, (name, _) in enumerate(self.entries):
            for character in set(normal_form(name)):
                found[character].append(position)
        return dict(found)

    def near(self, text: str, most: int = 3) -> tuple[str, ...]:
        """Known names that look like ``text``, best first. Only those that share most characters are compared, so that many names cost little."""
        wanted = normal_form(text)[:100]
        shared: Counter[int] = Counter()
        for character in set(wanted):
            shared.update(self._by_character.get(character, ()))
        candidates = [self.entries[position][0] for position, _ in shared.most_common(_CANDIDATES)]
        by_form = {normal_form(name): name for name in reversed(candidates)}
        close = difflib.get_close_matches(wanted, list(by_form), n=most, cutoff=0.5)
        return tuple(dict.fromkeys(by_form[form] for form in close))


def near_text(near: Iterable[str]) -> str:
    """``，是不是 X？`` for messages, or nothing."""
    listed = "、".join(near)
    return f"，是不是 {listed}？" if listed else ""
