"""Write review.toml anew as the log last recorded it; what stood there is kept beside it."""

from __future__ import annotations

from pathlib import Path

from screening.console import write_chunks
from screening.sessions.moving import recorded_text
from screening.sessions.place import place_of
from screening.sessions.review import PROTOCOL_FILE, require_store
from screening.store import ReviewStore


def restore_protocol(folder: Path) -> str:
    """Put the recorded protocol back; the name under which the edited one is kept, if any.

    Raises:
        BadReview: there is no review, or no protocol is recorded.
        CannotWrite: the folder is read-only, or the disk is full.
    """
    require_store(folder)
    store = ReviewStore.open(place_of(folder))
    try:
        text = recorded_text(store)
    finally:
        store.close()
    path = folder / PROTOCOL_FILE
    data = text.encode("utf-8")
    if path.is_file() and path.read_bytes() == data:
        return ""
    kept = _keep(path)
    write_chunks(path, [data])
    return kept


def _keep(path: Path) -> str:
    """Copy what is there under a free name."""
    if not path.is_file():
        return ""
    number = 1
    while (other := path.with_name(f"review.edited-{number}.toml")).exists():
        number += 1
    write_chunks(other, [path.read_bytes()])
    return other.name
