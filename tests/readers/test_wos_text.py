from __future__ import annotations

import pytest

from tests.readers.specimens import FOLDER, only, read_all, records, titles

BOTH = ["Mentoring of nurses 1", "Mentoring of nurses 2"]


@pytest.mark.parametrize(
    "name",
    [
        "wos_text_plain.ciw",
        "wos_text_cr_only.txt",
        "wos_text_end_missing.txt",
        "wos_text_start_missing.txt",
        "wos_text_start_and_end_missing.txt",
        "wos_text_not_indented.txt",
    ],
)
def test_dialects_give_the_same_records(name: str) -> None:
    found = records(name)
    assert [record.title for record in found] == BOTH
    assert [record.doi for record in found] == ["10.1000/demo.1", "10.1000/demo.2"]
    assert [record.year for record in found] == [2011, 2012]
    assert found[1].abstract == "We asked 2 nurses. The risk was HR 1.5 (95% CI 1.2 to 1.9)."
    assert [author.name for author in found[1].authors] == ["Lind, Ada", "Berg, Bo"]


def test_every_field() -> None:
    first = records("wos_text_plain.ciw")[0]
    lind, berg = first.authors
    assert lind.affiliations == berg.affiliations == ("Ward Sch, Lund, Sweden.",)
    assert (lind.orcid, berg.orcid) == ("0000-0002-1825-0097", "")
    assert (first.venue, first.volume, first.issue) == ("NURSING TODAY", "3", "4")
    assert (first.pages, first.pmid) == ("10-19", "10000001")
    assert first.dates == (("published", "2011-03-02"),)
    assert first.issn == ("1234-5679", "2345-6787")
    assert first.keywords == ("Mentoring", "Nurses", "WARDS", "CARE")
    assert first.other_ids == (("accession", "WOS:000000000000001"),)
    assert first.problems == ()
    for pair in [
        ("AU", "Lind, A"),
        ("AF", "Berg, Bo (bo@example.org)"),
        ("C1", "[Ek, Eva] Elsewhere."),
        ("OI", "Ek, Eva/0000-0001-5109-3700"),
        ("CR", "Baker B, 1991, J WARDS, V2, P3"),
        ("QQ", "kept"),
    ]:
        assert pair in first.extra


def test_lost_markers_are_told() -> None:
    first, _ = records("wos_text_end_missing.txt")
    assert "ER" in first.problems[0].message
    _, second = records("wos_text_start_missing.txt")
    assert "PT" in second.problems[0].message


def test_early_access_has_no_year_of_print() -> None:
    record = only("wos_text_early_access.txt")
    assert (record.year, record.pages, record.doi) == (2021, "e17", "")
    assert record.dates == (("epublish", "2021-01"),)
    assert ("DI", "467-72") in record.extra


def test_entry_without_text_or_id_is_rejected() -> None:
    entries = read_all(FOLDER / "wos_text_nothing_to_screen_by.txt")
    assert titles(entries) == [BOTH[0], "-", BOTH[1]]
