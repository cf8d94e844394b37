"""The test of Callaghan and Mueller-Hansen (Systematic Reviews 2020;9:273), in a fast equal form.

It assumes that an unread relevant record is no less likely to come next than an irrelevant one,
and it is looked at again and again: a signal, no guarantee. Over the windows that end now, only
those that begin right after a relevant record can give the smallest p.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from screening.console import percent
from screening.stopping.history import History, Target, Verdict
from screening.stopping.hypergeometric import upper_tail


@dataclass(frozen=True, slots=True)
class Hypergeometric:
    """Stops when a shortfall would make the latest windows too improbable."""

    name: str = "hypergeometric"
    label: str = "hypergeometric test of the latest records (Callaghan and Mueller-Hansen)"
    guaranteed: bool = False
    measured: str = (
        "stopped short of 95 % in 3 % of real rankings; cost 0.80, but in 84 to 100 % of "
        "runs where a tenth of the relevant records looks irrelevant"
    )

    def judge(self, history: History, target: Target) -> Verdict:
        """Compare the smallest p with the risk."""
        p = smallest_p(history, target)
        text = (
            f"p = {p:.3f} for a recall below {percent(target.recall)}, if unread records are ranked"
            f" no worse than at random; the rule waits for {target.risk:.3g}."
        )
        stop = not history.unread or p < target.risk
        return Verdict(rule=self.name, stop=stop, guaranteed=False, text=text)


def smallest_p(history: History, target: Target) -> float:
    """The smallest p over all windows that end with the last record read; 1 before the first."""
    short = target.shortfall(history.found)
    if history.unread < short:
        return 0.0
    if not history.screened:
        return 1.0
    return min(
        upper_tail(
            short,
            population=history.screened - start + history.unread,
            marked=hits + short,
            drawn=history.unread,
        )
        for start, hits in _windows(history)
    )


def _windows(history: History) -> Iterator[tuple[int, int]]:
    """(start, relevant records inside) of the whole and of each window after a relevant record."""
    left = history.found
    yield 0, left
    for number, relevant in enumerate(history.relevant, start=1):
        if relevant:
            left -= 1
            yield number, left


RULE = Hypergeometric()
