"""The knee of the gain curve (Cormack and Grossman, SIGIR 2016)."""

from __future__ import annotations

from dataclasses import dataclass

from screening.stopping.history import History, Target, Verdict
from screening.stopping.slope import slope_ratio


@dataclass(frozen=True, slots=True)
class Knee:
    """Stops when the curve has bent by 156 - min(found, 150)."""

    name: str = "knee"
    label: str = "a sharp bend of the curve of records found"
    guaranteed: bool = False
    measured: str = "stopped short of 95 % in 0 % of real rankings; cost 0.88"

    def judge(self, history: History, target: Target) -> Verdict:
        """Compare the slopes before and after the knee."""
        del target
        ratio, bar = slope_ratio(history), 156 - min(history.found, 150)
        stop = not history.unread or (history.found > 0 and ratio >= bar)
        text = f"The curve bends by a ratio of {ratio:.1f}; the rule waits for {bar}."
        return Verdict(rule=self.name, stop=stop, guaranteed=False, text=text)


RULE = Knee()
