"""Who stands for whom, also along chains that two reviewers' logs can lead to."""

from __future__ import annotations

import pytest

from screening.events.kinds import DuplicateProposed
from screening.sessions.duplicate_desk import why_asked
from screening.sessions.duplicate_plan import MAKER
from screening.sessions.same_report import followers_of, group_of
from tests.prisma.reviews import Log, ids


def test_a_group_has_all_duplicates_of_duplicates() -> None:
    log = Log()
    log.search("PubMed", 5)
    log.duplicate(4, 1)
    log.duplicate(2, 4)
    log.duplicate(5, 3)
    state = log.state()
    one, three = ids(1, 3)
    assert group_of(state, one) == ids(1, 4, 2)
    assert followers_of(state) == {one: ids(4, 2), three: ids(5)}
    assert group_of(state, ids(2)[0]) == ids(2)


def test_records_marked_in_a_ring_end_nowhere_else() -> None:
    log = Log()
    log.search("PubMed", 2)
    log.duplicate(1, 2)
    log.duplicate(2, 1)
    assert group_of(log.state(), ids(1)[0]) == ids(1, 2)


@pytest.mark.parametrize(
    ("evidence", "why"),
    [
        ("like titles (titles 91 % alike)", "like titles"),
        ("like titles: the titles are 91 % alike", "like titles"),
        ("", "title only"),
    ],
)
def test_why_a_person_is_asked_is_told_without_the_fields(evidence: str, why: str) -> None:
    one, two = ids(1, 2)
    asked = DuplicateProposed(
        record=two, other=one, maker=MAKER, rule="title only", evidence=evidence
    )
    assert why_asked(asked) == why
