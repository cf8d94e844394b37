"""The formats there are: a module in ``formats/`` that defines ``EXPORTER``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from extraction.exporters import formats
from extraction.exporters.document import ThemesDocument
from screening.registry import Registry


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


_REGISTRY: Registry[Exporter] = Registry(formats, "EXPORTER", "export format")


def exporters() -> tuple[Exporter, ...]:
    """Every format, ordered by name."""
    return _REGISTRY.entries()


def exporter_named(name: str) -> Exporter:
    """The format a user asked for.

    Raises:
        UsageError: there is no such format.
    """
    return _REGISTRY.named(name)
