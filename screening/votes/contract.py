"""What is read of a record's votes, and what every tool's module promises."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from screening.protocol import Stage, Verdict
from screening.records import RecordContent


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """What one reviewer said of a record, in the words of the tool it was said in.

    ``by`` is the reviewer as the tool names them, empty where it names none. ``reasons`` are the
    tool's own words. ``whole`` is reason and note in one where a file does not tell them apart
    for sure. ``stage`` is None where the file does not say at which stage it was said.
    """

    verdict: Verdict
    by: str = ""
    reasons: tuple[str, ...] = ()
    note: str = ""
    stage: Stage | None = None
    whole: str = ""
    adjudicates: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """All that an entry says of votes.

    ``notes`` are pairs of reviewer (empty: none is named) and text; ``tags`` are short labels.
    ``unclear`` holds a sentence for each thing that cannot be taken for a vote without a guess.
    ``record`` is the id of the record in a review, where the export tells it apart.
    """

    record: str = ""
    votes: tuple[Vote, ...] = ()
    tags: tuple[str, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    unclear: tuple[str, ...] = ()


NOTHING = Ballot()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportFacts:
    """What is known of the export itself.

    Attributes:
        name: its file name.
        verdict: what the user says that its records were voted; None if nothing.
        fields: the names of all unmapped fields of its entries, in small letters.
    """

    name: str = ""
    fields: frozenset[str] = frozenset()
    verdict: Verdict | None = None


class Tool(Protocol):
    """One screening tool's way of writing votes down. Pure; keeps nothing between entries."""

    @property
    def name(self) -> str:
        """The word users type after ``--tool``."""

    @property
    def label(self) -> str:
        """The tool as people call it."""

    def marks(self, entry: RecordContent, export: ExportFacts) -> int:
        """How surely the entry was written by this tool: 0 not at all, 3 without a doubt.

        Exports of Tamis say 4, since they keep the marks of the tool a record came from.
        """

    def read(self, entry: RecordContent, export: ExportFacts) -> Ballot:
        """The votes and notes of one entry."""
