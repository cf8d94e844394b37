"""What the log says of random draws and of stages that were ended early."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from screening.events.screening_kinds import RankingMade
from screening.events.stopping_kinds import AuditBegun, AuditEnded, StageReopened, StageStopped
from screening.protocol import Stage
from screening.records import RecordId

StoppingKind = AuditBegun | AuditEnded | StageStopped | StageReopened


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditHeld:
    """Random draws begun by event ``seq``: the ranker's order then, and how far the queue went.

    ``places`` is None while the queue is in force.
    """

    seq: int
    body: AuditBegun
    order: tuple[RecordId, ...]
    places: int | None = None


@dataclass(slots=True)
class Stopping:
    """Audits, the last one of a stage last, and the stops in force with their event's number."""

    audits: dict[Stage, list[AuditHeld]] = field(default_factory=dict)
    stops: dict[Stage, tuple[int, StageStopped]] = field(default_factory=dict)
    unread: dict[Stage, frozenset[RecordId]] = field(default_factory=dict)

    def take(self, seq: int, body: StoppingKind, ranking: tuple[int, RankingMade] | None) -> None:
        """Take in an event; ``ranking`` is the one then in force at its stage."""
        match body:
            case AuditBegun():
                order = ranking[1].order if ranking else ()
                held = AuditHeld(seq=seq, body=body, order=order)
                self.audits.setdefault(body.stage, []).append(held)
            case AuditEnded():
                self.audits[body.stage] = [
                    replace(audit, places=body.places) if audit.seq == body.audit else audit
                    for audit in self.audits.get(body.stage, [])
                ]
            case StageStopped():
                self.stops[body.stage] = (seq, body)
                self.unread[body.stage] = frozenset(body.unread)
            case StageReopened():
                self.stops.pop(body.stage, None)
                self.unread.pop(body.stage, None)

    def left_unread(self, stage: Stage, record: RecordId) -> bool:
        """Whether the stage was ended without this record."""
        return record in self.unread.get(stage, ())

    def open_audit(self, stage: Stage) -> AuditHeld | None:
        """The random draws in force at a stage."""
        held = self.audits.get(stage, [])
        return held[-1] if held and held[-1].places is None else None
