"""An event in words: what a person reads in the log. Pure; every kind has its sentence."""

from __future__ import annotations

from functools import singledispatch

from screening.console import counted
from screening.events import (
    exchange_kinds,
    extraction_words,
    kinds,
    qda_kinds,
    seat_words,
    team_words,
    theme_words,
)
from screening.records import Author, LocalText, Problem, RecordLink


@singledispatch
def in_words(_body: object) -> str:
    """What happened, in a short phrase without who and when."""
    return ""


def _more(text: str) -> str:
    return f": {text}" if text else ""


@in_words.register
def _(body: kinds.ReviewStarted) -> str:
    return f"review started with Tamis {body.tamis}"


@in_words.register
def _(body: kinds.ProtocolAmended) -> str:
    return f"protocol recorded, SHA-256 {body.sha256[:12]}…{_more(body.note)}"


@in_words.register
def _(body: kinds.SearchImported) -> str:
    update = f" ({body.search.update})" if body.search.update else ""
    known = f" + {body.known:,} known" if body.known else ""
    changed = f", {body.changed:,} of them changed" if body.changed else ""
    return (
        f"{body.search.id} {body.search.file_name} of {body.search.source}{update}: {body.found:,}"
        f" found = {body.imported:,} imported{known} + {body.rejected:,} rejected{changed}"
        f"{_more(body.note)}"
    )


@in_words.register
def _(body: kinds.ImportTakenBack) -> str:
    return f"import {body.search} taken back{_more(body.why)}"


@in_words.register
def _(body: kinds.RecordChanged) -> str:
    told = ", ".join(one_change(body, name) for name in body.fields)
    return f"{body.record} changed by {body.search}: {told}"


def one_change(body: kinds.RecordChanged, field: str) -> str:
    """One changed field: its name, the value it had and the value it has now."""
    old, new = (value_in_words(getattr(side, field)) for side in (body.old, body.new))
    return f"{field}: {old or 'nothing'} -> {new or 'nothing'}"


def value_in_words(value: object) -> str:
    """A field's value in one line: parts parted by semicolons."""
    if isinstance(value, Author):
        return value.name
    if isinstance(value, LocalText):
        return f"{value.field} ({value.locale}) {value.text}"
    if isinstance(value, Problem):
        return value.message
    if isinstance(value, RecordLink):
        parts = (value.kind, value.reference, value.pmid and f"PMID {value.pmid}", value.doi)
        return " ".join(part for part in parts if part)
    if not isinstance(value, tuple):
        return "" if value is None else " ".join(str(value).split())
    is_pair = len(value) == 2 and all(isinstance(part, str) for part in value)
    return (" " if is_pair else "; ").join(value_in_words(part) for part in value)


@in_words.register
def _(body: kinds.DuplicateMarked) -> str:
    again = "again " if body.undo else ""
    return f"{body.record} is {again}a duplicate of {body.kept}{_more(body.evidence)}"


@in_words.register
def _(body: kinds.DuplicateUnmarked) -> str:
    again = "again " if body.undo else ""
    return f"{body.record} is {again}no duplicate{_more(body.why)}"


@in_words.register
def _(body: kinds.DuplicateProposed) -> str:
    return f"{body.record} may be a duplicate of {body.other} ({body.rule})"


@in_words.register
def _(body: kinds.DuplicateRejected) -> str:
    return f"{body.record} and {body.other} are different reports{_more(body.why)}"


@in_words.register
def _(body: kinds.RelatedMarked) -> str:
    return f"{body.record} and {body.other} may be of one study: {body.relation}"


@in_words.register
def _(body: kinds.DuplicatesSearched) -> str:
    return f"searched for duplicates, preset {body.preset}"


@in_words.register
def _(body: kinds.RankingMade) -> str:
    ranked = counted(len(body.order), "record")
    return (
        f"{ranked} ranked at the {body.stage.label} stage by {body.maker.name}"
        f" {body.maker.version}, seed {body.maker.seed}; learned from {body.included:,} included"
        f" and {body.excluded:,} excluded"
    )


@in_words.register
def _(body: kinds.Decided | kinds.ConflictAdjudicated) -> str:
    settled = "settled as " if isinstance(body, kinds.ConflictAdjudicated) else ""
    note = f" [{body.note}]" if body.note else ""
    masked = isinstance(body, kinds.Decided) and body.masked
    note += ", authors and venue hidden" if masked else ""
    return f"{body.record}, {body.stage.label}: {settled}{body.verdict}{_more(body.reason)}{note}"


@in_words.register
def _(body: kinds.DecisionWithdrawn) -> str:
    return f"decision of event {body.decision} taken back"


@in_words.register
def _(body: kinds.Postponed) -> str:
    return f"{body.record}, {body.stage.label}: later"


