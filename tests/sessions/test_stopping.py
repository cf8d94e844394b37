"""Stopping a stage of a real review: random draws in the queue, the verdict, the decision."""

from __future__ import annotations

from pathlib import Path

import pytest

from screening.errors import BadReview, UsageError
from screening.events import Outcome, fold, stage_outcomes
from screening.events.kinds import AuditBegun, Decided
from screening.prisma import flow, violations
from screening.protocol import Stage, Verdict
from screening.records import RecordId, to_record_id
from screening.sessions.audit import (
    begin_audit,
    end_audit,
    is_blind,
    refuse_if_blind,
    replay,
    replay_state,
)
from screening.sessions.outlook import outlook_at
from screening.sessions.review import Review
from screening.sessions.screen import decide, postpone, queue, undo
from screening.sessions.seat import Seat
from screening.sessions.stopping import (
    reopen_stage,
    stop_report,
    stop_stage,
    stopping_steps,
)
from tests.reviews_builder import add_search, contents, make_review, protocol_text, rank, reopen

TITLE = Stage.TITLE
AUDIT = protocol_text() + '[stopping]\nrule = "audit"\nrecall = 0.5\nconfidence = 0.6\n'


def _audited(folder: Path, count: int = 12, *, text: str = AUDIT, share: float = 1.0) -> Review:
    review = make_review(folder / "review", count, text=text)
    rank(review, TITLE, range(count, 0, -1))
    with review.writing() as writer:
        begin_audit(writer, review.protocol, TITLE, share)
    return review


def _say(review: Review, record: RecordId, *, include: bool = False) -> None:
    verdict = Verdict.INCLUDE if include else Verdict.EXCLUDE
    decide(review, TITLE, record, verdict, reason="" if include else "1")


def test_draws_are_the_queue_and_the_log_tells_which_they_were(tmp_path: Path) -> None:
    with _audited(tmp_path, share=0.5) as review:
        first = queue(review, TITLE)
        for record in first[:5]:
            _say(review, record)
        replayed = replay(review, TITLE)
        assert replayed.drawing
        assert replayed.history.screened == 5
        assert queue(review, TITLE) == first[5:]
    with reopen(tmp_path / "review") as again:
        assert queue(again, TITLE) == first[5:]
        assert replay(again, TITLE) == replayed


def test_nothing_shows_which_record_is_a_draw(tmp_path: Path) -> None:
    with _audited(tmp_path, share=0.5) as review:
        assert is_blind(review, TITLE)
        seat = Seat(review, TITLE)
        shown = seat.shown()
        assert shown is not None
        assert (shown.rank, shown.ranked) == (None, 0)
        with pytest.raises(UsageError, match="ranked is hidden"):
            refuse_if_blind(review, TITLE, shown.record)
        _say(review, shown.record)
        refuse_if_blind(review, TITLE, shown.record)
        made = [event.body for event in review.events() if isinstance(event.body, Decided)]
        assert [(body.ranking, body.rank) for body in made] == [(None, None)]


def test_a_record_put_off_keeps_the_verdict_back(tmp_path: Path) -> None:
    with _audited(tmp_path) as review:
        order = queue(review, TITLE)
        postpone(review, TITLE, order[1])
        for record in (order[0], *order[2:9]):
            _say(review, record)
        report = stop_report(review, TITLE)
        assert report.unresolved == (order[1],)
        assert not report.certificate.stop
        assert f"{order[1]} was put off" in report.verdict.text
        told = f"Not counted: 7 later decisions, until {order[1]} is decided."
        assert (report.read, report.uncounted) == (1, told)
        assert outlook_at(review, TITLE).lines[1] == told
        with review.writing() as writer, pytest.raises(UsageError, match=f"{order[1]} at the"):
            end_audit(writer, review.protocol, TITLE)
        _say(review, order[1])
        report = stop_report(review, TITLE)
        assert (report.unresolved, report.uncounted) == ((), "")
        assert (report.draws, report.hits) == (9, 0)


def test_a_changed_label_changes_the_evidence(tmp_path: Path) -> None:
    with _audited(tmp_path) as review:
        order = queue(review, TITLE)
        for record in order[:8]:
            _say(review, record)
        before = stop_report(review, TITLE)
        _say(review, order[0], include=True)
        after = stop_report(review, TITLE)
        assert (before.hits, after.hits) == (0, 1)
        undo(review, TITLE)
        undo(review, TITLE)  # the last of the eight is open again
        assert stop_report(review, TITLE).read == 7


