"""The protocol of a report: what is asked, how it is screened, and what was amended when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields

from extraction.report.screened import Amendment, ProtocolPart, StageRow
from extraction.report.words import moment
from screening.console import percent
from screening.events import Event
from screening.events.kinds import ProtocolAmended
from screening.protocol import Protocol, StagePlan, Unsure, parse_protocol
from screening.sessions.review import Review
from screening.sessions.target_change import stopping_changes

_CALLED = {
    "title": "title",
    "questions": "questions",
    "include": "inclusion criteria",
    "exclude": "exclusion criteria",
    "stages": "stages, their reviewers or reasons",
    "not_retrieved": "how reports not retrieved are counted",
    "reviewers": "reviewers",
    "roles": "roles",
    "assignment": "how records are shared out",
    "automation": "automation tools",
    "previous": "the previous version of the review",
    "year_from": "first year",
    "year_to": "last year",
    "languages": "order of languages",
    "searches": "planned searches",
    "highlight_include": "words marked for inclusion",
    "highlight_exclude": "words marked for exclusion",
    "stopping": "stopping rules",
    "levels": "names of the codebook's levels",
    "extraction": "extraction form",
}


def protocol_part(review: Review) -> ProtocolPart:
    """What review.toml says, and every protocol the log has recorded."""
    protocol = review.protocol
    return ProtocolPart(
        questions=protocol.questions,
        include=protocol.include,
        exclude=protocol.exclude,
        years=_years(protocol),
        languages=protocol.languages,
        reviewers=protocol.reviewers,
        automation=protocol.automation,
        stages=tuple(_stage(review, plan) for plan in protocol.stages),
        stopping=_stopping(protocol),
        amendments=tuple(_amendments(review)),
        edited_since=review.protocol_changed,
    )


def _years(protocol: Protocol) -> str:
    first, last = protocol.year_from, protocol.year_to
    if first and last:
        return f"{first} to {last}"
    return f"from {first}" if first else f"to {last}" if last else ""


def _stage(review: Review, plan: StagePlan) -> StageRow:
    state = review.state
    made = Counter(by for votes in state.decisions[plan.stage].values() for by in votes)
    return StageRow(
        stage=plan.stage.label,
        reviewers=plan.reviewers,
        double=plan.double,
        unsure=_unsure(plan, last=review.protocol.is_last(plan.stage)),
        reasons=plan.reasons,
        decided=tuple(sorted(made.items())),
        adjudicated=sum(stage is plan.stage for stage, _record in state.adjudications),
    )


def _unsure(plan: StagePlan, *, last: bool) -> str:
    forward = plan.unsure is Unsure.FORWARD and not last
    return "goes on to the next stage" if forward else "is held until decided"


def _stopping(protocol: Protocol) -> str:
    plan = protocol.stopping
    if plan.rules == ("all",):
        return "Every record is read."
    joined = f" {'and' if plan.combine == 'all' else 'or'} ".join(plan.rules)
    return (
        f"A stage may end by the rule {joined}, for a recall of {percent(plan.recall)} at a"
        f" confidence of {percent(plan.confidence)}."
    )


def _amendments(review: Review) -> Iterator[Amendment]:
    before: Protocol | None = None
    for event in review.events():
        if isinstance(event.body, ProtocolAmended):
            now = parse_protocol(event.body.text, f"the protocol of event {event.seq}")
            yield _amendment(event, event.body, before, now)
            before = now


def _amendment(
    event: Event, body: ProtocolAmended, before: Protocol | None, now: Protocol
) -> Amendment:
    return Amendment(
        event=event.seq,
        at=moment(event.at),
        by=event.by,
        changed=() if before is None else tuple(_changed(before, now)),
        note=body.note,
        sha256=body.sha256,
    )


def _changed(before: Protocol, now: Protocol) -> Iterator[str]:
    names = [at.name for at in fields(Protocol) if at.name in _CALLED]
    found = [
        _called(name, before, now) for name in names if getattr(before, name) != getattr(now, name)
    ]
    yield from found or ["layout or comments only"]


def _called(name: str, before: Protocol, now: Protocol) -> str:
    """What was changed; of the stopping rules, from what to what."""
    if name != "stopping":
        return _CALLED[name]
    return f"{_CALLED[name]} ({', '.join(stopping_changes(before.stopping, now.stopping))})"
