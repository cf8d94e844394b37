"""What a stop is worth later: the claim that was accepted, and the records it is about."""

from __future__ import annotations

from pathlib import Path

from screening.events.kinds import AuditEnded, StageStopped
from screening.protocol import Stage, Verdict
from screening.records import RecordId
from screening.sessions.audit import begin_audit, is_blind, replay
from screening.sessions.blinding import hidden_words, rows_seen
from screening.sessions.duplicates import mark_duplicate, unmark_duplicate
from screening.sessions.review import Review, open_review
from screening.sessions.screen import decide, postpone, queue
from screening.sessions.stop_standing import StopStanding, stop_standing
from screening.sessions.stopping import reopen_stage, stop_report, stop_stage
from screening.sessions.target_change import target_change
from screening.stopping import Target, rule_named
from tests.reviews_builder import add_search, contents, make_review, protocol_text, rank

TITLE = Stage.TITLE
RULE = '[stopping]\nrule = "{}"\nrecall = {}\nconfidence = 0.6\n'


def audited(folder: Path, *, recall: float = 0.5, misses: int = 24) -> Review:
    """Thirty records that are drawn at random, the first two of them relevant."""
    text = protocol_text() + RULE.format("audit", recall)
    review = make_review(folder / "review", 30, text=text)
    rank(review, TITLE, range(30, 0, -1))
    with review.writing() as writer:
        begin_audit(writer, review.protocol, TITLE, 1.0)
    for record in queue(review, TITLE)[:2]:
        say(review, record, include=True)
    for record in queue(review, TITLE)[:misses]:
        say(review, record)
    return review


def say(review: Review, record: RecordId, *, include: bool = False) -> None:
    verdict = Verdict.INCLUDE if include else Verdict.EXCLUDE
    decide(review, TITLE, record, verdict, reason="" if include else "1")


def standing(review: Review) -> StopStanding:
    found = stop_standing(review, TITLE)
    assert found is not None
    return found


def hidden(review: Review) -> list[str]:
    rows = rows_seen(review, review.store.rows(), by_all=True)
    return [row.kind for row in rows if hidden_words(row)]


def test_the_claim_is_the_one_that_was_accepted(tmp_path: Path) -> None:
    with audited(tmp_path) as review:
        assert stop_standing(review, TITLE) is None
        body = stop_stage(review, TITLE)
        at = standing(review)
        assert body.certified is not None
        assert body.certified > 0.5
        assert (at.met, at.claim, at.total, at.draws) == (True, 0.5, 30, 26)
        assert (at.added, at.gone, at.read_since, at.weakened) == (0, 0, 0, False)
        assert at.by == "Ann"


def test_against_the_rule_the_claim_is_what_was_certified(tmp_path: Path) -> None:
    with audited(tmp_path, recall=0.99) as review:
        body = stop_stage(review, TITLE, "no time")
        at = standing(review)
        assert (at.met, body.said_stop) == (False, False)
        assert at.claim == body.certified


def test_without_draws_nothing_is_certified(tmp_path: Path) -> None:
    with make_review(tmp_path / "review", 6) as review:
        for record in queue(review, TITLE)[:3]:
            say(review, record, include=True)
        stop_stage(review, TITLE, "no time")
        assert (standing(review).claim, standing(review).draws) == (None, 0)


def test_records_that_come_later_are_not_covered(tmp_path: Path) -> None:
    with audited(tmp_path) as review:
        stop_stage(review, TITLE)
        add_search(review, contents(34)[30:], "ERIC")
        at = standing(review)
        assert (at.total, at.added, at.added_open, at.claim) == (30, 4, 4, 0.5)
        say(review, queue(review, TITLE)[0])
        assert standing(review).added_open == 3


def retarget(review: Review, recall: float, folder: Path) -> Review:
    """The review opened again after its target was edited."""
    review.close()
    text = protocol_text() + RULE.format("audit", recall)
    (folder / "review" / "review.toml").write_text(text, encoding="utf-8")
    return open_review(folder / "review", by="Ann")


def test_a_target_changed_after_looking_is_told_and_not_claimed(tmp_path: Path) -> None:
    review = retarget(audited(tmp_path, recall=0.99), 0.5, tmp_path)
    with review:
        unrecorded = target_change(review, TITLE)
        assert unrecorded is not None
        assert unrecorded.at is None
        assert unrecorded.told == (
            "The target was changed from 99 % to 50 % in review.toml, after 26 records of the"
            " stage had been read."
        )
        earlier = rule_named("audit").judge(
            replay(review, TITLE).history, Target(recall=0.99, confidence=0.6)
        )
        body = stop_stage(review, TITLE)
        at = standing(review)
        assert body.said_stop
        assert (at.met, at.weakened) == (False, False)
        assert earlier.certified is not None
        assert at.claim == min(0.5, earlier.certified)
        assert at.change is not None
        assert at.change.warning.endswith(
            "after 26 records of the stage had been read, 26 random draws among them:"
            " the guarantee does not cover what is chosen after looking."
        )


