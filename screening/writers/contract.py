"""What is written of a record, and what every writer promises; the contract tests hold it to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from screening.events import Decision, Outcome
from screening.protocol import Stage
from screening.records import Record, RecordId, Search

DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True, kw_only=True)
class StageFacts:
    """A record at one stage it reached: the outcome, the decisions in force, the adjudication."""

    stage: Stage
    outcome: Outcome
    reason: str = ""
    decisions: tuple[Decision, ...] = ()
    adjudication: Decision | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedRecord:
    """A record as imported, the search it came from, and where it stands.

    ``stages`` holds the stages it reached, in order; none for a duplicate. ``notes`` and ``tags``
    are pairs of reviewer and text. ``not_retrieved`` says why the full text could not be had, None
    if it could or was never sought.
    """

    record: Record
    search: Search
    stages: tuple[StageFacts, ...] = ()
    duplicate_of: RecordId | None = None
    notes: tuple[tuple[str, str], ...] = ()
    tags: tuple[tuple[str, str], ...] = ()
    not_retrieved: str | None = None

    @property
    def outcome(self) -> str:
        """Where the record stands: ``duplicate``, or the outcome at the last stage it reached."""
        if self.duplicate_of is not None or not self.stages:
            return DUPLICATE
        return self.stages[-1].outcome.value

    @property
    def stage(self) -> str:
        """The last stage it reached, as people write it; empty for a duplicate."""
        return self.stages[-1].stage.label if self.stages else ""

    @property
    def reason(self) -> str:
        """The reason that counts at the last stage it reached."""
        return self.stages[-1].reason if self.stages else ""


class Writer(Protocol):
    """One format. The same records give the same bytes, whenever and wherever."""

    @property
    def name(self) -> str:
        """The word users type after ``--format``."""

    @property
    def label(self) -> str:
        """The format in a few words, for lists and messages."""

    @property
    def extension(self) -> str:
        """The usual file name ending, with the dot."""

    @property
    def decision_in(self) -> str:
        """Where in the file a person finds how a record was decided, as a part of a sentence."""

    def write(self, rows: Iterable[ExportedRecord]) -> Iterator[bytes]:
        """The file in chunks, every record once, in the order given; memory stays bounded.

        Raises:
            UsageError: the format cannot hold that many records.
        """
