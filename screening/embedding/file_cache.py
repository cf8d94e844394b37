"""A vector cache in a folder: one append-only file per model, each entry with its checksum.

An entry is ``marker, dimension, SHA-256 of the text, float32 vector, checksum``. The checksum is
keyed by the model, so entries of one model are worthless under another's file name. Processes
append whole entries with single writes; whatever does not check (the torn tail of a crash, a
damaged disk block) is passed over, and the affected texts are encoded again.
"""

from __future__ import annotations

import hashlib
import os
import struct
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from screening.embedding.cache import VectorKey
from screening.errors import CannotWrite

if TYPE_CHECKING:
    from screening.embedding.encoder import Vectors

_HEAD = struct.Struct("<4sI32s")
_MARKER = b"TmV1"
_CHECK_BYTES = 8
_LARGEST_DIMENSION = 65_536
_APPEND = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Space:
    """The part of a key that says under which model: one file each."""

    model_sha256: str
    max_tokens: int
    backend: str

    @property
    def digest(self) -> bytes:
        text = f"{self.model_sha256}\n{self.max_tokens}\n{self.backend}"
        return hashlib.sha256(text.encode()).digest()


def _space(key: VectorKey) -> _Space:
    return _Space(model_sha256=key.model_sha256, max_tokens=key.max_tokens, backend=key.backend)


class FileVectorCache:
    """Keeps vectors in ``folder``.

    Args:
        folder: made when the first vector is kept.
        notice: told, as a sentence, when damaged entries were dropped.
    """

    def __init__(self, folder: Path, notice: Callable[[str], None] | None = None) -> None:
        self._folder = folder
        self._notice = notice

    def get_many(self, keys: Iterable[VectorKey]) -> Mapping[VectorKey, Vectors]:
        """The known vectors among ``keys``."""
        found: dict[VectorKey, Vectors] = {}
        for space, wanted in _by_space(keys).items():
            found |= self._read(space, wanted)
        return found

    def put_many(self, vectors: Mapping[VectorKey, Vectors]) -> None:
        """Append vectors.

        Raises:
            CannotWrite: the folder cannot be written.
        """
        for space, keys in _by_space(vectors).items():
            entries = [_entry(space.digest, text, vectors[key]) for text, key in keys.items()]
            self._append(self._path(space), entries)

    def _path(self, space: _Space) -> Path:
        return self._folder / f"{space.digest.hex()[:32]}.vectors"

    def _read(self, space: _Space, wanted: dict[bytes, VectorKey]) -> dict[VectorKey, Vectors]:
        import numpy as np

        path = self._path(space)
        try:
            data = path.read_bytes()
        except OSError:
            return {}
        found: dict[VectorKey, Vectors] = {}
        kept: list[bytes] = []
        end = 0
        for start, stop in _valid_entries(data, space.digest):
            kept.append(data[start:stop])
            end = stop
            key = wanted.get(data[start + 8 : start + _HEAD.size])
            if key is not None:
                body = data[start + _HEAD.size : stop - _CHECK_BYTES]
                found[key] = np.frombuffer(body, dtype="<f4").astype(np.float32)
        if sum(map(len, kept)) < end or not data.startswith(_MARKER[: len(data)]):
            self._drop_damage(path, kept)
        return found

    def _append(self, path: Path, entries: list[bytes]) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            handle = os.open(path, _APPEND, 0o666)
            try:
                _write_all(handle, b"".join(entries))
            finally:
                os.close(handle)
        except OSError as error:
            raise CannotWrite(
                f"The vectors cannot be kept in {path}: {error.strerror}.",
                "Free some space or make the folder writable; vectors kept so far stay valid.",
            ) from error

    def _drop_damage(self, path: Path, kept: list[bytes]) -> None:
        """Write the good entries to a new file; an entry another process adds meanwhile is lost."""
        if self._notice:
            self._notice(
                f"Damaged entries in the vector cache {path} were dropped; "
                f"{len(kept)} good ones were kept and the missing texts are encoded again."
            )
        with suppress(OSError):
            handle, name = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
            with os.fdopen(handle, "wb") as file:
                file.write(b"".join(kept))
            Path(name).chmod(path.stat().st_mode & 0o777)  # a temporary file is its maker's alone
            Path(name).replace(path)


def _by_space(keys: Iterable[VectorKey]) -> dict[_Space, dict[bytes, VectorKey]]:
    spaces: dict[_Space, dict[bytes, VectorKey]] = defaultdict(dict)
    for key in keys:
        spaces[_space(key)][bytes.fromhex(key.text_sha256)] = key
    return spaces


def _entry(digest: bytes, text_sha256: bytes, vector: Vectors) -> bytes:
    body = _HEAD.pack(_MARKER, len(vector), text_sha256) + vector.astype("<f4").tobytes()
    return body + _checksum(digest, body)


def _checksum(digest: bytes, body: bytes) -> bytes:
    return hashlib.blake2b(body, digest_size=_CHECK_BYTES, key=digest).digest()


def _valid_entries(data: bytes, digest: bytes) -> Iterator[tuple[int, int]]:
    """(start, stop) of each entry that checks; after damage the next marker is looked for."""
    start = data.find(_MARKER)
    while start >= 0:
        stop = _checked_stop(data, start, digest)
        if stop:
            yield start, stop
        start = data.find(_MARKER, stop or start + 1)


def _checked_stop(data: bytes, start: int, digest: bytes) -> int:
    """Where the entry at ``start`` ends, 0 if it is torn or damaged."""
    if start + _HEAD.size > len(data):
        return 0
    _, dimension, _ = _HEAD.unpack_from(data, start)
    stop = start + _HEAD.size + 4 * dimension + _CHECK_BYTES
    if dimension > _LARGEST_DIMENSION or stop > len(data):
        return 0
    body = data[start : stop - _CHECK_BYTES]
    return stop if data[stop - _CHECK_BYTES : stop] == _checksum(digest, body) else 0


def _write_all(handle: int, data: bytes) -> None:
    """One write where the system takes it whole; the rest of a short write follows."""
    while data:
        data = data[os.write(handle, data) :]
