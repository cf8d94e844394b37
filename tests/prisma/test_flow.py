from __future__ import annotations

import pytest

from screening.prisma import (
    NO_ACCESS,
    NO_REASON,
    ReasonCount,
    SourceCount,
    box_counts,
    flow,
    flow_records,
    violations,
)
from screening.protocol import NotRetrieved, Stage, Unsure, Verdict
from screening.records import SourceKind
from tests.prisma.reviews import (
    ABSTRACT,
    FULLTEXT,
    LONG_REASONS,
    TITLE,
    Log,
    empty,
    ids,
    many_sources,
    protocol,
    three_stages,
    tiny,
    unfinished,
)


def test_three_stages_subtract_into_one_another() -> None:
    counts = three_stages()
    assert [stage.reached for stage in counts.stages] == [91, 77, 63]
    assert [stage.excluded for stage in counts.stages] == [14, 14, 9]
    assert counts.stages[2].not_retrieved == 3
    assert (counts.studies_included, counts.reports_included) == (51, 51)
    assert counts.finished


def test_prisma_2020_merges_title_and_abstract() -> None:
    column = three_stages().dbr
    assert (column.records_screened, column.records_excluded) == (91, 28)
    assert (column.reports_sought, column.reports_not_retrieved) == (63, 3)
    assert (column.reports_assessed, column.reports_excluded) == (60, 9)


def test_reasons_stand_in_the_protocols_order_and_none_given_is_last() -> None:
    assert three_stages().stages[2].reasons == (
        ReasonCount(reason=LONG_REASONS[0], n=4),
        ReasonCount(reason=LONG_REASONS[1], n=3),
        ReasonCount(reason=NO_REASON, n=2),
    )


def test_reasons_the_protocol_does_not_know_come_after_those_it_knows() -> None:
    log = Log()
    log.search("PubMed", 4)
    log.exclude(TITLE, 1)
    log.exclude(TITLE, 2, reason="A late idea")
    log.exclude(TITLE, 3, reason="Wrong population")
    log.exclude(TITLE, 4, reason="Off topic")
    counts = flow(log.state(), protocol())
    assert [reason.reason for reason in counts.stages[0].reasons] == [
        "Off topic",
        "Wrong population",
        "A late idea",
        NO_REASON,
    ]


def test_not_retrieved_can_count_as_excluded_at_full_text_but_never_in_prisma_2020() -> None:
    counts = three_stages(NotRetrieved.EXCLUDED)
    assert (counts.stages[2].excluded, counts.stages[2].not_retrieved) == (12, 0)
    assert ReasonCount(reason=LONG_REASONS[3], n=3) in counts.stages[2].reasons
    assert (counts.dbr.reports_not_retrieved, counts.dbr.reports_excluded) == (3, 9)


def test_not_retrieved_without_a_why_is_no_access() -> None:
    log = Log()
    log.search("PubMed", 1)
    log.not_had(1)
    counts = flow(log.state(), protocol((FULLTEXT,), not_retrieved=NotRetrieved.EXCLUDED))
    assert counts.stages[0].reasons == (ReasonCount(reason=NO_ACCESS, n=1),)


def test_sources_of_one_name_are_one_and_keep_their_duplicates() -> None:
    log = Log()
    log.search("PubMed", 2)
    log.search("ERIC", 1)
    log.search("PubMed", 1)
    log.search("PubMed", 1, SourceKind.REGISTER)
    log.duplicate(4, 1)
    counts = flow(log.state(), protocol())
    assert counts.sources == (
        SourceCount(name="PubMed", kind=SourceKind.DATABASE, n=3, duplicates=1),
        SourceCount(name="ERIC", kind=SourceKind.DATABASE, n=1),
        SourceCount(name="PubMed", kind=SourceKind.REGISTER, n=1),
    )
    assert (counts.identified, counts.duplicates, counts.to_screen) == (5, 1, 4)


def test_other_methods_are_a_column_of_their_own() -> None:
    counts = many_sources()
    assert (counts.dbr.identified, counts.other.identified) == (39, 9)
    assert (counts.citations, counts.organisations, counts.other_sources) == (4, 2, 3)
    assert (counts.dbr.duplicates, counts.other.duplicates) == (5, 1)
    assert (counts.other.reports_sought, counts.other.reports_not_retrieved) == (7, 1)
    assert counts.dbr.included + counts.other.included == counts.studies_included


