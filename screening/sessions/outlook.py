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

    @property
    def expected(self) -> str:
        """What is probably left, with its interval."""
        if self.read == self.total:
            return "none left"
        if self.read == 0:
            return f"any number up to {self.left.high:,} left"
        few = self.left.estimate < 1
        about = "fewer than 1" if few else f"about {self.left.estimate:,.0f}"
        sure = "" if self.left.guaranteed else ", no guarantee"
        return f"{about} left ({self.left.low:,} to {self.left.high:,}{sure})"

    @property
    def brief_rule(self) -> str:
        """What the rule says, in three words at most."""
        if not self.has_rule:
            return "no rule yet"
        return "rule: stop" if self.stop else "rule: go on"

    @property
    def lines(self) -> tuple[str, ...]:
        """All of it in sentences, for a page and for whoever cannot see a curve."""
        share = f", {percent(self.found / self.read, 1)} of those read" if self.read else ""
        kind = (
            "by random draws, at any time and for any order"
            if self.left.guaranteed
            else "if the unread are no more often relevant than those read last"
        )
        holds = f" The interval holds at {percent(self.confidence)}, {kind}."
        lines = [
            f"Read: {self.read:,} of {counted(self.total, 'record')}.",
            f"Found: {counted(self.found, 'relevant record')}{share}.",
            f"Expected: {self.expected}." + ("" if self.read == self.total else holds),
            f"Stopping rule: {self.rule.rstrip('.')}.",
        ]
        if quarters := self._quarters():
            lines.insert(2, f"By quarters of what was read: {quarters}.")
        return tuple(lines)

    def _quarters(self) -> str:
        if self.read < 4:
            return ""
        ends = [self.curve[len(self.curve) * part // 4 - 1] for part in (1, 2, 3, 4)]
        return ", ".join(str(b - a) for a, b in zip((0, *ends), ends, strict=False))


def outlook_at(review: Review, stage: Stage) -> Outlook:
    """Where a stage stands. Takes time in proportion to its records: keep it off the keys."""
    replayed = replay(review, stage)
    history, target = replayed.history, target_of(review.protocol)
    verdict = planned_verdict(review.protocol, history) if history.total else None
    has_rule = review.protocol.stopping.rules != READ_ALL and verdict is not None
    held_back = bool(verdict and verdict.guaranteed and has_rule and replayed.unresolved)
    text = verdict.text if verdict and has_rule else _NO_RULE
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
    )


def _curve(relevant: tuple[bool, ...]) -> tuple[int, ...]:
    found = list(accumulate(map(int, relevant)))
    points = min(_POINTS, len(found))
    return tuple(found[len(found) * point // points - 1] for point in range(1, points + 1))
