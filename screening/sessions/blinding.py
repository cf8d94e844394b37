"""What a viewer may see while reviewers decide independently: the one place that says so.

A record with several reviewers is blind at a stage until all of them have decided: nobody sees
another's decision, note or tag on it, in any list, export or log. While records are drawn at
random at a stage, nobody sees an order from which the draws would follow. Words that a reviewer
marks belong to no record: others see them when no record waits for one of several reviewers. What
was said of a record whose import was taken back waits for nobody, but the same text may be in the
review under another number: others see it once nothing is open at any stage. The
digests of bundles and imports are hidden as long as a vote under them is, because few votes are
possible and all else is known. Counts and outcomes rest on complete records only, so they give
nothing away. Which kinds of event are concerned is said in ``blind_kinds``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property

from screening.codec import to_json
from screening.events import (
    Decision,
    Event,
    Outcome,
    StoredEvent,
    needed,
    unseal,
)
from screening.events.kinds import (
    AuditBegun,
    BundleMade,
    BundleMerged,
    CodesChosen,
    CodingUndone,
    Decided,
    DecisionsImported,
    MemoWritten,
    Noted,
    Postponed,
    RankingMade,
    Tagged,
    TermMarked,
    Untagged,
)
from screening.protocol import Stage
from screening.records import RecordId
from screening.sessions.audit import is_blind
from screening.sessions.blind_kinds import GIVES_AWAY
from screening.sessions.gone import is_of
from screening.sessions.review import Review
from screening.sessions.screen import reached

_UNTIL_DECIDED = "hidden until all reviewers of the record have decided"
_UNTIL_DRAWN = "hidden while records are drawn at random"
_UNTIL_ALL = "hidden while records wait for one of their reviewers"
_UNTIL_CLOSED = "hidden until all records are decided, as its own was taken back"
_CODERS = 2
_OPEN = (Outcome.PENDING, Outcome.CONFLICT)
_WORDS = (_UNTIL_DECIDED, _UNTIL_DRAWN, _UNTIL_ALL, _UNTIL_CLOSED)
_HIDDEN = {to_json({"hidden": words}): words for words in _WORDS}
_KINDS = tuple(kind.__name__ for kind in GIVES_AWAY)
_DIGESTS = tuple(kind.__name__ for kind in (BundleMade, BundleMerged, DecisionsImported))


def is_undecided(review: Review, stage: Stage, record: RecordId) -> bool:
    """Whether a record of several reviewers still waits for one of them at a stage."""
    state = review.state
    wanted = needed(state, review.protocol, stage, record)
    made = state.decisions[stage].get(record, {})
    return wanted > 1 and len(made) < wanted and (stage, record) not in state.adjudications


def decisions_seen(review: Review, stage: Stage, record: RecordId) -> tuple[Decision, ...]:
    """The decisions in force that the viewer may see: all, or the viewer's own while blind."""
    made = review.state.in_force(stage, record).values()
    if not is_undecided(review, stage, record):
        return tuple(made)
    return tuple(decision for decision in made if decision.by == review.by)


def notes_seen(review: Review, record: RecordId) -> tuple[tuple[str, str], ...]:
    """(reviewer, note) of a record that the viewer may see."""
    blind = _is_undecided_anywhere(review, record)
    notes = review.state.notes.get(record, ())
    return tuple((by, text) for by, text in notes if by == review.by or not blind)


def tags_seen(review: Review, record: RecordId) -> tuple[tuple[str, str], ...]:
    """(reviewer, tag) of a record that the viewer may see."""
    blind = _is_undecided_anywhere(review, record)
    tags = review.state.seat.tags(record)
    return tuple((by, tag) for by, tag in tags if by == review.by or not blind)


def ranking_seen(review: Review, stage: Stage) -> RankingMade:
    """The ranking in force; without its order while records are drawn at random.

    Raises:
        KeyError: the stage is not ranked.
    """
    body = review.state.rankings[stage][1]
    return replace(body, order=()) if is_blind(review, stage) else body


def rows_seen(
    review: Review, rows: Iterable[StoredEvent], *, by_all: bool = False
) -> Iterator[StoredEvent]:
    """Rows of the log as the viewer may see them; ``by_all``: as everybody may.

    Of a hidden row the body is left out. From the first one on so are the digests: whoever knows
    all but a verdict could find it by trying which one leads to them.
    """
    sight, open_so_far = _Sight(review, viewer=None if by_all else review.by), True
    for row in rows:
        words = sight.hides(row)
        seen = row if open_so_far else replace(row, previous="", digest="")
        if words:
            seen = replace(seen, body=to_json({"hidden": words}), digest="")
            open_so_far = False
        yield seen


