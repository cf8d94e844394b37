"""What random draws say about the number of relevant records: a likelihood and its e-process.

For a total of R relevant records, a draw made when u records were unread and r relevant ones had
been found is relevant with probability (R - r) / u exactly, whatever chose the other records. The
likelihood ratio of two totals is therefore a non-negative martingale that starts at 1, and by
Ville's inequality (1939) it ever exceeds 1/alpha with probability at most alpha; compare
Waudby-Smith and Ramdas, arXiv 2006.04347. docs/stopping.md has the proofs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from math import exp, fsum, lgamma, log

from screening.stopping.history import History, Target

# Beside the target itself, the recalls among which half of the wealth is spread.
SPREAD = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98, 0.99)
# Rounding must never let a rule stop: far above the error of the sums, far below any evidence.
_CAUTION = 1e-6


@dataclass(frozen=True)
class Evidence:
    """The likelihood of every possible number of relevant records, given a history."""

    history: History
    _known: dict[int, float] = field(default_factory=dict)

    def log_likelihood(self, total: int) -> float:
        """The log-likelihood of ``total`` relevant records, up to a constant; concave in it.

        Args:
            total: from the number found to the number found plus the number unread.
        """
        if total not in self._known:
            self._known[total] = self._summed(total)
        return self._known[total]

    def _summed(self, total: int) -> float:
        return fsum(
            log(total - found if relevant else unread - total + found)
            for unread, found, relevant in self._draws
        )

    @cached_property
    def _draws(self) -> tuple[tuple[int, int, bool], ...]:
        """Of each random draw: unread and found before it, and whether it was relevant."""
        history, found, draws = self.history, 0, []
        places = zip(history.relevant, history.audit, strict=True)
        for read, (relevant, audit) in enumerate(places):
            if audit:
                draws.append((history.total - read, found, relevant))
            found += relevant
        return tuple(draws)

    def against_shortfall(self, target: Target, further: int = 0) -> float:
        """The log-evidence that the recall is not below the target.

        It is the likelihood ratio of "all are found" to "just so many are missed that the recall
        falls short". Where it exceeds 0 it is a lower bound of the ratio for every larger total.

        Args:
            target: the recall in question.
            further: as if so many more draws had been made, none of them relevant; leaves at
                least as many unread as could be missed.
        """
        history = self.history
        missed = target.shortfall(history.found)
        top, bottom = history.unread, history.unread - further
        more = lgamma(top + 1) - lgamma(bottom + 1)
        more -= lgamma(top - missed + 1) - lgamma(bottom - missed + 1)
        found = self.log_likelihood(history.found)
        return found - self.log_likelihood(history.found + missed) + more

    def certifies(self, target: Target, further: int = 0) -> bool:
        """Whether the target is certified, or would be after so many draws without a hit."""
        history = self.history
        if history.unread - further < target.shortfall(history.found):
            return True
        return self.against_shortfall(target, further) >= target.bar + _CAUTION

    def most(self, target: Target) -> int:
        """The largest number of relevant records that is not refuted.

        Half of the wealth is bet on the target, the rest spread over other recalls, so that the
        bound holds at all times at once, and whatever recall it gives may be claimed. Evidence
        grows with the total, so the search may halve.
        """
        low, high = self.history.found, self.history.found + self.history.unread
        bets = [(0.5, target)]
        bets += [(0.5 / len(SPREAD), Target(recall=recall)) for recall in SPREAD]
        while low < high:
            total = (low + high + 1) // 2
            wealth = sum(weight * self._won(total, bet) for weight, bet in bets)
            if wealth >= exp(target.bar + _CAUTION):
                high = total - 1
            else:
                low = total
        return low

    def _won(self, total: int, bet: Target) -> float:
        """What the bet against ``total`` has won: its likelihood ratio, or 0 unless above 1."""
        short = bet.most_short(total)
        if short < self.history.found:
            return 0.0
        gain = self.log_likelihood(short) - self.log_likelihood(total)
        return exp(min(gain, 700)) if gain > 0 else 0.0
