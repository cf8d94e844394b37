"""Where the review stands, and what to do next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from screening.protocol import Stage, to_stage
from screening.records import record_number
from screening.sessions.retracted import retraction_note
from screening.sessions.review import Review
from screening.sessions.same_report import open_questions
from screening.sessions.screen import Progress, held, progress

_RETURN = "tamis bundle return"

FurtherStep = Callable[[Review], str]
"""Names the command that comes once nothing is left to screen."""


def _ask_status(_review: Review) -> str:
    return "tamis status"


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """The state of a review in a few numbers; all of them computed from the log.

    ``retractions`` says which included records were retracted, empty if none.
    """

    title: str
    by: str
    events: int
    searches: int
    records: int
    duplicates: int
    stages: tuple[Progress, ...]
    protocol_changed: bool
    next_step: str
    retractions: str = ""


def status_of(review: Review, after: FurtherStep = _ask_status) -> Status:
    """Compute where the review stands.

    Args:
        review: the open review.
        after: what to do once nothing is left to screen; else ``tamis status`` is to be asked.
    """
    state, in_bundle = review.state, review.state.team.given is not None
    stages = tuple(progress(review, plan.stage) for plan in review.protocol.stages)
    return Status(
        title=review.protocol.title,
        by=review.by,
        events=state.last_seq,
        searches=len(state.imports),
        records=state.record_total,
        duplicates=len(state.duplicates),
        stages=stages,
        protocol_changed=review.protocol_changed,
        next_step=_next_step(review, stages) or (_RETURN if in_bundle else after(review)),
        retractions=retraction_note(review),
    )


def stage_named(review: Review, text: str) -> Stage:
    """The stage a user names; where none is named, the first that still has open records.

    Raises:
        UsageError: no such stage, or the review does not use it.
    """
    if text:
        return review.protocol.plan(to_stage(text)).stage
    stages = [plan.stage for plan in review.protocol.stages]
    return next((stage for stage in stages if progress(review, stage).open), stages[-1])


def _compared(review: Review) -> bool:
    """Whether all records were looked through for duplicates; one alone has none."""
    state = review.state
    if state.record_total == 1:
        return True
    to = state.searched.searched_to if state.searched else 0
    newest = record_number(state.records()[-1])
    return not state.changed_since_search and to >= newest


def _next_step(review: Review, stages: tuple[Progress, ...]) -> str:
    """What comes next, of what this folder takes: a bundle takes decisions only."""
    before = "" if review.state.team.given else _before_screening(review)
    steps = [before, *(_at_stage(review, at) for at in stages)]
    return next((step for step in steps if step), "")


def _before_screening(review: Review) -> str:
    if not review.state.record_total:
        return "tamis import FILE --source DATABASE"
    if open_questions(review.state):
        return "tamis duplicates review"
    if not _compared(review) and not _went_on_without(review):
        return "tamis duplicates find"
    return ""


def _went_on_without(review: Review) -> bool:
    """Whether screening began with no search for duplicates at all, and nothing came since."""
    state = review.state
    if state.searched:
        return False
    made = (at for stage in state.decisions.values() for by in stage.values() for at in by.values())
    first = min((own[0].seq for own in made if own), default=None)
    return first is not None and state.imports[-1].seq < first


def _at_stage(review: Review, at: Progress) -> str:
    """What this stage waits for; empty if it waits for nothing."""
    if at.waiting:
        return f"{'' if at.decided else _first(review, at.stage)}tamis screen --stage {at.stage}"
    if at.conflicts and not review.state.team.given:
        return f"tamis conflicts --stage {at.stage}"
    if at.open and held(review, at.stage):
        return f"tamis screen --stage {at.stage} --held"
    if at.open and review.state.team.given:
        return _RETURN
    return f"wait for the other reviewers at the {at.stage.label} stage" if at.open else ""


def _first(review: Review, stage: Stage) -> str:
    """What helps before the first record of a stage is read."""
    if stage is Stage.FULLTEXT:
        has_texts = review.state.team.given or any(review.state.fulltexts.files.values())
        return "" if has_texts else "tamis fulltext attach FOLDER, then "
    return "" if stage in review.state.rankings else f"tamis rank --stage {stage}, then "
