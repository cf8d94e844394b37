"""The archive of a package: written whole or not at all, equal for equal contents; read in bounds.

``SHA256SUMS`` lists every other member as ``sha256sum -c`` reads it, ``manifest.json`` among them.
"""

from __future__ import annotations

import hashlib
import os
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from extraction.exporters.package_manifest import PackedFile
from screening.console import cannot_write
from screening.errors import BadInput

MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"
MOST_MEMBERS = 200_000
_EPOCH = (1980, 1, 1, 0, 0, 0)
_PLAIN_FILE = 0o100644 << 16
_UNIX = 3
_KIND, _LINK, _ENCRYPTED = 0o170000, 0o120000, 1
# Logs and records pack 3 to 20 times; what unpacks beyond both bounds was made to fill the disk.
_FREE = 64 << 20
_RATIO = 200
_LONGEST_LINE = 128 << 20
_LARGEST_MANIFEST = 256 << 20
_BLOCK = 1 << 20
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, KeyError, ValueError)

Part = tuple[str, Iterable[bytes]]


def write_archive(
    path: Path, parts: Iterable[Part], manifest: Callable[[tuple[PackedFile, ...]], bytes]
) -> tuple[PackedFile, ...]:
    """Write a package; each part is made and packed before the next one is asked for.

    Args:
        path: the file; one that is there is replaced at the very end.
        parts: (path in the package, bytes in chunks), in their order.
        manifest: makes ``manifest.json`` of what was packed.

    Returns:
        All members but the list of sums.

    Raises:
        CannotWrite: the folder is read-only or missing, or the disk is full.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with beside.open("wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                packed = [_pack(archive, name, chunks) for name, chunks in parts]
                packed.append(_pack(archive, MANIFEST, [manifest(tuple(packed))]))
                _pack(archive, SUMS, [sums(packed)])
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        raise cannot_write(path, error) from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
    return tuple(packed)


def sums(packed: Iterable[PackedFile]) -> bytes:
    """The list of sums, by path."""
    listed = sorted(packed, key=lambda file: file.path)
    return "".join(f"{file.sha256}  {file.path}\n" for file in listed).encode()


def _pack(archive: zipfile.ZipFile, name: str, chunks: Iterable[bytes]) -> PackedFile:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system, info.external_attr = _UNIX, _PLAIN_FILE
    sha, size = hashlib.sha256(), 0
    with archive.open(info, "w", force_zip64=True) as target:
        for chunk in chunks:
            target.write(chunk)
            sha.update(chunk)
            size += len(chunk)
    return PackedFile(path=name, sha256=sha.hexdigest(), bytes=size)


class Archive:
    """An open package whose members were looked at before any is read."""

    def __init__(self, path: Path, opened: zipfile.ZipFile) -> None:
        self._path = path
        self._zip = opened
        self._members: Mapping[str, zipfile.ZipInfo] = {
            info.filename: info for info in opened.infolist()
        }
        self._check()

    @property
    def names(self) -> tuple[str, ...]:
        """The paths of all members, in their order."""
        return tuple(self._members)

    def _check(self) -> None:
        infos = self._zip.infolist()
        if len(infos) > MOST_MEMBERS:
            raise self.refused(f"it holds more than {MOST_MEMBERS:,} files")
        seen: set[str] = set()
        for info in infos:
            if why := _unsafe(info):
                raise self.refused(f"its member {info.filename!r} {why}")
            if info.filename.casefold() in seen:
                raise self.refused(f"it holds {info.filename!r} twice")
            seen.add(info.filename.casefold())
        most = max(_FREE, _RATIO * self._path.stat().st_size)
        if sum(info.file_size for info in infos) > most:
            raise self.refused(f"it unpacks to more than {most:,} bytes")

    def refused(self, why: str) -> BadInput:
        """The error for a package that is unsafe or cannot be read."""
        return BadInput(
            f"{self._path} was refused: {why}.",
            "Nothing of it was taken over. Ask for the file again.",
        )

    def blocks(self, name: str) -> Iterator[bytes]:
        """The bytes of a member, never more than its entry states.

        Raises:
            BadInput: it is damaged, or larger than stated.
        """
        with self._opened(name) as packed:
            while block := packed.read(_BLOCK):
                yield block

    def lines(self, name: str) -> Iterator[bytes]:
        """The lines of a member, each with its line end.

        Raises:
            BadInput: it is not there or damaged, or a line is longer than any row can be.
        """
        if name not in self._members:
            raise self.refused(f"it holds no {name}")
        with self._opened(name) as packed:
            while line := packed.readline(_LONGEST_LINE):
                if len(line) == _LONGEST_LINE:
                    raise self.refused(f"a line of {name} is longer than {_LONGEST_LINE:,} bytes")
                yield line

    def text(self, name: str) -> str:
        """A small member, whole.

        Raises:
            BadInput: it is not there, damaged, too large or no UTF-8.
        """
        if name not in self._members:
            raise self.refused(f"it holds no {name}, so it is no package")
        if self._members[name].file_size > _LARGEST_MANIFEST:
            raise self.refused(f"its {name} is larger than that of any review")
        try:
            return b"".join(self.blocks(name)).decode("utf-8")
        except UnicodeDecodeError:
            raise self.refused(f"its {name} is no text") from None

    def packed(self, name: str) -> PackedFile:
        """What a member holds in fact.

        Raises:
            BadInput: it is damaged.
        """
        sha, size = hashlib.sha256(), 0
        for block in self.blocks(name):
            sha.update(block)
            size += len(block)
        return PackedFile(path=name, sha256=sha.hexdigest(), bytes=size)

    @contextmanager
    def _opened(self, name: str) -> Iterator[zipfile.ZipExtFile]:
        info = self._members[name]
        if info.file_size > max(_FREE, _RATIO * info.compress_size):
            raise self.refused(f"its member {name!r} packs more tightly than any review")
        try:
            with self._zip.open(info) as packed:
                # zipfile stops at the size stated and compares the checksum there.
                yield packed  # type: ignore[misc]
        except _DAMAGE as error:
            raise self.refused(f"its member {name!r} is damaged ({error})") from error


def _unsafe(info: zipfile.ZipInfo) -> str:
    name = info.filename.replace("\\", "/")
    if name.startswith("/") or ".." in name.split("/") or re.match(r"[A-Za-z]:", name):
        return "points outside of the archive"
    if info.is_dir() or not name.isprintable():
        return "is no plain file"
    if (info.external_attr >> 16) & _KIND == _LINK:
        return "is a link"
    if info.flag_bits & _ENCRYPTED:
        return "is locked with a password"
    return ""


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """Open a package.

    Raises:
        BadInput: there is no such file, or it is no archive, damaged, unsafe or out of bounds.
    """
    try:
        opened = zipfile.ZipFile(path)
    except FileNotFoundError:
        raise BadInput(f"There is no file {path}.", "Name the package to check.") from None
    except (OSError, *_DAMAGE) as error:
        raise BadInput(
            f"{path} is no package, or was cut off on its way: {error}.",
            "'tamis export package' writes one. Ask for the file again.",
        ) from error
    with opened:
        yield Archive(path, opened)
