"""Roles are kept, records go to those assigned, and a calibration round is told apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from screening.errors import BadReview, UsageError
from screening.events import Outcome, stage_outcomes
from screening.protocol import Stage, Verdict
from screening.records import RecordId, to_record_id
from screening.sessions.agreement import agreement_of
from screening.sessions.calibration import begin_calibration, rounds
from screening.sessions.conflicts import adjudicate, conflicts
from screening.sessions.screen import decide, progress, queue
from screening.sessions.stepping import add_note
from tests.commands.running import tamis
from tests.reviews_builder import make_review, protocol_text, reopen

R1 = RecordId("R0001")
ROLES = (
    '[roles]\nscreener = ["Ann", "Ben", "Eve"]\nadjudicator = ["Cleo"]\nowner = ["Dora"]\n'
    '[stages.title]\nreasons = ["Off topic", "Mice"]\nreviewers = 2\nreason_conflicts = true\n'
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A review of three screeners, an adjudicator and an owner, with nine records."""
    head = protocol_text(stages=[], names=["Ann", "Ben", "Cleo", "Dora", "Eve"])
    make_review(tmp_path / "review", 9, text=head + ROLES, by="Dora").close()
    return tmp_path / "review"


def _everybody_decides(folder: Path, record: RecordId, verdicts: dict[str, Verdict]) -> None:
    for name, verdict in verdicts.items():
        with reopen(folder, by=name) as review:
            reason = "Off topic" if verdict is Verdict.EXCLUDE else ""
            decide(review, Stage.TITLE, record, verdict, reason=reason)


def _two(folder: Path, record: RecordId) -> list[str]:
    found = []
    for name in ("Ann", "Ben", "Eve"):
        with reopen(folder, by=name) as review:
            if record in queue(review, Stage.TITLE):
                found.append(name)
    return found


def test_queue_progress_and_decision_follow_the_assignment(folder: Path) -> None:
    assigned = _two(folder, R1)
    assert len(assigned) == 2
    (other,) = {"Ann", "Ben", "Eve"} - set(assigned)
    with reopen(folder, by=other) as review:
        assert progress(review, Stage.TITLE).waiting == len(queue(review, Stage.TITLE)) == 6
        with pytest.raises(UsageError, match="at the title stage, not to"):
            decide(review, Stage.TITLE, R1, Verdict.INCLUDE)
    with reopen(folder, by="Cleo") as review:
        assert queue(review, Stage.TITLE) == []
        with pytest.raises(UsageError, match="Cleo does not screen"):
            decide(review, Stage.TITLE, R1, Verdict.INCLUDE)


def test_only_judges_settle_a_conflict(folder: Path) -> None:
    one, two = _two(folder, R1)
    _everybody_decides(folder, R1, {one: Verdict.INCLUDE, two: Verdict.EXCLUDE})
    with reopen(folder, by=one) as review, pytest.raises(UsageError, match="may not settle"):
        adjudicate(review, Stage.TITLE, R1, Verdict.INCLUDE)
    with reopen(folder, by="Cleo") as review:
        adjudicate(review, Stage.TITLE, R1, Verdict.INCLUDE)
        assert set(review.state.in_force(Stage.TITLE, R1)) == {one, two}
        assert conflicts(review, Stage.TITLE) == []


def test_different_reasons_conflict_where_the_protocol_says_so(folder: Path) -> None:
    for name, reason in zip(_two(folder, R1), ("Off topic", "Mice"), strict=True):
        with reopen(folder, by=name) as review:
            decide(review, Stage.TITLE, R1, Verdict.EXCLUDE, reason=reason)
    with reopen(folder, by="Dora") as review:
        assert conflicts(review, Stage.TITLE) == [R1]
    path = folder / "review.toml"
    text = path.read_text(encoding="utf-8").replace("reason_conflicts = true", "")
    path.write_text(text, encoding="utf-8")
    with reopen(folder, by="Dora") as review:
        found = stage_outcomes(review.state, review.protocol)[Stage.TITLE][R1]
        assert (found.outcome, found.reason) == (Outcome.EXCLUDED, "Off topic")


