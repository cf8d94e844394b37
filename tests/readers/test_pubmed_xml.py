from __future__ import annotations

from pathlib import Path

from screening.records import LinkKind, LocalText, RecordContent, RecordLink, Rejected
from screening.records.notices import is_retracted
from tests.readers.specimens import FOLDER, read_all, records, titles


def test_an_article_of_efetch() -> None:
    first, _ = records("pubmed_xml_efetch.xml")
    assert first.title == "CO2 on busy wards."
    assert first.abstract == "BACKGROUND: Wards are busy.\nMETHODS: We asked nurses; p < 0.05."
    assert LocalText(field="title", locale="swe", text="Koldioxid.") in first.local_texts
    assert LocalText(field="abstract", locale="swe", text="Vi frågade.") in first.local_texts
    assert (first.year, first.volume, first.issue, first.pages) == (1998, "3", "2", "10-9")
    assert (first.pmid, first.doi, first.language) == ("10000001", "10.1000/demo.1", "swe")
    assert (first.venue, first.issn) == ("Nursing today", ("1234-5679",))
    assert first.keywords == ("Carbon Dioxide/*analysis", "wards")
    assert ("pmc", "PMC1") in first.other_ids
    assert ("received", "1998-01-05") in first.dates
    assert ("epublish", "1998-11-02") in first.dates


def test_authors_and_groups() -> None:
    lind, group = records("pubmed_xml_efetch.xml")[0].authors
    assert (lind.name, lind.given, lind.orcid) == (
        "Lind, Ada B, Jr",
        "Ada B",
        "0000-0002-1825-0097",
    )
    assert lind.affiliations == ("Ward School", "Lund Clinic")
    assert (group.name, group.family) == ("Ward Group", "")


def test_retractions_references_and_what_is_unknown_are_kept() -> None:
    found = records("pubmed_xml_efetch.xml")[0]
    extra = found.extra
    assert found.links == (
        RecordLink(
            kind=LinkKind.RETRACTION_IN, reference="Nurs Today. 2001 Jan;5(1):1", pmid="10000009"
        ),
    )
    assert is_retracted(found)
    assert ("PublicationType", "Retracted Publication") in extra
    assert ("Reference", "Berg B. Old work. 1990.") in extra
    assert ("PubDate MedlineDate", "1998 Dec-1999 Jan") in extra
    assert ("CopyrightInformation", "Copyright 1999 Ward Press.") in extra
    assert ("Grant", "G-1 | Fund") in extra
    assert any(tag.endswith("CoiStatement") for tag, _ in extra)


def test_a_chapter_of_a_book() -> None:
    _, book = records("pubmed_xml_efetch.xml")
    assert (book.title, book.venue) == ("A chapter on night shifts", "Wards of the world")
    assert (book.year, book.publisher, book.pmid) == (2009, "Ward Press", "10000002")
    assert [author.name for author in book.authors] == ["Lind, A"]
    assert ("AuthorList editors", "Berg, Bo") in book.extra
    assert ("isbn", "9780000000002") in book.other_ids


def test_a_book_without_chapter_title_is_called_by_its_own(tmp_path: Path) -> None:
    text = (FOLDER / "pubmed_xml_efetch.xml").read_text(encoding="utf-8")
    path = tmp_path / "book.xml"
    path.write_text(
        text.replace("<ArticleTitle>A chapter on night shifts</ArticleTitle>", ""),
        encoding="utf-8",
    )
    assert titles(read_all(path))[1] == "Wards of the world"


def test_a_broken_article_leaves_the_book_alone(tmp_path: Path) -> None:
    text = (FOLDER / "pubmed_xml_efetch.xml").read_text(encoding="utf-8")
    path = tmp_path / "broken.xml"
    path.write_text(text.replace("</MeshHeading>", "", 1), encoding="utf-8")
    first, second = read_all(path)
    assert isinstance(first, Rejected)
    assert "not well-formed" in first.reason
    assert titles([second]) == ["A chapter on night shifts"]


def test_answers_of_several_requests_in_one_file_are_all_read(tmp_path: Path) -> None:
    text = (FOLDER / "pubmed_xml_efetch.xml").read_text(encoding="utf-8")
    path = tmp_path / "joined.xml"
    path.write_text(text + text, encoding="utf-8")
    assert titles(read_all(path)) == ["CO2 on busy wards.", "A chapter on night shifts"] * 2


def test_an_author_whose_parts_stand_in_any_order(tmp_path: Path) -> None:
    path = tmp_path / "author.xml"
    path.write_text(
        "<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID><Article>"
        "<ArticleTitle>T</ArticleTitle><AuthorList><Author><AffiliationInfo>"
        '<Identifier Source="ROR">r-1</Identifier><Affiliation>Lund  Clinic</Affiliation>'
        "</AffiliationInfo><Affiliation>not this</Affiliation><Identifier>none</Identifier>"
        "<Identifier>0000000218250097</Identifier><Initials>A</Initials><ForeName/>"
        "<LastName>Lind</LastName><LastName>Berg</LastName></Author></AuthorList></Article>"
        "</MedlineCitation></PubmedArticle></PubmedArticleSet>",
        encoding="utf-8",
    )
    (record,) = read_all(path)
    assert isinstance(record, RecordContent)
    (author,) = record.authors
    assert (author.name, author.orcid) == ("Lind, A", "0000-0002-1825-0097")
    assert author.affiliations == ("Lund Clinic",)
    assert ("Affiliation Identifier", "r-1") in record.extra
