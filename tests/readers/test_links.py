"""Retractions and corrections as each format tells them, and what is no link of a known kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from screening.records import LinkKind, RecordContent, RecordLink
from screening.records.notices import is_retracted, is_retraction_notice
from tests.readers.specimens import read_all

CROSSREF = """<?xml version="1.0" encoding="UTF-8"?>
<doi_records><doi_record><crossref><journal>
<journal_metadata><full_title>Nursing today</full_title></journal_metadata>
<journal_article><titles><title>Retraction: night work</title></titles>
<crossmark><updates>
<update type="retraction" date="2003-01-01">10.1000/demo.1</update>
<update type="odd" date="2003-01-01">10.1000/demo.2</update>
</updates></crossmark>
<doi_data><doi>10.1000/demo.9</doi></doi_data></journal_article>
</journal></crossref></doi_record></doi_records>
"""
WORK = """[{"DOI": "10.1000/demo.1", "title": ["Night work"], "type": "journal-article",
"container-title": ["Nursing today"], "issued": {"date-parts": [[2001]]},
"updated-by": [{"DOI": "10.1000/demo.9", "type": "retraction", "label": "Retraction"},
{"DOI": "10.1000/demo.8", "type": "correction"}],
"update-to": [{"DOI": "10.1000/demo.7", "type": "new_version"}]}]
"""


def only(path: Path, text: str) -> RecordContent:
    path.write_text(text, encoding="utf-8")
    (entry,) = read_all(path)
    assert isinstance(entry, RecordContent)
    return entry


def test_crossmark_stands_in_the_notice(tmp_path: Path) -> None:
    notice = only(tmp_path / "a.xml", CROSSREF)
    assert notice.links == (RecordLink(kind=LinkKind.RETRACTION_OF, doi="10.1000/demo.1"),)
    assert ("update odd", "10.1000/demo.2") in notice.extra
    assert is_retraction_notice(notice)
    assert not is_retracted(notice)


def test_crossref_s_json_points_both_ways(tmp_path: Path) -> None:
    found = only(tmp_path / "a.json", WORK)
    assert found.links == (
        RecordLink(kind=LinkKind.RETRACTION_IN, doi="10.1000/demo.9"),
        RecordLink(kind=LinkKind.ERRATUM_IN, doi="10.1000/demo.8"),
        RecordLink(kind=LinkKind.UPDATE_OF, doi="10.1000/demo.7"),
    )
    assert is_retracted(found)


@pytest.mark.parametrize(
    ("document_type", "retracted"),
    [("Article; Retracted Publication", True), ("Article", False), ("Retracted", True)],
)
def test_tables_tell_it_by_the_document_type(
    document_type: str, *, retracted: bool, tmp_path: Path
) -> None:
    text = f"Title,Document Type,Year\nNight work,{document_type},2001\n"
    assert is_retracted(only(tmp_path / "a.csv", text)) is retracted


def test_a_repeated_field_of_an_exported_bibtex_entry_is_one_field_again(tmp_path: Path) -> None:
    text = "@article{a, title = {Night work}, note = {one}, note-2 = {two}, x-2 = {three}}\n"
    found = only(tmp_path / "a.bib", text)
    assert ("note", "one") in found.extra
    assert ("note", "two") in found.extra
    assert ("x-2", "three") in found.extra


def test_endnote_copies_links_of_pubmed_into_a_note(tmp_path: Path) -> None:
    note = "Roe, J\nComment in: Gut. 2007 Jan;56(1):154; PMID: 17172594\nRetraction in: later"
    found = only(tmp_path / "a.ris", f"TY  - JOUR\nTI  - A\nN1  - {note}\nER  - \n")
    reference = "Gut. 2007 Jan;56(1):154"
    assert found.links == (
        RecordLink(kind=LinkKind.COMMENT_IN, reference=reference, pmid="17172594"),
    )
    assert any("Comment in: Gut" in text for tag, text in found.extra if tag == "N1")
    assert not is_retracted(found)
