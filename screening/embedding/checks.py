"""SHA-256 of model files, checked at first load and then remembered by size and time of change."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from screening.codec import from_json, to_json
from screening.embedding.cards import ModelCard, ModelFile
from screening.errors import BadInput, BadReview

STAMP_FILE = "checked-models.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A file hashed before: valid for as long as its size and time of change stay."""

    path: str
    bytes: int
    mtime_ns: int
    sha256: str


def check_files(folder: Path, card: ModelCard, cache: Path | None) -> None:
    """Compare a model's files with its card; hashes already seen in ``cache`` are not recomputed.

    Raises:
        BadInput: a file is missing or differs from the card.
    """
    found = {file.path: file for file in hashes(folder, (file.path for file in card.files), cache)}
    for expected in card.files:
        if found[expected.path].sha256 != expected.sha256:
            raise BadInput(
                f"The file {folder / expected.path} is not the one the model card of {card.name} "
                f"names: its SHA-256 is {found[expected.path].sha256}, "
                f"expected {expected.sha256}.",
                card.remedy,
            )


def hashes(folder: Path, paths: Iterable[str], cache: Path | None) -> tuple[ModelFile, ...]:
    """Size and SHA-256 of files inside ``folder``, with stamps kept in the folder ``cache``.

    Raises:
        BadInput: a file cannot be read.
    """
    known = {stamp.path: stamp for stamp in _read_stamps(cache)}
    stamps = {path: _stamp(folder / path, known) for path in paths}
    fresh = {stamp.path: stamp for stamp in stamps.values()}
    if cache is not None and not fresh.items() <= known.items():
        _write_stamps(cache, known | fresh)
    return tuple(
        ModelFile(path=path, bytes=stamp.bytes, sha256=stamp.sha256)
        for path, stamp in stamps.items()
    )


def fingerprint(files: Iterable[ModelFile]) -> str:
    """One SHA-256 for a model: of the lines ``<sha256>  <path>`` sorted by path."""
    lines = sorted((file.path, file.sha256) for file in files)
    text = "".join(f"{sha256}  {path}\n" for path, sha256 in lines)
    return hashlib.sha256(text.encode()).hexdigest()


def _stamp(path: Path, known: dict[str, Stamp]) -> Stamp:
    try:
        status = path.stat()
        stamp = known.get(str(path.resolve()))
        if stamp and (stamp.bytes, stamp.mtime_ns) == (status.st_size, status.st_mtime_ns):
            return stamp
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise BadInput(
            f"The model file {path} cannot be read: {error.strerror}.",
            "Install the model again, or give the folder of another one.",
        ) from error
    return Stamp(
        path=str(path.resolve()),
        bytes=status.st_size,
        mtime_ns=status.st_mtime_ns,
        sha256=sha256,
    )


def _read_stamps(cache: Path | None) -> tuple[Stamp, ...]:
    if cache is None:
        return ()
    with suppress(OSError, UnicodeDecodeError, BadReview):
        text = (cache / STAMP_FILE).read_text(encoding="utf-8")
        return from_json(text, tuple[Stamp, ...], STAMP_FILE)
    return ()  # a lost stamp costs one more hash, nothing else


def _write_stamps(cache: Path, stamps: dict[str, Stamp]) -> None:
    """Replace the stamp file in one step. A cache that cannot be written only costs time."""
    with suppress(OSError):
        cache.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=cache, prefix=STAMP_FILE)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(to_json(tuple(stamps.values())))
        Path(name).replace(cache / STAMP_FILE)
