"""The methods there are: a module in ``methods/`` that defines ``EXTRACTOR``."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from extraction.extractors import methods
from extraction.extractors.contract import Extractor
from screening.errors import UsageError


@cache
def extractors() -> tuple[Extractor, ...]:
    """Every method, ordered by name."""
    modules = (
        importlib.import_module(f"{methods.__name__}.{module.name}")
        for module in pkgutil.iter_modules(methods.__path__)
    )
    found: list[Extractor] = [
        module.EXTRACTOR for module in modules if hasattr(module, "EXTRACTOR")
    ]
    return tuple(sorted(found, key=lambda extractor: extractor.name))


def extractor_named(name: str) -> Extractor:
    """The method a user asked for.

    Raises:
        UsageError: no method has this name.
    """
    for extractor in extractors():
        if extractor.name == name.casefold():
            return extractor
    names = ", ".join(f"{extractor.name} ({extractor.label})" for extractor in extractors())
    raise UsageError(f"There is no extraction method called {name!r}.", f"Methods: {names}.")
