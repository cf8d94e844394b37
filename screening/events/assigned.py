"""Who decides which record: drawn from the review's id, so that anybody can draw it again.

Records are taken in the order of import, in blocks. Within a block of 20 the planned share is
double-screened; within a block of as many records as reviewers everybody has the same to do. The
draws sort by SHA-256, as permuted blocks sort by random numbers (Efird J. Int J Environ Res Public
Health 2011;8:15-20), so nobody's share follows from what a record says. Pure functions.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from math import floor

from screening.events.state import ReviewState
from screening.protocol import Assignment, Protocol, Stage
from screening.records import RecordId, record_number

_BLOCK = 20
_ROUNDING = 1e-9


def needed(state: ReviewState, protocol: Protocol, stage: Stage, record: RecordId) -> int:
    """How many reviewers must decide a record at a stage."""
    if everybody := _calibrating(state, protocol, stage, record):
        return len(everybody)
    plan = protocol.plan(stage)
    if not plan.double:
        return plan.reviewers
    return 1 + _is_double(seed_of(state, stage), record_number(record), plan.double)


def assigned(
    state: ReviewState, protocol: Protocol, stage: Stage, record: RecordId
) -> tuple[str, ...]:
    """Who decides a record at a stage, as many as needed; empty where whoever comes first does."""
    if everybody := _calibrating(state, protocol, stage, record):
        return everybody
    if protocol.assignment is Assignment.OPEN or not protocol.screeners:
        return ()
    plan, seed, number = protocol.plan(stage), seed_of(state, stage), record_number(record)
    names = tuple(sorted(protocol.screeners))
    if not plan.double:
        return _drawn(f"{seed}:all", names, number - 1, plan.reviewers)
    double = _is_double(seed, number, plan.double)
    place = _place_among_its_kind(seed, number, plan.double, double=double)
    return _drawn(f"{seed}:{'double' if double else 'single'}", names, place, 1 + double)


def has_turn(
    state: ReviewState, protocol: Protocol, stage: Stage, record: RecordId, by: str
) -> bool:
    """Whether a record still needs a decision, and this reviewer's.

    Where others than those assigned have decided, fewer of the assigned are needed.
    """
    made = state.decisions[stage].get(record, {})
    missing = needed(state, protocol, stage, record) - len(made)
    if by in made or missing <= 0 or not protocol.may_screen(by):
        return False
    names = assigned(state, protocol, stage, record)
    return not names or by in [name for name in names if name not in made][:missing]


def seed_of(state: ReviewState, stage: Stage) -> str:
    """What the draws of a stage start from: the review's id and the stage."""
    return f"{state.review}:{stage}"


def draw(seed: str, records: Iterable[RecordId], count: int) -> tuple[RecordId, ...]:
    """As many of the records, all equally likely, in the order of import."""
    chosen = sorted(records, key=lambda record: _sha(f"{seed}:{record}"))[:count]
    return tuple(sorted(chosen, key=record_number))


def _calibrating(
    state: ReviewState, protocol: Protocol, stage: Stage, record: RecordId
) -> tuple[str, ...]:
    """Who of a calibration round still screens; empty if the record is in none."""
    names = state.team.calibrated.get((stage, record), ())
    return tuple(name for name in names if protocol.may_screen(name)) if names else ()


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@lru_cache(maxsize=1024)
def _shuffled(seed: str, block: int, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(names, key=lambda name: _sha(f"{seed}:{block}:{name}")))


def _drawn(seed: str, names: tuple[str, ...], index: int, count: int) -> tuple[str, ...]:
    block, place = divmod(index, len(names))
    order = _shuffled(seed, block, names)
    return tuple(order[(place + step) % len(names)] for step in range(min(count, len(names))))


def _doubles_before(block: int, share: float) -> int:
    return floor(block * _BLOCK * share + _ROUNDING)


@lru_cache(maxsize=1024)
def _doubles(seed: str, block: int, share: float) -> tuple[int, ...]:
    """The places of a block, from 0, that two decide."""
    count = _doubles_before(block + 1, share) - _doubles_before(block, share)
    places = sorted(range(_BLOCK), key=lambda place: _sha(f"{seed}:share:{block}:{place}"))
    return tuple(sorted(places[:count]))


def _is_double(seed: str, number: int, share: float) -> bool:
    block, place = divmod(number - 1, _BLOCK)
    return place in _doubles(seed, block, share)


def _place_among_its_kind(seed: str, number: int, share: float, *, double: bool) -> int:
    """How many records before this one are double-screened like it, or single-screened."""
    block, place = divmod(number - 1, _BLOCK)
    doubles = _doubles_before(block, share)
    doubles += sum(other < place for other in _doubles(seed, block, share))
    return doubles if double else number - 1 - doubles
