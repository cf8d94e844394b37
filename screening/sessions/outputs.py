"""Files that a command writes where the user says: one rule for all of them.

1. What belongs to a review (its log, protocol, settings, kept files) is never written to, by
   whichever name it is called.
2. A file that is there already is written anew if the same command wrote it there and nobody has
   changed it since; any other only with ``--replace``. What is handed on to other people or
   programs (records, packages, bundles) always needs ``--replace``: somebody may work with it.
3. A name must end as what is written ends. All outputs of a command are looked at before the first
   is written.
4. A file's folder must be there. A folder that is to be filled is made, but not the one above it.

What was written is remembered in ``cache/outputs.json`` of the review, by its SHA-256. Without that
file, or without a review, nothing is known as written here, and ``--replace`` is asked for.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from fnmatch import fnmatchcase
from pathlib import Path

from screening.codec import from_json, to_json
from screening.console import cannot_write, write_file
from screening.errors import BadReview, CannotWrite, ReviewError, UsageError
from screening.sessions.fulltexts import FULLTEXTS_FOLDER
from screening.sessions.place import DATABASE_FILE, LOCAL_FILE
from screening.sessions.review import CACHE_FOLDER, ORIGINALS_FOLDER, PROTOCOL_FILE

OWN_FOLDERS = (ORIGINALS_FOLDER, FULLTEXTS_FOLDER, CACHE_FOLDER)
OWN_FILES = (
    PROTOCOL_FILE,
    LOCAL_FILE,
    f"{DATABASE_FILE}*",  # with the files that SQLite keeps beside it
    "review.moved-*.db*",
    "review.edited-*.toml",
)
MEMORY = "outputs.json"
_LINKABLE = (PROTOCOL_FILE, LOCAL_FILE, DATABASE_FILE)
_BLOCK = 1 << 20


@contextmanager
def outputs(
    files: Iterable[Path],
    *,
    kind: str,
    review: Path,
    replace: bool = False,
    endings: Collection[str] = (),
    folder: Path | None = None,
) -> Iterator[None]:
    """Look at all files that are to be written, and remember them once they are.

    Args:
        files: what is to be written, each of them.
        kind: what writes them, which may write them anew; empty for what is handed on.
        review: the folder of the review; need not be one.
        replace: write over what is there, whoever wrote it.
        endings: how names may end, with their dots; any if empty.
        folder: the folder that the files fill, made if it is not there.

    Raises:
        UsageError: a name ends otherwise.
        CannotWrite: a file is a review's own, is there already, or cannot be written.
    """
    wanted = tuple(files)
    may_write(wanted, kind=kind, review=review, replace=replace, endings=endings, inside=folder)
    if folder:
        _make(folder)
    yield
    _remember(wanted, kind, review)


def may_write(
    files: Iterable[Path],
    *,
    kind: str,
    review: Path,
    replace: bool = False,
    endings: Collection[str] = (),
    inside: Path | None = None,
) -> None:
    """Only look at the files; the arguments are those of ``outputs``.

    Raises: as ``outputs``.
    """
    wanted = tuple(files)
    for path in wanted:
        refuse_own(path, review)
        if path.is_dir():
            raise CannotWrite(f"{path} is a folder.", "Name a file in it.")
        if endings:
            check_ending(path, endings)
        if inside is None:
            _check_above(path)
    known = {} if replace else _known(review)
    for path in wanted:
        if os.path.lexists(path) and not (replace or _is_ours(path, kind, review, known)):
            raise _there_already(path, kind)


def _there_already(path: Path, kind: str) -> CannotWrite:
    if not kind:
        return CannotWrite(
            f"{path} is there already.", "Name another file, or write over it: --replace"
        )
    if path.is_symlink():
        return CannotWrite(
            f"{path} is there already, and is a link: files are only renewed under the name they"
            " were written by.",
            f"Name the file itself ({path.resolve()}), or replace the link by a file: --replace",
        )
    return CannotWrite(
        f"{path} is there already, and is not as this command wrote it.",
        "Name another file, or write over it: --replace",
    )


def may_fill(folder: Path, review: Path) -> None:
    """Make sure that a folder may be filled, or made in a folder that is there.

    Raises:
        CannotWrite: it belongs to a review, is a file, or the folder above it is missing.
    """
    refuse_own(folder, review)
    if folder.exists() and not folder.is_dir():
        raise CannotWrite(f"{folder} is a file, no folder.", "Name another folder.")
    _check_above(folder)


def check_ending(path: Path, endings: Collection[str]) -> None:
    """Make sure that a name ends as what is written.

    Raises:
        UsageError: it ends otherwise.
    """
    if not path.name.casefold().endswith(tuple(endings)):
        raise UsageError(
            f"What is written here ends in {' or '.join(endings)}; {path.name} does not end so.",
            f"For example: {path.stem or 'name'}{next(iter(endings))}",
        )


def refuse_own(path: Path, review: Path) -> None:
    """Make sure that a path is no part of a review: the one named, or any that it lies in.

    Raises:
        CannotWrite: it is one, by itself, or by way of a link.
    """
    for place in {_placed(path), path.resolve()}:
        if any(_is_own(place, folder) for folder in (review.resolve(), *place.parents)):
            raise CannotWrite(f"{path} belongs to the review itself.", "Choose another name.")
    if path.is_file() and path.stat().st_nlink > 1 and _is_linked(path, review):
        raise CannotWrite(
            f"{path} belongs to the review itself: it is another name of one of its files.",
            "Choose another name.",
        )


def _placed(path: Path) -> Path:
    """Where the name stands, be it a link or not."""
    return path.resolve() if path.name in ("", "..") else path.parent.resolve() / path.name


def _is_review(folder: Path) -> bool:
    return any((folder / name).exists() for name in (PROTOCOL_FILE, DATABASE_FILE, LOCAL_FILE))


def _is_own(place: Path, folder: Path) -> bool:
    """Whether a place belongs to the review in a folder; case does not count, as on many disks."""
    if not _is_review(folder):
        return False
    if any(place.is_relative_to((folder / name).resolve()) for name in OWN_FOLDERS):
        return True
    if any(place == (folder / name).resolve() for name in _LINKABLE):
        return True
    if not place.is_relative_to(folder) or place == folder:
        return False
    first, *further = place.relative_to(folder).parts
    name = first.casefold()
    return name in OWN_FOLDERS or (not further and _has_own_name(name))


def _has_own_name(name: str) -> bool:
    return any(fnmatchcase(name.casefold(), own) for own in OWN_FILES)


def _is_linked(path: Path, review: Path) -> bool:
    """Whether a file is a second name (a hard link) of a review's own one."""
    folders = [at for at in (review.resolve(), *path.resolve().parents) if _is_review(at)]
    return any(path.samefile(own) for folder in folders for own in _own_files(folder))