def test_only_the_owner_changes_the_protocol_and_takes_no_role_by_writing(folder: Path) -> None:
    path = folder / "review.toml"
    old = path.read_text(encoding="utf-8")
    path.write_text(old.replace('owner = ["Dora"]', 'owner = ["Ann"]'), encoding="utf-8")
    with pytest.raises(BadReview, match="only Dora may change the protocol"):
        reopen(folder, by="Ann")
    for command in (("log",), ("records",), ("show", "R0001"), ("export", "records")):
        assert tamis(*command, "-C", folder, by="Ann").code == 5, command
    with reopen(folder, by="Dora") as review:
        add_note(review, R1, "the change is recorded")
    with reopen(folder, by="Ann") as review:
        assert review.protocol.may_amend("Ann")


def test_a_calibration_round_is_decided_by_everybody_first(folder: Path) -> None:
    with reopen(folder, by="Ann") as review, pytest.raises(UsageError, match="may not begin"):
        begin_calibration(review, Stage.TITLE, 3)
    with reopen(folder, by="Dora") as review:
        begun = begin_calibration(review, Stage.TITLE, 3)
        with pytest.raises(UsageError, match="not finished"):
            begin_calibration(review, Stage.TITLE, 3)
    for name in ("Ann", "Ben", "Eve"):
        with reopen(folder, by=name) as review:
            assert tuple(sorted(queue(review, Stage.TITLE)[:3])) == begun.records
    for number, record in enumerate(begun.records):
        verdicts = {"Ann": Verdict.INCLUDE, "Ben": Verdict.INCLUDE, "Eve": Verdict.INCLUDE}
        if number == 0:
            verdicts["Eve"] = Verdict.EXCLUDE
        _everybody_decides(folder, record, verdicts)
    with reopen(folder, by="Dora") as review:
        assert rounds(review, Stage.TITLE)[0].complete == 3
        (told,) = agreement_of(review, calibration=True)
        assert (told.complete, told.reviewers, told.calibration) == (3, 3, True)
        assert told.team is not None
        (rest,) = agreement_of(review)
        assert (rest.complete, rest.incomplete) == (0, 6)
        assert conflicts(review, Stage.TITLE) == [begun.records[0]]
        again = begin_calibration(review, Stage.TITLE, 2)
        assert not set(again.records) & set(begun.records)


def test_a_draw_of_more_than_there_are_is_refused(folder: Path) -> None:
    with reopen(folder, by="Dora") as review:
        with pytest.raises(UsageError, match="10 records cannot be drawn: 9 are undecided"):
            begin_calibration(review, Stage.TITLE, 10)
        with pytest.raises(UsageError, match="No calibration round"):
            agreement_of(review, calibration=True)


def test_a_share_is_decided_by_two(tmp_path: Path) -> None:
    text = protocol_text(stages=[], names=["Ann", "Ben"]) + "[stages.title]\ndouble = 0.2\n"
    with make_review(tmp_path / "review", 20, text=text) as review:
        mine = queue(review, Stage.TITLE)
        for record in mine:
            decide(review, Stage.TITLE, record, Verdict.INCLUDE)
    with reopen(tmp_path / "review", by="Ben") as review:
        theirs = queue(review, Stage.TITLE)
        assert len(mine) + len(theirs) == 24
        assert len(set(mine) & set(theirs)) == 4
        for record in theirs:
            decide(review, Stage.TITLE, record, Verdict.INCLUDE)
        (told,) = agreement_of(review)
        assert (told.complete, told.incomplete) == (4, 0)
        assert {to_record_id(n) for n in range(1, 21)} == set(mine) | set(theirs)


def test_a_round_names_the_command_that_comes_next(folder: Path) -> None:
    run = "calibrate", "--stage", "title", "-C", folder
    begun = tamis(*run, "--records", "1", by="Dora")
    assert "Next: tamis screen --stage title, then tamis agreement --stage title --cal" in begun.err
    (one,) = rounds(reopen(folder, by="Dora"), Stage.TITLE)
    _everybody_decides(
        folder, one.records[0], dict.fromkeys(("Ann", "Ben", "Eve"), Verdict.INCLUDE)
    )
    assert "Next: tamis agreement --stage title --calibration\n" in tamis(*run, by="Dora").err


def test_an_adjudicator_is_not_put_before_an_empty_seat(folder: Path) -> None:
    ran = tamis("screen", "--plain", "-C", folder, by="Cleo")
    assert ran.code == 2
    assert "Cleo does not screen in this review.\nThose who do are: Ann, Ben, Eve." in ran.err
