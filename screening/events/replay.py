"""The log replayed: every kind of event changes the state in its own way."""

from __future__ import annotations

from collections.abc import Iterable
from functools import singledispatch

from screening.events import kinds
from screening.events.event import Event
from screening.events.held import Changed, Imported, decision_of, put, settled_in, taken
from screening.events.state import ReviewState, pair_of
from screening.events.stopping_state import StoppingKind
from screening.events.taking_back import ranked_still, take_back
from screening.events.team_state import TeamKind


def fold(events: Iterable[Event], onto: ReviewState | None = None) -> ReviewState:
    """Replay events into a state.

    Args:
        events: in the order of the log.
        onto: a state to carry on from, which is changed; a new one if left out.

    What a bundle brings of records that are gone stays in the log and changes nothing.
    """
    state = ReviewState() if onto is None else onto
    for event in events:
        if not (state.gone and getattr(event.body, "record", None) in state.gone):
            _apply(event.body, event, state)
        state.last_seq, state.last_at = event.seq, event.at
    return state


@singledispatch
def _apply(_body: object, _event: Event, _state: ReviewState) -> None:
    """Kinds that do not bear on screening (findings, codebook) leave this state alone."""


@_apply.register
def _(body: kinds.ReviewStarted, _event: Event, state: ReviewState) -> None:
    state.review = body.review


@_apply.register
def _(body: kinds.ProtocolAmended, _event: Event, state: ReviewState) -> None:
    state.protocol_sha256 = body.sha256
    state.protocols.append(body)


@_apply.register
def _(body: kinds.SearchImported, event: Event, state: ReviewState) -> None:
    state.imports.append(Imported(seq=event.seq, at=event.at, by=event.by, body=body))


@_apply.register
def _(body: kinds.ImportTakenBack, event: Event, state: ReviewState) -> None:
    take_back(state, event, body)


@_apply.register
def _(body: kinds.RecordChanged, event: Event, state: ReviewState) -> None:
    made = Changed(seq=event.seq, at=event.at, by=event.by, body=body)
    state.changes.setdefault(body.record, []).append(made)
    state.changed_since_search = True


@_apply.register
def _(body: kinds.DuplicateMarked, _event: Event, state: ReviewState) -> None:
    pair = pair_of(body.record, body.kept)
    state.duplicates[body.record] = body.kept
    state.marked_by[body.record] = body
    state.asked.pop(pair, None)
    state.kept_apart.discard(pair)


@_apply.register
def _(body: kinds.DuplicateUnmarked, _event: Event, state: ReviewState) -> None:
    kept = state.duplicates.pop(body.record, None)
    state.marked_by.pop(body.record, None)
    if kept is not None and not body.undo:
        state.kept_apart.add(pair_of(body.record, kept))


@_apply.register
def _(body: kinds.DuplicateProposed, _event: Event, state: ReviewState) -> None:
    pair = pair_of(body.record, body.other)
    state.asked[pair] = body
    state.kept_apart.discard(pair)


@_apply.register
def _(body: kinds.DuplicateRejected, _event: Event, state: ReviewState) -> None:
    pair = pair_of(body.record, body.other)
    state.asked.pop(pair, None)
    state.kept_apart.add(pair)


@_apply.register
def _(body: kinds.RelatedMarked, _event: Event, state: ReviewState) -> None:
    state.related[pair_of(body.record, body.other)] = body


@_apply.register
def _(body: kinds.DuplicatesSearched, _event: Event, state: ReviewState) -> None:
    state.searched = body
    state.changed_since_search = False


@_apply.register
def _(body: kinds.RankingMade, event: Event, state: ReviewState) -> None:
    state.rankings[body.stage] = (event.seq, ranked_still(body, state.gone))


@_apply.register
def _(body: kinds.Decided, event: Event, state: ReviewState) -> None:
    decision = decision_of(body, event)
    merged = state.team.is_merged(event.seq)
    reviewers = state.decisions[body.stage].setdefault(body.record, {})
    put(reviewers.setdefault(event.by, []), decision, by_time=merged)
    put(state.withdrawable.setdefault(event.by, []), decision, by_time=merged)
    state.postponed.pop((body.stage, body.record, event.by), None)
    state.adjudications.pop((body.stage, body.record), None)  # it settled other decisions


@_apply.register
def _(body: kinds.DecisionWithdrawn, event: Event, state: ReviewState) -> None:
    decision = taken(state.withdrawable.get(event.by, []), body.decision)
    if decision is not None:
        reviewers = state.decisions[decision.stage][decision.record]
        reviewers[event.by].remove(decision)
        if not reviewers[event.by]:
            del reviewers[event.by]
        state.adjudications.pop((decision.stage, decision.record), None)


@_apply.register
def _(body: kinds.Postponed, event: Event, state: ReviewState) -> None:
    state.postponed[(body.stage, body.record, event.by)] = event.seq
    state.seat.take(event.seq, event.by, body)


@_apply.register
def _(body: kinds.Noted, event: Event, state: ReviewState) -> None:
    state.notes.setdefault(body.record, []).append((event.by, body.text))
    state.seat.take(event.seq, event.by, body)


@_apply.register
def _(
    body: kinds.Tagged | kinds.Untagged | kinds.TermMarked, event: Event, state: ReviewState
) -> None:
    state.seat.take(event.seq, event.by, body)


@_apply.register
def _(body: kinds.StepUndone, event: Event, state: ReviewState) -> None:
    step = state.seat.undo(event.by, body)
    if isinstance(step, kinds.Noted):
        state.notes[step.record].remove((event.by, step.text))
    elif isinstance(step, kinds.Postponed):
        place = (step.stage, step.record, event.by)
        if state.postponed.get(place) == body.step:
            del state.postponed[place]


@_apply.register
def _(body: kinds.ConflictAdjudicated, event: Event, state: ReviewState) -> None:
    state.adjudications[(body.stage, body.record)] = decision_of(body, event)


@_apply.register
def _(
    body: kinds.ReportNotRetrieved | kinds.ReportRetrieved, event: Event, state: ReviewState
) -> None:
    if state.team.is_newest(event.seq, event.at, body.record):
        state.not_retrieved.pop(body.record, None)
        if isinstance(body, kinds.ReportNotRetrieved):
            state.not_retrieved[body.record] = body.why
    state.fulltexts.take(body, event)


@_apply.register
def _(
    body: kinds.FulltextAttached | kinds.FulltextDetached, event: Event, state: ReviewState
) -> None:
    state.fulltexts.take(body, event)


@_apply.register
def _(body: kinds.ReportsGrouped | kinds.ReportsSplit, event: Event, state: ReviewState) -> None:
    state.study_steps[event.seq] = (event.by, body)


@_apply.register
def _(body: kinds.StudyStepUndone, _event: Event, state: ReviewState) -> None:
    state.study_steps.pop(body.step, None)


@_apply.register
def _(body: StoppingKind, event: Event, state: ReviewState) -> None:
    state.stopping.take(event.seq, body, state.rankings.get(body.stage))


@_apply.register
def _(body: TeamKind, event: Event, state: ReviewState) -> None:
    state.team.take(event.seq, body)
    state.adjudications.update(settled_in(body, event))
