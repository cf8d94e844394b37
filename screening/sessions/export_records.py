"""Export: records with what was decided about them, or the imported files as they came."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from screening.console import Progress, write_chunks
from screening.errors import UsageError
from screening.events import Outcome
from screening.protocol import Stage
from screening.records import RecordId
from screening.sessions.as_imported import export_as_imported
from screening.sessions.blinding import decisions_seen, notes_seen, tags_seen
from screening.sessions.merged import merged_records
from screening.sessions.originals import export_originals
from screening.sessions.outcomes import Outcomes
from screening.sessions.outputs import may_fill, outputs
from screening.sessions.review import Review
from screening.writers import ExportedRecord, StageFacts, Writer, writer_named, writers

ORIGINAL = "original"
AS_IMPORTED = "as-imported"
_NO_TEXT = (".xlsx",)


class Where(StrEnum):
    """Which records are written, by where they stand."""

    ALL = "all"
    UNIQUE = "unique"
    INCLUDED = "included"
    EXCLUDED = "excluded"
    UNSURE = "unsure"
    PENDING = "pending"
    CONFLICTS = "conflicts"
    NOT_RETRIEVED = "not-retrieved"
    NOT_SCREENED = "not-screened"
    DUPLICATES = "duplicates"


_OUTCOMES = {
    Where.INCLUDED: Outcome.INCLUDED,
    Where.EXCLUDED: Outcome.EXCLUDED,
    Where.UNSURE: Outcome.UNSURE,
    Where.PENDING: Outcome.PENDING,
    Where.CONFLICTS: Outcome.CONFLICT,
    Where.NOT_RETRIEVED: Outcome.NOT_RETRIEVED,
    Where.NOT_SCREENED: Outcome.NOT_SCREENED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What was written: the files, how many records, and where decisions are found in them."""

    files: tuple[Path, ...]
    records: int
    duplicates: int
    decision_in: str = ""


def export_records(
    review: Review,
    format_name: str,
    path: Path | None = None,
    *,
    where: str = Where.ALL,
    stage: Stage | None = None,
    replace: bool = False,
    progress: Progress | None = None,
) -> Exported:
    """Write records with their decisions; the file is written whole or not at all.

    Records kept for duplicates are written with the best values of their groups.

    Args:
        review: the open review.
        format_name: one of the writers, or ``original``.
        path: the file; for ``original``, the folder the imported files are copied to. If left
            out, ``records`` with the format's ending, or ``as-imported``, in this folder.
        where: which records, see ``Where``.
        stage: only records that reached it, and ``where`` speaks of their outcome there.
        replace: write over a file that is there already.
        progress: called with (records done, records to write).

    Raises:
        UsageError: no such format, selection or stage, or one that does not fit the others.
        CannotWrite: the file cannot be written, is there already, or is one of the review's own.
        BadReview: an original is missing or was altered.
    """
    wanted = to_where(where)
    if format_name.strip().casefold() == ORIGINAL:
        return _originals(review, path or Path(AS_IMPORTED), wanted, stage)
    writer = _writer(format_name)
    path = path or Path(f"records{writer.extension}")
    outcomes = review.outcomes
    chosen = select(review, outcomes, wanted, stage)
    rows = _counted(exported_records(review, outcomes, chosen), len(chosen), progress)
    suffix = Path(f"records{writer.extension}").suffix
    endings = (suffix,) if suffix in _NO_TEXT else (suffix, ".txt")
    home = review.folder
    with outputs([path], kind="", review=home, replace=replace, endings=endings):
        write_chunks(path, writer.write(rows))
    return Exported(
        files=(path,),
        records=len(chosen),
        duplicates=sum(record in review.state.duplicates for record in chosen),
        decision_in=writer.decision_in,
    )


