"""The looks of the template: cell formats by name, made once for each workbook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

__all__ = ["Styles"]

_FACE: Mapping[str, object] = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
_BOX: Mapping[str, object] = {**_FACE, "border": 1, "border_color": "#808080"}
_STYLES: Mapping[str, Mapping[str, object]] = {
    "title": {**_FACE, "bold": True, "font_size": 16, "align": "center", "text_wrap": True},
    "note": {**_FACE, "text_wrap": True, "valign": "top", "font_size": 10},
    "head": {**_BOX, "bold": True, "align": "center", "text_wrap": True, "bg_color": "#DDEBF7"},
    "target": {**_BOX, "bold": True, "align": "center", "text_wrap": True, "bg_color": "#FFF2CC"},
    "unit": {**_BOX, "bg_color": "#F7F7F7"},
    "text": {**_BOX, "text_wrap": True},
    "centre": {**_BOX, "align": "center"},
    "cell": {**_BOX, "align": "center"},
    "closed": {**_BOX, "bg_color": "#BFBFBF", "pattern": 1},
}


@dataclass
class Styles:
    """Formats by name and number format."""

    book: Workbook
    _made: dict[tuple[str, str], Format] = field(default_factory=dict)

    def __call__(self, name: str, number_format: str = "") -> Format:
        """The format ``name``, with a number format where one is given."""
        key = (name, number_format)
        if key not in self._made:
            settings = dict(_STYLES[name])
            if number_format:
                settings["num_format"] = number_format
            self._made[key] = self.book.add_format(settings)
        return self._made[key]
