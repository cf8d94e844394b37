"""What can happen in a team: a calibration round, and work handed out and taken back in a file."""

from __future__ import annotations

from dataclasses import dataclass

from screening.protocol import Stage, Verdict
from screening.records import RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationBegun:
    """Before the stage goes on, everybody named decides these records.

    The records were drawn with ``seed`` from those nobody had decided; see ``draw``.
    """

    stage: Stage
    records: tuple[RecordId, ...]
    reviewers: tuple[str, ...]
    seed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleMade:
    """A reviewer is handed the review in a file: all of it but what others decided.

    ``base`` is how many events the file's log begins with, and ``digest`` that log's last digest:
    what comes back must go on from there. ``protocol`` is the SHA-256 of the protocol in force.
    """

    bundle: str
    reviewer: str
    base: int
    digest: str
    protocol: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleMerged:
    """The decisions of a bundle: as many events as ``rows`` follow, in the reviewer's name.

    ``rows`` holds, of each, its number and the start of its digest in the bundle's log. Their
    times are those at which they were made.
    """

    bundle: str
    reviewer: str
    rows: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleGiven:
    """Only in the log of a bundle, last of what it begins with: whose it is.

    ``settled`` are the outcomes of earlier stages that let a record through, nobody named.
    """

    bundle: str
    reviewer: str
    settled: tuple[tuple[Stage, RecordId, Verdict], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """Only in the log of a bundle: here the review's own log has something not handed out."""
