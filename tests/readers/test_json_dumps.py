from __future__ import annotations

from tests.readers.specimens import records


def test_a_library_in_flat_fields() -> None:
    first, second = records("reflib_json_plain.json")
    assert (first.title, first.venue, first.year, first.issue) == (
        "Blue light on wards",
        "Nurs Today",
        2019,
        "2",
    )
    assert [author.name for author in first.authors] == ["Lind, A. B.", "Berg, B."]
    assert first.issn == ("1234-5679", "1234-5687")
    assert first.keywords == ("wards", "Light, Blue")
    assert ("notes", "read\ntwice") in first.extra
    assert ("date", "Sep 18") in first.extra
    assert (second.year, second.dates) == (2003, (("published", "2003-09-26"),))


def test_a_page_of_openalex() -> None:
    first, second = records("openalex_json_page.json")
    assert (first.title, first.doi, first.pmid) == ("Busy wards", "10.1000/demo.1", "10000001")
    assert first.abstract == "Wards are busy. Quiet Wards"
    assert (first.venue, first.volume, first.pages) == ("Nursing today", "3", "10-19")
    (lind,) = first.authors
    assert (lind.name, lind.affiliations, lind.orcid) == (
        "Ada Lind",
        ("Ward School",),
        "0000-0002-1825-0097",
    )
    assert first.problems[0].message == "OpenAlex marks the record as retracted."
    assert (second.title, second.abstract) == ("Nights", "")
