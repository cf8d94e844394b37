"""The proof that the files of full texts, and the texts read out of them, are as the log says."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from screening.codec import from_json
from screening.events import StoredEvent
from screening.events.kinds import FulltextAttached
from screening.sessions.fulltexts import TEXT_ENDING
from screening.sessions.kept_files import kept_files

_BLOCK = 1 << 20


def fulltext_faults(rows: Iterable[StoredEvent], folder: Path) -> Iterator[str]:
    """Every sentence that speaks against the kept files, those taken back among them.

    Args:
        rows: the log.
        folder: where the files are kept.
    """
    seen: set[str] = set()
    kept = kept_files(folder)
    for row in rows:
        if row.kind != FulltextAttached.__name__:
            continue
        body = from_json(row.body, FulltextAttached, f"Event {row.seq}")
        if body.file_sha256 not in seen:
            seen.add(body.file_sha256)
            path = kept.get(body.file_sha256)
            yield from _faults(f"The full text {body.file_name}", path, folder, body.file_sha256)
        if body.text_sha256 and body.text_sha256 not in seen:
            seen.add(body.text_sha256)
            path = folder / f"{body.text_sha256}{TEXT_ENDING}"
            yield from _faults(f"The text of {body.file_name}", path, folder, body.text_sha256)


def _faults(what: str, path: Path | None, folder: Path, sha256: str) -> Iterator[str]:
    if path is None or not path.is_file():
        yield f"{what} is missing from {folder}."
    elif _sha256(path) != sha256:
        yield f"{what} was altered: {path}."


def _sha256(path: Path) -> str:
    sha = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            sha.update(block)
    return sha.hexdigest()
