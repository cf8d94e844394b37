"""The file of a bundle: a ZIP with a header, texts, and the SHA-256 of each of them.

``bundle.json`` says what it is; ``log.jsonl`` holds events as stored. A bundle handed out has also
``review.toml``, ``records.jsonl`` and ``rejected.jsonl``; one handed back has its own events only.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from screening.codec import from_json, to_json
from screening.console import write_chunks
from screening.errors import BadInput, BadReview
from screening.events import StoredEvent, digest
from screening.store import RejectedRow

FORMAT = "tamis-bundle-1"
HEADER = "bundle.json"
PROTOCOL = "review.toml"
LOG = "log.jsonl"
RECORDS = "records.jsonl"
REJECTED = "rejected.jsonl"
T = TypeVar("T")
_MOST_BYTES = 2 << 30
# What zipfile raises on files that are damaged in one way or another.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    KeyError,
    ValueError,
    OSError,
    EOFError,
    RuntimeError,  # a part that claims to be encrypted, or to be packed in an unknown way
)
_SAME_TIME = (1980, 1, 1, 0, 0, 0)  # the same content is the same file


class Part(StrEnum):
    """Which way a bundle goes."""

    GIVEN = "given"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What a bundle is.

    ``base`` events begin its log, the last of them with ``base_digest``; ``last`` is the digest of
    the last event of all. ``members`` maps the other files to their SHA-256.
    """

    format: str = FORMAT
    part: Part
    bundle: str
    review: str
    title: str
    reviewer: str
    protocol: str
    base: int
    base_digest: str
    last: str
    members: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """A bundle as read: header and texts, which are what was written."""

    header: Header
    texts: Mapping[str, str]

    def rows(self) -> list[StoredEvent]:
        """The events.

        Raises:
            BadInput: one cannot be read.
        """
        return [_read(line, StoredEvent) for line in _lines(self.texts[LOG])]

    def records(self) -> list[tuple[int, str, str]]:
        """(number, search id, canonical JSON) of all records."""
        return [_read(line, tuple[int, str, str]) for line in _lines(self.texts[RECORDS])]

    def rejected(self) -> list[RejectedRow]:
        """All rejected entries."""
        return [_read(line, RejectedRow) for line in _lines(self.texts[REJECTED])]


def lines(values: Iterable[object]) -> str:
    """JSON Lines."""
    return "".join(f"{to_json(value)}\n" for value in values)


def write_bundle(path: Path, texts: Mapping[str, str], header: Header) -> None:
    """Write a bundle, whole or not at all.

    Args:
        path: the file.
        texts: the files in it by their names.
        header: what it is; its ``members`` are worked out here.

    Raises:
        CannotWrite: the folder is read-only, or the disk is full.
    """
    members = {name: _sha(text.encode("utf-8")) for name, text in texts.items()}
    made = replace(header, members=members)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in {HEADER: to_json(made), **texts}.items():
            info = zipfile.ZipInfo(name, _SAME_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(info, text.encode("utf-8"))
    write_chunks(path, [target.getvalue()])


def read_bundle(path: Path) -> Contents:
    """Read a bundle and check that every file in it is as it was written.

    Raises:
        BadInput: it is not there, no bundle, of a newer version, cut off, or was altered.
    """
    try:
        with zipfile.ZipFile(path) as file:
            header = _header(path, file)
            texts = {name: _member(path, file, name) for name in header.members}
    except FileNotFoundError as error:
        raise BadInput(
            f"There is no file {path}.", "Check the path; names with blanks need quotes."
        ) from error
    except _BROKEN as error:
        raise BadInput(
            f"{path} is no bundle, or was cut off on its way.",
            "Ask for the file again; 'tamis bundle make' and 'tamis bundle return' write one.",
        ) from error
    for name, text in texts.items():
        if _sha(text.encode("utf-8")) != header.members[name]:
            raise altered(path, f"its part {name} does not match its digest")
    if LOG not in texts:
        raise altered(path, "it has no log")
    return Contents(header=header, texts=texts)


def _header(path: Path, file: zipfile.ZipFile) -> Header:
    text = _member(path, file, HEADER)
    if f'"format":"{FORMAT}"' not in text:
        raise BadInput(
            f"{path} is no bundle that this version of Tamis knows.",
            "Update Tamis, then try again.",
        )
    return _read(text, Header)


def _member(path: Path, file: zipfile.ZipFile, name: str) -> str:
    if file.getinfo(name).file_size > _MOST_BYTES:
        raise BadInput(f"{path} holds a part of more than 2 GB.", "No review makes such a file.")
    try:
        return file.read(name).decode("utf-8")
    except UnicodeDecodeError:
        raise altered(path, f"its part {name} is no text") from None


def _lines(text: str) -> list[str]:
    """The lines, ended by LF alone: other line ends are part of the texts in them."""
    return [line for line in text.split("\n") if line]


def _read(text: str, kind: type[T]) -> T:
    try:
        return from_json(text, kind, "The bundle")
    except BadReview as error:
        raise BadInput(error.message, "Ask for the file again.") from None


def altered(path: Path, how: str) -> BadInput:
    """The error for a file that is not what a reviewer's program wrote."""
    return BadInput(
        f"{path} was altered or damaged after it was written: {how}.",
        "Nothing was taken over. Ask the reviewer to write it again with 'tamis bundle return'.",
    )


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def chained(rows: Iterable[StoredEvent], base: int, previous: str) -> Iterator[str]:
    """Sentences that speak against rows that go on from event ``base`` with that digest."""
    for expected, row in enumerate(rows, start=base + 1):
        made = digest(row.seq, row.at, row.by, row.kind, row.body, previous=row.previous)
        if row.seq != expected or row.previous != previous or made != row.digest:
            yield f"event {row.seq} does not follow the events before it as it was written"
            return
        previous = row.digest
