"""Proposed findings decided by one key each, as walk and as command."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from extraction.commands.one_key import decide
from extraction.extractors import extractor_named
from extraction.findings import FindingStatus
from extraction.sessions import Coding
from extraction.sessions.coding import open_coding
from extraction.sessions.extracting import propose_findings
from extraction.sessions.finding_walk import KEYS, FindingWalk
from extraction.sessions.findings import add_finding, reject
from extraction.sessions.undo import undo
from screening.errors import UsageError
from tests.commands.running import tamis
from tests.extraction.logs import coding_review, with_abstract

TEXTS = ("Results: mentors helped. Trust grew in both groups.", "Results: doubt fell.", "Nothing.")


@pytest.fixture
def coding(tmp_path: Path) -> Iterator[Coding]:
    found = [with_abstract(number, text) for number, text in enumerate(TEXTS, start=1)]
    made = coding_review(tmp_path / "review", included=(1, 2), found=found)
    with made.review:
        method = extractor_named("abstract_sentences")
        propose_findings(made, extractor=method.prepared(tmp_path, tmp_path))
        yield made


def statuses(coding: Coding) -> list[str]:
    return [str(at.status) for at in coding.findings.values()]


def test_a_walk_goes_record_by_record_and_decides(coding: Coding) -> None:
    walk = FindingWalk(coding)
    assert walk.left == 3
    lines = walk.lines()
    assert lines[0].startswith("R0001 ")
    assert "3 findings waiting in all" in lines[1]
    assert any(line.strip().startswith("abstract: “") for line in lines)
    assert "abstract_sentences" in lines[-1]
    first = walk.current
    assert first is not None
    assert walk.press("c") == f"Confirmed {first.id}."
    second = walk.current
    assert second is not None
    assert second.record == "R0001"
    assert second.score <= first.score
    assert walk.press("e", " Trust grows ") == f"Confirmed {second.id}: Trust grows"
    assert coding.findings[second.id].statement == "Trust grows"
    assert coding.findings[second.id].place == second.place
    assert walk.current is not None
    assert walk.current.record == "R0002"
    assert walk.press("r", "no finding").startswith("Rejected")
    assert (walk.done, walk.left, walk.lines()) == (3, 0, [])
    with pytest.raises(UsageError, match="No finding is left"):
        walk.press("c")
    assert {at.decided_by for at in coding.findings.values()} == {"Ann"}


def test_a_skipped_one_comes_again_next_time(coding: Coding) -> None:
    walk = FindingWalk(coding)
    first = walk.current
    assert first is not None
    assert walk.press("s") == f"Skipped {first.id}."
    assert walk.current != first
    assert (walk.done, walk.left) == (0, 3)
    assert FindingWalk(coding).current == first


def test_undo_ends_where_the_sitting_began(coding: Coding) -> None:
    FindingWalk(coding).press("c")
    walk = FindingWalk(coding)
    walk.press("r", "why")
    assert walk.press("u").startswith("Took back: rejected F")
    assert walk.done == 0
    with pytest.raises(UsageError, match="nothing to undo in this sitting"):
        walk.press("u")
    assert sorted(statuses(coding)) == ["confirmed", "proposed", "proposed"]
    assert undo(coding).words.startswith("confirmed F")


def test_keys_that_cannot_be_change_nothing(coding: Coding) -> None:
    walk = FindingWalk(coding)
    for key, words in (("x", "means nothing"), ("1", "means nothing"), ("e", "needs a statement")):
        with pytest.raises(UsageError, match=words):
            walk.press(key)
    assert (walk.done, walk.left) == (0, 3)
    assert len({at.key for at in KEYS}) == len(KEYS)


def test_what_somebody_decides_meanwhile_does_not_come(coding: Coding) -> None:
    walk = FindingWalk(coding)
    first = walk.current
    assert first is not None
    reject(coding, [first.id])
    assert walk.current is not None
    assert walk.current.id != first.id
    add_finding(coding, "R1", "by hand")
    assert walk.left == 2


class Typed:
    """A terminal at which somebody types; before each key, others may have decided something."""

    strict = False

    def __init__(self, keys: str, before: Callable[[int], None]) -> None:
        self._keys = iter(enumerate(keys))
        self._before = before

    def key(self) -> str | None:
        """The next key."""
        number, key = next(self._keys, (0, None))
        if key is not None:
            self._before(number)
        return key

    def pick(self, prompt: str) -> str | None:
        """Nothing is ever answered."""
        del prompt
        return None

    def line(self, prompt: str, *, needed: bool = True) -> str | None:
        """Nothing is ever answered."""
        del prompt, needed
        return None

    def where(self) -> str:
        """A terminal has no line numbers."""
        return ""


def test_no_key_meets_a_finding_that_was_not_shown(
    coding: Coding, capsys: pytest.CaptureFixture[str]
) -> None:
    walk = FindingWalk(coding)
    first, second, _third = walk._waiting()

    def others(number: int) -> None:
        if number == 0:
            with open_coding(coding.review.folder, by="Ben") as theirs:
                reject(theirs, [first.id])
        else:
            assert f"{second.id}: is this a finding?" in capsys.readouterr().out

    decide(walk, Typed("cc", others), KEYS, ())
    assert statuses(coding)[:2] == ["rejected", "confirmed"]
    assert coding.findings[second.id].decided_by == "Ann"


def test_an_answer_that_is_withheld_changes_nothing(
    coding: Coding, capsys: pytest.CaptureFixture[str]
) -> None:
    before = statuses(coding)
    decide(FindingWalk(coding), Typed("er", lambda _number: None), KEYS, ())
    assert statuses(coding) == before
    assert capsys.readouterr().out.count("Nothing was changed.") == 2


def test_no_control_character_becomes_part_of_a_statement(coding: Coding) -> None:
    done = tamis("findings", "review", "-C", coding.review.folder, keys="e \x1bruq\n")
    assert "The statement holds a control character (U+001B)." in done.err
    assert set(statuses(coding)) == {"proposed"}


def test_lines_are_broken_between_words_at_a_terminal(coding: Coding) -> None:
    keys = "e " + "Mentors strengthened trust " * 6 + "\nq\n"
    done = tamis("findings", "review", "-C", coding.review.folder, keys=keys, terminal=True)
    assert done.code == 0
    assert max(map(len, done.out.splitlines())) <= 80
    assert "strengthened" in done.out
    assert "Mentors strengthened trust" in " ".join(done.out.split())


def test_the_command_follows_a_pipe_in_the_name_of_its_reviewer(coding: Coding) -> None:
    folder = coding.review.folder
    done = tamis("findings", "review", "-C", folder, "--as", "Ben", keys="c\ns\nq\n")
    assert done.code == 0, done.err
    assert "Keys: c confirm, e confirm in your words, r reject" in done.err
    assert "1 decided, 2 findings waiting." in done.out
    assert "Next: tamis findings review" in done.err
    coding.refresh()
    (counts,) = (at for at in coding.findings.values() if at.status is FindingStatus.CONFIRMED)
    assert counts.decided_by == "Ben"
    again = tamis("findings", "review", "-C", folder, keys="e In my words\nr not one\n")
    assert "2 decided, 0 findings waiting." in again.out
    assert "Next: tamis themes propose" in again.err
    assert "No finding waits" in tamis("findings", "review", "-C", folder).err


def test_a_bad_line_of_a_pipe_is_named(coding: Coding) -> None:
    done = tamis("findings", "review", "-C", coding.review.folder, keys="c\nz\n")
    assert done.code == 4
    assert "Line 2 of the keys" in done.err
    assert "Everything before this line is kept." in done.err
    coding.refresh()
    assert statuses(coding).count("confirmed") == 1


def test_a_publishers_notice_is_proposed_as_no_finding(tmp_path: Path) -> None:
    text = f"{TEXTS[0]} (PsycInfo Database Record (c) 2020 APA, all rights reserved)"
    made = coding_review(tmp_path / "review", included=(1,), found=[with_abstract(1, text)])
    with made.review:
        method = extractor_named("abstract_sentences")
        done = propose_findings(made, extractor=method.prepared(tmp_path, tmp_path), per_record=0)
        assert (done.candidates, done.proposed) == (2, 2)
        assert not any("reserved" in at.statement for at in made.findings.values())
        assert made.review.record(made.included()[0]).abstract == text
