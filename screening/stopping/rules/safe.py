"""Like phase 2 of SAFE (Boetje and van de Schoot 2024): a tenth read and 50 misses in a row.

The procedure's other phases, a second model and a check of excluded records, are work and no
arithmetic; its key papers are not known here. Its authors call it a heuristic.
"""

from __future__ import annotations

from dataclasses import dataclass

from screening.stopping.history import History, Target, Verdict

_SHARE, _RUN = 0.1, 50


@dataclass(frozen=True, slots=True)
class SafeLike:
    """Two of SAFE's conditions at once."""

    name: str = "safe"
    label: str = "a tenth read and 50 irrelevant records in a row (part of SAFE)"
    guaranteed: bool = False
    measured: str = "stopped short of 95 % in 44 % of real rankings; cost 0.41"

    def judge(self, history: History, target: Target) -> Verdict:
        """Look at both conditions."""
        del target
        enough = history.screened >= _SHARE * history.total
        stop = not history.unread or (history.found > 0 and enough and history.misses >= _RUN)
        text = (
            f"{history.screened:,} of {history.total:,} records read, {history.misses:,} irrelevant"
            f" in a row; the rule waits for a tenth and {_RUN}."
        )
        return Verdict(rule=self.name, stop=stop, guaranteed=False, text=text)


RULE = SafeLike()