def test_another_ranking_ends_the_draws_and_what_was_drawn_still_counts(tmp_path: Path) -> None:
    with _audited(tmp_path) as review:
        for record in queue(review, TITLE)[:4]:
            _say(review, record, include=record == queue(review, TITLE)[0])
        with review.writing() as writer:
            end_audit(writer, review.protocol, TITLE)
        rank(review, TITLE, range(1, 13))
        assert not is_blind(review, TITLE)
        _say(review, queue(review, TITLE)[0])
        with review.writing() as writer:
            begin_audit(writer, review.protocol, TITLE, 1.0)
        for record in queue(review, TITLE)[:3]:
            _say(review, record)
        history = replay(review, TITLE).history
        assert history.audit == (True,) * 4 + (False,) + (True,) * 3
        seeds = {e.body.seed for e in review.events() if isinstance(e.body, AuditBegun)}
        assert len(seeds) == 2
        assert [step.what.split(":")[0] for step in stopping_steps(review, TITLE)] == [
            "random draws among 12 records of the title stage begun",
            "random draws at the title stage ended",
            "random draws among 7 records of the title stage begun",
        ]


def test_records_that_come_later_start_the_certificate_anew(tmp_path: Path) -> None:
    with _audited(tmp_path) as review:
        for record in queue(review, TITLE)[:6]:
            _say(review, record)
        assert replay(review, TITLE).history.draws == 6
        add_search(review, contents(14)[12:], "ERIC")
        replayed = replay(review, TITLE)
        assert (replayed.history.draws, replayed.history.total) == (0, 14)
        assert (replayed.history.screened, replayed.restarts) == (6, 1)


def test_draws_wait_for_the_stage_before(tmp_path: Path) -> None:
    with make_review(tmp_path / "review", 3) as review:
        _say(review, to_record_id(1), include=True)
        rank(review, Stage.ABSTRACT, [1])
        with review.writing() as writer, pytest.raises(UsageError, match="title stage is not"):
            begin_audit(writer, review.protocol, Stage.ABSTRACT)


@pytest.mark.parametrize("share", [0.0, 1.5])
def test_a_share_without_draws_is_refused(tmp_path: Path, share: float) -> None:
    with (
        make_review(tmp_path / "review", 3) as review,
        review.writing() as writer,
        pytest.raises(UsageError, match="share of audit draws"),
    ):
        begin_audit(writer, review.protocol, TITLE, share)


def test_a_stop_is_certified_recorded_counted_and_taken_back(tmp_path: Path) -> None:
    with _audited(tmp_path, 30) as review:
        for record in queue(review, TITLE)[:2]:
            _say(review, record, include=True)
        with pytest.raises(UsageError, match="do not say stop"):
            stop_stage(review, TITLE)
        for record in queue(review, TITLE)[:24]:
            _say(review, record)
        assert stop_report(review, TITLE).left.guaranteed
        body = stop_stage(review, TITLE)
        assert (body.said_stop, body.guaranteed, body.read, len(body.unread)) == (True, True, 26, 4)
        counts = flow(review.state, review.protocol)
        assert violations(counts) == ()
        assert counts.stages[0].not_screened == counts.dbr.records_not_screened == 4
        assert counts.stages[0].open == 0
        outcomes = stage_outcomes(review.state, review.protocol)[TITLE]
        assert all(outcomes[record].outcome is Outcome.NOT_SCREENED for record in body.unread)
        assert queue(review, TITLE) == []
        reopen_stage(review, TITLE, "one more search term")
        assert set(queue(review, TITLE)) == set(body.unread)
        with pytest.raises(UsageError, match="not stopped"):
            reopen_stage(review, TITLE)


def test_a_stop_against_the_rules_needs_a_reason_and_says_so(tmp_path: Path) -> None:
    with make_review(tmp_path / "review", 4) as review:
        _say(review, to_record_id(1))
        body = stop_stage(review, TITLE, "no time left")
        assert (body.said_stop, body.guaranteed, body.why) == (False, False, "no time left")
        add_search(review, contents(6)[4:], "ERIC")
        assert queue(review, TITLE) == [to_record_id(5), to_record_id(6)]
        _say(review, to_record_id(2), include=True)  # read after all
        counts = flow(review.state, review.protocol)
        assert (counts.stages[0].not_screened, counts.stages[0].let_through) == (2, 1)
        assert violations(counts) == ()


def test_what_cannot_be_stopped(tmp_path: Path) -> None:
    with make_review(tmp_path / "review", 1) as review:
        with pytest.raises(UsageError, match="full-text stage cannot"):
            stop_stage(review, Stage.FULLTEXT, "x")
        with pytest.raises(UsageError, match="No record has reached"):
            stop_report(review, Stage.ABSTRACT)
        _say(review, to_record_id(1))
        with pytest.raises(UsageError, match="No record is unread"):
            stop_stage(review, TITLE, "x")


def test_an_unknown_rule_is_told_with_its_line(tmp_path: Path) -> None:
    make_review(tmp_path / "review", 1).close()
    path = tmp_path / "review" / "review.toml"
    text = path.read_text("utf-8") + '[stopping]\nrule = "magic"\n'
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadReview, match=rf"line {len(text.splitlines())}: There is no stopping"):
        reopen(tmp_path / "review")


def test_the_history_is_a_function_of_the_log(tmp_path: Path) -> None:
    with _audited(tmp_path, share=0.6) as review:
        for record in queue(review, TITLE)[:7]:
            _say(review, record)
        events = list(review.events())
        assert replay_state(fold(events), review.protocol, TITLE) == replay(review, TITLE)
