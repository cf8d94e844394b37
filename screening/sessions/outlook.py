"""How far a stage is in one view: found so far, what is probably left, what the rule says."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from screening.console import counted, percent
from screening.protocol import Stage
from screening.sessions.audit import replay
from screening.sessions.review import Review
from screening.sessions.stop_plan import READ_ALL, planned_verdict, target_of
from screening.stopping import Left, relevant_left

_POINTS = 60
_NO_RULE = "no rule yet, every record is read"
_NO_RULE_HERE = "no rule here, every report must be assessed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """A stage as the log tells it up to event ``seq``.

    ``curve`` holds how many relevant records were found after equal shares of those read, at
    most 60 points, the last one ``found``; ``left`` estimates those among the unread, with an
    interval at ``confidence``; ``rule`` is what the protocol's stopping rules say, ``has_rule``
    whether it names any, ``stop`` whether they say stop.
    """

    seq: int
    read: int
    found: int
    total: int
    curve: tuple[int, ...]
    left: Left
    confidence: float
    rule: str
    has_rule: bool
    stop: bool
    uncounted: str = ""

    @property
    def expected(self) -> str:
        """What is probably left, with its interval."""
        return probably_left(self.left, self.read, self.total)

    @property
    def brief_rule(self) -> str:
        """What the rule says, in three words at most."""
        if not self.has_rule:
            return "no rule here" if self.rule == _NO_RULE_HERE else "no rule yet"
        return "rule: stop" if self.stop else "rule: go on"

    @property
    def lines(self) -> tuple[str, ...]:
        """All of it in sentences, for a page and for whoever cannot see a curve."""
        share = f", {percent(self.found / self.read, 1)} of those read" if self.read else ""
        holds = interval_holds(self.left, self.confidence, self.read, self.total)
        lines = [
            f"Read: {self.read:,} of {counted(self.total, 'record')}.",
            f"Found: {counted(self.found, 'relevant record')}{share}.",
            f"Expected: {self.expected}. {holds}".rstrip(),
            f"Stopping rule: {self.rule.rstrip('.')}.",
        ]
        if quarters := self._quarters():
            lines.insert(2, f"By quarters of what was read: {quarters}.")
        if self.uncounted:
            lines.insert(1, self.uncounted)
        return tuple(lines)

    def _quarters(self) -> str:
        if self.read < 4:
            return ""
        ends = [self.curve[len(self.curve) * part // 4 - 1] for part in (1, 2, 3, 4)]
        return ", ".join(str(b - a) for a, b in zip((0, *ends), ends, strict=False))


def probably_left(left: Left, read: int, total: int) -> str:
    """How many relevant records are probably unread, with the interval, wherever it is told.

    Before anything is read, there is nothing to estimate from.
    """
    if read == total:
        return "none left"
    if read == 0:
        return f"any number up to {total:,} left"
    about = "fewer than 1" if left.estimate < 1 else f"about {left.estimate:,.0f}"
    sure = "" if left.guaranteed else ", no guarantee"
    return f"{about} left ({left.low:,} to {left.high:,}{sure})"


def interval_holds(left: Left, confidence: float, read: int, total: int) -> str:
    """When that interval holds, as a sentence; empty where none is told."""
    if read in (0, total):
        return ""
    kind = (
        "by random draws, at any time and for any order"
        if left.guaranteed
        else "if the unread are no more often relevant than those read last"
    )
    return f"The interval holds at {percent(confidence)}, {kind}."


def outlook_at(review: Review, stage: Stage) -> Outlook:
    """Where a stage stands. Takes time in proportion to its records: keep it off the keys."""
    replayed = replay(review, stage)
    history, target = replayed.history, target_of(review.protocol)
    verdict = planned_verdict(review.protocol, history) if history.total else None
    can_stop = stage is not Stage.FULLTEXT
    has_rule = can_stop and review.protocol.stopping.rules != READ_ALL and verdict is not None
    held_back = bool(verdict and verdict.guaranteed and has_rule and replayed.unresolved)
    text = verdict.text if verdict and has_rule else _NO_RULE if can_stop else _NO_RULE_HERE
    if held_back:
        text = f"{replayed.unresolved[0]} was put off; the rule waits for it"
    return Outlook(
        seq=review.state.last_seq,
        read=history.screened,
        found=history.found,
        total=history.total,
        curve=_curve(history.relevant),
        left=relevant_left(history, target),
        confidence=target.confidence,
        rule=text,
        has_rule=has_rule,
        stop=bool(verdict and has_rule and verdict.stop and not held_back),
        uncounted=replayed.uncounted,
    )


def _curve(relevant: tuple[bool, ...]) -> tuple[int, ...]:
    found = list(accumulate(map(int, relevant)))
    points = min(_POINTS, len(found))
    return tuple(found[len(found) * point // points - 1] for point in range(1, points + 1))
