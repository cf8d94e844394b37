"""What every reader of a format promises; the contract tests hold each reader to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from screening.readers.columns import Column, Given
from screening.readers.source import Head, Source
from screening.records import RecordContent, Rejected

Entry = RecordContent | Rejected


@dataclass(frozen=True, slots=True, kw_only=True)
class Sniff:
    """How sure a reader is that a file is of its format (0 to 1), and by what it knows it."""

    confidence: float
    reason: str


NO_MATCH = Sniff(confidence=0.0, reason="")


class Reader(Protocol):
    """One export format. Both scans stream: memory does not grow with the file."""

    @property
    def name(self) -> str:
        """The word users type after ``--format``."""

    @property
    def label(self) -> str:
        """The format in a few words, for lists and messages."""

    @property
    def extensions(self) -> tuple[str, ...]:
        """Usual file name endings, with the dot; they only break ties."""

    def sniff(self, head: Head) -> Sniff:
        """Judge by content whether the file is of this format."""

    def read(self, source: Source) -> Iterator[Entry]:
        """Every entry of the file once, in order, positions 1, 2, 3 ...: imported or rejected.

        Raises:
            BadInput: the file as a whole cannot be read in this format.
        """

    def count(self, source: Source) -> int:
        """Entries in the file by a second scan that looks at record markers only."""


@runtime_checkable
class RegisterReader(Reader, Protocol):
    """A reader of a format that only registers of trials have."""

    @property
    def of_registers(self) -> bool:
        """Whether every file of this format is from a register."""


@runtime_checkable
class TableReader(Reader, Protocol):
    """A reader of tables, to which a user can say what the columns hold."""

    def columns(self, source: Source) -> tuple[Column, ...]:
        """The columns of the file and the field each fills.

        Raises:
            BadInput: there is no header with a title column.
        """

    def with_columns(self, given: Given) -> TableReader:
        """The same reader, told what columns hold (folded name -> field)."""
