"""The manifest of a package: what is in it, what was left out, and every number of the review.

``FORMAT`` is raised when an older Tamis could misread a package; fields may be added without.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

FORMAT = 1
SCHEMA = f"tamis-package/{FORMAT}"
Number: TypeAlias = int | float | str | bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedFile:
    """A file of the package: its path, the SHA-256 of its bytes and their number."""

    path: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginalFile:
    """A file that records were imported from; ``path`` is empty where only its hash is here."""

    search: str
    name: str
    sha256: str
    bytes: int
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachedText:
    """A full text of a record; ``path`` is empty where only its hash is here.

    ``text_sha256`` is that of the text read out of it, in which quotes have their places.
    """

    record: str
    name: str
    sha256: str
    bytes: int
    text_sha256: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """What the package was made without, and what therefore cannot be proved.

    ``withheld_events`` rows of the log were blind, from event ``withheld_from`` on the chain is the
    package's own. ``unproved_events`` are rows, ``unproved_records`` and ``unproved_rejected``
    searches without texts that their digests were made over. ``sentences`` say the same in words.
    """

    abstracts: bool
    originals: bool
    fulltexts: bool
    withheld_events: int
    withheld_from: int | None
    unproved_events: tuple[int, ...]
    unproved_records: tuple[str, ...]
    unproved_rejected: tuple[str, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """``manifest.json``.

    ``as_of`` is the time of the log's last event and ``head`` that event's digest. ``files`` are
    all members but the manifest itself and the list of sums.
    """

    format: int
    schema: str
    tamis: str
    review: str
    title: str
    events: int
    as_of: str
    head: str
    protocol_sha256: str
    left_out: LeftOut
    originals: tuple[OriginalFile, ...]
    fulltexts: tuple[AttachedText, ...]
    files: tuple[PackedFile, ...]
    numbers: dict[str, Number]
