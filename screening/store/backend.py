"""What the store asks of a database: each kind of database is one module that keeps this."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Protocol

from sqlalchemy import Connection, Engine


class Backend(Protocol):
    """One review's place in one kind of database.

    ``where`` may be printed: it holds no password. ``shared``: several machines work on it.
    ``snapshot`` are execution options under which all reads of a connection are of one moment.
    A writing transaction, of a connection with the option ``writes``, has the log to itself.
    """

    shared: bool
    snapshot: Mapping[str, str]
    engine: Engine

    @property
    def where(self) -> str:
        """The place as people know it."""

    def create(self) -> None:
        """Make the tables; a place that holds anything is refused."""

    def check_version(self) -> None:
        """Refuse what is no review or newer than this program; migrate what is older."""

    def sentences(self) -> AbstractContextManager[None]:
        """Turn the database's failures inside the block into errors a person can act on."""

    def damage(self, connection: Connection) -> Iterator[str]:
        """Sentences about a damaged database or a changed guard; none for a sound one."""

    def close_for(self, connection: Connection, new_place: str) -> None:
        """Refuse every further event: the review has moved."""

    def moved_to(self, connection: Connection) -> str:
        """The place for which the review was closed; empty for an open one."""
