"""Hand a reviewer the review in a file: all of it but what others decided."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from screening.codec import from_json
from screening.errors import UsageError
from screening.events import (
    ZERO,
    Event,
    ReviewState,
    StoredEvent,
    digest,
    goes_on,
    has_turn,
    seal,
    stage_outcomes,
)
from screening.events import Outcome as At
from screening.events.kinds import (
    AuditBegun,
    AuditEnded,
    BundleGiven,
    BundleMade,
    BundleMerged,
    CalibrationBegun,
    DuplicateMarked,
    DuplicateProposed,
    DuplicateRejected,
    DuplicatesSearched,
    DuplicateUnmarked,
    ImportTakenBack,
    ProtocolAmended,
    RankingMade,
    RecordChanged,
    RelatedMarked,
    ReportNotRetrieved,
    ReportRetrieved,
    ReviewStarted,
    SearchImported,
    StageReopened,
    StageStopped,
    Withheld,
)
from screening.protocol import Protocol, Stage, Verdict
from screening.records import RecordId
from screening.sessions import bundle_file as files
from screening.sessions.bundle_rules import STEPS
from screening.sessions.outputs import outputs
from screening.sessions.review import Review

# What everybody may know; of all other events only the reviewer's own steps are handed out.
_OPEN = {
    kind.__name__
    for kind in (
        AuditBegun,
        AuditEnded,
        CalibrationBegun,
        DuplicateMarked,
        DuplicateProposed,
        DuplicateRejected,
        DuplicateUnmarked,
        DuplicatesSearched,
        ImportTakenBack,
        ProtocolAmended,
        RankingMade,
        RecordChanged,
        RelatedMarked,
        ReportNotRetrieved,
        ReportRetrieved,
        ReviewStarted,
        SearchImported,
        StageReopened,
        StageStopped,
    )
}
_OWN = {kind.__name__ for kind in (*STEPS, BundleMerged)}
_VERDICTS = {At.INCLUDED: Verdict.INCLUDE, At.UNSURE: Verdict.UNSURE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """A bundle that was written: how many records it holds, and how many wait for the reviewer.

    ``reports_left_out`` have full texts in the review, which no bundle holds.
    """

    file: Path
    bundle: str
    reviewer: str
    records: int
    waiting: tuple[tuple[Stage, int], ...]
    reports_left_out: int = 0


def make_bundle(
    review: Review, reviewer: str, path: Path | None = None, *, replace: bool = False
) -> Handed:
    """Write a reviewer's bundle, and say so in the log.

    Args:
        review: the open review.
        reviewer: for whom it is.
        path: the file; ``NAME.tamis`` in this folder if left out.
        replace: write over a file that is there, whoever wrote it.

    Raises:
        UsageError: this is a bundle itself, or that person does not screen here.
        CannotWrite: the file cannot be written; the log says nothing then.
    """
    _check(review, reviewer)
    path = path or Path(f"{_file_name(reviewer)}.tamis")
    target = outputs([path], kind="", review=review.folder, replace=replace)
    with target, review.writing() as writer:
        state, base = writer.state, writer.state.last_seq + 1
        rows = list(handed_out(writer.transaction.rows(0), reviewer))
        given = BundleGiven(
            bundle=str(uuid.uuid4()), reviewer=reviewer, settled=_settled(state, review.protocol)
        )
        event = Event(seq=base, at=review.clock(), by=review.by, body=given)
        rows.append(seal(event, rows[-1].digest if rows else ZERO))
        made = BundleMade(
            bundle=given.bundle,
            reviewer=reviewer,
            base=base,
            digest=rows[-1].digest,
            protocol=review.protocol.sha256,
        )
        writer.append(made)
        _write(review, path, made, rows)
    return Handed(
        file=path,
        bundle=made.bundle,
        reviewer=reviewer,
        records=review.state.record_total,
        waiting=_waiting(review, reviewer),
        reports_left_out=sum(map(bool, review.state.fulltexts.files.values())),
    )


def _check(review: Review, reviewer: str) -> None:
    if review.state.team.given:
        raise UsageError(
            "This folder is a bundle; bundles are made from the review itself.",
            "To hand back what you decided here: tamis bundle return",
        )
    if not review.state.record_total:
        raise UsageError("There is no record to hand out yet.", "Import the search exports first.")
    if not review.protocol.may_screen(reviewer) or not reviewer.strip():
        raise UsageError(
            f"{reviewer!r} does not screen in this review.",
            f"Those who do are: {', '.join(review.protocol.screeners)}.",
        )


def _file_name(reviewer: str) -> str:
    plain = "".join(char if char.isalnum() or char in "-_" else "-" for char in reviewer)
    return plain.strip("-").lower() or "reviewer"


def _write(review: Review, path: Path, made: BundleMade, rows: list[StoredEvent]) -> None:
    texts = {
        files.PROTOCOL: review.protocol.text,
        files.LOG: files.lines(rows),
        files.RECORDS: files.lines(review.store.record_bodies()),
        files.REJECTED: files.lines(review.store.rejected()),
    }
    header = files.Header(
        part=files.Part.GIVEN,
        bundle=made.bundle,
        review=review.state.review,
        title=review.protocol.title,
        reviewer=made.reviewer,
        protocol=made.protocol,
        base=made.base,
        base_digest=made.digest,
        last=made.digest,
    )
    files.write_bundle(path, texts, header)


def handed_out(rows: list[StoredEvent], reviewer: str) -> Iterator[StoredEvent]:
    """The log as a reviewer may have it: same numbers, its own chain, others withheld."""
    previous = ZERO
    for row in rows:
        shown = row.kind in _OPEN or (row.kind in _OWN and row.by == reviewer)
        if row.kind == BundleMerged.__name__:
            shown = from_json(row.body, BundleMerged, f"Event {row.seq}").reviewer == reviewer
        by, kind, body = (row.by, row.kind, row.body) if shown else ("", Withheld.__name__, "{}")
        made = digest(row.seq, row.at, by, kind, body, previous=previous)
        yield StoredEvent(
            seq=row.seq, at=row.at, by=by, kind=kind, body=body, previous=previous, digest=made
        )
        previous = made


def _settled(state: ReviewState, protocol: Protocol) -> tuple[tuple[Stage, RecordId, Verdict], ...]:
    """What each stage but the last has let through; who said so is not told."""
    return tuple(
        (stage, record, _VERDICTS[at.outcome])
        for stage, found in stage_outcomes(state, protocol).items()
        if not protocol.is_last(stage)
        for record, at in found.items()
        if goes_on(at.outcome, protocol.plan(stage), last=False)
    )


def _waiting(review: Review, reviewer: str) -> tuple[tuple[Stage, int], ...]:
    state, protocol = review.state, review.protocol
    return tuple(
        (
            stage,
            sum(
                at.outcome is At.PENDING and has_turn(state, protocol, stage, record, reviewer)
                for record, at in found.items()
            ),
        )
        for stage, found in review.outcomes.items()
    )
