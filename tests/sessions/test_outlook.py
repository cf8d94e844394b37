"""The outlook: found, left with its interval, and what the rules say, from the log alone."""

from __future__ import annotations

from pathlib import Path

from screening.protocol import Stage, Verdict
from screening.records import to_record_id
from screening.sessions.outlook import Outlook, outlook_at
from screening.sessions.retrieval import mark_not_retrieved
from screening.sessions.screen import decide
from screening.sessions.stopping import stop_report
from tests.reviews_builder import make_review, protocol_text

TITLE = Stage.TITLE


def outlook_after(folder: Path, verdicts: str, rule: str = "") -> Outlook:
    text = protocol_text(stages=("title",)) + (f'[stopping]\nrule = "{rule}"\n' if rule else "")
    with make_review(folder, 12, text=text) as review:
        for number, letter in enumerate(verdicts, start=1):
            verdict = Verdict.INCLUDE if letter == "i" else Verdict.EXCLUDE
            reason = "" if letter == "i" else "1"
            decide(review, TITLE, to_record_id(number), verdict, reason=reason)
        made = outlook_at(review, TITLE)
        assert made.left == stop_report(review, TITLE).left
        assert made.seq == review.state.last_seq
    return made


def test_before_the_first_record_nothing_is_claimed(tmp_path: Path) -> None:
    made = outlook_after(tmp_path / "r", "")
    assert (made.read, made.found, made.curve) == (0, 0, ())
    assert made.expected == "any number up to 12 left"
    assert made.brief_rule == "no rule yet"
    assert "Expected: any number up to 12 left." in made.lines
    assert made.lines[1] == "Found: 0 relevant records."


def test_found_and_left_follow_the_decisions(tmp_path: Path) -> None:
    made = outlook_after(tmp_path / "r", "iieieeee")
    assert made.curve == (1, 2, 2, 3, 3, 3, 3, 3)
    assert made.lines[2] == "By quarters of what was read: 2, 1, 0, 0."
    assert "no guarantee" in made.expected
    assert not made.stop


def test_after_the_last_record_nothing_is_expected(tmp_path: Path) -> None:
    made = outlook_after(tmp_path / "r", "iieieeeeeeee")
    assert made.expected == "none left"
    assert "Expected: none left." in made.lines


def test_a_report_not_retrieved_is_none_that_was_read(tmp_path: Path) -> None:
    """Nothing is expected from it, and no rule stops full texts, whatever the protocol's rule."""
    text = protocol_text(stages=("fulltext",)) + '[stopping]\nrule = "audit"\n'
    with make_review(tmp_path / "r", 12, text=text) as review:
        mark_not_retrieved(review, to_record_id(1), "nowhere to be had")
        made = outlook_at(review, Stage.FULLTEXT)
        assert (made.read, made.total) == (0, 11)
        assert made.expected == "any number up to 11 left"
        assert (made.has_rule, made.brief_rule) == (False, "no rule here")
        assert made.lines[-1] == "Stopping rule: no rule here, every report must be assessed."
        for number in range(2, 13):
            decide(review, Stage.FULLTEXT, to_record_id(number), Verdict.INCLUDE)
        made = outlook_at(review, Stage.FULLTEXT)
    assert (made.read, made.expected) == (11, "none left")


def test_the_rule_of_the_protocol_is_told(tmp_path: Path) -> None:
    made = outlook_after(tmp_path / "r", "ie", "audit")
    assert made.has_rule
    assert made.brief_rule == "rule: go on"
    assert made.lines[-1].startswith("Stopping rule: ")
    assert "no rule" not in made.rule
