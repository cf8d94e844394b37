"""A folder as a registry: each of its modules that defines a certain name is an entry.

Standard library only; imports the errors. Adding an entry is adding a file.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from types import ModuleType
from typing import Any, Generic, Protocol, TypeVar

from screening.errors import UsageError


class Named(Protocol):
    """What every entry says of itself."""

    @property
    def name(self) -> str:
        """The word users type."""

    @property
    def label(self) -> str:
        """What it is, in a few words."""


EntryT = TypeVar("EntryT", bound=Named)


class Registry(Generic[EntryT]):
    """The entries of a folder.

    Args:
        folder: the package whose modules are the entries.
        attribute: the name each module defines, e.g. ``READER``.
        what: what an entry is called in messages, e.g. ``format``.
    """

    def __init__(self, folder: ModuleType, attribute: str, what: str) -> None:
        self._folder, self._attribute, self._what = folder, attribute, what

    def entries(self) -> tuple[EntryT, ...]:
        """Every entry, ordered by name."""
        return _entries(self._folder, self._attribute)

    def named(self, name: str) -> EntryT:
        """The entry a user asked for by name, in any case.

        Raises:
            UsageError: no entry has this name; all there are get listed.
        """
        for entry in self.entries():
            if entry.name == name.strip().casefold():
                return entry
        listed = "".join(f"\n  {entry.name}: {entry.label}" for entry in self.entries())
        raise UsageError(f"There is no {self._what} called {name!r}.", f"There are:{listed}")


@cache
def _entries(folder: ModuleType, attribute: str) -> tuple[Any, ...]:
    modules = (
        importlib.import_module(f"{folder.__name__}.{module.name}")
        for module in pkgutil.iter_modules(folder.__path__)
    )
    found = [getattr(module, attribute) for module in modules if hasattr(module, attribute)]
    return tuple(sorted(found, key=lambda entry: str(entry.name)))
