"""A project archive, read member by member within bounds; nothing is unpacked to disk."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from screening.errors import BadInput

MOST_MEMBERS = 20_000
# Texts pack 3 to 20 times; what unpacks beyond was made to fill the memory.
LARGEST_TEXT = 64 << 20
LARGEST_PROJECT = 256 << 20
_RATIO = 200
_FREE = 1 << 20
_CHUNK = 1 << 20
_ENCRYPTED = 1


class Archive:
    """An open archive whose members were looked at before any was read."""

    def __init__(self, path: Path, opened: zipfile.ZipFile) -> None:
        self._path = path
        self._zip = opened
        self._members = {
            info.filename.replace("\\", "/"): info
            for info in opened.infolist()
            if not info.is_dir()
        }
        self._check()

    def _check(self) -> None:
        if len(self._zip.infolist()) > MOST_MEMBERS:
            raise self._refused(f"it holds more than {MOST_MEMBERS:,} files")
        seen: set[str] = set()
        for info in self._zip.infolist():
            name = info.filename.replace("\\", "/")
            if name.startswith("/") or ".." in name.split("/") or re.match(r"[A-Za-z]:", name):
                raise self._refused(f"its member {name!r} points outside of the archive")
            if name in seen:
                raise self._refused(f"it holds {name!r} twice")
            seen.add(name)

    def _refused(self, why: str) -> BadInput:
        return BadInput(
            f"{self._path} was refused: {why}.", "Export the project anew from its program."
        )

    def project(self) -> bytes:
        """The one ``.qde`` file.

        Raises:
            BadInput: there is none, or more than one.
        """
        found = [name for name in self._members if name.casefold().endswith(".qde")]
        if len(found) != 1:
            raise BadInput(
                f"{self._path} holds {len(found) or 'no'} .qde files; a REFI-QDA project has one.",
                "Export the project anew as REFI-QDA (.qdpx).",
            )
        return self._read(found[0], LARGEST_PROJECT)

    def source(self, path: str) -> bytes | None:
        """The member that an ``internal://`` path names, None if it is not there."""
        wanted = path.replace("\\", "/").casefold()
        for name in self._members:
            folder, _, file = name.casefold().rpartition("/")
            if name.casefold() == wanted or (file == wanted and folder in {"", "sources"}):
                return self._read(name, LARGEST_TEXT)
        return None

    def _read(self, name: str, largest: int) -> bytes:
        info = self._members[name]
        if info.flag_bits & _ENCRYPTED:
            raise self._refused(f"its member {name!r} is locked with a password")
        most = min(largest, max(_FREE, _RATIO * info.compress_size))
        parts: list[bytes] = []
        size = 0
        with self._zip.open(info) as packed:
            while block := packed.read(_CHUNK):
                size += len(block)
                if size > most:
                    raise self._refused(f"its member {name!r} unpacks to more than {most:,} bytes")
                parts.append(block)
        return b"".join(parts)


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """Open a ``.qdpx`` file; damage met while it is read is told too.

    Raises:
        BadInput: damaged, locked, unsafe, or out of bounds.
    """
    try:
        with zipfile.ZipFile(path) as opened:
            yield Archive(path, opened)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
        raise BadInput(
            f"{path} is a damaged archive: {error}.", "Export the project anew from its program."
        ) from error
