"""The imports of a review: listed, taken back, and one's own steps on their records withdrawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from screening.errors import UsageError
from screening.events import Body, Imported, ReviewState, going_with, marks_falling
from screening.events.kinds import (
    DecisionWithdrawn,
    ImportTakenBack,
    Noted,
    StepUndone,
    Tagged,
    Untagged,
)
from screening.records import RecordId, SearchId, to_record_id
from screening.sessions.bundle_rules import refuse_in_bundle
from screening.sessions.hindrances import Hindrance, hindrances
from screening.sessions.review import Review


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRow:
    """One import: what its file brought, and who took it back when and why, if somebody did.

    ``records`` are those that count as this import's: what it brought, and what it found again of
    imports that were taken back; none once it is taken back itself. ``found`` is what its file
    holds. ``at`` and ``taken_back_at`` are UTC.
    """

    search: str
    source: str
    kind: str
    run_on: str
    file: str
    at: datetime
    by: str
    found: int
    records: int
    known: int
    rejected: int
    update: str = ""
    taken_back_at: datetime | None = None
    taken_back_by: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakingBack:
    """What taking an import back did, or would do.

    ``gone`` records went with it; ``stayed`` are records of other imports now, which found them
    again. ``marks`` and ``questions`` are duplicates marked by a method and open questions that
    fell away with the records; ``marks_between`` are marks between records that stay, whose groups
    came apart. ``bundles`` are the reviewers with a bundle in which the records still are.
    """

    search: str
    source: str
    file: str
    found: int
    gone: int
    stayed: int
    marks: int
    questions: int
    marks_between: int = 0
    bundles: tuple[str, ...] = ()


def list_imports(review: Review) -> list[ImportRow]:
    """Every import in its order, those taken back among them."""
    backed = {at.done.seq: at for at in review.state.taken_back}
    return [
        _row(done)
        if (back := backed.get(done.seq)) is None
        else _row(done, at=back.at, by=back.by, why=back.why)
        for done in review.state.every_import()
    ]


def _row(done: Imported, at: datetime | None = None, by: str = "", why: str = "") -> ImportRow:
    search = done.body.search
    return ImportRow(
        search=search.id,
        source=search.source,
        kind=search.kind.value,
        run_on=search.run_on,
        file=search.file_name,
        at=done.at,
        by=done.by,
        found=done.body.found,
        records=0 if at else done.total,
        known=0 if at else done.known,
        rejected=0 if at else done.body.rejected,
        update=search.update,
        taken_back_at=at,
        taken_back_by=by,
        why=why,
    )


def take_back_import(
    review: Review, text: str, *, why: str = "", dry_run: bool = False
) -> TakingBack:
    """Let an import count as if it had never been; nothing is deleted, and the log says so.

    Args:
        review: the open review.
        text: the import's id as people type it.
        why: kept with it.
        dry_run: only say what would happen.

    Raises:
        UsageError: no such import is in force, this is a bundle, or somebody has recorded
            something on records that would go.
    """
    if dry_run:
        done = import_named(review.state, text)
        _refuse(review, review.state, done)
        return _summary(review.state, done)
    with review.writing() as writer:
        refuse_in_bundle(writer.state, [ImportTakenBack(search=SearchId(text))])
        done = import_named(writer.state, text)
        _refuse(review, writer.state, done)
        summary = _summary(writer.state, done)
        writer.append(ImportTakenBack(search=done.body.search.id, why=why.strip()))
    return summary


def import_named(state: ReviewState, text: str) -> Imported:
    """The import in force of that id: S02, s2 or 2.

    Raises:
        UsageError: there is none.
    """
    plain = text.strip().upper().removeprefix("S")
    wanted = f"S{int(plain):02d}" if plain.isascii() and plain.isdigit() else ""
    for done in state.imports:
        if done.body.search.id == wanted:
            return done
    for back in state.taken_back:
        if back.done.body.search.id == wanted:
            raise UsageError(
                f"{wanted} was taken back already, on {back.at:%Y-%m-%d} by {back.by}.",
                "To have it again, import its file again. To see all: tamis imports list",
            )
    raise UsageError(f"There is no import {text!r}.", "To see all: tamis imports list")


def records_going(state: ReviewState, done: Imported) -> frozenset[RecordId]:
    """The records that would go with an import."""
    return frozenset(map(to_record_id, going_with(state, done)))


def what_hinders(review: Review, text: str) -> str:
    """What must be done before an import can be taken back, in words; empty if nothing hinders.

    Raises:
        UsageError: there is no such import in force.
    """
    done = import_named(review.state, text)
    found = _hindering(review, review.state, done)
    return f"{_told(found)}. First: {_first(found, review.by)}" if found else ""


def _refuse(review: Review, state: ReviewState, done: Imported) -> None:
    if found := _hindering(review, state, done):
        raise UsageError(
            f"{done.body.search.id} cannot be taken back yet: people have recorded something on"
            f" records that would go with it. {_told(found)}.",
            f"Nothing was changed. First: {_first(found, review.by)}.",
        )


def _hindering(review: Review, state: ReviewState, done: Imported) -> tuple[Hindrance, ...]:
    going = records_going(state, done)
    return tuple(hindrances(state, review.events(), going, done.body.search.id))


def _told(found: Iterable[Hindrance]) -> str:
    told = "; ".join(at.told for at in found)
    return told[0].upper() + told[1:]


def _first(found: Iterable[Hindrance], by: str) -> str:
    """The commands that come first, and whose they are unless the reviewer's own."""
    names = sorted({name for at in found for name in at.by})
    theirs = f" (own steps only: {', '.join(names)}, each with --as)" if len(names) > 1 else ""
    if len(names) == 1 and names != [by]:
        theirs = f" (own steps only: {names[0]}, with --as)"
    return ", ".join(dict.fromkeys(at.remedy for at in found)) + theirs


