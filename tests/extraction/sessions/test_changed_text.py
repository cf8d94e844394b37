"""A finding keeps its quote when a later import brings another abstract."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from extraction.sessions.findings import add_finding, finding_rows
from screening.errors import BadReview
from screening.records import RecordId, SearchId
from screening.sessions.changed_values import change_of, renewed
from tests.extraction.logs import coding_review


def test_the_quote_stays_that_of_the_text_it_was_taken_from(tmp_path: Path) -> None:
    coding = coding_review(tmp_path / "review")
    with coding.review as review:
        add_finding(coding, "R0001", "", quote="Mentors help.")
        record = review.record(RecordId("R0001"))
        newer = replace(record, abstract="Another text altogether.")
        with review.writing() as writer:
            writer.append(change_of(record, SearchId("S01"), renewed(record, newer)))
        (row,) = finding_rows(coding)
        assert row.quote == "Mentors help."
        assert add_finding(coding, "R0001", "", quote="Another text") == "F0002"
        review.state.changes.clear()  # as if the text were no longer to be had
        with pytest.raises(BadReview):
            list(finding_rows(coding))
