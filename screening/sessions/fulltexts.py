"""Full texts beside a review: files kept by their SHA-256, attached to reports, read, taken back.

``fulltexts/`` holds each file under its SHA-256 and the ending of its format, and the text read
out of it, in normal form, under the text's own SHA-256 with the ending ``.txt``. The log says which
file is of which report; the text is never read out anew, so that places in it stay valid.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from screening.console import cannot_write, write_chunks, write_file
from screening.errors import BadInput, BadReview, ReviewError, UsageError
from screening.events import AttachedFile, Maker, kept_for
from screening.events.kinds import FulltextAttached, FulltextDetached, ReportRetrieved
from screening.fulltext import Document, reader_of
from screening.records import RecordId
from screening.records.texts import text_sha256
from screening.sessions.review import Review
from screening.sessions.same_report import group_of

FULLTEXTS_FOLDER = "fulltexts"
TEXT_ENDING = ".txt"
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class FullText:
    """The text of one file of a report: in normal form, a form feed between two pages.

    ``record`` is the one the file was attached to; ``sha256`` that of the text in UTF-8.
    """

    record: RecordId
    file_name: str
    file_sha256: str
    supplement: bool
    pages: int
    text: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRead:
    """A file on its way into a review, read once: its bytes' SHA-256, its format and its text."""

    path: Path
    sha256: str
    size: int
    extension: str
    document: Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Attaching:
    """What is said of a file when it is attached; ``confidence`` is None where a person says it."""

    supplement: bool = False
    how: str = "named by hand"
    confidence: float | None = None


def files_of(review: Review, record: RecordId) -> tuple[AttachedFile, ...]:
    """The files of a report and of its duplicates: texts first, then supplements."""
    return files_of_group(review, group_of(review.state, record))


def files_of_group(review: Review, group: Iterable[RecordId]) -> tuple[AttachedFile, ...]:
    """Like ``files_of``, of a report whose duplicates are known: itself first."""
    held = [file for one in group for file in review.state.fulltexts.of(one)]
    once = {file.body.file_sha256: file for file in reversed(held)}.values()
    return tuple(sorted(once, key=lambda at: (at.body.supplement, at.seq)))


def full_texts(review: Review, record: RecordId) -> tuple[FullText, ...]:
    """The texts of a report's files, those that have one.

    Raises:
        BadReview: a text is missing or was altered.
    """
    return tuple(_text_of(review, file) for file in files_of(review, record) if _has_text(file))


def _has_text(file: AttachedFile) -> bool:
    return bool(file.body.text_sha256)


def _text_of(review: Review, file: AttachedFile) -> FullText:
    body = file.body
    return FullText(
        record=body.record,
        file_name=body.file_name,
        file_sha256=body.file_sha256,
        supplement=body.supplement,
        pages=body.pages,
        text=text_with(review, body.text_sha256, body.file_name),
        sha256=body.text_sha256,
    )


def text_with(review: Review, sha256: str, file_name: str) -> str:
    """A kept text by its SHA-256, checked.

    Raises:
        BadReview: it is missing or was altered.
    """
    path = folder_of(review) / f"{sha256}{TEXT_ENDING}"
    try:
        text = path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        text = None
    if text is None or text_sha256(text) != sha256:
        what = "is missing or cannot be read" if text is None else "was altered"
        raise BadReview(
            f"The text of {file_name} {what}: {path}.",
            f"Restore the folder '{FULLTEXTS_FOLDER}' of the review from a backup.",
        )
    return text


def folder_of(review: Review) -> Path:
    """Where the files and their texts are kept."""
    return review.folder / FULLTEXTS_FOLDER


def path_of(review: Review, file: FulltextAttached, kept: Mapping[str, Path]) -> Path:
    """Where an attached file is kept; ``kept`` are the ``kept_files`` of the folder."""
    return kept.get(file.file_sha256, folder_of(review) / file.file_sha256)


def read_file(path: Path) -> FileRead:
    """Read a file that may be attached.

    Raises:
        BadInput: it cannot be read.
    """
    reader = reader_of(path)
    sha256 = _sha256(path)
    document = reader.read(path)
    return FileRead(
        path=path,
        sha256=sha256,
        size=path.stat().st_size,
        extension=reader.extension,
        document=document,
    )


def _sha256(path: Path) -> str:
    sha = hashlib.sha256()
    for block in _blocks(path):
        sha.update(block)
    return sha.hexdigest()


