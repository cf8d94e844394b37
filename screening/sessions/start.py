"""Start a review: a folder with a protocol and an empty log, whole or not at all."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from pathlib import Path

import screening
from screening.codec import encodable
from screening.errors import CannotWrite
from screening.events.kinds import ReviewStarted
from screening.protocol import Protocol, parse_protocol, protocol_template
from screening.sessions.acting import reviewer_named
from screening.sessions.outputs import refuse_own
from screening.sessions.place import (
    DATABASE_FILE,
    DATABASE_FILES,
    LOCAL_FILE,
    Local,
    write_local,
)
from screening.sessions.protocol_file import write_new
from screening.sessions.protocol_in_force import amendment_of
from screening.sessions.review import (
    PROTOCOL_FILE,
    Clock,
    Review,
    now,
)
from screening.store import ReviewStore


def start_review(
    folder: Path,
    *,
    title: str,
    questions: Sequence[str] = (),
    reviewers: Sequence[str] = (),
    by: str = "",
    clock: Clock = now,
    store: str = "",
) -> Review:
    """Make a new review with a commented protocol.

    Args:
        folder: where it will live.
        title: of the review.
        questions: of the review.
        reviewers: their names.
        by: who starts it.
        clock: tells the time of its events.
        store: the URL of the database that takes the log; a file in the folder if left out.

    Raises:
        CannotWrite: there is a review already, or the folder cannot be written.
    """
    text = protocol_template(title, tuple(questions), tuple(reviewers))
    return start_review_with(folder, text, by=by, clock=clock, store=store)


def start_review_with(
    folder: Path, text: str, *, by: str = "", clock: Clock = now, store: str = ""
) -> Review:
    """Make a new review with a protocol written elsewhere; nothing is left behind on failure.

    Raises:
        BadReview: the protocol has a mistake.
        CannotWrite: there is a review already, or the folder cannot be written.
    """
    text = encodable(text, "The protocol").replace("\r\n", "\n")
    protocol = parse_protocol(text)
    reviewer = reviewer_named(by, protocol)
    refuse_own(folder, folder)
    if folder.exists() and not folder.is_dir():
        raise CannotWrite(f"{folder} is a file, not a folder.", "Name a folder for the review.")
    for name in (PROTOCOL_FILE, LOCAL_FILE, DATABASE_FILE):
        if (folder / name).exists():
            raise CannotWrite(
                f"{folder} holds a review already ({name} is there).",
                "Choose another folder, or work on that review.",
            )
    write_new(folder / PROTOCOL_FILE, text)
    try:
        return _first_events(folder, protocol, reviewer, clock, store)
    except BaseException:
        for name in (PROTOCOL_FILE, LOCAL_FILE, *DATABASE_FILES):
            (folder / name).unlink(missing_ok=True)
        raise


def _first_events(folder: Path, protocol: Protocol, by: str, clock: Clock, address: str) -> Review:
    store = ReviewStore.create(address or folder / DATABASE_FILE)
    try:
        write_local(folder, Local(store=store.where if address else ""))
        review = Review(folder, protocol, store, by, clock)
        with review.writing() as writer:
            writer.append(ReviewStarted(review=str(uuid.uuid4()), tamis=screening.__version__))
            writer.append(amendment_of(protocol))
    except BaseException:
        store.close()
        raise
    return review
