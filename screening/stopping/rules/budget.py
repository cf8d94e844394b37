"""The budget rule (Cormack and Grossman, SIGIR 2016): a bend, and enough reading."""

from __future__ import annotations

from dataclasses import dataclass

from screening.console import percent
from screening.stopping.history import History, Target, Verdict
from screening.stopping.slope import slope_ratio

_BEND, _TIMES, _SHARE = 6, 10, 0.75


@dataclass(frozen=True, slots=True)
class Budget:
    """Stops at a bend of 6 after 10 N / found records, or after three quarters of all."""

    name: str = "budget"
    label: str = "a bend of the curve and ten records read per expected hit, or 75 % read"
    guaranteed: bool = False
    measured: str = "stopped short of 95 % in 25 % of real rankings; cost 0.48"

    def judge(self, history: History, target: Target) -> Verdict:
        """Look at both ways to stop."""
        del target
        ratio, read = slope_ratio(history), history.screened
        wanted = _TIMES * history.total / history.found if history.found else history.total
        bent = history.found > 0 and ratio >= _BEND and read >= wanted
        stop = not history.unread or bent or read >= _SHARE * history.total
        text = (
            f"{read:,} records read and a bend of {ratio:.1f}; the rule waits for {_BEND} and"
            f" {round(wanted):,} records, or for {percent(float(_SHARE), 0)} of all."
        )
        return Verdict(rule=self.name, stop=stop, guaranteed=False, text=text)


RULE = Budget()
