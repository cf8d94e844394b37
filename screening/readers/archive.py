"""A ZIP archive of export files: its members, unpacked within bounds into a folder.

Refused as a whole: members outside the folder, links, locked members, archives in the archive,
too many members, and what unpacks without end. Nothing is left out silently but the notes that
operating systems add.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from screening.errors import BadInput
from screening.readers.source import ZIP_MAGIC

MAX_MEMBERS = 1_000
# Exports pack 3 to 20 times; what unpacks beyond both bounds was made to fill the disk.
_UNPACKED_FREE = 1 << 28
_UNPACKED_RATIO = 100
_CHUNK = 1 << 20
# Office documents and ASReview projects are ZIP archives; these members tell them.
_OFFICE = frozenset({"[Content_Types].xml", "mimetype"})
_PROJECT = frozenset({"project.json", "results.db"})
_SYSTEM_FOLDER = "__MACOSX"
_SYSTEM_FILES = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
_ODD = re.compile(r"[^\w.() -]+")
_LINK = 0o120000
_KIND = 0o170000
_ENCRYPTED = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One file of an archive: where it was unpacked to, and its path inside."""

    path: Path
    name: str


def is_archive(path: Path) -> bool:
    """Whether a file is a readable ZIP archive of files, and not one file of another format."""
    if not path.is_file():
        return False
    try:
        with path.open("rb") as stream:
            if stream.read(len(ZIP_MAGIC)) != ZIP_MAGIC:
                return False
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            return not _OFFICE & names and not names >= _PROJECT
    except (OSError, zipfile.BadZipFile):  # told when it is opened as an export file
        return False


def unpack(path: Path, folder: Path) -> tuple[Member, ...]:
    """Unpack the files of an archive, in its order, each into a folder of its own.

    Raises:
        BadInput: a member is unsafe or unreadable, or the archive is out of bounds or empty.
    """
    with _damage_told(path), zipfile.ZipFile(path) as archive:
        infos = [info for info in archive.infolist() if not _is_system(info)]
        _check(path, infos)
        members = tuple(
            _unpack(path, archive, info, folder / str(number))
            for number, info in enumerate(infos, start=1)
        )
    for member in members:
        if is_archive(member.path):
            raise BadInput(
                f"{path} holds another archive, {member.name!r}.",
                "Unpack it by hand and give the export files inside.",
            )
    return members


def _is_system(info: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(info.filename).parts
    return (
        info.is_dir()
        or parts[:1] == (_SYSTEM_FOLDER,)
        or (bool(parts) and parts[-1].casefold() in _SYSTEM_FILES)
    )


def _check(path: Path, infos: Sequence[zipfile.ZipInfo]) -> None:
    if not infos:
        raise BadInput(f"{path} is an archive without files.", "Check the download.")
    if len(infos) > MAX_MEMBERS:
        raise BadInput(
            f"{path} holds {len(infos):,} files; an archive of exports may hold {MAX_MEMBERS:,}.",
            "Unpack it by hand and give the export files inside.",
        )
    for info in infos:
        if reason := _unsafe(info):
            raise BadInput(
                f"{path} was refused: its member {info.filename!r} {reason}.",
                "Unpack it by hand, look at what it holds and give the export files inside.",
            )
    unpacked, limit = sum(info.file_size for info in infos), _limit(path)
    if unpacked > limit:
        raise _too_large(path, limit)


def _unsafe(info: zipfile.ZipInfo) -> str:
    name = info.filename.replace("\\", "/")
    if name.startswith("/") or ".." in name.split("/") or re.match(r"[A-Za-z]:", name):
        return "points outside of the archive"
    if (info.external_attr >> 16) & _KIND == _LINK:
        return "is a link"
    if info.flag_bits & _ENCRYPTED:
        return "is locked"
    return ""


def _limit(path: Path) -> int:
    return max(_UNPACKED_FREE, _UNPACKED_RATIO * path.stat().st_size)


def _too_large(path: Path, limit: int) -> BadInput:
    return BadInput(
        f"{path} has {path.stat().st_size:,} bytes but unpacks to more than {limit:,}.",
        "No export packs so tightly. If it is one, unpack it by hand.",
    )


def _unpack(path: Path, archive: zipfile.ZipFile, info: zipfile.ZipInfo, folder: Path) -> Member:
    """Write one member; what its entry states of its size is held to while it is unpacked."""
    folder.mkdir(parents=True)
    target = folder / (_ODD.sub("_", PurePosixPath(info.filename).name)[-100:] or "member")
    written = 0
    with archive.open(info) as packed, target.open("wb") as file:
        while block := packed.read(_CHUNK):
            written += len(block)
            if written > info.file_size:
                raise _too_large(path, info.file_size)
            file.write(block)
    return Member(path=target, name=info.filename)


@contextmanager
def _damage_told(path: Path) -> Iterator[None]:
    import zlib

    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
        raise BadInput(
            f"{path} is a damaged archive, or packed in a way that is not read: {error}.",
            "Download it again, or unpack it by hand and give the export files inside.",
        ) from error
