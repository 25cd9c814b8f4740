"""A crossing in sentences: what moves and who pays, where the totals cross, where the published order is open and what it is there."""

from __future__ import annotations

from fractions import Fraction

from kpi_engine.errors import Language
from kpi_engine.numbers import short_text
from kpi_engine.whatif.closed.crossings import Crossing, Order, Stretch

__all__ = ["order_word", "sentences"]

_ZH: dict[Order, str] = {"ahead": "在前", "tied": "并列", "behind": "在后", "apart": "不比"}
_EN: dict[Order, str] = {"ahead": "ahead", "tied": "tied", "behind": "behind", "apart": "not compared"}


def order_word(order: Order, language: Language = "zh") -> str:
    """How the first unit stands to the second, as people say it."""
    return (_ZH if language == "zh" else _EN)[order]


def sentences(found: Crossing, language: Language = "zh") -> list[str]:
    """The crossing in words: what moves and who pays, where the totals cross, where the published order is open and what it is there."""
    return _chinese(found) if language == "zh" else _english(found)


def _text(value: Fraction) -> str:
    return short_text(value)


def _chinese(found: Crossing) -> list[str]:
    move, a, b = found.move, found.first, found.second
    who = "同级的其他指标按比例分担，合计不变" if move.payers else "其他不变，满分随着变" if move.full_marks else "其他不变"
    told = [
        f"“{move.title}”的份额从 {_text(move.least)} 到 {_text(move.most)}（现为 {_text(move.now)}，步长 {_text(move.step)}），{who}；总分随它成直线变化。"
    ]
    if not found.by_totals:
        return [*told, f"{a}与{b}的先后在总分之前已定（一票否决排在后面），不随它变：{a}{_ZH[found.now]}。"]
    if found.always:
        told.append(f"{a}与{b}取整前的总分处处相同。")
    elif found.at is None:
        told.append(f"{a}与{b}取整前的总分不相交，现在{a}{_ZH[found.now]}。")
    else:
        told.append(f"取整前的总分在 {_text(found.at)} 处相交：现在{a}{_ZH[found.now]}。")
    if found.unsettled is None:
        return [*told, f"公布的先后处处已定：{a}{_ZH[found.below or found.now]}。"]
    sides = [f"以下{a}{_ZH[found.below]}" if found.below else "", f"以上{a}{_ZH[found.above]}" if found.above else ""]
    outside = "，".join(side for side in sides if side)
    told.append(f"从 {_text(found.unsettled[0])} 到 {_text(found.unsettled[1])} 公布的先后要看取整" + (f"；{outside}。" if outside else "。"))
    parts = "，".join(_stretch(stretch, _ZH, "到") for stretch in found.stretches)
    return [*told, f"逐步重算，{a}公布的名次：{parts}；变 {found.flips} 次。"] if parts else told


def _stretch(stretch: Stretch, words: dict[Order, str], to: str) -> str:
    if stretch.low == stretch.high:
        return f"{_text(stretch.low)} {words[stretch.order]}"
    return f"{_text(stretch.low)} {to} {_text(stretch.high)} {words[stretch.order]}"


def _english(found: Crossing) -> list[str]:
    move, a, b = found.move, found.first, found.second
    who = (
        "its siblings pay in proportion, the sum is kept"
        if move.payers
        else "the full marks change with it"
        if move.full_marks
        else "nothing else changes"
    )
    told = [
        f"The share of “{move.title}” from {_text(move.least)} to {_text(move.most)} (now {_text(move.now)}, step {_text(move.step)}), {who}; "
        "the totals are linear in it."
    ]
    if not found.by_totals:
        return [*told, f"The order of {a} and {b} is settled before the totals (a veto puts one last), at all weights: {a} is {_EN[found.now]}."]
    if found.always:
        told.append(f"The totals of {a} and {b} before rounding are equal everywhere.")
    elif found.at is None:
        told.append(f"The totals of {a} and {b} before rounding do not cross; {a} is {_EN[found.now]}.")
    else:
        told.append(f"The totals before rounding cross at {_text(found.at)}: now {a} is {_EN[found.now]}.")
    if found.unsettled is None:
        return [*told, f"The published order is settled everywhere: {a} is {_EN[found.below or found.now]}."]
    sides = [f"below it {a} is {_EN[found.below]}" if found.below else "", f"above it {a} is {_EN[found.above]}" if found.above else ""]
    outside = ", ".join(side for side in sides if side)
    told.append(
        f"From {_text(found.unsettled[0])} to {_text(found.unsettled[1])} rounding decides the published order"
        + (f"; {outside}." if outside else ".")
    )
    parts = ", ".join(_stretch(stretch, _EN, "to") for stretch in found.stretches)
    return [*told, f"Run again at every step, {a} is published: {parts}; {found.flips} changes."] if parts else told
