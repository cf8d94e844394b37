"""When a stage that is being screened is ranked anew: a matter of how many labels have changed."""

from __future__ import annotations

from dataclasses import dataclass

from screening.errors import UsageError
from screening.events import Outcome
from screening.protocol import Stage
from screening.ranking import ranker_named
from screening.sessions.audit import is_blind
from screening.sessions.review import Review
from screening.sessions.screen import Progress

# One ranking of n records takes about 9 n bytes of the log. With these steps a stage of 10,000
# records that is read to the end is ranked about 160 times, which is 14 MB.
_SHARE, _RECORDS = 20, 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """How many labels a ranking was made with, or could be made with now."""

    included: int = 0
    excluded: int = 0

    @property
    def labels(self) -> int:
        """All of them."""
        return self.included + self.excluded


def step(labels: int, records: int) -> int:
    """How many labels must change before a stage of so many records is ranked anew.

    Every one up to 40 labels, then a twentieth of them; at least one in 10,000 records.
    """
    return max(1, labels // _SHARE, records // _RECORDS)


def is_due(now: Taught, then: Taught, records: int) -> bool:
    """Whether enough has changed since a ranking was made with the labels of ``then``."""
    changed = abs(now.included - then.included) + abs(now.excluded - then.excluded)
    return changed >= step(then.labels, records)


def why_not(review: Review, stage: Stage) -> str:
    """Why a stage does not learn on, as a sentence; empty if it does."""
    if is_blind(review, stage):
        return "Records are being drawn at random, so the order stays as it is."
    held = review.state.rankings.get(stage)
    if held is None:
        return "Not ranked yet: records come in the order of import ('tamis rank' ranks them)."
    try:
        ranker_named(held[1].maker.name)
    except UsageError:
        return f"The order was made by {held[1].maker.name!r}, which cannot learn on."
    return ""


class Lessons:
    """What the rankings of a stage have learned, and what there is to learn now."""

    def __init__(self, review: Review, stage: Stage) -> None:
        self._review, self._stage = review, stage
        self._asked: tuple[int, Taught] = (0, Taught())
        self._excluded_before = 0
        self.recount()

    @property
    def learned(self) -> Taught:
        """The labels of the ranking in force; none before the first."""
        held = self._review.state.rankings.get(self._stage)
        return Taught(included=held[1].included, excluded=held[1].excluded) if held else Taught()

    def told(self, *, learning: bool) -> str:
        """Whether and from what the order learns, in one sentence."""
        if why := why_not(self._review, self._stage):
            return why
        if not learning:
            return "The order stays as it is."
        made = self.learned
        return f"Learned from {made.included:,} included, {made.excluded:,} excluded."

    def recount(self) -> None:
        """Others have written: count what the stages before this one exclude."""
        self._excluded_before = excluded_before(self._review, self._stage)

    def due(self, progress: Progress) -> bool:
        """Whether it is time for a new ranking; having said so counts as having asked for it."""
        held = self._review.state.rankings.get(self._stage)
        if held is None or why_not(self._review, self._stage):
            return False
        excluded = self._excluded_before + progress.excluded
        now = Taught(included=progress.included, excluded=excluded)
        asked_at, asked = self._asked
        then = asked if asked_at > held[1].trained_to else self.learned
        if not is_due(now, then, progress.reached):
            return False
        self._asked = (self._review.state.last_seq, now)
        return True


def excluded_before(review: Review, stage: Stage) -> int:
    """How many records the stages before this one excluded."""
    found = review.outcomes
    earlier = [plan.stage for plan in review.protocol.stages]
    return sum(
        at.outcome is Outcome.EXCLUDED
        for before in earlier[: earlier.index(stage)]
        for at in found[before].values()
    )
