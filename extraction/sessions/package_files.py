"""The files behind a review, as a package names them: imported files and attached full texts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from extraction.exporters.package_archive import Part
from extraction.exporters.package_manifest import AttachedText, OriginalFile
from screening.errors import BadReview
from screening.events.kinds import FulltextAttached
from screening.sessions.fulltexts import FULLTEXTS_FOLDER, TEXT_ENDING, folder_of, path_of
from screening.sessions.kept_files import kept_files
from screening.sessions.review import Review

ORIGINALS = "originals/"
FULLTEXTS = f"{FULLTEXTS_FOLDER}/"
_BLOCK = 1 << 20


def originals(review: Review, copy: Review, *, wanted_files: bool) -> Iterator[OriginalFile]:
    """The imported files, in the order of import; one kept elsewhere comes by its hash only.

    Those of imports that were taken back are among them, for the log vouches for them all.

    In a review in a shared database each file is with whoever imported it.
    """
    for done in copy.state.every_import():
        search = done.body.search
        is_here = wanted_files and (review.originals / search.file_sha256).is_file()
        yield OriginalFile(
            search=search.id,
            name=search.file_name,
            sha256=search.file_sha256,
            bytes=search.file_bytes,
            path=f"{ORIGINALS}{search.file_sha256}" if is_here else "",
        )


def attached(copy: Review, *, wanted_files: bool) -> Iterator[AttachedText]:
    """Every full text that was ever attached, once for each record, in the order of the log."""
    seen: set[tuple[str, str]] = set()
    for event in copy.events():
        body = event.body
        if isinstance(body, FulltextAttached) and (body.record, body.file_sha256) not in seen:
            seen.add((body.record, body.file_sha256))
            yield AttachedText(
                record=body.record,
                name=body.file_name,
                sha256=body.file_sha256,
                bytes=body.file_bytes,
                text_sha256=body.text_sha256,
                path=f"{FULLTEXTS}{body.file_sha256}" if wanted_files else "",
            )


def attached_parts(review: Review, texts: tuple[AttachedText, ...]) -> Iterator[Part]:
    """The files of full texts that go along and the texts read out of them, each once."""
    kept = {
        event.body.file_sha256: event.body
        for event in review.events()
        if isinstance(event.body, FulltextAttached)
    }
    wanted = {text.sha256: text for text in texts if text.path}
    folder = folder_of(review)
    paths = kept_files(folder)
    for text in wanted.values():
        path = path_of(review, kept[text.sha256], paths)
        yield text.path, checked_blocks(path, text.name, text.sha256)
    for sha256 in sorted({text.text_sha256 for text in wanted.values()} - {""}):
        name = f"{sha256}{TEXT_ENDING}"
        yield f"{FULLTEXTS}{name}", checked_blocks(folder / name, f"the text {name}", sha256)


def once(files: tuple[OriginalFile, ...]) -> tuple[OriginalFile, ...]:
    """The imported files that go along; a file that was read twice is one file."""
    return tuple({file.path: file for file in files if file.path}.values())


def checked_blocks(path: Path, name: str, sha256: str) -> Iterator[bytes]:
    """The bytes of a kept file, which must be those that were kept.

    Raises:
        BadReview: it is missing or was altered.
    """
    sha = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                sha.update(block)
                yield block
    except OSError as error:
        raise _not_kept(path, name, f"cannot be read ({error.strerror})") from error
    if sha.hexdigest() != sha256:
        raise _not_kept(path, name, "was altered")


def _not_kept(path: Path, name: str, how: str) -> BadReview:
    return BadReview(
        f"The kept copy of {name} {how}: {path}.",
        f"Restore the folder '{path.parent.name}' of the review from a backup.",
    )
