"""The flow at an earlier moment: how the moment is read, and what the log says up to it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from screening.errors import UsageError
from screening.protocol import Stage, Verdict, parse_protocol
from screening.records import to_record_id
from screening.sessions.bundle_make import make_bundle
from screening.sessions.bundle_merge import merge_bundle
from screening.sessions.bundle_open import open_bundle, return_bundle
from screening.sessions.flow import checked_flow
from screening.sessions.flow_time import in_words, moment, parse_at
from screening.sessions.protocol_in_force import amendment_of
from screening.sessions.review import Review, open_review
from screening.sessions.screen import decide
from tests.reviews_builder import DAWN, make_review, protocol_text


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2026-03-01", datetime(2026, 3, 1, 23, 59, 59, 999999, UTC)),
        ("2026-03-01 UTC", datetime(2026, 3, 1, 23, 59, 59, 999999, UTC)),
        ("2026-03-01 Europe/Berlin", datetime(2026, 3, 1, 22, 59, 59, 999999, UTC)),
        ("2026-07-01 Europe/Berlin", datetime(2026, 7, 1, 21, 59, 59, 999999, UTC)),
        ("2026-03-01 Asia/Tehran", datetime(2026, 3, 1, 20, 29, 59, 999999, UTC)),
        ("2026-03-01T14:30", datetime(2026, 3, 1, 14, 30, tzinfo=UTC)),
        ("2026-03-01T14:30+01:00", datetime(2026, 3, 1, 13, 30, tzinfo=UTC)),
        ("2026-03-01T14:30 Europe/Berlin", datetime(2026, 3, 1, 13, 30, tzinfo=UTC)),
    ],
)
def test_a_moment_is_read_as_people_type_it(text: str, wanted: datetime) -> None:
    assert parse_at(text) == wanted
    assert parse_at(text).tzinfo is UTC


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("yesterday", "no date or time"),
        ("2026-02-30", "no date or time"),
        ("", "no date or time"),
        ("2026-03-01 Mars/Olympus", "no time zone 'Mars/Olympus'"),
        ("2026-03-01 ../etc", "no time zone"),
    ],
)
def test_no_moment_is_told(text: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        parse_at(text)


class Days:
    """A clock that gains one day with every look."""

    def __init__(self) -> None:
        self.time = DAWN

    def __call__(self) -> datetime:
        self.time += timedelta(days=1)
        return self.time


@pytest.fixture
def review(tmp_path: Path) -> Review:
    made = make_review(tmp_path / "r", 3, text=protocol_text(stages=("title",)), clock=Days())
    for n, verdict in enumerate((Verdict.EXCLUDE, Verdict.INCLUDE, Verdict.INCLUDE), start=1):
        reason = "Off topic" if verdict is Verdict.EXCLUDE else ""
        decide(made, Stage.TITLE, to_record_id(n), verdict, reason=reason)
    return made


def test_the_flow_follows_the_log_up_to_the_moment(review: Review) -> None:
    ends = [event.at for event in review.events()]
    open_then = [checked_flow(moment(review, at)).open_records for at in ends[-4:]]
    assert open_then == [3, 2, 1, 0]
    assert checked_flow(moment(review, ends[-1])) == checked_flow(review)
    review.close()


@pytest.mark.parametrize("bundle_clock", [timedelta(days=2), timedelta(days=9)])
def test_a_bundle_counts_from_its_merging_on(tmp_path: Path, bundle_clock: timedelta) -> None:
    """Its events carry the times of another machine, whose clock may be wrong."""
    with make_review(tmp_path / "r", 2, text=protocol_text(stages=("title",))) as review:
        handed = make_bundle(review, "Ben", tmp_path / "ben.tamis")
    folder = open_bundle(handed.file, tmp_path / "ben").folder
    with open_review(folder, clock=lambda: DAWN + bundle_clock) as bundle:
        decide(bundle, Stage.TITLE, to_record_id(1), Verdict.INCLUDE)
        back = return_bundle(bundle, tmp_path / "back.tamis").file
    merged = DAWN + timedelta(days=5)
    with open_review(tmp_path / "r", by="Ann", clock=lambda: merged) as review:
        merge_bundle(review, back)
        before = checked_flow(moment(review, merged - timedelta(seconds=1)))
        after = checked_flow(moment(review, merged))
        assert (before.open_records, after.open_records) == (2, 1)
        assert after == checked_flow(review)


def test_the_protocol_is_that_of_the_moment(review: Review) -> None:
    before = review.state.last_at
    assert before is not None
    later = parse_protocol(protocol_text(stages=("title", "fulltext")))
    with review.writing() as writer:
        after = writer.append(amendment_of(later)).at
    assert len(moment(review, after).protocol.stages) == 2
    assert [plan.stage for plan in moment(review, before).protocol.stages] == [Stage.TITLE]
    review.close()


def test_before_the_review_there_is_no_flow(review: Review) -> None:
    with pytest.raises(
        UsageError, match="did not exist at 2021-06-29 23:59:59 UTC; its log begins"
    ):
        moment(review, parse_at("2021-06-29"))
    assert in_words(DAWN) == "2021-06-30 08:00:00 UTC"
    review.close()
