"""No rule at all: every record is read."""

from __future__ import annotations

from dataclasses import dataclass

from screening.stopping.history import History, Target, Verdict


@dataclass(frozen=True, slots=True)
class Everything:
    """Certifies everything once nothing is left."""

    name: str = "all"
    label: str = "read every record"
    guaranteed: bool = True
    measured: str = "never stops short; cost 1.00 of all records"

    def judge(self, history: History, target: Target) -> Verdict:
        """Stop when nothing is left unread."""
        del target
        left = history.unread
        waiting = "1 record is" if left == 1 else f"{left:,} records are"
        return Verdict(
            rule=self.name,
            stop=not left,
            guaranteed=True,
            certified=None if left else 1.0,
            text=f"{waiting} still to be read." if left else "Every record was read.",
        )


RULE = Everything()
