"""The text of a scheme as a tree of plain containers that remember where they stand (`kpi_engine.scheme.nodes`).

Read from PyYAML's events, never composed: so every scalar stays the text that was written, every key and value has its place, all that schemes
do not need (anchors, tags, merge keys, several documents) is refused by name, and depth is bounded before anything is built.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from kpi_engine.errors import Problem, k1_reading
from kpi_engine.scheme.document_syntax import explain, full_width_problem
from kpi_engine.scheme.document_text import clean, crooked_indents, decode
from kpi_engine.scheme.nodes import Block, Items, Node, Text
from kpi_engine.source import Place

__all__ = ["read_document"]

_MOST_DEPTH = 20
_MOST_PROBLEMS = 200
_LOADER: type[yaml.CSafeLoader] | type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_document(data: bytes | str, *, name: str, allow_empty: bool = False) -> tuple[Block | None, list[Problem]]:
    """Read the text of a scheme.

    Args:
        data: the file's bytes, or text.
        name: the file as messages should call it.
        allow_empty: let a key of a block mapping stand without a value (it becomes an empty unquoted text).

    Returns:
        The document, as far as it could be read to its end, and all problems in the order of the text. Of a key written twice the first counts.

    Errors: K140-K174.

    """
    text, problems = decode(data, name)
    if text is None:
        return None, problems
    text, found = clean(text, name)
    problems += found
    reading = _Reading(name, allow_empty)
    try:
        complete = reading.walk(text)
    except yaml.YAMLError as error:
        complete = False
        _add_syntax_problem(reading, error, text)
    else:
        reading.problems += crooked_indents(text, name, frozenset(reading.long_lines)) if _has_odd_space(text) else []
    problems = sorted(problems + reading.problems, key=lambda problem: (problem.place, problem.code.number))
    if len(problems) > _MOST_PROBLEMS:
        problems = [*problems[:_MOST_PROBLEMS], k1_reading.TOO_MANY_PROBLEMS.at(problems[_MOST_PROBLEMS].place, count=_MOST_PROBLEMS)]
    return (reading.root if complete else None), problems


def _has_odd_space(text: str) -> bool:
    return "\t" in text or "\u3000" in text or "\u00a0" in text


def _add_syntax_problem(reading: _Reading, error: yaml.YAMLError, text: str) -> None:
    tabs = crooked_indents(text, reading.name, frozenset(reading.long_lines)) if _has_odd_space(text) else []
    reading.problems += tabs
    stop, start = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    if stop is not None:
        first = min(stop.line, start.line if start is not None else stop.line)
        if any(first < problem.place.line <= stop.line + 1 for problem in tabs):
            return  # the tab is the reason
    if not any(problem.code is k1_reading.SEVERAL_DOCUMENTS for problem in reading.problems):
        problem = explain(error, text, reading.name)
        if all(known.place != problem.place or known.code is not problem.code for known in reading.problems):
            reading.problems.append(problem)


@dataclass(slots=True)
class _Frame:
    """A collection that is being read: a block with its waiting key, or items; ``balance`` counts brackets of a formula cut by commas."""

    node: Block | Items
    flow: bool
    is_key: bool = False
    key: Text | None = None
    dropped: bool = False  # the waiting key is refused, its value is not kept
    balance: int = 0
    cut: bool = False

    @property
    def wants_key(self) -> bool:
        return isinstance(self.node, Block) and self.key is None


@dataclass(slots=True)
class _Reading:
    """One pass over the events."""

    name: str
    allow_empty: bool
    problems: list[Problem] = field(default_factory=list)
    root: Block | None = None
    frames: list[_Frame] = field(default_factory=list)
    long_lines: set[int] = field(default_factory=set)
    documents: int = 0

    def walk(self, text: str) -> bool:
        """Read to the end; False where reading had to stop before."""
        for event in self._events(text):
            if not self._step(event) or len(self.problems) > _MOST_PROBLEMS:
                return False
        if self.documents == 0:
            self.problems.append(k1_reading.SCHEME_EMPTY.at(Place(self.name)))
        return True

    def _step(self, event: yaml.Event) -> bool:
        """Take one event; False if reading must stop."""
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            return self._open(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._close()
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event)
        elif isinstance(event, yaml.DocumentStartEvent):
            return self._document(event)
        return True

    def _events(self, text: str) -> Iterator[yaml.Event]:
        yield from yaml.parse(text, Loader=_LOADER)

    def _at(self, event: yaml.Event) -> tuple[str, int, int]:
        mark = event.start_mark
        assert mark is not None
        return (self.name, mark.line + 1, mark.column + 1)

    def _place(self, event: yaml.Event) -> Place:
        name, line, column = self._at(event)
        return Place(name, line=line, column=column)

    def _document(self, event: yaml.DocumentStartEvent) -> bool:
        self.documents += 1
        if self.documents > 1:
            self.problems.append(k1_reading.SEVERAL_DOCUMENTS.at(self._place(event)))
        return self.documents == 1

    def _open(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> bool:
        place = self._place(event)
        if len(self.frames) >= _MOST_DEPTH:
            self.problems.append(k1_reading.NESTED_TOO_DEEP.at(place, limit=_MOST_DEPTH))
            return False
        self._properties(event)
        is_key = bool(self.frames) and self.frames[-1].wants_key
        node: Block | Items = Block(place) if isinstance(event, yaml.MappingStartEvent) else Items(place)
        if is_key:
            self.problems.append(k1_reading.KEY_NOT_A_NAME.at(place, found="一组内容", found_en="a group"))
        elif not self.frames:
            self._begin(node, place)
        self.frames.append(_Frame(node, bool(event.flow_style), is_key))
        return True

    def _begin(self, node: Block | Items, place: Place) -> None:
        if isinstance(node, Block):
            self.root = node
        else:
            self.problems.append(k1_reading.ROOT_NOT_A_MAPPING.at(place, found="列表", found_en="a list"))

    def _close(self) -> None:
        frame = self.frames.pop()
        if frame.is_key:
            self.frames[-1].key, self.frames[-1].dropped = Text(), True
        elif self.frames:
            self._put(frame.node)

    def _alias(self, event: yaml.AliasEvent) -> None:
        self.problems.append(k1_reading.YAML_ANCHOR.at(self._place(event), found=f"*{event.anchor}"))
        if self.frames:  # a text that is an alias and nothing else has no root to put it into
            self._take(Text(f"*{event.anchor}", self._at(event), quoted=True), checked=False)

    def _properties(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.anchor is not None:
            self.problems.append(k1_reading.YAML_ANCHOR.at(self._place(event), found=f"&{event.anchor}"))
        if event.tag is not None:
            tag = str(event.tag).replace("tag:yaml.org,2002:", "!!")
            self.problems.append(k1_reading.YAML_TAG.at(self._place(event), found=tag[:40]))

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        if event.anchor is not None or event.tag is not None:
            self._properties(event)
        start, end = event.start_mark, event.end_mark
        if event.style and start is not None and end is not None and end.line != start.line:
            self.long_lines.update(range(start.line + 1, end.line + 1 if event.style in "\"'" else end.line))
        text = Text(event.value, self._at(event), bool(event.style))  # plain: '' in the C parser, None in the other
        if not self.frames:
            self._root_scalar(text)
        else:
            self._take(text, checked=event.anchor is None and event.tag is None)

    def _root_scalar(self, text: Text) -> None:
        problem = None if text.quoted else full_width_problem(text, text.place)
        if problem is None and (text or text.quoted):
            problem = k1_reading.ROOT_NOT_A_MAPPING.at(text.place, found=f"“{text[:20]}”", found_en=f'"{text[:20]}"')
        self.problems.append(problem or k1_reading.SCHEME_EMPTY.at(Place(self.name)))

    def _take(self, text: Text, *, checked: bool) -> None:
        """Put a scalar where it belongs: as key, value or item."""
        frame = self.frames[-1]
        inside = frame.flow and not text.quoted and self._cut_formula(frame, text)
        if frame.wants_key:
            self._take_key(frame, text, inside or not checked)
            return
        if checked and not inside and not text.quoted:
            self._check_plain(frame, text)
        self._put(text)

    def _cut_formula(self, frame: _Frame, text: Text) -> bool:
        """Whether a plain text of a flow collection is a part of a formula that was split at its commas."""
        before = frame.balance
        if before == 0 and not any(bracket in text for bracket in "()（）"):
            return False
        frame.balance += text.count("(") + text.count("（") - text.count(")") - text.count("）")
        if before == frame.balance == 0:
            return False
        if not frame.cut:
            frame.cut = True
            self.problems.append(k1_reading.COMMA_IN_FORMULA.at(text.place, found=text[:40]))
        return True

    def _take_key(self, frame: _Frame, text: Text, excused: bool) -> None:
        block = frame.node
        assert isinstance(block, Block)
        frame.key, frame.dropped = text, False
        if text == "<<" and not text.quoted:
            self.problems.append(k1_reading.YAML_MERGE.at(text.place))
            frame.dropped = True
        elif text in block:
            first = block.key_place(text)
            self.problems.append(k1_reading.DUPLICATE_KEY.at(text.place, also=[first], key=text, first=first.line, second=text.place.line))
            frame.dropped = True
        elif not text and not excused:
            self.problems.append(k1_reading.KEY_NOT_A_NAME.at(text.place, found="空的", found_en="nothing"))
        elif not text.isascii() and not excused:
            self._check_spelling(text)

    def _check_spelling(self, key: Text) -> None:
        plain = unicodedata.normalize("NFKC", key)
        if key[0] in "\u3000\u00a0" and plain.strip() == key.strip():
            return  # an indentation, which is reported as such
        if plain != key and (key.quoted or "：" not in key):  # a full-width colon is reported with its missing value
            self.problems.append(k1_reading.KEY_SPELLING.at(key.place, found=key, plain=plain.strip()))

    def _check_plain(self, frame: _Frame, text: Text) -> None:
        if not text:
            self._check_empty(frame, text)
        elif frame.flow:
            self._check_flow_text(frame, text)
        elif frame.key is not None and text._at[1] > frame.key._at[1]:
            problem = full_width_problem(text, text.place)
            if problem is not None:
                self.problems.append(problem)

    def _check_flow_text(self, frame: _Frame, text: Text) -> None:
        outside = _outside_brackets(text)
        several = "，" in outside or "、" in outside
        if several and (isinstance(frame.node, Items) or "：" in outside.partition("，")[2]):
            self.problems.append(k1_reading.FULL_WIDTH_COMMA.at(text.place, found=text[:40]))
        elif text[0] in "｛［":
            self.problems.append(k1_reading.FULL_WIDTH_BRACKET.at(text.place, found=text[:40]))

    def _check_empty(self, frame: _Frame, text: Text) -> None:
        key = frame.key
        if key is None:
            self.problems.append(k1_reading.EMPTY_VALUE.at(text.place, what="列表的这一项", what_en="this list item"))
        elif frame.flow and frame.balance == 0 and not any(bracket in key for bracket in "()（）"):
            problem = None if key.quoted else full_width_problem(key, key.place)
            self.problems.append(problem or k1_reading.EMPTY_VALUE.at(key.place, what=f"“{key}”", what_en=f'"{key}"'))
        elif not frame.flow and not self.allow_empty:
            self.problems.append(k1_reading.EMPTY_VALUE.at(key.place, what=f"“{key}”", what_en=f'"{key}"'))

    def _put(self, node: Node) -> None:
        frame = self.frames[-1]
        if isinstance(frame.node, Items):
            frame.node.append(node)
            return
        assert frame.key is not None
        if not frame.dropped:
            frame.node.put(frame.key, node)
        frame.key, frame.dropped = None, False


def _outside_brackets(text: str) -> str:
    """The text without what stands in brackets, so that commas of a call do not count."""
    depth, kept = 0, []
    for character in text:
        depth += (character in "(（") - (character in ")）")
        if depth <= 0:
            kept.append(character)
    return "".join(kept)