def _own_files(folder: Path) -> Iterator[Path]:
    for at in folder.iterdir():
        if at.name.casefold() in OWN_FOLDERS:
            yield from (below for below in at.rglob("*") if below.is_file())
        elif at.is_file() and _has_own_name(at.name):
            yield at


def _check_above(path: Path) -> None:
    above = _placed(path).parent
    if not above.is_dir():
        raise CannotWrite(
            f"{path} cannot be written: there is no folder {above}.",
            "Make that folder first, or name one that is there.",
        )


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(folder, error) from error


def _known(review: Path) -> Mapping[str, tuple[str, str]]:
    """Name of an output -> (kind, SHA-256), as remembered; nothing if that cannot be read."""
    with suppress(OSError, UnicodeDecodeError, BadReview):
        text = (review / CACHE_FOLDER / MEMORY).read_text(encoding="utf-8")
        return from_json(text, dict[str, tuple[str, str]], MEMORY)
    return {}


def _remember(files: Iterable[Path], kind: str, review: Path) -> None:
    """Keep what was written; where it cannot be kept, ``--replace`` is asked for next time."""
    if not (kind and _is_review(review)):
        return
    known = dict(_known(review))
    known.update((_name(path, review), (kind, _sha256(path))) for path in files if path.is_file())
    cache = review / CACHE_FOLDER
    with suppress(OSError, ReviewError):
        cache.mkdir(exist_ok=True)
        write_file(cache / MEMORY, to_json(known).encode())


def _is_ours(path: Path, kind: str, review: Path, known: Mapping[str, tuple[str, str]]) -> bool:
    """Whether a file stands as the same kind of command wrote it there."""
    said = known.get(_name(path, review))
    return said is not None and path.is_file() and said == (kind, _sha256(path))


def _name(path: Path, review: Path) -> str:
    """How an output is remembered: from the review's folder, so that both may be moved."""
    place, folder = _placed(path), review.resolve()
    return os.path.relpath(place, folder) if place.is_relative_to(folder) else str(place)


def _sha256(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            found.update(block)
    return found.hexdigest()
