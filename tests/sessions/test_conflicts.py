"""Only a record that stands at a stage can be settled there, and nobody settles unawares."""

from __future__ import annotations

from pathlib import Path

import pytest

from screening.errors import UsageError
from screening.protocol import Stage, Verdict
from screening.records import RecordId
from screening.sessions.conflicts import adjudicate, conflicts
from screening.sessions.duplicates import mark_duplicate
from screening.sessions.import_report import SearchFacts
from screening.sessions.importing import import_file
from screening.sessions.review import Review, open_review
from screening.sessions.screen import decide
from screening.sessions.start import start_review
from tests.commands.running import tamis
from tests.overtaken import Overtaken
from tests.reviews_builder import make_review, protocol_text, reopen
from tests.sessions.test_importing import RIS

R1 = RecordId("R0001")


@pytest.fixture
def differing(tmp_path: Path) -> Path:
    """A review of two records: Ann and Ben differ on the first."""
    folder = tmp_path / "review"
    with make_review(folder, 2, text=protocol_text(reviewers=2)) as ann:
        decide(ann, Stage.TITLE, R1, Verdict.INCLUDE)
    with reopen(folder, "Ben") as ben:
        decide(ben, Stage.TITLE, R1, Verdict.EXCLUDE, reason="Off topic")
    return folder


def _settle_as_ben(other: Review) -> None:
    adjudicate(other, Stage.TITLE, R1, Verdict.EXCLUDE, reason="Off topic")


def test_what_another_settles_meanwhile_is_not_settled_anew_unawares(differing: Path) -> None:
    with reopen(differing) as review:
        late = Overtaken(review, _settle_as_ben)
        with pytest.raises(UsageError, match="R0001 was settled as exclude at the title stage by"):
            adjudicate(late, Stage.TITLE, R1, Verdict.INCLUDE)
        assert late.state.adjudications[(Stage.TITLE, R1)].by == "Ben"
        adjudicate(late, Stage.TITLE, R1, Verdict.INCLUDE, again=True)
        assert late.state.adjudications[(Stage.TITLE, R1)].by == "Ann"


def test_who_settled_a_conflict_may_settle_it_otherwise(differing: Path) -> None:
    with reopen(differing, "Ben") as ben:
        _settle_as_ben(ben)
        adjudicate(ben, Stage.TITLE, R1, Verdict.INCLUDE)
        assert ben.state.adjudications[(Stage.TITLE, R1)].verdict is Verdict.INCLUDE


def test_the_command_settles_anew_what_another_settled_only_if_told_so(differing: Path) -> None:
    way = ("adjudicate", "1", "include", "--stage", "title", "-C", differing)
    assert tamis(*way, by="Ben").code == 0
    refused = tamis(*way)
    assert refused.code == 2
    assert "settled as include at the title stage by Ben, on " in refused.err
    assert "add --again" in refused.err
    assert tamis(*way, "--again").code == 0


def test_a_conflict_on_a_record_that_left_the_stage_is_not_settled(tmp_path: Path) -> None:
    folder, export = tmp_path / "review", tmp_path / "eric.ris"
    export.write_text(RIS, encoding="utf-8")
    with start_review(folder, title="A review", by="A") as review:
        import_file(review, export, SearchFacts(source="ERIC"))
    protocol = folder / "review.toml"
    text = protocol.read_text(encoding="utf-8")
    protocol.write_text(text.replace("reviewers = 1", "reviewers = 2"), encoding="utf-8")
    for by, verdict in (("A", Verdict.INCLUDE), ("B", Verdict.EXCLUDE)):
        with open_review(folder, by=by) as review:
            decide(review, Stage.TITLE, review.known("1"), verdict)
    with open_review(folder, by="A") as review:
        assert conflicts(review, Stage.TITLE) == ["R0001"]
        mark_duplicate(review, review.known("1"), review.known("2"))
        with pytest.raises(UsageError, match="duplicate of R0002"):
            adjudicate(review, Stage.TITLE, review.known("1"), Verdict.INCLUDE)
        assert review.state.adjudications == {}
