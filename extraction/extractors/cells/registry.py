"""The methods there are: a module in ``methods/`` that defines ``PROPOSER``."""

from __future__ import annotations

from extraction.extractors.cells import methods
from extraction.extractors.cells.contract import CellProposer
from screening.registry import Registry

_REGISTRY: Registry[CellProposer] = Registry(methods, "PROPOSER", "method of proposing values")


def cell_proposers() -> tuple[CellProposer, ...]:
    """Every method, ordered by name."""
    return _REGISTRY.entries()


def cell_proposer_named(name: str) -> CellProposer:
    """The method of a name.

    Raises:
        UsageError: no method has this name.
    """
    return _REGISTRY.named(name)
