"""What can happen in a review: one frozen dataclass per kind of event.

The class name is the kind's name in the log. Fields may gain defaults in later versions, but are
never renamed or removed: an old log stays readable.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NewType

from screening.protocol import Stage, Verdict
from screening.records import RecordId, Search

FindingId = NewType("FindingId", str)
CodeId = NewType("CodeId", str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Maker:
    """Who or what made a proposal: a method with its version, model and seed."""

    name: str
    version: str
    model: str = ""
    model_sha256: str = ""
    seed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewStarted:
    """First event of every log."""

    review: str
    tamis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtocolAmended:
    """The protocol in force from here on, as its whole text; the first one is the original."""

    sha256: str
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchImported:
    """One export file was imported: found = imported + rejected.

    Records ``first`` .. ``first + imported - 1`` came with it. The digests are SHA-256 over the
    stored rows of records and rejected entries, so that the log vouches for them too.
    """

    search: Search
    found: int
    imported: int
    rejected: int
    first: int
    records_digest: str
    rejected_digest: str
    reader: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateMarked:
    """``record`` is the same report as ``kept``; its source still counts as identified."""

    record: RecordId
    kept: RecordId
    maker: Maker | None = None
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateUnmarked:
    """``record`` is no duplicate after all."""

    record: RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingMade:
    """An order of reading, frozen as it was shown.

    ``trained_to`` is the number of the last event the ranker had seen; ``order`` is best first.
    """

    stage: Stage
    maker: Maker
    trained_to: int
    included: int
    excluded: int
    order: tuple[RecordId, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A reviewer's verdict on a record at a stage; a later one of the same reviewer replaces it.

    ``ranking`` is the number of the RankingMade event in force and ``rank`` the place (from 1)
    at which the record was shown; None where no ranking was in force.
    """

    record: RecordId
    stage: Stage
    verdict: Verdict
    reason: str = ""
    note: str = ""
    ranking: int | None = None
    rank: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionWithdrawn:
    """Undo: the event with number ``decision`` no longer counts."""

    decision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Postponed:
    """The reviewer wants to see the record later in this stage."""

    record: RecordId
    stage: Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """A remark on a record, without a decision."""

    record: RecordId
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictAdjudicated:
    """The verdict that counts where reviewers differ; their own decisions stay."""

    record: RecordId
    stage: Stage
    verdict: Verdict
    reason: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportNotRetrieved:
    """The full text could not be had."""

    record: RecordId
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRetrieved:
    """The full text was found after all."""

    record: RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a quote stands: code points of a text named by its SHA-256, end exclusive.

    ``source`` says what the text is (``abstract``, ``title``); text[start:end] is the quote.
    """

    source: str
    text_sha256: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingAdded:
    """A person states a finding of a record; it counts at once.

    ``origin`` names where it was taken from when no text is at hand (a table, an earlier study).
    """

    finding: FindingId
    record: RecordId
    statement: str
    place: Place | None = None
    origin: str = ""
    flag: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingProposed:
    """A method thinks that this sentence is a finding."""

    finding: FindingId
    record: RecordId
    statement: str
    place: Place
    maker: Maker
    score: float
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingConfirmed:
    """A person approves a proposed finding, in other words where ``statement`` is given."""

    finding: FindingId
    statement: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRejected:
    """A person takes a finding, proposed or confirmed, out."""

    finding: FindingId
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeProposed:
    """A method proposes a node of the codebook.

    ``level`` is 0 (theme), 1 (subtheme) or 2 (code); ``parent`` and ``options`` (best first) are
    where it would stand; ``findings`` is the evidence.
    """

    code: CodeId
    label: str
    level: int
    parent: CodeId | None
    options: tuple[CodeId, ...]
    findings: tuple[FindingId, ...]
    maker: Maker
    score: float
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeApproved:
    """A person puts a node into the codebook: a proposal, as it was or edited, or an own one.

    The findings named are coded with it.
    """

    code: CodeId
    label: str
    level: int
    parent: CodeId | None = None
    definition: str = ""
    findings: tuple[FindingId, ...] = ()
    flag: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRejected:
    """A person rejects a proposed node, or retires an approved one."""

    code: CodeId
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRenamed:
    """A node's label was changed."""

    code: CodeId
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeDefined:
    """A node's definition was written."""

    code: CodeId
    definition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeMoved:
    """A node was put under another parent of the level above."""

    code: CodeId
    parent: CodeId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeMerged:
    """A node went into another of its level: findings and children move, its id redirects."""

    code: CodeId
    into: CodeId


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingCoded:
    """A person coded a finding."""

    finding: FindingId
    code: CodeId


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingUncoded:
    """A person took a code off a finding."""

    finding: FindingId
    code: CodeId


@dataclass(frozen=True, slots=True, kw_only=True)
class CodingUndone:
    """Undo: the events with these numbers, of findings or codebook, no longer count."""

    events: tuple[int, ...]


Body = (
    ReviewStarted
    | ProtocolAmended
    | SearchImported
    | DuplicateMarked
    | DuplicateUnmarked
    | RankingMade
    | Decided
    | DecisionWithdrawn
    | Postponed
    | Noted
    | ConflictAdjudicated
    | ReportNotRetrieved
    | ReportRetrieved
    | FindingAdded
    | FindingProposed
    | FindingConfirmed
    | FindingRejected
    | CodeProposed
    | CodeApproved
    | CodeRejected
    | CodeRenamed
    | CodeDefined
    | CodeMoved
    | CodeMerged
    | FindingCoded
    | FindingUncoded
    | CodingUndone
)
