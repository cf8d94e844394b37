"""Reports grouped into studies and split again, seen through the duplicates marked."""

from __future__ import annotations

import pytest

from screening.events import Body, Event, fold, one_per_study, studies
from screening.events.event import seal, unseal
from screening.events.kinds import (
    DuplicateMarked,
    DuplicateUnmarked,
    ReportsGrouped,
    ReportsSplit,
    StudyStepUndone,
)
from screening.events.state import ReviewState
from screening.records import RecordId
from tests.prisma.reviews import DAWN, ids


def state(*bodies: Body) -> ReviewState:
    return fold(
        Event(seq=seq, at=DAWN, by="Ann", body=body) for seq, body in enumerate(bodies, start=1)
    )


def group(*numbers: int) -> ReportsGrouped:
    return ReportsGrouped(reports=ids(*numbers))


def split(*numbers: int) -> ReportsSplit:
    return ReportsSplit(reports=ids(*numbers))


def groups(*bodies: Body) -> tuple[tuple[RecordId, ...], ...]:
    return studies(state(*bodies)).groups


def test_a_study_is_told_in_the_order_of_import() -> None:
    assert groups(group(5, 2), group(10, 9)) == (ids(2, 5), ids(9, 10))
    assert studies(state(group(5, 2))).study_of() == dict.fromkeys(ids(2, 5), ids(2)[0])


def test_groups_that_share_a_report_are_one_study() -> None:
    assert groups(group(1, 2), group(3, 4), group(2, 3)) == (ids(1, 2, 3, 4),)


def test_a_split_report_leaves_and_the_others_stay() -> None:
    after = studies(state(group(1, 2, 3), split(2)))
    assert after.groups == (ids(1, 3),)
    assert after.apart == {ids(1, 2), ids(2, 3)}


def test_a_study_of_one_report_is_no_group() -> None:
    assert groups(group(1, 2), split(1)) == ()


def test_reports_called_apart_are_remembered_until_they_are_grouped() -> None:
    assert studies(state(split(4, 2))).apart == {ids(2, 4)}
    assert studies(state(split(4, 2), group(2, 4))).apart == frozenset()


def test_undo_brings_back_what_was_before() -> None:
    assert groups(group(1, 2), split(2), StudyStepUndone(step=2)) == (ids(1, 2),)
    assert groups(group(1, 2), group(2, 3), StudyStepUndone(step=1)) == (ids(2, 3),)


def test_a_duplicate_counts_as_the_record_kept_for_it() -> None:
    mark = DuplicateMarked(record=ids(2)[0], kept=ids(7)[0])
    assert groups(group(1, 2), mark) == (ids(1, 7),)
    assert groups(group(1, 2), group(3, 7), mark) == (ids(1, 3, 7),)
    assert groups(group(2, 7), mark) == ()
    assert groups(group(1, 2), mark, split(7)) == ()
    assert groups(group(1, 2), mark, DuplicateUnmarked(record=ids(2)[0])) == (ids(1, 2),)


def test_one_report_stands_for_each_study() -> None:
    made = state(group(1, 3), group(4, 5))
    assert one_per_study(made, ids(3, 2, 1, 5)) == ids(3, 2, 5)


@pytest.mark.parametrize("body", [group(1, 2), split(1), StudyStepUndone(step=4)])
def test_the_log_keeps_every_step(body: Body) -> None:
    event = Event(seq=1, at=DAWN, by="Ann", body=body)
    assert unseal(seal(event, "0" * 64)) == event
