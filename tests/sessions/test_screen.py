"""Decide, undo, postpone, hold, settle: what the use cases of screening do to the log."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from screening.errors import UsageError
from screening.events import Outcome, outcome
from screening.protocol import Stage, Verdict, to_stage, to_verdict
from screening.records import RecordId
from screening.sessions.conflicts import adjudicate, conflicts, list_conflicts
from screening.sessions.retrieval import mark_not_retrieved, mark_retrieved
from screening.sessions.review import Review, open_review
from screening.sessions.screen import (
    decide,
    held,
    postpone,
    progress,
    queue,
    undo,
)
from screening.sessions.stepping import add_note
from tests.reviews_builder import make_review, protocol_text, rank, reopen

TITLE, ABSTRACT, FULLTEXT = Stage.TITLE, Stage.ABSTRACT, Stage.FULLTEXT
INCLUDE, EXCLUDE, UNSURE = Verdict.INCLUDE, Verdict.EXCLUDE, Verdict.UNSURE
R1, R2, R3 = (RecordId(f"R000{n}") for n in (1, 2, 3))


def test_undo_goes_back_without_limit_and_after_a_restart(tmp_path: Path) -> None:
    with make_review(tmp_path / "r", 3) as review:
        decide(review, TITLE, R1, INCLUDE)
        decide(review, TITLE, R2, EXCLUDE, reason="1")
    with reopen(tmp_path / "r") as review:
        decide(review, TITLE, R3, INCLUDE)
    with reopen(tmp_path / "r") as review:
        assert [undo(review).record for _ in range(3)] == [R3, R2, R1]
        assert queue(review, TITLE) == [R1, R2, R3]
        with pytest.raises(UsageError, match="There is no decision of Ann to undo"):
            undo(review)


def test_undo_restores_the_verdict_before(tmp_path: Path) -> None:
    with make_review(tmp_path / "r", 1) as review:
        decide(review, TITLE, R1, INCLUDE)
        decide(review, TITLE, R1, EXCLUDE, reason="Off topic")
        undo(review)
        made = review.state.decided_by(TITLE, R1, "Ann")
        assert made is not None
        assert made.verdict is INCLUDE


def test_undo_keeps_to_a_stage_and_to_its_reviewer(tmp_path: Path) -> None:
    with make_review(tmp_path / "r", 2) as review:
        decide(review, TITLE, R1, INCLUDE)
        decide(review, ABSTRACT, R1, INCLUDE)
        assert undo(review, TITLE).stage is TITLE
        with pytest.raises(UsageError, match="at the title stage"):
            undo(review, TITLE)
    with reopen(tmp_path / "r", "Ben") as other, pytest.raises(UsageError, match="of Ben"):
        undo(other)


def test_two_reviewers_who_differ_are_settled_and_keep_their_own(tmp_path: Path) -> None:
    with make_review(tmp_path / "r", 2, text=protocol_text(reviewers=2)) as ann:
        decide(ann, TITLE, R1, INCLUDE)
        assert queue(ann, ABSTRACT) == []
    with reopen(tmp_path / "r", "Ben") as ben:
        decide(ben, TITLE, R1, EXCLUDE, reason="Off topic")
        assert conflicts(ben, TITLE) == [R1]
        assert {made.by for made in list_conflicts(ben)[0].decisions} == {"Ann", "Ben"}
        with pytest.raises(UsageError, match="settles no conflict"):
            adjudicate(ben, TITLE, R1, UNSURE)
        adjudicate(ben, TITLE, R1, INCLUDE)
        assert queue(ben, ABSTRACT) == [R1]
        assert set(ben.state.in_force(TITLE, R1)) == {"Ann", "Ben"}
        with pytest.raises(UsageError, match="R0002 is not in conflict at the title stage"):
            adjudicate(ben, TITLE, R2, INCLUDE)


@pytest.mark.parametrize(("rule", "goes_on"), [("forward", True), ("hold", False)])
def test_unsure_goes_on_or_waits(tmp_path: Path, rule: str, goes_on: bool) -> None:
    with make_review(tmp_path / "r", 1, text=protocol_text(unsure=rule)) as review:
        decide(review, TITLE, R1, UNSURE)
        assert queue(review, TITLE) == []
        assert queue(review, ABSTRACT) == ([R1] if goes_on else [])
        assert held(review, TITLE) == ([] if goes_on else [R1])


def test_the_queue_follows_the_ranking_and_puts_the_postponed_last(tmp_path: Path) -> None:
    with make_review(tmp_path / "r", 3) as review:
        rank(review, TITLE, [3, 1])
        assert queue(review, TITLE) == [R3, R1, R2]
        postpone(review, TITLE, R3)
        assert queue(review, TITLE) == [R1, R2, R3]
        decide(review, TITLE, R1, INCLUDE)
        made = next(event for event in review.events() if event.kind == "Decided")
        assert getattr(made.body, "rank", None) == 2


def test_a_missing_report_leaves_the_queue_and_comes_back(tmp_path: Path) -> None:
    with make_review(tmp_path / "r", 1, text=protocol_text(stages=("fulltext",))) as review:
        mark_not_retrieved(review, R1, "no library has it")
        assert outcome(review.state, review.protocol, FULLTEXT, R1).outcome is Outcome.NOT_RETRIEVED
        assert queue(review, FULLTEXT) == []
        mark_retrieved(review, R1)
        assert queue(review, FULLTEXT) == [R1]
        with pytest.raises(UsageError, match="R0001 is not marked as not retrieved"):
            mark_retrieved(review, R1)


def test_a_report_is_either_missing_or_judged(tmp_path: Path) -> None:
    with make_review(tmp_path / "r", 1, text=protocol_text(stages=("fulltext",))) as review:
        mark_not_retrieved(review, R1, "lost")
        with pytest.raises(UsageError, match="tamis retrieved R0001"):
            decide(review, FULLTEXT, R1, INCLUDE)
        mark_retrieved(review, R1)
        decide(review, FULLTEXT, R1, INCLUDE)
        with pytest.raises(UsageError, match="its text was read"):
            mark_not_retrieved(review, R1, "lost")


REFUSED: dict[str, tuple[Callable[[Review], object], str]] = {
    "stage not reached": (
        lambda review: decide(review, ABSTRACT, R1, INCLUDE),
        "R0001 has not reached the abstract stage: it is pending at the title stage",
    ),
    "stage not used": (
        lambda review: decide(review, FULLTEXT, R1, INCLUDE),
        "This review has no full text stage",
    ),
    "no reason": (
        lambda review: decide(review, TITLE, R1, EXCLUDE),
        "No reason was given at the title stage",
    ),
    "unknown reason": (
        lambda review: decide(review, TITLE, R1, EXCLUDE, reason="7"),
        "There is no reason '7' at the title stage",
    ),
    "reason to include": (
        lambda review: decide(review, TITLE, R1, INCLUDE, reason="1"),
        "A reason was given with 'include'",
    ),
    "empty note": (lambda review: add_note(review, R1, "  "), "The note is empty"),
    "unknown record": (lambda review: review.known("R0099"), "There is no record R0099"),
    "no record": (lambda review: review.known("smith"), "'smith' is not a record"),
    "unknown stage": (lambda _review: to_stage("ful"), "There is no stage 'ful'"),
    "unknown verdict": (lambda _review: to_verdict("yes"), "There is no verdict 'yes'"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_says_why_and_leaves_the_log_alone(tmp_path: Path, name: str) -> None:
    act, message = REFUSED[name]
    with make_review(tmp_path / "r", 2, text=protocol_text(stages=("title", "abstract"))) as review:
        before = review.state.last_seq
        with pytest.raises(UsageError, match=message) as caught:
            act(review)
        assert caught.value.hint
        review.refresh()
        assert review.state.last_seq == before


def test_a_record_decided_by_others_is_theirs(tmp_path: Path) -> None:
    with make_review(tmp_path / "r", 1) as ann, reopen(tmp_path / "r", "Ben") as ben:
        decide(ann, TITLE, R1, INCLUDE)
        with pytest.raises(UsageError, match="already decided at the title stage by Ann"):
            decide(ben, TITLE, R1, INCLUDE)


_DECIDE_AND_DIE = """
import os, signal, sys
from pathlib import Path
from screening.protocol import Stage, Verdict
from screening.sessions.review import open_review
from screening.sessions.screen import decide
review = open_review(Path(sys.argv[1]), by="Ann")
for record in ("R0001", "R0002", "R0003"):
    decide(review, Stage.TITLE, review.known(record), Verdict.INCLUDE)
    os.write(1, record.encode() + b"\\n")
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_killed_process_loses_no_acknowledged_decision(tmp_path: Path) -> None:
    make_review(tmp_path / "r", 4).close()
    ran = subprocess.run(
        [sys.executable, "-c", _DECIDE_AND_DIE, str(tmp_path / "r")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == -signal.SIGKILL, ran.stderr
    acknowledged = ran.stdout.split()
    assert len(acknowledged) == 3
    with open_review(tmp_path / "r", by="Ann") as review:
        assert list(review.state.decisions[TITLE]) == acknowledged
        assert progress(review, TITLE).decided == 3
