"""The methods there are: a module in ``methods/`` that defines ``EXTRACTOR``."""

from __future__ import annotations

from extraction.extractors import methods
from extraction.extractors.contract import Extractor
from screening.registry import Registry

_REGISTRY: Registry[Extractor] = Registry(methods, "EXTRACTOR", "extraction method")


def extractors() -> tuple[Extractor, ...]:
    """Every method, ordered by name."""
    return _REGISTRY.entries()


def extractor_named(name: str) -> Extractor:
    """The method a user asked for.

    Raises:
        UsageError: no method has this name.
    """
    return _REGISTRY.named(name)
