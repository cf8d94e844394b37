"""Every kind of event, sorted by whether its words could give a reviewer's judgement away.

``blinding`` hides kinds of the first list while they are blind, and shows those of the second to
everybody. A kind that is in neither list does not pass the tests.
"""

from __future__ import annotations

from screening.events import Body, kinds

# Hidden from others while a judgement in it, or one that it lets others find, is still blind.
GIVES_AWAY: tuple[type[Body], ...] = (
    kinds.Decided,
    kinds.Noted,
    kinds.Tagged,
    kinds.Untagged,
    # Whoever puts a record off was in doubt about it.
    kinds.Postponed,
    # A word marked for including or excluding says how its reviewer reads.
    kinds.TermMarked,
    # From an order or a seed the random draws would follow.
    kinds.RankingMade,
    kinds.AuditBegun,
    # One of two coders who choose independently; a memo on the finding says why.
    kinds.CodesChosen,
    kinds.MemoWritten,
    # Digests over votes of which only a few are possible: whoever tries them all finds the vote.
    kinds.BundleMade,
    kinds.BundleMerged,
    kinds.DecisionsImported,
)

# Shown to everybody: the name of an event, what all have settled, facts, and shared work.
TELLS_NOTHING: tuple[type[Body], ...] = (
    # How the review was set up, and its records.
    kinds.ReviewStarted, kinds.ProtocolAmended, kinds.SearchImported, kinds.RecordChanged,
    kinds.ImportTakenBack,
    kinds.DuplicateMarked, kinds.DuplicateUnmarked, kinds.DuplicateProposed,
    kinds.DuplicateRejected, kinds.RelatedMarked, kinds.DuplicatesSearched,
    # Which event is taken back, by its number: what it said stays hidden.
    kinds.DecisionWithdrawn, kinds.StepUndone, kinds.CodingUndone, kinds.ExtractionUndone,
    kinds.StudyStepUndone,
    # What follows when all have decided, or rests on records that all have decided.
    kinds.ConflictAdjudicated, kinds.CodingSettled, kinds.StageStopped, kinds.StageReopened,
    kinds.AuditEnded,
    # Facts about reports and studies.
    kinds.ReportNotRetrieved, kinds.ReportRetrieved, kinds.FulltextAttached,
    kinds.FulltextDetached, kinds.ReportsGrouped, kinds.ReportsSplit,
    # Who decides which records; a bundle's own log names nobody.
    kinds.CalibrationBegun, kinds.BundleGiven, kinds.Withheld,
    # One table of findings, one codebook and one extraction table, on which all work openly.
    kinds.FindingAdded, kinds.FindingProposed, kinds.FindingConfirmed, kinds.FindingRejected,
    kinds.FindingCoded, kinds.FindingUncoded, kinds.QdaImported, kinds.CodeProposed,
    kinds.CodeApproved, kinds.CodeRejected, kinds.CodeRenamed, kinds.CodeDefined, kinds.CodeMoved,
    kinds.CodeMerged, kinds.CodeSplit, kinds.CodeRetired, kinds.ChangeProposed,
    kinds.ProposalDeferred, kinds.CellProposed, kinds.CellFilled, kinds.CellRejected,
    kinds.CellCleared, kinds.StudySigned,
)  # fmt: skip
