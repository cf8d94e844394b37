"""Which records are audit draws: a queue that a seed decides, so that nobody can skip or pick.

The places of the queue and the records drawn for them follow from SHA-256 over seed and record,
so that any program in any language can repeat them from the log. Sorting by independent uniform
keys gives a uniformly random permutation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

SHARE = 0.9


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the queue: which record, and whether it was drawn at random."""

    record: str
    audit: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditPlan:
    """What decides a queue: the pool, the seed, and the share of places that are random draws."""

    pool: tuple[str, ...]
    seed: str
    share: float


def audit_plan(pool: Iterable[str], seed: str, share: float = SHARE) -> AuditPlan:
    """A plan over the records unread now; their order says nothing and is not kept.

    Raises:
        ValueError: a share that is not above 0 and at most 1.
    """
    if not 0 < share <= 1:
        raise ValueError(f"the share of audit draws is {share}, not above 0 and at most 1")
    return AuditPlan(pool=tuple(sorted(pool)), seed=seed, share=share)


def audit_queue(plan: AuditPlan, order: Sequence[str]) -> tuple[Place, ...]:
    """Every record of the pool once, random draws mixed among the ranker's choices.

    A random draw is the first record not yet in the queue in the order of the seed; any other
    place goes to the ranker's first. Given the queue so far, each draw is uniform over the rest.

    Args:
        plan: pool, seed and share.
        order: the ranker's order, best first; records outside the pool are passed over, those it
            lacks follow in the order of their ids.
    """
    pool = set(plan.pool)
    ranked = _fresh([*(r for r in order if r in pool), *plan.pool], taken := set[str]())
    drawn = _fresh(sorted(plan.pool, key=lambda record: _key(plan.seed, record)), taken)
    places: list[Place] = []
    for number in range(len(plan.pool)):
        audit = _uniform(plan.seed, f"place {number}") < plan.share
        record = next(drawn if audit else ranked)
        taken.add(record)
        places.append(Place(record, audit))
    return tuple(places)


def _fresh(records: Iterable[str], taken: set[str]) -> Iterator[str]:
    return (record for record in records if record not in taken)


def _key(seed: str, text: str) -> bytes:
    return sha256(f"{seed}\n{text}".encode()).digest()


def _uniform(seed: str, text: str) -> float:
    """A number from 0 up to 1, of 53 random bits."""
    return (int.from_bytes(_key(seed, text)[:8]) >> 11) / (1 << 53)


def pool_digest(pool: Iterable[str]) -> str:
    """SHA-256 over the sorted ids, one a line: what an audit is an audit of."""
    return sha256("\n".join(sorted(pool)).encode()).hexdigest()
