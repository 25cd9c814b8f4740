from bases import base_of
from kpi_engine.engine.plan import plan_scheme
from kpi_engine.scheme.amend import set_path
from kpi_engine.scheme.model import Scheme
from kpi_engine.scheme.shape import read_model
from scored import HEAD

TEXT = (
    HEAD
    + "clause: 例\ninputs: {甲率: {kind: percent, owner: 股}, 乙率: {kind: percent, owner: 股}}\nindicators: {项: {points: 100, score: points * 甲率}}\n"
)


def planned(document):
    scheme, _ = read_model(Scheme, document)
    return plan_scheme(scheme)[0]


def test_what_was_sent_is_read_again_only_where_something_else_is_asked() -> None:
    base = base_of(TEXT, ["东"], {"甲率": ["50%"], "乙率": ["70%"]})
    same, _ = set_path(base.document, "项.score", "points * 甲率 * 1")
    other, _ = set_path(base.document, "项.score", "points * 乙率")
    assert base.facts_for(planned(same))[0] is base.results.facts
    assert [need.name for need in planned(other).needs.columns] == ["乙率"]
    assert [ref.name for ref in base.facts_for(planned(other))[0].columns if ref.role.value == "input"] == ["乙率"]
