"""A decision at an earlier stage that takes later ones back says so, and is not made by the way."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extraction.sessions.coding import Coding
from extraction.sessions.findings import add_finding
from screening.commands import fulltext_attach
from screening.protocol import Stage, Verdict
from screening.records import to_record_id
from screening.sessions.going_back import going_back
from screening.sessions.review import Review
from screening.sessions.screen import decide
from tests.commands.running import Ran, tamis
from tests.reviews_builder import make_review, protocol_text, reopen

TOLD = (
    "R0001 is included at the abstract stage and included at the full text stage; with this"
    " decision at the title stage that would no longer count."
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """R0001 is included at all stages, R0002 at the first but not the second, R0003 at one."""
    with make_review(tmp_path / "r", 4) as review:
        for stage, numbers in ((Stage.TITLE, (1, 2, 3)), (Stage.ABSTRACT, (1,))):
            for number in numbers:
                decide(review, stage, to_record_id(number), Verdict.INCLUDE)
        decide(review, Stage.ABSTRACT, to_record_id(2), Verdict.EXCLUDE, reason="1")
        decide(review, Stage.FULLTEXT, to_record_id(1), Verdict.INCLUDE)
    return tmp_path / "r"


def exclude(folder: Path, record: str, *more: str) -> Ran:
    return tamis("decide", record, "exclude", "--reason", "1", "--stage", "title", *more,
                 "-C", folder)  # fmt: skip


def told(review: Review, number: int, verdict: Verdict = Verdict.EXCLUDE) -> str:
    found = going_back(review, Stage.TITLE, to_record_id(number), verdict)
    return found.told if found else ""


def test_only_what_takes_later_decisions_back_is_told(folder: Path) -> None:
    with reopen(folder) as review:
        before = review.state.last_seq
        assert told(review, 1) == TOLD
        assert told(review, 2).startswith("R0002 is excluded at the abstract stage; with")
        assert told(review, 3) == told(review, 4) == ""
        assert told(review, 1, Verdict.INCLUDE) == told(review, 1, Verdict.UNSURE) == ""
        assert going_back(review, Stage.FULLTEXT, to_record_id(1), Verdict.EXCLUDE) is None
        assert review.state.last_seq == before


def test_a_second_reviewer_who_differs_takes_an_inclusion_back_too(tmp_path: Path) -> None:
    """Of two reviewers one excludes what both had included: it is in conflict, and out."""
    text = protocol_text(stages=("title", "abstract"), reviewers=2)
    make_review(tmp_path / "r", 1, text=text).close()
    for stage in (Stage.TITLE, Stage.ABSTRACT):
        for by in ("Ann", "Ben"):
            with reopen(tmp_path / "r", by) as review:
                decide(review, stage, to_record_id(1), Verdict.INCLUDE)
    with reopen(tmp_path / "r", "Ben") as review:
        assert told(review, 1).startswith("R0001 is included at the abstract stage; with")


def test_it_is_refused_in_a_pipe_unless_it_is_meant(folder: Path) -> None:
    for more in ((), ("--json",)):
        ran = exclude(folder, "R0001", *more)
        assert ran.code == 2
        assert f"{TOLD} Nothing was decided." in ran.err
        assert "repeat with --yes; tamis undo --stage title takes it back." in ran.err
    with reopen(folder) as review:
        assert review.outcomes[Stage.FULLTEXT].keys() == {to_record_id(1)}
    ran = exclude(folder, "R0001", "--yes")
    assert ran.code == 0
    assert (
        "R0001 was included at the abstract stage and included at the full text stage; by this"
        " decision at the title stage that no longer counts."
        " To take it back: tamis undo --stage title\n"
    ) in ran.err
    with reopen(folder) as review:
        assert review.outcomes[Stage.FULLTEXT] == {}
    assert tamis("undo", "--stage", "title", "-C", folder).code == 0
    with reopen(folder) as review:
        assert review.outcomes[Stage.FULLTEXT].keys() == {to_record_id(1)}


def test_what_takes_nothing_back_needs_no_option(folder: Path) -> None:
    assert exclude(folder, "R0003").code == 0
    assert json.loads(exclude(folder, "R0004", "--json").out)["body"]["verdict"] == "exclude"


@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("n\n", 2), ("", 2)])
def test_at_a_terminal_it_is_asked(
    folder: Path, monkeypatch: pytest.MonkeyPatch, answer: str, code: int
) -> None:
    monkeypatch.setattr(fulltext_attach, "can_ask", lambda: True)
    ran = tamis("decide", "R0001", "exclude", "--reason", "1", "--stage", "title", "-C", folder,
                keys=answer)  # fmt: skip
    assert f"{TOLD} Decide so? y or n" in ran.err
    assert ran.code == code


def test_what_was_extracted_is_told_of(folder: Path) -> None:
    with reopen(folder) as review:
        add_finding(Coding(review), to_record_id(1), "Mentors help.")
    assert (
        "full text stage, and findings or values were taken from it; with"
        in exclude(folder, "R0001").err
    )


def test_a_table_names_the_records_of_which_later_decisions_fall_away(folder: Path) -> None:
    path = folder / "decisions.csv"
    path.write_text("record,stage,verdict,reason\n1,title,exclude,1\n3,title,exclude,1\n")
    ran = tamis("decide", "--from", path, "-C", folder)
    assert ran.code == 0
    assert "R0001: what was decided at later stages no longer counts." in ran.err
    assert "R0003" not in ran.err