def test_open_records_are_counted_once_each_and_named() -> None:
    counts = unfinished()
    assert not counts.finished
    assert counts.open_records == 7
    assert (counts.dbr.records_screened, counts.dbr.records_unscreened) == (5, 5)
    assert (counts.dbr.reports_assessed, counts.dbr.reports_unassessed) == (1, 2)


def test_conflicts_and_held_unsure_records_stay_open() -> None:
    log = Log()
    log.search("PubMed", 2)
    for by in ("Ann", "Bob"):
        log.decide(TITLE, 1, Verdict.UNSURE, by=by)
    log.decide(TITLE, 2, Verdict.INCLUDE)
    log.decide(TITLE, 2, Verdict.EXCLUDE, by="Bob")
    here = flow(log.state(), protocol(reviewers=2, unsure=Unsure.HOLD)).stages[0]
    assert (here.unsure_held, here.unsure_forwarded, here.conflicts, here.decided) == (1, 0, 1, 0)
    here = flow(log.state(), protocol(reviewers=2)).stages[0]
    assert (here.unsure_held, here.unsure_forwarded, here.let_through) == (0, 1, 1)


def test_full_text_only_screens_no_records() -> None:
    counts = tiny()
    assert not counts.screens_records
    assert counts.dbr.reports_sought == counts.to_screen == 3
    assert "dbr_records_screened" not in box_counts(counts)


def test_without_full_text_no_report_is_claimed_to_be_assessed() -> None:
    log = Log()
    log.search("PubMed", 2)
    log.not_had(1)
    log.include(TITLE, 1)
    log.exclude(TITLE, 2)
    counts = flow(log.state(), protocol((TITLE,)))
    assert not counts.assesses_reports
    assert (counts.dbr.included, counts.dbr.reports_assessed) == (1, 0)
    assert "dbr_reports_sought" not in box_counts(counts)


def test_no_records_is_not_finished() -> None:
    assert (empty().identified, empty().open_records, empty().finished) == (0, 0, False)


def test_every_box_names_its_records() -> None:
    log = Log()
    log.search("PubMed", 4)
    log.search("A friend: of ours", 1, SourceKind.OTHER)
    log.duplicate(4, 1)
    log.exclude(TITLE, 1, reason="Off topic: really")
    log.include(TITLE, 2, 5)
    boxes = flow_records(log.state(), protocol())
    assert boxes["source:other:A friend: of ours"] == ids(5)
    assert boxes["excluded_title:Off topic: really"] == ids(1)
    assert boxes["pending_title"] == ids(3)
    assert boxes["reached_abstract"] == ids(2, 5)
    assert boxes["open_records"] == ids(2, 3, 5)
    assert boxes["other_to_screen"] == ids(5)


@pytest.mark.parametrize("stages", [tuple(Stage), (FULLTEXT,), (TITLE,), (ABSTRACT, FULLTEXT)])
def test_counts_and_boxes_have_the_same_names(stages: tuple[Stage, ...]) -> None:
    log = Log()
    log.search("PubMed", 2)
    log.exclude(FULLTEXT, 1)
    log.exclude(TITLE, 1)
    plan = protocol(stages)
    boxes = flow_records(log.state(), plan)
    assert box_counts(flow(log.state(), plan)) == {name: len(box) for name, box in boxes.items()}


def test_reports_of_one_study_are_one_study_and_stay_as_many_reports() -> None:
    log = Log()
    log.search("PubMed", 5)
    log.include(FULLTEXT, 1, 2, 3)
    log.exclude(FULLTEXT, 4, 5)
    whole = protocol((FULLTEXT,))

    def included() -> tuple[int, int]:
        counts = flow(log.state(), whole)
        assert violations(counts) == ()
        return counts.studies_included, counts.reports_included

    assert included() == (3, 3)
    grouped = log.one_study(1, 3)
    assert included() == (2, 3)
    assert flow_records(log.state(), whole)["studies_included"] == ids(1, 2)
    log.one_study(3, 4)  # an excluded report adds nothing to the included ones
    assert included() == (2, 3)
    log.exclude(FULLTEXT, 1)  # the study is still included by its other report
    assert included() == (2, 2)
    log.include(FULLTEXT, 1)
    split = log.own_studies(1)
    assert included() == (3, 3)
    log.undo_study(split)
    assert included() == (2, 3)
    log.undo_study(grouped)
    assert included() == (3, 3)
    log.one_study(2, 3)
    log.duplicate(3, 2)
    assert included() == (2, 2)
    log.no_duplicate(3)
    assert included() == (2, 3)
