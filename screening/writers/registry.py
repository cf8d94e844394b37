"""The formats records are written in: a module in ``formats/`` that defines ``WRITER``."""

from __future__ import annotations

from screening.registry import Registry
from screening.writers import formats
from screening.writers.contract import Writer

_REGISTRY: Registry[Writer] = Registry(formats, "WRITER", "format to write records in")


def writers() -> tuple[Writer, ...]:
    """Every writer, ordered by name."""
    return _REGISTRY.entries()


def writer_named(name: str) -> Writer:
    """The writer a user asked for.

    Raises:
        UsageError: there is no such format.
    """
    return _REGISTRY.named(name)
