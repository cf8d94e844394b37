from __future__ import annotations

from pathlib import Path

from screening.records import LocalText
from tests.readers.specimens import FOLDER, read_all, records, titles


def test_an_article_in_two_languages() -> None:
    first, second = records("doaj_xml_two_languages.xml")
    assert (first.title, first.abstract) == ("Busy wards", "Wards are busy.\nVery.")
    assert LocalText(field="title", locale="swe", text="Avdelningar") in first.local_texts
    assert LocalText(field="abstract", locale="swe", text="Vi frågade.") in first.local_texts
    assert (first.venue, first.volume, first.issue, first.pages) == (
        "Nursing today",
        "3",
        "2",
        "10-19",
    )
    assert (first.doi, first.year, first.issn) == (
        "10.1000/demo.1",
        2019,
        ("1234-5679", "1234-5687"),
    )
    assert first.dates == (("published", "2019-09-18"),)
    assert first.keywords == ("wards", "nurses", "avdelningar")
    lind, berg = first.authors
    assert (lind.name, lind.affiliations, lind.orcid) == (
        "Ada Lind",
        ("Ward School",),
        "0000-0002-1825-0097",
    )
    assert berg.family == "Berg"
    assert first.url == "https://example.org/article/1"
    assert ("shelf", "A7") in first.extra
    assert ("author/email", "ada@example.org") in first.extra
    assert (second.title, second.year) == ("Nights", 2020)


def test_a_broken_record_costs_only_itself(tmp_path: Path) -> None:
    text = (FOLDER / "doaj_xml_two_languages.xml").read_text(encoding="utf-8")
    path = tmp_path / "broken.xml"
    path.write_text(text.replace("</authors>", "", 1), encoding="utf-8")
    assert titles(read_all(path)) == ["-", "Nights"]
