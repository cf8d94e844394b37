"""Which stage is meant when none is named."""

from __future__ import annotations

from screening.errors import UsageError
from screening.protocol import Stage
from screening.sessions.review import Review
from screening.sessions.screen import progress


def stage_to_screen(review: Review) -> Stage:
    """The first stage with something in this reviewer's queue; the last one if all are done.

    Raises:
        UsageError: nothing has been imported yet.
    """
    if not review.state.record_total:
        raise UsageError(
            "There is no record to screen yet.", "Next: tamis import FILE --source DATABASE"
        )
    stages = [plan.stage for plan in review.protocol.stages]
    return next((stage for stage in stages if progress(review, stage).waiting), stages[-1])
