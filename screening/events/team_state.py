"""What the log says of calibration rounds and of bundles."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime

from screening.events.team_kinds import BundleGiven, BundleMade, BundleMerged, CalibrationBegun
from screening.protocol import Stage
from screening.records import RecordId

TeamKind = CalibrationBegun | BundleMade | BundleMerged | BundleGiven


@dataclass(slots=True)
class Team:
    """Calibration rounds in their order, and bundles by their id.

    ``calibrated`` names who decides a record of a round; ``merged`` maps, per bundle, the number
    of an event there to its number here and its digest there; ``merged_to`` is the last number
    taken from a bundle; ``given`` is set where this log is a bundle's. ``told_at`` is when the
    last word on a full text was said.
    """

    calibrations: list[CalibrationBegun] = field(default_factory=list)
    calibrated: dict[tuple[Stage, RecordId], tuple[str, ...]] = field(default_factory=dict)
    bundles: dict[str, BundleMade] = field(default_factory=dict)
    merged: dict[str, dict[int, tuple[int, str]]] = field(default_factory=dict)
    merged_to: int = 0
    given: BundleGiven | None = None
    told_at: dict[RecordId, datetime] = field(default_factory=dict)

    def is_merged(self, seq: int) -> bool:
        """Whether an event was taken from a bundle."""
        return seq <= self.merged_to

    def is_newest(self, seq: int, at: datetime, record: RecordId) -> bool:
        """Whether this is the newest word on a record's full text: bundles may bring older ones."""
        if self.is_merged(seq) and record in self.told_at and at < self.told_at[record]:
            return False
        self.told_at[record] = at
        return True

    def forget(self, records: Collection[RecordId]) -> None:
        """Let rounds go on without these records; a round that has no other is none."""
        rounds = [
            replace(at, records=tuple(one for one in at.records if one not in records))
            for at in self.calibrations
        ]
        self.calibrations = [at for at in rounds if at.records]
        self.calibrated = {at: who for at, who in self.calibrated.items() if at[1] not in records}
        self.told_at = {at: when for at, when in self.told_at.items() if at not in records}

    def take(self, seq: int, body: TeamKind) -> None:
        """Take in an event."""
        match body:
            case CalibrationBegun():
                self.calibrations.append(body)
                for record in body.records:
                    self.calibrated[body.stage, record] = body.reviewers
            case BundleMade():
                self.bundles[body.bundle] = body
            case BundleMerged():
                here = self.merged.setdefault(body.bundle, {})
                for place, (number, digest) in enumerate(body.rows, start=1):
                    here[number] = (seq + place, digest)
                self.merged_to = seq + len(body.rows)
            case BundleGiven():
                self.given = body
