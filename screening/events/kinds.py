"""What can happen in a review: one frozen dataclass per kind of event.

The class name is the kind's name in the log. Fields may gain defaults in later versions, but are
never renamed or removed: an old log stays readable.
"""

from __future__ import annotations

from screening.events.coding_kinds import (
    CodeApproved,
    CodeDefined,
    CodeId,
    CodeMerged,
    CodeMoved,
    CodeProposed,
    CodeRejected,
    CodeRenamed,
    CodingUndone,
    FindingAdded,
    FindingCoded,
    FindingConfirmed,
    FindingId,
    FindingProposed,
    FindingRejected,
    FindingUncoded,
    Place,
)
from screening.events.exchange_kinds import DecisionsImported
from screening.events.extraction_kinds import (
    CellCleared,
    CellFilled,
    CellProposed,
    CellRejected,
    ExtractionUndone,
    StudySigned,
)
from screening.events.fulltext_kinds import FulltextAttached, FulltextDetached
from screening.events.qda_kinds import QdaImported
from screening.events.screening_kinds import (
    ConflictAdjudicated,
    Decided,
    DecisionWithdrawn,
    DuplicateMarked,
    DuplicateProposed,
    DuplicateRejected,
    DuplicatesSearched,
    DuplicateUnmarked,
    ImportTakenBack,
    Maker,
    Noted,
    Postponed,
    ProtocolAmended,
    RankingMade,
    RecordChanged,
    RelatedMarked,
    ReportNotRetrieved,
    ReportRetrieved,
    ReviewStarted,
    SearchImported,
)
from screening.events.seat_kinds import Mark, StepUndone, Tagged, TermMarked, Untagged
from screening.events.stopping_kinds import (
    AuditBegun,
    AuditEnded,
    StageReopened,
    StageStopped,
)
from screening.events.study_kinds import ReportsGrouped, ReportsSplit, StudyStepUndone
from screening.events.team_kinds import (
    BundleGiven,
    BundleMade,
    BundleMerged,
    CalibrationBegun,
    Withheld,
)
from screening.events.theme_kinds import (
    ChangeProposed,
    CodeRetired,
    CodesChosen,
    CodeSplit,
    CodingSettled,
    MemoWritten,
    ProposalDeferred,
)

Body = (
    ReviewStarted
    | ProtocolAmended
    | SearchImported
    | ImportTakenBack
    | RecordChanged
    | DuplicateMarked
    | DuplicateUnmarked
    | DuplicateProposed
    | DuplicateRejected
    | RelatedMarked
    | DuplicatesSearched
    | RankingMade
    | Decided
    | DecisionsImported
    | DecisionWithdrawn
    | Postponed
    | Noted
    | Tagged
    | Untagged
    | TermMarked
    | StepUndone
    | ConflictAdjudicated
    | ReportNotRetrieved
    | ReportRetrieved
    | FulltextAttached
    | FulltextDetached
    | ReportsGrouped
    | ReportsSplit
    | StudyStepUndone
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
    | QdaImported
    | CellProposed
    | CellFilled
    | CellRejected
    | CellCleared
    | StudySigned
    | ExtractionUndone
    | ChangeProposed
    | CodeSplit
    | CodeRetired
    | ProposalDeferred
    | CodesChosen
    | CodingSettled
    | MemoWritten
    | AuditBegun
    | AuditEnded
    | StageStopped
    | StageReopened
    | CalibrationBegun
    | BundleMade
    | BundleMerged
    | BundleGiven
    | Withheld
)

__all__ = [
    "AuditBegun",
    "AuditEnded",
    "Body",
    "BundleGiven",
    "BundleMade",
    "BundleMerged",
    "CalibrationBegun",
    "CellCleared",
    "CellFilled",
    "CellProposed",
    "CellRejected",
    "ChangeProposed",
    "CodeApproved",
    "CodeDefined",
    "CodeId",
    "CodeMerged",
    "CodeMoved",
    "CodeProposed",
    "CodeRejected",
    "CodeRenamed",
    "CodeRetired",
    "CodeSplit",
    "CodesChosen",
    "CodingSettled",
    "CodingUndone",
    "ConflictAdjudicated",
    "Decided",
    "DecisionWithdrawn",
    "DecisionsImported",
    "DuplicateMarked",
    "DuplicateProposed",
    "DuplicateRejected",
    "DuplicateUnmarked",
    "DuplicatesSearched",
    "ExtractionUndone",
    "FindingAdded",
    "FindingCoded",
    "FindingConfirmed",
    "FindingId",
    "FindingProposed",
    "FindingRejected",
    "FindingUncoded",
    "FulltextAttached",
    "FulltextDetached",
    "ImportTakenBack",
    "Maker",
    "Mark",
    "MemoWritten",
    "Noted",
    "Place",
    "Postponed",
    "ProposalDeferred",
    "ProtocolAmended",
    "QdaImported",
    "RankingMade",
    "RecordChanged",
    "RelatedMarked",
    "ReportNotRetrieved",
    "ReportRetrieved",
    "ReportsGrouped",
    "ReportsSplit",
    "ReviewStarted",
    "SearchImported",
    "StageReopened",
    "StageStopped",
    "StepUndone",
    "StudySigned",
    "StudyStepUndone",
    "Tagged",
    "TermMarked",
    "Untagged",
    "Withheld",
]
