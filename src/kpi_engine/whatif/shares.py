"""New shares as people write them, and as the text of a scheme says them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from kpi_engine.engine.plan import Plan
from kpi_engine.numbers import exact_text, parse_fraction
from kpi_engine.scheme.document import read_document
from kpi_engine.scheme.nodes import Block, Text
from kpi_engine.whatif.rebalance import ByClass, shares_of

__all__ = ["read_share", "share_text", "with_parts"]


def read_share(text: str, before: ByClass, class_: str) -> ByClass | None:
    """A new share for every class: a number, or a number by class; None where it is none, or negative."""
    table = _by_class(text, before) if text.strip().startswith("{") else {class_: parse_fraction(text)}
    if table is None or any(value is None or value < 0 for value in table.values()):
        return None
    new = {cls: share if share is not None else Fraction(0) for cls, share in table.items()}
    if "" in new:
        return dict.fromkeys(before, new[""])
    return {**before, **new} if all(cls in before for cls in new) else None


def _by_class(text: str, before: ByClass) -> dict[str, Fraction | None] | None:
    document, problems = read_document(f"value: {text}", name="value")
    block = document.get(Text("value")) if document is not None and not problems else None
    if not isinstance(block, Block):
        return None
    given = {str(key): parse_fraction(str(value)) for key, value in block.items()}
    if "otherwise" in given:
        rest = given.pop("otherwise")
        given = {**{cls: rest for cls in before if cls not in given}, **given}
    return given


def with_parts(plan: Plan, name: str, new: ByClass) -> Mapping[str, ByClass]:
    """A group at other points, with everything below it in proportion."""
    told: dict[str, ByClass] = {name: new}
    old = shares_of(plan.book.tree[name], plan.scheme.class_names) or {}
    factor = {cls: new[cls] / old[cls] if old.get(cls) else Fraction(1) for cls in new}
    for child in plan.book.tree[name].children:
        share = shares_of(plan.book.tree[child], plan.scheme.class_names)
        if share is not None and plan.book.tree[child].model.weight is None:
            told.update(with_parts(plan, child, {cls: share[cls] * factor[cls] for cls in share}))
    return told


def share_text(share: ByClass) -> str:
    """A share as the scheme writes it: ``30``, or ``{街道: 30, 部门: 187/9}``."""
    values: Sequence[Fraction] = list(share.values())
    if len(set(values)) == 1:
        return exact_text(values[0])
    return "{" + ", ".join(f"{cls}: {exact_text(value)}" for cls, value in share.items()) + "}"
