"""The same bytes for the same values on any machine, and their hash: what a receipt is proved with."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence

__all__ = ["Json", "canonical_bytes", "sha256"]

Json = Mapping[str, object] | Sequence[object] | str | int | bool | None


def canonical_bytes(value: Json) -> bytes:
    """JSON with sorted keys and no blanks, in UTF-8.

    >>> canonical_bytes({"b": "甲", "a": [1, None]}).decode()
    '{"a":[1,null],"b":"甲"}'
    """
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sha256(data: bytes) -> str:
    """The hash as hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()
