from __future__ import annotations

from pathlib import Path

from screening.records import Rejected
from tests.readers.specimens import FOLDER, read_all, records, titles


def test_an_article_in_styles() -> None:
    first, _ = records("endnote_xml_styles.xml")
    assert first.title == "Counting E. coli & CO2"
    assert first.abstract == "BACKGROUND: Wards are busy.\nMETHODS: We asked; p < 0.05."
    assert [author.name for author in first.authors] == ["Lind, A. B.", "Ward Group"]
    assert (first.venue, first.volume, first.issue, first.pages) == (
        "Nursing today",
        "3",
        "2",
        "10-19",
    )
    assert (first.doi, first.pmid, first.year) == ("10.1000/demo.1", "10000001", 2019)
    assert first.dates == (("published", "2019-09-18"),)
    assert first.issn == ("1234-5679",)
    assert first.keywords == ("wards", "nurses", "nights")
    assert first.type == "Journal Article"
    assert ("notes", "Included\nby both") in first.extra
    assert ("secondary-authors", "Berg, Bo") in first.extra
    assert ("label", "L1") in first.extra


def test_a_book_with_the_doi_in_its_address() -> None:
    _, book = records("endnote_xml_styles.xml")
    assert (book.title, book.doi, book.pmid) == ("Wards of the world", "10.1000/demo.2", "")
    assert ("accession-num", "WOS:000123") in book.extra
    assert ("isbn", "9780000000002") in book.extra


def test_a_broken_record_costs_only_itself(tmp_path: Path) -> None:
    text = (FOLDER / "endnote_xml_styles.xml").read_text(encoding="utf-8")
    path = tmp_path / "broken.xml"
    path.write_text(text.replace("</authors>", "", 1), encoding="utf-8")
    first, second = read_all(path)
    assert isinstance(first, Rejected)
    assert titles([second]) == ["Wards of the world"]
