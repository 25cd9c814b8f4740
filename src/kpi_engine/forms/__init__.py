"""Scoring forms: named ways from inputs to points. A file is a form: its parameters, what is wrong with them, and the tree it stands for.

A form never computes. The folder is the registry; `kpi_engine.terms.FORM_NAMES` is its list of names for readers of the language.
"""

from __future__ import annotations

import importlib
import pkgutil
from abc import abstractmethod
from collections.abc import Mapping
from functools import cache
from typing import ClassVar, Protocol

from kpi_engine.formula.tree import Node
from kpi_engine.terms import Construct, Rule

__all__ = ["Binder", "Form", "forms"]


class Binder(Protocol):
    """What a form may ask of the place where it is used."""

    def rule(self, rule: Rule) -> Node:
        """The tree of a rule."""

    def points(self) -> Node:
        """The points of the indicator that the rule scores."""

    def target(self, actual: Rule) -> Node:
        """The target that was declared beside the input ``actual``."""

    def lower_is_better(self, actual: Rule) -> bool:
        """Whether ``actual`` is an input declared ``better: lower``."""

    def ranked(self, of: Node, *, first: str, among: Node | None) -> Node:
        """The competition rank of ``of`` in the unit's class."""

    def tied(self, rank: Node) -> Node:
        """How many units of the class hold the same rank."""


class Form(Construct):
    """A scoring form."""

    name: ClassVar[str]
    title: ClassVar[str]
    sole: ClassVar[str] = ""
    """The key under which a form that is written without keys (``met: 条件``) has its parameter."""

    @abstractmethod
    def tree(self, bind: Binder) -> Node:
        """The tree that the form stands for.

        Raises:
            Refused: with everything that is wrong with the parameters.

        """


@cache
def forms() -> Mapping[str, type[Form]]:
    """The forms by name."""
    modules = [importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
    return {module.FORM.name: module.FORM for module in modules}
