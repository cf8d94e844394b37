"""Random draws follow from the seed, are uniform, and leave nothing out."""

from __future__ import annotations

from collections import Counter

import pytest

from screening.stopping import audit_plan, audit_queue, pool_digest

POOL = [f"R{n:04d}" for n in range(1, 13)]


def test_every_record_has_one_place_and_the_seed_decides_it() -> None:
    plan = audit_plan(POOL, "seed", 0.5)
    queue = audit_queue(plan, POOL)
    assert sorted(place.record for place in queue) == POOL
    assert queue == audit_queue(audit_plan(reversed(POOL), "seed", 0.5), POOL)
    assert queue != audit_queue(audit_plan(POOL, "another", 0.5), POOL)


def test_other_places_go_to_the_ranker() -> None:
    order = ["R9999", *reversed(POOL[:-2])]  # knows one record too many and two too few
    queue = audit_queue(audit_plan(POOL, "s", 0.3), order)
    ranked = [place.record for place in queue if not place.audit]
    wanted = [*(r for r in order if r in POOL), *POOL]
    assert ranked == [r for r in dict.fromkeys(wanted) if r in ranked]
    assert 0 < len(ranked) < len(POOL)


@pytest.mark.parametrize("share", [0.5, 1.0])
def test_each_record_is_drawn_first_equally_often(share: float) -> None:
    first = Counter(
        next(place.record for place in audit_queue(audit_plan(POOL, str(n), share), []) if
             place.audit)
        for n in range(1200)
    )  # fmt: skip
    if share == 1:
        expected = 1200 / len(POOL)
        chi2 = sum((first[record] - expected) ** 2 / expected for record in POOL)
        assert chi2 < 33  # 0.1 % of a chi-square with 11 degrees of freedom is above 31.3
    assert set(first) == set(POOL)


def test_a_share_without_draws_is_refused() -> None:
    for share in (0.0, 1.1):
        with pytest.raises(ValueError, match="share"):
            audit_plan(POOL, "s", share)


def test_a_pool_is_known_by_its_records_not_their_order() -> None:
    assert pool_digest(POOL) == pool_digest(reversed(POOL)) != pool_digest(POOL[1:])
