"""A stopping rule or target changed after looking: what it was, when it changed, what it covers.

The guarantee is about a recall and a confidence fixed before the first random draw is read
(docs/stopping.md). One chosen later, in sight of the draws, is not covered by it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from screening.console import counted, percent
from screening.events import Event, ReviewState, fold
from screening.events.kinds import ProtocolAmended
from screening.protocol import Protocol, Stage, StoppingPlan, parse_protocol
from screening.sessions.audit import replay_state
from screening.sessions.review import Review


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetChange:
    """The plan for stopping ``before`` and ``after``, changed when ``read`` records were read.

    ``draws`` of them were random draws. ``at`` is None where review.toml was edited and no event
    has recorded that yet.
    """

    before: StoppingPlan
    after: StoppingPlan
    at: datetime | None
    read: int
    draws: int

    @property
    def covered(self) -> bool:
        """Whether the guarantee covers what it was changed to: no draw had been read yet."""
        return not self.draws

    @property
    def told(self) -> str:
        """What was changed, when and after how much reading, as a sentence."""
        when = f"on {self.at:%Y-%m-%d}" if self.at else "in review.toml"
        had = "record of the stage had" if self.read == 1 else "records of the stage had"
        return (
            f"{_sentence(stopping_changes(self.before, self.after))} {when}, after"
            f" {self.read:,} {had} been read."
        )

    @property
    def warning(self) -> str:
        """The same in one sentence with what follows from it."""
        if self.covered:
            return self.told
        seen = counted(self.draws, "random draw")
        return (
            f"{self.told[:-1]}, {seen} among them: the guarantee does not cover what is chosen"
            " after looking."
        )


def stopping_changes(before: StoppingPlan, after: StoppingPlan) -> tuple[str, ...]:
    """What differs between two plans, each as 'target from 95 % to 80 %'."""
    told = {
        "rule": (_rules(before), _rules(after)),
        "target": (percent(before.recall), percent(after.recall)),
        "confidence": (percent(before.confidence), percent(after.confidence)),
        "run of misses": (f"{before.misses:,}", f"{after.misses:,}"),
    }
    return tuple(f"{name} from {old} to {new}" for name, (old, new) in told.items() if old != new)


def _rules(plan: StoppingPlan) -> str:
    return f" {'and' if plan.combine == 'all' else 'or'} ".join(plan.rules)


def _sentence(changes: tuple[str, ...]) -> str:
    first, *rest = changes
    return f"The {first.replace(' from ', ' was changed from ', 1)}" + "".join(
        f", the {more}" for more in rest
    )


def target_change(review: Review, stage: Stage, until: int | None = None) -> TargetChange | None:
    """How the rule or target of a stage was changed after its reading had begun; None if not.

    Args:
        review: the review.
        stage: the stage.
        until: the event up to which to look, a stop's; None for now, review.toml included.
    """
    seen = [change for change in _changes(review, stage, until) if change.read]
    if not seen:
        return None
    late = [change for change in seen if not change.covered]
    return _net(late) or _net(seen)


def _net(seen: list[TargetChange]) -> TargetChange | None:
    """The changes as one; None where there are none or they end where they began."""
    if not seen or seen[0].before == seen[-1].after:
        return None
    last = seen[-1]
    return TargetChange(
        before=seen[0].before, after=last.after, at=last.at, read=last.read, draws=last.draws
    )


def _changes(review: Review, stage: Stage, until: int | None) -> Iterator[TargetChange]:
    """Each change of the plan for stopping, with what of the stage was read then."""
    before: Protocol | None = None
    state, waiting = ReviewState(), list[Event]()
    for event in review.events():
        if until is not None and event.seq > until:
            break
        if isinstance(event.body, ProtocolAmended):
            now = parse_protocol(event.body.text, f"the protocol of event {event.seq}")
            if before is not None and now.stopping != before.stopping:
                state, waiting = fold(waiting, onto=state), []
                yield _change(state, stage, before, now, event.at)
            before = now
        waiting.append(event)
    if until is None and before is not None and review.protocol.stopping != before.stopping:
        yield _change(review.state, stage, before, review.protocol, None)


def _change(
    state: ReviewState, stage: Stage, before: Protocol, now: Protocol, at: datetime | None
) -> TargetChange:
    has = any(plan.stage is stage for plan in before.stages)
    history = replay_state(state, before, stage).history if has else None
    return TargetChange(
        before=before.stopping,
        after=now.stopping,
        at=at,
        read=history.screened if history else 0,
        draws=history.draws if history else 0,
    )