def _summary(state: ReviewState, done: Imported) -> TakingBack:
    going, search = records_going(state, done), done.body.search
    falling = marks_falling(state, going)
    marks = sum(bool(going & {at, state.duplicates[at]}) for at in falling)
    return TakingBack(
        search=search.id,
        source=search.source,
        file=search.file_name,
        found=done.body.found,
        gone=len(going),
        stayed=done.total - len(going),
        marks=marks,
        marks_between=len(falling) - marks,
        questions=sum(bool(going & set(pair)) for pair in state.asked),
        bundles=tuple(
            sorted({at.reviewer for at in state.team.bundles.values() if at.base > done.seq})
        ),
    )


def withdraw_own(review: Review, text: str) -> int:
    """Withdraw the reviewer's own decisions, notes and tags on records that an import would take.

    Others' steps stay; each own one is taken back by an event.

    Returns:
        How many steps were taken back.

    Raises:
        UsageError: no such import is in force, or there is nothing of the reviewer's own.
    """
    with review.writing() as writer:
        done = import_named(writer.state, text)
        going = records_going(writer.state, done)
        steps = list(_own_steps(writer.state, review.by, going))
        if not steps:
            raise UsageError(
                f"{review.by} has no decision, note or tag on records that came with"
                f" {done.body.search.id} only.",
                "--as NAME says who you are.",
            )
        writer.append_all(steps)
        return len(steps)


def _own_steps(state: ReviewState, by: str, going: frozenset[RecordId]) -> Iterator[Body]:
    """The events that take a reviewer's steps back, the latest first."""
    for made in reversed(state.withdrawable.get(by, [])):
        if made.record in going:
            yield DecisionWithdrawn(decision=made.seq)
    for seq, (who, step) in reversed(state.seat.steps.items()):
        if who == by and isinstance(step, Noted | Tagged | Untagged) and step.record in going:
            yield StepUndone(step=seq)
