from __future__ import annotations

import pytest

from tests.readers.specimens import records


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
