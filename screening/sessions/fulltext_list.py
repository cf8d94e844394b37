"""Which full texts are there, which are still sought, and which could not be had."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from screening.events import AttachedFile, included_in
from screening.protocol import Stage
from screening.records import Record, RecordId
from screening.sessions.fulltexts import files_of_group, folder_of, path_of
from screening.sessions.kept_files import kept_files
from screening.sessions.merged import merged_records
from screening.sessions.review import Review
from screening.sessions.same_report import followers_of

Files = tuple[AttachedFile, ...]


class TextStanding(StrEnum):
    """Where the full text of a report stands."""

    ATTACHED = "attached"
    NO_TEXT = "attached without text"
    SOUGHT = "sought"
    NOT_RETRIEVED = "not retrieved"
    READ = "decided without a file"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """One file of a report, with where it is kept."""

    file: str
    path: str
    sha256: str
    format: str
    bytes: int
    pages: int
    characters: int
    text_sha256: str
    supplement: bool
    how: str
    confidence: float | None
    by: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow:
    """One report whose full text is sought, and its files."""

    record: RecordId
    standing: TextStanding
    title: str
    year: int | None
    doi: str
    files: tuple[FileRow, ...] = ()
    why: str = ""
    by: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingRow:
    """One report that a librarian is asked for; ``link`` is its DOI's address, else its own.

    ``not_retrieved_on``, ``by`` and ``why`` are filled where it could not be had.
    """

    record: RecordId
    title: str
    authors: str
    year: int | None
    journal: str
    volume: str
    issue: str
    pages: str
    doi: str
    pmid: str
    link: str
    not_retrieved_on: str = ""
    by: str = ""
    why: str = ""


def sought(review: Review) -> list[RecordId]:
    """The reports whose full text is sought: those at the full-text stage, in order of import.

    A review without that stage seeks the texts of the records it includes.
    """
    found = review.outcomes
    if Stage.FULLTEXT in found:
        return list(found[Stage.FULLTEXT])
    return included_in(found, review.protocol)


def list_full_texts(review: Review) -> tuple[ReportRow, ...]:
    """Every report whose full text is sought, with its files."""
    files, kept = _files(review, sought(review)), kept_files(folder_of(review))
    return tuple(
        _report(review, record, files[record.id], kept) for record in merged_records(review, files)
    )


def missing_full_texts(review: Review, *, given_up: bool = False) -> tuple[MissingRow, ...]:
    """The reports that have no text yet and nobody has decided on.

    Args:
        review: the open review.
        given_up: add those that were marked as not retrieved.
    """
    wanted = {TextStanding.SOUGHT, *([TextStanding.NOT_RETRIEVED] if given_up else [])}
    files = _files(review, sought(review))
    reports = [record for record in files if _standing(review, record, files[record]) in wanted]
    return tuple(_missing(review, record) for record in merged_records(review, reports))


def _files(review: Review, reports: Iterable[RecordId]) -> dict[RecordId, Files]:
    """Report -> its files; the duplicates are looked through once for all of them."""
    followers = followers_of(review.state)
    return {at: files_of_group(review, (at, *followers.get(at, ()))) for at in reports}


def _standing(review: Review, record: RecordId, files: Files) -> TextStanding:
    """Where the full text of a report stands."""
    state = review.state
    texts = [file.body for file in files if not file.body.supplement]
    if record in state.not_retrieved:
        return TextStanding.NOT_RETRIEVED
    if texts:
        readable = any(body.text_sha256 for body in texts)
        return TextStanding.ATTACHED if readable else TextStanding.NO_TEXT
    decided = state.in_force(Stage.FULLTEXT, record)
    return TextStanding.READ if decided else TextStanding.SOUGHT


def _report(review: Review, record: Record, files: Files, kept: Mapping[str, Path]) -> ReportRow:
    not_had = review.state.fulltexts.not_had.get(record.id)
    return ReportRow(
        record=record.id,
        standing=_standing(review, record.id, files),
        title=record.title,
        year=record.year,
        doi=record.doi,
        files=tuple(file_row(review, file, kept) for file in files),
        why=not_had.why if not_had else "",
        by=not_had.by if not_had else "",
        at=not_had.at.date().isoformat() if not_had else "",
    )


def file_row(review: Review, file: AttachedFile, kept: Mapping[str, Path]) -> FileRow:
    """An attached file as a row; ``kept`` as for ``path_of``."""
    body = file.body
    return FileRow(
        file=body.file_name,
        path=path_of(review, body, kept).relative_to(review.folder).as_posix(),
        sha256=body.file_sha256,
        format=body.format,
        bytes=body.file_bytes,
        pages=body.pages,
        characters=body.characters,
        text_sha256=body.text_sha256,
        supplement=body.supplement,
        how=body.how,
        confidence=body.confidence,
        by=file.by,
        at=file.at.isoformat(timespec="seconds"),
    )


def _missing(review: Review, record: Record) -> MissingRow:
    not_had = review.state.fulltexts.not_had.get(record.id)
    return MissingRow(
        record=record.id,
        title=record.title,
        authors="; ".join(author.name for author in record.authors),
        year=record.year,
        journal=record.venue,
        volume=record.volume,
        issue=record.issue,
        pages=record.pages,
        doi=record.doi,
        pmid=record.pmid,
        link=f"https://doi.org/{record.doi}" if record.doi else record.url,
        not_retrieved_on=not_had.at.date().isoformat() if not_had else "",
        by=not_had.by if not_had else "",
        why=not_had.why if not_had else "",
    )
