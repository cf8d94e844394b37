"""The formats there are: a module in ``formats/`` that defines ``EXPORTER``."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from typing import Protocol

from extraction.exporters import formats
from extraction.exporters.document import ThemesDocument
from screening.errors import UsageError


class Exporter(Protocol):
    """A format: the same document gives the same bytes, whenever and wherever."""

    @property
    def name(self) -> str:
        """The name users choose it by."""

    @property
    def label(self) -> str:
        """One line that says what comes out."""

    def files(self, document: ThemesDocument) -> Mapping[str, bytes]:
        """File name -> contents."""


@cache
def exporters() -> tuple[Exporter, ...]:
    """Every format, ordered by name."""
    modules = (
        importlib.import_module(f"{formats.__name__}.{module.name}")
        for module in pkgutil.iter_modules(formats.__path__)
    )
    found: list[Exporter] = [module.EXPORTER for module in modules if hasattr(module, "EXPORTER")]
    return tuple(sorted(found, key=lambda exporter: exporter.name))


def exporter_named(name: str) -> Exporter:
    """The format a user asked for.

    Raises:
        UsageError: there is no such format.
    """
    for exporter in exporters():
        if exporter.name == name.casefold():
            return exporter
    names = ", ".join(f"{exporter.name} ({exporter.label})" for exporter in exporters())
    raise UsageError(f"There is no export format called {name!r}.", f"Formats: {names}.")