def _blocks(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                yield block
    except OSError as error:
        raise BadInput(
            f"{path} cannot be read: {error.strerror}.", "Check the file's permissions."
        ) from error


def attach(review: Review, file: FileRead, record: RecordId, said: Attaching) -> bool:
    """Attach a file to a report; whether anything was new.

    A report that was marked as not retrieved is thereby found, unless the file is a supplement.

    Raises:
        UsageError: the record is a duplicate, or a supplement would come without its report.
        BadInput: the file was changed since it was read.
        CannotWrite: the folder cannot be written.
    """
    event = _event(file, record, said)
    try:
        _keep(review, file, event)
        with review.writing() as writer:
            state = writer.state
            if kept := state.duplicates.get(record):
                raise UsageError(
                    f"{record} is marked as a duplicate of {kept_for(state, kept)}.",
                    f"Attach the file to {kept_for(state, kept)}.",
                )
            held = state.fulltexts.files.get(record, {}).get(file.sha256)
            if held is not None and held.body.supplement == said.supplement:
                return False
            _keep(review, file, event)  # an attaching that failed meanwhile may have dropped it
            writer.append(event)
            if record in state.not_retrieved and not said.supplement:
                writer.append(ReportRetrieved(record=record))
    except BaseException:
        _drop(review, file, event)
        raise
    return True


def _event(file: FileRead, record: RecordId, said: Attaching) -> FulltextAttached:
    document = file.document
    return FulltextAttached(
        record=record,
        file_sha256=file.sha256,
        file_name=file.path.name,
        file_bytes=file.size,
        format=document.format,
        text_sha256=text_sha256(document.text) if document.has_text else "",
        characters=len(document.text) if document.has_text else 0,
        pages=document.pages,
        maker=Maker(name=document.maker, version=document.version),
        supplement=said.supplement,
        how=said.how,
        confidence=said.confidence,
    )


def _keep(review: Review, file: FileRead, event: FulltextAttached) -> None:
    """Put the file and its text beside the review, whole; what is there already stays."""
    folder = folder_of(review)
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise cannot_write(folder, error) from error
    kept = folder / f"{file.sha256}{file.extension}"
    if not kept.exists():
        write_chunks(kept, _unchanged(file))
    text = folder / f"{event.text_sha256}{TEXT_ENDING}"
    if event.text_sha256 and not text.exists():
        write_file(text, file.document.text.encode("utf-8"))


def _unchanged(file: FileRead) -> Iterator[bytes]:
    sha = hashlib.sha256()
    for block in _blocks(file.path):
        sha.update(block)
        yield block
    if sha.hexdigest() != file.sha256:
        raise BadInput(f"{file.path} was changed while it was read.", "Attach it again.")


def _drop(review: Review, file: FileRead, event: FulltextAttached) -> None:
    """Remove what a failed attaching left, unless some event speaks of it."""
    with suppress(ReviewError), review.store.writing():
        review.refresh()
        told = [held.body for held in _ever(review)]
        if all(body.file_sha256 != file.sha256 for body in told):
            (folder_of(review) / f"{file.sha256}{file.extension}").unlink(missing_ok=True)
        if all(body.text_sha256 != event.text_sha256 for body in told):
            (folder_of(review) / f"{event.text_sha256}{TEXT_ENDING}").unlink(missing_ok=True)


def _ever(review: Review) -> Iterator[AttachedFile]:
    """Every file that was ever attached."""
    for event in review.events():
        if isinstance(event.body, FulltextAttached):
            yield AttachedFile(seq=event.seq, at=event.at, by=event.by, body=event.body)


def detach(review: Review, record: RecordId, name: str = "", *, why: str = "") -> AttachedFile:
    """Take a wrong file of a report back; the file itself stays beside the review.

    Args:
        review: the open review.
        record: the report.
        name: the file's name or the beginning of its SHA-256; not needed if it is the only one.
        why: what was wrong.

    Raises:
        UsageError: the report has no such file, or several.
    """
    with review.writing() as writer:
        files = files_of(review, record)
        found = [
            file
            for file in files
            if not name or name == file.body.file_name or file.body.file_sha256.startswith(name)
        ]
        if len(found) != 1:
            listed = "; ".join(f"{at.body.file_name} ({at.body.file_sha256[:8]})" for at in files)
            what = f"no file {name!r}" if name and not found else f"{len(found)} such files"
            raise UsageError(
                f"{record} has {what if files else 'no file'}.",
                f"Its files are: {listed}." if files else "To see all: tamis fulltext list",
            )
        body = found[0].body
        writer.append(
            FulltextDetached(record=body.record, file_sha256=body.file_sha256, why=why.strip())
        )
        return found[0]
