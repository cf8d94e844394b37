"""Files that people take for exports: each is called by its name, with what to do instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from screening.errors import BadInput
from screening.readers import detect, open_source
from screening.readers.strangers import stranger

ABSTRACTS = """1. Demo J Wards. 2022 Jul;10(3):179-190.

Mentors on wards.

Lind A(1).

Author information:
(1)Ward School.

Mentors help.

PMID: 90000001


2. Demo J Wards. 2020 Jan;42(1):1-9.
"""
SUMMARY = "1: Lind A. Mentors on wards. Demo J Wards. 2022;10(3):179-190. PMID: 90000001.\n"
FILES = {
    "pages.txt": (ABSTRACTS, "PubMed's list of abstracts", "Citation manager"),
    "summary.txt": (SUMMARY, "PubMed's summary", "Citation manager"),
    "pmids.txt": ("90000001\r\n90000002\r\n", "a list of numbers", "Search PubMed"),
    "dois.txt": ("10.5555/a.1\nhttps://doi.org/10.5555/b.2\n", "a list of DOIs", "RIS"),
    "cells.csv": (
        '"Title,""Abstract"",Year"\n"""Mentors, on wards"",Help,2022"\n"Nurses,,2020"\n',
        "a table of which every line is one quoted cell",
        "Text to Columns",
    ),
    "cells.txt": (
        '"Title;Abstract;Year"\n"Mentors, on wards;""Help; much"";2022"\n',
        "a table of which every line is one quoted cell",
        "without opening it",
    ),
    "print.rtf": (r"{\rtf1 Mentors on wards}", "a text for word processors", "RIS"),
    "zotero.rdf": ('<rdf:RDF xmlns:rdf="x"><a/></rdf:RDF>', "RDF", "CSL JSON"),
}


@pytest.mark.parametrize("name", FILES)
def test_it_is_called_by_its_name(name: str, tmp_path: Path) -> None:
    text, what, remedy = FILES[name]
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(BadInput) as refused:
        detect(open_source(path))
    assert f"is no search export, but {what}" in refused.value.message
    assert remedy in refused.value.hint


def test_a_list_longer_than_what_is_looked_at_is_known_wherever_that_ends(tmp_path: Path) -> None:
    path = tmp_path / "dois.txt"
    for first in range(1, 20):
        path.write_text(f"10.5555/{'a' * first}\n" + "https://doi.org/10.5555/b.2\n" * 3_000)
        assert "a list of DOIs" in getattr(stranger(open_source(path).head), "what", "")


def test_quoted_lines_are_known_wherever_the_look_ends(tmp_path: Path) -> None:
    path = tmp_path / "cells.csv"
    for first in range(1, 20):
        row = '"Mentors, on\nwards;""Help; much"";2022"\n'
        path.write_text(f'"Title;Abstract;{"a" * first}"\n' + row * 3_000)
        assert "one quoted cell" in getattr(stranger(open_source(path).head), "what", "")


@pytest.mark.parametrize(
    "text",
    [
        "1. A thought.\n\nNo number.\n",
        "10 mentors\n",
        '"A quoted line"\n"and another"\n',
        '"Title,Year,DOI"\n',
        '"Title","Year, DOI, Venue"\n"a","b"\n',
        '"Never closed, all, of it\nend\n',
    ],
)
def test_what_shows_nothing_is_no_known_stranger(text: str, tmp_path: Path) -> None:
    path = tmp_path / "file.txt"
    path.write_text(text)
    assert stranger(open_source(path).head) is None