@in_words.register
def _(body: kinds.Noted) -> str:
    return f"{body.record}: note: {body.text}"


@in_words.register
def _(body: kinds.ReportNotRetrieved) -> str:
    return f"{body.record}: not retrieved{_more(body.why)}"


@in_words.register
def _(body: kinds.ReportRetrieved) -> str:
    return f"{body.record}: full text found"


@in_words.register
def _(body: kinds.FulltextAttached) -> str:
    what = "supplement" if body.supplement else "full text"
    sure = "" if body.confidence is None else f", confidence {body.confidence:.2f}"
    return f"{body.record}: {what} {body.file_name} attached{_more(body.how)}{sure}"


@in_words.register
def _(body: kinds.FulltextDetached) -> str:
    return f"{body.record}: file {body.file_sha256[:12]}… taken back{_more(body.why)}"


@in_words.register
def _(body: kinds.ReportsGrouped) -> str:
    return f"{', '.join(body.reports)} report one study{_more(body.why)}"


@in_words.register
def _(body: kinds.ReportsSplit) -> str:
    return f"{', '.join(body.reports)}: each of a study of its own{_more(body.why)}"


@in_words.register
def _(body: kinds.StudyStepUndone) -> str:
    return f"grouping or splitting of event {body.step} taken back"


@in_words.register
def _(body: kinds.FindingAdded) -> str:
    return f"{body.finding} of {body.record}: {body.statement}"


@in_words.register
def _(body: kinds.FindingProposed) -> str:
    return f"{body.finding} of {body.record} proposed by {body.maker.name}: {body.statement}"


@in_words.register
def _(body: kinds.FindingConfirmed) -> str:
    return f"{body.finding} confirmed{_more(body.statement)}"


@in_words.register
def _(body: kinds.FindingRejected) -> str:
    return f"{body.finding} rejected{_more(body.why)}"


@in_words.register
def _(body: kinds.CodeProposed) -> str:
    return f"{body.code} proposed by {body.maker.name}: {body.label}"


@in_words.register
def _(body: kinds.CodeApproved) -> str:
    under = f" under {body.parent}" if body.parent else ""
    return f"{body.code} approved{under}: {body.label}"


@in_words.register
def _(body: kinds.CodeRejected) -> str:
    return f"{body.code} rejected{_more(body.why)}"


@in_words.register
def _(body: kinds.CodeRenamed) -> str:
    return f"{body.code} renamed: {body.label}"


@in_words.register
def _(body: kinds.CodeDefined) -> str:
    return f"{body.code} defined: {body.definition}"


@in_words.register
def _(body: kinds.CodeMoved) -> str:
    return f"{body.code} moved under {body.parent or 'nothing'}"


@in_words.register
def _(body: kinds.CodeMerged) -> str:
    return f"{body.code} merged into {body.into}"


@in_words.register
def _(body: kinds.FindingCoded) -> str:
    return f"{body.finding} coded with {body.code}"


@in_words.register
def _(body: kinds.FindingUncoded) -> str:
    return f"{body.finding} no longer coded with {body.code}"


@in_words.register
def _(body: kinds.CodingUndone) -> str:
    return f"events taken back: {', '.join(map(str, body.events))}"


@in_words.register
def _(body: kinds.AuditBegun) -> str:
    among = counted(len(body.pool), "record")
    return f"random draws among {among} of the {body.stage.label} stage begun"


@in_words.register
def _(body: kinds.AuditEnded) -> str:
    return f"random draws at the {body.stage.label} stage ended"


@in_words.register
def _(body: kinds.StageStopped) -> str:
    said = "" if body.said_stop else ", which the rule had not said"
    return (
        f"{body.stage.label} stage stopped{said}: {body.read:,} read, {body.found:,} let through,"
        f" {len(body.unread):,} not screened; {body.rule}: {body.text.rstrip('.')}{_more(body.why)}"
    )


@in_words.register
def _(body: kinds.StageReopened) -> str:
    return f"{body.stage.label} stage open again{_more(body.why)}"


in_words.register(kinds.ChangeProposed)(theme_words.change_proposed)
in_words.register(kinds.CodeSplit)(theme_words.code_split)
in_words.register(kinds.CodeRetired)(theme_words.code_retired)
in_words.register(kinds.ProposalDeferred)(theme_words.proposal_deferred)
in_words.register(kinds.CodesChosen)(theme_words.codes_chosen)
in_words.register(kinds.CodingSettled)(theme_words.coding_settled)
in_words.register(kinds.MemoWritten)(theme_words.memo_written)
for _kind, _told in (
    *extraction_words.WORDS,
    *seat_words.WORDS,
    *team_words.WORDS,
    *qda_kinds.WORDS,
    *exchange_kinds.WORDS,
):
    in_words.register(_kind, _told)