def hidden_words(row: StoredEvent) -> str:
    """Why a row of ``rows_seen`` does not say more; empty if it is whole."""
    return _HIDDEN.get(row.body, "")


def _is_undecided_anywhere(review: Review, record: RecordId) -> bool:
    """Whether the record is blind at one of the stages that it has reached."""
    return any(
        is_undecided(review, plan.stage, record)
        and not reached(review.state, review.protocol, plan.stage, record)
        for plan in review.protocol.stages
        if plan.most > 1 or (plan.stage, record) in review.state.team.calibrated
    )


def _coders(review: Review) -> dict[str, set[str]]:
    """Who has coded each finding; a choice that was taken back is none."""
    kinds = (CodesChosen.__name__, CodingUndone.__name__)
    events = [unseal(row) for row in review.store.rows() if row.kind in kinds]
    undone = {seq for at in events if isinstance(at.body, CodingUndone) for seq in at.body.events}
    found: dict[str, set[str]] = {}
    for event in events:
        if isinstance(event.body, CodesChosen) and event.seq not in undone:
            found.setdefault(event.body.finding, set()).add(event.by)
    return found


class _Sight:
    """Tells of each row of the log whether the viewer may see it."""

    def __init__(self, review: Review, *, viewer: str | None) -> None:
        self._review = review
        self._viewer = viewer
        self._stages = {plan.stage for plan in review.protocol.stages}

    @cached_property
    def _coders(self) -> dict[str, set[str]]:
        """Read from the log only once somebody has coded independently, or written a memo."""
        return _coders(self._review)

    def hides(self, row: StoredEvent) -> str:
        """Why a row is hidden; empty if it is not."""
        if row.kind not in _KINDS:
            return ""
        event = unseal(row)
        if row.kind in _DIGESTS:
            return _UNTIL_ALL if self._covers_hidden(event) else ""
        return self._hides(event)

    def _hides(self, event: Event) -> str:
        match event.body:
            case RankingMade(stage=stage) | AuditBegun(stage=stage):
                return _UNTIL_DRAWN if is_blind(self._review, stage) else ""
            case TermMarked():
                return _UNTIL_ALL if event.by != self._viewer and self._any_waits else ""
        if is_of(event.body, self._review.state.gone):
            return _UNTIL_CLOSED if event.by != self._viewer and self._any_open else ""
        return _UNTIL_DECIDED if event.by != self._viewer and self._is_blind(event) else ""

    def _is_blind(self, event: Event) -> bool:
        """Whether the record or the finding of an event still waits for somebody's judgement."""
        match event.body:
            case Decided(stage=stage, record=record) | Postponed(stage=stage, record=record):
                return stage in self._stages and is_undecided(self._review, stage, record)
            case Noted(record=record) | Tagged(record=record) | Untagged(record=record):
                return _is_undecided_anywhere(self._review, record)
            case CodesChosen(finding=finding):
                return len(self._coders.get(finding, ())) < _CODERS
            case MemoWritten(on=finding):
                return self._coders.get(finding, set()) == {event.by}
        return False

    def _covers_hidden(self, event: Event) -> bool:
        """Whether digests in an event are made over a row that is hidden from the viewer."""
        people: tuple[str, ...]
        match event.body:
            case BundleMade(reviewer=name):
                people, last = (name,), event.seq
            case BundleMerged(reviewer=name, rows=rows):
                people, last = (name,), event.seq + len(rows)
            case DecisionsImported(reviewers=names) if event.by != self._viewer:
                people, last = (*names, event.by), event.seq
            case _:
                return False
        return any(self._first_hidden.get(name, last + 1) <= last for name in people)

    @cached_property
    def _first_hidden(self) -> dict[str, int]:
        """Reviewer -> number of the first event of theirs that the viewer may not see."""
        found: dict[str, int] = {}
        for row in self._review.store.rows():
            if row.kind not in _KINDS or row.kind in _DIGESTS or row.by in (self._viewer, *found):
                continue
            if self._hides(unseal(row)):
                found[row.by] = row.seq
        return found

    @cached_property
    def _any_open(self) -> bool:
        """Whether several decide, and a record is open or none is left to have been decided."""
        review = self._review
        stages = review.protocol.stages
        if not review.state.team.calibrated and all(plan.most == 1 for plan in stages):
            return False
        found = (at.outcome for made in review.outcomes.values() for at in made.values())
        return not review.state.record_total or any(at in _OPEN for at in found)

    @cached_property
    def _any_waits(self) -> bool:
        """Whether a record is pending at a stage where several decide."""
        state, protocol = self._review.state, self._review.protocol
        return any(
            at.outcome is Outcome.PENDING and needed(state, protocol, stage, record) > 1
            for stage, found in self._review.outcomes.items()
            for record, at in found.items()
        )
