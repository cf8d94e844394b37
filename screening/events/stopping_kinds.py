"""What can happen on the way to stopping a stage: random draws begun and ended, and the stop."""

from __future__ import annotations

from dataclasses import dataclass

from screening.protocol import Stage
from screening.records import RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditBegun:
    """From here on the queue mixes random draws among the ranker's choices.

    ``ranking`` is the number of the RankingMade event the choices come from. ``pool`` holds the
    records nobody had settled then; ``seed`` and ``share`` decide every place of the queue. The
    digests are SHA-256 over the sorted ids of the pool and of all records at the stage: where the
    latter no longer fits, the draws are of another set of records and do not count.
    """

    stage: Stage
    ranking: int
    seed: str
    share: float
    pool: tuple[RecordId, ...]
    pool_digest: str
    stage_digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEnded:
    """The draws of event ``audit`` ended after the first ``places`` of its queue.

    Another ranking took over, or the stage was stopped.
    """

    stage: Stage
    audit: int
    places: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StageStopped:
    """A person ends a stage: what is unread then stays unread and counts as not screened.

    The verdict acted on is kept as it was: the rules, what they said, the recall certified (None:
    nothing is), the target, how many records were read and found, and which are left unread.
    Records that come later are not among them.
    """

    stage: Stage
    rule: str
    said_stop: bool
    guaranteed: bool
    certified: float | None
    recall: float
    confidence: float
    read: int
    found: int
    unread: tuple[RecordId, ...]
    text: str
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StageReopened:
    """A person takes a stop back; the unread records wait again."""

    stage: Stage
    why: str = ""
