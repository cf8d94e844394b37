"""The steps of one reviewer at one stage as the log has them: for undo, and for going back.

Read off the state, so that it is the same after a restart and costs nothing to keep.
"""

from __future__ import annotations

from collections.abc import Iterator

from screening.errors import UsageError
from screening.events import Decision, NotHad, ReviewState, SeatStep
from screening.events.kinds import Postponed
from screening.protocol import Stage
from screening.records import RecordId

Step = tuple[int, RecordId | None, Decision | NotHad | SeatStep]


def latest_step(state: ReviewState, stage: Stage, by: str) -> Step:
    """What undo takes back next: the number of its event, its record and the step itself.

    A postponement settled since is none; the record of a marked word is None.

    Raises:
        UsageError: there is none left.
    """
    found: list[Step] = [
        *_first(_decided(state, stage, by)),
        *_first(_beside(state, stage, by)),
        *(_missing(state, by) if stage is Stage.FULLTEXT else ()),
    ]
    if not found:
        raise UsageError(
            f"There is nothing of yours to undo at the {stage.label} stage.",
            "'tamis log' shows who did what at which stage.",
        )
    return max(found, key=lambda step: step[0])


def decided_records(state: ReviewState, stage: Stage, by: str) -> tuple[RecordId, ...]:
    """The records that a reviewer has decided at a stage, in the order of the latest decisions."""
    newest = dict.fromkeys(record for _seq, record, _step in _decided(state, stage, by) if record)
    return tuple(reversed(newest))


def _first(steps: Iterator[Step]) -> tuple[Step, ...]:
    step = next(steps, None)
    return (step,) if step else ()


def _decided(state: ReviewState, stage: Stage, by: str) -> Iterator[Step]:
    """The decisions that undo would take back, newest first."""
    for made in reversed(state.withdrawable.get(by, [])):
        if made.stage is stage:
            yield made.seq, made.record, made


def _beside(state: ReviewState, stage: Stage, by: str) -> Iterator[Step]:
    """Notes, tags, marked words and postponements in force, newest first."""
    for seq, (who, step) in reversed(state.seat.steps.items()):
        if who != by or step.stage is not stage:
            continue
        record = getattr(step, "record", None)
        settled = isinstance(step, Postponed) and (
            state.postponed.get((stage, step.record, by)) != seq
        )
        if not settled:
            yield seq, record, step


def _missing(state: ReviewState, by: str) -> Iterator[Step]:
    for record, held in state.fulltexts.not_had.items():
        if held.by == by:
            yield held.seq, record, held