def test_a_target_changed_back_is_no_change(tmp_path: Path) -> None:
    review = retarget(audited(tmp_path, misses=6), 0.9, tmp_path)
    say(review, queue(review, TITLE)[0])
    with retarget(review, 0.5, tmp_path) as review:
        assert target_change(review, TITLE) is None


def test_a_target_changed_before_the_first_draw_is_covered(tmp_path: Path) -> None:
    text = protocol_text() + RULE.format("audit", 0.9)
    review = make_review(tmp_path / "review", 30, text=text)
    for record in queue(review, TITLE)[:3]:
        say(review, record)
    with retarget(review, 0.5, tmp_path) as review:
        change = target_change(review, TITLE)
        assert change is not None
        assert change.covered
        assert change.warning == change.told


def test_a_target_changed_before_reading_is_not_told(tmp_path: Path) -> None:
    text = protocol_text() + RULE.format("audit", 0.9)
    with retarget(make_review(tmp_path / "review", 9, text=text), 0.5, tmp_path) as review:
        say(review, queue(review, TITLE)[0])
        assert target_change(review, TITLE) is None


def test_duplicates_that_stand_apart_again_are_not_told_as_new_records(tmp_path: Path) -> None:
    with make_review(tmp_path / "review", 8) as review:
        first, second, kept = queue(review, TITLE)[-3:]
        mark_duplicate(review, first, kept)
        mark_duplicate(review, second, kept)
        for record in queue(review, TITLE)[:3]:
            say(review, record)
        stop_stage(review, TITLE, "no time")
        assert standing(review).joined == ""
        unmark_duplicate(review, first)
        assert standing(review).joined == (
            "1 record has come back to the stage from a group of duplicates"
        )
        unmark_duplicate(review, second)
        at = standing(review)
        assert (at.added, at.apart, at.gone) == (2, 2, 0)
        assert at.joined == "2 records have come back to the stage from groups of duplicates"
        add_search(review, contents(11)[8:], "Scopus")
        assert standing(review).joined == (
            "5 records have joined the stage (2 of them back from groups of duplicates)"
        )


def test_a_changed_decision_weakens_the_claim(tmp_path: Path) -> None:
    with audited(tmp_path, misses=18) as review:
        drawn = queue(review, TITLE)
        body = stop_stage(review, TITLE)
        assert body.guaranteed
        assert set(drawn) == set(body.unread)
        for record in list(review.state.decisions[TITLE])[19:]:
            say(review, record, include=True)
        at = standing(review)
        assert at.weakened
        assert at.claim == stop_report(review, TITLE).certificate.certified
        say(review, drawn[0])
        assert standing(review).read_since == 1


def test_a_changed_decision_weakens_the_claim_after_later_records_came_too(tmp_path: Path) -> None:
    with audited(tmp_path, misses=18) as review:
        stop_stage(review, TITLE)
        for record in list(review.state.decisions[TITLE])[19:]:
            say(review, record, include=True)
        alone = standing(review).claim
        add_search(review, contents(34)[30:], "ERIC")
        at = standing(review)
        assert (at.added, at.weakened, at.claim) == (4, True, alone)


def test_a_stop_ends_the_draws_and_nothing_is_hidden_any_more(tmp_path: Path) -> None:
    with audited(tmp_path) as review:
        before = stop_report(review, TITLE)
        assert hidden(review) == ["RankingMade", "AuditBegun"]
        stop_stage(review, TITLE)
        assert not is_blind(review, TITLE)
        assert hidden(review) == []
        after = stop_report(review, TITLE)
        assert (after.draws, after.hits, after.certificate) == (26, 2, before.certificate)
        kinds = [type(event.body) for event in review.events()][-2:]
        assert kinds == [AuditEnded, StageStopped]
        reopen_stage(review, TITLE)
        assert not is_blind(review, TITLE)
        assert stop_report(review, TITLE).draws == 26


def test_draws_with_a_gap_stay_in_force_when_the_stage_is_stopped(tmp_path: Path) -> None:
    with audited(tmp_path) as review:
        first, second = queue(review, TITLE)[:2]
        postpone(review, TITLE, first)
        say(review, second)
        stop_stage(review, TITLE, "no time")
        assert is_blind(review, TITLE)
        assert standing(review).claim is None
