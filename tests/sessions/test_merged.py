"""A group of duplicates is read as one record everywhere, and each record stays as it was."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from screening.protocol import Stage
from screening.records import Author, RecordContent, to_record_id
from screening.sessions.duplicates import mark_duplicate, unmark_duplicate
from screening.sessions.export_records import export_records
from screening.sessions.merged import merged_group, merged_record, merged_records
from screening.sessions.rank import RankOptions, rank_stage
from screening.sessions.records import history, list_records
from screening.sessions.review import Review
from screening.sessions.seat import Seat
from tests.reviews_builder import add_search, contents, make_review, protocol_text

ONE, TWO, THREE, FOUR = (to_record_id(number) for number in (1, 2, 3, 4))
SHORT = RecordContent(
    position=1,
    title="MENTORING OF MEDICAL STUDENTS, STUDY 1",
    venue="J Ment",
    year=2001,
    extra=(("XX", "kept"),),
)
FULL = replace(contents(1)[0], authors=(Author(name="Roe, Jane"),), pmid="123")


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    found = [SHORT, *(replace(at, position=at.position) for at in contents(3)[1:])]
    with make_review(tmp_path / "r", found=found, text=protocol_text(stages=("abstract",))) as made:
        add_search(made, [FULL], "ERIC")
        yield made


def test_a_kept_record_has_the_best_values_of_its_group(review: Review) -> None:
    before = review.record(ONE)
    assert merged_record(review, ONE) == before
    mark_duplicate(review, FOUR, ONE)
    merged = merged_record(review, ONE)
    assert (merged.title, merged.abstract) == (FULL.title, FULL.abstract)
    assert (merged.id, merged.search, merged.extra) == (ONE, before.search, SHORT.extra)
    assert review.record(ONE) == before
    assert merged_record(review, FOUR) == review.record(FOUR)


def test_split_again_every_record_is_as_it_was(review: Review) -> None:
    before = list(review.records())
    mark_duplicate(review, FOUR, ONE)
    unmark_duplicate(review, FOUR)
    assert list(merged_records(review, review.state.records())) == before


def test_records_come_in_the_order_of_import_each_once(review: Review) -> None:
    mark_duplicate(review, FOUR, ONE)
    found = merged_records(review, [FOUR, THREE, ONE, THREE])
    assert [at.id for at in found] == [ONE, THREE, FOUR]


def test_many_records_are_read_in_parts(tmp_path: Path) -> None:
    with make_review(tmp_path / "many", 1203) as many:
        mark_duplicate(many, to_record_id(2), to_record_id(1203))
        found = list(merged_records(many, many.state.unique_records()))
        assert [at.id for at in found] == many.state.unique_records()
        assert found[-1].keywords == ("mentoring", "education")


def test_pubmed_wins_between_equals(review: Review) -> None:
    add_search(review, [replace(SHORT, type="Article")], "Scopus")
    add_search(review, [replace(SHORT, type="Journal Article")], "PubMed")
    mark_duplicate(review, to_record_id(6), to_record_id(5))
    assert merged_record(review, to_record_id(5)).type == "Journal Article"


def test_the_seat_shows_the_group(review: Review) -> None:
    mark_duplicate(review, FOUR, ONE)
    shown = Seat(review, Stage.ABSTRACT).shown()
    assert shown is not None
    assert shown.record == ONE
    assert shown.title.text == FULL.title
    assert not shown.abstract_missing


def test_a_ranking_reads_the_group_and_follows_a_split(review: Review) -> None:
    def texts() -> dict[str, str]:
        task = rank_stage(review, Stage.ABSTRACT, RankOptions(ranker="tfidf")).task
        return dict(zip(task.records, task.abstracts, strict=True))

    assert texts()[ONE] == ""
    mark_duplicate(review, FOUR, ONE)
    assert texts()[ONE] == FULL.abstract
    assert FOUR not in texts()
    unmark_duplicate(review, FOUR)
    assert texts()[ONE] == ""
    assert texts()[FOUR] == FULL.abstract


def test_exports_and_lists_write_the_group(review: Review, tmp_path: Path) -> None:
    mark_duplicate(review, FOUR, ONE)
    export_records(review, "csv", tmp_path / "all.csv", where="unique")
    rows = list(csv.DictReader((tmp_path / "all.csv").read_text("utf-8-sig").splitlines()))
    assert rows[0]["title"] == FULL.title
    assert len(rows) == 3
    assert list_records(review)[0].title == FULL.title


def test_the_history_tells_who_gave_what(review: Review) -> None:
    assert history(review, ONE).merged is None
    mark_duplicate(review, FOUR, ONE)
    found = history(review, ONE)
    assert found.record == review.record(ONE)
    assert found.merged is not None
    given = {at.field: at.records for at in found.merged.borrowed()}
    assert given["title"] == given["abstract"] == given["pmid"] == (FOUR,)
    assert "year" not in given


def test_a_group_comes_with_its_records_as_imported(review: Review) -> None:
    mark_duplicate(review, FOUR, ONE)
    mark_duplicate(review, TWO, ONE)
    merged, records = merged_group(review, ONE)
    assert [at.id for at in records] == [ONE, FOUR, TWO]
    assert records == tuple(review.record(at.id) for at in records)
    assert merged.record.title == contents(2)[1].title
