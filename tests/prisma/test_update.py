"""Updated reviews, exclusions by programs, duplicates by source, and the form of 2009."""

from __future__ import annotations

from dataclasses import replace

import pytest

from screening.prisma import FlowCounts, ReasonCount, box_counts, flow, flow_records, violations
from screening.prisma.chart import Form
from screening.prisma.counts import UPDATE_FIELDS
from screening.prisma.forms import chart
from screening.prisma.meanings import meaning
from screening.prisma.tables import table_rows
from screening.protocol import Verdict
from screening.records import SourceKind
from tests.prisma.reviews import (
    ABSTRACT,
    FULLTEXT,
    TITLE,
    Log,
    many_sources,
    protocol,
    three_stages,
    tiny,
    updated,
)


def headers(counts: FlowCounts) -> list[str]:
    return [header.label for header in chart(counts, Form.PRISMA2020).headers]


def test_the_four_templates_of_prisma_2020_follow_from_the_numbers() -> None:
    searched = "Identification of {} via databases and registers"
    other = "Identification of {} via other methods"
    new_review, update = many_sources(), updated()
    assert headers(three_stages()) == [searched.format("studies")]
    assert headers(new_review) == [searched.format("studies"), other.format("studies")]
    assert headers(update) == [
        "Previous studies",
        searched.format("new studies"),
        other.format("new studies"),
    ]
    alone = replace(three_stages(), previous=update.previous)
    assert headers(alone) == ["Previous studies", searched.format("new studies")]


def test_an_update_carries_the_previous_counts_into_the_total() -> None:
    counts = updated()
    assert (counts.studies_included, counts.reports_included) == (14, 15)
    # 51 + 14, less one study of the previous version that has a further report
    assert (counts.total_studies, counts.total_reports) == (64, 69)
    assert violations(counts) == ()
    labels = [row.label for row in table_rows(counts, Form.PRISMA2020)]
    assert "New studies included in review" in labels
    assert "Studies included in review" not in labels
    assert labels[-2:] == ["Total studies included in review", "Reports of total included studies"]


def test_the_boxes_of_an_update_are_the_only_ones_without_records() -> None:
    log = Log()
    log.search("PubMed", 2)
    log.include(FULLTEXT, 1, 2)
    previous = updated().previous
    plan = protocol((FULLTEXT,), previous=previous)
    boxes = flow_records(log.state(), plan)
    assert set(box_counts(flow(log.state(), plan))) - set(boxes) == set(UPDATE_FIELDS)


def test_exclusions_by_programs_alone_are_told_apart() -> None:
    counts = updated()
    assert (counts.dbr.records_excluded, counts.dbr.records_excluded_by_tools) == (36, 20)
    rows = {row.label: row.n for row in table_rows(counts, Form.PRISMA2020)}
    assert (rows["by reviewers"], rows["by automation tools"]) == (16, 20)
    notes = chart(counts, Form.PRISMA2020).notes
    assert any(note.startswith("** By automation tools") for note in notes)
    notes = chart(three_stages(), Form.PRISMA2020).notes
    assert any("no record was excluded by an automation tool" in note for note in notes)


def test_a_person_who_agrees_or_adjudicates_makes_it_a_persons_exclusion() -> None:
    log = Log()
    log.search("PubMed", 4)
    for record in (1, 2, 3):
        log.decide(TITLE, record, Verdict.EXCLUDE, by="Bot")
    log.decide(TITLE, 2, Verdict.EXCLUDE, by="Ann")
    log.adjudicate(TITLE, 3, Verdict.EXCLUDE)
    plan = protocol((TITLE,), automation=("Bot",))
    boxes = flow_records(log.state(), plan)
    assert [str(record) for record in boxes["excluded_by_tools_title"]] == ["R0001"]
    assert [str(record) for record in boxes["excluded_by_people_title"]] == ["R0002", "R0003"]
    everyone = flow(log.state(), protocol((TITLE,)))
    assert everyone.stages[0].excluded_by_tools == 0


def test_duplicates_are_told_by_the_source_of_the_record_removed() -> None:
    counts = updated()
    removed = {source.name: source.duplicates for source in counts.sources}
    assert removed == {
        "PubMed": 0, "Scopus": 12, "ClinicalTrials.gov": 1, "Citation searching": 1,
    }  # fmt: skip
    labels = [row.label for row in table_rows(counts, Form.THREE_STAGE)]
    assert "from Scopus" in labels
    assert "from PubMed" not in labels


def test_the_form_of_2009_sums_both_columns_up() -> None:
    rows = {row.label: row.n for row in table_rows(many_sources(), Form.PRISMA2009)}
    assert rows["Records identified through database searching"] == 39
    assert rows["Additional records identified through other sources"] == 9
    assert rows["Records after duplicates removed"] == 42
    assert (rows["Records screened"], rows["Records excluded"]) == (42, 3)
    assert rows["Full-text articles assessed for eligibility"] == 39
    assert rows["Full-text articles excluded, with reasons"] == 4
    assert (rows["Full text not retrieved"], rows["Wrong population"]) == (2, 2)
    assert rows["Studies included in qualitative synthesis"] == 35


def test_the_form_of_2009_without_stages_before_the_full_text() -> None:
    keys = [cell.key for cell in chart(tiny(), Form.PRISMA2009).cells]
    assert keys == ["additional", "identified", "unique", "assessed", "assessed-out", "included"]
    log = Log()
    log.search("PubMed", 1, SourceKind.DATABASE)
    keys = [
        cell.key
        for cell in chart(flow(log.state(), protocol((TITLE, ABSTRACT))), Form.PRISMA2009).cells
    ]
    assert "assessed" not in keys


def test_the_reason_after_adjudication_is_the_one_that_counts() -> None:
    log = Log()
    log.search("PubMed", 1)
    log.decide(FULLTEXT, 1, Verdict.EXCLUDE, "Wrong population")
    log.decide(FULLTEXT, 1, Verdict.INCLUDE, by="Bob")
    log.adjudicate(FULLTEXT, 1, Verdict.EXCLUDE, "Off topic")
    counts = flow(log.state(), protocol((FULLTEXT,), reviewers=2))
    assert counts.dbr.reasons == (ReasonCount(reason="Off topic", n=1),)


@pytest.mark.parametrize("case", [three_stages, many_sources, updated])
def test_every_box_has_a_meaning(case: object) -> None:
    assert callable(case)
    for box in box_counts(case()):
        assert meaning(box)[0].isupper()
