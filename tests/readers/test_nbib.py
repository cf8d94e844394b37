from __future__ import annotations

from pathlib import Path

import pytest

from screening.records import LinkKind, LocalText, RecordContent, RecordLink
from screening.records.notices import is_retracted, is_retraction_notice
from tests.readers.specimens import read_all, records


@pytest.mark.parametrize(
    "name",
    ["nbib_pubmed.nbib", "nbib_no_blank_line_between.nbib", "nbib_number_without_blank.nbib"],
)
def test_pubmed(name: str) -> None:
    first, second = records(name)
    assert (first.pmid, second.pmid) == ("10000001", "10000002")
    assert first.title == "Mentoring in wards 1 and what became of it."
    assert first.abstract == "BACKGROUND: Wards are busy.\nMETHODS: We asked 20 nurses."
    assert first.doi == "10.1000/demo.1"
    assert first.venue == "Nursing today"
    assert first.pages == "45-52"
    assert first.issn == ("1234-5679",)
    assert first.dates == (("published", "2016-03-04"), ("received", "2015-11-02"))
    (author,) = first.authors
    assert (author.family, author.given, author.orcid) == ("Lind", "Ada", "0000-0002-1825-0097")
    assert author.affiliations == ("Ward School, Lund, Sweden.",)
    assert ("AU", "Lind A") in first.extra
    assert ("PHST", "2016/03/04 06:00 [pubmed]") in first.extra


def test_eric_has_no_pubmed_number() -> None:
    first, second = records("nbib_eric_without_pmid.nbib")
    assert (first.title, second.title) == ("Schools 1", "Schools 2")
    assert first.pmid == ""
    assert first.url == "http://eric.ed.gov/?id=EJ0000001"
    assert first.issn == ("1234-5679",)


def test_line_without_a_tag_is_kept_and_told() -> None:
    first, second = records("nbib_line_without_tag.nbib")
    assert ("(outside any tag)", "SO  invalid line") in first.extra
    assert "SO  invalid line" in first.problems[0].message
    assert second.title == "Another"


def test_retractions_errata_and_comments_are_links() -> None:
    retracted, notice = records("nbib_retracted_and_translated.nbib")
    reference = "Nurs Today. 2003 Jan;7(1):1"
    assert retracted.links == (
        RecordLink(
            kind=LinkKind.RETRACTION_IN, reference=reference, pmid="10000013", doi="10.1000/demo.13"
        ),
        RecordLink(kind=LinkKind.ERRATUM_IN, reference="Nurs Today. 2002 May;6(5):250"),
        RecordLink(
            kind=LinkKind.CONCERN_IN, reference="Nurs Today. 2002 Jun;6(6):301", pmid="10000012"
        ),
        RecordLink(kind=LinkKind.COMMENT_IN, pmid="10000014"),
    )
    assert is_retracted(retracted)
    assert not is_retracted(notice)
    assert is_retraction_notice(notice)


def test_title_and_abstract_in_the_language_of_the_article_are_kept() -> None:
    first, _ = records("nbib_retracted_and_translated.nbib")
    assert (first.title, first.abstract) == ("[Night work on wards].", "We asked 20 nurses.")
    assert first.local_texts == (
        LocalText(field="title", locale="ger", text="Nachtarbeit auf Stationen."),
        LocalText(field="abstract", locale="ger", text="HINTERGRUND: Wir fragten 20 Pflegende."),
    )


def test_very_many_affiliations_are_kept_in_order(tmp_path: Path) -> None:
    path = tmp_path / "many.nbib"
    places = [f"Place {number}" for number in range(20_000)]
    lines = ["PMID- 1", "TI  - Mentors", "FAU - Roe, Jane", *(f"AD  - {at}" for at in places)]
    path.write_text("\n".join([*lines, "FAU - Poe, Bo", "AD  - Lund", ""]), encoding="utf-8")
    (found,) = read_all(path)
    assert isinstance(found, RecordContent)
    assert found.authors[0].affiliations == tuple(places)
    assert found.authors[1].affiliations == ("Lund",)
