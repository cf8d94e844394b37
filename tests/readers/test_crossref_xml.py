from __future__ import annotations

from pathlib import Path

from screening.records import LocalText, RecordContent
from tests.readers.specimens import FOLDER, read_all, records, titles

NAME = "crossref_xml_journal_and_book.xml"


def test_an_article_of_a_journal() -> None:
    first = records(NAME)[0]
    assert first.title == "CO2 on wards: a study"
    assert LocalText(field="title", locale="sv", text="Avdelningar") in first.local_texts
    assert first.abstract == "Background\nWards are busy."
    assert (first.venue, first.volume, first.issue, first.pages) == (
        "Nursing today",
        "3",
        "2",
        "10-19",
    )
    assert (first.doi, first.year, first.issn) == ("10.1000/demo.1", 2019, ("1234-5679",))
    assert first.dates == (("epublish", "2018-11-02"), ("published", "2019-01"))
    lind, group = first.authors
    assert (lind.name, lind.affiliations, lind.orcid) == (
        "Lind, Ada B",
        ("Ward School",),
        "0000-0002-1825-0097",
    )
    assert group.name == "Ward Group"
    assert ("contributor editor", "Berg, Bo") in first.extra
    assert ("citation", "Berg 1990") in first.extra


def test_the_journal_holds_for_each_of_its_articles_and_not_beyond() -> None:
    _, second, book, chapter = records(NAME)
    assert (second.venue, second.volume, second.year) == ("Nursing today", "3", 2018)
    assert (book.title, book.venue, book.publisher) == ("Wards of the world", "", "Ward Press")
    assert (chapter.title, chapter.venue, chapter.year) == (
        "Night shifts",
        "Wards of the world",
        2009,
    )
    assert ("isbn", "9780000000002") in chapter.other_ids


def test_the_journal_is_found_after_a_break_too(tmp_path: Path) -> None:
    text = (FOLDER / NAME).read_text(encoding="utf-8")
    path = tmp_path / "broken.xml"
    path.write_text(text.replace("</contributors>", "", 1), encoding="utf-8")
    entries = read_all(path)
    assert titles(entries) == ["-", "Nights", "Wards of the world", "Night shifts"]
    assert [e.venue for e in entries if isinstance(e, RecordContent)] == [
        "Nursing today",
        "",
        "Wards of the world",
    ]


def test_an_article_without_end_does_not_lend_its_journal_to_the_next(tmp_path: Path) -> None:
    text = (FOLDER / NAME).read_text(encoding="utf-8")
    second_journal = text[text.index("<journal>") : text.index("</journal>")]
    path = tmp_path / "broken.xml"
    broken = text.replace("</journal_article>\n      </journal>", "</journal>", 1).replace(
        "<book ", second_journal.replace("Nursing today", "Nights today") + "</journal><book ", 1
    )
    path.write_text(broken, encoding="utf-8")
    entries = read_all(path)
    assert titles(entries)[1:4] == ["-", "CO2 on wards: a study", "Nights"]
    third = entries[2]
    assert isinstance(third, RecordContent)
    assert third.venue == ""
    assert "cannot be read" in third.problems[0].message
