"""The kinds of event, the hash chain, and what the log amounts to: fold(events) -> ReviewState.

Standard library only; imports the protocol's and records' words, the codec, the console's
words for numbers and the errors.
"""

from screening.events.assigned import assigned, draw, has_turn, needed, seed_of
from screening.events.event import (
    KINDS,
    ZERO,
    Event,
    StoredEvent,
    chain_faults,
    digest,
    seal,
    unseal,
)
from screening.events.fulltext_state import AttachedFile, NotHad
from screening.events.held import Changed, Decision, Imported, TakenBack
from screening.events.kinds import Body, CodeId, FindingId, Maker, Place
from screening.events.newest import newest
from screening.events.outcome import (
    Outcome,
    StageOutcome,
    goes_on,
    included_in,
    is_open,
    outcome,
    primary_reason,
    stage_outcomes,
)
from screening.events.replay import fold
from screening.events.seat_state import SeatStep
from screening.events.state import Pair, ReviewState, pair_of
from screening.events.stopping_state import AuditHeld
from screening.events.studies import Studies, kept_for, one_per_study, studies
from screening.events.taking_back import going_with, marks_falling

__all__ = [
    "KINDS",
    "ZERO",
    "AttachedFile",
    "AuditHeld",
    "Body",
    "Changed",
    "CodeId",
    "Decision",
    "Event",
    "FindingId",
    "Imported",
    "Maker",
    "NotHad",
    "Outcome",
    "Pair",
    "Place",
    "ReviewState",
    "SeatStep",
    "StageOutcome",
    "StoredEvent",
    "Studies",
    "TakenBack",
    "assigned",
    "chain_faults",
    "digest",
    "draw",
    "fold",
    "goes_on",
    "going_with",
    "has_turn",
    "included_in",
    "is_open",
    "kept_for",
    "marks_falling",
    "needed",
    "newest",
    "one_per_study",
    "outcome",
    "pair_of",
    "primary_reason",
    "seal",
    "seed_of",
    "stage_outcomes",
    "studies",
    "unseal",
]
