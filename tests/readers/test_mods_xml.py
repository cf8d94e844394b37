from __future__ import annotations

from pathlib import Path

from screening.records import LocalText, RecordContent, Rejected
from tests.readers.specimens import FOLDER, read_all, titles

SPECIMEN = FOLDER / "mods_xml_collection.xml"


def test_a_catalogue_entry() -> None:
    first, book, empty = read_all(SPECIMEN)
    assert isinstance(first, RecordContent)
    assert first.title == "The busy wards: a study"
    assert LocalText(field="title", locale="swe", text="Avdelningar") in first.local_texts
    assert ("titleInfo alternative", "Wards, busy") in first.extra
    assert first.abstract == "Wards are busy. Very."
    assert [author.name for author in first.authors] == ["Lind, Ada B", "Ward Group, Lund"]
    assert first.authors[0].affiliations == ("Ward School",)
    assert ("name editor", "Berg, Bo") in first.extra
    assert (first.venue, first.volume, first.issue, first.pages) == (
        "Nursing today",
        "3",
        "2",
        "10-19",
    )
    assert (first.year, first.dates) == (2019, (("published", "2019-01"),))
    assert (first.doi, first.issn, first.publisher) == (
        "10.1000/demo.1",
        ("1234-5679",),
        "Ward Press",
    )
    assert (first.type, first.language) == ("journal article", "eng")
    assert first.keywords == ("Wards", "Sweden")
    assert ("location/physicalLocation", "Shelf A7") in first.extra
    assert isinstance(book, RecordContent)
    assert (book.title, book.year) == ("Wards of the world", 2009)
    assert isinstance(empty, Rejected)


def test_prefixed_names_are_read_after_a_break_too(tmp_path: Path) -> None:
    path = tmp_path / "broken.xml"
    text = SPECIMEN.read_text(encoding="utf-8")
    path.write_text(text.replace("</mods:originInfo>", "", 1), encoding="utf-8")
    assert titles(read_all(path)) == ["-", "Wards of the world", "-"]
