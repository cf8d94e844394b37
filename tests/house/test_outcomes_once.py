"""The outcomes of an open review are asked of the review, which computes them once."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.house.tree import modules, parse


def _computed_anew(tree: ast.AST) -> Iterator[int]:
    """The lines that compute outcomes of a review's own state, which ``Review.outcomes`` has."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and node.args):
            continue
        state = node.args[0]
        own = isinstance(state, ast.Attribute) and "review" in ast.unparse(state.value)
        if own and ast.unparse(node.func) == "stage_outcomes":
            yield node.lineno


def test_no_module_computes_anew_what_a_review_has() -> None:
    found = {name: list(_computed_anew(parse(path))) for name, path in modules()}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_outcomes_computed_anew_are_found() -> None:
    bad = "stage_outcomes(review.state, p)\nf(stage_outcomes(self._review.state, p))\n"
    good = "stage_outcomes(state, p)\nreview.outcomes\n"
    assert list(_computed_anew(ast.parse(bad + good))) == [1, 2]