def _originals(review: Review, path: Path, where: Where, stage: Stage | None) -> Exported:
    """All imported files whole, or what the chosen records take up of them."""
    state = review.state
    may_fill(path, review.folder)
    if where is Where.ALL and stage is None:
        chosen, files = state.records(), export_originals(review, path)
    else:
        outcomes = review.outcomes
        chosen = select(review, outcomes, where, stage)
        files = export_as_imported(review, chosen, path)
    twice = sum(record in state.duplicates for record in chosen)
    return Exported(files=files, records=len(chosen), duplicates=twice)


def _writer(name: str) -> Writer:
    try:
        return writer_named(name)
    except UsageError as error:
        listed = f"{error.hint}\n  {ORIGINAL}: the imported files, or the chosen records' bytes"
        raise UsageError(error.message, listed) from error


def to_format(name: str, path: Path | None, *, as_imported: bool = False) -> str:
    """The format asked for; where none is named, the one the file's ending stands for, else RIS.

    Raises:
        UsageError: the files as imported are asked for, and a format as well.
    """
    if as_imported:
        if name.strip().casefold() not in ("", ORIGINAL):
            raise UsageError(
                f"--as-imported copies the files as they came, not as {name}.",
                "Leave out --as-imported or --format.",
            )
        return ORIGINAL
    ending = path.suffix.casefold() if path else ""
    by_ending = (writer.name for writer in writers() if writer.extension == ending)
    return name or next(by_ending, "ris")


def to_where(text: str) -> Where:
    """Read a selection as people type it; singular and plural are the same.

    Raises:
        UsageError: no such selection.
    """
    name = text.strip().casefold().replace("_", "-").replace(" ", "-")
    for where in Where:
        if name and where.value.removesuffix("s") == name.removesuffix("s"):
            return where
    raise UsageError(
        f"There is no selection of records called {text!r}.", f"There are: {', '.join(Where)}."
    )


def select(
    review: Review, outcomes: Outcomes, where: Where, stage: Stage | None = None
) -> list[RecordId]:
    """The records that stand as asked, in the order of import.

    Without a stage, the last one a record reached counts; ``unique`` are all but duplicates.

    Raises:
        UsageError: no such stage, or duplicates at a stage.
    """
    if stage is not None:
        outcomes = {review.protocol.plan(stage).stage: outcomes[stage]}
        if where is Where.DUPLICATES:
            raise UsageError("Duplicates reach no stage.", "Leave --stage out.")
    elif where is Where.ALL:
        return review.state.records()
    elif where is Where.DUPLICATES:
        duplicates = review.state.duplicates
        return [record for record in review.state.records() if record in duplicates]
    last = {record: at.outcome for here in outcomes.values() for record, at in here.items()}
    wanted = _OUTCOMES.get(where)
    return [record for record, outcome in last.items() if wanted in (None, outcome)]


def exported_records(
    review: Review, outcomes: Outcomes, chosen: Iterable[RecordId]
) -> Iterator[ExportedRecord]:
    """The records with their searches and decisions, one at a time."""
    state = review.state
    searches = {done.body.search.id: done.body.search for done in state.imports}
    for record in merged_records(review, chosen):
        yield ExportedRecord(
            record=record,
            search=searches[record.search],
            stages=tuple(_stages(review, outcomes, record.id)),
            duplicate_of=state.duplicates.get(record.id),
            notes=notes_seen(review, record.id),
            tags=tags_seen(review, record.id),
            not_retrieved=state.not_retrieved.get(record.id),
        )


def _stages(review: Review, outcomes: Outcomes, record: RecordId) -> Iterator[StageFacts]:
    state = review.state
    for stage, here in outcomes.items():
        if at := here.get(record):
            yield StageFacts(
                stage=stage,
                outcome=at.outcome,
                reason=at.reason,
                decisions=decisions_seen(review, stage, record),
                adjudication=state.adjudications.get((stage, record)),
            )


def _counted(
    rows: Iterator[ExportedRecord], total: int, progress: Progress | None
) -> Iterator[ExportedRecord]:
    for done, row in enumerate(rows, start=1):
        yield row
        if progress:
            progress(done, total)
