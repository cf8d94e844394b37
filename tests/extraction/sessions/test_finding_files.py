"""How much of a review is read for a file of findings: its records, not its rows, set the work."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from extraction.sessions import Coding
from extraction.sessions.finding_files import import_findings
from extraction.sessions.findings import finding_rows
from screening.errors import BadInput
from screening.events import ReviewState, stage_outcomes
from screening.protocol import Protocol
from screening.records import Record, RecordId
from screening.sessions import outcomes
from screening.sessions.outcomes import Outcomes
from screening.sessions.review import Review
from tests.extraction.logs import coding_review

ROWS = 12
"""More rows than records, those of one record apart from one another."""


@pytest.fixture
def coding(tmp_path: Path) -> Iterator[Coding]:
    made = coding_review(tmp_path / "review")
    with made.review:
        yield made


def _file(tmp_path: Path, quote: str = "Mentors help.") -> Path:
    rows = [f"R{1 + number % 3},statement {number},{quote}" for number in range(ROWS)]
    path = tmp_path / "findings.csv"
    path.write_text("\n".join(["record,statement,quote", *rows]), encoding="utf-8")
    return path


def test_the_rows_of_a_record_read_it_once(
    coding: Coding, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[RecordId] = []
    whole = Review.record

    def counting(review: Review, record: RecordId) -> Record:
        read.append(record)
        return whole(review, record)

    monkeypatch.setattr(Review, "record", counting)
    import_findings(coding, _file(tmp_path))
    assert sorted(read) == ["R0001", "R0002", "R0003"]
    found = [(row.record, row.statement, row.quote) for row in finding_rows(coding)]
    assert found == [
        (f"R000{1 + number % 3}", f"statement {number}", "Mentors help.") for number in range(ROWS)
    ], "the findings stand in the order of the file"


def test_who_is_included_is_computed_once_for_all_rows(
    coding: Coding, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    computed: list[int] = []

    def counting(state: ReviewState, protocol: Protocol) -> Outcomes:
        computed.append(state.last_seq)
        return stage_outcomes(state, protocol)

    monkeypatch.setattr(outcomes, "stage_outcomes", counting)
    import_findings(coding, _file(tmp_path))
    assert len(computed) == len(set(computed)) <= 2, "once for each state of the log"


def test_bad_rows_are_named_in_the_order_of_the_file(coding: Coding, tmp_path: Path) -> None:
    path = _file(tmp_path, "mice help")
    with pytest.raises(BadInput) as caught:
        import_findings(coding, path)
    lines = [text.split(":")[0].strip() for text in caught.value.message.splitlines()[1:]]
    assert lines == [f"line {number}" for number in range(2, 2 + ROWS)]
