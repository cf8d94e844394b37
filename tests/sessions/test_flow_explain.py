"""What stands behind the numbers of the flow: every box has its records and their events."""

from __future__ import annotations

from pathlib import Path

import pytest

from screening.errors import UsageError
from screening.events.kinds import DuplicateMarked
from screening.prisma import box_counts, flow
from screening.protocol import Stage, Verdict
from screening.records import to_record_id
from screening.sessions.conflicts import adjudicate
from screening.sessions.flow_explain import Explained, all_boxes, explain
from screening.sessions.retrieval import mark_not_retrieved
from screening.sessions.review import Review, open_review
from screening.sessions.screen import decide
from tests.reviews_builder import add_search, contents, make_review, protocol_text

R = [to_record_id(n) for n in range(8)]


@pytest.fixture
def review(tmp_path: Path) -> Review:
    made = make_review(tmp_path / "r", 4, text=protocol_text(stages=("title", "fulltext")))
    add_search(made, contents(2), "Scopus")
    with made.writing() as writer:
        writer.append(DuplicateMarked(record=R[5], kept=R[1], evidence="same DOI"))
    decide(made, Stage.TITLE, R[1], Verdict.EXCLUDE, reason="Off topic")
    decide(made, Stage.TITLE, R[2], Verdict.EXCLUDE, reason="Off topic")
    decide(made, Stage.TITLE, R[2], Verdict.INCLUDE)
    decide(made, Stage.TITLE, R[3], Verdict.INCLUDE)
    decide(made, Stage.TITLE, R[4], Verdict.INCLUDE)
    mark_not_retrieved(made, R[3], "no answer")
    decide(made, Stage.FULLTEXT, R[2], Verdict.EXCLUDE, reason="Wrong population")
    decide(made, Stage.FULLTEXT, R[4], Verdict.INCLUDE)
    return made


def told(found: Explained) -> dict[str, list[str]]:
    return {record.record: [event.what for event in record.events] for record in found.records}


def test_every_box_lists_as_many_records_as_it_counts(review: Review) -> None:
    counts = box_counts(flow(review.state, review.protocol))
    assert {at.box: at.n for at in all_boxes(review)} == counts
    for box, n in counts.items():
        found = explain(review, box)
        assert (found.n, len(found.records)) == (n, n)
        waiting = ("pending", "open", "unscreened")
        if not any(word in box for word in waiting):
            assert all(record.events for record in found.records), box
    review.close()


def test_the_events_are_those_that_count(review: Review) -> None:
    (excluded,) = told(explain(review, "excluded_title:Off topic"))[R[1]]
    assert "exclude" in excluded
    assert "Off topic" in excluded
    included = told(explain(review, "reached_fulltext"))
    assert len(included[R[2]]) == 1  # the withdrawn exclusion is not behind it
    assert "include" in included[R[2]][0]
    imported, marked = told(explain(review, "duplicates:database:Scopus"))[R[5]]
    assert "Scopus" in imported
    assert "same DOI" in marked
    missing = told(explain(review, "dbr_reports_not_retrieved"))
    assert list(missing) == [R[3]]
    assert "no answer" in missing[R[3]][0]
    assert "Scopus" in told(explain(review, "source:database:Scopus"))[R[6]][0]
    review.close()


def test_an_unknown_box_names_those_near_to_it(review: Review) -> None:
    with pytest.raises(UsageError, match="no box 'excluded_titel'") as caught:
        explain(review, "excluded_titel")
    assert "excluded_title" in caught.value.hint
    review.close()


def test_what_another_said_stays_hidden_until_all_have_decided(tmp_path: Path) -> None:
    text = protocol_text(stages=("title",), reviewers=2)
    with make_review(tmp_path / "r", 2, text=text) as made:
        decide(made, Stage.TITLE, R[1], Verdict.EXCLUDE, reason="Off topic")
        decide(made, Stage.TITLE, R[2], Verdict.INCLUDE)
    with open_review(tmp_path / "r", by="Ben") as made:
        assert told(explain(made, "pending_title"))[R[1]] == [
            "hidden until all reviewers of the record have decided"
        ]
        decide(made, Stage.TITLE, R[1], Verdict.INCLUDE)
        assert len(told(explain(made, "conflicts_title"))[R[1]]) == 2
        adjudicate(made, Stage.TITLE, R[1], Verdict.EXCLUDE, reason="Off topic")
        behind = told(explain(made, "excluded_title:Off topic"))[R[1]]
        assert len(behind) == 3
        assert not any("hidden" in what for what in behind)


def test_an_update_tells_where_its_numbers_come_from(tmp_path: Path) -> None:
    text = protocol_text(stages=("title",)) + "[previous]\nstudies = 3\nreports = 4\n"
    with make_review(tmp_path / "r", 1, text=text) as made:
        found = explain(made, "total_reports")
        assert (found.n, found.records) == (4, ())
        assert "review.toml" in found.note
