"""Take the decisions of a bundle back: all that are new, in the reviewer's name, or none.

The same file again changes nothing; files come in any order and lead to the same state, for what
is merged takes its place by its time. What is taken must go on from what was handed out, digest by
digest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from screening.errors import BadInput, ReviewError, UsageError
from screening.events import Body, Event, StoredEvent, fold, unseal
from screening.events.kinds import (
    BundleMade,
    BundleMerged,
    Decided,
    DecisionWithdrawn,
    RankingMade,
    StepUndone,
)
from screening.sessions import bundle_file as files
from screening.sessions.bundle_rules import STEPS
from screening.sessions.gone import is_of
from screening.sessions.review import Review, Writer
from screening.sessions.screen import exclusion_reason

_DIGITS = 16
_STEPS = {kind.__name__ for kind in STEPS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What came of a file: ``steps`` = ``added`` + ``known``; ``decisions`` of those added.

    ``gone`` of the steps added are about records whose import was taken back meanwhile: they are in
    the log and count nowhere.
    """

    file: str
    reviewer: str
    steps: int
    added: int
    known: int
    decisions: int
    gone: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleOut:
    """A bundle that was made: for whom, when in the log, and how many steps came back."""

    bundle: str
    reviewer: str
    event: int
    steps_merged: int


def list_bundles(review: Review) -> list[BundleOut]:
    """All bundles that were made, the oldest first."""
    team = review.state.team
    return [
        BundleOut(
            bundle=made.bundle,
            reviewer=made.reviewer,
            event=made.base,
            steps_merged=len(team.merged.get(made.bundle, {})),
        )
        for made in team.bundles.values()
    ]


def merge_bundle(review: Review, path: Path, *, expect: str = "") -> Merged:
    """Take over what is new in a file that a reviewer hands back.

    Args:
        review: the open review, from which the bundle was made.
        path: the file.
        expect: the digest that the reviewer's program printed, told in another way than the file.

    Raises:
        BadInput: it is no such file, was altered, belongs to another review or protocol, or the
            bundle was worked on in two places.
        UsageError: this is a bundle itself.
    """
    if review.state.team.given:
        raise UsageError(
            "This folder is a bundle; decisions are merged into the review itself.",
            "Hand back what you decided here: tamis bundle return",
        )
    contents = files.read_bundle(path)
    with review.writing() as writer:
        made = _handed_out(writer, path, contents.header)
        rows = _own_rows(path, contents, made, expect)
        steps = [row for row in rows if row.kind in _STEPS]
        new = _new(writer, path, made, steps)
        if new:
            _append(review, writer, path, made, new)
    return Merged(
        file=path.name,
        reviewer=made.reviewer,
        steps=len(steps),
        added=len(new),
        known=len(steps) - len(new),
        decisions=sum(row.kind == Decided.__name__ for row in new),
        gone=sum(is_of(unseal(row).body, review.state.gone) for row in new),
    )


def _handed_out(writer: Writer, path: Path, header: files.Header) -> BundleMade:
    """The bundle in this review's log that a file answers to."""
    state = writer.state
    if header.review != state.review:
        raise BadInput(
            f"{path} belongs to another review, {header.title!r}.",
            "Merge it in the folder of that review.",
        )
    if header.part is not files.Part.RETURNED:
        raise BadInput(
            f"{path} is the file as it was handed out to {header.reviewer}: nothing is decided in"
            " it.",
            f"Ask {header.reviewer} for the one that 'tamis bundle return' writes.",
        )
    made = state.team.bundles.get(header.bundle)
    if made is None:
        raise BadInput(
            f"{path} comes from a bundle that this review has not made.",
            "It may have been made from a copy of the review: merge it there.",
        )
    if header.protocol != made.protocol or state.protocol_sha256 != made.protocol:
        raise BadInput(
            f"{path} was decided under another protocol: review.toml was changed since the bundle"
            f" was made for {made.reviewer}.",
            "Put review.toml back as it was then ('tamis protocol restore' does so, if the change"
            " is not recorded yet), merge, then change it again; or make a new bundle.",
        )
    return made


def _own_rows(
    path: Path, contents: files.Contents, made: BundleMade, expect: str
) -> list[StoredEvent]:
    """The reviewer's part of the log: it must go on from what was handed out."""
    rows = contents.rows()
    for fault in files.chained(rows, made.base, made.digest):
        raise files.altered(path, fault)
    last = rows[-1].digest if rows else made.digest
    if last != contents.header.last:
        raise files.altered(path, "its last events are missing")
    if expect and last != expect.strip().rstrip(".").lower():
        raise files.altered(path, "it does not end with the digest expected")
    for row in rows:
        if row.by != made.reviewer or row.kind not in (*_STEPS, RankingMade.__name__):
            raise files.altered(path, f"event {row.seq} is none of {made.reviewer}'s own steps")
    return rows


def _new(
    writer: Writer, path: Path, made: BundleMade, steps: Sequence[StoredEvent]
) -> list[StoredEvent]:
    """The steps not merged before; those merged before must be the same."""
    known = writer.state.team.merged.get(made.bundle, {})
    for row in steps:
        if row.seq in known and row.digest[:_DIGITS] != known[row.seq][1]:
            raise BadInput(
                f"The bundle of {made.reviewer} was worked on in two places: event {row.seq} of"
                f" {path} is not the one merged before.",
                "Only one copy can be merged. What was decided in the other: 'tamis export"
                " records --format csv' there, 'tamis decide --from FILE' here.",
            )
    return [row for row in steps if row.seq not in known]


def _append(
    review: Review, writer: Writer, path: Path, made: BundleMade, new: Sequence[StoredEvent]
) -> None:
    body = BundleMerged(
        bundle=made.bundle,
        reviewer=made.reviewer,
        rows=tuple((row.seq, row.digest[:_DIGITS]) for row in new),
    )
    writer.append(body)
    here = {number: at for number, (at, _) in writer.state.team.merged[made.bundle].items()}
    events = list(_translated(review, path, made, new, here))
    writer.transaction.append_all(events)
    fold(events, onto=writer.state)


def _translated(
    review: Review,
    path: Path,
    made: BundleMade,
    new: Sequence[StoredEvent],
    here: Mapping[int, int],
) -> Iterator[Event]:
    """The events as this log has them: numbers of events mean those of this log."""
    for row in new:
        try:
            event = unseal(row)
            body = _in_this_log(event.body, made.base, here)
            _check(review, body)
        except (ReviewError, KeyError, ValueError) as error:
            told = error.message if isinstance(error, ReviewError) else "it means no event"
            raise files.altered(path, f"event {row.seq} cannot be: {told.rstrip('.')}") from error
        yield Event(seq=here[row.seq], at=event.at, by=event.by, body=body)


def _in_this_log(body: Body, base: int, here: Mapping[int, int]) -> Body:
    """Events before the base have the same number in both logs; orders made in the bundle stay."""
    match body:
        case Decided(ranking=ranking) if ranking is not None and ranking >= base:
            return replace(body, ranking=None, rank=None)
        case DecisionWithdrawn(decision=number) if number >= base:
            return replace(body, decision=here[number])
        case StepUndone(step=number) if number >= base:
            return replace(body, step=here[number])
    return body


def _check(review: Review, body: Body) -> None:
    record = getattr(body, "record", None)
    if record is not None and record not in review.state.gone:  # kept in the log, counts nowhere
        review.known(record)
    if isinstance(body, Decided):
        review.protocol.plan(body.stage)
        exclusion_reason(review.protocol, body.stage, body.verdict, body.reason)
