"""The imported files: kept by their hash, given back byte by byte under their own names."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath, PureWindowsPath

from screening.console import cannot_write, write_chunks
from screening.errors import BadInput, BadReview, CannotWrite, ReviewError
from screening.readers import Source
from screening.records import Search
from screening.sessions.review import Review

_BLOCK = 1 << 20


def export_originals(review: Review, folder: Path) -> tuple[Path, ...]:
    """Copy every imported file to a folder. Returns the files, in the order of import.

    A file that stands there already with the same content is left as it is. Nothing is copied
    unless every original is there, unaltered, and no other file is in the way.

    Raises:
        BadReview: an original is missing or was altered.
        CannotWrite: the folder cannot be written, or another file has the name of an original.
    """
    searches = _once([done.body.search for done in review.state.imports])
    targets = [folder / name for name in names_of(searches)]
    for search, target in zip(searches, targets, strict=True):
        check_original(review, search)
        if os.path.lexists(target) and not _is_same(target, search):
            raise CannotWrite(
                f"{target} is there already, with another content.", "Choose another folder."
            )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for search, target in zip(searches, targets, strict=True):
            if not target.exists():
                write_chunks(target, _blocks(review.originals / search.file_sha256))
    except OSError as error:
        raise cannot_write(folder, error) from error
    return tuple(targets)


def _once(searches: list[Search]) -> list[Search]:
    """A file that was read again, in another way, is one file."""
    first: dict[str, Search] = {}
    for search in searches:
        first.setdefault(search.file_sha256, search)
    return list(first.values())


def names_of(searches: list[Search]) -> list[str]:
    """A name for each file: its own, with the search's id before it where another has the same.

    Names come from the log, which others may have written, so folders in them do not count.
    """
    plain = [_bare(search.file_name) or f"{search.id}.{search.format}" for search in searches]
    folded = [name.casefold() for name in plain]
    named = [
        f"{search.id}-{name}" if folded.count(name.casefold()) > 1 else name
        for search, name in zip(searches, plain, strict=True)
    ]
    if len({name.casefold() for name in named}) == len(named):
        return named
    return [f"{search.id}-{name}" for search, name in zip(searches, plain, strict=True)]


def _bare(name: str) -> str:
    bare = PureWindowsPath(PurePosixPath(name).name).name
    shown = "".join(char for char in bare if char.isprintable())
    return "" if shown in {".", ".."} else shown


def check_original(review: Review, search: Search) -> None:
    """Make sure that the file of a search is there, byte for byte as it was imported.

    Raises:
        BadReview: it is missing or was altered.
    """
    path = review.originals / search.file_sha256
    if not path.is_file():
        raise BadReview(
            f"The original of search {search.id} ({search.file_name}) is missing: {path}.",
            "Restore the folder 'originals' of the review from a backup.",
        )
    if not _is_same(path, search):
        raise BadReview(
            f"The original of search {search.id} ({search.file_name}) was altered: {path}.",
            "Restore it from a backup; its name is the SHA-256 of its content.",
        )


def _is_same(path: Path, search: Search) -> bool:
    if not path.is_file():
        return False
    sha = hashlib.sha256()
    for block in _blocks(path):
        sha.update(block)
    return sha.hexdigest() == search.file_sha256


def _blocks(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                yield block
    except OSError as error:
        raise BadReview(
            f"{path} cannot be read: {error.strerror}.", "Check its permissions."
        ) from error


def keep_original(review: Review, source: Source) -> None:
    """Copy the file into the review under its hash."""
    target = review.originals / source.sha256
    if target.exists():
        return
    try:
        target.parent.mkdir(exist_ok=True)
    except OSError as error:
        raise cannot_write(target, error) from error
    write_chunks(target, _checked_blocks(source))


def drop_original(review: Review, source: Source) -> None:
    """Remove the copy of a failed import, unless another process has imported the file since."""
    target = review.originals / source.sha256
    if not target.exists():
        return
    with suppress(ReviewError), review.store.writing():
        review.refresh()
        every = (done.body.search.file_sha256 for done in review.state.every_import())
        if source.sha256 not in every:
            target.unlink(missing_ok=True)


def _checked_blocks(source: Source) -> Iterator[bytes]:
    """The file's bytes, which must still be those that were hashed."""
    sha = hashlib.sha256()
    with source.path.open("rb") as original:
        while block := original.read(1 << 20):
            sha.update(block)
            yield block
    if sha.hexdigest() != source.sha256:
        raise BadInput(
            f"{source.path} was changed while it was read.", "Repeat the import when it is done."
        )
