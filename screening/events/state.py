"""What the log says: the state of a review, built from its events by ``fold``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from screening.events import kinds
from screening.events.brought import Brought
from screening.events.fulltext_state import Fulltexts
from screening.events.held import Changed, Decision
from screening.events.seat_state import AtTheSeat
from screening.events.stopping_state import Stopping
from screening.events.team_state import Team
from screening.protocol import Stage
from screening.records import RecordId, record_number

Pair = tuple[RecordId, RecordId]
StudyStep = tuple[str, kinds.ReportsGrouped | kinds.ReportsSplit]


def pair_of(one: RecordId, two: RecordId) -> Pair:
    """Two records as a pair, the one imported first before the other."""
    return (one, two) if record_number(one) <= record_number(two) else (two, one)


@dataclass(slots=True)
class ReviewState(Brought):
    """Everything later code may ask of the log; built by ``fold`` and read-only to others.

    ``decisions`` maps stage -> record -> reviewer -> the decisions made, the last one in force.
    ``duplicates`` maps a record to the one kept; ``asked``, ``kept_apart`` and ``related`` hold
    pairs, the earlier record first: the open questions, what a person called different reports,
    and reports that may be of one study. ``marked_by`` holds the
    event behind each duplicate. ``changes`` holds what later imports said of a record, the newest
    last; ``changed_since_search`` whether any came since duplicates were last looked for.
    ``withdrawable`` lists, per reviewer, the numbers
    of the decision events that undo would take back, oldest first. ``study_steps`` maps the number
    of an event that grouped or split reports, and was not undone, to its reviewer and body.
    ``seat`` holds tags, marked words and what else undo at the seat can take back.
    """

    last_seq: int = 0
    last_at: datetime | None = None
    review: str = ""
    protocol_sha256: str = ""
    changes: dict[RecordId, list[Changed]] = field(default_factory=dict)
    changed_since_search: bool = False
    duplicates: dict[RecordId, RecordId] = field(default_factory=dict)
    marked_by: dict[RecordId, kinds.DuplicateMarked] = field(default_factory=dict)
    asked: dict[Pair, kinds.DuplicateProposed] = field(default_factory=dict)
    kept_apart: set[Pair] = field(default_factory=set)
    related: dict[Pair, kinds.RelatedMarked] = field(default_factory=dict)
    searched: kinds.DuplicatesSearched | None = None
    decisions: dict[Stage, dict[RecordId, dict[str, list[Decision]]]] = field(
        default_factory=lambda: {stage: {} for stage in Stage}
    )
    adjudications: dict[tuple[Stage, RecordId], Decision] = field(default_factory=dict)
    postponed: dict[tuple[Stage, RecordId, str], int] = field(default_factory=dict)
    notes: dict[RecordId, list[tuple[str, str]]] = field(default_factory=dict)
    not_retrieved: dict[RecordId, str] = field(default_factory=dict)
    rankings: dict[Stage, tuple[int, kinds.RankingMade]] = field(default_factory=dict)
    withdrawable: dict[str, list[Decision]] = field(default_factory=dict)
    stopping: Stopping = field(default_factory=Stopping)
    study_steps: dict[int, StudyStep] = field(default_factory=dict)
    seat: AtTheSeat = field(default_factory=AtTheSeat)
    fulltexts: Fulltexts = field(default_factory=Fulltexts)
    protocols: list[kinds.ProtocolAmended] = field(default_factory=list)
    team: Team = field(default_factory=Team)

    def unique_records(self) -> list[RecordId]:
        """The records to be screened: all but marked duplicates."""
        return [record for record in self.records() if record not in self.duplicates]

    def in_force(self, stage: Stage, record: RecordId) -> Mapping[str, Decision]:
        """Reviewer -> decision in force."""
        made = self.decisions[stage].get(record, {})
        return {by: decisions[-1] for by, decisions in made.items()}

    def decided_by(self, stage: Stage, record: RecordId, by: str) -> Decision | None:
        """One reviewer's decision in force, None if there is none."""
        made = self.decisions[stage].get(record, {}).get(by)
        return made[-1] if made else None
