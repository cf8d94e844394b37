from __future__ import annotations

from pathlib import Path

from screening.records import LinkKind, LocalText, RecordContent, RecordLink, Rejected
from tests.readers.specimens import FOLDER, read_all, records, titles

RETRACTED_BY = RecordLink(kind=LinkKind.RETRACTION_IN, doi="10.1000/demo.9")


def test_an_article_in_two_languages() -> None:
    first, _ = records("jats_xml_set.xml")
    assert first.title == "CO2 on wards"
    assert LocalText(field="title", locale="sv", text="Avdelningar: en studie") in first.local_texts
    assert first.abstract == ("Background: Wards are busy.\nMethods: We asked; p < 0.05.\nTwice.")
    assert LocalText(field="abstract", locale="sv", text="Vi frågade.") in first.local_texts
    assert ("abstract graphical", "A picture.") in first.extra
    assert (first.venue, first.volume, first.issue, first.pages) == (
        "Nursing today",
        "3",
        "2",
        "10-19",
    )
    assert (first.doi, first.pmid, first.year) == ("10.1000/demo.1", "10000001", 2019)
    assert first.dates == (
        ("epublish", "2018-11-02"),
        ("published", "2019-01"),
        ("received", "2018-01"),
    )
    assert first.keywords == ("wards", "nurses")
    assert (first.type, first.language) == ("research-article", "sv")


def test_contributors_with_the_places_they_point_at() -> None:
    first, _ = records("jats_xml_set.xml")
    lind, group = first.authors
    assert (lind.name, lind.orcid) == ("Lind, Ada B", "0000-0002-1825-0097")
    assert lind.affiliations == ("Ward School, Sweden",)
    assert group.name == "Ward Group"
    assert ("contrib editor", "Berg, Bo") in first.extra


def test_links_references_and_responses_are_kept_and_the_full_text_is_not() -> None:
    found = records("jats_xml_set.xml")[0]
    extra = found.extra
    assert found.links == (RETRACTED_BY,)
    assert ("ref", "Berg B. Old. 1990.") in extra
    assert ("sub-article decision-letter", "Letter") in extra
    assert not any("Full text" in text for _, text in extra)


def test_an_article_that_is_the_whole_file(tmp_path: Path) -> None:
    text = (FOLDER / "jats_xml_set.xml").read_text(encoding="utf-8")
    path = tmp_path / "one.xml"
    path.write_text(text[text.rindex("<article ") : text.rindex("</pmc")], encoding="utf-8")
    (record,) = read_all(path)
    assert isinstance(record, RecordContent)
    assert (record.title, record.pages, record.year) == ("Nights", "e7", 2020)


def test_name_spaces_of_the_root_hold_after_a_break(tmp_path: Path) -> None:
    text = (FOLDER / "jats_xml_set.xml").read_text(encoding="utf-8")
    path = tmp_path / "broken.xml"
    swapped = (
        text.replace("</pmc-articleset>", "")
        + text.partition("<pmc-articleset")[2].partition(">")[2]
    )
    path.write_text(swapped.replace("<article-meta><title-group>", "<title-group>", 1), "utf-8")
    entries = read_all(path)
    assert titles(entries) == ["CO2 on wards", "-", "CO2 on wards", "Nights"]
    assert isinstance(entries[1], Rejected)
    assert isinstance(entries[2], RecordContent)
    assert entries[2].links == (RETRACTED_BY,)
