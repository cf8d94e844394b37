"""What the log says: the state of a review as a fold over its events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import singledispatch

from screening.events import kinds
from screening.events.event import Event
from screening.events.fulltext_state import Fulltexts
from screening.events.held import Changed, Decision, Imported, decision_of, put, settled_in, taken
from screening.events.seat_state import AtTheSeat
from screening.events.stopping_state import Stopping, StoppingKind
from screening.events.team_state import Team, TeamKind
from screening.protocol import Stage
from screening.records import RecordId, record_number, to_record_id

Pair = tuple[RecordId, RecordId]
StudyStep = tuple[str, kinds.ReportsGrouped | kinds.ReportsSplit]


def pair_of(one: RecordId, two: RecordId) -> Pair:
    """Two records as a pair, the one imported first before the other."""
    return (one, two) if record_number(one) <= record_number(two) else (two, one)


@dataclass(slots=True)
class ReviewState:
    """Everything later code may ask of the log; built by ``fold`` and read-only to others.

    ``decisions`` maps stage -> record -> reviewer -> the decisions made, the last one in force.
    ``duplicates`` maps a record to the one kept; ``asked``, ``kept_apart`` and ``related`` hold
    pairs, the earlier record first: the open questions, what a person called different reports,
    and reports that may be of one study. ``marked_by`` holds the
    event behind each duplicate. ``changes`` holds what later imports said of a record, the newest
    last; ``changed_since_search`` whether any came since duplicates were last looked for.
    ``withdrawable`` lists, per reviewer, the numbers
    of the decision events that undo would take back, oldest first. ``study_steps`` maps the number
    of an event that grouped or split reports, and was not undone, to its reviewer and body.
    ``seat`` holds tags, marked words and what else undo at the seat can take back.
    """

    last_seq: int = 0
    last_at: datetime | None = None
    review: str = ""
    protocol_sha256: str = ""
    imports: list[Imported] = field(default_factory=list)
    changes: dict[RecordId, list[Changed]] = field(default_factory=dict)
    changed_since_search: bool = False
    duplicates: dict[RecordId, RecordId] = field(default_factory=dict)
    marked_by: dict[RecordId, kinds.DuplicateMarked] = field(default_factory=dict)
    asked: dict[Pair, kinds.DuplicateProposed] = field(default_factory=dict)
    kept_apart: set[Pair] = field(default_factory=set)
    related: dict[Pair, kinds.RelatedMarked] = field(default_factory=dict)
    searched: kinds.DuplicatesSearched | None = None
    decisions: dict[Stage, dict[RecordId, dict[str, list[Decision]]]] = field(
        default_factory=lambda: {stage: {} for stage in Stage}
    )
    adjudications: dict[tuple[Stage, RecordId], Decision] = field(default_factory=dict)
    postponed: dict[tuple[Stage, RecordId, str], int] = field(default_factory=dict)
    notes: dict[RecordId, list[tuple[str, str]]] = field(default_factory=dict)
    not_retrieved: dict[RecordId, str] = field(default_factory=dict)
    rankings: dict[Stage, tuple[int, kinds.RankingMade]] = field(default_factory=dict)
    withdrawable: dict[str, list[Decision]] = field(default_factory=dict)
    stopping: Stopping = field(default_factory=Stopping)
    study_steps: dict[int, StudyStep] = field(default_factory=dict)
    seat: AtTheSeat = field(default_factory=AtTheSeat)
    fulltexts: Fulltexts = field(default_factory=Fulltexts)
    protocols: list[kinds.ProtocolAmended] = field(default_factory=list)
    team: Team = field(default_factory=Team)

    @property
    def record_total(self) -> int:
        """How many records all searches brought, duplicates counted."""
        return sum(done.body.imported for done in self.imports)

    def records(self) -> list[RecordId]:
        """All records in the order of import, duplicates among them."""
        return [to_record_id(number) for done in self.imports for number in done.records]

    def unique_records(self) -> list[RecordId]:
        """The records to be screened: all but marked duplicates."""
        return [record for record in self.records() if record not in self.duplicates]

    def has_record(self, record: RecordId) -> bool:
        """Whether a search brought this record."""
        number = record_number(record)
        return any(number in done.records for done in self.imports)

    def import_of(self, record: RecordId) -> Imported:
        """The import that brought a record.

        Raises:
            KeyError: no import did.
        """
        number = record_number(record)
        for done in self.imports:
            if number in done.records:
                return done
        raise KeyError(record)

    def in_force(self, stage: Stage, record: RecordId) -> Mapping[str, Decision]:
        """Reviewer -> decision in force."""
        made = self.decisions[stage].get(record, {})
        return {by: decisions[-1] for by, decisions in made.items()}

    def decided_by(self, stage: Stage, record: RecordId, by: str) -> Decision | None:
        """One reviewer's decision in force, None if there is none."""
        made = self.decisions[stage].get(record, {}).get(by)
        return made[-1] if made else None


def fold(events: Iterable[Event], onto: ReviewState | None = None) -> ReviewState:
    """Replay events into a state.

    Args:
        events: in the order of the log.
        onto: a state to carry on from, which is changed; a new one if left out.
    """
    state = ReviewState() if onto is None else onto
    for event in events:
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
    state.rankings[body.stage] = (event.seq, body)


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
