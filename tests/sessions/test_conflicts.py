"""Only a record that stands at a stage can be settled there."""

from __future__ import annotations

from pathlib import Path

import pytest

from screening.errors import UsageError
from screening.protocol import Stage, Verdict
from screening.sessions.conflicts import adjudicate, conflicts
from screening.sessions.duplicates import mark_duplicate
from screening.sessions.import_report import SearchFacts
from screening.sessions.importing import import_file
from screening.sessions.review import open_review
from screening.sessions.screen import decide
from screening.sessions.start import start_review
from tests.sessions.test_importing import RIS


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
