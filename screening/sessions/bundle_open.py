"""Open a bundle as a review of one's own, and write the file that brings its decisions back."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from screening.console import cannot_write, write_chunks
from screening.errors import CannotWrite, UsageError
from screening.events import StoredEvent
from screening.events.kinds import BundleGiven
from screening.sessions import bundle_file as files
from screening.sessions.bundle_rules import STEPS
from screening.sessions.log import verify
from screening.sessions.outputs import outputs, refuse_own
from screening.sessions.place import DATABASE_FILE, Local, write_local
from screening.sessions.proof import Proof
from screening.sessions.review import PROTOCOL_FILE, Review
from screening.store import ReviewStore

_STEPS = {kind.__name__ for kind in STEPS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A bundle as a folder to work in."""

    folder: Path
    title: str
    reviewer: str
    records: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """A file to hand back: ``steps`` of the reviewer, and the digest they end with."""

    file: Path
    reviewer: str
    steps: int
    digest: str


def open_bundle(path: Path, folder: Path | None = None) -> Opened:
    """Make a folder of a bundle, whole or not at all.

    Args:
        path: the file that was handed out.
        folder: where to work, new or empty; one named like the file, in the current folder, if
            left out.

    Raises:
        BadInput: it is no bundle, or was altered.
        CannotWrite: the folder holds something, or cannot be written.
    """
    contents = files.read_bundle(path)
    header = contents.header
    if header.part is not files.Part.GIVEN:
        raise UsageError(
            f"{path} is what {header.reviewer} hands back.",
            "It goes into the review itself: tamis bundle merge FILE",
        )
    folder = folder or Path(path.with_suffix("").name)
    refuse_own(folder, folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CannotWrite(f"{folder} is there already.", "Name a new folder: ... FILE FOLDER")
    beside = folder.resolve().with_name(f".{folder.name}.{os.getpid()}.opening")
    try:
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir(parents=True)
        _fill(beside, path, contents)
        if folder.exists():
            folder.rmdir()
        beside.replace(folder)
    except OSError as error:
        raise cannot_write(folder, error) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    records = len(contents.records())
    return Opened(folder=folder, title=header.title, reviewer=header.reviewer, records=records)


def _fill(folder: Path, path: Path, contents: files.Contents) -> None:
    """Protocol, log and records, proved."""
    header = contents.header
    write_chunks(folder / PROTOCOL_FILE, [contents.texts[files.PROTOCOL].encode("utf-8")])
    write_local(folder, Local(reviewer=header.reviewer))
    store = ReviewStore.create(folder / DATABASE_FILE)
    try:
        with store.writing() as writing:
            writing.copy_events(contents.rows())
            writing.add_records(contents.records())
            writing.add_rejected(contents.rejected())
        if store.head() != (header.base, header.base_digest):
            raise files.altered(path, "its log does not end as its header says")
        for fault in verify(Proof(folder, store)):
            raise files.altered(path, fault.rstrip("."))
    finally:
        store.close()


def return_bundle(review: Review, path: Path | None = None, *, replace: bool = False) -> Returned:
    """Write what was decided in a bundle into a file to hand back.

    Raises:
        UsageError: this is no bundle, or nothing has been decided in it.
        CannotWrite: the file cannot be written.
    """
    given = review.state.team.given
    if given is None:
        raise UsageError(
            "This is the review itself, not a bundle.",
            "'tamis bundle merge FILE' takes decisions back here.",
        )
    rows = list(review.store.rows())
    base = next(row for row in rows if row.kind == type(given).__name__)
    own = rows[base.seq :]
    steps = sum(row.kind in _STEPS for row in own)
    if not steps:
        raise UsageError("Nothing has been decided here yet.", "Next: tamis screen")
    path = path or Path(f"{review.folder.resolve().name}.returned.tamis")
    with outputs([path], kind="returned bundle", review=review.folder, replace=replace):
        _write_returned(review, path, given, base, own)
    return Returned(file=path, reviewer=given.reviewer, steps=steps, digest=rows[-1].digest)


def _write_returned(
    review: Review, path: Path, given: BundleGiven, base: StoredEvent, own: list[StoredEvent]
) -> None:
    header = files.Header(
        part=files.Part.RETURNED,
        bundle=given.bundle,
        review=review.state.review,
        title=review.protocol.title,
        reviewer=given.reviewer,
        protocol=review.state.protocol_sha256,
        base=base.seq,
        base_digest=base.digest,
        last=own[-1].digest,
    )
    files.write_bundle(path, {files.LOG: files.lines(own)}, header)
