"""What every stopping rule is given, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import ceil, floor, log

MISSES = 50


@dataclass(frozen=True, kw_only=True)
class History:
    """What was screened, in the order in which it counts.

    ``total`` is the number of records to be screened, read or not; ``relevant[i]`` says whether
    the i-th record read was let through, ``audit[i]`` whether it was drawn at random from all
    records then unread.
    """

    total: int
    relevant: tuple[bool, ...]
    audit: tuple[bool, ...]

    def __post_init__(self) -> None:
        """Refuse what cannot be a history."""
        if len(self.relevant) != len(self.audit) or self.screened > self.total:
            raise ValueError(
                f"{len(self.relevant)} labels and {len(self.audit)} draws of {self.total} records"
            )

    @property
    def screened(self) -> int:
        """How many records were read."""
        return len(self.relevant)

    @property
    def unread(self) -> int:
        """How many records are left unread."""
        return self.total - self.screened

    @cached_property
    def found(self) -> int:
        """How many of the records read are relevant."""
        return sum(self.relevant)

    @cached_property
    def misses(self) -> int:
        """How many irrelevant records were read in a row, up to now."""
        for back, relevant in enumerate(reversed(self.relevant)):
            if relevant:
                return back
        return self.screened

    @property
    def draws(self) -> int:
        """How many records were drawn at random."""
        return sum(self.audit)

    @property
    def hits(self) -> int:
        """How many of the random draws were relevant."""
        return sum(map(int.__mul__, map(int, self.audit), map(int, self.relevant)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What is to be reached.

    ``recall`` is the share of the relevant records that must be found; ``confidence`` is 1 minus
    the accepted risk of stopping short of it; ``misses`` is the run of irrelevant records that
    rules of thumb wait for.
    """

    recall: float = 0.95
    confidence: float = 0.95
    misses: int = MISSES

    @property
    def share(self) -> Fraction:
        """The recall as an exact fraction, so that 0.95 of 20 is 19."""
        return Fraction(str(self.recall))

    @property
    def risk(self) -> float:
        """The accepted risk alpha."""
        return 1 - self.confidence

    @property
    def bar(self) -> float:
        """The logarithm of the evidence needed, log(1/alpha)."""
        return -log(self.risk)

    def shortfall(self, found: int) -> int:
        """The smallest number of missed records that would put the recall below the target."""
        return floor(found / self.share) + 1 - found

    def most_short(self, total: int) -> int:
        """The largest number found of ``total`` relevant records that is still below the target."""
        return ceil(self.share * total) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A rule's answer.

    ``certified`` is the recall that the rule vouches for at the target's confidence, None where
    it vouches for nothing; ``text`` is one sentence.
    """

    rule: str
    stop: bool
    guaranteed: bool
    certified: float | None = None
    text: str
